"""How long a membership lasts, and what renewing, freezing and extending do to its days: pure functions.

A recurring plan keeps its anchor: the day on which the first of an unbroken run of terms began. The n-th term
starts n periods after the anchor and ends the day before the next one, so that 31 January goes on with
28 February and then 31 March, and never drifts to the 28th. A freeze or an extension moves the end; the term
after it begins on another day, which is its own anchor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from fitnesscrm_desktop.models.values import MembershipState, Period, PlanKind
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days, MembershipDays
from fitnesscrm_desktop.services.lifecycle.terms import LAST_DAY_OF_ALL, Term, shifted_terms

LONGEST_EXTENSION = 366
LONGEST_HOLD = 732
EARLIEST_START = timedelta(days=732)
LATEST_START = timedelta(days=732)
BACKDATED_HOLD = timedelta(days=62)
_LONGEST_REST = timedelta(days=LONGEST_HOLD - 1)
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
_FOUR_WEEKS = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What of a plan decides about days and visits."""

    kind: PlanKind
    period: Period | None = None
    days: int | None = None
    visits: int | None = None


def first_days(terms: Sequence[Term], holds: Sequence[Days]) -> list[date]:
    """The day each of *terms* begins on; a rest without an end is taken for the longest there is."""
    ended = [Days(each.first, each.last or each.first + _LONGEST_REST) for each in holds]
    return [term.from_day for term in shifted_terms(terms, ended)]


def anniversary(anchor: date, period: Period, count: int) -> date:
    """The first day of the period that begins *count* periods after *anchor*."""
    if period is Period.FOUR_WEEKS:
        return anchor + count * _FOUR_WEEKS
    return anchor + relativedelta(months=count * _MONTHS[period])


def term_from(plan: PlanTerms, first: date, run: Sequence[Term] = ()) -> Term:
    """The term of *plan* that starts on *first*, as the next of the unbroken *run* of terms before it.

    *run* is in order of days; only its unbroken tail up to the day before *first* counts.
    """
    if plan.kind is not PlanKind.RECURRING or plan.period is None:
        return _bounded(first, first + timedelta(days=(plan.days or 1) - 1))
    tail = _unbroken(run, first)
    anchor = tail[0].from_day if tail else first
    return _bounded(first, anniversary(anchor, plan.period, len(tail) + 1) - ONE_DAY)


def _unbroken(run: Sequence[Term], first: date) -> list[Term]:
    tail: list[Term] = []
    for term in reversed(run):
        if term.to_day + ONE_DAY != first:
            break
        tail.insert(0, term)
        first = term.from_day
    return tail


def _bounded(first: date, last: date) -> Term:
    if last > LAST_DAY_OF_ALL:
        raise RuleBroken(f"A membership cannot last beyond {LAST_DAY_OF_ALL.year}. Nothing was sold.")
    return Term(first, last)


def starting_day(asked: date | None, today: date) -> date:
    """The first day of a new membership: *asked*, or today. Raises ``RuleBroken`` if that cannot be meant."""
    first = asked or today
    if not today - EARLIEST_START <= first <= today + LATEST_START:
        text = f"A membership starts at most two years before or after today, not on {first.isoformat()}."
        raise RuleBroken(text, fields={"from_day": "More than two years from today"}, days=[first])
    return first


def goes_on(membership: MembershipDays, today: date) -> bool:
    """Whether a renewal joins on without a gap; if not, it is a new membership that starts today."""
    end = membership.last_day
    return not membership.was_cancelled and (end is None or end >= today - ONE_DAY)


def due_day(first: date, today: date) -> date:
    """When a term that starts on *first* is to be paid: on its first day, but never before it was charged."""
    return max(first, today)


def due_day_moved(due_on: date, first: date, today: date) -> date:
    """When a term that begins on *first* now, and was due on *due_on*, is to be paid.

    Not before it begins, and on the day it begins unless that was over when it was charged.
    """
    wanted = max(first, min(due_on, today))
    return due_on if wanted == due_on else due_day(wanted, today)


def state_on(membership: MembershipDays, day: date) -> MembershipState:
    """What a membership is on *day*; visits left do not matter here."""
    end = membership.last_day
    if membership.was_cancelled and end is not None and day > end:
        return MembershipState.CANCELLED
    if end is not None and day > end:
        return MembershipState.ENDED
    if day < membership.starts_on:
        return MembershipState.UPCOMING
    return MembershipState.FROZEN if membership.rests(day) else MembershipState.RUNNING


def new_hold(membership: MembershipDays, from_day: date | None, to_day: date | None, today: date) -> Days:
    """The hold that was asked for. Raises ``RuleBroken`` when the membership cannot rest on these days."""
    hold = Days(from_day or max(today, membership.starts_on), to_day)
    end = membership.last_day
    if membership.was_cancelled and end is not None and end < today:
        raise RuleBroken("This membership is cancelled and cannot be frozen any more. Nothing was changed.")
    if hold.last is not None and hold.last < hold.first:
        raise _hold_refused("The freeze ends before it begins.", "to_day")
    if hold.first < today - BACKDATED_HOLD:
        raise _hold_refused("A freeze can begin at most two months ago.", "from_day")
    if hold.last is not None and length(hold) > LONGEST_HOLD:
        raise _hold_refused("A freeze lasts two years at most.", "to_day")
    if any(_overlap(hold, other) for other in membership.holds):
        raise _hold_refused("The membership is frozen on some of these days already.", "from_day")
    if hold.first < membership.starts_on:
        text = f"The membership starts on {membership.starts_on.isoformat()}; it cannot rest before."
        raise _hold_refused(text, "from_day", membership.starts_on)
    if end is not None and hold.first > end:
        text = f"The membership ends on {end.isoformat()}, before the freeze begins."
        raise _hold_refused(text, "from_day", end)
    return hold


def _hold_refused(text: str, field: str, *days: date) -> RuleBroken:
    return RuleBroken(f"{text} Nothing was changed.", fields={field: text}, days=days)


def _overlap(one: Days, other: Days) -> bool:
    starts_in_time = other.last is None or one.first <= other.last
    return starts_in_time and (one.last is None or other.first <= one.last)


def length(days: Days) -> int:
    """How many days a run has that has an end; 0 for one without."""
    return 0 if days.last is None else (days.last - days.first).days + 1


def resumed(hold: Days, first_awake: date) -> Days | None:
    """What is left of *hold* when the membership runs again from *first_awake*; None: it rested no day."""
    last = first_awake - ONE_DAY
    if last < hold.first:
        return None
    return Days(hold.first, last if hold.last is None else min(last, hold.last))


def refuse_needless(hold: Days, first_awake: date, today: date) -> None:
    """Raise ``RuleBroken`` for a day on which nobody can mean to resume *hold*."""
    if hold.last is not None and first_awake > hold.last:
        day = hold.last + ONE_DAY
        raise _hold_refused(f"It runs again on {day.isoformat()} by itself.", "on_day", day)
    if first_awake < today - BACKDATED_HOLD:
        raise _hold_refused("A freeze can end at most two months ago.", "on_day")
    if first_awake > max(today, hold.first) + timedelta(days=LONGEST_HOLD):
        raise _hold_refused("A freeze lasts two years at most.", "on_day")


def hold_to_resume(holds: Sequence[Days], day: date) -> Days:
    """The hold that *day* falls in, else the next one after it. Raises ``RuleBroken`` if there is none."""
    waiting = [hold for hold in holds if hold.last is None or hold.last >= day]
    if not waiting:
        raise RuleBroken("This membership is not frozen. Nothing was changed.")
    return min(waiting, key=lambda hold: hold.first)


def extended(ends_on: date, days: object) -> date:
    """The end, *days* later. Raises ``RuleBroken`` for a number nobody can mean."""
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= LONGEST_EXTENSION:
        text = f"An extension is 1 to {LONGEST_EXTENSION} days. Nothing was changed."
        raise RuleBroken(text, fields={"days": f"1 to {LONGEST_EXTENSION}"})
    return pushed(ends_on, days)


def pushed(ends_on: date, days: int) -> date:
    """The end, moved by *days* (negative: pulled back). Raises ``RuleBroken`` beyond the last day of all."""
    if days > (LAST_DAY_OF_ALL - ends_on).days:
        raise RuleBroken(f"A membership cannot last beyond {LAST_DAY_OF_ALL.year}. Nothing was changed.")
    return ends_on + timedelta(days=days)


def cancelling_day(membership: MembershipDays, asked: date | None, today: date) -> date:
    """The first day a cancelled membership no longer holds. Raises ``RuleBroken`` if it ended before."""
    day = asked or today
    end = membership.last_day
    if membership.was_cancelled:
        raise RuleBroken("This membership is cancelled already. Nothing was changed.")
    if end is not None and day > end:
        text = f"This membership ends on {end.isoformat()} anyway. Nothing was changed."
        raise RuleBroken(text, fields={"on_day": f"Not after {end.isoformat()}"}, days=[end])
    if day < today - EARLIEST_START:
        raise RuleBroken("A cancellation can lie at most two years back.", fields={"on_day": "Too long ago"})
    if day > today + LATEST_START:
        raise RuleBroken("A cancellation can lie at most two years ahead.", fields={"on_day": "Too far off"})
    return day
