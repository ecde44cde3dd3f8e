"""The desk's page: who is in, whom to talk to, and only what the person may see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.ui.home.desk_page import DeskPage
from tests.support.gui_desk import DeskAtHand
from tests.support.sales import Till

DeskOf = Callable[[Role], DeskAtHand]


def opened(qtbot: QtBot, at_hand: DeskAtHand) -> DeskPage:
    page = DeskPage(at_hand.desk)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.arrive()
    qtbot.waitUntil(lambda: page.presenter.state.loaded and at_hand.tasks.idle())
    return page


@pytest.fixture
def anna(till: Till, services: Services) -> int:
    """Anna has a running month, birthday today, and owes for it."""
    client_id = till.client(born=date(1990, 3, 4))
    services.memberships.sell(till.actor, client_id, till.plan().id)
    return client_id


def test_a_check_in_shows_up_by_itself(
    qtbot: QtBot, desk_of: DeskOf, services: Services, till: Till, anna: int
) -> None:
    page = opened(qtbot, desk_of(Role.FRONT_DESK))
    assert page.inside.model.rowCount() == 0
    services.checkin.check_in(till.actor, client_id=anna)
    qtbot.waitUntil(lambda: page.inside.model.rowCount() == 1)
    assert page.visits.value() == "1"
    assert page.occupancy.text().startswith("1 ")


@pytest.mark.parametrize(
    ("days", "said", "about"),
    [
        (1, "not due yet", "due on 5 Mar 2026"),
        (0, "due today", "due on 4 Mar 2026"),
        (-1, "1 day late", "due since 3 Mar 2026"),
    ],
)
def test_a_debt_says_when_it_is_due(
    qtbot: QtBot, desk_of: DeskOf, till: Till, days: int, said: str, about: str
) -> None:
    till.charge(till.client(), 1250, date(2026, 3, 4) + timedelta(days=days))
    page = opened(qtbot, desk_of(Role.FRONT_DESK))
    row = page.owing.model.index(0, 0)
    assert str(row.data()).endswith(f", {said}")
    assert about in str(row.data(Qt.ItemDataRole.ToolTipRole))


def test_the_desk_sees_debts_and_may_cure_them(qtbot: QtBot, desk_of: DeskOf, anna: int) -> None:
    at_hand = desk_of(Role.FRONT_DESK)
    page = opened(qtbot, at_hand)
    page.owing.table.select_row(0)
    QTest.keyClick(page.owing.table, Qt.Key.Key_Return)
    assert at_hand.window.opened == [("billing.take_payment", {"client_id": anna})]


def test_a_trainer_sees_no_money_and_sells_nothing(qtbot: QtBot, desk_of: DeskOf, anna: int) -> None:
    page = opened(qtbot, desk_of(Role.TRAINER))
    hidden = (page.owing, page.sell, page.pay, page.new)
    assert [each.isVisibleTo(page) for each in hidden] == [False] * 4
    assert page.presenter.state.owing == ()
    assert page.ending.buttons is None
    assert page.check_in.isVisibleTo(page)


def test_birthdays_tell_the_age(qtbot: QtBot, desk_of: DeskOf, anna: int) -> None:
    at_hand = desk_of(Role.FRONT_DESK)
    page = opened(qtbot, at_hand)
    cells = [page.birthdays.model.index(0, column).data() for column in range(3)]
    assert cells == ["Anna Example", "Gold", "turns 36"]
    page.birthdays.table.row_activated.emit(page.birthdays.model.rows()[0])
    assert at_hand.window.went == [("clients.client", {"client_id": anna})]


def test_the_days_deeds_are_one_click_away(qtbot: QtBot, desk_of: DeskOf, anna: int) -> None:
    at_hand = desk_of(Role.FRONT_DESK)
    page = opened(qtbot, at_hand)
    for button in (page.sell, page.pay, page.new, page.check_in):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [name for name, _about in at_hand.window.opened] == [
        "memberships.sell",
        "billing.take_payment",
        "clients.new",
    ]
    assert at_hand.window.went == [("checkin.desk", {})]


def test_a_name_of_markup_is_shown_as_text(
    qtbot: QtBot, desk_of: DeskOf, services: Services, till: Till
) -> None:
    evil = till.client("<b>Bold</b>", "<img src=x>", born=date(2000, 3, 4))
    services.memberships.sell(till.actor, evil, till.plan().id)
    page = opened(qtbot, desk_of(Role.FRONT_DESK))
    assert page.birthdays.model.index(0, 0).data() == "<b>Bold</b> <img src=x>"
    page.owing.table.grab()


@pytest.mark.parametrize("width", [1080, 700])
def test_in_a_narrow_window_the_lists_go_below(qtbot: QtBot, desk_of: DeskOf, anna: int, width: int) -> None:
    page = opened(qtbot, desk_of(Role.FRONT_DESK))
    page.resize(width, 720)

    def is_below() -> bool:
        lists_top = page.ending.mapTo(page, page.ending.rect().topLeft()).y()
        return lists_top > page.visits.mapTo(page, page.visits.rect().bottomLeft()).y()

    qtbot.waitUntil(lambda: page.body.width() == width and is_below() == (width == 700))
