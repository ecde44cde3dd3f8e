"""The figures an owner looks at on Monday."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.analytics import queries
from fitnesscrm_desktop.services.analytics.results import MonthTakings, TodayFigures
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.settings.profile import studio_profile

MOST_MONTHS = 120


class FiguresService:
    """Reads only. Every figure is the sum of rows that a list or report can show."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def today(self, actor: Actor) -> TodayFigures:
        """The studio right now; money only for who has ``VIEW_TAKINGS``. Needs ``VIEW_CLIENTS``."""
        actor.require(Permission.VIEW_CLIENTS)
        now = self._core.clock.now()
        with self._core.read() as session:
            profile = studio_profile(session)
            day = profile.day_of(now)
            this_month, last_month = queries.month_start(day), queries.month_start(day, 1)
            money = _Money(session, day) if actor.may(Permission.VIEW_TAKINGS) else None
            return TodayFigures(
                day=day,
                currency=profile.currency,
                takings=money.today[0] if money else None,
                payments=money.today[1] if money else None,
                month_takings=money.month if money else None,
                last_month_takings=money.last_month if money else None,
                visits=queries.visits_on(session, day),
                visits_last_week=queries.visits_on(session, day - timedelta(days=7)),
                inside=queries.inside_since(session, now - timedelta(hours=profile.auto_checkout_hours)),
                active=queries.active_on(session, day),
                active_month_ago=queries.active_on(session, day - timedelta(days=30)),
                ends_soon=queries.ending_between(session, day, day + timedelta(days=profile.ends_soon_days)),
                owing_clients=money.owing[0] if money else None,
                owing_amount=money.owing[1] if money else None,
                new_this_month=queries.joined_between(session, this_month, day),
                new_last_month=queries.joined_between(session, last_month, queries.month_end(last_month)),
            )

    def takings_by_month(self, actor: Actor, months: int = 12) -> tuple[MonthTakings, ...]:
        """The takings of the last *months* months, the present one last; also months without any.

        Needs ``VIEW_TAKINGS``.
        """
        actor.require(Permission.VIEW_TAKINGS)
        wanted = max(1, min(months, MOST_MONTHS))
        with self._core.read() as session:
            day = studio_profile(session).day_of(self._core.clock.now())
            firsts = [queries.month_start(day, back) for back in range(wanted - 1, -1, -1)]
            sums = dict.fromkeys(firsts, (0, 0))
            for taken_on, amount, count in queries.takings_of_days(session, firsts[0], day):
                month = queries.month_start(taken_on)
                sums[month] = (sums[month][0] + amount, sums[month][1] + count)
        return tuple(MonthTakings(month, *sums[month]) for month in firsts)


class _Money:
    """What only those see who may see the takings."""

    def __init__(self, session: Session, day: date) -> None:
        last_month = queries.month_start(day, 1)
        self.today = queries.takings(session, day, day)
        self.month = queries.takings(session, queries.month_start(day), day)[0]
        self.last_month = queries.takings(session, last_month, queries.month_end(last_month))[0]
        self.owing = queries.owing(session)
