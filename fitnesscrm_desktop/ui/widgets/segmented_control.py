"""A few choices beside each other, one of which is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class SegmentedControl(QFrame):
    """``SegmentedControl([("day", "Day"), ("month", "Month")], name="Period")``.

    Signals:
        chosen(str): the person has taken another one.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 1, 2, 1)
        layout.setSpacing(2)
        for key, text in choices:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("variant", "segment")
            button.setAccessibleName(f"{name}: {text}" if name else text)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, key=key: self._clicked(key))
            button.installEventFilter(self)  # before Qt's own idea of arrows in a group, which tells nobody
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if choices:
            self.set_current(choices[0][0])

    def current(self) -> str:
        """The key of the choice that is taken."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Take *key*, without a signal."""
        self._buttons[key].setChecked(True)
        for other, button in self._buttons.items():
            # One stop for Tab; the arrow keys do the rest.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)

    def _clicked(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def button(self, key: str) -> QPushButton:
        """The button of one choice."""
        return self._buttons[key]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and Right take the neighbour."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            return False
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        keys = list(self._buttons)
        place = min(max(keys.index(self.current()) + step, 0), len(keys) - 1)
        if keys[place] != self.current():
            self.set_current(keys[place])
            self._buttons[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(keys[place])
        return True
