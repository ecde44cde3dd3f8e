"""Which keys are text, and not a command."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def typed_text(event: QKeyEvent) -> str:
    """The start of a number or a name, if a key that nobody wanted is one."""
    text = event.text()
    return text if text.strip() and text.isprintable() and not event.modifiers() & _COMMANDS else ""
