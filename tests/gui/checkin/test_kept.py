"""After a rest of the database the door goes on: verdicts are seen, what was kept is stored by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role, Verdict
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.checkin.service import CheckInService
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble, StudioError
from fitnesscrm_desktop.ui.checkin import kept
from fitnesscrm_desktop.ui.shell.lockable_dialogs import LockableDialogs
from fitnesscrm_desktop.ui.shell.opened import store_what_was_kept
from fitnesscrm_desktop.ui.shell.session import NOBODY
from tests.gui.checkin.conftest import Door
from tests.support.actors import an_actor
from tests.support.staff import hire, signed_in
from tests.support.studio_rows import StudioRows
from tests.support.visits import stored_visits

REST = "Another program is using the studio's database file right now. Nothing was changed."


def code(rows: StudioRows, client: int) -> str:
    return rows.number_of(client).zfill(5)


@contextmanager
def resting(door: Door, error: StudioError | None = None) -> Iterator[list[str]]:
    """No check-in can be stored; gives the codes that were tried."""
    tried: list[str] = []

    def check_in(_service: CheckInService, _actor: object, code: str = "", **_more: Any) -> CheckInResult:
        tried.append(code)
        raise error or StorageTrouble(REST)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CheckInService, "check_in", check_in)
        yield tried
        door.look()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tried again by the clock."""
    monkeypatch.setattr(kept, "AGAIN_MS", 10**8)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock tries again at once."""
    monkeypatch.setattr(kept, "AGAIN_MS", 20)


def in_large_type(door: Door) -> bool:
    return door.page.card.trouble.isVisibleTo(door.page)


def waits(door: Door) -> str:
    return door.page.kept.text.text() if door.page.kept.isVisibleTo(door.page) else ""


def came(services: Services) -> list[int]:
    return [visit.client_id for visit in stored_visits(services)]


@pytest.mark.usefixtures("patient")
class TestTheNextScan:
    def test_has_its_own_verdict_and_what_was_kept_follows(
        self, door: Door, rows: StudioRows, services: Services
    ) -> None:
        anna, hugo, olga = (rows.member(name) for name in ("Anna Ivanova", "Hugo Rossi", "Olga Novak"))
        with resting(door):
            door.scan(code(rows, anna))
            door.scan(code(rows, hugo))
        assert in_large_type(door)
        door.scan(code(rows, olga))
        assert (door.verdict, door.name, in_large_type(door)) == ("Admitted", "Olga Novak", False)
        assert door.page.card.name.isVisibleTo(door.page)
        assert came(services) == [olga, anna, hugo]
        assert waits(door) == ""
        assert door.window.toasts() == [
            "Anna Ivanova is stored now: Admitted",
            "Hugo Rossi is stored now: Admitted",
        ]
        assert len(door.chips) == 3

    def test_that_is_refused_is_seen_too(self, door: Door, rows: StudioRows) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.client("Hugo Rossi")
        with resting(door):
            door.scan(code(rows, anna))
        door.scan(code(rows, hugo))
        assert (door.verdict, door.name, in_large_type(door)) == ("Refused", "Hugo Rossi", False)

    def test_of_the_same_card_is_the_same(self, door: Door, rows: StudioRows, services: Services) -> None:
        anna = rows.member("Anna Ivanova")
        with resting(door):
            door.scan(code(rows, anna))
            door.scan(code(rows, anna))
        assert door.page.card.trouble.kept.text() == "Kept: 00001"
        door.scan(code(rows, anna))
        assert (door.verdict, waits(door), door.window.toasts()) == ("Admitted", "", [])
        assert came(services) == [anna]

    def test_that_fails_hides_the_verdict_before_it(self, door: Door, rows: StudioRows) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
        door.scan(code(rows, anna))
        with resting(door):
            door.scan(code(rows, hugo))
        assert in_large_type(door)
        assert not door.page.card.name.isVisibleTo(door.page)


@pytest.mark.usefixtures("hasty")
class TestByItself:
    def test_what_was_kept_is_stored_in_its_order(
        self, door: Door, rows: StudioRows, services: Services
    ) -> None:
        clients = [rows.member(f"Client{place} Number") for place in range(4)]
        with resting(door) as tried:
            for client in clients:
                door.scan(code(rows, client))
            seen = len(tried)
            door.window.until(lambda: len(tried) > seen + 2)
        assert set(tried[seen:]) == {code(rows, clients[0])}
        door.window.until(lambda: len(stored_visits(services)) == len(clients))
        door.look()
        assert came(services) == clients
        assert (in_large_type(door), waits(door)) == (False, "")
        assert len(door.chips) == len(clients)

    def test_a_trial_that_fails_disturbs_nobody(
        self, door: Door, rows: StudioRows, heard: list[Verdict]
    ) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
        door.scan(code(rows, hugo))
        with resting(door) as tried:
            door.scan(code(rows, anna))
            door.page.presenter.show_answer(1)
            heard.clear()
            seen = len(tried)
            door.window.until(lambda: len(tried) > seen + 2)
            assert (door.name, in_large_type(door), heard) == ("Hugo Rossi", False, [])
            assert waits(door) == "1 scan waits: 00001"

    def test_what_no_trial_cures_is_told_once(self, door: Door, rows: StudioRows) -> None:
        anna = rows.member("Anna Ivanova")
        with resting(door):
            door.scan(code(rows, anna))
        with resting(door, RuleBroken("This card was handed back.")) as tried:
            door.page.presenter.kept.go_on()
            door.look()
        assert tried == [code(rows, anna)]
        assert "This card was handed back." in door.window.toasts()
        assert (in_large_type(door), waits(door)) == (False, "")


@pytest.mark.usefixtures("patient")
class TestTheLine:
    @pytest.fixture
    def anna(self, door: Door, rows: StudioRows) -> int:
        """Somebody waits, and somebody else is looked at."""
        anna = rows.member("Anna Ivanova")
        with resting(door):
            door.scan(code(rows, anna))
        door.press("Escape")
        return anna

    def test_is_what_esc_leaves(self, door: Door, anna: int, rows: StudioRows) -> None:
        assert door.page.card.idle.isVisibleTo(door.page)
        assert waits(door) == f"1 scan waits: {code(rows, anna)}"
        assert door.window.page is door.page

    def test_is_tried_by_key(self, door: Door, anna: int, services: Services) -> None:
        door.press("Alt+1")
        assert (door.verdict, door.name, waits(door)) == ("Admitted", "Anna Ivanova", "")
        assert came(services) == [anna]

    @pytest.mark.usefixtures("anna")
    def test_comes_after_the_cures(self, door: Door, rows: StudioRows, services: Services) -> None:
        result = services.checkin.check_in(an_actor(Role.OWNER), client_id=rows.client("Hugo Rossi"))
        door.page.presenter.take(result)
        assert len(door.cures) == door.page.kept.number - 1 > 0
        door.press(f"Alt+{door.page.kept.number}")
        assert door.name == "Anna Ivanova"

    def test_is_reached_by_tab(self, door: Door, anna: int, services: Services) -> None:
        door.page.field.setFocus()
        door.press("Tab")
        assert QApplication.focusWidget() is door.page.kept.retry
        door.press("Space")
        assert came(services) == [anna]
        assert door.page.field.hasFocus()

    def test_is_forgotten_by_key(self, door: Door, anna: int, services: Services) -> None:
        door.page.kept.drop.setFocus()
        assert door.page.kept.drop.text() == "Forget it"
        QTest.keyClick(door.page.kept.drop, Qt.Key.Key_Space)
        door.look()
        assert (waits(door), came(services), anna) == ("", [], anna)

    def test_f5_and_coming_back_try_too(self, door: Door, anna: int, services: Services) -> None:
        door.press("F5")
        assert came(services) == [anna]

    @pytest.mark.usefixtures("anna")
    def test_says_why_when_one_asks_in_vain(self, door: Door) -> None:
        with resting(door):
            door.press("Alt+1")
        assert door.window.toasts()[-1] == REST
        assert waits(door) == "1 scan waits: 00001"

    @pytest.mark.usefixtures("anna")
    def test_nothing_is_stored_in_nobodys_name(self, door: Door, services: Services) -> None:
        door.window.work.desk.actor = NOBODY
        door.page.presenter.kept.go_on()
        door.look()
        assert (came(services), waits(door)) == ([], "1 scan waits: 00001")

    def test_a_locked_screen_names_nobody(
        self, door: Door, anna: int, rows: StudioRows, services: Services
    ) -> None:
        result = services.checkin.check_in(an_actor(Role.OWNER), client_id=rows.member("Hugo Rossi"))
        door.page.presenter.take(result)
        door.window.work.session.lock()
        door.page.presenter.kept.go_on()
        door.look()
        assert len(came(services)) == 2
        assert door.window.toasts() == []
        assert anna in came(services)


@pytest.mark.usefixtures("patient")
def test_in_large_type_a_key_tries_again(door: Door, rows: StudioRows, services: Services) -> None:
    anna = rows.member("Anna Ivanova")
    with resting(door):
        door.scan(code(rows, anna))
    door.press("Alt+1")
    assert (door.verdict, came(services)) == ("Admitted", [anna])


@pytest.mark.usefixtures("patient")
def test_what_is_forgotten_while_it_is_tried_does_not_come_back(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    with resting(door):
        door.scan(code(rows, anna))
        door.page.presenter.kept.ask()
        door.page.presenter.kept.drop()
    assert (in_large_type(door), waits(door)) == (False, "")


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("typed", "name"), [("ivan", "Anna Ivanova"), ("2", "Hugo Rossi")])
def test_a_name_that_could_not_be_looked_up_is_no_unknown_code_later(
    door: Door, rows: StudioRows, services: Services, typed: str, name: str
) -> None:
    rows.member("Anna Ivanova")
    rows.member("Hugo Rossi")

    def by_code(*_given: Any) -> int:
        raise StorageTrouble(REST)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(services.directory), "by_code", by_code)
        door.page.field.setFocus()
        door.window.write(typed)
        door.press("Return")
    assert door.page.card.trouble.kept.text() == f"Kept: {typed}"
    door.press("Alt+1")
    assert (door.verdict, door.name) == ("Admitted", name)


@pytest.mark.usefixtures("patient")
class TestSafeKeeping:
    @pytest.fixture
    def anna(self, door: Door, rows: StudioRows) -> int:
        """Somebody waits."""
        anna = rows.member("Anna Ivanova")
        with resting(door):
            door.scan(code(rows, anna))
        return anna

    def test_what_waits_is_on_the_disk_until_it_is_stored(
        self, door: Door, anna: int, services: Services
    ) -> None:
        (written,) = services.kept_scans.waiting()
        assert (written.code, written.staff_id) == ("00001", door.window.work.desk.actor.staff_id)
        door.press("Alt+1")
        assert (came(services), services.kept_scans.waiting()) == ([anna], ())

    @pytest.mark.usefixtures("anna")
    def test_what_is_forgotten_is_not_found_at_the_next_start(self, door: Door, services: Services) -> None:
        door.page.presenter.kept.drop()
        door.look()
        assert services.kept_scans.waiting() == ()

    @pytest.mark.usefixtures("anna")
    def test_another_page_goes_on_with_it(self, door: Door) -> None:
        door.window.work.window.pages.forget()
        again = Door(door.window)
        again.look()
        assert (waits(again), again.verdict) == ("", "Admitted")

    def test_somebody_else_at_the_desk_stores_it_under_who_has_scanned(
        self, door: Door, rows: StudioRows, services: Services
    ) -> None:
        nora, tom = (hire(services, login, Role.OWNER) for login in ("nora", "tom"))
        rows.member("Anna Ivanova")
        door.window.work.session.sign_in(signed_in(services, "nora"))
        door = Door(door.window)
        with resting(door):
            door.scan("00001")
        door.window.work.session.sign_in(signed_in(services, "tom"))
        door = Door(door.window)
        door.press("Alt+1")
        (visit,) = stored_visits(services)
        assert visit.staff_id == nora.id != tom.id

    @pytest.mark.usefixtures("anna")
    def test_the_next_start_stores_it(self, door: Door, services: Services) -> None:
        door.page.presenter.kept.changed.disconnect()
        store_what_was_kept(services)
        assert len(stored_visits(services)) == 1
        assert services.kept_scans.waiting() == ()

    @pytest.mark.usefixtures("anna")
    @pytest.mark.parametrize("closes", [True, False])
    def test_closing_says_so(self, door: Door, monkeypatch: pytest.MonkeyPatch, closes: bool) -> None:
        asked: list[str] = []

        def confirm(_dialogs: object, _title: str, text: str, _verb: str, **_more: object) -> bool:
            asked.append(text)
            return closes

        monkeypatch.setattr(LockableDialogs, "confirm", confirm)
        assert door.window.frame.close() is closes
        (said,) = asked
        assert said.startswith("A check-in is not stored yet. What waits is kept on this PC")


def test_closing_asks_nothing_when_nothing_waits(door: Door) -> None:
    assert door.window.work.window.pages.unfinished() == ""
    assert door.window.frame.may_close()
