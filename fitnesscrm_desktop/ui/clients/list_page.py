"""The clients page: search over everybody, the lists beside, the table, and what to do with many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.results import ClientRow, SavedList
from fitnesscrm_desktop.ui.clients.list_columns import client_columns, fitting
from fitnesscrm_desktop.ui.clients.list_presenter import ClientSource, ClientsPresenter, ListState
from fitnesscrm_desktop.ui.clients.side_list import SideEntry, SideList
from fitnesscrm_desktop.ui.clients.words import clients_word, list_word
from fitnesscrm_desktop.ui.core.block_table import BlockTableModel
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.search_field import SearchField

TAG = "tag:"
EVERYBODY = "all"
_SAVED = tuple(each for each in SavedList if each is not SavedList.ARCHIVED)


class ClientsPage(Page):
    """Everybody the studio knows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        self._columns = {
            name: column
            for name, column in client_columns(desk).items()
            if name != "balance" or desk.actor.may(Permission.VIEW_MONEY)
        }
        self.search = SearchField(self.tr("Name, phone, e-mail or number…"))
        self.lists = SideList(self.tr("Lists of clients"))
        self.table = DataTable(self.tr("Clients"), multi=True)
        self.model: BlockTableModel[ClientRow] = BlockTableModel(
            list(self._columns.values()), desk.tasks, parent=self
        )
        self.presenter = ClientsPresenter(desk, self, self)
        self._lay_out()
        self._connect()
        self._shown: ListState | None = None
        self.show_state(self.presenter.state)

    def _lay_out(self) -> None:
        self.header = PageHeader(self.tr("Clients"))
        self.export_button = Button(self.tr("Export"), self.presenter.export, icon="download")
        self.new_button = PrimaryButton(self.tr("New client"), self.new_client, icon="plus")
        self.header.add(self.search, self.export_button, self.new_button)
        self.bulk = _BulkBar()
        right = QVBoxLayout()
        right.setSpacing(S)
        right.addWidget(self.bulk)
        right.addWidget(self.table, 1)
        lower = QHBoxLayout()
        lower.setSpacing(L)
        lower.addWidget(self.lists)
        lower.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addLayout(lower, 1)
        self.table.setModel(self.model)
        self.table.set_sort("name", descending=False)
        self.export_button.setVisible(self.presenter.may_export())
        self.new_button.setVisible(self._desk.actor.may(Permission.EDIT_CLIENTS))

    def _connect(self) -> None:
        self.search.searched.connect(self.presenter.search)
        self.search.entered.connect(self.presenter.open_best)
        self.search.left_downwards.connect(self._into_table)
        self.lists.chosen.connect(self._list_chosen)
        theme_changed.connect(self._choose_columns)
        self.table.sort_requested.connect(
            lambda key, descending: self.presenter.sort(key, descending=descending)
        )
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_bulk())
        self.table.set_menu(self._menu)
        self.model.count_changed.connect(self.presenter.counted)
        self.model.count_changed.connect(lambda _count: self._show_bulk())
        self.bulk.tag.clicked.connect(lambda: self.presenter.tag(self.selected_ids()))
        self.bulk.clear.clicked.connect(self.table.clearSelection)

    # --- what the shell says ----------------------------------------------------------------------------

    def arrive(self, **where: Any) -> None:
        """Show the list that was asked for, or the one that was shown before."""
        self.presenter.arrive(**where)
        self.search.setFocus()

    def leave(self) -> None:
        """Keep everything as it is."""
        self.presenter.leave()

    def client_in_hand(self) -> int | None:
        """Who is selected, if it is one."""
        ids = self.selected_ids() if self._selected_count() == 1 else []
        return ids[0] if ids else None

    def scanned(self, code: str) -> bool:
        """A card leads to its client."""
        self.presenter.open_code(code)
        return True

    def searched(self, text: str) -> bool:
        """The search of the top line is this page's own."""
        self.search.setText(text)
        self.presenter.search(text)
        return True

    # --- showing ----------------------------------------------------------------------------------------

    def show_state(self, state: ListState) -> None:
        """Show this state; the rows come by themselves."""
        before, self._shown = self._shown, state
        if before is None or before.query != state.query:
            self.table.clearSelection()
            self.model.show(ClientSource(self._desk, state.query))
            self.table.scrollToTop()
            if self.search.text() != state.query.text:
                self.search.setText(state.query.text)
        self.export_button.setEnabled(not state.exporting)
        self._render_lists(state)
        self._render_count(state)
        self._render_empty(state)

    def reload_rows(self) -> None:
        """Ask for ids and visible rows again."""
        self.model.refresh()

    def _render_count(self, state: ListState) -> None:
        if state.counts is None or state.shown is None:
            return
        total = clients_word(state.counts.current, self._desk.formats)
        query = state.query
        if query.saved is SavedList.ARCHIVED:
            shown = clients_word(state.shown, self._desk.formats)
            text = self.tr("{clients} archived").format(clients=shown)
        elif query.text or query.saved is not None or query.tag_id is not None:
            text = self.tr("{shown} of {clients}").format(
                shown=self._desk.formats.number(state.shown), clients=total
            )
        else:
            text = total
        self.header.set_title(self.tr("Clients"), text)

    def _render_lists(self, state: ListState) -> None:
        number, soon = self._desk.formats.number, self._desk.profile.ends_soon_days
        counts = state.counts
        saved = {} if counts is None else counts.saved

        def count_of(each: SavedList) -> str:
            return number(saved[each]) if each in saved else ""

        everybody = "" if counts is None else number(counts.current)
        entries = [SideEntry(EVERYBODY, list_word(None, soon), everybody)]
        money = self._desk.actor.may(Permission.VIEW_MONEY)
        entries += [
            SideEntry(each, list_word(each, soon), count_of(each))
            for each in _SAVED
            if money or each is not SavedList.OWES_MONEY
        ]
        archived = SavedList.ARCHIVED
        entries.append(SideEntry(archived, list_word(archived, soon), count_of(archived)))
        if state.tags:
            entries.append(SideEntry("", self.tr("Tags")))
            entries += [SideEntry(f"{TAG}{tag.id}", tag.name) for tag in state.tags]
        query = state.query
        current = f"{TAG}{query.tag_id}" if query.tag_id is not None else query.saved or EVERYBODY
        self.lists.show_entries(entries, current)

    def _render_empty(self, state: ListState) -> None:
        nobody = state.counts is not None and not state.counts.current
        query = state.query
        narrowed = bool(query.text or query.saved or query.tag_id)
        if nobody and not narrowed:
            words = (
                self.tr("No clients yet"),
                self.tr("Everybody who trains here, did, or may, has a place on this page."),
                self.tr("Add the first client") if self.new_button.isVisibleTo(self) else "",
            )
        elif query.text and (query.saved or query.tag_id):
            words = (
                self.tr("Nobody on “{list}” fits “{text}”").format(
                    list=self._list_name(state), text=query.text
                ),
                self.tr("Only this list was searched."),
                self.tr("Search all clients"),
            )
        elif query.text:
            words = (
                self.tr("Nobody fits “{text}”").format(text=query.text),
                self.tr("Search looks at names, phone numbers, e-mail addresses, numbers and codes."),
                self.tr("Clear the search"),
            )
        else:
            words = (self.tr("Nobody is on this list"), "", self.tr("Show everybody") if narrowed else "")
        if self.table.empty_state().accessibleName() != words[0]:
            acted = self.new_client if nobody and not narrowed else self.presenter.show_everybody
            if query.text and (query.saved or query.tag_id):
                acted = self.presenter.search_everybody
            self.table.set_empty("users", *words).acted.connect(acted)

    def _list_name(self, state: ListState) -> str:
        """What the list at the left is called that is shown."""
        query = state.query
        tag = next((tag.name for tag in state.tags if tag.id == query.tag_id), None)
        return tag or list_word(query.saved, self._desk.profile.ends_soon_days)

    # --- selection --------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Everybody who is selected, also those who were never scrolled into sight."""
        ids = self.model.ids()
        return [client_id for first, last in self._selected_lines() for client_id in ids[first : last + 1]]

    def _selected_lines(self) -> list[tuple[int, int]]:
        """First and last line of every block of selected ones; never one by one, there may be 50,000."""
        chosen = self.table.selectionModel().selection()
        blocks = [chosen.at(place) for place in range(chosen.count())]
        return sorted({(block.top(), block.bottom()) for block in blocks})

    def _selected_count(self) -> int:
        return sum(last - first + 1 for first, last in self._selected_lines())

    def _show_bulk(self) -> None:
        count = self._selected_count()
        may = self._desk.actor.may(Permission.EDIT_CLIENTS)
        people = clients_word(count, self._desk.formats)
        self.bulk.show_count(
            self.tr("{clients} selected").format(clients=people) if count > 1 and may else ""
        )

    def _menu(self, rows: list[ClientRow]) -> Sequence[QAction]:
        may = self._desk.actor.may
        actions: list[QAction] = []
        if len(rows) == 1 and self._selected_count() == 1:
            (row,) = rows
            actions.append(self._action(self.tr("Open"), lambda: self._open(row)))
            if may(Permission.EDIT_CLIENTS):
                actions.append(self._action(self.tr("Edit…"), lambda: self._dialog("clients.edit", row)))
            if may(Permission.TAKE_PAYMENT):
                pay = self.tr("Take payment…")
                actions.append(self._action(pay, lambda: self._dialog("billing.take_payment", row)))
            if may(Permission.WRITE_NOTES):
                actions.append(
                    self._action(self.tr("Write a note…"), lambda: self._dialog("clients.note", row))
                )
            if may(Permission.ARCHIVE_CLIENTS):
                actions.append(
                    self._action(self.tr("Restore"), lambda: self.presenter.restore(row))
                    if row.archived
                    else self._action(self.tr("Archive"), lambda: self.presenter.archive(row))
                )
        if may(Permission.EDIT_CLIENTS):
            actions.append(self._action(self.tr("Tag…"), lambda: self.presenter.tag(self.selected_ids())))
        return actions

    def _action(self, text: str, run: Any) -> QAction:
        action = QAction(text, self.table)
        action.triggered.connect(lambda _checked=False: run())
        return action

    def _dialog(self, dialog_id: str, row: ClientRow) -> None:
        self._desk.window.open_dialog(dialog_id, client_id=row.id)

    # --- going ------------------------------------------------------------------------------------------

    def new_client(self) -> None:
        """Add somebody, and open the page of who was added."""
        self._desk.window.open_dialog(
            "clients.new", then=lambda client_id: self._desk.window.go("clients.client", client_id=client_id)
        )

    def _open(self, row: ClientRow) -> None:
        self._desk.window.go("clients.client", client_id=row.id)

    def _into_table(self) -> None:
        self.table.setFocus()
        if self.model.rowCount() and not self.table.selectionModel().hasSelection():
            self.table.select_row(0)

    def _list_chosen(self, key: str) -> None:
        if key.startswith(TAG):
            self.presenter.choose_tag(int(key.removeprefix(TAG)))
        else:
            self.presenter.choose_list(None if key == EVERYBODY else SavedList(key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as there is room for."""
        super().resizeEvent(event)
        self._choose_columns()

    def _choose_columns(self) -> None:
        scale = theme().scale
        room = self.width() - 2 * XL - L - self.lists.width() - round(14 * scale)
        names = list(self._columns)
        shown = fitting(names, [self._columns[name].width for name in names], round(room / scale))
        for place, name in enumerate(names):
            self.table.setColumnHidden(place, name not in shown)
        self.model.headerDataChanged.emit(self.table.horizontalHeader().orientation(), 0, len(names) - 1)


class _BulkBar(QFrame):
    """What can be done with everybody who is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", "accent")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(M, 6, S, 6)
        layout.setSpacing(S)
        self._label = Label("", "strong")
        self.tag = Button(self.tr("Tag…"), icon="tag")
        self.clear = IconButton("x", self.tr("Select nobody"))
        layout.addWidget(self._label, 1)
        layout.addWidget(self.tag)
        layout.addWidget(self.clear)
        self.hide()

    def show_count(self, text: str) -> None:
        """Say how many there are; nothing hides the bar."""
        self._label.setText(text)
        self.setVisible(bool(text))
