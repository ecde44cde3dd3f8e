"""What plans are called and what they give, in words every feature uses alike."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Period, PlanKind
from fitnesscrm_desktop.services.memberships.plan_rules import ALL_WEEKDAYS, MINUTES_OF_A_DAY, PlanDraft
from fitnesscrm_desktop.ui.core.formats import Formats

RUN = 3
"""Days in a row, from which on only the first and the last are named."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Plans", text)


def _many(text: str, count: int) -> str:
    return QCoreApplication.translate("Plans", text, "", count).replace("%n", str(count))


def kind_name(kind: PlanKind) -> str:
    """How a plan lets people in."""
    return {
        PlanKind.RECURRING: _tr("Recurring"),
        PlanKind.PACK: _tr("Pack"),
        PlanKind.DAY: _tr("Day pass"),
        PlanKind.TRIAL: _tr("Trial"),
    }[kind]


def period_name(period: Period) -> str:
    """How often a recurring plan is paid."""
    return {
        Period.MONTH: _tr("Every month"),
        Period.FOUR_WEEKS: _tr("Every 4 weeks"),
        Period.QUARTER: _tr("Every quarter"),
        Period.YEAR: _tr("Every year"),
    }[period]


def per_period(draft: PlanDraft) -> str:
    """How a plan is paid and what it gives: "Every month", "10 visits in 90 days"."""
    if draft.kind is PlanKind.RECURRING:
        return period_name(draft.period or Period.MONTH)
    days = days_text(draft.days or 1)
    if draft.visits is None:
        return days
    return _tr("{visits} in {days}").format(visits=visits_text(draft.visits), days=days)


def visits_text(count: int) -> str:
    """``1 visit``, ``10 visits``."""
    return _tr("1 visit") if count == 1 else _many("%n visits", count)


def days_text(count: int) -> str:
    """``1 day``, ``10 days``."""
    return _tr("1 day") if count == 1 else _many("%n days", count)


def weekday_names() -> tuple[str, ...]:
    """Monday to Sunday, in short."""
    return (_tr("Mon"), _tr("Tue"), _tr("Wed"), _tr("Thu"), _tr("Fri"), _tr("Sat"), _tr("Sun"))


def weekdays_text(weekdays: int) -> str:
    """``Mon–Fri``, ``Mon, Wed``: of three days or more in a row the first and the last are named."""
    names, parts, run = weekday_names(), [], list[int]()
    for day in range(8):
        if day < len(names) and weekdays & 1 << day:
            run.append(day)
            continue
        if len(run) >= RUN:
            parts.append(f"{names[run[0]]}–{names[run[-1]]}")
        else:
            parts += [names[each] for each in run]
        run = []
    return ", ".join(parts)


def access_text(draft: PlanDraft, formats: Formats) -> str:
    """When a plan lets in, if not always: "Mon, Tue, 06:00-16:00, 2 visits a week"."""
    parts: list[str] = []
    if draft.weekdays != ALL_WEEKDAYS:
        parts.append(weekdays_text(draft.weekdays))
    if (draft.from_minute, draft.to_minute) != (0, MINUTES_OF_A_DAY):
        parts.append(f"{formats.time_of_day(draft.from_minute)}–{formats.time_of_day(draft.to_minute)}")
    if draft.visits_per_week is not None:
        parts.append(_tr("{visits} a week").format(visits=visits_text(draft.visits_per_week)))
    return " · ".join(parts)
