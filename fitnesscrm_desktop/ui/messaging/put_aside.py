"""Words of the assistant that are not taken after all: somebody may have worked on them."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication

from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.messaging.words import translate


def put_aside(desk: Desk, drafted: Any) -> None:
    """Leave them on the clipboard."""
    QGuiApplication.clipboard().setText(f"{drafted.subject}\n\n{drafted.text}".strip())
    desk.toasts.show_toast(translate("The text of the assistant is on the clipboard."))
