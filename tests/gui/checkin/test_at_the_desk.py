"""Undo, check-out, queues, a database that rests, sound."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role, Verdict
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.checkin.service import CheckInService
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.ui.checkin.side_column import OUT
from fitnesscrm_desktop.ui.core.tokens import S
from tests.gui.checkin.conftest import Door
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.studio_rows import StudioRows
from tests.support.tones import tone
from tests.support.visits import stored_visits
from tests.support.window import StudioWindow

REST = "Another program is using the studio's database file right now. Nothing was changed."


def code(rows: StudioRows, client: int) -> str:
    return rows.number_of(client).zfill(6)


class TestUndo:
    def test_ctrl_z_takes_the_last_check_in_back(self, door: Door, rows: StudioRows) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
        door.scan(code(rows, anna))
        door.scan(code(rows, hugo))
        door.press("Ctrl+Z")
        assert (door.verdict, door.inside) == ("Taken back", ["Anna Ivanova"])
        assert door.window.toasts()[-1] == "The check-in of Hugo Rossi is taken back."
        door.press("Ctrl+Z")
        assert door.inside == []
        door.press("Ctrl+Z")
        assert door.window.toasts()[-1] == "There is no check-in of this desk to take back."

    def test_and_the_toast_checks_in_again(self, door: Door, rows: StudioRows) -> None:
        anna = rows.member("Anna Ivanova")
        door.scan(code(rows, anna))
        door.press("Ctrl+Z")
        assert door.window.work.toaster.host.undo_newest()
        door.look()
        assert (door.verdict, door.inside) == ("Admitted", ["Anna Ivanova"])

    def test_a_refusal_and_a_second_scan_are_passed_over(self, door: Door, rows: StudioRows) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.client("Hugo Rossi")
        door.scan(code(rows, anna))
        door.scan(code(rows, anna))
        door.scan(code(rows, hugo))
        door.press("Ctrl+Z")
        assert door.window.toasts()[-1] == "The check-in of Anna Ivanova is taken back."
        assert door.inside == []

    def test_ctrl_z_undoes_typing_first(self, door: Door, rows: StudioRows) -> None:
        anna = rows.member("Anna Ivanova")
        door.scan(code(rows, anna))
        door.type("olg")
        door.press("Ctrl+Z")
        assert door.inside == ["Anna Ivanova"]

    def test_on_other_pages_ctrl_z_takes_no_check_in_back(self, door: Door, rows: StudioRows) -> None:
        anna = rows.member("Anna Ivanova")
        door.scan(code(rows, anna))
        door.window.go("clients.list")
        assert not door.window.work.actions.action("checkin.undo").isEnabled()

    def test_any_visit_is_taken_back_from_the_list(self, door: Door, rows: StudioRows) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
        door.scan(code(rows, anna))
        door.scan(code(rows, hugo))
        row = door.page.side.visit_rows.row_at(1)
        assert row is not None
        labels = {action.text(): action for action in door.page.side._visits_menu([row])}  # noqa: SLF001 - a menu cannot be opened without a screen
        labels["Take this check-in back"].trigger()
        door.look()
        assert (door.inside, door.last_visits) == (["Hugo Rossi"], ["Hugo Rossi"])

    def test_who_may_not_undo_is_told_so(
        self, window: StudioWindow, services: Services, rows: StudioRows
    ) -> None:
        trainer = Door(window.open(services, an_actor(Role.TRAINER)))
        anna = rows.member("Anna Ivanova")
        trainer.scan(code(rows, anna))
        trainer.page.presenter.undo_last()
        trainer.look()
        assert trainer.inside == ["Anna Ivanova"]
        assert "needs somebody who may" in trainer.window.toasts()[-1]


class TestLeaving:
    def test_check_out_and_back(self, door: Door, rows: StudioRows) -> None:
        anna = rows.member("Anna Ivanova")
        door.scan(code(rows, anna))
        door.page.side.leaving.emit(door.page.side.inside_rows.row_at(0))
        door.look()
        assert (door.inside, door.page.side.bar.text()) == ([], "0 of 60 inside")
        assert door.window.toasts()[-1] == "Anna Ivanova has left."
        assert door.window.work.toaster.host.undo_newest()
        door.look()
        assert door.inside == ["Anna Ivanova"]

    def test_the_button_stands_in_the_row(self, door: Door, rows: StudioRows) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from fitnesscrm_desktop.ui.widgets.row_buttons import RowButtons

        anna = rows.member("Anna Ivanova")
        door.scan(code(rows, anna))
        table = door.page.side.inside
        buttons = table.itemDelegateForColumn(2)
        assert isinstance(buttons, RowButtons)
        place = buttons.button_rect(OUT, door.page.side.inside_rows.index(0, 2)).center().toPoint()
        QTest.mouseMove(table.viewport(), place)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        door.look()
        assert door.inside == []

    def test_who_stays_too_long_is_gone_by_itself(
        self, door: Door, rows: StudioRows, services: Services, clock: FakeClock
    ) -> None:
        anna = rows.member("Anna Ivanova")
        door.scan(code(rows, anna))
        clock.advance(hours=5)
        door.page.presenter._on_tick()  # noqa: SLF001 - nobody waits half a minute
        door.look()
        assert door.inside == []
        assert [visit.left_by_itself for visit in stored_visits(services)] == [True]

    def test_another_desk_is_seen(self, door: Door, rows: StudioRows, services: Services) -> None:
        anna = rows.member("Anna Ivanova")
        services.checkin.check_in(an_actor(Role.FRONT_DESK), client_id=anna)
        door.look()
        assert door.inside == ["Anna Ivanova"]
        assert door.page.presenter.state.answers == ()


def rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def check_in(*_given: Any, **_more: Any) -> CheckInResult:
        raise StorageTrouble(REST)

    monkeypatch.setattr(CheckInService, "check_in", check_in)


class TestTrouble:
    def test_says_what_happened_and_keeps_what_was_scanned(
        self, door: Door, rows: StudioRows, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
        with monkeypatch.context() as resting:
            rest(resting)
            door.scan(code(rows, anna))
            door.scan(code(rows, hugo))
        panel = door.page.card.trouble
        assert panel.isVisibleTo(door.page)
        assert panel.band.word() == "Not stored yet"
        assert (panel.text.text(), panel.kept.text()) == (REST, "Kept: 000001, 000002")
        door.window.click(panel.retry)
        door.look()
        assert [chip.split(", ")[0] for chip in door.chips] == [
            "Admitted: Hugo Rossi",
            "Admitted: Anna Ivanova",
        ]
        assert not panel.isVisibleTo(door.page)

    def test_can_be_forgotten(
        self, door: Door, rows: StudioRows, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        anna = rows.member("Anna Ivanova")
        with monkeypatch.context() as resting:
            rest(resting)
            door.scan(code(rows, anna))
        assert door.page.card.trouble.drop.text() == "Forget it"
        door.window.click(door.page.card.trouble.drop)
        door.look()
        assert (door.chips, stored_visits(services)) == ([], [])

    def test_while_a_name_is_looked_up_keeps_it_too(
        self, door: Door, rows: StudioRows, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows.member("Anna Ivanova")

        def by_code(*_given: Any) -> int:
            raise StorageTrouble(REST)

        with monkeypatch.context() as resting:
            resting.setattr(type(services.directory), "by_code", by_code)
            door.page.field.setFocus()
            door.window.write("1")
            door.press("Return")
        assert door.page.card.trouble.kept.text() == "Kept: 1"
        door.window.click(door.page.card.trouble.retry)
        door.look()
        assert door.name == "Anna Ivanova"


def test_a_queue_is_stored_in_its_order_and_nothing_is_lost(
    door: Door, rows: StudioRows, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [rows.member(f"Client{place} Number") for place in range(6)]
    really, opened = CheckInService.check_in, threading.Event()

    def slow(*given: Any, **more: Any) -> CheckInResult:
        opened.wait(10)
        return really(*given, **more)

    monkeypatch.setattr(CheckInService, "check_in", slow)
    for client in clients:
        door.scan(code(rows, client), settle=False)
    QApplication.processEvents()
    assert door.page.waiting.text() == "6 waiting"
    assert door.page.waiting.isVisibleTo(door.page)
    opened.set()
    door.look()
    assert [visit.client_id for visit in stored_visits(services)] == clients
    assert not door.page.waiting.isVisibleTo(door.page)
    assert door.name == "Client5 Number"


class TestSound:
    def test_is_turned_off_and_on(self, door: Door, rows: StudioRows, heard: list[Verdict]) -> None:
        anna = rows.member("Anna Ivanova")
        door.window.click(door.page.sound)
        door.scan(code(rows, anna))
        assert heard == []
        assert door.page.sound.accessibleName() == "Sound is off"
        door.page.toggle_sound()
        assert heard == [Verdict.ADMITTED]  # so that one hears that it is on
        door.scan(code(rows, anna))
        assert heard[1:] == [Verdict.NOTICE]

    @pytest.mark.parametrize("verdict", list(Verdict))
    def test_the_tones_are_ours(self, verdict: Verdict) -> None:
        assert resource("sounds", f"{verdict.value}.wav").read_bytes() == tone(verdict)


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off(door: Door, rows: StudioRows, size: tuple[int, int]) -> None:
    from fitnesscrm_desktop.ui.checkin.reason_rows import CureButton

    anna = rows.member("Anna Ivanova", days=-3, blocked_reason="Threw a weight at the mirror, twice")
    door.window.frame.resize(*size)
    door.scan(code(rows, anna))
    buttons = door.page.card.findChildren(CureButton)
    assert len(buttons) == 5
    card = door.page.card
    for button in buttons:
        assert button.mapTo(card, button.rect().bottomRight()).x() <= card.width() - S
    assert door.page.field.height() >= 56
