"""What a plan costs when: rows that follow each other without a gap, the last one open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.membership import PlanPrice
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY


def price_on(session: Session, plan_id: int, day: date) -> int:
    """What the plan costs on *day*; before its first price that one, as it is the only one known."""
    rows = _rows(session, plan_id)
    if not rows:
        raise RuleBroken("This plan has no price yet. Give it one first.")
    holding = [row for row in rows if row.from_day <= day]
    return holding[-1].price if holding else rows[0].price


def put_price(session: Session, plan_id: int, price: int, from_day: date) -> PlanPrice:
    """Let *price* hold from *from_day* until the next price that is known already.

    The price before it ends the day before; one that began on the same day is replaced.
    """
    rows = _rows(session, plan_id)
    same = next((row for row in rows if row.from_day == from_day), None)
    if same is not None:
        same.price = price
        return same
    earlier = [row for row in rows if row.from_day < from_day]
    later = [row for row in rows if row.from_day > from_day]
    if earlier:
        earlier[-1].to_day = from_day - ONE_DAY
    row = PlanPrice(
        plan_id=plan_id,
        price=price,
        from_day=from_day,
        to_day=later[0].from_day - ONE_DAY if later else None,
    )
    session.add(row)
    session.flush()
    return row


def _rows(session: Session, plan_id: int) -> list[PlanPrice]:
    query = select(PlanPrice).where(PlanPrice.plan_id == plan_id).order_by(PlanPrice.from_day)
    return list(session.scalars(query))


def price_rows(session: Session, plan_id: int) -> list[PlanPrice]:
    """All prices of a plan, the oldest first."""
    return _rows(session, plan_id)
