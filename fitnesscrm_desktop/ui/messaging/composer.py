"""Write to a client: free words or a template's, with what the reader gets beside it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Channel, MessageState, Permission
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.services.messaging.letterhead import written_mail
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten, Written
from fitnesscrm_desktop.services.messaging.results import Rendered
from fitnesscrm_desktop.services.settings.languages import language_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M
from fitnesscrm_desktop.ui.messaging.composer_presenter import ComposerPresenter
from fitnesscrm_desktop.ui.messaging.composer_state import ComposerState
from fitnesscrm_desktop.ui.messaging.composer_words import blocks, cost_text, problem, reader_text
from fitnesscrm_desktop.ui.messaging.mail_view import SafeBrowser
from fitnesscrm_desktop.ui.messaging.outbox_words import has_subject
from fitnesscrm_desktop.ui.messaging.put_aside import put_aside
from fitnesscrm_desktop.ui.messaging.words import channel_word
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

HITS = 12
FREE, OWN = "free", "own"
WIDTH, PREVIEW_WIDTH, WORDS_HEIGHT = 800, 300, 120


class ComposerDialog(FormDialog):
    """``outcome`` is the ``Written``."""

    def __init__(self, desk: Desk, *, client_id: int | None = None, channel: Channel | None = None) -> None:
        may_send = desk.actor.may(Permission.APPROVE_MESSAGES)
        verb = self.tr("Send") if may_send else self.tr("Put into the outbox")
        super().__init__(desk, self.tr("Write a message"), verb, width=WIDTH)
        self._may_send, self._approve, self._key = may_send, may_send, uuid.uuid4().hex
        self._templates: tuple[object, ...] = ()
        self._languages: tuple[str, ...] = ()
        self._sent_words = ("", "")
        self._written_in = ""
        self._fixed = client_id is not None
        self.picker: PickerField[ClientHit] = PickerField(
            self._search,
            desk.tasks,
            parent=self,
            label=lambda hit: hit.name,
            detail=lambda hit: self.tr("No. {number}").format(number=hit.member_number),
            hint=self.tr("Name, phone or number of the client"),
        )
        self.channel = SegmentedControl(
            [(each.value, channel_word(each)) for each in Channel], name=self.tr("Send as")
        )
        self.template = ChoiceField([(FREE, self.tr("Own words"))])
        self.template.set_code(FREE)
        self.language = ChoiceField()
        self.offer = QCheckBox(self.tr("Offers or news (only to those who have agreed)"))
        self.subject, self.text = QLineEdit(), QPlainTextEdit()
        self.subject.setMaxLength(200)
        self.text.setMinimumHeight(theme().px(WORDS_HEIGHT))
        self.text.setTabChangesFocus(True)
        self.assist = LinkButton(self.tr("Let the assistant write…"), self._ask_assistant, icon="sparkles")
        if not desk.actor.may(Permission.USE_ASSISTANT):
            self.assist.hide()
        self.cost = Label("", "muted")
        self.reader = Label("", "muted", wrap=True)
        self.preview_subject = Label("", "strong", wrap=True)
        self.preview = SafeBrowser(self.tr("What the client would read"))
        self.warning = Banner("")
        self.later = Button(self.tr("Put into the outbox"), self._put_into_outbox)
        self.presenter = ComposerPresenter(desk, self, self)
        self._fill_dialog()
        self._connect()
        self.presenter.begin(client_id, channel)
        (self.text if self._fixed else self.picker).setFocus()

    def _fill_dialog(self) -> None:
        if self._fixed:
            self.picker.hide()
        else:
            self.add_field("client", self.tr("To"), self.picker)
        self.form.add_wide(self.channel)
        self.add_field("template", self.tr("Words"), self.template)
        self.add_field("language", self.tr("Language"), self.language)
        self.form.add_wide(self.offer)
        self.add_field("subject", self.tr("Subject"), self.subject)
        self.add_field("text", self.tr("Text"), self.text)
        below = QHBoxLayout()
        below.addWidget(self.cost)
        below.addStretch(1)
        below.addWidget(self.assist)
        line = QWidget()
        line.setLayout(below)
        below.setContentsMargins(0, 0, 0, 0)
        self.form.add_wide(line)
        card = Card(self.tr("What the reader gets"))
        card.setMinimumWidth(theme().px(PREVIEW_WIDTH))
        card.body.setSpacing(M)
        for part in (self.reader, self.preview_subject):
            card.add(part)
        card.add(self.preview, 1)
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(L)
        both.addLayout(left, 1)
        both.addWidget(card, 1)
        self.body.addLayout(both, 1)
        self.body.addWidget(self.warning)
        self.later.setVisible(self._may_send)
        self.foot.insertWidget(self.foot.count() - 1, self.later)

    def _connect(self) -> None:
        ask = self.presenter
        self.picker.picked.connect(lambda hit: ask.write_to(None if hit is None else hit.id))
        self.channel.chosen.connect(lambda key: ask.choose_channel(Channel(key)))
        self.template.chosen.connect(lambda code: ask.choose_template(None if code == FREE else int(code)))
        self.language.chosen.connect(lambda code: ask.choose_language(None if code == OWN else code))
        self.offer.toggled.connect(lambda on: ask.set_offer(offer=on))
        self.subject.textChanged.connect(lambda _text: self._show_words())
        self.text.textChanged.connect(self._show_words)

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: ComposerState) -> None:
        """Show it."""
        if self._fixed and state.reach is not None:
            self.set_sub(state.reach.client_name)
        self.channel.set_current(state.channel.value)
        self._show_choices(state)
        self._show_field(self.subject, shown=has_subject(state.channel))
        self.offer.setVisible(state.template_id is None)
        self.reader.setText(reader_text(state))
        self._show_words()

    def fill_in(self, rendered: Rendered) -> None:
        """Put a template's words into the fields, and take what was typed there away."""
        self._sent_words = (rendered.subject, rendered.text)
        self.subject.setText(rendered.subject)
        replace_words(self.text, rendered.text)
        self.remember_typed()
        self._show_words()

    def begin_with(self, subject: str, text: str, language: str, *, offer: bool) -> None:
        """Open with words that somebody has chosen elsewhere: they are not lost by one key."""
        self.remember_typed()
        self._put_words(subject, text, language, offer=offer)

    def _put_words(self, subject: str, text: str, language: str, *, offer: bool) -> None:
        self._written_in = language
        self.subject.setText(subject)
        replace_words(self.text, text)
        self.offer.setChecked(offer)

    # --- the assistant ----------------------------------------------------------------------------------

    def _ask_assistant(self) -> None:
        client_id = self.presenter.state.client_id
        if client_id is None:
            self.form.set_error(self.picker, self.tr("Choose a client first."))
            self.picker.setFocus()
            return
        self.desk.window.open_dialog("assistant.draft", client_id=client_id, then=self._take_draft)

    def _take_draft(self, drafted: Any) -> None:
        typed = self.text.toPlainText().strip()
        if typed and not self.desk.dialogs.confirm(
            self.tr("Replace the words"),
            self.tr("The words in the message are replaced by those of the assistant."),
            self.tr("Replace"),
        ):
            put_aside(self.desk, drafted)
            return
        if self.presenter.state.template_id is not None:
            self.template.set_code(FREE)
            self.presenter.choose_template(None)
        self._put_words(drafted.subject, drafted.text, drafted.language, offer=drafted.offer)

    def _show_choices(self, state: ComposerState) -> None:
        if state.templates != self._templates:
            self._templates = state.templates
            found = [(str(row.id), row.name) for row in state.templates]
            self.template.set_choices([(FREE, self.tr("Own words")), *found])
        languages = state.template.languages if state.template is not None else ()
        if languages != self._languages:
            self._languages = languages
            found = [(each, language_name(each)) for each in languages]
            self.language.set_choices([(OWN, self.tr("The client’s own")), *found])
        self.language.set_code(state.language or OWN)
        self._show_field(self.language, shown=len(languages) > 1)

    def _show_field(self, field: QLineEdit | ChoiceField, *, shown: bool) -> None:
        self.form.set_visible(field, shown)

    def _show_words(self) -> None:
        """The preview, the cost and what is in the way follow what is typed."""
        state = self.presenter.state
        unchanged = self._unchanged()
        self.preview.show_words(self._page(state, unchanged=unchanged), self.text.toPlainText())
        self.preview_subject.setText(self.subject.text() if has_subject(state.channel) else "")
        self.preview_subject.setVisible(bool(self.preview_subject.text()))
        self.cost.setText(cost_text(self.text.toPlainText(), state.reach, self.desk.formats))
        self.cost.setVisible(state.channel is Channel.SMS)
        text, tone = problem(state, unchanged=unchanged)
        self.warning.set_text(text, tone)
        self.warning.setVisible(bool(text))
        blocked = state.client_id is not None and blocks(state, unchanged=unchanged)
        for button in (self.verb, self.later):
            button.setEnabled(not blocked)

    def _page(self, state: ComposerState, *, unchanged: bool) -> str:
        """The e-mail as it goes out; empty for what is only words."""
        rendered, text = state.rendered, self.text.toPlainText()
        if state.channel is not Channel.EMAIL or not text.strip():
            return ""
        if rendered is not None and unchanged:
            return rendered.html
        language = rendered.language if rendered is not None else self._written_in
        return written_mail(self.desk.profile, self.subject.text(), text, language)

    def _unchanged(self) -> bool:
        words = (self.subject.text(), self.text.toPlainText())
        return self.presenter.state.rendered is not None and words == self._sent_words

    # --- the deed ---------------------------------------------------------------------------------------

    def deed(self) -> Callable[[], Written] | None:
        """Store it; whoever may, sends it at once."""
        state = self.presenter.state
        unchanged = self._unchanged()
        rendered = state.rendered
        if state.client_id is None and not self._fixed:
            self.form.set_error(self.picker, self.tr("Choose a client first."))
        letter = HandWritten(
            channel=state.channel,
            subject=self.subject.text() if has_subject(state.channel) else "",
            text=self.text.toPlainText(),
            html=rendered.html if rendered is not None and unchanged else "",
            language=rendered.language if rendered is not None else self._written_in,
            purpose=state.purpose,
            template_id=state.template_id,
        )
        return self.presenter.sending(letter, self._key, approve=self._approve)

    def submit(self) -> None:
        """The button named after the deed: approve at once, if that is allowed."""
        self._approve = self._may_send
        super().submit()

    def _put_into_outbox(self) -> None:
        self._approve = False
        super().submit()

    def succeeded(self, outcome: Written) -> None:
        """Say where it is, and lead there."""
        desk = self.desk
        sent = outcome.state is MessageState.APPROVED
        text = self.tr("The message goes out.") if sent else self.tr("The message waits in the outbox.")
        which = "ready" if sent else "draft"
        desk.toasts.show_toast(
            text,
            undo=lambda: desk.window.go("outbox.main", which=which),
            tone="good",
            action=self.tr("Show"),
        )
        super().succeeded(outcome)

    def show_error(self, error: Exception) -> None:
        """Say it; what is in the way is looked at again."""
        super().show_error(error)
        self._show_words()

    def _search(self, text: str) -> Sequence[ClientHit]:
        return self.desk.services.directory.search(self.desk.actor, text, HITS)


def replace_words(field: QPlainTextEdit, text: str) -> None:
    """Put *text* in place of what stands there; Ctrl+Z brings that back."""
    cursor = field.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.insertText(text)
    cursor.setPosition(0)
    field.setTextCursor(cursor)
