"""Questions to the person, behind a protocol: presenters ask ``Dialogs``, tests answer from a script."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.icons import icon_pixmap
from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S


class Unsaved(Enum):
    """What is to become of what was typed."""

    SAVE = auto()
    THROW_AWAY = auto()
    STAY = auto()


class Dialogs(Protocol):
    """How the application stops and talks. A toast with Undo is usually better."""

    def tell(self, title: str, text: str, detail: str = "") -> None:
        """Say something that must be read; *detail* can be copied."""
        ...

    def ask_text(self, title: str, label: str, value: str = "", *, secret: bool = False) -> str | None:
        """Ask for one line; None: the person went back."""
        ...

    def confirm(self, title: str, text: str, verb: str, *, danger: bool = False) -> bool:
        """Ask before what cannot be undone; *verb* names it on the button."""
        ...

    def ask_unsaved(self, title: str, text: str) -> Unsaved:
        """Ask what is to become of what was typed and not stored."""
        ...

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Ask for a file to read; *kinds* as Qt writes them: ``Tables (*.csv *.xlsx)``."""
        ...

    def choose_open_files(self, title: str, kinds: str) -> list[Path]:
        """Ask for files to read, several at once; none: the person went back."""
        ...

    def choose_save_file(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Ask where to write."""
        ...

    def show(self, dialog: QDialog) -> bool:
        """Run a dialog of a feature; whether it was accepted."""
        ...


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)


class AskDialog(QDialog):
    """Title, text, perhaps a field or a detail, and one or two buttons."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, verb: str, *, icon: str = "", back: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme().px(420))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(XL, XL, XL, L)
        self._layout.setSpacing(M)
        head = QHBoxLayout()
        head.setSpacing(M)
        if icon:
            picture = QLabel()
            picture.setPixmap(
                icon_pixmap(icon, color="accent_text", size=theme().px(22), ratio=self.devicePixelRatio())
            )
            head.addWidget(picture)
        head.addWidget(self._label(title, "heading"), 1)
        self._layout.addLayout(head)
        if text:
            self._layout.addWidget(self._label(text, "body"))
        self.setAccessibleDescription(text)
        self.verb = QPushButton(verb)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.accept)
        buttons = self._buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.setContentsMargins(0, S, 0, 0)
        buttons.addStretch(1)
        if back:
            self.back = QPushButton(back)
            self.back.setAutoDefault(False)
            self.back.clicked.connect(self.reject)
            buttons.addWidget(self.back)
        buttons.addWidget(self.verb)
        self._layout.addLayout(buttons)

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setText(clipped(text, 4000))
        return label

    def offer(self, verb: str) -> Callable[[], bool]:
        """Offer another way to go on, at the left; the answer says whether it was taken."""
        button = QPushButton(verb)
        button.setAutoDefault(False)
        button.setProperty("variant", "danger")
        taken: list[bool] = []
        button.clicked.connect(lambda _checked=False: taken.append(True))
        button.clicked.connect(self.accept)
        self._buttons.insertWidget(0, button)
        return lambda: bool(taken)

    def add(self, widget: QWidget) -> None:
        """Put *widget* between the text and the buttons."""
        self._layout.insertWidget(self._layout.count() - 1, widget)

    def add_label(self, text: str) -> None:
        """Put a small caption between the text and the buttons."""
        self.add(self._label(text, "muted"))


class QtDialogs:
    """The real ones; *parent* is asked each time, because windows come and go."""

    def __init__(self, parent: Callable[[], QWidget | None]) -> None:
        self._parent = parent

    def tell(self, title: str, text: str, detail: str = "") -> None:
        """Say something that must be read."""
        dialog = AskDialog(self._parent(), title, text, _tr("Close"), icon="info")
        dialog.verb.setProperty("variant", "primary")
        if detail:
            box = QPlainTextEdit(clipped(detail, 100_000))
            box.setReadOnly(True)
            box.setAccessibleName(_tr("Details"))
            dialog.add(box)
        self.show(dialog)

    def ask_text(self, title: str, label: str, value: str = "", *, secret: bool = False) -> str | None:
        """Ask for one line."""
        dialog = AskDialog(self._parent(), title, "", _tr("OK"), back=_tr("Cancel"))
        dialog.verb.setProperty("variant", "primary")
        field = QLineEdit(value)
        field.setMaxLength(1000)
        field.setAccessibleName(label)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        dialog.add_label(label)
        dialog.add(field)
        field.setFocus()
        return field.text() if self.show(dialog) else None

    def confirm(self, title: str, text: str, verb: str, *, danger: bool = False) -> bool:
        """Ask before what cannot be undone."""
        dialog = AskDialog(self._parent(), title, text, verb, icon="alert-triangle", back=_tr("Go back"))
        dialog.verb.setProperty("variant", "danger-solid" if danger else "primary")
        if danger:  # a habitual Enter must not destroy anything
            dialog.back.setAutoDefault(True)
            dialog.back.setDefault(True)
            dialog.back.setFocus()
        return self.show(dialog)

    def ask_unsaved(self, title: str, text: str) -> Unsaved:
        """Ask what is to become of what was typed; Esc stays."""
        dialog = AskDialog(self._parent(), title, text, _tr("Save"), icon="alert-triangle", back=_tr("Stay"))
        dialog.verb.setProperty("variant", "primary")
        thrown = dialog.offer(_tr("Throw away"))
        if not self.show(dialog):
            return Unsaved.STAY
        return Unsaved.THROW_AWAY if thrown() else Unsaved.SAVE

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Ask for a file to read."""
        name, _kind = QFileDialog.getOpenFileName(self._parent(), title, str(folder or Path.home()), kinds)
        return Path(name) if name else None

    def choose_open_files(self, title: str, kinds: str) -> list[Path]:
        """Ask for files to read."""
        names, _kind = QFileDialog.getOpenFileNames(self._parent(), title, str(Path.home()), kinds)
        return [Path(name) for name in names]

    def choose_save_file(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Ask where to write; an existing file is asked about by the system."""
        name, _kind = QFileDialog.getSaveFileName(self._parent(), title, str(suggested), kinds)
        return Path(name) if name else None

    def show(self, dialog: QDialog) -> bool:
        """Run *dialog* until it is answered."""
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return accepted
