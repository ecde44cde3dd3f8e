"""A client list comes in through the window: chosen, looked at, imported, taken back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.imports.results import ImportField, ImportOutcome, OnDuplicate
from fitnesscrm_desktop.services.imports.service import ImportService
from fitnesscrm_desktop.ui.core.columns import TONE_ROLE
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.imports.presenter import undoable
from fitnesscrm_desktop.ui.imports.result_panel import ResultPanel
from fitnesscrm_desktop.ui.imports.state import Step
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton
from tests.gui.imports.conftest import ImportScreen
from tests.support.gui_desk import shown_texts


def clients(services: Services) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(Client)) or 0


def cells(table: DataTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_file_is_understood_at_once(screen: ImportScreen, client_list: Path) -> None:
    screen.choose(client_list)
    page = screen.page
    assert page.presenter.state.step is Step.MAP
    assert page.mapping.encoding.currentText() == "Western (Windows)"
    assert page.mapping.separator.currentText() == "semicolon"
    assert page.mapping.header.isChecked()
    chosen = [field.currentText() for field in page.mapping.fields.values()]
    assert chosen == ["First name", "Last name", "E-mail", "Date of birth", "– leave out –"]
    assert page.mapping.start_button.text() == "Import 4 rows"
    rows = cells(page.mapping.preview.table)
    assert rows[0] == ["2", "good", "Ann", "Doe", "ann@example.com", "14 Mar 1990"]
    assert rows[1][:4] == ["3", "left out", "missing", "Roe"]
    wrong = page.mapping.preview.table.model().index(2, 4)
    assert (wrong.data(), wrong.data(TONE_ROLE)) == ("not-an-email", Tone.RED)


def test_import_look_and_undo(screen: ImportScreen, services: Services, client_list: Path) -> None:
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    screen.settle()
    result = screen.page.result
    assert clients(services) == 1
    figures = [card.value() for card in (result.imported, result.merged, result.skipped, result.failed)]
    assert figures == ["1", "0", "1", "2"]
    assert [row[:2] for row in cells(result.table)] == [
        ["3", "left out"],
        ["4", "left out"],
        ["5", "there already"],
    ]
    assert screen.at_hand.toasts.texts == ["1 client imported."]
    assert result.undo_button.isVisibleTo(screen.page)
    result.undo_button.click()
    screen.settle()
    assert clients(services) == 0
    assert screen.at_hand.toasts.texts[-1] == "“members.csv” was taken back."
    assert "This import was taken back." in shown_texts(screen.page)
    assert not result.undo_button.isVisibleTo(screen.page)


def test_the_toast_undoes_too(screen: ImportScreen, services: Services, client_list: Path) -> None:
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    screen.settle()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert clients(services) == 0


def test_a_trial_stores_nothing(screen: ImportScreen, services: Services, client_list: Path) -> None:
    screen.choose(client_list)
    screen.page.mapping.check_button.click()
    screen.settle()
    result = screen.page.result
    assert "This was a trial: nothing is stored yet." in shown_texts(screen.page)
    assert (result.imported.value(), clients(services)) == ("1", 0)
    result.back_button.click()
    assert screen.is_at(Step.MAP)
    screen.page.mapping.check_button.click()
    screen.settle()
    result.start_button.click()
    screen.settle()
    assert clients(services) == 1


def test_a_column_can_be_something_else(screen: ImportScreen, client_list: Path) -> None:
    screen.choose(client_list)
    presenter = screen.page.presenter
    screen.page.mapping.fields[4].chosen.emit("note")
    screen.settle()
    assert presenter.state.mapping[4] is ImportField.NOTE
    screen.page.mapping.fields[1].chosen.emit("first_name")
    screen.settle()
    assert presenter.state.mapping.get(0) is None, "a client has one first name"
    assert "No column holds the names" in presenter.state.error
    assert not screen.page.mapping.start_button.isEnabled()
    assert screen.page.mapping.notice.isVisibleTo(screen.page)
    screen.page.mapping.fields[0].chosen.emit("last_name")
    screen.settle()
    assert screen.page.mapping.start_button.isEnabled()
    assert cells(screen.page.mapping.preview.table)[0][2:4] == ["Doe", "Ann"]


def test_duplicates_are_filled_in_if_one_wants(screen: ImportScreen, client_list: Path) -> None:
    screen.choose(client_list)
    screen.page.mapping.duplicates.button("merge").click()
    assert screen.page.presenter.state.on_duplicate is OnDuplicate.MERGE
    screen.page.mapping.start_button.click()
    screen.settle()
    assert screen.page.result.merged.value() == "1"


def test_it_can_be_read_in_another_way(screen: ImportScreen, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Vorname;Nachname\nJürgen;Müller\n".encode())
    screen.choose(path)
    screen.page.mapping.encoding.chosen.emit("cp1252")
    screen.settle()
    assert cells(screen.page.mapping.preview.table)[0][2] == "JÃ¼rgen"
    screen.page.mapping.header.setChecked(False)
    screen.settle()
    assert "No column holds the names" in screen.page.presenter.state.error


def test_the_sheets_of_a_workbook(screen: ImportScreen, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["nothing"])
    book.create_sheet("People").append(["First name", "Last name"])
    book["People"].append(["Ann", "Doe"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    screen.choose(path)
    assert not screen.page.mapping.encoding.isVisibleTo(screen.page)
    screen.page.mapping.sheet.chosen.emit("People")
    screen.settle()
    assert cells(screen.page.mapping.preview.table) == [["2", "good", "Ann", "Doe"]]


def test_what_is_no_list_is_told_on_the_page(screen: ImportScreen, tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    screen.choose(path)
    assert "This is not a table. Choose a CSV or XLSX file." in shown_texts(screen.page)
    assert not screen.page.mapping.start_button.isEnabled()
    assert screen.at_hand.window.reported == []


def test_a_quote_that_is_not_closed_is_told_before_the_import(screen: ImportScreen, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('Vorname,Nachname\nAnn,Doe\nBob,"Roe\nCy,Poe\n')
    screen.choose(path)
    told = "A quote is opened in row 3 and not closed; rows behind it cannot be read."
    assert told in shown_texts(screen.page)
    assert screen.page.mapping.start_button.text() == "Import 3 rows"


def test_a_file_is_dropped(screen: ImportScreen, client_list: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(client_list))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    screen.page.drop.dropEvent(event)
    screen.settle()
    assert screen.page.presenter.state.path == client_list
    assert screen.page.presenter.state.ready


def test_escape_goes_back(screen: ImportScreen, client_list: Path) -> None:
    screen.choose(client_list)
    QTest.keyClick(screen.page, Qt.Key.Key_Escape)
    assert screen.is_at(Step.CHOOSE)


def test_the_keys_follow_from_step_to_step(
    screen: ImportScreen, services: Services, client_list: Path
) -> None:
    """Enter after Enter leads through an import; the search above never takes the keys."""
    page = screen.page
    page.drop.button.setFocus()
    screen.choose(client_list)
    page.mapping.start_button.setFocus()
    page.mapping.start_button.click()
    assert page.focusWidget() is page.stop_button
    screen.settle()
    assert page.focusWidget() is page.result.clients_button
    page.presenter.back()
    screen.settle()
    assert page.focusWidget() is page.drop.button
    assert clients(services) == 1


class Brake:
    """Holds an import in the middle until the test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        original = ImportService.run

        def run(service: ImportService, *arguments: Any, **named: Any) -> ImportOutcome:
            asked = named.pop("cancelled")
            return original(service, *arguments, cancelled=lambda: self._wait() or asked(), **named)

        monkeypatch.setattr(ImportService, "run", run)

    def _wait(self) -> bool:
        self.reached.set()
        self.go_on.wait(10)
        return False


def test_it_can_be_stopped(
    qtbot: QtBot,
    screen: ImportScreen,
    services: Services,
    client_list: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    brake = Brake(monkeypatch)
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    qtbot.waitUntil(brake.reached.is_set)
    assert screen.is_at(Step.RUN)
    screen.page.stop_button.setFocus()
    screen.page.stop_button.click()
    assert "Stopping…" in shown_texts(screen.page)
    brake.go_on.set()
    screen.settle()
    assert screen.is_at(Step.MAP)
    assert screen.page.focusWidget() is screen.page.mapping.start_button
    assert screen.at_hand.toasts.texts == ["The import was stopped. Nothing of it was stored."]
    assert clients(services) == 0


def test_past_imports_are_listed_and_undone_in_the_row(
    screen: ImportScreen, services: Services, owner: Actor, client_list: Path
) -> None:
    mapping = services.imports.look(client_list).suggested
    services.imports.run(owner, client_list, mapping)
    screen.page.arrive()
    screen.settle()
    assert cells(screen.page.past.table)[0][1:] == [
        "members.csv",
        "Command line",
        "1",
        "0",
        "2",
        "Stored",
        "",
    ]
    row = screen.page.past.model.row_at(0)
    assert row is not None
    screen.page.past.undo_wanted.emit(row.id)
    screen.settle()
    assert cells(screen.page.past.table)[0][6] == "Taken back"
    undone = screen.page.past.model.row_at(0)
    assert undone is not None
    assert not undoable(undone)


def test_who_stays_is_named(
    screen: ImportScreen, services: Services, owner: Actor, client_list: Path
) -> None:
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    screen.settle()
    services.billing.take_payment(owner, 1, 500, PaymentMethod.CASH)
    screen.page.result.undo_button.click()
    screen.settle()
    ((title, text, detail),) = screen.at_hand.dialogs.told
    assert title == "Taken back"
    assert "1 of its clients stay" in text
    assert detail == "Ann Doe, number 1: has payments"


def test_the_list_of_mistakes_is_saved(screen: ImportScreen, client_list: Path, tmp_path: Path) -> None:
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    screen.settle()
    screen.at_hand.dialogs.then(tmp_path / "mistakes.csv")
    screen.page.result.save_button.click()
    screen.settle()
    assert "A client needs a first name." in (tmp_path / "mistakes.csv").read_text(encoding="utf-8-sig")
    assert screen.at_hand.toasts.texts[-1].startswith("mistakes.csv is in /")


def test_figures_and_rows_open_what_is_behind_them(screen: ImportScreen, client_list: Path) -> None:
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    screen.settle()
    screen.page.result.imported.opened.emit()
    screen.page.result.clients_button.click()
    assert [page for page, _where in screen.at_hand.window.went] == ["clients.list", "clients.list"]


def in_row(result: ResultPanel) -> Sequence[RowButton]:
    told = result.model.row_at(0)
    assert told is not None
    return result.buttons_of(told)


def test_namesakes_are_told_and_merged_in_the_row(
    screen: ImportScreen, services: Services, owner: Actor, tmp_path: Path
) -> None:
    maria = services.clients.add(owner, NewClient("Maria", "Garcia"))
    path = tmp_path / "list.csv"
    path.write_text("Vorname;Nachname;Telefon\nMaria;Garcia;0171 2345678\nAnn;Doe;\n")
    screen.choose(path)
    assert any("shares only the name" in text for text in shown_texts(screen.page.mapping))
    screen.page.mapping.start_button.click()
    screen.settle()
    result = screen.page.result
    assert "new clients, 1 perhaps known" in shown_texts(result)
    assert [row[:2] for row in cells(result.table)] == [["2", "perhaps known"]]
    told = result.model.row_at(0)
    assert told is not None
    assert [button.text for button in result.buttons_of(told)] == ["Merge…"]
    screen.at_hand.window.outcomes["clients.merge"] = object()
    result.buttons.pressed.emit("merge", told)
    assert screen.at_hand.window.opened == [
        ("clients.merge", {"client_id": maria.id, "other_id": told.client_id})
    ]
    assert not result.buttons_of(told), "the two are one now"


def test_a_trial_or_an_import_taken_back_has_nothing_to_merge(
    screen: ImportScreen, services: Services, owner: Actor, tmp_path: Path
) -> None:
    services.clients.add(owner, NewClient("Maria", "Garcia"))
    path = tmp_path / "list.csv"
    path.write_text("Vorname;Nachname;Telefon\nMaria;Garcia;0171 2345678\n")
    screen.choose(path)
    result = screen.page.result
    screen.page.mapping.check_button.click()
    screen.settle()
    assert not in_row(result)
    result.start_button.click()
    screen.settle()
    result.undo_button.click()
    screen.settle()
    assert not in_row(result)


@pytest.mark.parametrize("name", ["<b>bold</b>", "x" * 900])
def test_strange_titles_are_shown_letter_by_letter(screen: ImportScreen, tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Vorname;Nachname;{name}\nAnn;Doe;<img src=x>\n")
    screen.choose(path)
    assert any(text.startswith(name[:40]) for text in shown_texts(screen.page.mapping))


def test_the_models_keep_the_rules(
    screen: ImportScreen, client_list: Path, qtmodeltester: ModelTester
) -> None:
    screen.choose(client_list)
    screen.page.mapping.start_button.click()
    screen.settle()
    for table in (screen.page.result.table, screen.page.past.table, screen.page.mapping.preview.table):
        qtmodeltester.check(table.model())  # type: ignore[no-untyped-call]  # pytest-qt has no types
