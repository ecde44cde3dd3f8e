"""The page "Files": those of all clients and of the staff, first of all what expires soon."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.services.files.events import FileKeyAdded, FilesChanged
from fitnesscrm_desktop.services.files.results import FileInfo, FileQuery
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M
from fitnesscrm_desktop.ui.files.browser import EXPIRING, FileBrowser
from fitnesscrm_desktop.ui.files.words import tr
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader


class FilesPage(Page):
    """``arrive(show="expiring"|"all")``; ``Ctrl+O`` opens the client of the chosen file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._begun = False
        sees_staff = desk.actor.may(Permission.MANAGE_FILES)
        self.header = PageHeader(
            tr("Files"),
            tr("Of all clients and the staff. Each client’s page has their own.")
            if sees_staff
            else tr("Of all clients. Each client’s page has their own."),
        )
        self.browser = FileBrowser(desk, persons=True)
        self.browser.add.setText(tr("Add files of the staff…"))
        if not sees_staff:
            self.browser.add.hide()
        self.browser.person_wanted.connect(self._open_person)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.browser, 1)
        for kind in (FilesChanged, FileKeyAdded, ClientsMerged):
            desk.bridge.on(kind, lambda _event: self._changed(), owner=self)

    def arrive(self, **where: Any) -> None:
        """Show what expires soon the first time, later what was shown last."""
        shown = where.get("show", "" if self._begun else EXPIRING)
        if shown:
            self.browser.show_files(FileQuery(), shown=str(shown))
        else:
            self.browser.refresh()
        self._begun = True
        self.browser.table.setFocus()

    def leave(self) -> None:
        """Nothing of what was seen is kept in memory."""
        self.browser.leave()

    def _changed(self) -> None:
        if self.isVisible():
            self.browser.refresh()

    def _open_person(self, file: FileInfo) -> None:
        if file.client_id is not None:
            self._desk.window.go("clients.client", client_id=file.client_id, tab="files", file_id=file.id)
