"""A table over an endless feed (visits, payments, audit): keyset pages, loaded as one scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from fitnesscrm_desktop.ui.core.columns import Column, Index, LoadState, cell_data, header_data
from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.core.paging import Cursor, Page, PageSource

R = TypeVar("R")
NO_PARENT = QModelIndex()


class FeedTableModel(QAbstractTableModel, Generic[R]):
    """Rows of a page source, page by page.

    Signals:
        load_failed(Exception): a page could not be loaded; ``retry()`` asks for it again.
        state_changed(LoadState): loading, ready, empty or failed.
    """

    load_failed = Signal(object)
    state_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        tasks: TaskRunner,
        *,
        page_size: int = 200,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._tasks, self._page_size = list(columns), tasks, page_size
        self._source: PageSource[R] | None = None
        self._rows: list[R] = []
        self._next: Cursor | None = None
        self._exhausted = True
        self._loading: CancelToken | None = None
        self._state = LoadState.EMPTY
        self._error: Exception | None = None

    @property
    def state(self) -> LoadState:
        """What there is to see."""
        return self._state

    @property
    def has_all(self) -> bool:
        """Whether every row that there is has been loaded."""
        return self._exhausted

    @property
    def error(self) -> Exception | None:
        """Why the last page could not be loaded."""
        return self._error

    def show(self, source: PageSource[R]) -> None:
        """Forget all rows and show *source* from its start."""
        self._drop_load()
        self.beginResetModel()
        self._source, self._rows, self._next, self._exhausted = source, [], None, False
        self.endResetModel()
        self.fetchMore(NO_PARENT)

    def refresh(self) -> None:
        """Something new has happened: load the first page again, and show the old rows until it is there."""
        if self._source is None:
            return
        self._drop_load()
        self._load(after=None, restart=True)

    def retry(self) -> None:
        """Ask again for the page that failed."""
        if self._state is LoadState.FAILED and self._source is not None:
            self._load(after=self._next, restart=not self._rows)

    def row_at(self, row: int) -> R | None:
        """The object shown in line *row*."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Rows loaded so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return cell_data(self._columns[index.column()], self._rows[index.row()], role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Title and alignment of a column."""
        return header_data(self._columns, section, orientation, role)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether scrolling on would bring more rows."""
        return not parent.isValid() and not self._exhausted and self._loading is None

    def fetchMore(self, parent: Index) -> None:
        """Load the next page; called by the view when its end comes into sight."""
        if self.canFetchMore(parent):
            self._load(after=self._next, restart=False)

    def _load(self, *, after: Cursor | None, restart: bool) -> None:
        source = self._source
        if source is None:
            return
        token = (
            CancelToken()
        )  # ours, so that a load that was dropped is known even to a runner that runs at once
        self._loading = token
        self._exhausted = False
        self._become(LoadState.READY if self._rows else LoadState.LOADING)

        def arrived(page: Page[R]) -> None:
            if not token.cancelled:
                self._take(page, restart=restart)

        def failed(error: Exception) -> None:
            if not token.cancelled:
                self._fail(error)

        self._tasks.run(lambda: source.fetch(after, self._page_size), done=arrived, failed=failed, owner=self)

    def _drop_load(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _take(self, page: Page[R], *, restart: bool) -> None:
        self._next, self._exhausted, self._error = page.next_cursor, page.next_cursor is None, None
        if restart:
            self.beginResetModel()
            self._rows = list(page.rows)
            # Cleared before endResetModel: the view may ask for more from within it.
            self._loading = None
            self.endResetModel()
        elif page.rows:
            first = len(self._rows)
            self.beginInsertRows(NO_PARENT, first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()
        self._loading = None  # only now: asking for more within endInsertRows would nest two inserts
        self._become(LoadState.READY if self._rows else LoadState.EMPTY)

    def _fail(self, error: Exception) -> None:
        # Exhausted until somebody says retry: a view that scrolls must not ask a dead server in a loop.
        self._loading, self._exhausted, self._error = None, True, error
        self._become(LoadState.FAILED)
        self.load_failed.emit(error)

    def _become(self, state: LoadState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
