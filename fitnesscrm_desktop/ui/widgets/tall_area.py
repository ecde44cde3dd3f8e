"""A form that may be higher than a small screen: it scrolls there, and the buttons below it stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.tokens import S

SCREEN_SHARE = 0.72
RING = 2
"""The mark of the focus needs room at the edges."""


class TallArea(QScrollArea):
    """As high as *widget*, as far as the screen goes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._inside = QWidget()
        self._inside.setProperty("kind", "plain")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, RING)
        self._column.addWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is said in it."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        needed = self._inside.sizeHint().height()
        highest = round(self.screen().availableSize().height() * SCREEN_SHARE)
        self._column.setContentsMargins(0, 0, S if needed > highest else 0, RING)
        self.setFixedHeight(min(needed, highest))
