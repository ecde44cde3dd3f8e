"""Time and date in the studio's zone, large enough to be read from the door."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.widgets.labels import Label

TICK_MS = 5_000
SIZE, DATE = 52, 15


class ClockFace(QWidget):
    """Asks the program's clock, so that what it shows is what is booked."""

    def __init__(self, time_and_day: Callable[[], tuple[str, str]]) -> None:
        super().__init__()
        self._time_and_day = time_and_day
        self.time = Label("")
        self.date = Label("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.time)
        layout.addWidget(self.date)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        theme_changed.connect(self._dress)
        self._dress()
        self.look()

    def look(self) -> None:
        """Show the present time."""
        time, day = self._time_and_day()
        self.time.setText(time)
        self.date.setText(day)

    def _dress(self) -> None:
        self.time.setFont(app_font(theme().px(SIZE), strong=True, tabular=True))
        self.date.setFont(app_font(theme().px(DATE)))
