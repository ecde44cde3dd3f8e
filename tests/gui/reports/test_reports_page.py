"""Reports on the screen: the right rows, sums, files, and ways on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.reports.service import ReportService
from fitnesscrm_desktop.ui.reports.page import ReportsPage
from fitnesscrm_desktop.ui.reports.preview import PreviewDialog
from tests.support.clock import FakeClock
from tests.support.gui_desk import DeskAtHand
from tests.support.sales import Till

TODAY = date(2026, 3, 4)


def opened(qtbot: QtBot, at_hand: DeskAtHand, **where: object) -> ReportsPage:
    page = ReportsPage(at_hand.desk)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.arrive(**where)
    still(qtbot, at_hand, page)
    return page


def still(qtbot: QtBot, at_hand: DeskAtHand, page: ReportsPage) -> None:
    state = page.presenter
    qtbot.waitUntil(
        lambda: at_hand.tasks.idle() and (state.state.made is not None or bool(state.state.error))
    )


def column(page: ReportsPage, title: str) -> list[str]:
    model = page.model
    titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    return [str(model.index(row, titles.index(title)).data()) for row in range(model.rowCount())]


@pytest.fixture
def anna(till: Till, clock: FakeClock) -> int:
    """Take 30.00 of Anna in February and 12.50 today."""
    clock.advance(days=-14)
    client_id = till.client()
    till.pay(client_id, 3000)
    clock.advance(days=14)
    till.pay(client_id, 1250)
    return client_id


def test_it_opens_with_the_takings_of_this_month(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand)
    assert page.presets.current() == "month"
    assert column(page, "Amount") == ["€12.50"]
    assert page.totals.texts()["Total"] == "€12.50"


def test_a_period_by_name_shows_its_days(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand)
    page.presets.button("last_month").click()
    still(qtbot, at_hand, page)
    assert (page.first.value(), page.last.value()) == (date(2026, 2, 1), date(2026, 2, 28))
    assert column(page, "Amount") == ["€30.00"]


def test_other_days_are_a_period_of_ones_own(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand)
    page.first.set_value(date(2026, 2, 2))
    still(qtbot, at_hand, page)
    assert page.presets.current() == "custom"
    assert column(page, "Amount") == ["€30.00", "€12.50"]


def test_a_period_upside_down_is_said_and_swapped(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand, first=TODAY, last=date(2026, 2, 1))
    assert page.notice.isVisibleTo(page)
    assert not page.pdf.isEnabled()
    QTest.mouseClick(page.notice.action_button, Qt.MouseButton.LeftButton)
    still(qtbot, at_hand, page)
    assert not page.notice.isVisibleTo(page)
    assert page.totals.texts()["Total"] == "€42.50"


def test_the_other_report_has_other_columns(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand)
    page.kinds.button("clients").click()
    still(qtbot, at_hand, page)
    assert column(page, "Client") == ["Anna Example"]
    assert column(page, "Paid") == ["€12.50"]


def test_a_row_opens_its_client(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand, kind="clients")
    page.table.select_row(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert at_hand.window.went == [("clients.client", {"client_id": anna})]


def test_loading_again_does_not_take_back_what_was_chosen(
    qtbot: QtBot, at_hand: DeskAtHand, anna: int
) -> None:
    where = {"kind": "takings", "first": date(2026, 2, 1), "last": date(2026, 2, 28)}
    page = opened(qtbot, at_hand, **where)
    page.presets.button("today").click()
    page.arrive(**where)
    still(qtbot, at_hand, page)
    assert page.first.value() == TODAY
    page.leave()
    page.arrive(**where)
    still(qtbot, at_hand, page)
    assert page.first.value() == date(2026, 2, 1)


def test_this_month_is_another_one_when_one_comes_back(
    qtbot: QtBot, at_hand: DeskAtHand, clock: FakeClock, anna: int
) -> None:
    page = opened(qtbot, at_hand)
    page.leave()
    clock.advance(days=40)
    page.arrive()
    still(qtbot, at_hand, page)
    assert page.first.value() == date(2026, 4, 1)


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF")])
def test_it_is_saved_and_says_where(
    qtbot: QtBot,
    at_hand: DeskAtHand,
    anna: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    begins: bytes,
) -> None:
    page = opened(qtbot, at_hand)
    path = tmp_path / f"march.{form}"
    at_hand.dialogs.then(path)
    QTest.mouseClick(page.csv if form == "csv" else page.pdf, Qt.MouseButton.LeftButton)
    assert page.bar.isVisibleTo(page)
    assert not page.csv.isEnabled()
    qtbot.waitUntil(lambda: bool(at_hand.toasts.said))
    assert path.read_bytes().startswith(begins)
    assert at_hand.dialogs.asked[0][2].endswith(f"takings-2026-03-01-2026-03-04.{form}")
    assert not page.bar.isVisibleTo(page)
    toast = at_hand.toasts.said[0]
    assert (toast.action, toast.tone, str(tmp_path) in toast.text) == ("Open folder", "good", True)
    went: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: went.append(url.toLocalFile()))
    at_hand.toasts.undo_last()
    assert went == [str(tmp_path)]


def test_going_back_from_the_file_dialog_saves_nothing(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand)
    at_hand.dialogs.then(None)
    QTest.mouseClick(page.pdf, Qt.MouseButton.LeftButton)
    assert page.pdf.isEnabled()
    assert at_hand.toasts.said == []


def test_a_file_that_cannot_be_written_is_reported(
    qtbot: QtBot, at_hand: DeskAtHand, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise StorageTrouble("The disk is full.")

    monkeypatch.setattr(ReportService, "save_csv", full)
    page = opened(qtbot, at_hand)
    at_hand.dialogs.then(Path("/nowhere/report.csv"))
    QTest.mouseClick(page.csv, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(at_hand.window.reported))
    assert page.csv.isEnabled()


def test_the_preview_has_the_pages(qtbot: QtBot, at_hand: DeskAtHand, anna: int) -> None:
    page = opened(qtbot, at_hand)
    QTest.mouseClick(page.preview, Qt.MouseButton.LeftButton)
    ((dialog_id, about),) = at_hand.window.opened
    assert dialog_id == "reports.preview"
    for dialog in (PreviewDialog(at_hand.desk, **about), PreviewDialog(at_hand.desk)):
        qtbot.addWidget(dialog)
        qtbot.waitUntil(lambda dialog=dialog: dialog.view.page_count() == 1)  # type: ignore[misc]
        assert dialog.middle.currentWidget() is dialog.view


def test_only_reports_one_may_see_are_offered(
    qtbot: QtBot, desk_of: Callable[[Actor], DeskAtHand], manager: Actor, anna: int
) -> None:
    less = replace(manager, permissions=manager.permissions - {Permission.EXPORT_CLIENTS})
    page = opened(qtbot, desk_of(less), kind="clients")
    assert [kind.value for kind in page.presenter.state.kinds] == ["takings"]
    assert page.presenter.state.kind == "takings"


def test_nothing_to_report_is_said_in_words(qtbot: QtBot, at_hand: DeskAtHand) -> None:
    page = opened(qtbot, at_hand)
    assert page.table.empty_state().accessibleName() == "No payments in this period"
    assert page.totals.texts()["Total"] == "€0.00"
