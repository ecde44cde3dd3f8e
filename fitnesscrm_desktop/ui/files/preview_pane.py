"""What is in a file, beside the list: picture, PDF or text, its versions, and what one can do with it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.files.results import FileInfo, PreviewKind
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import XS, M, S
from fitnesscrm_desktop.ui.files.looking import FileLooks, Look, SeenFiles
from fitnesscrm_desktop.ui.files.pdf_trial import Verdict
from fitnesscrm_desktop.ui.files.picture_view import PictureView
from fitnesscrm_desktop.ui.files.words import (
    about_version,
    category_word,
    expiry_tone,
    state_sentence,
    tr,
    type_icon,
    version_text,
)
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

PAUSE_MS = 180
"""Whoever runs through the list with the arrow keys looks at where they stop."""
SETTINGS = "settings.main"
KEY_SECTION = "files"


class PreviewPane(Card):
    """``show_file(file)``; *large* fills a window of its own.

    Signals:
        wanted(str, object, int): a deed ("save", "version", "edit", "remove", "restore", "view"), the file,
            and the number of the version that is shown.
    """

    wanted = Signal(str, object, int)

    def __init__(self, desk: Desk, seen: SeenFiles, *, large: bool = False) -> None:
        super().__init__(padding=M)
        self._desk, self._large = desk, large
        self._looks = FileLooks(desk, seen, self)
        self.file: FileInfo | None = None
        self.number = 0
        """The version that is shown."""
        self._closed = False
        """It could not be read; somebody may have mended it since."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._look)
        self._make_head()
        self._make_body()
        self.show_nothing()

    def _make_head(self) -> None:
        self.body.setSpacing(S)
        self._sign = IconLabel("file")
        self._name = Label("", "heading", elide=True)
        self._about = Label("", "muted", wrap=True)
        self._holds = Label("", "small", wrap=True)
        self._tags = Label("", "muted", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._sign)
        head.addWidget(self._name, 1)
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        self.versions = ChoiceField()
        self.versions.setAccessibleName(tr("Version"))
        self.versions.chosen.connect(self._choose_version)
        self._deeds = QWidget()
        row = QHBoxLayout(self._deeds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS)
        self.save = Button(tr("Save as…"), lambda: self._want("save"), icon="save")
        self.version = IconButton(
            "upload", tr("New version… (Ctrl+U)"), lambda: self._want("version"), outline=True
        )
        self.edit = IconButton(
            "edit", tr("Name, tags, expiry… (Ctrl+E)"), lambda: self._want("edit"), outline=True
        )
        self.remove = IconButton("trash", tr("Remove (Del)"), lambda: self._want("remove"), outline=True)
        self.restore = Button(tr("Bring back"), lambda: self._want("restore"), icon="undo")
        self.view = IconButton("eye", tr("Large view (Enter)"), lambda: self._want("view"), outline=True)
        for button in (self.save, self.restore, self.view, self.version, self.edit, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self._head, self._about, self._holds, self._tags, self.versions, self._deeds):
            self.add(widget)

    def _make_body(self) -> None:
        self.stack = QStackedWidget()
        self.picture = PictureView()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Text of the file"))
        self.pdf: PdfView | None = None
        self.nothing = EmptyState("eye", "")
        self.nothing.acted.connect(lambda: self._desk.window.go(SETTINGS, section=KEY_SECTION))
        self._loading = Skeleton(5)
        for layer in (self.nothing, self.picture, self.text, self._loading):
            self.stack.addWidget(layer)
        self.add(self.stack, 1)

    @property
    def is_loading(self) -> bool:
        """Whether what is in the file is still on its way."""
        return self.stack.currentWidget() is self._loading

    # --- showing ----------------------------------------------------------------------------------------

    def show_nothing(self, chosen: int = 0) -> None:
        """No file, or several."""
        self._pause.stop()
        self._looks.drop()
        self.file, self.number = None, 0
        for widget in (self._head, self._about, self._holds, self._tags, self.versions, self._deeds):
            widget.hide()
        if chosen > 1:
            text = tr("{count} files are chosen.").format(count=self._desk.formats.number(chosen))
            self._say(text, tr("Del removes them."))
        else:
            self._say(tr("Choose a file"), tr("It is shown here, with its versions."))

    def show_file(self, file: FileInfo) -> None:
        """Show its newest version, as soon as somebody stops at it."""
        if self.file == file and not self._closed and not self.is_loading:
            return
        new = self.file is None or self.file.id != file.id or self.file.newest != file.newest
        self.file = file
        self._show_facts(file)
        if new:
            self.number = file.newest.number
            self.versions.hide()
        if new or self._closed:
            self.stack.setCurrentWidget(self._loading)
            self._pause.start(0 if self._large else PAUSE_MS)

    def leave(self) -> None:
        """Nobody waits for what was on its way; whoever comes back asks for it again."""
        self._pause.stop()
        self._looks.drop()
        if self.is_loading:
            self.file = None

    def _show_facts(self, file: FileInfo) -> None:
        formats = self._desk.formats
        self._sign.set_icon(type_icon(file.newest.media_type))
        self._name.setText(file.name)
        about = about_version(file.newest, formats)
        self._about.setText(f"{category_word(file.category)} · {about}")
        self._holds.setText(state_sentence(file, formats))
        self._holds.set_tone(expiry_tone(file))
        self._tags.setText(", ".join(file.tags))
        self._head.show()
        self._about.show()
        self._holds.setVisible(bool(self._holds.text()))
        self._tags.setVisible(bool(file.tags))
        self._offer(file)

    def _offer(self, file: FileInfo) -> None:
        may, gone = self._desk.actor.may, file.removed_at is not None
        self._deeds.show()
        self.view.setVisible(not self._large)
        self.version.setVisible(may(Permission.ADD_FILES) and not gone)
        self.edit.setVisible(may(Permission.ADD_FILES) and not gone)
        self.remove.setVisible(may(Permission.MANAGE_FILES) and not gone)
        self.restore.setVisible(may(Permission.MANAGE_FILES) and gone)

    def _look(self) -> None:
        if self.file is not None:
            self._closed = False
            self._looks.look(self.file.id, self.number, self._show, self._failed)

    def _show(self, look: Look) -> None:
        if self.file is None or look.detail.info.id != self.file.id:
            return
        formats = self._desk.formats
        self.number = look.number
        self.versions.set_choices(
            [(str(version.number), version_text(version, formats)) for version in look.detail.versions]
        )
        self.versions.set_code(str(look.number))
        self.versions.setVisible(len(look.detail.versions) > 1)
        shown = next(version for version in look.detail.versions if version.number == look.number)
        self._about.setText(f"{category_word(self.file.category)} · {about_version(shown, formats)}")
        self._show_content(look, self.file.name)

    def _show_content(self, look: Look, name: str) -> None:
        kind = look.preview.kind
        if kind is PreviewKind.PICTURE and not look.image.isNull():
            self.picture.show_image(look.image, name)
            self.stack.setCurrentWidget(self.picture)
        elif look.verdict is Verdict.HARMFUL:
            self._say(
                tr("This PDF is not shown here"),
                tr("It is built so that it never ends, or breaks what shows it. It is kept as it came."),
            )
        elif kind is PreviewKind.PDF and look.verdict is Verdict.SHOWN:
            self._show_pdf(look.preview.data, name)
        elif kind is PreviewKind.TEXT:
            self.text.setPlainText(look.preview.text)
            self.stack.setCurrentWidget(self.text)
        elif kind is PreviewKind.PDF:
            self._say_unreadable()
        else:
            self._say(tr("This file cannot be shown here"), tr("Save it, and open it with its own program."))

    def _show_pdf(self, data: bytes, name: str) -> None:
        if self.pdf is None:  # what shows PDF takes long to load: only when there is one
            self.pdf = PdfView(self._desk.tasks, self._desk.dialogs)
            self.pdf.save_button.hide()  # what leaves the store is noted: there is one way out
            self.stack.addWidget(self.pdf)
        if self.pdf.show_bytes(data, f"{name}.pdf"):
            self.stack.setCurrentWidget(self.pdf)
        else:
            self._say_unreadable()

    def _say_unreadable(self) -> None:
        self._say(tr("This PDF cannot be shown here"), tr("It has a password, or is damaged."))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._desk.window.report(error)
            return
        keyless = self._desk.window.may_open(SETTINGS)
        self._closed = True
        self._say(tr("The file cannot be read"), error.text, tr("Files and privacy") if keyless else "")

    def _say(self, title: str, text: str, action: str = "") -> None:
        self.nothing.set_text(title, text, action)
        self.stack.setCurrentWidget(self.nothing)

    # --- deeds ------------------------------------------------------------------------------------------

    def _choose_version(self, code: str) -> None:
        if int(code) != self.number:
            self.number = int(code)
            self.stack.setCurrentWidget(self._loading)
            self._look()

    def _want(self, deed: str) -> None:
        if self.file is not None:
            self.wanted.emit(deed, self.file, self.number)
