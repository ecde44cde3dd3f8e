"""The dialog that writes to a client: what the reader gets, and what is in the way, before it is sent."""

from __future__ import annotations

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Channel, ConsentKind, MessageState, Purpose, Role
from fitnesscrm_desktop.services.messaging.outbox_results import SmsSettings
from fitnesscrm_desktop.services.messaging.results import MessageDetail, TextPart
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.messaging.composer import FREE, ComposerDialog
from tests.gui.messaging.outbox_screen import OutboxScreen
from tests.support.actors import an_actor
from tests.support.outbox_desk import OutboxDesk
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow

WORDS = "Hello {{ client.first_name }}, your trainer is {{ trainer.name }}."


@pytest.fixture
def anna(rows: StudioRows) -> int:
    """A client with an e-mail address and a phone."""
    return rows.client("Anna Ivanova", email="anna@example.com", phone="+4930123456")


class Composer:
    """The dialog in front, and what came of it."""

    def __init__(self, window: StudioWindow, desk: OutboxDesk) -> None:
        self.window, self._desk = window, desk

    def open(self, client_id: int | None) -> ComposerDialog:
        """Open it."""
        self.window.work.window.open_dialog("messages.write", client_id=client_id)
        self.window.settle()
        return self.dialog

    @property
    def dialog(self) -> ComposerDialog:
        """The dialog."""
        found = self.window.dialog
        assert isinstance(found, ComposerDialog)
        return found

    def take_template(self, template_id: int | None) -> None:
        """Choose a template, or own words."""
        code = FREE if template_id is None else str(template_id)
        self.dialog.template.set_code(code)
        self.dialog.template.chosen.emit(code)
        self.window.settle()

    def take_channel(self, channel: Channel) -> None:
        """Choose a way."""
        self.window.click(self.dialog.channel.button(channel.value))

    def warning(self) -> str:
        """What is in the way."""
        return self.dialog.warning.text() if self.dialog.warning.isVisible() else ""

    def stored(self) -> MessageDetail:
        """The one message there is."""
        [row] = self._desk.stored()
        return self._desk.see(row.id)


@pytest.fixture
def composer(window: StudioWindow, desk: OutboxDesk) -> Composer:
    """Give somebody who writes."""
    return Composer(window, desk)


def template(
    services: Services, desk: OutboxDesk, *texts: TextPart, purpose: Purpose = Purpose.SERVICE
) -> int:
    parts = texts or (TextPart("en", subject="News for {{ client.first_name }}", text=WORDS),)
    return services.templates.add(desk.owner, TemplateDraft("Trainer", purpose, parts)).row.id


def test_own_words_are_sent_at_once(composer: Composer, anna: int) -> None:
    dialog = composer.open(anna)
    assert dialog.reader.text() == "To Anna Ivanova, anna@example.com"
    dialog.subject.setText("Monday")
    dialog.text.setPlainText("The class begins at 18:30.")
    assert "The class begins at 18:30." in dialog.preview.toPlainText()
    assert "Test studio" in dialog.preview.toPlainText(), "in the studio's frame, as it goes out"
    composer.window.click(dialog.verb)
    stored = composer.stored()
    assert (stored.row.state, stored.row.subject) == (MessageState.APPROVED, "Monday")
    assert composer.window.toasts()[-1] == "The message goes out."


def test_it_can_wait_in_the_outbox(composer: Composer, anna: int, outbox: OutboxScreen) -> None:
    dialog = composer.open(anna)
    dialog.subject.setText("Monday")
    dialog.text.setPlainText("The class begins at 18:30.")
    composer.window.click(dialog.later)
    assert composer.stored().row.state is MessageState.DRAFT
    outbox.open()
    assert outbox.to() == ["Anna Ivanova"]


def test_who_may_not_send_puts_it_into_the_outbox(composer: Composer, anna: int) -> None:
    composer.window.work.session.sign_in(an_actor(Role.TRAINER, "Tara"))
    dialog = composer.open(anna)
    assert dialog.later.isHidden()
    assert dialog.verb.text() == "Put into the outbox"
    dialog.subject.setText("Monday")
    dialog.text.setPlainText("The class begins at 18:30.")
    composer.window.click(dialog.verb)
    assert composer.stored().row.state is MessageState.DRAFT


def test_the_client_is_found_by_typing(composer: Composer, anna: int) -> None:
    dialog = composer.open(None)
    composer.window.click(dialog.verb)
    assert dialog.form.error(dialog.picker) == "Choose a client first."
    composer.window.write("ivan", dialog.picker)
    composer.window.until(dialog.picker.hits)
    composer.window.press("Return", dialog.picker)
    assert dialog.presenter.state.client_id == anna
    assert dialog.reader.text() == "To Anna Ivanova, anna@example.com"


def test_a_missing_field_is_named_before_sending(
    composer: Composer, services: Services, desk: OutboxDesk, anna: int
) -> None:
    dialog = composer.open(anna)
    composer.take_template(template(services, desk))
    assert dialog.subject.text() == "News for Anna"
    assert "trainer.name" in composer.warning()
    assert not dialog.verb.isEnabled()
    dialog.text.setPlainText("Hello Anna, your trainer is Tim.")
    assert composer.warning() == ""
    composer.window.click(dialog.verb)
    assert composer.stored().text == "Hello Anna, your trainer is Tim."
    assert "your trainer is Tim." in composer.stored().html


def test_a_template_goes_out_as_it_is_shown(
    composer: Composer, services: Services, desk: OutboxDesk, anna: int
) -> None:
    words = (
        TextPart("en", subject="Hi", text="Hello {{ client.first_name }}"),
        TextPart("de", subject="Hallo", text="Guten Tag {{ client.first_name }}"),
    )
    dialog = composer.open(anna)
    composer.take_template(template(services, desk, *words))
    assert "Hello Anna" in dialog.preview.toPlainText()
    dialog.language.set_code("de")
    dialog.language.chosen.emit("de")
    composer.window.settle()
    assert "Guten Tag Anna" in dialog.preview.toPlainText()
    composer.window.click(dialog.verb)
    stored = composer.stored()
    assert (stored.language, stored.row.subject) == ("de", "Hallo")
    assert "Guten Tag Anna" in stored.html


def test_typed_words_come_back_after_a_template(
    composer: Composer, services: Services, desk: OutboxDesk, anna: int
) -> None:
    dialog = composer.open(anna)
    dialog.text.setPlainText("My own words")
    composer.take_template(template(services, desk))
    dialog.text.undo()
    assert dialog.text.toPlainText() == "My own words"


def test_a_no_is_said_before_a_word_is_written(
    composer: Composer, services: Services, desk: OutboxDesk, anna: int
) -> None:
    services.records.record_consent(desk.owner, anna, ConsentKind.EMAIL, given=False, source="At the desk")
    dialog = composer.open(anna)
    assert dialog.channel.current() == Channel.SMS, "the first way that is open is taken"
    composer.take_channel(Channel.EMAIL)
    assert composer.warning() == "Anna Ivanova does not want such messages. Choose another way."
    assert not dialog.verb.isEnabled()
    composer.take_channel(Channel.LETTER)
    assert composer.warning() == "Anna Ivanova has no postal address."


def test_an_offer_needs_consent(composer: Composer, anna: int) -> None:
    dialog = composer.open(anna)
    dialog.offer.click()
    composer.window.settle()
    assert composer.warning() == "Anna Ivanova has not agreed to offers and news."


def test_a_minor_is_written_to_by_way_of_who_signs(composer: Composer, rows: StudioRows, anna: int) -> None:
    child = rows.client("Tim Ivanov", born=date(2016, 5, 4), payer_id=anna)
    dialog = composer.open(child)
    assert composer.warning() == "Tim Ivanov is under age: it goes to Anna Ivanova."
    assert dialog.verb.isEnabled()
    assert dialog.reader.text() == "To Anna Ivanova, anna@example.com"


def test_a_text_message_tells_its_parts_and_its_price(
    composer: Composer, services: Services, desk: OutboxDesk, anna: int
) -> None:
    version = services.messaging.get(desk.owner).version
    gateway = SmsSettings(url="https://sms.example.com/send", body="{{ to }} {{ text }}", price=750)
    services.messaging.save_sms(desk.owner, version, gateway, None)
    dialog = composer.open(anna)
    composer.take_channel(Channel.SMS)
    dialog.text.setPlainText("x" * 161)
    assert dialog.cost.text() == "2 parts, about €0.15"
    assert dialog.subject.isHidden()


def test_the_envelope_of_a_client_opens_it(composer: Composer, anna: int, outbox: OutboxScreen) -> None:
    page = composer.window.go("clients.client", client_id=anna)
    assert isinstance(page, ClientPage)
    composer.window.click(page.header.write)
    assert composer.dialog.presenter.state.client_id == anna
    composer.dialog.reject()
    menu = {action.text(): action for action in page.header.menu_actions()}
    menu["Messages"].trigger()
    composer.window.settle()
    assert outbox.page.only.text() == "Only to Anna Ivanova"
