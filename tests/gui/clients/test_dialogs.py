"""The dialogs about clients: nothing typed is lost, what is wrong stands beside its field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, CustomFieldKind, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.card_dialog import CardDialog
from fitnesscrm_desktop.ui.clients.edit_dialog import EditClientDialog
from fitnesscrm_desktop.ui.clients.fields_dialog import FieldsDialog
from fitnesscrm_desktop.ui.clients.merge_dialog import MergeDialog
from fitnesscrm_desktop.ui.clients.new_dialog import NewClientDialog
from fitnesscrm_desktop.ui.clients.small_dialogs import (
    BlockDialog,
    CodeDialog,
    ConsentDialog,
    LinkDialog,
    NoteDialog,
)
from fitnesscrm_desktop.ui.clients.tag_dialog import TagDialog
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from tests.gui.clients.screen import ClientsScreen
from tests.support.actors import an_actor
from tests.support.people import People

ACCEPTED = QDialog.DialogCode.Accepted


def new(screen: ClientsScreen, **about: Any) -> NewClientDialog:
    return screen.dialog(NewClientDialog, "clients.new", **about)


def submit(screen: ClientsScreen, dialog: Any) -> None:
    dialog.submit()
    screen.settle()


# --- a new client --------------------------------------------------------------------------------------


def test_two_fields_and_enter_are_enough(screen: ClientsScreen, people: People) -> None:
    dialog = new(screen)
    assert not dialog.details.lines["street"].isVisible()
    screen.type(dialog.details.lines["first_name"], "Anna")
    screen.type(dialog.details.lines["last_name"], "Ivanova")
    screen.press(dialog.details.lines["last_name"], Qt.Key.Key_Return)
    assert dialog.result() == ACCEPTED
    added = people.detail(dialog.outcome)
    assert (added.name, added.details.born) == ("Anna Ivanova", None)
    assert screen.at_hand.toasts.texts == ["Anna Ivanova is added"]


def test_a_name_from_elsewhere_is_filled_in(screen: ClientsScreen) -> None:
    dialog = new(screen, name=" Anna  de Vries", phone="0151 1")
    lines = dialog.details.lines
    assert (lines["first_name"].text(), lines["last_name"].text().strip()) == ("Anna", "de Vries")
    assert lines["phone"].text() == "0151 1"


def test_what_is_wrong_stands_beside_its_field_also_behind_the_fold(screen: ClientsScreen) -> None:
    dialog = new(screen, name="Anna")
    dialog.details.lines["emergency_phone"].setText("call mum")
    dialog.details.lines["email"].setText("nope")
    submit(screen, dialog)
    assert dialog.isVisible()
    assert dialog.details.lines["emergency_phone"].isVisible()
    for field in ("last_name", "email", "emergency_phone"):
        assert dialog.form.error(dialog.details.widgets[field])
    assert dialog.form.error(dialog.details.widgets["first_name"]) == ""


def test_everything_can_be_typed_at_once(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, tmp_path: Path
) -> None:
    shirt = services.records.define_field(owner, "Shirt", CustomFieldKind.CHOICE, ("S", "M"))
    Image.new("RGB", (200, 200)).save(tmp_path / "photo.png")
    screen.at_hand.dialogs.then(tmp_path / "photo.png")
    dialog = new(screen, name="Anna Ivanova")
    screen.click(dialog, "Choose a photo…")
    dialog.details.show_values({"born": date(2000, 2, 29), "goals": "Run\nfar", "city": "Bonn"})
    dialog.own.show_values({shirt.id: "M"})
    submit(screen, dialog)
    added = people.detail(dialog.outcome)
    assert (added.details.born, added.details.goals, added.details.city) == (
        date(2000, 2, 29),
        "Run\nfar",
        "Bonn",
    )
    assert [value.value for value in added.fields] == ["M"]
    assert added.has_photo


def test_a_bad_photo_is_told_and_stores_nothing(screen: ClientsScreen, tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    screen.at_hand.dialogs.then(tmp_path / "bomb.png", tmp_path / "gone.png")
    dialog = new(screen, name="Anna Ivanova")
    screen.click(dialog, "Choose a photo…")
    assert "not a picture" in screen.said(dialog)
    screen.click(dialog, "Choose a photo…")
    assert "cannot be read" in screen.said(dialog)
    assert dialog.photo.jpeg is None


def test_who_may_be_here_already_is_named_and_can_be_taken(screen: ClientsScreen, people: People) -> None:
    anna = people.add("Anna Ivanova", date(1990, 5, 6), phone="0151 1058756")
    dialog = new(screen)
    screen.type(dialog.details.lines["first_name"], "anna")
    assert not dialog.duplicates.isVisible()
    screen.type(dialog.details.lines["last_name"], "IVANOVA")
    assert dialog.duplicates.isVisible()
    assert "No. 1 · same name · 6 May 1990" in screen.said(dialog.duplicates)
    dialog.details.lines["last_name"].setText("Meyer")
    screen.settle()
    assert not dialog.duplicates.isVisible()
    screen.type(dialog.details.lines["phone"], "+49 151 1058756")
    assert "same phone" in screen.said(dialog.duplicates)
    screen.click(dialog, "Open Anna Ivanova")
    assert (dialog.result(), dialog.outcome) == (ACCEPTED, anna)


def test_typed_text_survives_esc(screen: ClientsScreen) -> None:
    dialog = new(screen)
    screen.type(dialog.details.lines["first_name"], "Anna")
    dialog.details.show_values({"goals": "Run"})
    screen.press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again = new(screen)
    assert again.details.lines["first_name"].text() == "Anna"
    assert again.details.texts["goals"].toPlainText() == "Run"
    screen.click(again, "Start empty")
    assert again.details.lines["first_name"].text() == ""
    screen.press(again, Qt.Key.Key_Escape)
    assert new(screen).details.lines["first_name"].text() == ""


def test_what_was_stored_or_typed_by_somebody_else_does_not_come_back(screen: ClientsScreen) -> None:
    dialog = new(screen, name="Anna Ivanova")
    submit(screen, dialog)
    dialog = new(screen)
    assert dialog.details.lines["first_name"].text() == ""
    screen.type(dialog.details.lines["first_name"], "Secret")
    screen.press(dialog, Qt.Key.Key_Escape)
    screen.at_hand.desk.actor = an_actor(Role.FRONT_DESK)
    assert new(screen).details.lines["first_name"].text() == ""


# --- editing -------------------------------------------------------------------------------------------


def edit(screen: ClientsScreen, client_id: int, **about: Any) -> EditClientDialog:
    return screen.dialog(EditClientDialog, "clients.edit", client_id=client_id, **about)


def test_only_what_was_changed_is_stored(screen: ClientsScreen, people: People) -> None:
    anna = people.add("Anna Ivanova", date(1990, 5, 6), phone="0151 1058756", city="Bonn")
    dialog = edit(screen, anna)
    assert dialog.details.lines["phone"].text() == "+49 1511058756"
    dialog.details.lines["city"].setText("Kiel")
    before = people.detail(anna).details
    submit(screen, dialog)
    assert people.detail(anna).details == replace(before, city="Kiel")


def test_a_conflict_is_settled_field_by_field(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    shirt = services.records.define_field(owner, "Shirt", CustomFieldKind.CHOICE, ("S", "M"))
    anna = people.add("Anna Ivanova", city="Bonn", phone="0151 1058756")
    dialog = edit(screen, anna)
    theirs = {"city": "Kiel", "goals": "Theirs", "street": "Elsewhere 1"}
    services.clients.edit(owner, anna, 1, theirs, custom={shirt.id: "S"})
    dialog.details.show_values({"city": "Berlin", "goals": "Mine"})
    dialog.own.show_values({shirt.id: "M"})

    def choose(conflict: ConflictDialog) -> bool:
        conflict.theirs["goals"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(choose)
    submit(screen, dialog)
    assert dialog.result() == ACCEPTED
    after = people.detail(anna)
    assert (after.details.city, after.details.goals, after.details.street) == (
        "Berlin",
        "Theirs",
        "Elsewhere 1",
    )
    assert after.fields[0].value == "M"
    assert after.details.phone == "+491511058756"


def test_a_conflict_can_be_left(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova")
    dialog = edit(screen, anna)
    services.clients.edit(owner, anna, 1, {"city": "Kiel"})
    dialog.details.lines["city"].setText("Berlin")
    screen.at_hand.dialogs.then(False)
    submit(screen, dialog)
    assert dialog.isVisible()
    assert dialog.details.lines["city"].text() == "Berlin"
    assert people.detail(anna).details.city == "Kiel"


def test_health_data_is_not_offered_to_those_who_may_not_see_it(
    screen: ClientsScreen, people: People
) -> None:
    anna = people.add("Anna Ivanova", medical_alert="Asthma")
    screen.at_hand.desk.actor = an_actor(Role.FRONT_DESK)
    dialog = edit(screen, anna, field="emergency_name")
    assert not dialog.details.texts["medical_alert"].isVisible()
    assert dialog.focusWidget() is dialog.details.lines["emergency_name"]
    dialog.details.lines["city"].setText("Kiel")
    submit(screen, dialog)
    assert people.detail(anna).details.medical_alert == "Asthma"


# --- notes, consents, codes, blocks, links --------------------------------------------------------------


def test_a_note_is_written_and_changed(screen: ClientsScreen, people: People) -> None:
    anna = people.add()
    dialog = screen.dialog(NoteDialog, "clients.note", client_id=anna)
    submit(screen, dialog)
    assert dialog.form.error(dialog.text)
    dialog.text.setPlainText("Bad knee")
    dialog.pinned.setChecked(True)
    submit(screen, dialog)
    (note,) = people.detail(anna).notes
    assert (note.text, note.pinned) == ("Bad knee", True)
    changing = screen.dialog(NoteDialog, "clients.note", client_id=anna, note_id=note.id)
    assert changing.text.toPlainText() == "Bad knee"
    changing.text.setPlainText("Better knee")
    submit(screen, changing)
    assert people.detail(anna).notes[0].text == "Better knee"


def test_a_note_that_two_change(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    anna = people.add()
    note = services.records.add_note(owner, anna, "One")
    dialog = screen.dialog(NoteDialog, "clients.note", client_id=anna, note_id=note.id)
    services.records.edit_note(owner, note.id, 1, "Theirs", pinned=True, private=False)
    dialog.text.setPlainText("Mine")

    def keep_pin(conflict: ConflictDialog) -> bool:
        conflict.theirs["pinned"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(keep_pin)
    submit(screen, dialog)
    (stored,) = people.detail(anna).notes
    assert (stored.text, stored.pinned) == ("Mine", True)


def test_a_consent_is_recorded(screen: ClientsScreen, people: People) -> None:
    anna = people.add()
    dialog = screen.dialog(ConsentDialog, "clients.consent", client_id=anna, kind="sms", given=False)
    dialog.source.clear()
    submit(screen, dialog)
    assert dialog.form.error(dialog.source)
    dialog.source.setText("By phone")
    submit(screen, dialog)
    consent = people.detail(anna).consents[ConsentKind.SMS]
    assert (consent.given, consent.source) == (False, "By phone")


def test_a_code_somebody_has_is_told_beside_the_field(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    anna, bo = people.add("Anna Ivanova"), people.add("Bo Novak")
    services.records.add_code(owner, anna, "FOB-1")
    dialog = screen.dialog(CodeDialog, "clients.code", client_id=bo)
    screen.type(dialog.code, "fob-1")
    screen.press(dialog.code, Qt.Key.Key_Return)
    assert "Anna Ivanova (number 1)" in dialog.form.error(dialog.code)
    dialog.code.setText("fob-2")
    submit(screen, dialog)
    assert [code.code for code in people.detail(bo).codes] == ["FOB-2"]


def test_a_block_needs_a_reason(screen: ClientsScreen, people: People) -> None:
    anna = people.add()
    dialog = screen.dialog(BlockDialog, "clients.block", client_id=anna)
    submit(screen, dialog)
    assert dialog.form.error(dialog.reason)
    dialog.reason.setText("Broke the rules")
    submit(screen, dialog)
    assert people.detail(anna).blocked_reason == "Broke the rules"


def pick(screen: ClientsScreen, picker: Any, text: str) -> None:
    screen.type(picker, text)
    screen.press(picker, Qt.Key.Key_Return)


@pytest.mark.parametrize("link", ["payer", "household"])
def test_people_are_linked_and_unlinked(screen: ClientsScreen, people: People, link: str) -> None:
    anna, mia = people.add("Anna Ivanova"), people.add("Mia Meyer")
    dialog = screen.dialog(LinkDialog, "clients.link", client_id=mia, link=link)
    dialog.other.setText("half a name")
    submit(screen, dialog)
    assert dialog.form.error(dialog.other)
    dialog.other.clear()
    pick(screen, dialog.other, "ivan")
    submit(screen, dialog)
    detail = people.detail(mia)
    linked = detail.payer if link == "payer" else detail.household and detail.household.others[0]
    assert linked is not None
    assert linked.id == anna
    submit(screen, screen.dialog(LinkDialog, "clients.link", client_id=mia, link=link))
    detail = people.detail(mia)
    assert (detail.payer, detail.household) == (None, None)


# --- tags, merging, the card ---------------------------------------------------------------------------


def test_tags_are_put_on_many_and_taken_off_again(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    ids = [people.add(f"Client {number}") for number in range(3)]
    vip = services.records.create_tag(owner, "VIP")
    services.records.tag(owner, ids[:1], vip.id)
    dialog = screen.dialog(TagDialog, "clients.tag", client_ids=ids)
    submit(screen, dialog)
    assert dialog.form.error(dialog.tag)
    dialog.tag.setEditText("vip")
    submit(screen, dialog)
    assert screen.at_hand.toasts.texts == ["2 clients got the tag “VIP”"]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert [bool(people.detail(each).tags) for each in ids] == [True, False, False]
    removing = screen.dialog(TagDialog, "clients.tag", client_id=ids[0], remove=True)
    removing.tag.setEditText("unknown")
    submit(screen, removing)
    assert removing.form.error(removing.tag) == "There is no such tag."
    removing.tag.setEditText("VIP")
    submit(screen, removing)
    assert people.detail(ids[0]).tags == ()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert len(people.detail(ids[0]).tags) == 1


def test_two_are_compared_turned_round_and_merged(screen: ClientsScreen, people: People) -> None:
    keep = people.add("Anna Ivanova", email="a@web.de", goals="Run")
    other = people.add("Anna Iwanowa", city="Bonn", goals="Swim")
    dialog = screen.dialog(MergeDialog, "clients.merge", client_id=keep)
    assert not dialog.verb.isEnabled()
    pick(screen, dialog.other, "iwanowa")
    said = screen.said(dialog)
    for words in ("Ivanova (the other one in a note)", "1; 2 leads here too", "Run\nSwim", "Bonn"):
        assert words in said
    dialog.turn_round()
    screen.settle()
    assert "2; 1 leads here too" in screen.said(dialog)
    submit(screen, dialog)
    assert dialog.outcome.kept.id == other
    assert people.detail(keep).id == other
    assert screen.at_hand.toasts.texts == ["Both are one now: Anna Iwanowa, number 2"]


def test_the_card_can_be_looked_at(screen: ClientsScreen, people: People) -> None:
    dialog = screen.dialog(CardDialog, "clients.card", client_id=people.add("Anna Ivanova"))
    assert not dialog.notice.isVisible()
    assert "Page 1 of 1" in screen.said(dialog)


def test_fields_of_their_own_are_added_changed_and_put_away(
    screen: ClientsScreen, services: Services, owner: Actor
) -> None:
    dialog = screen.dialog(FieldsDialog, "clients.fields")
    assert "None yet." in screen.said(dialog)
    assert not dialog.choices.isVisible()
    dialog.name.setText("Shirt")
    dialog.kind.chosen.emit("choice")
    dialog.kind.set_code("choice")
    submit(screen, dialog)
    assert dialog.form.error(dialog.choices)
    dialog.choices.setPlainText("S\nM")
    submit(screen, dialog)
    assert dialog.isVisible()
    assert "Choice, S, M" in screen.said(dialog)
    screen.click(dialog, "Change Shirt")
    dialog.name.setText("Shirt size")
    submit(screen, dialog)
    (field,) = services.directory.fields(owner)
    assert (field.name, field.choices) == ("Shirt size", ("S", "M"))
    screen.click(dialog, "Put Shirt size away")
    assert services.directory.fields(owner) == []
    screen.click(dialog, "Ask for Shirt size again")
    assert len(services.directory.fields(owner)) == 1


def test_a_dialog_about_nobody_says_so(screen: ClientsScreen) -> None:
    opened: list[Callable[[], Any]] = [
        lambda: screen.dialog(NoteDialog, "clients.note", client_id=99),
        lambda: screen.dialog(EditClientDialog, "clients.edit", client_id=99),
        lambda: screen.dialog(CardDialog, "clients.card", client_id=99),
    ]
    for each in opened:
        assert "There is no such client" in screen.said(each())
