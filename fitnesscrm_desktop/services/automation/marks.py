"""Up to where each rule has looked, so that a tick costs the same however long the history is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMark
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.automation.by_row import (
    BY_ROW,
    NewRows,
    first_row_since,
    last_row,
    look_after,
)
from fitnesscrm_desktop.services.automation.looking import Look
from fitnesscrm_desktop.services.automation.occasions import PATIENCE, USUAL_PATIENCE, Found
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.settings.profile import StudioProfile

FARTHEST_BACK = timedelta(days=90)
"""What was missed before that is not even written down as too late: most likely a clock was wrong, and what
would be written down as missed is still to come."""


def start_mark(session: Session, rule: Rule, today: date) -> None:
    """A rule is switched on, or waits for something else now: what was before is none of its business."""
    seen = last_row(session, rule.trigger)
    session.merge(RuleMark(trigger=rule.trigger, rule_id=rule.id, day=today, row_id=seen, from_row=seen))


def find_since_mark(session: Session, profile: StudioProfile, rule: Rule, today: date) -> Iterator[Found]:
    """Every occasion since the rule looked last, those of that last day once more; in the order of days.

    A clock that was ahead when the rule was switched on does not keep it asleep until that day comes. If it
    was ahead when the rule looked last, days were stepped over: all that still matter are looked at again.
    """
    mark = session.get(RuleMark, (rule.trigger, rule.id))
    if mark is None or rule.enabled_on is None:
        return
    if rule.trigger in BY_DAY:
        found = find_between(session, rule, _first_day(rule, mark, today), today, only_new=True)
    else:
        rows = NewRows(session, profile, _after_row(session, profile, mark, today), rule.days)
        found = list(BY_ROW[rule.trigger](rows))
    yield from sorted(found, key=lambda each: (each.day, each.client_id, each.key))


def _first_day(rule: Rule, mark: RuleMark, today: date) -> date:
    """The first day a rule has to look at.

    What is overdue may become so for a day long past: when an older debt is paid, or a payment is given back.
    So this trigger looks at all days since it was switched on, as long as its patience lasts.
    """
    known = [day for day in (rule.enabled_on, mark.day) if day is not None and day <= today]
    start = known[0] if known else today
    if rule.trigger is Trigger.OVERDUE or mark.day > today:
        return max(start, today - PATIENCE.get(rule.trigger, USUAL_PATIENCE))
    return max(start, mark.day, today - FARTHEST_BACK)


def _after_row(session: Session, profile: StudioProfile, mark: RuleMark, today: date) -> int:
    """Above which id a rule has to look; what a wrong clock made too late is behind the last one seen."""
    after = look_after(mark.row_id, mark.from_row)
    if mark.day <= today:
        return after
    first = first_row_since(session, mark.trigger, start_of_day(today - USUAL_PATIENCE, profile.zone))
    return after if first is None else max(min(after, first - 1), mark.from_row)


def find_between(
    session: Session,
    rule: Rule,
    first: date,
    last: date,
    *,
    only_new: bool = False,
    client_id: int | None = None,
) -> list[Found]:
    """The occasions of those days, for a trigger that goes by the calendar.

    With *only_new* what the rule has found already may be missing, and with *client_id* what others have,
    where finding it takes time.
    """
    look = Look(session, first, last, rule.days, rule.id if only_new else None, client_id)
    return [] if first > last else list(BY_DAY[rule.trigger](look))


def move_mark(session: Session, rule: Rule, today: date, seen: int) -> None:
    """All occasions up to *today* and up to the row *seen* have had their turn.

    The day goes back with a clock that is set back: days that are looked at again bring nothing new, while
    a mark that a wrong clock had left in the future would let real days pass unseen.
    """
    mark = session.get_one(RuleMark, (rule.trigger, rule.id))
    mark.day, mark.row_id = today, max(mark.row_id, seen)
