"""What the studio sells: plans and their prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.membership import Membership, Plan
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.rules import price_complaint, refuse_complaints
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.memberships.events import PlansChanged
from fitnesscrm_desktop.services.memberships.plan_names import (
    lock_plan_names,
    refuse_taken_name,
    rename_in_figures,
    same_name,
)
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft, checked_plan
from fitnesscrm_desktop.services.memberships.prices import price_on, price_rows, put_price
from fitnesscrm_desktop.services.memberships.resting import rests_until_resumed
from fitnesscrm_desktop.services.memberships.results import PlanView, PriceView
from fitnesscrm_desktop.services.settings.profile import studio_profile

FARTHEST_PRICE = timedelta(days=3660)


class PlanService:
    """Keeps the plans and the history of their prices."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, *, archived: bool = False) -> Sequence[PlanView]:
        """All plans in the studio's order; archived ones, at the end, only when asked for."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            query = select(Plan).order_by(Plan.archived_at.is_not(None), Plan.position, Plan.id)
            if not archived:
                query = query.where(Plan.archived_at.is_(None))
            members = _members(session, self._today(session))
            return [self._view(session, row, members.get(row.id, 0)) for row in session.scalars(query)]

    def get(self, actor: Actor, plan_id: int) -> PlanView:
        """One plan. Raises ``NotFound``."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            members = _members(session, self._today(session))
            return self._view(session, found_plan(session, plan_id), members.get(plan_id, 0))

    def add(self, actor: Actor, draft: PlanDraft, price: int) -> PlanView:
        """Add a plan that costs *price* minor units (tax contained) from today.

        Raises ``RuleBroken``, also for the name of another plan that is sold.
        """
        actor.require(Permission.MANAGE_PLANS)
        refuse_complaints("plan", price_complaint("price", price))
        tidy = checked_plan(draft)
        with self._core.write() as work:
            lock_plan_names(work.session)
            refuse_taken_name(work.session, tidy.name)
            last = work.session.scalar(select(func.max(Plan.position)))
            plan = Plan(position=(last or 0) + 1, **_columns(tidy))
            work.session.add(plan)
            work.session.flush()
            put_price(work.session, plan.id, price, self._today(work.session))
            work.audit(actor, "plan.add", "plan", plan.id, name=tidy.name, price=price)
            work.record(PlansChanged(plan.id))
            return self._view(work.session, plan, 0)

    def edit(self, actor: Actor, plan_id: int, draft: PlanDraft, version: int) -> PlanView:
        """Change a plan (not its price). Raises ``Conflict`` if it was changed since *version*.

        Kind and period of a plan that was sold stay: the memberships depend on them.
        """
        actor.require(Permission.MANAGE_PLANS)
        tidy = checked_plan(draft)
        with self._core.write() as work:
            lock_plan_names(work.session)
            plan = found_plan(work.session, plan_id, lock=True)
            before = draft_of(plan)
            if plan.version != version:
                raise _conflict(before, tidy)
            if plan.archived_at is None and not same_name(before.name, tidy.name):
                refuse_taken_name(work.session, tidy.name, plan_id)
            if (before.kind, before.period) != (tidy.kind, tidy.period) and _was_sold(work.session, plan_id):
                text = "This plan was sold already, so its kind and period stay."
                raise RuleBroken(f"{text} Archive it and add another one.", fields={"kind": text})
            for name, value in _columns(tidy).items():
                setattr(plan, name, value)
            work.session.flush()
            if before.name != tidy.name:
                rename_in_figures(work.session, plan, before.name, studio_profile(work.session))
            changed = [name for name in _columns(tidy) if getattr(before, name) != getattr(tidy, name)]
            work.audit(actor, "plan.edit", "plan", plan_id, changed=changed)
            work.record(PlansChanged(plan_id))
            return self._view(
                work.session, plan, _members(work.session, self._today(work.session)).get(plan_id, 0)
            )

    def archive(self, actor: Actor, plan_id: int) -> None:
        """Sell this plan no more; memberships sold from it go on and can be renewed."""
        self._set_archived(actor, plan_id, archived=True)

    def restore(self, actor: Actor, plan_id: int) -> None:
        """Sell an archived plan again. Raises ``RuleBroken`` if another one has its name by now."""
        self._set_archived(actor, plan_id, archived=False)

    def _set_archived(self, actor: Actor, plan_id: int, *, archived: bool) -> None:
        actor.require(Permission.MANAGE_PLANS)
        with self._core.write() as work:
            lock_plan_names(work.session)
            plan = found_plan(work.session, plan_id, lock=True)
            if not archived and plan.archived_at is not None:
                refuse_taken_name(work.session, plan.name, plan_id)
            plan.archived_at = work.now if archived else None
            work.audit(actor, "plan.archive" if archived else "plan.restore", "plan", plan_id)
            work.record(PlansChanged(plan_id))

    def move(self, actor: Actor, plan_ids: Sequence[int]) -> None:
        """Put the plans into the order of *plan_ids*; plans that are not in it come after."""
        actor.require(Permission.MANAGE_PLANS)
        with self._core.write() as work:
            plans = {plan.id: plan for plan in work.session.scalars(select(Plan).with_for_update())}
            rest = sorted(plans.keys() - set(plan_ids), key=lambda each: (plans[each].position, each))
            for position, plan_id in enumerate([*dict.fromkeys(plan_ids), *rest], start=1):
                if plan_id not in plans:
                    raise NotFound(f"There is no plan with the id {plan_id}. Nothing was changed.")
                plans[plan_id].position = position
            work.audit(actor, "plan.order", "plan")
            work.record(PlansChanged(0))

    def set_price(self, actor: Actor, plan_id: int, price: int, from_day: date | None = None) -> PriceView:
        """Let the plan cost *price* from *from_day* (default: today) on; the old price ends the day before.

        Terms that are sold keep their price. Raises ``RuleBroken`` for a day in the past or far future.
        """
        actor.require(Permission.MANAGE_PLANS)
        refuse_complaints("price", price_complaint("price", price))
        with self._core.write() as work:
            today = self._today(work.session)
            day = from_day or today
            if not today <= day <= today + FARTHEST_PRICE:
                text = "A new price starts today or later."
                raise RuleBroken(f"{text} The old prices stay as they were.", fields={"from_day": text})
            found_plan(work.session, plan_id, lock=True)
            row = put_price(work.session, plan_id, price, day)
            work.session.flush()
            work.audit(actor, "plan.price", "plan", plan_id, price=price, from_day=day)
            work.record(PlansChanged(plan_id))
            currency = studio_profile(work.session).currency
            return PriceView(row.id, plan_id, row.price, currency, row.from_day, row.to_day)

    def prices(self, actor: Actor, plan_id: int) -> Sequence[PriceView]:
        """The history of a plan's price, future ones included, the oldest first."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            currency = studio_profile(session).currency
            return [
                PriceView(row.id, plan_id, row.price, currency, row.from_day, row.to_day)
                for row in price_rows(session, found_plan(session, plan_id).id)
            ]

    def price_on(self, actor: Actor, plan_id: int, day: date) -> int:
        """What a plan costs on *day*, in minor units."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return price_on(session, found_plan(session, plan_id).id, day)

    def _today(self, session: Session) -> date:
        return studio_profile(session).day_of(self._core.clock.now())

    def _view(self, session: Session, plan: Plan, members: int) -> PlanView:
        profile = studio_profile(session)
        return PlanView(
            id=plan.id,
            draft=draft_of(plan),
            price=price_on(session, plan.id, profile.day_of(self._core.clock.now())),
            currency=profile.currency,
            position=plan.position,
            archived=plan.archived_at is not None,
            version=plan.version,
            members=members,
        )


def found_plan(session: Session, plan_id: int, *, lock: bool = False) -> Plan:
    """The plan, locked if asked. Raises ``NotFound``."""
    plan = session.get(Plan, plan_id, with_for_update=lock or None, populate_existing=lock)
    if plan is None:
        raise NotFound(f"There is no plan with the id {plan_id}. Nothing was changed.")
    return plan


def draft_of(plan: Plan) -> PlanDraft:
    """A stored plan as an editor shows it."""
    return PlanDraft(**{field.name: getattr(plan, field.name) for field in fields(PlanDraft)})


def _columns(draft: PlanDraft) -> dict[str, Any]:
    return {field.name: getattr(draft, field.name) for field in fields(PlanDraft)}


def _was_sold(session: Session, plan_id: int) -> bool:
    return session.scalar(select(Membership.id).where(Membership.plan_id == plan_id).limit(1)) is not None


def _members(session: Session, today: date) -> dict[int, int]:
    rows = session.execute(
        select(Membership.plan_id, func.count())
        .where(
            Membership.starts_on <= today,
            (Membership.ends_on >= today) | rests_until_resumed(),
            Membership.cancelled_on.is_(None) | (Membership.cancelled_on > today),
        )
        .group_by(Membership.plan_id)
    )
    return {plan_id: int(count) for plan_id, count in rows}


def _conflict(theirs: PlanDraft, mine: PlanDraft) -> Conflict:
    differing = [name for name in _columns(mine) if getattr(mine, name) != getattr(theirs, name)]
    return Conflict(
        f"Somebody else has changed “{theirs.name}” in the meantime. Your change was not stored yet.",
        mine={name: getattr(mine, name) for name in differing},
        theirs={name: getattr(theirs, name) for name in differing},
    )
