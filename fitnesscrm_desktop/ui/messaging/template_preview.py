"""What a client would read: an e-mail as mail programs show it, a text message, a letter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.services.messaging.results import Rendered
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import S, Tone
from fitnesscrm_desktop.ui.messaging.mail_view import SafeBrowser, fitted
from fitnesscrm_desktop.ui.messaging.templates_state import TemplatesState
from fitnesscrm_desktop.ui.messaging.words import channel_word
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

HITS = 12
CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.LETTER)


class TemplatePreview(QWidget):
    """A client, a kind of message, and what it looks like.

    Signals:
        client_picked(object): show it for this client (a ``ClientHit`` or None).
        channel_chosen(str): show it as this kind of message.
    """

    client_picked = Signal(object)
    channel_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.client: PickerField[ClientHit] = PickerField(
            self._search,
            desk.tasks,
            label=lambda hit: hit.name,
            detail=lambda hit: f"# {hit.member_number}",
            hint=self.tr("Another client…"),
        )
        self._desk = desk
        self.client.picked.connect(self._picked)
        self.channel = SegmentedControl(
            [(each.value, channel_word(each)) for each in CHANNELS], name=self.tr("Show as")
        )
        self.channel.chosen.connect(self.channel_chosen.emit)
        self.reader = Label("", "muted", elide=True)
        self.subject = Label("", "strong", wrap=True, selectable=True)
        name = self.tr("What the client would read")
        self.mail, self.plain = SafeBrowser(name), SafeBrowser(name)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.mail)
        self.pages.addWidget(self.plain)
        self.missing = Banner("", Tone.AMBER)
        self.missing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.channel)
        layout.addWidget(self.client)
        layout.addWidget(self.reader)
        layout.addWidget(self.subject)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.missing)
        self._shown: tuple[str, str] = ("", "")

    def show_state(self, state: TemplatesState) -> None:
        """Show the preview of *state*."""
        self.channel.set_current(state.channel.value)
        shown = state.preview
        self.reader.setText(self._about(state))
        self.reader.setVisible(bool(self.reader.text()))
        self.subject.setText(shown.subject if shown is not None else "")
        self.subject.setVisible(bool(self.subject.text()))
        self._show_words(shown)
        trouble = state.trouble if shown is None else self._missing(shown)
        self.missing.set_text(trouble, Tone.AMBER)
        self.missing.setVisible(bool(trouble))

    def _show_words(self, shown: Rendered | None) -> None:
        words = ("", "") if shown is None else (shown.html, shown.text)
        if words == self._shown:
            return
        self._shown = words
        html, text = words
        self.pages.setCurrentWidget(self.mail if html else self.plain)
        if html:
            self.mail.setHtml(fitted(html))
        else:
            self.plain.setPlainText(text)

    def _about(self, state: TemplatesState) -> str:
        if state.preview is None or state.reader is None:
            return ""
        if state.channel is not Channel.SMS:
            return self.tr("To {name}").format(name=state.preview.to_name)
        parts = state.preview.parts
        words = self.tr("To {name}, one text message") if parts == 1 else self.tr("To {name}, {parts} parts")
        return words.format(name=state.preview.to_name, parts=parts)

    def _missing(self, shown: Rendered) -> str:
        if not shown.missing:
            return ""
        return self.tr("This client has nothing for: {fields}. The message would not be sent.").format(
            fields=", ".join(shown.missing)
        )

    def _search(self, text: str) -> Sequence[ClientHit]:
        return self._desk.services.directory.search(self._desk.actor, text, HITS)

    def _picked(self, hit: ClientHit | None) -> None:
        if hit is not None:
            self.client_picked.emit(hit)
