"""Adding and editing a client: nothing typed is lost, and two people are asked what is kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CustomFieldKind, Period, PlanKind, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from fitnesscrm_desktop.ui.clients.edit_dialog import EditClientDialog
from fitnesscrm_desktop.ui.clients.new_dialog import NewClientDialog
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
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert people.detail(dialog.outcome).archived_at is not None
    assert screen.at_hand.toasts.texts[-1] == "Anna Ivanova is taken back, and in the archive"


def test_after_undo_nobody_stays_on_the_page_of_who_is_gone(
    screen: ClientsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = screen.at_hand.window
    for on_the_page in (False, True):
        dialog = new(screen, name=f"Anna {on_the_page}")
        submit(screen, dialog)
        in_hand = dialog.outcome if on_the_page else None
        monkeypatch.setattr(window, "client_in_hand", lambda who=in_hand: who)
        screen.at_hand.toasts.undo_last()
        screen.settle()
        assert [page for page, _where in window.went] == ["clients.list"] * on_the_page


def test_who_was_sold_something_since_is_not_taken_back(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    dialog = new(screen, name="Anna Ivanova")
    submit(screen, dialog)
    plan = services.plans.add(
        owner, PlanDraft(name="Gold", kind=PlanKind.RECURRING, period=Period.MONTH), 4900
    )
    services.memberships.sell(owner, dialog.outcome, plan.id)
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert people.detail(dialog.outcome).archived_at is None
    (said,) = screen.at_hand.window.reported
    assert str(said).startswith("Anna Ivanova has memberships, charges by now: this cannot be undone.")


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


def test_a_birthday_that_does_not_exist_is_stored_by_no_key(screen: ClientsScreen, people: People) -> None:
    dialog = new(screen, name="Anna Ivanova")
    dialog.unfold()
    born = dialog.details.born
    screen.type(born.edit, "31/02/1990")
    for where, key in ((born.edit, Qt.Key.Key_Return), (dialog.verb, Qt.Key.Key_Space)):
        screen.press(where, key)
        assert dialog.isVisible()
        assert born.edit.text() == "31/02/1990"
        assert dialog.form.error(born) == "There is no such day: February 1990 has 28 days."
    born.edit.selectAll()
    screen.type(born.edit, "28/02/1990")
    submit(screen, dialog)
    assert people.detail(dialog.outcome).details.born == date(1990, 2, 28)


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


def test_only_what_both_have_changed_is_asked_about(
    screen: ClientsScreen, people: People, services: Services, owner: Actor
) -> None:
    anna = people.add("Anna Ivanova", email="old@example.com")
    dialog = edit(screen, anna)
    services.clients.edit(owner, anna, 1, {"city": "Kiel", "street": "Elsewhere 1"})
    dialog.details.show_values({"email": "new@example.com", "city": "Bonn"})
    asked: list[set[str]] = []

    def look(conflict: ConflictDialog) -> bool:
        asked.append(set(conflict.mine))
        return True

    screen.at_hand.dialogs.then(look)
    submit(screen, dialog)
    stored = people.detail(anna).details
    assert asked == [{"city"}]
    assert (stored.email, stored.city, stored.street) == ("new@example.com", "Bonn", "Elsewhere 1")


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
