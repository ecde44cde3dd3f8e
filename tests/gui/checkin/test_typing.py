"""The one field: numbers, names, scans that come in between."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.ui.checkin.hit_list import DETAIL_ROLE
from tests.gui.checkin.conftest import Door
from tests.support.actors import an_actor
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited, stored_visits


def hits(door: Door) -> list[str]:
    shown = door.page.hit_list
    return [client.name for client in shown.hits.clients] if shown.isVisible() else []


def details(door: Door) -> list[str]:
    model = door.page.hit_list.view.model()
    return [model.index(row, 0).data(DETAIL_ROLE) for row in range(model.rowCount())]


def test_a_number_and_enter(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    hugo = rows.member("Hugo Rossi")
    door.type(rows.number_of(hugo))
    door.press("Return")
    assert (door.verdict, door.name, door.page.field.text()) == ("Admitted", "Hugo Rossi", "")


def test_a_name_shows_who_fits_and_enter_takes_the_marked_one(door: Door, services: Services) -> None:
    owner = an_actor(Role.OWNER)
    for name in ("Anna Garcia", "Anna Ivanova", "Hugo Rossi"):
        first, last = name.split()
        services.clients.add(owner, NewClient(first, last))
    door.type("anna")
    assert hits(door) == ["Anna Garcia", "Anna Ivanova"]
    door.press("Down")
    door.press("Return")
    assert (door.name, hits(door), door.page.field.text()) == ("Anna Ivanova", [], "")
    door.type("anna")
    door.press("Up")
    door.press("Down")
    door.press("Return")
    assert door.name == "Anna Garcia"


def test_a_hit_can_be_clicked(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.type("anna")
    view = door.page.hit_list.view
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.currentIndex()).center()
    )
    door.look()
    assert door.name == "Anna Ivanova"
    assert door.page.field.hasFocus()


def test_enter_before_the_list_is_there_takes_the_only_one(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.page.field.setFocus()
    door.window.write("ivan")
    door.press("Return")
    assert door.name == "Anna Ivanova"


def test_enter_before_the_list_is_there_asks_among_several(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    rows.member("Anna Garcia")
    door.page.field.setFocus()
    door.window.write("anna")
    door.press("Return")
    assert door.page.field.text() == "anna"
    assert hits(door) == ["Anna Garcia", "Anna Ivanova"]
    door.press("Return")
    assert door.name == "Anna Garcia"


def test_a_code_goes_before_a_name(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    hugo = rows.member("Hugo Rossi")
    rows.code(hugo, "ANNA")
    door.type("anna")
    door.press("Return")
    assert door.name == "Hugo Rossi"


def test_nobody_is_told_and_written_down(door: Door, rows: StudioRows, services: Services) -> None:
    rows.member("Anna Ivanova")
    door.type("zzz")
    assert "Nobody fits “zzz”." in door.window.words(door.page)
    door.press("Return")
    assert (door.verdict, door.reasons) == ("Refused", ["Nobody has the code “zzz”."])
    assert len(audited(services, "checkin.refused")) == 1


def test_somebody_new_is_added_by_key(door: Door) -> None:
    door.scan("000999")
    assert "Alt+1" in door.window.words(door.page.card)
    door.press("Alt+1")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "New client"


def test_escape_takes_list_text_and_verdict_away_one_after_the_other(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    door.scan(rows.number_of(anna).zfill(6))
    door.type("anna")
    door.press("Escape")
    assert (hits(door), door.page.field.text(), door.verdict) == ([], "", "Admitted")
    door.press("Escape")
    assert door.page.presenter.state.shown is None


def test_blanks_are_nothing(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.type("   ")
    door.press("Return")
    assert (door.chips, hits(door)) == ([], [])


def test_a_scan_while_a_name_is_half_typed_leaves_the_name(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    rows.member("Olga Novak")
    door.type("olg")
    door.scan(rows.number_of(anna).zfill(6))
    assert (door.name, door.page.field.text()) == ("Anna Ivanova", "olg")


def test_a_scan_counts_while_a_list_has_the_focus(door: Door, rows: StudioRows, services: Services) -> None:
    anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
    door.scan(rows.number_of(anna).zfill(6))
    for table in (door.page.side.inside, door.page.side.visits):
        table.setFocus()
        table.select_row(0)
        door.scan(rows.number_of(hugo).zfill(6))
        assert door.page.field.text() == ""
    assert door.name == "Hugo Rossi"
    assert len(stored_visits(services)) == 2


def test_a_hand_that_rests_on_the_mouse_takes_nothing_from_a_scan(
    door: Door, rows: StudioRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = rows.member("Anna Ivanova")
    door.page.side.inside.setFocus()
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    door.scan(rows.number_of(anna).zfill(6))
    assert (door.name, door.page.field.text()) == ("Anna Ivanova", "")


def test_what_is_typed_over_a_list_goes_into_the_field(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    door.scan(rows.number_of(anna).zfill(6))
    door.page.side.inside.setFocus()
    for key in (Qt.Key.Key_O, Qt.Key.Key_L):
        door.window.press(chr(key.value), on=None)
    assert door.page.field.text().casefold() == "ol"
    assert door.page.field.hasFocus()


def test_the_search_of_the_top_line_lands_in_the_field(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    assert door.page.searched("anna")
    door.look()
    assert (door.page.field.text(), hits(door)) == ("anna", ["Anna Ivanova"])


def test_what_is_typed_stays_while_one_looks_at_another_page(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    door.scan(rows.number_of(anna).zfill(6))
    door.type("olg")
    door.window.go("clients.list")
    door.window.press("F2")
    assert door.window.page is door.page
    assert (door.page.field.text(), door.verdict) == ("olg", "Admitted")
    assert door.page.field.hasFocus()


@pytest.fixture
def marta(services: Services) -> int:
    """Give somebody who can be found by letters and digits that are no name and no number of hers."""
    person = NewClient("Marta", "Ruiz", phone="+353 20 919 9849", email="iyer42@example.com")
    return services.clients.add(an_actor(Role.OWNER), person).id


@pytest.mark.parametrize("code", ["9849", "r42", "020 919 9849", "919-98", "+353"])
def test_a_number_that_nobody_has_lets_nobody_in(
    door: Door, services: Services, marta: int, code: str
) -> None:
    door.type(code)
    assert hits(door) == ["Marta Ruiz"]
    door.press("Return")
    assert (door.verdict, door.reasons) == ("Refused", [f"Nobody has the code “{code}”."])
    door.page.field.setFocus()
    door.window.write(code)  # and as fast as nobody could look
    door.press("Return")
    assert door.reasons == [f"Nobody has the code “{code}”."]
    assert stored_visits(services) == []


def test_who_was_found_by_phone_goes_in_when_chosen_and_the_card_says_how(door: Door, marta: int) -> None:
    door.type("9849")
    assert any("found by phone" in text for text in details(door))
    door.press("Down")
    door.press("Return")
    assert door.name == "Marta Ruiz"
    assert door.page.card.member_number.text() == "No. 1 · found by phone"


@pytest.mark.parametrize(("typed", "how"), [("uiz", "part of the name"), ("iyer", "e-mail")])
def test_what_is_no_beginning_of_a_name_has_to_be_chosen(
    door: Door, services: Services, marta: int, typed: str, how: str
) -> None:
    door.type(typed)
    for _ in range(2):
        door.press("Return")
        assert (hits(door), door.page.field.text()) == (["Marta Ruiz"], typed)
    assert stored_visits(services) == []
    door.press("Up")
    door.press("Return")
    assert door.page.card.member_number.text() == f"No. 1 · found by {how}"


def test_the_card_says_by_what_a_person_was_found(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    number = rows.number_of(anna)
    rows.code(anna, "FOB-7")
    for typed, how in ((number, "number"), ("fob-7", "card"), ("ivan", "name")):
        door.type(typed)
        door.press("Return")
        assert door.page.card.member_number.text() == f"No. {int(number)} · found by {how}"
