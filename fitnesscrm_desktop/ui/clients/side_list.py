"""The lists beside the clients table: a name, how many are on it, and which one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_SMALL

KEY_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW, HEADING = 33, 36
WIDTH = 196
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SideEntry:
    """One list; without a key it is a heading. ``count`` is formatted already."""

    key: str
    name: str
    count: str = ""


class _EntryDelegate(QStyledItemDelegate):
    """Name at the start, count at the end, the chosen one on a tinted ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings are a little lower."""
        return QSize(theme().px(120), theme().px(ROW if index.data(KEY_ROLE) else HEADING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        colors, px = theme().colors, theme().px
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        heading = not index.data(KEY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not heading and (chosen or state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft if chosen else colors.hover))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 8, 8)
        words = area.adjusted(px(10), px(6) if heading else 0, -px(10), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        count = str(index.data(COUNT_ROLE) or "")
        painter.setFont(app_font(px(TYPE_SMALL), tabular=True))
        painter.setPen(QColor(colors.accent_text if chosen else colors.muted))
        painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignTrailing), count)
        room = words.width() - painter.fontMetrics().horizontalAdvance(count) - (px(8) if count else 0)
        size = TYPE_SMALL if heading else TYPE_BODY
        painter.setFont(app_font(px(size), strong=chosen or heading))
        if not heading:
            painter.setPen(QColor(colors.accent_text if chosen else colors.text))
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignLeading), name)
        painter.restore()


class SideList(QListWidget):
    """Lists one below the other; one of them is chosen.

    Signals:
        chosen(str): the person has taken another one (its key).
    """

    chosen = Signal(str)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("kind", "bare")
        self.setMouseTracking(True)
        self.setItemDelegate(_EntryDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._shown: tuple[SideEntry, ...] = ()
        self._rebuilding = False
        self.currentItemChanged.connect(self._current_changed)
        theme_changed.connect(self._fit)
        self._fit()

    def show_entries(self, entries: Sequence[SideEntry], current: str) -> None:
        """Show these, *current* as the one that is taken; no signal is sent."""
        self._rebuilding = True
        if [entry.key for entry in entries] != [entry.key for entry in self._shown]:
            self.clear()
            for entry in entries:
                item = QListWidgetItem()
                item.setData(KEY_ROLE, entry.key)
                if not entry.key:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(item)
        for row, entry in enumerate(entries):
            self._dress(self.item(row), entry)
            if entry.key == current and entry.key:
                self.setCurrentRow(row)
        self._shown = tuple(entries)
        self._rebuilding = False

    def current_key(self) -> str:
        """The key of the list that is taken."""
        item: QListWidgetItem | None = self.currentItem()
        return "" if item is None else str(item.data(KEY_ROLE))

    def choose(self, key: str) -> None:
        """Take a list, as a click on it does."""
        for row, entry in enumerate(self._shown):
            if entry.key == key:
                self.setCurrentRow(row)

    def _dress(self, item: QListWidgetItem, entry: SideEntry) -> None:
        item.setText(one_line(entry.name))
        item.setToolTip(tooltip(entry.name))
        item.setData(COUNT_ROLE, entry.count)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.name} {entry.count}".strip())

    def _current_changed(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and not self._rebuilding:
            self.chosen.emit(str(item.data(KEY_ROLE)))

    def _fit(self) -> None:
        self.setFixedWidth(theme().px(WIDTH))
        self.doItemsLayout()
