"""The page of templates: the list at the left, the words in the middle, and what a client would read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Channel, Permission, Purpose
from fitnesscrm_desktop.services.assistant.facts import LANGUAGES
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.messaging.events import TemplatesChanged
from fitnesscrm_desktop.services.messaging.results import TemplateRow
from fitnesscrm_desktop.services.settings.languages import base_of, language_name
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.messaging.files_row import FilesRow
from fitnesscrm_desktop.ui.messaging.put_aside import put_aside
from fitnesscrm_desktop.ui.messaging.template_deeds import TemplateDeeds
from fitnesscrm_desktop.ui.messaging.template_editor import TemplateEditor
from fitnesscrm_desktop.ui.messaging.template_preview import TemplatePreview
from fitnesscrm_desktop.ui.messaging.templates_presenter import TemplatesPresenter
from fitnesscrm_desktop.ui.messaging.templates_state import TemplatesState
from fitnesscrm_desktop.ui.messaging.words import field_word, purpose_word
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.conflict import kept_of_mine
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.states import EmptyState

LIST_WIDTH, ROOMY, NARROWEST = 244, 1000, 640
WORDS, READ = "words", "read"


class TemplatesPage(Page):
    """The page "Templates"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._listed: tuple[object, ...] = ()
        self.presenter = TemplatesPresenter(desk, self, self)
        self.deeds = TemplateDeeds(desk, self.presenter, self, self)
        self.header = PageHeader(self.tr("Templates"), self.tr("What messages say, in every language."))
        self.archived = QCheckBox(self.tr("Show archived"))
        self.archived.toggled.connect(lambda on: self.presenter.show_archived(archived=on))
        self.new_button = PrimaryButton(self.tr("New template"), self.presenter.begin_new, icon="plus")
        self.header.add(self.archived, self.new_button)
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"))
        self.notice.acted.connect(self.presenter.load)
        self.notice.hide()
        self.editor, self.preview, self.files = TemplateEditor(), TemplatePreview(desk), FilesRow()
        self._make_list()
        self._make_buttons()
        self._lay_out()
        self._connect()
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.deeds.save)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        desk.bridge.on(TemplatesChanged, lambda _event: self._changed(), owner=self)

    def _make_list(self) -> None:
        column: Column[TemplateRow] = Column(self.tr("Template"), self._name_of, tooltip=self._about)
        self.model: RowsTableModel[TemplateRow] = RowsTableModel(
            [column], key=lambda row: row.id, parent=self
        )
        self.table = DataTable(self.tr("Templates"))
        self.table.setModel(self.model)
        self.table.setFixedWidth(theme().px(LIST_WIDTH))
        self.table.current_row_changed.connect(self._row_chosen)
        self.table.set_empty("message", self.tr("No templates"))

    def _name_of(self, row: TemplateRow) -> str:
        if row.id in self.presenter.state.unsaved:
            return self.tr("{name} • not saved").format(name=row.name)
        return self.tr("{name} (archived)").format(name=row.name) if row.archived else row.name

    def _about(self, row: TemplateRow) -> str:
        return self.tr("{name}, in {languages}").format(
            name=row.name, languages=", ".join(map(language_name, row.languages))
        )

    def _make_buttons(self) -> None:
        self.save_button = PrimaryButton(self.tr("Save"), self.deeds.save)
        self.save_button.setToolTip(self.tr("Ctrl+S"))
        self.revert_button = Button(self.tr("Undo changes"), self.presenter.revert)
        self.reset_button = LinkButton(self.tr("First words"), self.deeds.reset, icon="undo")
        self.reset_button.setToolTip(self.tr("Back to the words that came with the program"))
        self.archive_button = Button(self.tr("Archive"), self.deeds.archive)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(S)
        for button in (self.save_button, self.revert_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.archive_button)
        line = QHBoxLayout()
        line.setSpacing(S)
        line.addWidget(self.files, 1)
        line.addWidget(self.reset_button)
        self.words = Card()
        self.words.body.setSpacing(M)
        self.words.add(self.editor, 1)
        self.words.body.addLayout(line)
        self.words.body.addLayout(foot)
        self.read = Card(self.tr("Preview"))
        self.read.add(self.preview, 1)
        self.side = SegmentedControl(
            [(WORDS, self.tr("Words")), (READ, self.tr("Preview"))], name=self.tr("Show")
        )
        self.side.chosen.connect(lambda _side: self._make_room())
        both = QHBoxLayout()
        both.setSpacing(L)
        both.addWidget(self.words, 6)
        both.addWidget(self.read, 4)
        self.work = QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.side)
        column.addLayout(both, 1)
        self.empty = EmptyState(
            "message",
            self.tr("Words for every occasion"),
            self.tr("A welcome, a birthday, a reminder: choose one at the left, or write your own."),
            self.tr("Write the first one"),
        )
        self.empty.acted.connect(self.presenter.begin_new)
        self.right = QStackedWidget()
        self.right.addWidget(self.empty)
        self.right.addWidget(self.work)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.table)
        row.addWidget(self.right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addLayout(row, 1)
        self.setMinimumWidth(
            theme().px(NARROWEST)
        )  # else both cards would keep the page from becoming narrow
        self._make_room()

    def _connect(self) -> None:
        ask, editor = self.presenter, self.editor
        editor.named.connect(ask.name_it)
        editor.purposed.connect(lambda purpose: ask.set_purpose(Purpose(purpose)))
        editor.written.connect(ask.write)
        editor.language_chosen.connect(ask.turn_to)
        editor.language_added.connect(ask.add_language)
        editor.language_removed.connect(ask.remove_language)
        editor.assistant_wanted.connect(self._ask_assistant)
        self.preview.client_picked.connect(ask.show_for)
        self.preview.channel_chosen.connect(lambda channel: ask.show_as(Channel(channel)))
        self.files.add_wanted.connect(self._choose_file)
        self.files.remove_wanted.connect(self.deeds.detach)

    def arrive(self, **where: Any) -> None:
        """``template_id=7`` opens one, ``new=True`` begins another."""
        self.presenter.load()
        if where.get("new"):
            self.presenter.begin_new()
            self.editor.name.setFocus()
        elif (wanted := where.get("template_id")) is not None:
            self.presenter.choose(int(wanted))
        else:
            self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words and preview stand beside each other where there is room for both."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        roomy = self.width() >= theme().px(ROOMY)
        self.side.setVisible(not roomy)
        self.words.setVisible(roomy or self.side.current() == WORDS)
        self.read.setVisible(roomy or self.side.current() == READ)

    def _changed(self) -> None:
        if self.isVisible():
            self.presenter.load()

    def _row_chosen(self, row: TemplateRow | None) -> None:
        if row is not None:
            self.presenter.choose(row.id)

    def _choose_file(self) -> None:
        file = self._desk.dialogs.choose_open_file(self.tr("Attach a file"), self.tr("All files (*)"))
        if file is not None:
            self.deeds.attach(file)

    def _ask_assistant(self) -> None:
        language = base_of(self.presenter.state.language)
        self._desk.window.open_dialog(
            "assistant.draft", as_template=True, language=language, then=self._take_draft
        )

    def _take_draft(self, drafted: Any) -> None:
        part = self.presenter.state.part
        if part is None or (part.text.strip() and not self._may_replace()):
            put_aside(self._desk, drafted)
            return
        self.presenter.take_words(drafted.subject, drafted.text)

    def _may_replace(self) -> bool:
        return self._desk.dialogs.confirm(
            self.tr("Replace the words"),
            self.tr("Subject and text of this language are replaced by those of the assistant."),
            self.tr("Replace"),
        )

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: TemplatesState) -> None:
        """Show it."""
        self.notice.setVisible(bool(state.error))
        if state.error:
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        self._show_list(state)
        self.right.setCurrentWidget(self.empty if state.draft is None else self.work)
        self.editor.show_state(state)
        self.editor.assist.setVisible(self._may_assist(state))
        self.preview.show_state(state)
        detail = state.detail
        self.files.setEnabled(detail is not None)
        self.files.show_files(detail.attachments if detail is not None else ())
        self.save_button.setEnabled(state.changed and not state.saving)
        self.revert_button.setEnabled(state.changed or detail is None)
        self.reset_button.setVisible(detail is not None and detail.changed)
        self.archive_button.setVisible(detail is not None)
        archived = detail is not None and detail.row.archived
        self.archive_button.setText(self.tr("Restore") if archived else self.tr("Archive"))

    def _may_assist(self, state: TemplatesState) -> bool:
        spoken = base_of(state.language) in LANGUAGES
        return spoken and self._desk.actor.may(Permission.USE_ASSISTANT)

    def _show_list(self, state: TemplatesState) -> None:
        wanted = (state.rows, state.unsaved, state.open_id)
        if state.rows is None or wanted == self._listed:
            return
        self._listed = wanted
        with QSignalBlocker(self.table):
            self.model.show_rows(state.rows)
            place = next((at for at, row in enumerate(state.rows) if row.id == state.open_id), None)
            if place is None:
                self.table.clearSelection()
            elif self.table.currentIndex().row() != place:
                self.table.select_row(place)

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say it in a toast."""
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    def ask_which(self, conflict: Conflict) -> dict[str, object] | None:
        """Mine or theirs, field by field."""
        captions = {name: field_word(name) for name in conflict.mine}
        return kept_of_mine(self._desk.dialogs, conflict, captions, _said)


def _said(_name: str, value: object) -> str:
    if isinstance(value, Purpose):
        return purpose_word(value)
    return "" if value is None else str(value)
