"""The page "Outbox": approve, edit, drop and try again, one message or many, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MessageState, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, WayState, Which
from fitnesscrm_desktop.ui.messaging.edit_dialog import EditMessageDialog
from fitnesscrm_desktop.ui.messaging.letters_dialog import LettersDialog
from fitnesscrm_desktop.ui.messaging.notices import notice_of
from fitnesscrm_desktop.ui.messaging.outbox_list import PAGE
from fitnesscrm_desktop.ui.messaging.outbox_state import Deed
from fitnesscrm_desktop.ui.settings.page import SettingsPage
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from tests.gui.messaging.outbox_screen import OutboxScreen
from tests.support.actors import an_actor
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow

DRAFT, APPROVED, DROPPED = MessageState.DRAFT, MessageState.APPROVED, MessageState.DROPPED


def three_drafts(desk: OutboxDesk) -> list[int]:
    return [
        desk.queue(f"{name.lower()}@example.com", approved=False, name=name)
        for name in ("Anna", "Bert", "Cleo")
    ]


def states(desk: OutboxDesk, ids: list[int]) -> list[MessageState]:
    return [desk.see(each).row.state for each in ids]


def change(services: Services, message_id: int, **values: object) -> None:
    with services.core.write() as work:
        row = work.session.get_one(Message, message_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_an_empty_outbox_says_what_belongs_there(outbox: OutboxScreen) -> None:
    page = outbox.open()
    words = outbox.window.words(page)
    assert "Nothing waits for a yes" in words
    assert "E-mail is not set up yet: what is approved waits here." in page.notice.text()


def test_the_newest_draft_is_read_and_a_approves_it(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    ids = three_drafts(desk)
    outbox.open()
    assert outbox.to() == ["Cleo", "Bert", "Anna"]
    assert outbox.selected() == ["Cleo"]
    assert "See you soon." in outbox.read()
    outbox.press("A")
    assert states(desk, ids) == [DRAFT, DRAFT, APPROVED]
    assert outbox.said() == "Message to Cleo approved."
    assert outbox.to() == ["Bert", "Anna"]
    assert outbox.selected() == ["Bert"], "one goes on with the next"


def test_many_are_approved_at_once(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    ids = three_drafts(desk)
    outbox.open()
    outbox.press("Ctrl+A", "A")
    assert states(desk, ids) == [APPROVED] * 3
    assert outbox.said() == "3 messages approved."
    outbox.show(Which.READY)
    assert outbox.to() == ["Cleo", "Bert", "Anna"]


def test_everything_is_selected_also_what_is_not_loaded_yet(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    ids = [desk.queue(f"{n}@example.com", approved=False, name=f"Client {n}") for n in range(PAGE + 40)]
    outbox.open()
    assert outbox.page.table.feed.rowCount() == PAGE
    outbox.press("Ctrl+A")
    outbox.window.until(lambda: outbox.page.selection.text() == "All 340 selected")
    outbox.press("Down")
    assert outbox.page.selection.text() == "", "another line takes it back"
    outbox.press("Ctrl+A")
    outbox.window.until(lambda: outbox.page.selection.text() == "All 340 selected")
    desk.queue("late@example.com", approved=False, name="Late")
    desk.services.core.bus.publish([MessagesChanged()])
    outbox.window.until(lambda: outbox.page.selection.text() == "All 341 selected")
    outbox.press("A")
    outbox.window.until(lambda: not outbox.to())
    assert outbox.said() == "341 messages approved."
    assert set(states(desk, ids)) == {APPROVED}
    outbox.show(Which.READY)
    outbox.press("Ctrl+A", "Delete")
    outbox.window.until(lambda: not outbox.to())
    assert outbox.window.work.toaster.host.undo_newest()
    outbox.window.until(lambda: outbox.page.table.feed.rowCount() == PAGE)
    assert set(states(desk, ids)) == {APPROVED}


def test_all_of_one_client_is_not_all_of_the_outbox(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    anna = People(desk.services).add()
    others = three_drafts(desk)
    for n in range(PAGE + 5):
        desk.queue(f"{n}@example.com", approved=False, client_id=anna)
    outbox.open(client_id=anna)
    outbox.press("Ctrl+A")
    outbox.window.until(lambda: outbox.page.selection.text() == "All 305 selected")
    outbox.press("Delete")
    outbox.window.until(lambda: outbox.said() == "305 messages dropped.")
    assert states(desk, others) == [DRAFT] * 3


def test_space_selects_line_by_line_and_shift_a_run(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    three_drafts(desk)
    outbox.open()
    outbox.press("Space", "Space")
    assert outbox.selected() == ["Bert"], "the first was taken back, the second is taken"
    outbox.press("Space")
    assert outbox.selected() == ["Bert", "Anna"]
    outbox.press("Up", "Up", "Shift+Down")
    assert outbox.selected() == ["Cleo", "Bert"]


def test_why_some_were_not_approved(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    desk.queue("", approved=False, name="Nobody")
    desk.queue("anna@example.com", approved=True, name="Anna")
    desk.queue("bert@example.com", approved=False, name="Bert")
    outbox.open(which="all")
    outbox.press("Ctrl+A", "A")
    assert outbox.said() == (
        "Message to Bert approved. The one to Anna is past that. "
        "There is no address for Nobody: press E and type it."
    )


def test_a_message_without_an_address_leaves_the_list_and_says_why(
    outbox: OutboxScreen, desk: OutboxDesk
) -> None:
    people = People(desk.services)
    anna = people.add(email="anna@example.com")
    desk.queue("anna@example.com", approved=False, client_id=anna, name="Anna")
    outbox.open()
    assert outbox.to() == ["Anna"]
    desk.services.clients.edit(desk.owner, anna, people.version(anna), {"email": ""})
    outbox.rest()
    assert outbox.to() == []
    outbox.show(Which.ENDED)
    why = "Not sent: the address was removed from the client."
    assert outbox.window.words(outbox.page.pane).count(why) >= 1
    assert why in outbox.page.pane.history.text()


def test_what_was_dropped_comes_back(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    ids = three_drafts(desk)
    outbox.open()
    outbox.press("Shift+Down", "Delete")
    assert states(desk, ids) == [DRAFT, DROPPED, DROPPED]
    assert outbox.said() == "2 messages dropped."
    assert outbox.window.work.toaster.host.undo_newest()
    outbox.rest()
    assert states(desk, ids) == [DRAFT] * 3
    assert outbox.to() == ["Cleo", "Bert", "Anna"]


def test_what_failed_is_shown_with_the_servers_words_and_tried_again(
    outbox: OutboxScreen, desk: OutboxDesk, services: Services
) -> None:
    message = desk.queue(name="Anna")
    change(services, message, state=MessageState.FAILED, tries=3, outcome="550 5.1.1 No such mailbox")
    page = outbox.open(which="failed")
    assert page.pane.notice.text() == "Not delivered. The answer was: 550 5.1.1 No such mailbox"
    outbox.press("R")
    assert states(desk, [message]) == [APPROVED]
    assert outbox.said() == "Message to Anna is tried again."


def test_a_message_that_may_arrive_twice_says_so(
    outbox: OutboxScreen, desk: OutboxDesk, services: Services
) -> None:
    change(services, desk.queue(), state=MessageState.SENT, perhaps_twice=True)
    page = outbox.open(which="sent")
    assert outbox.states() == ["Sent, perhaps twice"]
    assert "it may arrive twice" in page.pane.notice.text()


def test_edit_changes_words_and_address(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    message = desk.queue(approved=False)
    outbox.open()
    outbox.press("E")
    dialog = outbox.dialog(EditMessageDialog)
    outbox.window.until(dialog.text.hasFocus)
    dialog.address.setText("Anna@Example.org")
    dialog.text.setPlainText("Dear Anna, we moved.")
    outbox.window.click(dialog.verb)
    outbox.rest()
    assert desk.see(message).row.to_address == "anna@example.org"
    assert outbox.read() == "Dear Anna, we moved."


def test_a_wrong_address_is_said_beside_the_field(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    desk.queue(approved=False)
    outbox.open()
    outbox.press("E")
    dialog = outbox.dialog(EditMessageDialog)
    dialog.address.setText("nobody")
    outbox.window.click(dialog.verb)
    assert dialog.isVisible()
    assert "e-mail" in outbox.window.words(dialog)


@pytest.mark.parametrize(("keep_mine", "stored"), [(True, "Mine"), (False, "Theirs")])
def test_two_people_edit_the_same_words(
    outbox: OutboxScreen, desk: OutboxDesk, keep_mine: bool, stored: str
) -> None:
    message = desk.queue(approved=False)
    outbox.open()
    outbox.press("E")
    dialog = outbox.dialog(EditMessageDialog)
    version = desk.see(message).row.version
    desk.services.outbox.edit(desk.owner, message, version, text="Theirs")
    dialog.text.setPlainText("Mine")

    look = QTimer()

    def answer() -> None:
        asked = outbox.window.front
        if isinstance(asked, ConflictDialog):
            look.stop()
            (asked.mine if keep_mine else asked.theirs)["text"].setChecked(True)
            asked.accept()

    look.timeout.connect(answer)  # the question waits in a loop of its own
    look.start(10)
    outbox.window.click(dialog.verb)
    assert not look.isActive(), "nobody asked"
    assert desk.see(message).text == stored


def test_the_words_are_shown_and_nothing_is_fetched(
    outbox: OutboxScreen, desk: OutboxDesk, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not for the one who wrote the template")
    picture = QUrl.fromLocalFile(str(secret))
    html = f'<p>Dear <b>Anna</b></p><img src="{picture.toString()}"><a href="https://example.com">on</a>'
    desk.queue(approved=False, html=html)
    page = outbox.open()
    assert "Dear Anna" in outbox.read()
    assert not page.pane.words.openLinks()
    assert page.pane.words.loadResource(QTextDocument.ResourceType.ImageResource.value, picture) is None


def test_a_copy_is_taken_to_the_clipboard_and_passed_on(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    message = desk.queue("", channel=Channel.COPY, text="Call me back")
    page = outbox.open(which="ready")
    assert outbox.states() == ["To be passed on"]
    outbox.window.click(page.pane.copy_button)
    assert QGuiApplication.clipboard().text() == "Call me back"
    outbox.window.click(page.pane.passed_button)
    outbox.rest()
    assert states(desk, [message]) == [MessageState.SENT]


def test_letters_are_printed_and_then_in_the_post(
    outbox: OutboxScreen, desk: OutboxDesk, rows: StudioRows
) -> None:
    anna = rows.client("Anna Ivanova", street="Hill Road 1", postal_code="12345", city="Berlin")
    letter = desk.queue("Hill Road 1\n12345 Berlin", channel=Channel.LETTER, client_id=anna)
    page = outbox.open(which="ready")
    outbox.window.click(page.deeds[Deed.PRINT])
    dialog = outbox.dialog(LettersDialog)
    assert dialog.view.page_count() == 1
    outbox.window.click(dialog.what.button("labels"))
    assert dialog.view.page_count() == 1
    assert not dialog.notice.isVisible()
    outbox.window.click(dialog.posted)
    outbox.rest()
    assert states(desk, [letter]) == [MessageState.SENT]
    assert outbox.said() == "1 letter is in the post."


def test_letters_that_are_not_selected_are_named(
    outbox: OutboxScreen, desk: OutboxDesk, rows: StudioRows
) -> None:
    anna = rows.client("Anna Ivanova")
    for _ in range(3):
        desk.queue("Hill Road 1\n12345 Berlin", channel=Channel.LETTER, client_id=anna)
    page = outbox.open(which="ready")
    outbox.window.click(page.deeds[Deed.PRINT])
    dialog = outbox.dialog(LettersDialog)
    assert dialog.notice.text().startswith("1 of 3 letters that wait: those that are selected.")
    outbox.window.click(dialog.back)
    outbox.press("Ctrl+A")
    outbox.window.click(page.deeds[Deed.PRINT])
    assert not outbox.dialog(LettersDialog).notice.isVisible()


def test_without_an_approved_letter_the_printer_rests(outbox: OutboxScreen) -> None:
    outbox.window.work.window.open_dialog("messages.letters")
    outbox.window.settle()
    dialog = outbox.dialog(LettersDialog)
    assert "There is no letter to print" in outbox.window.words(dialog)
    assert dialog.posted.isHidden()


def test_send_now_lets_the_outbox_job_deliver(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    with MailServer() as server:
        desk.set_up_mail(server.port)
        desk.queue("anna@example.com")
        page = outbox.open(which="ready")
        assert not page.notice.isVisible()
        outbox.window.click(page.send)
        outbox.rest()
        assert [each.to for each in server.received] == ["anna@example.com"]
    assert outbox.said() == "Messages: 1 sent."
    assert outbox.to() == []


def test_the_messages_of_one_client(outbox: OutboxScreen, desk: OutboxDesk, rows: StudioRows) -> None:
    anna = rows.client("Anna Ivanova")
    desk.queue("bert@example.com", name="Bert", approved=False)
    desk.queue("anna@example.com", client_id=anna)
    page = outbox.open(client_id=anna)
    assert outbox.to() == ["Anna Ivanova"]
    assert page.only.text() == "Only to Anna Ivanova"
    outbox.window.press("F5")
    assert outbox.to() == ["Anna Ivanova"]
    outbox.window.click(page.only)
    assert outbox.to() == ["Anna Ivanova", "Bert"]


def test_the_list_follows_what_happens_elsewhere(outbox: OutboxScreen, desk: OutboxDesk) -> None:
    ids = three_drafts(desk)
    outbox.open()
    outbox.press("Down")
    assert outbox.selected() == ["Bert"]
    desk.services.outbox.approve(desk.owner, [ids[2]])
    outbox.window.until(lambda: outbox.to() == ["Bert", "Anna"])
    assert outbox.selected() == ["Bert"], "what one looks at stays"


def test_how_to_cure_what_is_in_the_way(outbox: OutboxScreen) -> None:
    page = outbox.open()
    assert page.notice.action_button.text() == "Set up e-mail"
    outbox.window.click(page.notice.action_button)
    settings = outbox.window.page
    assert isinstance(settings, SettingsPage)
    assert settings.shown == "mail"


@pytest.mark.parametrize(
    ("mail", "sms", "said", "section"),
    [
        (WayState.OPEN, WayState.NOT_SET_UP, "", ""),
        (WayState.NOT_SET_UP, WayState.LOCKED, "E-mail is not set up yet", "mail"),
        (WayState.LOCKED, WayState.OPEN, "The master password is missing", "mail"),
        (WayState.OPEN, WayState.LOCKED, "no text message can leave", "sms"),
        (WayState.DEMO, WayState.DEMO, "nothing is sent to real people", "mail"),
    ],
)
def test_what_is_in_the_way_leads_to_the_settings_that_cure_it(
    mail: WayState, sms: WayState, said: str, section: str
) -> None:
    counts = OutboxCounts(mail=mail, sms=sms)
    found = notice_of(counts, may_set_up=True)
    assert (found is not None) == bool(said)
    if found is not None:
        assert said in found.text
        assert (found.section, bool(found.action)) == (section, True)
        asked = notice_of(counts, may_set_up=False)
        assert asked is not None
        assert asked.action == ""


@pytest.fixture
def trainer() -> Actor:
    """Somebody who writes messages and does not send them."""
    return an_actor(Role.TRAINER, "Tara")


def test_who_may_only_write_cannot_approve(
    window: StudioWindow, outbox: OutboxScreen, desk: OutboxDesk, trainer: Actor
) -> None:
    ids = three_drafts(desk)
    window.work.session.sign_in(trainer)
    page = outbox.open()
    assert page.notice.action_button.isHidden()
    assert Deed.APPROVE not in page.deeds
    assert page.send.isHidden()
    outbox.press("A")
    assert states(desk, ids) == [DRAFT] * 3
