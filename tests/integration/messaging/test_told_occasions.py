"""What a rule has told its template of an occasion can be read again later from the name of the occasion."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import ClientRhythm, Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.automation.by_row import BY_ROW, NewRows
from fitnesscrm_desktop.services.automation.marks import find_between
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.orders import occasion_of
from fitnesscrm_desktop.services.messaging.told_occasions import occasions, told
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.settings.profile import studio_profile
from tests.support.clock import START, FakeClock
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.studio_rows import StudioRows

TODAY = START.date()
DAY = timedelta(days=1)
DAYS = {
    Trigger.MEMBERSHIP_ENDING: 9,
    Trigger.MEMBERSHIP_ENDED: 2,
    Trigger.DUE_SOON: 5,
    Trigger.OVERDUE: 3,
    Trigger.INACTIVITY: 1,
    Trigger.VISITS_REACHED: 1,
    Trigger.ANNIVERSARY: 1,
}


class Life:
    """Clients to whom everything happens on one day that a rule may wait for."""

    def __init__(self, services: Services, outbox: OutboxDesk, clock: FakeClock) -> None:
        self.services, self.owner, self.clock = services, outbox.owner, clock
        self.book, self.till = RuleBook(services, outbox.owner), Till(services, outbox.owner)
        for trigger in Trigger:
            self.book.mail(trigger, DAYS.get(trigger, 0))
        rows, people = StudioRows(services), People(services)
        self.anna, ends, ended, away = (
            people.add(f"{name} Ivanova", TODAY.replace(year=1990), email=f"{name}@example.com")
            for name in ("Anna", "Boris", "Carla", "Dora")
        )
        plan = rows.plan()
        rows.membership(self.anna, plan, starts_on=TODAY.replace(year=2025), ends_on=TODAY.replace(year=2027))
        theirs = rows.membership(ends, plan, starts_on=TODAY - 30 * DAY, ends_on=TODAY + 9 * DAY)
        rows.hold(theirs, TODAY - 5 * DAY, TODAY - DAY)
        rows.membership(ended, plan, starts_on=TODAY - 30 * DAY, ends_on=TODAY - 2 * DAY)
        rows.membership(away, plan, starts_on=TODAY - 30 * DAY, ends_on=TODAY + 90 * DAY)
        with services.core.write() as work:
            rhythm = ClientRhythm(
                client_id=away, gap_days=3, last_visit_on=TODAY - 20 * DAY, quiet_on=TODAY - DAY
            )
            work.session.add(rhythm)

    def happen(self) -> None:
        services, owner, anna = self.services, self.owner, self.anna
        services.checkin.check_in(owner, client_id=anna)
        paid = self.till.pay(anna, 5000)
        services.billing.refund(owner, paid.payment_id, 500, "Too much")
        self.till.charge(anna, 7900, TODAY - 3 * DAY)
        self.till.charge(anna, 1900, TODAY + 5 * DAY)
        sold = services.memberships.sell(owner, anna, self.till.plan().id, TODAY + 3 * DAY, confirmed=True)
        services.memberships.freeze(owner, sold.membership_id, TODAY + 4 * DAY, TODAY + 6 * DAY)
        services.progress.measure(owner, anna, {"weight": "80"})
        services.goals.add(owner, anna, NewGoal("weight", 78.0))
        self.clock.advance(minutes=1)
        services.progress.measure(owner, anna, {"weight": "77.5"})


def found_again(session: Session, rule: Rule, match: RuleMatch) -> Found:
    if rule.trigger in BY_DAY:
        found = find_between(session, rule, match.on_day, match.on_day)
    else:
        found = list(BY_ROW[rule.trigger](NewRows(session, studio_profile(session), 0, rule.days)))
    (same,) = [each for each in found if (each.client_id, each.key) == (match.client_id, match.occurrence)]
    return same


def test_every_occasion_is_told_as_it_was_told_first(
    services: Services, outbox: OutboxDesk, clock: FakeClock
) -> None:
    life = Life(services, outbox, clock)
    life.happen()
    life.book.look()
    seen: set[Trigger] = set()
    with services.core.read() as session:
        some = told(session, session.scalars(select(Message)).all())
        about = occasions(session, some)
        for each in some:
            first = occasion_of(each.rule, found_again(session, each.rule, each.match))
            assert about[each.message.id] == first, each.rule.trigger
            seen.add(each.rule.trigger)
    assert seen == set(Trigger)


def test_a_reminder_tells_how_long_the_rule_has_waited_though_it_waits_longer_by_now(
    services: Services, outbox: OutboxDesk, clock: FakeClock
) -> None:
    life = Life(services, outbox, clock)
    life.happen()
    life.book.look(Trigger.OVERDUE)
    with services.core.write() as work:
        work.session.execute(update(Rule).where(Rule.trigger == Trigger.OVERDUE).values(days=10))
    with services.core.read() as session:
        (each,) = told(session, session.scalars(select(Message)).all())
        assert occasions(session, [each])[each.message.id].n == 3
