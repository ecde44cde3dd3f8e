"""What the clients page does: which list is shown, and what is done with the clients on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.results import (
    ClientRow,
    ClientSort,
    ListCounts,
    ListQuery,
    SavedList,
    TagInfo,
)
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.ui.clients.words import clients_word, translate
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.saved_files import tell_saved

SETTLE_MS = 400
"""Events come in flocks (a check-in, a payment, a receipt): look once, when they are through."""


@dataclass(frozen=True, slots=True)
class ListState:
    """What the page shows besides the rows themselves."""

    query: ListQuery = field(default_factory=ListQuery)
    shown: int | None = None
    """How many the list has; None: not known yet."""
    counts: ListCounts | None = None
    tags: tuple[TagInfo, ...] = ()
    exporting: bool = False


class ListView(Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: ListState) -> None:
        """Show this."""
        ...

    def reload_rows(self) -> None:
        """The rows may be different now."""
        ...


class ClientSource:
    """The ids and rows of one list, for the table's model; read off the UI thread."""

    def __init__(self, desk: Desk, query: ListQuery) -> None:
        self._desk, self._query = desk, query

    def ids(self) -> Sequence[int]:
        """Every id in the order of the list."""
        return self._desk.services.directory.ids(self._desk.actor, self._query)

    def rows(self, ids: Sequence[int]) -> Sequence[ClientRow]:
        """The lines of these clients."""
        return self._desk.services.directory.rows(self._desk.actor, ids)


class ClientsPresenter(QObject):
    """Keeps text, list, order and counts in step; the query it holds is the only one there is."""

    def __init__(self, desk: Desk, view: ListView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self.state = ListState()
        self._here = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        desk.bridge.on(Event, self._happened, owner=self)

    def arrive(self, *, saved: str = "", text: str | None = None, tag_id: int | None = None) -> None:
        """The page is shown; a list, a text or a tag may be asked for from elsewhere."""
        self._here = True
        query = self.state.query
        if saved or tag_id is not None:
            query = ListQuery(saved=SavedList(saved) if saved else None, tag_id=tag_id)
        if text is not None:
            query = replace(query, text=text)
        if query == self.state.query:
            self.refresh()
        else:
            self._ask(query)
            self._load_counts()

    def leave(self) -> None:
        """Another page is shown; nothing is loaded until this one is back."""
        self._here = False
        self._settle.stop()

    def search(self, text: str) -> None:
        """Show who fits *text*, on the list that is chosen."""
        self._ask(replace(self.state.query, text=text))

    def choose_list(self, saved: SavedList | None) -> None:
        """Show a saved list; None: everybody."""
        self._ask(replace(self.state.query, saved=saved, tag_id=None))

    def choose_tag(self, tag_id: int) -> None:
        """Show everybody with a tag."""
        self._ask(replace(self.state.query, saved=None, tag_id=tag_id))

    def sort(self, key: str, *, descending: bool) -> None:
        """Sort by another column."""
        self._ask(replace(self.state.query, sort=ClientSort(key), descending=descending))

    def show_everybody(self) -> None:
        """Forget text, list and tag."""
        self._ask(replace(self.state.query, text="", saved=None, tag_id=None))

    def search_everybody(self) -> None:
        """Look for the same text among all clients."""
        self._ask(replace(self.state.query, saved=None, tag_id=None))

    def counted(self, shown: int) -> None:
        """The table knows how long its list is."""
        self._become(replace(self.state, shown=shown))

    def refresh(self) -> None:
        """Look again; what is selected and where one has scrolled stays."""
        self._view.reload_rows()
        self._load_counts()

    def _happened(self, _event: Event) -> None:
        if self._here:
            self._settle.start()

    def _ask(self, query: ListQuery) -> None:
        if query != self.state.query:
            self._become(replace(self.state, query=query, shown=None))

    def _become(self, state: ListState) -> None:
        self.state = state
        self._view.show_state(state)

    def _load_counts(self) -> None:
        directory, actor = self._desk.services.directory, self._desk.actor
        self._desk.tasks.run(
            lambda: (directory.counts(actor), tuple(directory.tags(actor))),
            done=lambda found: self._become(replace(self.state, counts=found[0], tags=found[1])),
            owner=self,
        )

    # --- deeds ------------------------------------------------------------------------------------------

    def may_export(self) -> bool:
        """Whether this person may write lists to files."""
        return self._desk.actor.may(Permission.EXPORT_CLIENTS)

    def export(self) -> None:
        """Ask for a file and write the list that is shown to it."""
        suggested = Path.home() / translate("clients", "clients.csv")
        path = self._desk.dialogs.choose_save_file(
            translate("clients", "Export this list"), suggested, translate("clients", "CSV files (*.csv)")
        )
        if path is None:
            return
        directory, actor, query = self._desk.services.directory, self._desk.actor, self.state.query
        self._become(replace(self.state, exporting=True))
        self._desk.tasks.run(
            lambda: directory.export(actor, query, path),
            done=lambda count: self._exported(count, path),
            failed=self._export_failed,
            owner=self,
        )

    def _exported(self, count: int, path: Path) -> None:
        self._become(replace(self.state, exporting=False))
        people = clients_word(count, self._desk.formats)
        tell_saved(self._desk.toasts, path, people)

    def _export_failed(self, error: Exception) -> None:
        self._become(replace(self.state, exporting=False))
        self._desk.window.report(error)

    def tag(self, client_ids: Sequence[int]) -> None:
        """Let the person choose a tag for these clients."""
        self._desk.window.open_dialog("clients.tag", client_ids=tuple(client_ids))

    def archive(self, row: ClientRow) -> None:
        """Take a client out of the lists, with a way back."""
        clients, actor = self._desk.services.clients, self._desk.actor
        self._desk.tasks.write(
            lambda: clients.archive(actor, row.id), done=lambda _card: self._archived(row), owner=self
        )

    def _archived(self, row: ClientRow) -> None:
        text = translate("clients", "{name} is archived").format(name=row.name)
        self._desk.toasts.show_toast(text, undo=lambda: self.restore(row))

    def restore(self, row: ClientRow) -> None:
        """Bring an archived client back."""
        clients, actor = self._desk.services.clients, self._desk.actor
        text = translate("clients", "{name} is back in the lists").format(name=row.name)
        self._desk.tasks.write(
            lambda: clients.restore(actor, row.id),
            done=lambda _card: self._desk.toasts.show_toast(text, tone="good"),
            owner=self,
        )

    def open_best(self, text: str) -> None:
        """Open who fits *text* best: Enter in the search."""
        directory, actor = self._desk.services.directory, self._desk.actor
        if text.strip():
            self._desk.tasks.run(
                lambda: directory.search(actor, text, 1),
                done=lambda hits: self._open(hits[0].id, text) if hits else None,
                owner=self,
            )

    def open_code(self, code: str) -> None:
        """Open the client a card belongs to."""
        directory, actor = self._desk.services.directory, self._desk.actor
        self._desk.tasks.run(
            lambda: directory.by_code(actor, code), done=lambda found: self._open(found, code), owner=self
        )

    def _open(self, client_id: int | None, code: str) -> None:
        if client_id is None:
            text = translate("clients", "Nobody has the code {code}").format(code=code)
            self._desk.toasts.show_toast(text, tone="warn")
        else:
            self._desk.window.go("clients.client", client_id=client_id)
