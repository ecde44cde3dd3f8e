"""What tasks of the staff are due and for whom, in words every feature uses alike."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tasks", text)


def due_text(due_on: date, today: date, formats: Formats) -> str:
    """When a task is due, as one says it at the desk."""
    if due_on == today:
        return _tr("Today")
    if due_on == today + timedelta(days=1):
        return _tr("Tomorrow")
    if due_on == today - timedelta(days=1):
        return _tr("Yesterday")
    return formats.day(due_on)


def due_tone(due_on: date, today: date) -> Tone:
    """How urgent that is."""
    if due_on < today:
        return Tone.RED
    return Tone.AMBER if due_on == today else Tone.NEUTRAL


def for_text(row: TaskRow) -> str:
    """Whose task it is."""
    return row.for_name or role_text(row.for_role)


def role_text(role: Role | None) -> str:
    """Everybody with a role; None: anybody."""
    return {
        None: _tr("Anybody"),
        Role.OWNER: _tr("Any owner"),
        Role.MANAGER: _tr("Any manager"),
        Role.FRONT_DESK: _tr("The front desk"),
        Role.TRAINER: _tr("Any trainer"),
    }[role]


def done_text(row: TaskRow) -> str:
    """What the message says that offers the way back."""
    return _tr("Done: {task}").format(task=row.text)
