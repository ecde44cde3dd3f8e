"""Choose a photo from a file, and see what will be kept of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.clients.photos import MAX_BYTES, prepare_photo
from fitnesscrm_desktop.services.core.errors import RuleBroken, StudioError
from fitnesscrm_desktop.ui.clients.words import translate
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import XS, M, S
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label


def picture_kinds() -> str:
    """What a photo may be, for the dialog of the system."""
    return translate("clients", "Pictures (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff)")


def read_photo(path: Path) -> bytes:
    """The photo in *path*, small and square; not for the UI thread. Raises ``RuleBroken``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RuleBroken(translate("clients", "This file is too large for a photo. Nothing was stored."))
        return prepare_photo(path.read_bytes())[0]
    except OSError as error:
        text = translate("clients", "The file {name} cannot be read. Nothing was stored.")
        raise RuleBroken(text.format(name=path.name)) from error


class PhotoField(QWidget):
    """The photo of somebody who is being added; ``jpeg`` is None without one."""

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.jpeg: bytes | None = None
        self._name = ""
        self._avatar = Avatar(64)
        self._choose = Button(self.tr("Choose a photo…"), self.choose, icon="camera")
        self._clear = LinkButton(self.tr("Remove"), self.clear)
        self._trouble = Label("", "error", wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self._choose)
        buttons.addWidget(self._clear)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addStretch(1)
        words.addLayout(buttons)
        words.addWidget(self._trouble)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self._avatar)
        layout.addLayout(words, 1)
        self._show()

    def set_name(self, name: str) -> None:
        """Whose initials stand there until there is a photo."""
        self._name = name
        self._show()

    def set_photo(self, jpeg: bytes | None) -> None:
        """Show this one."""
        self.jpeg = jpeg
        self._trouble.setText("")
        self._show()

    def choose(self) -> None:
        """Ask for a file and look at it."""
        path = self._desk.dialogs.choose_open_file(self.tr("Choose a photo"), picture_kinds())
        if path is not None:
            self._desk.tasks.run(
                lambda: read_photo(path), done=self.set_photo, failed=self._failed, owner=self
            )

    def clear(self) -> None:
        """No photo."""
        self.set_photo(None)
        self._choose.setFocus()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._desk.window.report(error)
            return
        self._trouble.setText(error.text)
        self._trouble.show()

    def _show(self) -> None:
        image = QImage()
        if self.jpeg is not None:
            image.loadFromData(self.jpeg)
        self._avatar.set_person(self._name, image)
        self._clear.setVisible(self.jpeg is not None)
        self._trouble.setVisible(bool(self._trouble.text()))
