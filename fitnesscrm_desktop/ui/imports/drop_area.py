"""Where a file can be dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, XL, M, S
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

HEIGHT = 236


class DropArea(QFrame):
    """A dashed field with a button; a file may be dropped on it.

    Signals:
        wanted: choose a file in a dialog.
        dropped(object): the path of a file.
    """

    wanted = Signal()
    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Drop a file here"))
        self.button = PrimaryButton(self.tr("Choose a file…"), self.wanted.emit, icon="file")
        centre = Qt.AlignmentFlag.AlignCenter
        title = Label(self.tr("Drop your client list here"), "heading")
        title.setAlignment(centre)
        text = Label(
            self.tr(
                "CSV or Excel (XLSX), one row for each client. Nothing is stored before you have seen it."
            ),
            "muted",
            wrap=True,
        )
        text.setAlignment(centre)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, XL)
        layout.setSpacing(S)
        layout.addStretch(1)
        layout.addWidget(IconLabel("upload", color="accent_text", size=32), 0, centre)
        layout.addSpacing(S)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addSpacing(M)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def sizeHint(self) -> QSize:
        """High enough to hit."""
        return QSize(theme().px(480), theme().px(HEIGHT))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that it can be dropped."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            self._light(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went on."""
        self._light(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        self._light(over=False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed frame."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colors.accent_soft if self._over else colors.surface))
        pen = QPen(QColor(colors.accent_text if self._over else colors.border_strong), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)

    def _light(self, *, over: bool) -> None:
        self._over = over
        self.update()


def dropped_file(event: QDropEvent) -> Path | None:
    """The one file of this PC that is dragged; None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_file() else None
