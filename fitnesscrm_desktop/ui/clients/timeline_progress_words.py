"""Entries of a client's timeline that tell of a body, of files and of forms, as lines to read."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import FileCategory, InjuryKind, PhaseKind, Pose
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry
from fitnesscrm_desktop.ui.clients.words import translate
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone

Words = tuple[str, str, Tone]


def measured(entry: TimelineEntry, _formats: Formats) -> Words:
    """What was measured at one time."""
    more = translate("clients", "and {count} more").format(count=entry.number) if entry.number else ""
    text = " · ".join(part for part in (entry.text, more) if part)
    return translate("clients", "Measured"), text, Tone.BLUE


def goal(entry: TimelineEntry, formats: Formats) -> Words:
    """A goal that was set."""
    by = translate("clients", "by {day}").format(day=formats.day(entry.day)) if entry.day else ""
    text = " · ".join(part for part in (entry.text, by) if part)
    return translate("clients", "Goal set"), text, Tone.ACCENT


def goal_reached(entry: TimelineEntry, _formats: Formats) -> Words:
    """A goal that was reached."""
    return translate("clients", "Goal reached"), entry.text, Tone.GREEN


def injury(entry: TimelineEntry, formats: Formats) -> Words:
    """What hurts or must not be."""
    title = {
        InjuryKind.INJURY: translate("clients", "Injury"),
        InjuryKind.CONTRAINDICATION: translate("clients", "Contraindication"),
    }[InjuryKind(entry.word)]
    until = translate("clients", "until {day}").format(day=formats.day(entry.day)) if entry.day else ""
    return title, " · ".join(part for part in (entry.text, until) if part), Tone.RED


def remark(entry: TimelineEntry, _formats: Formats) -> Words:
    """A word on a day of the chart."""
    return translate("clients", "Remark"), entry.text, Tone.NEUTRAL


def phase(entry: TimelineEntry, formats: Formats) -> Words:
    """A stretch of days with one purpose."""
    title = {
        PhaseKind.BULK: translate("clients", "Phase: building up"),
        PhaseKind.CUT: translate("clients", "Phase: losing fat"),
        PhaseKind.MAINTAIN: translate("clients", "Phase: keeping"),
        PhaseKind.REHAB: translate("clients", "Phase: recovering"),
        PhaseKind.OTHER: translate("clients", "Phase"),
    }[PhaseKind(entry.word)]
    until = translate("clients", "until {day}").format(day=formats.day(entry.day)) if entry.day else ""
    return title, " · ".join(part for part in (entry.text, until) if part), Tone.NEUTRAL


def progress_report(entry: TimelineEntry, formats: Formats) -> Words:
    """A report that was approved."""
    text = translate("clients", "until {day}").format(day=formats.day(entry.day))
    return translate("clients", "Progress report"), text, Tone.ACCENT


def photo(entry: TimelineEntry, formats: Formats) -> Words:
    """A photo of progress: from where, and on which day it was added, if not on its own."""
    title = {
        Pose.FRONT: translate("clients", "Photo from the front"),
        Pose.SIDE: translate("clients", "Photo from the side"),
        Pose.BACK: translate("clients", "Photo from the back"),
    }[Pose(entry.word)]
    if entry.day is None:
        return title, "", Tone.NEUTRAL
    return title, translate("clients", "added on {day}").format(day=formats.day(entry.day)), Tone.NEUTRAL


def file(entry: TimelineEntry, _formats: Formats) -> Words:
    """A file, or a new version of it."""
    title = {
        FileCategory.CONTRACT: translate("clients", "Contract"),
        FileCategory.WAIVER: translate("clients", "Waiver"),
        FileCategory.ASSESSMENT: translate("clients", "Assessment"),
        FileCategory.PLAN: translate("clients", "Plan"),
        FileCategory.PHOTO: translate("clients", "Picture"),
        FileCategory.INVOICE: translate("clients", "Invoice"),
        FileCategory.OTHER: translate("clients", "File"),
    }[FileCategory(entry.word)]
    version = entry.number or 1
    newer = translate("clients", "version {number}").format(number=version) if version > 1 else ""
    return title, " · ".join(part for part in (entry.text, newer) if part), Tone.NEUTRAL


def form(entry: TimelineEntry, formats: Formats) -> Words:
    """A form that was signed."""
    if entry.undone:
        return translate("clients", "Form signed (void)"), entry.text, Tone.NEUTRAL
    until = translate("clients", "until {day}").format(day=formats.day(entry.day)) if entry.day else ""
    text = " · ".join(part for part in (entry.text, until) if part)
    return translate("clients", "Form signed"), text, Tone.GREEN
