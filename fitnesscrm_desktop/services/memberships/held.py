"""Until when memberships let their clients in, and whether another one goes on in their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.membership import Membership, MembershipHold, PackEntry, Plan
from fitnesscrm_desktop.models.values import PlanKind
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.lifecycle.facts import used_up_days
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days, MembershipDays
from fitnesscrm_desktop.services.settings.profile import StudioProfile


@dataclass(frozen=True, slots=True)
class Held:
    """One membership of a client."""

    membership_id: int
    days: MembershipDays

    @property
    def is_over_on(self) -> date | None:
        """The last day it lets in, its last visit counted; None while nobody can say."""
        end = self.days.last_day
        empty = [each.first for each in self.days.used_up if each.last is None or (end and end in each)]
        ends = [day - ONE_DAY for day in empty] + ([] if end is None else [end])
        return min(ends, default=None)

    def lets_in_like(self, other: Held) -> bool:
        """Whether both go by time, or both by visits. A day pass stands in for nothing."""
        kinds = (self.days.kind, other.days.kind)
        return PlanKind.DAY not in kinds and len({kind is PlanKind.PACK for kind in kinds}) == 1

    def goes_on_after(self, day: date) -> bool:
        """Whether it lets in on a later day than *day*."""
        return self.days.ever_held and (self.is_over_on is None or self.is_over_on > day)


def held_by(session: Session, client_ids: Collection[int], profile: StudioProfile) -> dict[int, list[Held]]:
    """All memberships of these clients, in a few statements however many they are."""
    found: dict[int, list[Held]] = defaultdict(list)
    for some in portions(client_ids):
        of_these = select(Membership.id).where(Membership.client_id.in_(some))
        holds: dict[int, list[Days]] = defaultdict(list)
        hold = MembershipHold
        for membership_id, first, last in session.execute(
            select(hold.membership_id, hold.from_day, hold.to_day).where(hold.membership_id.in_(of_these))
        ):
            holds[membership_id].append(Days(first, last))
        entries: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
        for membership_id, at, delta in session.execute(
            select(PackEntry.membership_id, PackEntry.at, PackEntry.delta)
            .where(PackEntry.membership_id.in_(of_these))
            .order_by(PackEntry.id)
        ):
            entries[membership_id].append((at, delta))
        rows = select(Membership, Plan.kind).join(Plan).where(Membership.client_id.in_(some))
        for row, kind in session.execute(rows.order_by(Membership.id)):
            days = MembershipDays(
                kind=kind,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                cancelled_on=row.cancelled_on,
                holds=tuple(holds[row.id]),
                used_up=() if row.visits_left is None else used_up_days(entries[row.id], profile),
            )
            found[row.client_id].append(Held(row.id, days))
    return found


def is_followed(held: Sequence[Held], membership_id: int, day: date, *, at_once: bool) -> bool:
    """Whether another of these memberships lets in after *day* in the way this one did.

    What will end is followed *at_once* or not at all, as lists and door have it (``lifecycle.ending``). What
    has ended is followed by what begins after a gap as well. A pack that is used up does not follow; a pack
    does not stand in for a membership, nor the other way round. If nobody says which it is about, any does.
    """
    this = next((each for each in held if each.membership_id == membership_id), None)
    return any(
        (each.days.covers(day + ONE_DAY) if at_once else each.goes_on_after(day))
        for each in held
        if each.membership_id != membership_id
        and (each.lets_in_like(this) if this else each.days.kind is not PlanKind.DAY)
    )
