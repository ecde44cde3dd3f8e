"""The files of a client, as a part of the client's page."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from fitnesscrm_desktop.services.files.events import FileKeyAdded, FilesChanged
from fitnesscrm_desktop.services.files.results import FileQuery
from fitnesscrm_desktop.ui.core.desk import ClientPart, Desk
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.files.browser import FileBrowser


class FilesTab(ClientPart):
    """``show_client(7)``; ``show_moment(file_id=3)`` stands on that one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.client_id = 0
        self.browser = FileBrowser(desk, persons=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.addWidget(self.browser)
        desk.bridge.on(FilesChanged, self._changed, owner=self)
        desk.bridge.on(FileKeyAdded, lambda _event: self.browser.refresh(), owner=self)

    def show_client(self, client_id: int) -> None:
        """Show this client's."""
        if client_id == self.client_id:
            self.browser.refresh()
        else:
            self.client_id = client_id
            self.browser.show_files(FileQuery(client_id=client_id))

    def show_moment(self, **where: Any) -> None:
        """Stand on the file somebody was led to."""
        if "file_id" in where:
            self.browser.show_files(FileQuery(client_id=self.client_id), int(where["file_id"]))

    def leave(self) -> None:
        """Another part or page is shown."""
        self.browser.leave()

    def _changed(self, event: FilesChanged) -> None:
        if event.client_id == self.client_id and self.isVisible():
            self.browser.refresh()
