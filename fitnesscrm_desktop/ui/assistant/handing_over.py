"""From the chosen text to the message: the composer for who may write, the clipboard for everybody else."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.assistant.results import Drafted
from fitnesscrm_desktop.ui.assistant.words import tr
from fitnesscrm_desktop.ui.core.desk import Desk


def draft_and_write(desk: Desk, **about: Any) -> None:
    """Open the dialog, then the composer with the words of the chosen text in it."""
    desk.window.open_dialog("assistant.draft", then=lambda drafted: hand_over(desk, drafted), **about)


def hand_over(desk: Desk, drafted: Drafted) -> None:
    """Put the text where it goes on from."""
    if desk.actor.may(Permission.WRITE_MESSAGES):
        desk.window.open_dialog(
            "messages.write",
            client_id=drafted.client_id,
            subject=drafted.subject,
            text=drafted.text,
            language=drafted.language,
            offer=drafted.offer,
        )
        return
    QGuiApplication.clipboard().setText(f"{drafted.subject}\n\n{drafted.text}".strip())
    desk.toasts.show_toast(tr("Copied: paste it where you write."), tone="good")
