"""The files of a client as the staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.files.results import FileInfo, NewFile
from fitnesscrm_desktop.ui.core.desk import ClientPart, StudioDialog
from fitnesscrm_desktop.ui.files import FEATURE
from fitnesscrm_desktop.ui.files.add_dialog import AddFilesDialog
from fitnesscrm_desktop.ui.files.browser import FileBrowser
from fitnesscrm_desktop.ui.files.dropping import DropTarget
from fitnesscrm_desktop.ui.files.tab import FilesTab
from tests.support.drawn_files import contract, lay
from tests.support.gui_desk import DeskAtHand

D = TypeVar("D", bound=StudioDialog)
P = TypeVar("P", bound=ClientPart)
STILL = 3


class FilesScreen:
    """Opens the part and its dialogs, drops files, presses keys, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand, folder: Path) -> None:
        self._bot, self.at_hand, self.folder = qtbot, at_hand, folder
        self._shown: list[QWidget] = []

    def settle(self) -> None:
        """Wait for the work, and for events that travel back."""
        still = 0
        while still < STILL:
            self._bot.waitUntil(self._is_still)
            self._bot.wait(1)
            still = still + 1 if self._is_still() else 0

    def _is_still(self) -> bool:
        timers = (timer for widget in self._shown for timer in widget.findChildren(QTimer))
        waiting = any(timer.isActive() and timer.isSingleShot() for timer in timers)
        return self.at_hand.tasks.idle() and not waiting

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
        self.show(part, 1040, 480)
        part.show_client(client_id)
        self.settle()
        return part

    def add_dialog(self, client_id: int | None, *paths: Path) -> AddFilesDialog:
        """The dialog that stores files."""
        return self.dialog(AddFilesDialog, "files.add", client_id=client_id, paths=paths)

    def dialog(self, kind: type[D], dialog_id: str, /, **about: object) -> D:
        """A dialog of this feature."""
        made = FEATURE.dialogs[dialog_id](self.at_hand.desk, **about)
        assert isinstance(made, kind)
        self.show(made)
        self.settle()
        return made

    def show(self, widget: QWidget, width: int = 0, height: int = 0) -> None:
        """Put it on the screen."""
        self._bot.addWidget(widget)
        self._shown.append(widget)
        if width:
            widget.resize(width, height)
        with self._bot.waitExposed(widget):
            widget.show()

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
        """Press a key."""
        modifiers = Qt.KeyboardModifier.NoModifier
        if ctrl:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        where.setFocus()
        QTest.keyClick(where, key, modifiers)
        self.settle()

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

    @staticmethod
    def said(within: QWidget) -> str:
        """All that can be read on labels."""
        labels = within.findChildren(QLabel)
        return " | ".join(label.text() for label in labels if label.isVisibleTo(within) and label.text())
