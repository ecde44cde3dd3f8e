"""Dialogs that survive the lock: hidden while nobody is signed in, back with everything typed afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fitnesscrm_desktop.ui.core.dialogs import QtDialogs

FOR_CLIENTS = "for_clients"
"""Property of a window that faces the clients (the kiosk): it stays when the staff's screen is locked."""


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


class OpenWindows:
    """What was open beside the main window when the screen was locked."""

    def __init__(self, main: QWidget) -> None:
        self._main = main
        self._hidden: list[QWidget] = []

    def hide(self) -> None:
        """Hide all of it, the front one first; only a window made for clients stays."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        shown = [each for each in QApplication.topLevelWidgets() if self._goes(each)]
        shown.sort(key=_depth, reverse=True)
        for window in shown:
            window.hide()
            window.destroyed.connect(lambda *_, gone=window: self._drop(gone))
        self._hidden = shown[::-1]

    def bring_back(self) -> None:
        """Show it again, as it was."""
        for window in self._take():
            window.show()

    def give_up(self) -> None:
        """Somebody else has signed in: none of it is theirs, and nobody is there to be asked."""
        for window in reversed(self._take()):
            if isinstance(window, QDialog):
                _go_back(window)
            else:
                window.close()

    def _goes(self, window: QWidget) -> bool:
        stays = window is self._main or bool(window.property(FOR_CLIENTS))
        return not stays and window.isVisible() and window.isWindow()

    def _take(self) -> list[QWidget]:
        taken, self._hidden = self._hidden, []
        return taken

    def _drop(self, gone: QWidget) -> None:
        self._hidden = [window for window in self._hidden if window is not gone]


def _go_back(dialog: QDialog) -> None:
    """Close *dialog*, also one that would ask first, or only stop what it is doing."""
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    dialog.reject()
    if not ended:
        dialog.done(QDialog.DialogCode.Rejected)


def _depth(window: QWidget) -> int:
    parent = window.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)
