"""The studio could not be opened: what happened, what was kept, what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.states import ErrorPanel


class TroublePanel(QFrame):
    """Fills the window in place of the studio.

    Signals:
        retried: try the same again.
        other_wanted: choose another database file.
        quit_wanted: end the program.
    """

    retried = Signal()
    other_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, text: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = ErrorPanel(self.tr("The studio could not be opened"), text, detail)
        self.panel.retried.connect(self.retried)
        self.other_button = Button(self.tr("Open another file…"), self.other_wanted.emit, icon="database")
        self.quit_button = Button(self.tr("Quit"), self.quit_wanted.emit)
        self.panel.add_button(self.quit_button)
        self.panel.add_button(self.other_button)
        column = QVBoxLayout(self)
        column.addWidget(self.panel)
        self.panel.retry_button.setFocus()
