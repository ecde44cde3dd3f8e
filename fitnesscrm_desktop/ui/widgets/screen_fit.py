"""Keeps a dialog on its screen: it grows with what is said, moves up, and scrolls if nothing else helps."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid

from fitnesscrm_desktop.ui.core.tokens import S

FEWEST = 80
"""Less than this of the fields is not worth scrolling."""


def screen_room(dialog: QWidget) -> QRect:
    """Where windows may be on the screen of *dialog*."""
    return dialog.screen().availableGeometry()


class ScreenFit(QObject):
    """Call ``fit`` whenever the layout of *dialog* has changed; *middle* is the part that may scroll.

    Title, notice and buttons stay in sight.
    """

    def __init__(self, dialog: QDialog, middle: QWidget) -> None:
        super().__init__(dialog)
        self._dialog, self._middle = dialog, middle
        self._area: QScrollArea | None = None

    def fit(self) -> None:
        """As high as it needs to be and the screen allows, with all its edges on it."""
        dialog, room = self._dialog, screen_room(self._dialog)
        title = max(dialog.frameGeometry().height() - dialog.height(), 0)
        highest = room.height() - title
        if self._area is None and self._needed() > highest:
            self._scroll()
        if self._area is None:
            height = max(dialog.height(), self._needed())
        else:
            self._area.setMinimumWidth(self._middle.minimumSizeHint().width() + S)
            height = highest
        width = min(dialog.width(), max(room.width(), dialog.minimumSizeHint().width()))
        if (width, height) != (dialog.width(), dialog.height()):
            dialog.resize(width, height)
        if dialog.isVisible():
            self._keep_in(room)

    def _needed(self) -> int:
        layout = self._dialog.layout()
        if layout is None:
            return 0
        needed = layout.totalMinimumSize().height()
        if layout.hasHeightForWidth():
            needed = max(needed, layout.totalHeightForWidth(self._dialog.width()))
        return needed

    def _scroll(self) -> None:
        layout = self._dialog.layout()
        if layout is None:
            return
        focus = self._dialog.focusWidget()
        area = self._area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setMinimumHeight(FEWEST)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        layout.replaceWidget(self._middle, area)
        self._middle.setContentsMargins(0, 0, S, 0)
        area.setWidget(self._middle)
        self._middle.show()
        layout.activate()
        if focus is not None:
            focus.setFocus()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._middle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What grows above the field in use does not push it away."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._reveal)
        return super().eventFilter(watched, event)

    def _focus_moved(self, _before: QWidget | None, _now: QWidget | None) -> None:
        if isValid(self._dialog):  # it may be on its way out, and take the field with it
            self._reveal()

    def _reveal(self) -> None:
        """What has the keyboard is in sight, also when it was not reached by Tab."""
        now = cast("QWidget | None", self._dialog.focusWidget())  # Qt's stubs forget the None
        if self._area is not None and now is not None and self._middle.isAncestorOf(now):
            place = QRect(now.mapTo(self._middle, QPoint(0, 0)), now.size())  # all of it, not the cursor only
            self._area.ensureVisible(place.left(), place.center().y(), 0, place.height() // 2 + S)

    def _keep_in(self, room: QRect) -> None:
        frame = self._dialog.frameGeometry()
        left = max(min(frame.left(), room.right() + 1 - frame.width()), room.left())
        top = max(min(frame.top(), room.bottom() + 1 - frame.height()), room.top())
        if (left, top) != (frame.left(), frame.top()):
            self._dialog.move(left, top)
