"""What happened, one below the other: icon, time, title, text. Fast for thousands of entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.columns import ROW_ROLE
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_SMALL, Tone

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 30
SHORT_ROW, LONG_ROW = 44, 60
DISC = 30


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened; *key* is handed back when it is opened."""

    icon: str
    time: str
    title: str
    text: str = ""
    tone: Tone = Tone.NEUTRAL
    key: Any = None


class TimelineModel(QAbstractListModel):
    """A plain list of entries."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[TimelineEntry] = []

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these, the first one on top."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One entry."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        return entry_data(self._entries[index.row()], role)


def entry_data(entry: TimelineEntry, role: int) -> Any:
    """What a model answers for an entry."""
    if role == Qt.ItemDataRole.DisplayRole:
        return one_line(entry.title)
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip("\n".join(part for part in (entry.title, entry.text) if part))
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return one_line(f"{entry.time}, {entry.title}. {entry.text}")
    if role in {ENTRY_ROLE, ROW_ROLE}:
        return entry
    return None


class _EntryDelegate(QStyledItemDelegate):
    """Disc with icon, a thread that joins them, title, text and time."""

    def __init__(self, entry_at: Callable[[Index], TimelineEntry | None], parent: QObject) -> None:
        super().__init__(parent)
        self._entry_at = entry_at

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line more for the text."""
        entry = self._entry_at(index)
        return QSize(theme().px(240), theme().px(LONG_ROW if entry and entry.text else SHORT_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        entry = self._entry_at(index)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colors, px = theme().colors, theme().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.selection if chosen else colors.hover))
            painter.drawRoundedRect(area.adjusted(4, 1, -4, -1), 6, 6)
        if entry is not None:
            disc = QRect(area.left() + px(12), area.top() + px(7), px(DISC), px(DISC))
            self._thread(painter, area, disc, index)
            self._disc(painter, disc, entry)
            self._words(painter, area, disc, entry)
        painter.restore()

    def _thread(self, painter: QPainter, area: QRect, disc: QRect, index: Index) -> None:
        painter.setPen(QPen(QColor(theme().colors.border_strong), 1))
        middle = disc.center().x()
        if index.row() > 0:
            painter.drawLine(middle, area.top(), middle, disc.top() - 3)
        if index.row() + 1 < index.model().rowCount():
            painter.drawLine(middle, disc.bottom() + 3, middle, area.bottom())

    def _disc(self, painter: QPainter, disc: QRect, entry: TimelineEntry) -> None:
        shade = theme().colors.tone(entry.tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.soft))
        painter.drawEllipse(disc)
        inset = theme().px(7)
        icon(entry.icon, color=entry.tone).paint(painter, disc.adjusted(inset, inset, -inset, -inset))

    def _words(self, painter: QPainter, area: QRect, disc: QRect, entry: TimelineEntry) -> None:
        colors, px = theme().colors, theme().px
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        first = QRect(disc.right() + px(12), disc.top(), area.right() - disc.right() - px(24), disc.height())
        painter.setFont(app_font(px(TYPE_SMALL), tabular=True))
        painter.setPen(QColor(colors.muted))
        time_width = painter.fontMetrics().horizontalAdvance(entry.time)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(first, right, entry.time)
        if entry.text:
            second = QRect(first.left(), disc.bottom() - px(4), first.width(), px(20))
            text = painter.fontMetrics().elidedText(
                one_line(entry.text), Qt.TextElideMode.ElideRight, second.width()
            )
            painter.drawText(second, middle, text)
        painter.setFont(app_font(px(TYPE_BODY), strong=bool(entry.text)))
        painter.setPen(QColor(colors.text))
        room = first.width() - time_width - px(12)
        title = painter.fontMetrics().elidedText(one_line(entry.title), Qt.TextElideMode.ElideRight, room)
        painter.drawText(first, middle, title)


class Timeline(QListView):
    """Shows entries; for an endless feed give a model and ``entry_of``, which makes an entry of a row.

    Signals:
        opened(object): an entry was activated (Enter, double click); its key, or the row of the model.
    """

    opened = Signal(object)

    def __init__(
        self,
        name: str,
        *,
        entry_of: Callable[[Any], TimelineEntry] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("kind", "bare")
        self.setMouseTracking(True)
        self._entry_of = entry_of
        self._plain = TimelineModel(self)
        self.setItemDelegate(_EntryDelegate(self._entry_at, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setModel(self._plain)
        self.doubleClicked.connect(self._open)
        theme_changed.connect(self.doItemsLayout)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these, the first one on top."""
        if self.model() is not self._plain:
            self.setModel(self._plain)
        self._plain.set_entries(entries)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show the rows of a feed."""
        super().setModel(model)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _entry_at(self, index: Index) -> TimelineEntry | None:
        row = index.data(ROW_ROLE)
        if row is None or isinstance(row, TimelineEntry):
            return row
        return self._entry_of(row) if self._entry_of is not None else None

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, TimelineEntry):
            if row.key is not None:
                self.opened.emit(row.key)
        elif row is not None:
            self.opened.emit(row)
