"""A dialog about something of a client's progress: it says about whom it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.buttons import DangerButton
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

T = TypeVar("T")


class ProgressDialog(FormDialog):
    """``begin`` reads what the dialog shows; after a conflict it shows what is stored now."""

    def __init__(self, desk: Desk, title: str, client_id: int, *, width: int = 460) -> None:
        super().__init__(desk, title, self.tr("Save"), tall=True, width=width)
        self.client_id = client_id
        self._again: Callable[[], None] = self.focus_first
        self.verb.setEnabled(False)

    def begin(self, read: Callable[[], T], show: Callable[[T], None]) -> None:
        """Read off the UI thread, show, and let the person type."""
        directory, actor, client_id = self.desk.services.directory, self.desk.actor, self.client_id

        def shown(found: tuple[str, T]) -> None:
            self.set_sub(found[0])
            show(found[1])
            self.verb.setEnabled(True)
            self.remember_typed()
            self.focus_first()

        def again() -> None:
            self.load(lambda: (directory.detail(actor, client_id).name, read()), shown)

        self._again = again
        again()

    def focus_first(self) -> None:
        """Begin with the first field."""
        next(iter(self._fields.values())).setFocus()

    def show_error(self, error: Exception) -> None:
        """What somebody else has stored meanwhile is shown, with a sentence about it."""
        if isinstance(error, Conflict):
            self._again()
        super().show_error(error)

    def add_removal(self, text: str, work: Callable[[], Any], said: str, undo: Callable[[], Any]) -> None:
        """Offer to take it away, with a way back."""
        tasks, toasts = self.desk.tasks, self.desk.toasts

        def back() -> None:
            tasks.write(undo, done=lambda _done: None)

        def done(_removed: Any) -> None:
            toasts.show_toast(said, undo=back)
            self.remember_typed()  # what was typed about it goes with it
            self.reject()

        def remove() -> None:
            tasks.write(work, done=done, failed=self.show_error, owner=self)

        button = DangerButton(text, remove)
        button.setAutoDefault(False)
        self.foot.insertWidget(0, button)
