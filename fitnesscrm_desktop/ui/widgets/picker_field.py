"""Pick one of very many (a client, a product) by typing: never a combo box that holds them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_SMALL
from fitnesscrm_desktop.ui.widgets.search_field import LONGEST, PAUSE_MS

T = TypeVar("T")
PLACE_ROLE = Qt.ItemDataRole.UserRole + 20
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 21
ROW = 46
SHOWN = 7


class _HitDelegate(QStyledItemDelegate):
    """Two lines: the name, and what tells it from others of the same name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Higher where there is a second line."""
        return QSize(theme().px(240), theme().px(ROW if index.data(DETAIL_ROLE) else ROW - 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one hit."""
        colors, px = theme().colors, theme().px
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.selection))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 6, 6)
        words = area.adjusted(px(10), 0, -px(10), 0)
        detail = index.data(DETAIL_ROLE)
        for text, font, colour, part in (
            (index.data(), app_font(px(TYPE_BODY)), colors.text, (0.0, 0.56) if detail else (0.0, 1.0)),
            (detail, app_font(px(TYPE_SMALL)), colors.muted, (0.5, 0.44)),
        ):
            if not text:
                continue
            top, height = words.top() + round(words.height() * part[0]), round(words.height() * part[1])
            line = QRect(words.left(), top, words.width(), height)
            painter.setFont(font)
            usable = index.flags() & Qt.ItemFlag.ItemIsEnabled
            painter.setPen(QColor(colour if usable else colors.muted))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)
        painter.restore()


class PickerField(QLineEdit, Generic[T]):
    """Type, and pick from what *search* finds.

    ``search`` runs off the UI thread and should return a few dozen rows at most; ``label`` and ``detail`` say
    how a row is shown. ``value()`` is the row that was picked; typing on takes it back.

    Signals:
        picked(object): a row was picked, or None when it was taken back.
        failed(Exception): the search could not be done.
    """

    picked = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        search: Callable[[str], Sequence[T]],
        tasks: TaskRunner,
        *,
        label: Callable[[T], str],
        detail: Callable[[T], str] | None = None,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search, self._tasks, self._label, self._detail = search, tasks, label, detail
        self._value: T | None = None
        self._hits: list[T] = []
        self._under_way: CancelToken | None = None
        self.setPlaceholderText(hint or self.tr("Type to search…"))
        self.setAccessibleName(hint or self.tr("Search and pick"))
        self.setMaxLength(LONGEST)
        self.setProperty("search", True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icon("x"), "", self)
        self._clear.setToolTip(tooltip(self.tr("Clear")))
        self._clear.triggered.connect(self._take_back)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._model = QStandardItemModel(self)
        self._popup = QListView()
        self._popup.setProperty("kind", "popup")
        self._popup.setMouseTracking(True)
        self._popup.setAccessibleName(self.tr("Hits"))
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(SHOWN)
        self._completer.setPopup(self._popup)
        self._popup.setItemDelegate(_HitDelegate(self._popup))  # after setPopup, which brings its own
        # Not setCompleter: a line edit would at once pop up the hits of the previous text.
        self._completer.setWidget(self)
        self._popup_chosen = self._completer.activated[QModelIndex]  # type: ignore[index]
        self._popup_chosen.connect(self._picked_index)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def value(self) -> T | None:
        """The row that was picked."""
        return self._value

    def set_value(self, value: T | None) -> None:
        """Show *value* as picked, without a signal."""
        self._value = value
        self.setText("" if value is None else one_line(self._label(value), LONGEST))

    def hits(self) -> list[T]:
        """What the last search has found."""
        return list(self._hits)

    def popup(self) -> QListView:
        """The list below the field."""
        return self._popup

    def sizeHint(self) -> QSize:
        """Room for a name."""
        return QSize(theme().px(260), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first hit, Down shows the list."""
        key = event.key()
        visible = self._popup.isVisible()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._hits and self._value is None:
            current = self._popup.currentIndex()
            self._pick(current.row() if visible and current.isValid() else 0)
        elif key == Qt.Key.Key_Down and not visible and self._value is None:
            self._look()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A search that nobody waits for any more shows nothing."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._stop()
        super().focusOutEvent(event)

    def _stop(self) -> None:
        self._pause.stop()
        if self._under_way is not None:
            self._under_way.cancel()
            self._under_way = None

    def _typed(self) -> None:
        if self._value is not None:
            self._value = None
            self.picked.emit(None)
        self._hits = []
        self._stop()
        if self.text().strip():
            self._pause.start()
        else:
            self._popup.hide()

    def _take_back(self) -> None:
        had = self._value is not None
        self._stop()
        self._hits, self._value = [], None
        self.clear()
        self._popup.hide()
        if had:
            self.picked.emit(None)

    def _look(self) -> None:
        self._stop()
        text, token = self.text().strip(), CancelToken()
        self._under_way = token

        def arrived(hits: Sequence[T]) -> None:
            if not token.cancelled:
                self._show(list(hits))

        def failed(error: Exception) -> None:
            if not token.cancelled:
                self._say(self.tr("The search failed. Please try again."))
                self.failed.emit(error)

        self._tasks.run(lambda: self._search(text), done=arrived, failed=failed, owner=self)

    def _show(self, hits: list[T]) -> None:
        self._hits = hits
        if not hits:
            self._say(self.tr("Nothing found"))
            return
        self._model.clear()
        for place, hit in enumerate(hits):
            item = QStandardItem(one_line(self._label(hit), LONGEST))
            item.setData(place, PLACE_ROLE)
            item.setData(one_line(self._detail(hit), LONGEST) if self._detail else "", DETAIL_ROLE)
            self._model.appendRow(item)
        self._open()
        self._popup.setCurrentIndex(self._model.index(0, 0))  # what Enter takes

    def _say(self, text: str) -> None:
        self._hits = []
        self._model.clear()
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._model.appendRow(item)
        self._open()

    def _open(self) -> None:
        if self.hasFocus():
            self._completer.complete(self.rect().adjusted(0, 2, 0, 4))

    def _picked_index(self, index: QModelIndex) -> None:
        place = index.data(PLACE_ROLE)
        if place is not None:
            self._pick(int(place))

    def _pick(self, place: int) -> None:
        self._stop()
        hit = self._hits[place]
        self.set_value(hit)
        self._popup.hide()
        self.picked.emit(hit)
