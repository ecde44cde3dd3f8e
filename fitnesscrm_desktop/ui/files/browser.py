"""Files as one looks through them: a list that is searched and filtered, and the chosen one beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import FileCategory, Permission
from fitnesscrm_desktop.services.files.results import FileInfo, FileQuery
from fitnesscrm_desktop.ui.core.columns import LoadState
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.files.deeds import FileDeeds
from fitnesscrm_desktop.ui.files.dropping import DropTarget
from fitnesscrm_desktop.ui.files.file_table import FileSource, FileTable
from fitnesscrm_desktop.ui.files.looking import SeenFiles
from fitnesscrm_desktop.ui.files.preview_pane import PreviewPane
from fitnesscrm_desktop.ui.files.view_dialog import ViewDialog
from fitnesscrm_desktop.ui.files.words import SOON, category_choices, tr
from fitnesscrm_desktop.ui.widgets.buttons import IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.search_field import SearchField

ALL, EXPIRING, REMOVED = "all", "expiring", "removed"
ANY_TAG = "any"
LIST_WIDTH, PREVIEW_WIDTH = 640, 400
KEYS = {
    "add": "Ins",
    "version": "Ctrl+U",
    "edit": "Ctrl+E",
    "save": "Ctrl+S",
    "person": "Ctrl+O",
    "remove": "Del",
}


class FileBrowser(QWidget):
    """``show_files(FileQuery(client_id=7))``; *persons* adds whose each file is.

    Signals:
        person_wanted(object): the person of this file is wanted.
    """

    person_wanted = Signal(object)

    def __init__(self, desk: Desk, *, persons: bool) -> None:
        super().__init__()
        self._desk, self._persons = desk, persons
        self._base = FileQuery()
        self._wanted_id = 0
        """The file to stand on once it is loaded."""
        self.deeds = FileDeeds(desk, self)
        self.seen = SeenFiles()
        self._make_tools()
        self.table = FileTable(desk, persons=persons)
        self.preview = PreviewPane(desk, self.seen)
        self._wire()
        self._lay_out()

    def _make_tools(self) -> None:
        self.add = PrimaryButton(tr("Add files…"), self._add, icon="plus")
        self.add.setToolTip(QKeySequence(KEYS["add"]).toString(QKeySequence.SequenceFormat.NativeText))
        if not self._desk.actor.may(Permission.ADD_FILES):
            self.add.hide()
        self.search = SearchField(tr("Search names and tags…"))
        self.shown = ChoiceField(self._kinds())
        self.shown.setAccessibleName(tr("Show"))
        self.shown.set_code(ALL)
        self.tag = ChoiceField([(ANY_TAG, tr("All tags"))])
        self.tag.setAccessibleName(tr("Tag"))
        self.tag.set_code(ANY_TAG)
        self.tag.hide()
        self.beside = IconButton("eye", tr("Show the preview"), outline=True)
        self.beside.setCheckable(True)
        self.beside.setChecked(True)

    def _kinds(self) -> list[tuple[str, str]]:
        soon = tr("Expire in {days} days").format(days=self._desk.formats.number(SOON))
        kinds = [(ALL, tr("All files")), *category_choices(self._desk.actor), (EXPIRING, soon)]
        return [*kinds, (REMOVED, tr("Removed"))] if self._desk.actor.may(Permission.MANAGE_FILES) else kinds

    def _wire(self) -> None:
        table = self.table
        self.search.searched.connect(lambda _text: self._search())
        self.search.left_downwards.connect(table.setFocus)
        self.shown.chosen.connect(lambda _code: self._search())
        self.tag.chosen.connect(lambda _code: self._search())
        self.beside.toggled.connect(self.preview.setVisible)
        table.row_activated.connect(self.view)
        table.selection_changed_to.connect(self._chosen)
        table.set_menu(self._menu)
        table.files.state_changed.connect(lambda _state: self._arrived())
        table.files.modelReset.connect(self._arrived)
        self.preview.wanted.connect(lambda deed, file, number: self._do(deed, [file], number))
        for deed, keys in KEYS.items():
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(lambda deed=deed: self._do(deed, table.selected_rows()))
        DropTarget(self, self._dropped)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(S)
        tools.addWidget(self.add)
        tools.addWidget(self.search, 2)
        tools.addWidget(self.shown, 1)
        tools.addWidget(self.tag, 1)
        tools.addWidget(self.beside)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(M)
        halves.addWidget(self.table)
        halves.addWidget(self.preview)
        halves.setStretchFactor(0, 1)
        halves.setSizes([theme().px(LIST_WIDTH), theme().px(PREVIEW_WIDTH)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(tools)
        layout.addWidget(halves, 1)

    # --- showing ----------------------------------------------------------------------------------------

    def show_files(self, base: FileQuery, file_id: int = 0, *, shown: str = "") -> None:
        """Show these, or only some of them, and stand on one of them."""
        other = base != self._base
        self._base = base
        if other:
            self.search.clear()
            self.shown.set_code(ALL)
            self.tag.set_code(ANY_TAG)
            self.preview.show_nothing()
        if shown:
            self.shown.set_code(shown)
        self._wanted_id = file_id or self._wanted_id
        self._search()
        self._load_tags()

    def show_only(self, shown: str) -> None:
        """Show some of them: ``EXPIRING``, ``ALL``."""
        self.shown.set_code(shown)
        self._search()

    def refresh(self) -> None:
        """Something is different: load again, and stay where one was."""
        current = self.table.current_row()
        if current is not None:
            self._wanted_id = current.id
        self.table.files.refresh()
        self._load_tags()

    def leave(self) -> None:
        """Nothing of what was seen is kept in memory."""
        self.preview.leave()
        self.seen.forget()

    def query(self) -> FileQuery:
        """What is searched for."""
        shown, tag = self.shown.code(), self.tag.code()
        category = FileCategory(shown) if shown in set(FileCategory) else None
        return replace(
            self._base,
            text=self.search.text(),
            category=category,
            tag="" if tag == ANY_TAG else tag,
            expires_within=SOON if shown == EXPIRING else None,
            removed=shown == REMOVED,
        )

    def _search(self) -> None:
        self._say_empty()
        services, actor = self._desk.services, self._desk.actor
        self.table.files.show(FileSource(services.files, actor, self.query()))

    def _say_empty(self) -> None:
        if self.query() == self._base:
            may_add = self._desk.actor.may(Permission.ADD_FILES) and not self._persons
            empty = self.table.set_empty(
                "folder",
                tr("No files yet"),
                tr("Files are added on the page of a client. They are kept encrypted.")
                if self._persons
                else tr(
                    "Contracts, waivers, plans: drop them here, several at once. They are kept encrypted."
                ),
                tr("Add files…") if may_add else "",
            )
            empty.acted.connect(self._add)
        elif self.query() == replace(self._base, expires_within=SOON):
            self.table.set_empty(
                "check-circle",
                tr("Nothing expires soon"),
                tr("Files with a last day are listed here when it comes near, and once it is past."),
            )
        else:
            empty = self.table.set_empty("search", tr("Nothing fits"), "", tr("Show all files"))
            empty.acted.connect(self._show_all)

    def _show_all(self) -> None:
        self.search.clear()
        self.tag.set_code(ANY_TAG)
        self.show_only(ALL)

    def _load_tags(self) -> None:
        files, actor = self._desk.services.files, self._desk.actor
        self._desk.tasks.run(
            lambda: files.tags(actor), done=self._offer_tags, failed=self._desk.window.report, owner=self
        )

    def _offer_tags(self, tags: tuple[str, ...]) -> None:
        self.tag.set_choices([(ANY_TAG, tr("All tags")), *((tag, tag) for tag in tags)])
        if not self.tag.code():
            self.tag.set_code(ANY_TAG)
        self.tag.setVisible(bool(tags))

    def _arrived(self) -> None:
        """Stand where one was, or on the first."""
        files = self.table.files
        if files.state is LoadState.EMPTY:
            self.preview.show_nothing()
        if files.rowCount() and not self.table.selected_rows():
            place = files.place_of(self._wanted_id)
            self.table.select_row(0 if place is None else place)

    def _chosen(self, rows: list[FileInfo]) -> None:
        if len(rows) == 1:
            self._wanted_id = rows[0].id
            self.preview.show_file(rows[0])
        else:
            self.preview.show_nothing(len(rows))

    # --- deeds ------------------------------------------------------------------------------------------

    def _add(self) -> None:
        self.deeds.add(self._base.client_id)

    def _dropped(self, paths: list[Path]) -> None:
        self.deeds.add(self._base.client_id, paths)

    def view(self, file: FileInfo) -> None:
        """Show it large."""
        dialog = ViewDialog(self._desk, self.seen, file)
        dialog.pane.wanted.connect(lambda deed, shown, number: self._do(deed, [shown], number))
        self._desk.dialogs.show(dialog)

    def _do(self, deed: str, chosen: list[FileInfo], number: int = 0) -> None:
        if deed == "add":
            self._add()
        elif deed in {"remove", "restore"}:
            (self.deeds.remove if deed == "remove" else self.deeds.restore)(chosen)
        elif len(chosen) == 1:
            self._do_one(deed, chosen[0], number)

    def _do_one(self, deed: str, file: FileInfo, number: int) -> None:
        if deed == "save":
            self._save(file, number or self.preview.number)
        elif deed == "view":
            self.view(file)
        elif deed == "person":
            if self._persons:
                self.person_wanted.emit(file)
        else:
            (self.deeds.add_version if deed == "version" else self.deeds.edit)(file)

    def _save(self, file: FileInfo, number: int) -> None:
        """The version that is shown, or the newest."""
        if number in {0, file.newest.number}:
            self.deeds.save(file)
            return
        files, actor = self._desk.services.files, self._desk.actor
        self._desk.tasks.run(
            lambda: files.detail(actor, file.id).versions,
            done=lambda versions: self.deeds.save(
                file, next(each for each in versions if each.number == number)
            ),
            failed=self._desk.window.report,
            owner=self,
        )

    def _menu(self, rows: list[FileInfo]) -> list[QAction]:
        may = self._desk.actor.may
        gone = all(row.removed_at is not None for row in rows)
        deeds: list[tuple[str, str]] = []
        if len(rows) == 1:
            deeds += [("view", tr("Large view")), ("save", tr("Save as…"))]
            if self._persons and rows[0].client_id is not None:
                deeds.append(("person", tr("Open the client")))
            if may(Permission.ADD_FILES) and not gone:
                deeds += [("version", tr("New version…")), ("edit", tr("Name, tags, expiry…"))]
        if may(Permission.MANAGE_FILES):
            deeds.append(("restore", tr("Bring back")) if gone else ("remove", tr("Remove")))
        return [self._action(deed, text, rows) for deed, text in deeds]

    def _action(self, deed: str, text: str, rows: list[FileInfo]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self._do(deed, rows))
        if deed in KEYS:
            action.setShortcut(QKeySequence(KEYS[deed]))
            action.setShortcutVisibleInContextMenu(True)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action
