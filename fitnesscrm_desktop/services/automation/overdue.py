"""Who has owed something for n days: each stretch of owing is one occasion, however often it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select, true

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.values import MatchState, Trigger
from fitnesscrm_desktop.services.automation.looking import Look
from fitnesscrm_desktop.services.automation.occasions import Before, Found
from fitnesscrm_desktop.services.billing.open_debts import older_settled, oldest_debts
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.settings.profile import studio_profile


def overdue(look: Look) -> Iterator[Found]:
    """The oldest open debt has been due for n days.

    A debt may be past that day when it becomes one: booked late, given back after it was paid, or hidden till
    now behind an older one. Then the gentlest rule speaks on that very day, and the others so much later as
    they are apart, instead of all at once.
    """
    profile = studio_profile(look.session)
    apart = _apart(look)
    debts = oldest_debts(look.session, _candidates(look))
    days = {
        each.client_id: max(each.due_on + timedelta(days=look.n), profile.day_of(each.since) + apart)
        for each in debts.values()
    }
    hidden = [client_id for client_id, day in days.items() if day < look.first]
    for client_id, at in older_settled(look.session, hidden).items():
        days[client_id] = max(days[client_id], profile.day_of(at) + apart)
    for client_id, debt in debts.items():
        day = days[client_id]
        if look.first <= day <= look.last:
            before = None if debt.is_first else Before(f"due:{debt.due_on}", debt.since)
            yield Found(client_id, debt.key, day, debt.due_on, look.n, before=before)


def _apart(look: Look) -> timedelta:
    """How much later this rule comes than the first of those that are switched on."""
    query = select(func.min(Rule.days)).where(
        Rule.trigger == Trigger.OVERDUE, Rule.enabled_on.is_not(None), Rule.archived_at.is_(None)
    )
    first = look.session.scalar(query)
    return timedelta(days=0 if first is None else max(look.n - first, 0))


def _candidates(look: Look) -> list[int]:
    """Clients whose debt has passed its n days lately, or who have passed them and had money booked lately.

    Old debts that nobody has touched are not looked at again and again, nor who was found when the last money
    had been booked: nothing can have changed since.
    """
    figures = ClientFigures
    lately = datetime.combine(look.first - ONE_DAY, time(), UTC)
    paid = select(Payment.id).where(Payment.client_id == figures.client_id, Payment.at >= lately)
    charged = select(Charge.id).where(Charge.client_id == figures.client_id, Charge.at >= lately)
    first, last = look.before()
    query = select(figures.client_id).where(
        figures.balance > 0,
        figures.oldest_due_on <= last,
        or_(figures.oldest_due_on >= first, paid.exists(), charged.exists()),
    )
    if look.client_id is not None:
        query = query.where(figures.client_id == look.client_id)
    if look.new_for is not None:
        query = query.where(~_found_since(look.new_for))
    return list(look.session.scalars(query))


def _found_since(rule_id: int) -> ColumnElement[bool]:
    """Whether the rule has acted on a client since money was booked last."""
    last_paid = select(func.max(Payment.at)).where(Payment.client_id == ClientFigures.client_id)
    last_charged = select(func.max(Charge.at)).where(Charge.client_id == ClientFigures.client_id)
    return exists().where(
        RuleMatch.rule_id == rule_id,
        RuleMatch.client_id == ClientFigures.client_id,
        RuleMatch.state != MatchState.TOO_LATE,
        RuleMatch.at > last_charged.scalar_subquery(),
        func.coalesce(RuleMatch.at > last_paid.scalar_subquery(), true()),
    )
