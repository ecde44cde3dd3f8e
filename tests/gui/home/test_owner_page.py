"""The owner's page: true figures, each of which opens its rows."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.ui.home.owner_page import OwnerPage
from fitnesscrm_desktop.ui.widgets.cards import KpiCard
from tests.support.clock import FakeClock
from tests.support.gui_desk import DeskAtHand
from tests.support.sales import Till

TODAY = date(2026, 3, 4)


def opened(qtbot: QtBot, at_hand: DeskAtHand) -> OwnerPage:
    page = OwnerPage(at_hand.desk)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.arrive()
    still(qtbot, at_hand, page)
    return page


def still(qtbot: QtBot, at_hand: DeskAtHand, page: OwnerPage) -> None:
    qtbot.waitUntil(lambda: page.presenter.state.loaded and at_hand.tasks.idle())


def card_named(page: OwnerPage, name: str) -> KpiCard:
    found = [card for card in page.findChildren(KpiCard) if card.accessibleName().startswith(name)]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def busy(till: Till, services: Services, clock: FakeClock) -> int:
    """Sell Anna a month that ends in five days; she still owes 9.00 of it. The id of her membership."""
    clock.advance(days=-24)
    anna = till.client()
    plan = till.plan(price=4900)
    sold = services.memberships.sell(till.actor, anna, plan.id)
    clock.advance(days=24)
    till.pay(anna, 4000)
    return sold.membership_id


def test_figures_are_those_of_today(qtbot: QtBot, at_hand: DeskAtHand, busy: int) -> None:
    page = opened(qtbot, at_hand)
    assert page.takings.value() == "€40.00"
    assert page.month.value() == "€40.00"
    assert page.owes.value() == "€9.00"
    assert page.active.value() == "1"
    assert page.ends.value() == "1"
    assert page.visits.value() == "0"


@pytest.mark.parametrize(
    ("name", "went"),
    [
        ("Takings today", ("billing.money", {"tab": "takings", "day": TODAY})),
        ("Visits today", ("checkin.desk", {})),
        ("Active members", ("clients.list", {"saved": "active"})),
        (
            "Takings this month",
            ("reports.main", {"kind": "takings", "first": date(2026, 3, 1), "last": TODAY}),
        ),
        ("Ending in", ("clients.list", {"saved": "ends_soon"})),
        ("Owed to the studio", ("billing.money", {"tab": "owing"})),
    ],
)
def test_every_figure_opens_its_rows(
    qtbot: QtBot, at_hand: DeskAtHand, busy: int, name: str, went: tuple[str, dict[str, object]]
) -> None:
    page = opened(qtbot, at_hand)
    QTest.mouseClick(card_named(page, name), Qt.MouseButton.LeftButton)
    assert at_hand.window.went == [went]


def test_a_bar_opens_its_month_and_the_present_one_ends_today(
    qtbot: QtBot, at_hand: DeskAtHand, busy: int
) -> None:
    page = opened(qtbot, at_hand)
    series = page.chart.series()
    assert [len(series.values), series.values[-1], series.texts[-1]] == [12, 40.0, "€40.00"]
    page.chart.opened.emit(series.key(10))
    page.chart.opened.emit(series.key(11))
    assert [where for _page, where in at_hand.window.went] == [
        {"kind": "takings", "first": date(2026, 2, 1), "last": date(2026, 2, 28)},
        {"kind": "takings", "first": date(2026, 3, 1), "last": TODAY},
    ]


def test_renew_and_take_payment_stand_in_the_row(qtbot: QtBot, at_hand: DeskAtHand, busy: int) -> None:
    page = opened(qtbot, at_hand)
    for rows in (page.ending, page.owing):
        assert rows.buttons is not None
        index = rows.model.index(0, 1)
        spot = rows.buttons.button_rect("renew" if rows is page.ending else "pay", index).center()
        QTest.mouseClick(rows.table.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
    (renew, about), (pay, whom) = at_hand.window.opened
    assert (renew, about) == ("memberships.renew", {"membership_id": busy})
    assert (pay, list(whom)) == ("billing.take_payment", ["client_id"])


def test_sell_stands_where_a_renewal_would_go_on_behind_the_next_one(
    qtbot: QtBot, at_hand: DeskAtHand, till: Till, services: Services, busy: int
) -> None:
    member = till.membership(busy)
    services.memberships.sell(till.actor, member.client_id, member.plan_id, TODAY + timedelta(days=20))
    rows = opened(qtbot, at_hand).ending
    assert rows.buttons is not None
    spot = rows.buttons.button_rect("sell", rows.model.index(0, 1)).center()
    QTest.mouseClick(rows.table.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
    rows.table.selectRow(0)
    QTest.keyClick(rows.table, Qt.Key.Key_Return)
    assert at_hand.window.opened == [("memberships.sell", {"client_id": member.client_id})] * 2


def test_a_payment_at_another_moment_is_seen(
    qtbot: QtBot, at_hand: DeskAtHand, till: Till, busy: int
) -> None:
    page = opened(qtbot, at_hand)
    till.pay(page.owing.model.rows()[0].client_id, 900)
    qtbot.waitUntil(lambda: page.takings.value() == "€49.00")
    assert page.owing.model.rowCount() == 0


def test_after_midnight_it_shows_the_new_day(
    qtbot: QtBot, at_hand: DeskAtHand, clock: FakeClock, busy: int
) -> None:
    page = opened(qtbot, at_hand)
    clock.advance(days=1)
    page.presenter.look_at_calendar()
    still(qtbot, at_hand, page)
    assert page.takings.value() == "€0.00"
    assert page.presenter.state.figures is not None
    assert page.presenter.state.figures.day == TODAY + timedelta(days=1)


def test_nothing_is_loaded_while_another_page_is_shown(
    qtbot: QtBot, at_hand: DeskAtHand, clock: FakeClock, busy: int
) -> None:
    page = opened(qtbot, at_hand)
    page.leave()
    clock.advance(days=1)
    page.presenter.look_at_calendar()
    assert at_hand.tasks.idle()


def test_a_new_studio_is_offered_the_first_steps(qtbot: QtBot, at_hand: DeskAtHand) -> None:
    page = opened(qtbot, at_hand)
    assert page.steps.isVisibleTo(page)
    assert not page.body.isVisibleTo(page)
    for step in (page.steps.plan, page.steps.bring, page.steps.client):
        QTest.mouseClick(step.button, Qt.MouseButton.LeftButton)
    assert [name for name, _about in at_hand.window.opened] == ["plans.edit_plan", "clients.new"]
    assert at_hand.window.went == [("imports.run", {})]


def test_what_is_done_is_ticked_off(qtbot: QtBot, at_hand: DeskAtHand, till: Till) -> None:
    till.plan()
    page = opened(qtbot, at_hand)
    assert not page.steps.plan.button.isVisibleTo(page)
    assert page.steps.bring.button.isVisibleTo(page)
    till.client()
    qtbot.waitUntil(lambda: page.body.isVisibleTo(page))


def test_without_takings_the_chart_says_so(qtbot: QtBot, at_hand: DeskAtHand, till: Till) -> None:
    till.plan()
    till.client()
    page = opened(qtbot, at_hand)
    assert list(page.chart.series().values) == []
    assert page.chart.plot() is None


def test_when_the_database_is_gone_it_says_so_and_keeps_the_figures(
    qtbot: QtBot, at_hand: DeskAtHand, busy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, at_hand)

    def gone(*_args: object) -> None:
        raise StorageTrouble("The server does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(type(at_hand.desk.services.figures), "today", gone)
        page.presenter.refresh()
        qtbot.waitUntil(lambda: page.notice.isVisibleTo(page))
    assert page.takings.value() == "€40.00"
    page.notice.acted.emit()
    qtbot.waitUntil(lambda: not page.notice.isVisibleTo(page))
