"""A trainer's home: own clients first, who is in at the top, each with the brief in the row."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.home.desk_page import DeskPage
from tests.support.actors import an_actor
from tests.support.gui_desk import DeskAtHand, desk_for
from tests.support.sales import Till
from tests.support.staff import hire, make_hashing_cheap

DeskOf = Callable[[Role], DeskAtHand]


@pytest.fixture
def tom(services: Services, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """A trainer who works here."""
    make_hashing_cheap(monkeypatch)
    hire(services, "owner", Role.OWNER)
    return replace(an_actor(Role.TRAINER, "Tom"), staff_id=hire(services, "tom", Role.TRAINER).id)


@pytest.fixture
def toms_desk(qapp: object, services: Services, tom: Actor) -> Iterator[DeskAtHand]:
    """Give Tom's desk."""
    made = desk_for(services, tom)
    yield made
    made.close()


@pytest.fixture
def trained(services: Services, owner: Actor, till: Till, tom: Actor) -> dict[str, int]:
    """Three clients of Tom's, of whom one is in, and one of nobody's."""
    found, gold = {}, till.plan().id
    for name in ("Anna", "Bo", "Cleo", "Dan"):
        found[name] = till.client(name, "Example", born=date(1990, 5, 6))
        services.memberships.sell(till.actor, found[name], gold)
        if name != "Dan":
            services.records.set_trainer(owner, found[name], tom.staff_id)
    services.checkin.check_in(till.actor, client_id=found["Cleo"])
    return found


def opened(qtbot: QtBot, at_hand: DeskAtHand) -> DeskPage:
    page = DeskPage(at_hand.desk)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.arrive()
    qtbot.waitUntil(lambda: page.presenter.state.loaded and at_hand.tasks.idle())
    return page


def names(page: DeskPage) -> list[str]:
    return [row.first_name for row in page.mine.model.rows()]


def test_own_clients_come_first_and_who_is_in_is_on_top(
    qtbot: QtBot, toms_desk: DeskAtHand, trained: dict[str, int]
) -> None:
    page = opened(qtbot, toms_desk)
    assert page.mine.isVisibleTo(page)
    assert not page.owing.isVisibleTo(page)
    assert names(page) == ["Cleo", "Anna", "Bo"]
    assert page.mine.model.index(0, 0).data() == "Cleo Example, In the studio now, Gold"
    assert page.mine.model.index(1, 0).data() == "Anna Example, Never here yet, Gold"


def test_enter_opens_the_brief(qtbot: QtBot, toms_desk: DeskAtHand, trained: dict[str, int]) -> None:
    page = opened(qtbot, toms_desk)
    page.mine.table.select_row(1)
    QTest.keyClick(page.mine.table, Qt.Key.Key_Return)
    assert toms_desk.window.opened == [("progress.brief", {"client_id": trained["Anna"]})]


def test_who_comes_in_goes_to_the_top_by_itself(
    qtbot: QtBot, services: Services, toms_desk: DeskAtHand, till: Till, trained: dict[str, int]
) -> None:
    page = opened(qtbot, toms_desk)
    services.checkin.check_in(till.actor, client_id=trained["Bo"])
    qtbot.waitUntil(lambda: names(page) == ["Bo", "Cleo", "Anna"])


def test_nobody_assigned_says_how(qtbot: QtBot, toms_desk: DeskAtHand, till: Till) -> None:
    till.client()
    page = opened(qtbot, toms_desk)
    assert page.mine.table.empty_state().accessibleName() == "Nobody is assigned to you yet"


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.OWNER])
def test_others_see_who_is_in_first(
    qtbot: QtBot, desk_of: DeskOf, trained: dict[str, int], role: Role
) -> None:
    page = opened(qtbot, desk_of(role))
    assert not page.mine.isVisibleTo(page)
    assert page.owing.isVisibleTo(page)
    assert page.presenter.state.mine == ()


def test_a_trainer_who_may_not_see_progress_has_no_briefs(
    qtbot: QtBot, services: Services, tom: Actor, trained: dict[str, int]
) -> None:
    at_hand = desk_for(services, replace(tom, permissions=tom.permissions - {Permission.VIEW_PROGRESS}))
    page = opened(qtbot, at_hand)
    assert not page.mine.isVisibleTo(page)
    at_hand.close()
