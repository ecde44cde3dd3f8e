"""The short dialogs about clients: what is wrong stands beside its field."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.card_dialog import CardDialog
from fitnesscrm_desktop.ui.clients.edit_dialog import EditClientDialog
from fitnesscrm_desktop.ui.clients.fields_dialog import FieldsDialog
from fitnesscrm_desktop.ui.clients.merge_dialog import MergeDialog
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
from tests.support.people import People

ACCEPTED = QDialog.DialogCode.Accepted


def submit(screen: ClientsScreen, dialog: Any) -> None:
    dialog.submit()
    screen.settle()


# --- notes, consents, codes, blocks, links --------------------------------------------------------------


def test_a_new_note_is_taken_back(screen: ClientsScreen, people: People) -> None:
    anna = people.add()
    dialog = screen.dialog(NoteDialog, "clients.note", client_id=anna)
    dialog.text.setPlainText("Bad knee")
    submit(screen, dialog)
    assert screen.at_hand.toasts.texts == ["The note is added"]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert people.detail(anna).notes == ()


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
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert people.detail(bo).codes == ()


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
