"""The table of every list: rows to read from a metre away, keys that work, and words for "empty"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from fitnesscrm_desktop.ui.core.columns import ROW_ROLE, SORT_ROLE, WIDTH_ROLE, LoadState
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import ROW_HEIGHT, TYPE_BODY
from fitnesscrm_desktop.ui.widgets.column_widths import ColumnNeed, share_width
from fitnesscrm_desktop.ui.widgets.pills import PillDelegate
from fitnesscrm_desktop.ui.widgets.row_hover import RowHover
from fitnesscrm_desktop.ui.widgets.states import EmptyState, ErrorPanel, Skeleton

LEAST_WIDTH = 72
LEAST_SHARE = 120
"""What a column without a width hint needs at least."""
ROWS_MEASURED, MOST_MEASURED = 25, 280
"""How many rows tell how wide a column must be, and from which width on its cells may be cut."""
MenuMaker = Callable[[list[Any]], Sequence[QAction]]


class DataTable(QTableView):
    """A QTableView preset for ``FeedTableModel`` and ``BlockTableModel``; any other model works too.

    Columns with a width hint get it, the others share what is left. Enter or a double click activates a row.
    While the model is loading, empty or broken, the table says so; ``set_empty`` gives the words for empty.

    Signals:
        row_activated(object): open this row (the object of ROW_ROLE).
        space_pressed(object): Space was pressed on this row; only if somebody listens.
        current_row_changed(object): the row under the cursor, or None.
        selection_changed_to(list): the row objects that are selected and loaded.
        sort_requested(str, bool): a header with a sort key was clicked; True is descending.
    """

    row_activated = Signal(object)
    space_pressed = Signal(object)
    current_row_changed = Signal(object)
    selection_changed_to = Signal(list)
    sort_requested = Signal(str, bool)

    def __init__(self, name: str, *, multi: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._menu_maker: MenuMaker | None = None
        self._by_hand: dict[int, int] = {}
        self._optional: dict[int, int] = {}
        self._fitting = self._unfit = False
        self._whole_rows = False
        self._sort = ("", False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multi else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(PillDelegate(self))
        self.hover = RowHover(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.doubleClicked.connect(self._activate)
        self._set_up_headers()
        self._skeleton = Skeleton(8, row_height=ROW_HEIGHT, parent=self)
        self._skeleton.hide()
        # Most tables never show these, and they are most of what it costs to make a table.
        self._empty: EmptyState | None = None
        self._error: ErrorPanel | None = None
        theme_changed.connect(self._size_rows)
        self._size_rows()

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(48)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setSectionsClickable(True)
        columns.sectionClicked.connect(self._header_clicked)
        columns.sectionResized.connect(self._resized_by_hand)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show *model*, and follow its state."""
        super().setModel(model)
        self._by_hand.clear()
        if model is None:
            return
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_state)
        model.modelReset.connect(self._fit_columns)
        model.rowsInserted.connect(self._rows_came)
        state_changed = getattr(model, "state_changed", None)
        if state_changed is not None:
            state_changed.connect(self._show_state)
        model.columnsInserted.connect(self._fit_columns)
        selection = self.selectionModel()
        selection.currentRowChanged.connect(self._current_changed)
        selection.selectionChanged.connect(self._selection_changed)
        self._fit_columns()
        self._show_state()

    def _model(self) -> QAbstractItemModel | None:
        """Qt answers None before there is a model, which its type does not say."""
        return super().model()

    def _has_selection(self) -> bool:
        return self._model() is not None and self.selectionModel().hasSelection()

    def set_empty(self, icon: str, title: str, text: str = "", action: str = "") -> EmptyState:
        """Say *this* when there are no rows; connect the ``acted`` of what is returned to the first step."""
        if self._empty is not None:
            self._empty.hide()
            self._empty.deleteLater()
        self._empty = EmptyState(icon, title, text, action, parent=self)
        self._show_state()
        return self._empty

    def empty_state(self) -> EmptyState:
        """What is shown while there are no rows."""
        if self._empty is None:
            self._empty = EmptyState("list", self.tr("Nothing here yet"), parent=self)
            self._empty.hide()
        return self._empty

    def _error_panel(self) -> ErrorPanel:
        if self._error is None:
            self._error = ErrorPanel(parent=self)
            self._error.retried.connect(self._retry)
        return self._error

    def leave_out_below(self, width: int, *columns: int) -> None:
        """Columns one can do without while the table is narrower than *width* (at 100 % text size)."""
        self._optional |= dict.fromkeys(columns, width)

    def show_whole_rows(self) -> None:
        """On a card, where nothing else frames the list: half a row at its end looks like a fault."""
        self._whole_rows = True
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def set_menu(self, maker: MenuMaker) -> None:
        """Offer the actions *maker* makes for the selected rows, on a right click or the menu key."""
        self._menu_maker = maker

    def set_sort(self, key: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        header, model = self.horizontalHeader(), self._model()
        self._sort = (key, descending)
        header.setSortIndicatorShown(False)
        if model is None:
            return
        for column in range(model.columnCount()):
            if key and model.headerData(column, Qt.Orientation.Horizontal, SORT_ROLE) == key:
                order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                header.setSortIndicator(column, order)
                header.setSortIndicatorShown(True)

    def current_row(self) -> Any:
        """The row object under the cursor, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """The row objects that are selected and loaded, from the top."""
        if self._model() is None:
            return []
        chosen = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [row for row in (index.data(ROW_ROLE) for index in chosen) if row is not None]

    def select_row(self, row: int) -> None:
        """Put the cursor on line *row* and scroll there."""
        model = self._model()
        index = QModelIndex() if model is None else model.index(row, 0)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; the arrows start at the first one."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and not self._has_selection():
            # Qt's cursor is on some row already, but nobody can see that before a row is selected.
            self.select_row(max(self.currentIndex().row(), 0))
        elif event.key() == Qt.Key.Key_Space and self._takes_space() and self._has_selection():
            self.space_pressed.emit(self.current_row())
        else:
            super().keyPressEvent(event)

    def _takes_space(self) -> bool:
        return self.isSignalConnected(QMetaMethod.fromSignal(self.space_pressed))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave out the row that has no room."""
        height = self.verticalHeader().defaultSectionSize()
        if not self._whole_rows or self.viewport().height() < height:
            super().paintEvent(event)
            return
        whole = self.viewport().rect()
        whole.setHeight(whole.height() // height * height)
        super().paintEvent(QPaintEvent(event.region().intersected(whole)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width."""
        super().resizeEvent(event)
        for column, width in self._optional.items():
            self.setColumnHidden(column, self.width() < theme().px(width))
        self._fit_columns()
        self._place_panels()

    def changeEvent(self, event: QEvent) -> None:
        """Keep what was typed visible when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place_panels()

    def _size_rows(self) -> None:
        scale = theme()
        self.setFont(app_font(scale.px(TYPE_BODY)))
        self.verticalHeader().setDefaultSectionSize(scale.px(ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(scale.px(ROW_HEIGHT + 2))
        self._by_hand.clear()
        self._fit_columns()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what came, or was dressed anew, while nobody could see it."""
        super().showEvent(event)
        if self._unfit:
            self._fit_columns()

    def _fit_columns(self) -> None:
        model = self._model()
        if model is None or not model.columnCount():
            return
        self._unfit = not self.isVisible()
        if self._unfit:
            return
        shown = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        needs = [self._need(column) for column in shown]
        widths = share_width(self.viewport().width(), needs, theme().px(LEAST_SHARE))
        self._fitting = True
        for column, width in zip(shown, widths, strict=True):
            self.setColumnWidth(column, width)
        self._fitting = False

    def _rows_came(self, _parent: QModelIndex, first: int, _last: int) -> None:
        """The first rows tell how wide they are; later ones must not move the columns while one reads."""
        if first == 0:
            self._fit_columns()

    def _hint(self, column: int) -> int:
        return int(self.model().headerData(column, Qt.Orientation.Horizontal, WIDTH_ROLE) or 0)

    def _need(self, column: int) -> ColumnNeed:
        px, hint = theme().px, self._hint(column)
        needed = 0
        if not self.horizontalHeader().isHidden():
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            needed = QFontMetrics(self.horizontalHeader().font()).horizontalAdvance(title) + px(36)
        first = max(self.rowAt(0), 0)
        rows = range(first, min(self.model().rowCount(), first + ROWS_MEASURED))
        indexes = [self.model().index(row, column) for row in rows]
        cells = [self.sizeHintForIndex(each).width() for each in indexes if each.data(ROW_ROLE) is not None]
        if not cells:  # nothing is there yet: the wish is the best guess
            return ColumnNeed(px(hint), max(needed, px(hint or LEAST_WIDTH)), self._by_hand.get(column, 0))
        # One long name must not take the room of everything else.
        needed = max(needed, min(max(cells), px(MOST_MEASURED)), 0 if hint else px(LEAST_WIDTH))
        return ColumnNeed(px(hint), needed, self._by_hand.get(column, 0))

    def _resized_by_hand(self, column: int, old: int, new: int) -> None:
        if not self._fitting and old and new:  # from or to nothing: it was shown or hidden, by nobody's hand
            self._by_hand[column] = new

    def _header_clicked(self, column: int) -> None:
        key = self.model().headerData(column, Qt.Orientation.Horizontal, SORT_ROLE)
        if not key:
            self.set_sort(self._sort[0], descending=self._sort[1])  # Qt has moved the arrow already
            return
        # Remembered here: the header turns its arrow by itself before it tells of the click.
        descending = self._sort == (str(key), False)
        self.set_sort(str(key), descending=descending)
        self.sort_requested.emit(str(key), descending)

    def _activate(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.row_activated.emit(row)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_row_changed.emit(current.data(ROW_ROLE) if current.isValid() else None)

    def _selection_changed(self, _on: QItemSelection, _off: QItemSelection) -> None:
        # Fifty thousand rows are a second's work, and often nobody wants to know which they are.
        if self.isSignalConnected(QMetaMethod.fromSignal(self.selection_changed_to)):
            self.selection_changed_to.emit(self.selected_rows())

    def _open_menu(self, place: QPoint) -> None:
        rows = self.selected_rows()
        actions = list(self._menu_maker(rows)) if self._menu_maker is not None and rows else []
        if actions:
            menu = QMenu(self)
            menu.addActions(actions)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.viewport().mapToGlobal(place))

    def _state(self) -> LoadState:
        model = self._model()
        state = getattr(model, "state", None)
        if isinstance(state, LoadState):
            return state
        return LoadState.READY if model is not None and model.rowCount() else LoadState.EMPTY

    def _show_state(self) -> None:
        model, state = self._model(), self._state()
        rows = model.rowCount() if model is not None else 0
        self._skeleton.setVisible(state is LoadState.LOADING and not rows)
        empty, failed = state is LoadState.EMPTY and not rows, state is LoadState.FAILED
        if empty or self._empty is not None:
            self.empty_state().setVisible(empty)
        if failed:
            error = getattr(model, "error", None)
            self._error_panel().set_problem(
                self.tr("The list could not be loaded"), str(error or ""), f"{type(error).__name__}: {error}"
            )
        if self._error is not None:
            self._error.setVisible(failed)
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if rows else policy.ScrollBarAlwaysOff)
        self._place_panels()

    def _place_panels(self) -> None:
        area = self.viewport().geometry()
        for panel in (self._skeleton, self._empty, self._error):
            if panel is not None:
                panel.setGeometry(area)

    def _retry(self) -> None:
        retry = getattr(self.model(), "retry", None)
        if retry is not None:
            retry()
