"""What the home pages say about figures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.services.memberships.results import EndingSoon
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone


def tr(text: str) -> str:
    """*text* in the language of the person."""
    return QCoreApplication.translate("Home", text)


def counted(count: int, one: str, many: str, formats: Formats) -> str:
    """``1 payment``, ``1,284 payments``: *one* and *many* are translated, with ``{count}`` in them."""
    return (one if count == 1 else many).format(count=formats.number(count))


def ends_text(row: EndingSoon) -> str:
    """When a membership ends, as one says it at the desk."""
    if row.days_left == 0:
        return tr("Today")
    if row.days_left == 1:
        return tr("Tomorrow")
    return tr("In {days} days").format(days=row.days_left)


def ends_tone(row: EndingSoon) -> Tone:
    """How urgent that is."""
    return Tone.RED if row.days_left == 0 else Tone.AMBER if row.days_left <= SOON else Tone.NEUTRAL


def change(now: int, before: int, formats: Formats) -> str:
    """``+12``, ``−3``, ``±0``."""
    difference = now - before
    if difference == 0:
        return "±0"
    return ("+" if difference > 0 else "−") + formats.number(abs(difference))


SOON = 2
"""Days left that are few enough to speak to somebody today."""
