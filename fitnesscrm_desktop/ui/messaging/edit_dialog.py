"""Change the words or the address of a draft, or of what could not be sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.messaging.results import MessageDetail
from fitnesscrm_desktop.services.messaging.sms_parts import sms_parts
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.messaging.outbox_words import has_subject
from fitnesscrm_desktop.ui.messaging.words import channel_word, translate
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog, ConflictRow
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label

ADDRESS_LINES, WORDS_HEIGHT = 84, 240


class EditMessageDialog(FormDialog):
    """``outcome`` is the ``MessageDetail``."""

    def __init__(self, desk: Desk, *, message_id: int) -> None:
        super().__init__(desk, self.tr("Change the message"), self.tr("Save"), width=560)
        self._message_id, self._version = message_id, 0
        self._channel = Channel.EMAIL
        self.address, self.lines = QLineEdit(), QPlainTextEdit()
        self.address.setMaxLength(254)
        self.lines.setFixedHeight(theme().px(ADDRESS_LINES))
        self.lines.setTabChangesFocus(True)
        self.subject, self.text = QLineEdit(), QPlainTextEdit()
        self.subject.setMaxLength(200)
        self.text.setMinimumHeight(theme().px(WORDS_HEIGHT))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._count_parts)
        self.parts = Label("", "muted", wrap=True)
        self.verb.setEnabled(False)
        outbox, actor = desk.services.outbox, desk.actor
        self.load(lambda: outbox.detail(actor, message_id), self._loaded)

    def _loaded(self, detail: MessageDetail) -> None:
        row = detail.row
        self._version, self._channel = row.version, row.channel
        self.set_sub(
            self.tr("{channel} to {name}").format(channel=channel_word(row.channel), name=row.to_name)
        )
        if row.channel is Channel.LETTER:
            self.lines.setPlainText(row.to_address)
            self.add_field("to_address", self.tr("Address"), self.lines)
        elif row.channel is not Channel.COPY:
            self.address.setText(row.to_address)
            label = self.tr("Phone number") if row.channel is Channel.SMS else self.tr("E-mail address")
            self.add_field("to_address", label, self.address)
        if has_subject(row.channel):
            self.subject.setText(row.subject)
            self.add_field("subject", self.tr("Subject"), self.subject)
        hint = self.tr("What the template has formatted becomes plain when you change the words.")
        self.add_field("text", self.tr("Text"), self.text, hint=hint if detail.html else "")
        self.text.setPlainText(detail.text)
        self.form.add_wide(self.parts)
        self.parts.setVisible(row.channel is Channel.SMS)
        self.verb.setEnabled(True)
        self.remember_typed()
        self.text.show()  # a field that is new to the form is shown later, and cannot be typed into before
        self.text.setFocus()

    def deed(self) -> Callable[[], MessageDetail] | None:
        """Store it; only what differs counts as a change."""
        outbox, actor = self.desk.services.outbox, self.desk.actor
        message_id, version, text = self._message_id, self._version, self.text.toPlainText()
        to = self.lines.toPlainText() if self._channel is Channel.LETTER else self.address.text()
        to_address = None if self._channel is Channel.COPY else to
        subject = self.subject.text() if has_subject(self._channel) else None
        return lambda: outbox.edit(
            actor, message_id, version, subject=subject, text=text, to_address=to_address
        )

    def succeeded(self, outcome: MessageDetail) -> None:
        """Say so."""
        self.desk.toasts.show_toast(self.tr("The message is changed."), tone="good")
        super().succeeded(outcome)

    def show_error(self, error: Exception) -> None:
        """Somebody else has changed it: mine or theirs."""
        if not isinstance(error, Conflict) or not error.mine:
            super().show_error(error)
            return
        captions = {
            "subject": translate("Subject"),
            "text": translate("Text"),
            "to_address": translate("Address"),
        }
        rows = [
            ConflictRow(name, captions[name], str(mine), str(error.theirs[name]))
            for name, mine in error.mine.items()
        ]
        dialog = ConflictDialog(error.text, rows)
        if self.desk.dialogs.show(dialog):
            theirs = {name: str(error.theirs[name]) for name in error.mine if name not in dialog.keeps_mine()}
            self._take(theirs)

    def _take(self, theirs: dict[str, str]) -> None:
        """Put their values in, and save on top of what is stored now."""
        if "subject" in theirs:
            self.subject.setText(theirs["subject"])
        if "text" in theirs:
            self.text.setPlainText(theirs["text"])
        if "to_address" in theirs:
            self.address.setText(theirs["to_address"])
            self.lines.setPlainText(theirs["to_address"])
        outbox, actor, message_id = self.desk.services.outbox, self.desk.actor, self._message_id

        def again(detail: MessageDetail) -> None:
            self._version = detail.row.version
            self.submit()

        self.load(lambda: outbox.detail(actor, message_id), again)

    def _count_parts(self) -> None:
        count = sms_parts(self.text.toPlainText())
        text = self.tr("1 part") if count == 1 else self.tr("{count} parts")
        self.parts.setText(text.format(count=count))
