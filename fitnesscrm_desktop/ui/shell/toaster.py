"""Short messages at the bottom of the window, as pages ask for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.toasts import ToastHost

TONES = {"info": Tone.BLUE, "good": Tone.GREEN, "warn": Tone.AMBER, "bad": Tone.RED}
SECONDS_TO_READ = 0.07
"""Per letter, for what takes longer to read than a toast usually stands."""
SHORTEST = 6.0


class Toaster:
    """``Desk.toasts``."""

    def __init__(self, workspace: QWidget) -> None:
        self.host = ToastHost(workspace)

    def show_toast(
        self, text: str, *, undo: Callable[[], None] | None = None, tone: str = "info", action: str = ""
    ) -> None:
        """Say *text*; the same text again replaces the toast that is there."""
        for toast in self.host.toasts():
            if toast.accessibleName() == text and undo is None:
                toast.close_now()
        seconds = max(SHORTEST, len(text) * SECONDS_TO_READ)
        self.host.say(text, undo=undo, action=action, tone=TONES[tone], seconds=seconds)

    def place(self) -> None:
        """Another page is shown: stand where it wants them."""
        self.host.place()

    def focus_newest(self) -> None:
        """Put the keyboard on the newest message."""
        self.host.focus_newest()

    def clear(self) -> None:
        """Take all messages away."""
        for toast in self.host.toasts():
            toast.close_now()
