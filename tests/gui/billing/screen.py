"""Opens the dialogs about money and memberships, and takes back what they did."""

from typing import Any

from PySide6.QtWidgets import QDialog

from tests.support.window import StudioWindow


def opened(window: StudioWindow, dialog_id: str, **about: Any) -> QDialog:
    """Open a dialog; it is in front."""
    window.work.window.open_dialog(dialog_id, **about)
    window.settle()
    return window.dialog


def undo(window: StudioWindow) -> None:
    """Press Undo in the newest message."""
    assert window.work.toaster.host.undo_newest()
    window.settle()
