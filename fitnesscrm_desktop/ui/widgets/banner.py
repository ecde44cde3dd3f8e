"""A strip over a page: something to know, or to do, before going on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

SIGNS = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.BLUE: "info",
    Tone.GREEN: "check-circle",
    Tone.AMBER: "alert-triangle",
    Tone.RED: "alert-circle",
}


class Banner(QFrame):
    """A sentence with an icon, and perhaps a button that cures what it says.

    Signals:
        acted: the button was pressed.
        dismissed: it was closed.
    """

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.BLUE,
        *,
        action: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(L, S, S, S)
        layout.setSpacing(M)
        self._sign = IconLabel(SIGNS[tone], color=tone)
        self._text = Label(text, wrap=True, selectable=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        self.action_button = Button(action, self.acted.emit)
        self.close_button = IconButton("x", self.tr("Close"), self._close)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)
        self.close_button.setVisible(closable)
        self.set_text(text, tone, action)

    def set_text(self, text: str, tone: Tone, action: str = "") -> None:
        """Say something else."""
        set_look(self, "tone", tone)
        self._sign.set_icon(SIGNS[tone], tone)
        self._text.setText(text)
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.setAccessibleName(text)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _close(self) -> None:
        self.hide()
        self.dismissed.emit()
