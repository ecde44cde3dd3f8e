"""Counts again what is kept as sums: visits by hour, takings by day, visits left in packs, numbers."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from fitnesscrm_desktop.models.client import Client, ClientCode, ImportRun
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.membership import Membership, PackEntry
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, RECEIPT_NUMBERS, Counter
from fitnesscrm_desktop.models.visit import Visit, VisitHour
from fitnesscrm_desktop.services.automation.rhythm import differing
from fitnesscrm_desktop.services.billing.takings import takings_differences
from fitnesscrm_desktop.services.lifecycle.rebuild import differences
from fitnesscrm_desktop.services.maintenance.results import Finding, bad, good, warning
from fitnesscrm_desktop.services.memberships.dues import wrong_dues
from fitnesscrm_desktop.services.settings.profile import StudioProfile

VISITS_AT_ONCE = 20_000
QUARTER_HOUR = 900
SHOWN = 5
GAPS_LOOKED_AT = 500
REPAIR = "“fitnesscrm doctor --repair” makes them anew."


def examine_roll_ups(session: Session, profile: StudioProfile) -> Iterator[Finding]:
    """One finding for each kind of sum."""
    yield _clients(session, profile)
    yield _visit_hours(session, profile)
    yield _takings(session)
    yield _packs(session)
    yield _rhythms(session)
    yield _member_numbers(session)
    yield _receipt_numbers(session)


def _clients(session: Session, profile: StudioProfile) -> Finding:
    wrong: list[str] = []
    count = 0
    for each in differences(session, profile):
        count += 1
        if count <= SHOWN:
            wrong.append(f"client {each.client_id}: {each.what} {each.kept} instead of {each.expected}")
    if count:
        return bad(
            "client figures", f"{count} sums or stages of clients are wrong ({'; '.join(wrong)}). {REPAIR}"
        )
    return good("client figures", "The sums and stages of all clients agree with what happened.")


def hours_of_visits(session: Session, profile: StudioProfile) -> Count[tuple[date, int]]:
    """Visits that count, by the studio's day and hour."""
    zone = ZoneInfo(profile.zone)
    hours: dict[int, int] = {}
    found: Count[tuple[date, int]] = Count()
    rows = session.execute(
        select(Visit.day, Visit.at).where(Visit.cancelled_at.is_(None)),
        execution_options={"yield_per": VISITS_AT_ONCE},
    )
    for day, at in rows:
        quarter = int(at.timestamp()) // QUARTER_HOUR
        hour = hours.get(quarter)
        if hour is None:
            hour = hours[quarter] = at.astimezone(zone).hour
        found[day, hour] += 1
    return found


def _visit_hours(session: Session, profile: StudioProfile) -> Finding:
    counted = hours_of_visits(session, profile)
    kept = {
        (day, hour): count
        for day, hour, count in session.execute(select(VisitHour.day, VisitHour.hour, VisitHour.count))
        if count
    }
    wrong = sorted(key for key in counted.keys() | kept.keys() if counted.get(key) != kept.get(key))
    if wrong:
        first = ", ".join(f"{day.isoformat()} {hour}:00" for day, hour in wrong[:SHOWN])
        return bad("visit hours", f"{len(wrong)} hours count other visits than there are ({first}). {REPAIR}")
    return good("visit hours", f"{counted.total()} visits agree with their counts by hour.")


def rebuild_visit_hours(session: Session, profile: StudioProfile) -> None:
    """Count the visits of every hour anew."""
    counted = hours_of_visits(session, profile)
    session.execute(delete(VisitHour))
    rows = [{"day": day, "hour": hour, "count": count} for (day, hour), count in sorted(counted.items())]
    if rows:
        session.execute(insert(VisitHour), rows)


def _takings(session: Session) -> Finding:
    wrong = takings_differences(session)
    if wrong:
        first = ", ".join(f"{each.day.isoformat()} {each.method.value}" for each in wrong[:SHOWN])
        return bad(
            "takings", f"{len(wrong)} days take in something else than their payments ({first}). {REPAIR}"
        )
    return good("takings", "Every day's takings agree with its payments.")


def packs_to_mend(session: Session) -> list[tuple[int, int]]:
    """Packs whose visits left are not the sum of their entries: id and the right number."""
    left = func.coalesce(func.sum(PackEntry.delta), 0)
    rows = session.execute(
        select(Membership.id, left)
        .outerjoin(PackEntry, PackEntry.membership_id == Membership.id)
        .where(Membership.visits_left.is_not(None))
        .group_by(Membership.id, Membership.visits_left)
        .having(Membership.visits_left != left)
        .order_by(Membership.id)
    )
    return [(membership_id, int(right)) for membership_id, right in rows]


def _packs(session: Session) -> Finding:
    wrong = packs_to_mend(session)
    if wrong:
        first = ", ".join(str(membership_id) for membership_id, _right in wrong[:SHOWN])
        return bad(
            "packs", f"{len(wrong)} packs have a wrong number of visits left (memberships {first}). {REPAIR}"
        )
    return good("packs", "The visits left in every pack agree with what was used.")


def _rhythms(session: Session) -> Finding:
    wrong = differing(session)
    if wrong:
        first = ", ".join(map(str, wrong[:SHOWN]))
        return bad(
            "rhythms", f"How often {len(wrong)} clients come is kept wrongly (clients {first}). {REPAIR}"
        )
    return good("rhythms", "How often clients come agrees with their visits.")


def mend_packs(session: Session) -> int:
    """Put the right number of visits into packs; how many were wrong."""
    wrong = packs_to_mend(session)
    for membership_id, right in wrong:
        session.execute(
            update(Membership)
            .where(Membership.id == membership_id)
            .values(visits_left=max(0, right), version=Membership.version + 1)
            .execution_options(synchronize_session=False)
        )
    return len(wrong)


def examine_dues(session: Session, today: date) -> Finding:
    """Whether all that is owed for a term is due when it begins."""
    wrong = wrong_dues(session, today)
    if not wrong:
        return good("due days", "What is owed for a term is due when the term begins.")
    first = ", ".join(str(each) for each in wrong[:SHOWN])
    return warning(
        "due days",
        f"{len(wrong)} memberships owe something for a term that a freeze has moved, on the day it was due "
        f"before (memberships {first}). “fitnesscrm doctor --repair” takes these charges back and posts them "
        "again with their day.",
    )


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Numbers that nobody has; only the first of them by name, for one wrong row can leave out millions."""

    count: int
    first: tuple[int, ...]
    trouble: str
    """What else is wrong."""
    explained: int = 0
    """Numbers that nobody has, and it is written down why."""


def _gaps(
    session: Session,
    column: InstrumentedAttribute[int],
    counter: str,
    explained: Sequence[tuple[int, int]] = (),
) -> _Gaps:
    """What *column* leaves out, but for the runs of numbers that are *explained* (in order)."""
    count, highest = session.execute(select(func.count(), func.coalesce(func.max(column), 0))).one()
    given_out = session.scalar(select(Counter.value).where(Counter.name == counter)) or 0
    trouble = ""
    if given_out < highest:
        trouble = f"The next number would be {given_out + 1}, but {highest} is in use already."
    last = max(highest, given_out)
    if count == last:
        return _Gaps(0, (), trouble)
    used = session.scalars(select(column).order_by(column), execution_options={"yield_per": VISITS_AT_ONCE})
    unused = [range(one + 1, other) for one, other in pairwise([0, *used, last + 1]) if one + 1 < other]
    left_out = [rest for run in unused for rest in _without(run, explained)] if explained else unused
    missing = sum(map(len, left_out))
    first = tuple(islice(chain.from_iterable(left_out), GAPS_LOOKED_AT))
    return _Gaps(missing, first, trouble, last - count - missing)


def _without(run: range, explained: Sequence[tuple[int, int]]) -> Iterator[range]:
    """What is left of *run*."""
    start = run.start
    for first, last in explained:
        if first < run.stop and last >= start:
            if start < first:
                yield range(start, first)
            start = last + 1
    if start < run.stop:
        yield range(start, run.stop)


def _member_numbers(session: Session) -> Finding:
    back = (ImportRun.first_number_back, ImportRun.last_number_back)
    query = select(*back).where(back[0].is_not(None), back[1].is_not(None)).order_by(*back)
    taken_back = [(first or 0, last or 0) for first, last in session.execute(query)]
    gaps = _gaps(session, Client.member_number, MEMBER_NUMBERS, taken_back)
    if gaps.trouble:
        return bad("member numbers", gaps.trouble)
    cards = set(
        session.scalars(select(ClientCode.code).where(ClientCode.code.in_([str(n) for n in gaps.first])))
    )
    nobodys = [number for number in gaps.first if str(number) not in cards]
    if nobodys:
        shown = ", ".join(map(str, nobodys[:SHOWN]))
        return warning(
            "member numbers", f"{gaps.count - len(cards)} member numbers belong to nobody ({shown})."
        )
    if gaps.explained:
        text = f"Member numbers follow each other; {gaps.explained} were taken back with an import."
        return good("member numbers", text)
    return good("member numbers", "Member numbers follow each other without gaps.")


def _receipt_numbers(session: Session) -> Finding:
    gaps = _gaps(session, Payment.receipt_number, RECEIPT_NUMBERS)
    if gaps.trouble:
        return bad("receipt numbers", gaps.trouble)
    if gaps.count:
        shown = ", ".join(map(str, gaps.first[:SHOWN]))
        return bad("receipt numbers", f"{gaps.count} receipt numbers are missing ({shown}).")
    return good("receipt numbers", "Receipt numbers follow each other without gaps.")
