"""The files of a client as the staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.files.results import FileInfo, NewFile
from fitnesscrm_desktop.ui.core.desk import ClientPart
from fitnesscrm_desktop.ui.files import FEATURE
from fitnesscrm_desktop.ui.files.add_dialog import AddFilesDialog
from fitnesscrm_desktop.ui.files.browser import FileBrowser
from fitnesscrm_desktop.ui.files.dropping import DropTarget
from fitnesscrm_desktop.ui.files.tab import FilesTab
from tests.support.drawn_files import contract, lay
from tests.support.feature_screen import FeatureScreen
from tests.support.gui_desk import DeskAtHand

P = TypeVar("P", bound=ClientPart)


class FilesScreen(FeatureScreen):
    """Opens the part and its dialogs, drops files, presses keys, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand, folder: Path) -> None:
        super().__init__(qtbot, at_hand, FEATURE)
        self.folder = folder

    def bring(self, name: str = "Contract.pdf", content: bytes | None = None) -> Path:
        """A file on the disk of the one who brings it."""
        return lay(self.folder, name, contract() if content is None else content)

    def keep(self, client_id: int | None, name: str = "Contract.pdf", **about: Any) -> FileInfo:
        """A file that is stored already, as another desk does it."""
        desk, content = self.at_hand.desk, about.pop("content", None)
        new = NewFile(
            self.bring(name, content),
            about.pop("category", FileCategory.CONTRACT),
            client_id=client_id,
            **about,
        )
        return desk.services.files.add(desk.actor, new)

    def tab(self, client_id: int) -> FilesTab:
        """The part of the client's page."""
        return self.part(FilesTab, "files", client_id)

    def part(self, kind: type[P], part_id: str, client_id: int) -> P:
        """One of the parts of the client's page, showing somebody."""
        spec = next(each for each in FEATURE.client_parts if each.id == part_id)
        part = spec.build(self.at_hand.desk)
        assert isinstance(part, kind)
        self.show(part, (1040, 480))
        part.show_client(client_id)
        self.settle()
        return part

    def add_dialog(self, client_id: int | None, *paths: Path) -> AddFilesDialog:
        """The dialog that stores files."""
        return self.dialog(AddFilesDialog, "files.add", client_id=client_id, paths=paths)

    def submit(self, dialog: AddFilesDialog) -> None:
        """Press Store."""
        dialog.submit()
        self.settle()

    def drop(self, place: QWidget, paths: Sequence[Path]) -> None:
        """Drag files over a part of the window and let them go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        target = place.findChild(DropTarget)
        assert isinstance(target, DropTarget)
        # Qt itself lets go only of what it saw being dragged in
        target.eventFilter(place, QDropEvent(QPointF(9, 9), copy, data, left, none))
        self.settle()

    def press(self, where: QWidget, key: Qt.Key, *, ctrl: bool = False, shift: bool = False) -> None:
        """Press a key where the keyboard is."""
        where.setFocus()
        super().press(where, key, ctrl=ctrl, shift=shift)

    def search(self, browser: FileBrowser, text: str) -> None:
        """Type into the search field."""
        browser.search.setText(text)
        self.settle()

    def choose(self, browser: FileBrowser, code: str) -> None:
        """Show some of the files only."""
        browser.shown.set_code(code)
        browser.shown.chosen.emit(code)
        self.settle()

    @staticmethod
    def names(browser: FileBrowser) -> list[str]:
        """What is listed, from the top."""
        files = browser.table.files
        rows = (files.row_at(place) for place in range(files.rowCount()))
        return [row.name for row in rows if row is not None]

    @staticmethod
    def cells(browser: FileBrowser, row: int = 0) -> list[str]:
        """What a line says."""
        files = browser.table.files
        return [str(files.index(row, column).data()) for column in range(files.columnCount())]
