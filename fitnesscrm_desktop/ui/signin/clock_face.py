"""Time and date in the studio's zone, large enough to be read from the door."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.widgets.labels import Label

TICK_MS = 5_000
SIZE, DATE = 52, 15


class ClockFace(QWidget):
    """Asks the program's clock, so that what it shows is what is booked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
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
        now = self._desk.services.core.clock.now()
        self.time.setText(self._desk.formats.time(now))
        self.date.setText(self._desk.formats.long_day(self._desk.profile.day_of(now)))

    def _dress(self) -> None:
        self.time.setFont(app_font(theme().px(SIZE), strong=True, tabular=True))
        self.date.setFont(app_font(theme().px(DATE)))
