"""The command palette: one field, clients and commands below it, arrows and Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.icons import icon_pixmap
from fitnesscrm_desktop.ui.core.plain import one_line
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S
from fitnesscrm_desktop.ui.shell.palette_search import Entry, Found, PaletteSearch
from fitnesscrm_desktop.ui.shell.shell_style import Dress
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

WIDTH, HEIGHT, TOP = 620, 460, 84
LINE, HEADING = 40, 30
WAIT_MS = 60
ENTRY = Qt.ItemDataRole.UserRole + 1
LONGEST_TEXT = 200

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class EntryModel(QAbstractListModel):
    """The lines of the palette; headings cannot be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The line *row*."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are only read."""
        entry = self.entry(index.row())
        if entry is None or entry.is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, and the entry for whoever paints it."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(entry.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (one_line(entry.title), one_line(entry.detail), entry.keys)))
        return entry if role == ENTRY else None


class EntryDelegate(QStyledItemDelegate):
    """Icon, title, detail; the shortcut at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings are lower."""
        entry = index.data(ENTRY)
        return QSize(100, theme().px(HEADING if entry.is_heading else LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        entry: Entry = index.data(ENTRY)
        look, rect = theme(), QRect(option.rect)
        font = option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.is_heading:
            font.setPixelSize(look.px(11))
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(look.colors.muted))
            painter.drawText(rect.adjusted(M, 6, -M, 0), Qt.AlignmentFlag.AlignVCenter, entry.title)
            painter.restore()
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.colors.selection))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 8, 8)
        side = look.px(18)
        if entry.icon:
            picture = icon_pixmap(
                entry.icon,
                color="accent_text" if selected else None,
                size=side,
                ratio=painter.device().devicePixelRatio(),
            )
            painter.drawPixmap(rect.left() + M, rect.center().y() - side // 2 + 1, picture)
        left = rect.left() + M + side + M
        right = rect.right() - M - self._keys(painter, entry, rect)
        font.setPixelSize(look.px(13))
        painter.setFont(font)
        painter.setPen(QColor(look.colors.text))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(one_line(entry.title), Qt.TextElideMode.ElideRight, max(right - left, 0))
        painter.drawText(
            QRect(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, title
        )
        left += metrics.horizontalAdvance(title) + M
        if entry.detail and left < right:
            painter.setPen(QColor(look.colors.muted))
            detail = metrics.elidedText(one_line(entry.detail), Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(
                QRect(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, detail
            )
        painter.restore()

    def _keys(self, painter: QPainter, entry: Entry, rect: QRect) -> int:
        """Draw the shortcut as a key; the room it takes."""
        if not entry.keys:
            return 0
        look = theme()
        font = painter.font()
        font.setPixelSize(look.px(11))
        font.setBold(True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(entry.keys) + M
        height = look.px(20)
        key = QRect(rect.right() - M - width, rect.center().y() - height // 2 + 1, width, height)
        painter.setPen(QColor(look.colors.border_strong))
        painter.setBrush(QColor(look.colors.hover))
        painter.drawRoundedRect(key, 4, 4)
        painter.setPen(QColor(look.colors.muted))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, entry.keys)
        return width + M


class Palette(QFrame):
    """Lies over the workspace; Esc or a click beside it closes it and gives the focus back."""

    def __init__(self, workspace: QWidget) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._search: PaletteSearch | None = None
        self._focus_before: QWidget | None = None
        self.box = QFrame(self)
        self.box.setProperty("kind", "palette")
        self.field = QLineEdit(self.box)
        self.field.setMaxLength(LONGEST_TEXT)
        self.field.setPlaceholderText(self.tr("Name, phone, e-mail, number – or what you want to do"))
        self.field.setAccessibleName(self.tr("Search everything"))
        self.field.installEventFilter(self)
        self.model = EntryModel(self)
        self.list = QListView(self.box)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._nothing = Label("", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._look)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        workspace.installEventFilter(self)
        Dress(self.box)
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(L, S, L, 0)
        top.setSpacing(S)
        top.addWidget(IconLabel("search", size=18))
        top.addWidget(self.field, 1)
        foot = QFrame(self.box)
        foot.setProperty("kind", "foot")
        low = QHBoxLayout(foot)
        low.setContentsMargins(L, S, L, S)
        self._keys_hint = Label("", "muted")
        low.addWidget(self._keys_hint)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        inner = QVBoxLayout()
        inner.setContentsMargins(S, 0, S, S)
        inner.addWidget(self.list, 1)
        inner.addWidget(self._nothing, 1)
        column.addLayout(inner, 1)
        column.addWidget(foot)

    def search_with(self, search: PaletteSearch) -> None:
        """Where the answers come from."""
        self._search = search

    def open(self, text: str = "") -> None:
        """Show it, with *text* in the field."""
        if self._search is None:
            return
        self._keys_hint.setText(
            self.tr("↑ ↓ choose     Enter open     Ctrl+Enter session brief     Esc close")
            if self._search.has_brief
            else self.tr("↑ ↓ choose     Enter open     Esc close")
        )
        if not self.isVisible():
            self._focus_before = self._workspace.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus()
        self._timer.stop()
        self._look()

    def close_palette(self) -> None:
        """Hide it; the focus goes back to where it was."""
        self._timer.stop()
        if self._search is not None:
            self._search.stop()
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def is_waiting(self) -> bool:
        """Whether what was typed last has not been looked for yet."""
        return self._timer.isActive()

    def show_found(self, found: Found) -> None:
        """Show the answer to the newest text."""
        chosen = self.model.entry(self.list.currentIndex().row())
        moved = chosen is not None and self.list.currentIndex().row() != self._first()
        self.model.show(found.entries)
        row = self._row_of(chosen) if moved and chosen is not None else self._first()
        self.list.setCurrentIndex(self.model.index(row if row >= 0 else self._first()))
        empty = not found.entries
        self.list.setVisible(not empty)
        self._nothing.setVisible(empty)
        self._nothing.setText(
            self.tr("Searching…") if found.searching else self.tr("Nothing found. Try another word.")
        )

    def _look(self) -> None:
        if self._search is not None:
            self.list.setCurrentIndex(NO_PARENT)
            self._search.search(self.field.text())

    def _rows(self) -> list[int]:
        return [r for r in range(self.model.rowCount()) if not (self.model.entry(r) or Entry("")).is_heading]

    def _first(self) -> int:
        return next(iter(self._rows()), -1)

    def _row_of(self, wanted: Entry) -> int:
        same = (r for r in self._rows() if (e := self.model.entry(r)) is not None and e.title == wanted.title)
        return next(same, -1)

    def _step(self, by: int) -> None:
        rows = self._rows()
        if rows:
            here = self.list.currentIndex().row()
            at = rows.index(here) if here in rows else -1
            self.list.setCurrentIndex(self.model.index(rows[(at + by) % len(rows)]))

    def _run(self, row: int, *, other: bool = False) -> None:
        entry = self.model.entry(row)
        if entry is not None and entry.run is not None:
            self.close_palette()
            (entry.other if other and entry.other is not None else entry.run)()

    def _enter(self, *, other: bool = False) -> None:
        if self._timer.isActive():  # a scanner is faster than the pause between two keys
            self._timer.stop()
            self._look()
        self._run(self.list.currentIndex().row(), other=other)

    def _place(self) -> None:
        self.setGeometry(self._workspace.rect())
        width = min(theme().px(WIDTH), self.width() - 2 * L)
        height = min(theme().px(HEIGHT), self.height() - TOP - L)
        self.box.setGeometry((self.width() - width) // 2, TOP, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc belong to the list while one types; the size follows the window."""
        if watched is self._workspace and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            other = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            deeds: dict[int, Callable[[], None]] = {
                Qt.Key.Key_Down: lambda: self._step(1),
                Qt.Key.Key_Up: lambda: self._step(-1),
                Qt.Key.Key_Tab: lambda: self._step(1),
                Qt.Key.Key_Backtab: lambda: self._step(-1),
                Qt.Key.Key_Return: lambda: self._enter(other=other),
                Qt.Key.Key_Enter: lambda: self._enter(other=other),
                Qt.Key.Key_Escape: self.close_palette,
            }
            deed = deeds.get(event.key())
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box closes it."""
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies behind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(10, 15, 30, 110))
        painter.end()
