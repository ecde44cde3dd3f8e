"""The page of one client: what is shown, and what the buttons do."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QTabBar

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import (
    ConsentKind,
    CustomFieldKind,
    PaymentMethod,
    Role,
)
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.account_tab import AccountTab
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.clients.notes_tab import NotesTab
from fitnesscrm_desktop.ui.widgets.banner import Banner
from tests.gui.clients.screen import ClientsScreen
from tests.support.actors import an_actor
from tests.support.people import People
from tests.support.studio_rows import StudioRows

PARTS = ("overview", "timeline", "membership", "account", "visits", "notes", "consents")


@pytest.fixture
def anna(people: People, rows: StudioRows) -> int:
    """A member who owes something."""
    client_id = people.add(
        "Anna Ivanova",
        date(1990, 5, 6),
        phone="0151 1058756",
        emergency_name="Maria Ivanova",
        emergency_phone="0151 1111111",
        medical_alert="Asthma",
    )
    rows.membership(client_id, rows.plan("Gold"), ends_on=rows.today + timedelta(days=20))
    rows.debt(client_id, 4900, rows.today)
    return client_id


def test_who_it_is_and_what_to_know(
    screen: ClientsScreen, services: Services, owner: Actor, anna: int
) -> None:
    services.records.add_note(owner, anna, "Bad knee", pinned=True)
    page = screen.client_page(anna)
    said = screen.said(page.header)
    assert all(word in said for word in ("Anna Ivanova", "No. 1", "35 years", "Active", "Gold"))
    assert page.alerts.texts() == [
        "Medical alert: Asthma",
        "Bad knee",
        "Owes €49.00, the oldest part due 4 Mar 2026",
    ]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens(screen: ClientsScreen, anna: int, part: str) -> None:
    page = screen.client_page(anna, tab=part)
    assert page.shown_part() == part
    assert screen.at_hand.window.reported == []


def test_the_overview_tells_and_leads_on(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, anna: int
) -> None:
    shirt = services.records.define_field(owner, "Shirt", CustomFieldKind.CHOICE, ("S", "M"))
    services.clients.edit(owner, anna, people.version(anna), {"goals": "Run"}, custom={shirt.id: "M"})
    mia = people.add("Mia Ivanova")
    services.clients.set_payer(owner, mia, anna)
    page = screen.client_page(anna)
    said = screen.said(page)
    for words in ("+49 1511058756", "Unpaid: €49.00", "Maria Ivanova", "Run", "Shirt", "Member number 1"):
        assert words in said
    screen.click(page, "Pays for Mia Ivanova")
    screen.click(page, "Charge…")
    window = screen.at_hand.window
    assert window.went == [("clients.client", {"client_id": mia})]
    assert window.opened == [("billing.charge", {"client_id": anna})]


def test_check_in_from_here_can_be_undone(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, anna: int
) -> None:
    page = screen.client_page(anna)
    screen.click(page, "Check in")
    assert people.detail(anna).visits == 1
    assert screen.at_hand.toasts.texts[0].startswith("Anna Ivanova is checked in.")
    assert "last visit 4 Mar 2026" in screen.said(page.header)
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert people.detail(anna).visits == 0


def test_a_refused_check_in_says_why_on_the_page(screen: ClientsScreen, people: People) -> None:
    page = screen.client_page(people.add("Bo Novak"))
    screen.click(page, "Check in")
    assert page.alerts.texts()[0].startswith("Not let in: ")
    screen.click(page.alerts, "To check-in")
    assert screen.at_hand.window.went == [("checkin.desk", {})]


def test_opening_by_enter_checks_nobody_in(screen: ClientsScreen, people: People, anna: int) -> None:
    page = screen.client_page(anna)
    focus = page.focusWidget()
    assert isinstance(focus, QTabBar)
    screen.press(focus, Qt.Key.Key_Return)
    assert people.detail(anna).visits == 0


def test_what_happens_elsewhere_appears_by_itself(
    screen: ClientsScreen, services: Services, owner: Actor, anna: int
) -> None:
    page = screen.client_page(anna, tab="timeline")
    before = page.timeline.feed.rowCount()
    services.records.add_note(owner, anna, "Called")
    screen.settle()
    assert page.timeline.feed.rowCount() == before + 1
    assert page.tabs.tabText(PARTS.index("notes")) == "Notes (1)"
    services.clients.block(owner, anna, "Broke the rules")
    screen.settle()
    assert "Blocked: Broke the rules" in page.alerts.texts()
    screen.click(page.alerts, "Unblock")
    assert "Blocked: Broke the rules" not in page.alerts.texts()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert "Blocked: Broke the rules" in page.alerts.texts()


def notes_of(page: ClientPage) -> NotesTab:
    part = page.parts["notes"][1]
    assert isinstance(part, NotesTab)
    return part


def test_a_note_is_written_pinned_and_removed_with_a_way_back(
    screen: ClientsScreen, people: People, anna: int
) -> None:
    page = screen.client_page(anna, tab="notes")
    notes = notes_of(page)
    screen.type(notes.line, "  Likes rowing <b>x</b> ")
    screen.press(notes.line, Qt.Key.Key_Return)
    assert [note.text for note in people.detail(anna).notes] == ["Likes rowing <b>x</b>"]
    assert notes.line.text() == ""
    screen.click(page, "Remove the note")
    assert people.detail(anna).notes == ()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert len(people.detail(anna).notes) == 1
    assert "Likes rowing <b>x</b>" in screen.said(page)


def test_typed_notes_belong_to_one_client(screen: ClientsScreen, people: People, anna: int) -> None:
    page = screen.client_page(anna, tab="notes")
    screen.type(notes_of(page).line, "About Anna")
    page.arrive(client_id=anna)
    screen.settle()
    assert notes_of(page).line.text() == "About Anna"
    page.arrive(client_id=people.add("Bo Novak"), tab="notes")
    screen.settle()
    assert notes_of(page).line.text() == ""


def test_tags_and_codes_go_with_a_way_back(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, anna: int
) -> None:
    vip = services.records.create_tag(owner, "VIP")
    services.records.tag(owner, [anna], vip.id)
    services.records.add_code(owner, anna, "FOB-1", "blue")
    page = screen.client_page(anna)
    for button in ("Remove the tag VIP", "Remove the code FOB-1"):
        screen.click(page, button)
    after = people.detail(anna)
    assert (after.tags, after.codes) == ((), ())
    for toast in screen.at_hand.toasts.said:
        assert toast.undo is not None
        toast.undo()
    screen.settle()
    after = people.detail(anna)
    assert ([tag.name for tag in after.tags], [code.label for code in after.codes]) == (["VIP"], ["blue"])


def test_the_account_shows_the_ledger_and_leads_to_receipts(
    screen: ClientsScreen, services: Services, owner: Actor, anna: int
) -> None:
    paid = services.billing.take_payment(owner, anna, 900, PaymentMethod.CASH)
    page = screen.client_page(anna, tab="account")
    account = page.parts["account"][1]
    assert isinstance(account, AccountTab)
    assert "Owes €40.00" in screen.said(account)
    cells = [account.model.index(0, column).data() for column in (1, 2)]
    assert cells == ["Payment, receipt 1", "-€9.00"]
    account.buttons.pressed.emit("receipt", account.model.row_at(0))
    account.buttons.pressed.emit("refund", account.model.row_at(0))
    assert screen.at_hand.window.opened == [
        ("billing.receipt", {"payment_id": paid.payment_id}),
        ("billing.refund", {"payment_id": paid.payment_id}),
    ]


def test_the_account_says_until_when_a_term_runs_that_was_frozen(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, rows: StudioRows
) -> None:
    boris = people.add("Boris Novak")
    sold = services.memberships.sell(owner, boris, rows.plan("Silver"))
    services.memberships.freeze(owner, sold.membership_id, rows.today, rows.today + timedelta(days=9))
    account = screen.client_page(boris, tab="account").parts["account"][1]
    assert isinstance(account, AccountTab)
    formats, ends = screen.at_hand.desk.formats, services.memberships.get(owner, sold.membership_id).ends_on
    assert f", frozen: until {formats.day(ends)}" in account.model.index(0, 1).data()


def test_memberships_offer_what_can_be_done(
    screen: ClientsScreen, services: Services, owner: Actor, anna: int
) -> None:
    (membership,) = services.memberships.of_client(owner, anna)
    page = screen.client_page(anna, tab="membership")
    for button in ("Renew: Gold", "Freeze: Gold", "Extend: Gold", "Cancel: Gold"):
        screen.click(page, button)
    opened = screen.at_hand.window.opened
    assert [dialog for dialog, _ in opened] == [
        "memberships.renew",
        "memberships.freeze",
        "memberships.extend",
        "memberships.cancel",
    ]
    assert all(about == {"membership_id": membership.id} for _, about in opened)
    services.memberships.freeze(owner, membership.id)
    screen.settle()
    screen.click(page, "Resume: Gold")
    assert opened[-1] == ("memberships.resume", {"membership_id": membership.id})


def test_what_comes_again_after_a_gap_is_sold_and_not_renewed_behind_that(
    screen: ClientsScreen, services: Services, owner: Actor, rows: StudioRows, anna: int
) -> None:
    (membership,) = services.memberships.of_client(owner, anna)
    services.memberships.sell(owner, anna, membership.plan_id, rows.today + timedelta(days=25))
    screen.click(screen.client_page(anna, tab="membership"), "Sell: Gold")
    assert screen.at_hand.window.opened == [("memberships.sell", {"client_id": anna})]


def test_what_goes_on_without_a_gap_is_renewed(
    screen: ClientsScreen, services: Services, owner: Actor, rows: StudioRows, anna: int
) -> None:
    (membership,) = services.memberships.of_client(owner, anna)
    assert membership.ends_on is not None
    services.memberships.sell(owner, anna, membership.plan_id, membership.ends_on + timedelta(days=1))
    screen.click(screen.client_page(anna, tab="membership"), "Renew: Gold")
    assert screen.at_hand.window.opened == [("memberships.renew", {"membership_id": membership.id})]


def test_a_membership_cancelled_before_it_began_has_no_days(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, rows: StudioRows
) -> None:
    boris, begins = people.add("Boris Novak"), rows.today + timedelta(days=3)
    sold = services.memberships.sell(owner, boris, rows.plan("Silver"), begins)
    services.memberships.cancel(owner, sold.membership_id)
    told = f"on no day; it was to begin on {screen.at_hand.desk.formats.day(begins)}"
    for tab in ("membership", "overview"):
        assert told in screen.said(screen.client_page(boris, tab=tab))


def test_consents_stand_as_they_were_given(
    screen: ClientsScreen, services: Services, owner: Actor, anna: int
) -> None:
    services.records.record_consent(owner, anna, ConsentKind.SMS, given=True, source="form")
    page = screen.client_page(anna, tab="consents")
    assert "Guardian’s consent" not in screen.said(page)
    screen.click(page, "Text messages: Take back")
    screen.click(page, "Photo: Record")
    assert screen.at_hand.window.opened == [
        ("clients.consent", {"client_id": anna, "kind": "sms", "given": False}),
        ("clients.consent", {"client_id": anna, "kind": "photo", "given": True}),
    ]


def test_the_emergency_contact_is_one_click_away(screen: ClientsScreen, people: People, anna: int) -> None:
    page = screen.client_page(anna, tab="visits")
    screen.click(page, "Emergency contact")
    ((title, text, _),) = screen.at_hand.dialogs.told
    assert title == "Emergency contact of Anna Ivanova"
    assert text.splitlines()[:2] == ["Maria Ivanova", "+49 1511111111"]
    assert "Asthma" in text
    page.arrive(client_id=people.add("Bo Novak", phone="0151 1058757"))
    screen.settle()
    screen.click(page, "Emergency contact")
    assert "No emergency contact is known." in screen.at_hand.dialogs.told[-1][1]
    assert "+49 1511058757" in screen.at_hand.dialogs.told[-1][1]


def test_archive_restore_and_merge(screen: ClientsScreen, people: People, anna: int) -> None:
    page = screen.client_page(anna)
    page.presenter.archive()
    screen.settle()
    assert "Archived" in screen.said(page.header)
    assert not page.header.check_in.isEnabled()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert "Archived" not in screen.said(page.header)
    actions = {action.text(): action for action in page.header.menu_actions()}
    actions["Merge with another…"].trigger()
    actions["Print the card…"].trigger()
    assert [name for name, _ in screen.at_hand.window.opened] == ["clients.merge", "clients.card"]


def test_a_merged_client_shows_the_one_that_was_kept(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, anna: int
) -> None:
    keep = people.add("Anna Kept")
    page = screen.client_page(anna)
    services.clients.merge(owner, keep, anna)
    screen.settle()
    assert page.presenter.client_id == keep
    assert "Anna Kept" in screen.said(page.header)


def test_who_may_less_sees_less(screen: ClientsScreen, anna: int) -> None:
    screen.at_hand.desk.actor = an_actor(Role.TRAINER)
    page = screen.client_page(anna)
    assert "account" not in page.parts
    for button in (page.header.pay, page.header.sell, page.header.edit):
        assert not button.isVisible()
    assert not any("Owes" in text for text in page.alerts.texts())
    screen.at_hand.desk.actor = an_actor(Role.FRONT_DESK)
    page = screen.client_page(anna)
    assert "There is a medical alert; check-in shows it." in page.alerts.texts()
    assert "Asthma" not in screen.said(page)
    assert "Archive" not in [action.text() for action in page.header.menu_actions()]


def test_nobody_is_not_shown(screen: ClientsScreen) -> None:
    page = screen.client_page(99)
    assert "This client cannot be shown" in screen.said(page)
    screen.click(page, "All clients")
    assert screen.at_hand.window.went == [("clients.list", {})]


def test_names_are_text_everywhere(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    evil = people.add("<b>Bo</b> <img src=x>", goals="<i>x</i>", emergency_name="<u>y</u>")
    services.records.add_note(owner, evil, "<script>z</script>", pinned=True)
    page = screen.client_page(evil)
    for part in PARTS:
        page.show_part(part)
        screen.settle()
        assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel))
    assert "<b>Bo</b> <img src=x>" in screen.said(page.header)


def test_a_scan_leads_to_somebody_else(screen: ClientsScreen, people: People, anna: int) -> None:
    bo = people.add("Bo Novak")
    page = screen.client_page(anna)
    page.scanned("2")
    screen.settle()
    page.scanned("NOBODY")
    screen.settle()
    assert screen.at_hand.window.went == [("clients.client", {"client_id": bo})]
    assert screen.at_hand.toasts.texts == ["Nobody has the code NOBODY"]


def test_endless_words_do_not_widen_the_page(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, rows: StudioRows
) -> None:
    word = "x" * 200
    endless = people.add(
        f"{word} {word}", goals=word * 10, emergency_name=word, medical_alert=word, street=word
    )
    services.records.add_note(owner, endless, word * 10, pinned=True)
    services.records.record_consent(owner, endless, ConsentKind.SMS, given=True, source=word)
    services.records.tag(owner, [endless], services.records.create_tag(owner, "y" * 60).id)
    rows.membership(endless, rows.plan(word))
    services.clients.set_payer(owner, endless, people.add(f"{word} {word}"))
    page = screen.client_page(endless)
    for part in PARTS:
        page.show_part(part)
        screen.settle()
        assert page.minimumSizeHint().width() < 1000, part
        part_widget = page.parts[part][1]
        areas = [part_widget, *part_widget.findChildren(QScrollArea)]
        insides = [area.widget() for area in areas if isinstance(area, QScrollArea)]
        assert all(inside.minimumSizeHint().width() < 1000 for inside in insides if inside), part
    assert all(len(text) <= 220 for text in page.alerts.texts())
    screen.at_hand.window.went.clear()
    page.alerts.findChildren(Banner)[-1].action_button.click()
    assert screen.at_hand.window.went == [("clients.client", {"client_id": endless, "tab": "notes"})]
