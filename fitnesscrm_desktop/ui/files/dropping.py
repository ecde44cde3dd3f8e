"""What is dragged over a part of the window: files of this PC, several at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, M
from fitnesscrm_desktop.ui.files.words import tr
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label


def dropped_files(event: QDropEvent) -> list[Path]:
    """The files of this PC that are dragged; nothing for anything else."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


class DropTarget(QObject):
    """Lets files be dropped anywhere on *place*, and on everything in it that takes no drops itself."""

    def __init__(self, place: QWidget, dropped: Callable[[list[Path]], None]) -> None:
        super().__init__(place)
        self._dropped = dropped
        self.veil = DropVeil(place)
        place.setAcceptDrops(True)
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dropped."""
        del watched
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            if dropped_files(event):
                event.acceptProposedAction()
                self.veil.cover()
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self.veil.hide()
        elif isinstance(event, QDropEvent):
            self.veil.hide()
            if paths := dropped_files(event):
                event.acceptProposedAction()
                self._dropped(paths)
                return True
        return False


class DropVeil(QWidget):
    """Lies over *place* while files are dragged over it, and says what happens when they are dropped."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addStretch(1)
        row.addWidget(IconLabel("upload", color="accent_text", size=28))
        row.addWidget(Label(tr("Drop the files to add them"), "heading"))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        self.hide()

    def cover(self) -> None:
        """Lie over everything."""
        self.setGeometry(self._place.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ground that lets little through, and a dashed frame."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colors.accent_soft)
        ground.setAlphaF(0.94)
        painter.setBrush(ground)
        pen = QPen(QColor(colors.accent_text), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS_CARD, RADIUS_CARD)
