"""What every chart has around its plot: title, words for nothing, the hover label, and saving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.saved_file import write_whole
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XS, M, S
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

BOM = "\ufeff"
"""Without it some spreadsheets read UTF-8 as something else."""


class ChartFrame(QWidget):
    """Title on top, below it a skeleton, words where there is nothing to show, or a plot."""

    saved = Signal(object)
    """The ``Path`` of the picture or the figures."""

    def __init__(self, tasks: TaskRunner, dialogs: Dialogs, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._dialogs = tasks, dialogs
        self._title = Label("", "heading", elide=True)
        self._empty = EmptyState("bar-chart", self.tr("Nothing to show for this period"))
        self._skeleton = Skeleton(5)
        self._area = QWidget()
        self._stack = QStackedLayout(self._area)
        self._stack.addWidget(self._skeleton)
        self._stack.addWidget(self._empty)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(XS)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._area, 1)
        self._tip = QFrame(self)
        self._tip.setProperty("kind", "toast")
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip_text = Label("", "small")
        tip_layout = QVBoxLayout(self._tip)
        tip_layout.setContentsMargins(M, S - 2, M, S - 2)
        tip_layout.addWidget(self._tip_text)
        self._tip.hide()
        self.save_png = QAction(icon("download"), self.tr("Save as picture (PNG)…"), self)
        self.save_png.triggered.connect(self._save_png)
        self.save_csv = QAction(icon("file"), self.tr("Save figures (CSV)…"), self)
        self.save_csv.triggered.connect(self._save_csv)
        self._noted: Callable[[], Callable[[], object]] = lambda: lambda: None
        theme_changed.connect(self._dress)

    # --- what a chart of a kind says --------------------------------------------------------------------

    def has_values(self) -> bool:
        """Whether there is anything to save."""
        return False

    def as_csv(self) -> str:
        """All figures as a table."""
        return ""

    def _dress(self) -> None:
        """The look has changed."""

    def _menu_actions(self) -> list[QAction]:
        """What the context menu offers."""
        return [self.save_png, self.save_csv]

    def note_saves(self, noted: Callable[[], Callable[[], object]]) -> None:
        """Before a file is written, do what *noted* gives for what is shown; without that, there is none."""
        self._noted = noted

    # --- for everybody ----------------------------------------------------------------------------------

    def show_loading(self, title: str = "") -> None:
        """The figures are on their way."""
        self._title.setText(title)
        self._stack.setCurrentWidget(self._skeleton)

    def set_empty_text(self, title: str, text: str = "") -> None:
        """What to say where there is nothing to show."""
        self._empty.set_text(title, text)

    def tip(self) -> str:
        """What the hover label says; empty while it is hidden."""
        return self._tip_text.text() if self._tip.isVisible() else ""

    def picture(self) -> QImage:
        """The chart as a picture, on the ground of a card."""
        ratio = max(self.devicePixelRatio(), 2.0)
        image = QImage(self.size() * ratio, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(theme().colors.surface)
        painter = QPainter(image)
        self.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.end()
        return image

    def sizeHint(self) -> QSize:
        """Room for a year of months."""
        return QSize(theme().px(420), theme().px(260))

    def minimumSizeHint(self) -> QSize:
        """Below this nobody can read it."""
        return QSize(theme().px(240), theme().px(180))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to save."""
        if self.has_values():
            menu = QMenu(self)
            menu.addActions(self._menu_actions())
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(event.globalPos())

    def _show_tip(self, text: str, plot: QWidget, place: QPointF) -> None:
        """Say *text* beside a point of the *plot*."""
        self._tip_text.setText(text)
        self._tip.adjustSize()
        self._tip.move(self._tip_corner(plot.mapTo(self, place.toPoint())))
        self._tip.show()
        self._tip.raise_()

    def _tip_corner(self, end: QPoint) -> QPoint:
        """Above the point, inside of the chart."""
        left = min(max(end.x() - self._tip.width() // 2, 0), self.width() - self._tip.width())
        return QPoint(left, max(end.y() - self._tip.height() - S, 0))

    def _file(self, ending: str) -> Path:
        name = "".join(c if c.isalnum() else "-" for c in self._title.text()).strip("-").casefold() or "chart"
        return Path.home() / f"{name[:80]}.{ending}"

    def _save_png(self) -> None:
        path = self._dialogs.choose_save_file(
            self.save_png.text().rstrip("…"), self._file("png"), self.tr("Pictures (*.png)")
        )
        if path is not None:
            self._tip.hide()
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImageWriter(buffer, QByteArray(b"PNG")).write(self.picture())
            self._write(path, bytes(buffer.data().data()))

    def _save_csv(self) -> None:
        path = self._dialogs.choose_save_file(
            self.save_csv.text().rstrip("…"), self._file("csv"), self.tr("Tables (*.csv)")
        )
        if path is not None:
            self._write(path, (BOM + self.as_csv()).encode())

    def _write(self, path: Path, content: bytes) -> None:
        note = self._noted()

        def work() -> None:
            note()
            write_whole(content, path)

        self._tasks.write(
            work,
            done=lambda _none: self.saved.emit(path),
            failed=self._not_saved,
            owner=self,
        )

    def _not_saved(self, error: Exception) -> None:
        self._dialogs.tell(
            self.tr("The chart was not saved"),
            self.tr("Choose another folder and save it again."),
            str(error),
        )
