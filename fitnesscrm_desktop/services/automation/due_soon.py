"""What falls due in n days: once for each client and due day, and anew if it was paid and given back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.ledger import Allocation, Charge
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.services.automation.looking import Look
from fitnesscrm_desktop.services.automation.occasions import Before, Found
from fitnesscrm_desktop.services.billing.open_debts import debts_due
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.settings.profile import studio_profile


def due_soon(look: Look) -> Iterator[Found]:
    """Something falls due in n days and is not paid.

    What was paid and given back is owed anew. If its day is past by then, the rule that is nearest to the due
    day speaks at once, and the others not at all.
    """
    rows = look.session.execute(_open(look)).all()
    again: dict[date, set[int]] = defaultdict(set)
    for client_id, due_on, given_back in rows:
        if given_back:
            again[due_on].add(client_id)
    for client_id, due_on, _ in rows:
        if client_id not in again[due_on]:
            yield Found(
                client_id, f"due:{due_on}", due_on - timedelta(days=look.n), due_on, look.n, good_until=due_on
            )
    yield from _owed_anew(look, again)


def _owed_anew(look: Look, again: dict[date, set[int]]) -> Iterator[Found]:
    if not again:
        return
    profile, nearer = studio_profile(look.session), look.nearer_rules(Trigger.DUE_SOON)
    for (client_id, due_on), debt in debts_due(look.session, again).items():
        day = due_on - timedelta(days=look.n)
        before = None if debt.is_first else Before(f"due:{due_on}", debt.since)
        since = day if debt.is_first else profile.day_of(debt.since)
        if since > day:
            if any(due_on - timedelta(days=n) <= since for n in nearer):
                continue
            day = since
        if look.first <= day <= min(look.last, due_on):
            left = (due_on - day).days
            yield Found(client_id, debt.key, day, due_on, left, good_until=due_on, before=before)


def _open(look: Look) -> Select[int, date, int]:
    """Client, due day and whether something of it was given back, of what is not paid.

    Of what is due sooner than in n days only what was given back lately.
    """
    settled = (
        select(func.coalesce(func.sum(Allocation.amount), 0))
        .where(Allocation.charge_id == Charge.id)
        .scalar_subquery()
    )
    reversal = aliased(Charge)
    taken_back = exists().where(reversal.reverses_id == Charge.id)
    first, last = look.after()
    lately = datetime.combine(look.first - ONE_DAY, time(), UTC)
    return (
        select(Charge.client_id, Charge.due_on, func.max(case((_given_back(), 1), else_=0)))
        .join(ClientFigures, ClientFigures.client_id == Charge.client_id)
        .where(
            or_(
                Charge.due_on.between(first, last),
                and_(
                    Charge.due_on >= look.first, Charge.due_on < first, _given_back(Allocation.at >= lately)
                ),
            ),
            Charge.amount > settled,
            ClientFigures.balance > 0,
            ~taken_back,
        )
        .group_by(Charge.client_id, Charge.due_on)
    )


def _given_back(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Allocation.charge_id == Charge.id, Allocation.amount < 0, *more)
