"""Dialogs that survive the lock: hidden while nobody is signed in, back with everything typed afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fitnesscrm_desktop.ui.core.dialogs import QtDialogs


class LockableDialogs(QtDialogs):
    """Waits for an answer in a loop of its own: ``exec()`` would take hiding for "no"."""

    def show(self, dialog: QDialog) -> bool:
        """Run *dialog* until it is answered."""
        loop = QEventLoop()
        dialog.finished.connect(loop.quit)
        place_over(dialog, front_window(self._parent()))
        dialog.open()
        loop.exec()
        accepted = dialog.result() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return accepted


def front_window(window: QWidget | None) -> QWidget | None:
    """The dialog in front, else *window*: what the next dialog belongs to."""
    return QApplication.activeModalWidget() or window


def place_over(dialog: QDialog, parent: QWidget | None) -> None:
    """Make *dialog* a dialog of *parent*, unless it has one."""
    if dialog.parentWidget() is None and parent is not None and parent is not dialog:
        dialog.setParent(parent, dialog.windowFlags() | Qt.WindowType.Dialog)


class OpenDialogs:
    """The dialogs that were open when the screen was locked."""

    def __init__(self) -> None:
        self._hidden: list[QDialog] = []

    def hide(self) -> None:
        """Hide all dialogs, the front one first."""
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        shown.sort(key=_depth, reverse=True)
        for dialog in shown:
            dialog.hide()
            dialog.destroyed.connect(lambda *_, gone=dialog: self._drop(gone))
        self._hidden = shown[::-1]

    def bring_back(self) -> None:
        """Show them again, as they were."""
        for dialog in self._take():
            dialog.show()

    def give_up(self) -> None:
        """Somebody else has signed in: none of it is theirs."""
        for dialog in reversed(self._take()):
            dialog.reject()

    def _take(self) -> list[QDialog]:
        taken, self._hidden = self._hidden, []
        return taken

    def _drop(self, gone: QDialog) -> None:
        self._hidden = [dialog for dialog in self._hidden if dialog is not gone]


def _depth(dialog: QWidget) -> int:
    parent = dialog.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)
