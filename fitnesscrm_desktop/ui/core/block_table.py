"""A table over a bounded list (clients): holds the ids in order, fetches rows as they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal

from fitnesscrm_desktop.ui.core.columns import ID_ROLE, Column, Index, LoadState, cell_data, header_data
from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
NO_PARENT = QModelIndex()

BLOCK = 100
KEPT_BLOCKS = 40
BLOCKS_AT_ONCE = 4  # more than a screen ever shows; what a fast scroll flew past is not fetched


class IdSource(Protocol[R_co]):
    """A list that can name its ids in order, and give the rows of some of them."""

    def ids(self) -> Sequence[int]:
        """Every id, in the order of the list."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[R_co]:
        """The rows of these ids, in any order; one that is gone meanwhile is left out."""
        ...


def _id_of(row: Any) -> int:
    return int(row.id)


class BlockTableModel(QAbstractTableModel, Generic[R]):
    """Rows of an id source; ``key`` tells the id of a row (default: its ``id``).

    Signals:
        load_failed(Exception): ids or a block could not be loaded; ``retry()`` asks again.
        state_changed(LoadState): loading, ready, empty or failed.
        count_changed(int): how many rows the list has.
    """

    load_failed = Signal(object)
    state_changed = Signal(object)
    count_changed = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        tasks: TaskRunner,
        *,
        key: Callable[[R], int] = _id_of,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._tasks, self._key = list(columns), tasks, key
        self._source: IdSource[R] | None = None
        self._ids: list[int] = []
        self._row_of: dict[int, int] = {}
        self._blocks: OrderedDict[int, dict[int, R]] = OrderedDict()
        self._stale: dict[int, R] = {}
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._under_way: set[int] = set()
        self._failed: set[int] = set()
        self._epoch = CancelToken()
        self._state = LoadState.EMPTY
        self._error: Exception | None = None
        # One turn of the event loop later: a paint asks for twenty rows, that is one fetch and not twenty.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fetch_wanted)

    @property
    def state(self) -> LoadState:
        """What there is to see."""
        return self._state

    @property
    def error(self) -> Exception | None:
        """Why something could not be loaded."""
        return self._error

    def show(self, source: IdSource[R]) -> None:
        """Show another list, from its start; the old rows stay in sight until its ids are there."""
        self._source = source
        self._load_ids()

    def refresh(self) -> None:
        """Something has changed: ask for ids and visible rows again. Selection and scrolling stay, by id."""
        if self._source is not None:
            self._load_ids()

    def retry(self) -> None:
        """Ask again for what failed."""
        if self._failed:
            self._failed.clear()
            self._become(LoadState.READY)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._columns) - 1))
        elif self._state is LoadState.FAILED:
            self.refresh()

    def ids(self) -> Sequence[int]:
        """All ids in the order shown."""
        return tuple(self._ids)

    def id_at(self, row: int) -> int | None:
        """The id of line *row*; known even if its row is not loaded yet."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, row_id: int) -> int | None:
        """In which line the id stands."""
        return self._row_of.get(row_id)

    def row_at(self, row: int) -> R | None:
        """The object shown in line *row*, or None while it is being loaded."""
        if not 0 <= row < len(self._ids):
            return None
        number, row_id = row // BLOCK, self._ids[row]
        block = self._blocks.get(number)
        if block is not None:
            self._blocks.move_to_end(number)
            if row_id in block:
                return block[row_id]
        elif number not in self._failed and number not in self._under_way:
            self._wanted[number] = None
            self._wanted.move_to_end(number)
            if not self._timer.isActive():
                self._timer.start()
        return self._stale.get(row_id)

    def loaded_blocks(self) -> int:
        """How many blocks are held in memory."""
        return len(self._blocks)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How long the list is."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; an ellipsis until its block is there."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == ID_ROLE:
            return self._ids[index.row()]
        return cell_data(self._columns[index.column()], self.row_at(index.row()), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Title and alignment of a column."""
        return header_data(self._columns, section, orientation, role)

    def _load_ids(self) -> None:
        source = self._source
        if source is None:
            return
        self._epoch.cancel()  # whatever is still on its way belongs to the past
        epoch = self._epoch = CancelToken()
        self._under_way.clear()
        self._wanted.clear()
        if not self._ids:
            self._become(LoadState.LOADING)

        def arrived(ids: Sequence[int]) -> None:
            if not epoch.cancelled:
                self._take_ids(list(dict.fromkeys(ids)))

        def failed(error: Exception) -> None:
            if not epoch.cancelled:
                self._fail(error)

        self._tasks.run(source.ids, done=arrived, failed=failed, owner=self)

    def _take_ids(self, new: list[int]) -> None:
        for block in self._blocks.values():
            self._stale.update(block)
        keep = set(new)
        # Old rows are shown until the new ones are there: a refresh must not flicker.
        self._stale = {i: row for i, row in list(self._stale.items())[-BLOCK * KEPT_BLOCKS :] if i in keep}
        self._blocks.clear()
        self._failed.clear()
        self._error = None
        self._rearrange(new)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._columns) - 1))
        self._become(LoadState.READY if self._ids else LoadState.EMPTY)
        self.count_changed.emit(len(self._ids))

    def _rearrange(self, new: list[int]) -> None:
        """Go to the new ids in three honest steps, so that every view keeps its selection by id."""
        wanted = set(new)
        added = [i for i in new if i not in self._row_of]
        removed = [i for i in self._ids if i not in wanted]
        if added:
            self.beginInsertRows(NO_PARENT, len(self._ids), len(self._ids) + len(added) - 1)
            self._set_ids(self._ids + added)
            self.endInsertRows()
        ordered = new + removed
        if ordered != self._ids:
            self.layoutAboutToBeChanged.emit()
            old_ids, old = self._ids, self.persistentIndexList()
            self._set_ids(ordered)
            self.changePersistentIndexList(
                old, [self.index(self._row_of[old_ids[i.row()]], i.column()) for i in old]
            )
            self.layoutChanged.emit()
        if removed:
            self.beginRemoveRows(NO_PARENT, len(new), len(ordered) - 1)
            self._set_ids(new)
            self.endRemoveRows()

    def _set_ids(self, ids: list[int]) -> None:
        self._ids = ids
        self._row_of = {row_id: row for row, row_id in enumerate(ids)}

    def _fetch_wanted(self) -> None:
        newest = list(self._wanted)[-BLOCKS_AT_ONCE:]
        self._wanted.clear()
        for number in newest:
            self._fetch(number)

    def _fetch(self, number: int) -> None:
        source, epoch = self._source, self._epoch
        ids = self._ids[number * BLOCK : (number + 1) * BLOCK]
        if source is None or not ids:
            return
        self._under_way.add(number)

        def arrived(rows: Sequence[R]) -> None:
            if not epoch.cancelled:
                self._take_block(number, {self._key(row): row for row in rows})

        def failed(error: Exception) -> None:
            if not epoch.cancelled:
                self._under_way.discard(number)
                self._failed.add(number)
                self._fail(error)

        self._tasks.run(lambda: source.rows(ids), done=arrived, failed=failed, owner=self)

    def _take_block(self, number: int, rows: dict[int, R]) -> None:
        self._under_way.discard(number)
        self._blocks[number] = rows
        while len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        first = number * BLOCK
        last = min(first + BLOCK, len(self._ids)) - 1
        for row_id in self._ids[first : last + 1]:
            self._stale.pop(row_id, None)
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _fail(self, error: Exception) -> None:
        self._error = error
        self._become(LoadState.FAILED)
        self.load_failed.emit(error)

    def _become(self, state: LoadState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
