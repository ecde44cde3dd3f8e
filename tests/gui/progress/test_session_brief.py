"""What matters before a session, on one card, each line with its source, and nothing for other eyes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, Permission, Role, Sex, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.history_results import NewInjury
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress import BRIEF, FEATURE
from fitnesscrm_desktop.ui.progress.brief_card import BriefCard
from fitnesscrm_desktop.ui.progress.brief_dialog import BriefDialog
from fitnesscrm_desktop.ui.progress.brief_row import BriefRow
from tests.gui.progress.screen import ProgressScreen
from tests.support.actors import an_actor
from tests.support.gui_desk import desk_for
from tests.support.people import People
from tests.support.sales import Till

TODAY = date(2026, 3, 4)


@pytest.fixture
def known(services: Services, owner: Actor, till: Till, screen: ProgressScreen) -> int:
    """Somebody to whom everything has happened."""
    anna = till.client("Anna", "Ivanova", born=date(1990, 3, 9), medical_alert="Asthma")
    screen.measure(anna, TODAY - timedelta(days=7), weight="80 kg", waist="90 cm")
    screen.measure(anna, TODAY, weight="79.2 kg", waist="88.5 cm")
    services.goals.add(owner, anna, NewGoal("weight", 74, date(2026, 8, 1)))
    services.injuries.add(owner, anna, NewInjury("Left knee, meniscus", avoids=("squat", "jump")))
    services.records.add_note(owner, anna, "Asks for the rower", pinned=True)
    services.memberships.sell(owner, anna, till.plan().id)
    services.checkin.check_in(owner, client_id=anna)
    return anna


@pytest.fixture
def trainer_screen(qtbot: QtBot, services: Services) -> Iterator[ProgressScreen]:
    """Give a trainer's part and dialogs."""
    at_hand = desk_for(services, an_actor(Role.TRAINER))
    yield ProgressScreen(qtbot, at_hand)
    at_hand.close()


def opened(screen: ProgressScreen, client_id: int | None) -> BriefDialog:
    return screen.dialog(BriefDialog, BRIEF, client_id=client_id)


def rows(card: BriefCard) -> dict[str, BriefRow]:
    return {row.line.name: row for row in card.rows()}


def test_one_card_has_all_that_matters(screen: ProgressScreen, known: int) -> None:
    dialog = opened(screen, known)
    assert "Anna Ivanova, 35" in screen.said(dialog)
    lines = {name: (row.line.text, row.line.detail) for name, row in rows(dialog.card).items()}
    assert lines["Weight"] == ("79.2 kg", "Today, before that on 25 Feb 2026")
    assert lines["Injury"] == ("Left knee, meniscus", "rules out: Squatting, Jumping · since 4 Mar 2026")
    assert lines["Goal"] == ("Weight: 74 kg by 1 Aug 2026", "5.2 kg to go · not enough data to say when")
    assert lines["Visits"] == ("Today", "1 visit in 30 days")
    assert lines["Membership"][0] == "Gold"
    assert lines["Pinned note"][0] == "Asks for the rower"
    assert lines["Birthday"][0] == "9 Mar 2026: turns 36"


def test_the_gravest_comes_first(screen: ProgressScreen, known: int) -> None:
    dialog = opened(screen, known)
    assert list(rows(dialog.card))[:4] == ["Medical alert", "Injury", "Pinned note", "Weight"]
    assert rows(dialog.card)["Medical alert"].line.text == "Asthma"


def test_the_progress_of_a_client_has_a_button_for_it(screen: ProgressScreen, known: int) -> None:
    part = screen.tab(known)
    part.brief.click()
    assert screen.at_hand.window.opened == [(BRIEF, {"client_id": known})]
    assert "Ctrl+B" in part.brief.toolTip()


def test_a_change_for_the_better_is_green(screen: ProgressScreen, known: int) -> None:
    waist = rows(opened(screen, known).card)["Waist"].line
    assert (waist.side, waist.side_tone) == ("−1.5", Tone.GREEN)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("Weight", {"tab": "progress", "metric": "weight"}),
        ("Goal", {"tab": "progress", "metric": "weight"}),
        ("Injury", {"tab": "progress"}),
        ("Visits", {"tab": "visits"}),
        ("Membership", {"tab": "membership"}),
        ("Pinned note", {"tab": "notes"}),
        ("Birthday", {"tab": "overview"}),
    ],
)
def test_each_line_leads_to_its_source(
    screen: ProgressScreen, known: int, name: str, where: dict[str, str]
) -> None:
    dialog = opened(screen, known)
    screen.press(rows(dialog.card)[name], Qt.Key.Key_Return)
    assert screen.at_hand.window.went == [("clients.client", {"client_id": known, **where})]
    assert not dialog.isVisible()


def test_an_injury_and_a_birthday_open_what_one_does_about_them(
    screen: ProgressScreen, services: Services, owner: Actor, known: int
) -> None:
    (injury,) = services.injuries.list(owner, known)
    card = opened(screen, known).card
    for name in ("Injury", "Birthday"):
        screen.press(rows(card)[name], Qt.Key.Key_Space)
    assert screen.at_hand.window.opened == [
        ("progress.injury", {"client_id": known, "injury_id": injury.id}),
        ("messages.write", {"client_id": known}),
    ]


def test_arrows_go_from_line_to_line(screen: ProgressScreen, known: int) -> None:
    first, second, *_ = opened(screen, known).card.rows()
    first.setFocus()
    screen.press(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    screen.press(second, Qt.Key.Key_Up)
    assert first.hasFocus()


def test_values_are_in_the_units_of_the_client(
    screen: ProgressScreen, services: Services, owner: Actor, known: int
) -> None:
    services.bodies.save(
        owner, known, 0, sex=Sex.UNKNOWN, activity=ActivityLevel.UNKNOWN, units=UnitSystem.IMPERIAL
    )
    lines = {name: row.line for name, row in rows(opened(screen, known).card).items()}
    assert (lines["Weight"].text, lines["Weight"].side) == ("174.6 lb", "−1.8")
    assert lines["Goal"].text.startswith("Weight: 163.1 lb")


def test_nothing_known_looks_intended(screen: ProgressScreen, people: People) -> None:
    bo = people.add("Bo Novak")
    assert [(row.line.text, row.line.quiet) for row in opened(screen, bo).card.rows()] == [
        ("None are known", True),
        ("Nothing measured yet", True),
        ("No goal is set", True),
        ("Never here yet", True),
        ("Nothing that lets in today", True),
    ]


def test_who_may_not_see_health_reads_nothing_of_it(
    qtbot: QtBot, services: Services, owner: Actor, known: int
) -> None:
    trainer = an_actor(Role.TRAINER)
    at_hand = desk_for(services, replace(trainer, permissions=trainer.permissions - {Permission.VIEW_HEALTH}))
    screen = ProgressScreen(qtbot, at_hand)
    dialog = opened(screen, known)
    said = screen.said(dialog)
    assert "79.2 kg" in said
    assert all(word not in said for word in ("knee", "Squatting", "njur", "Asthma"))
    at_hand.close()


def test_the_front_desk_has_no_brief(services: Services, qtbot: QtBot, known: int) -> None:
    desk = an_actor(Role.FRONT_DESK)
    assert not desk.may(Permission.VIEW_PROGRESS)
    at_hand = desk_for(services, desk)
    (action,) = (each for each in FEATURE.actions(at_hand.desk) if each.id == BRIEF)
    assert action.permission == Permission.VIEW_PROGRESS.value
    screen = ProgressScreen(qtbot, at_hand)
    dialog = opened(screen, known)
    said = screen.said(dialog)
    assert "This cannot be shown" in said
    assert all(word not in said for word in ("Anna", "kg", "knee", "rower"))
    at_hand.close()


def test_without_a_client_one_types_a_name(qtbot: QtBot, trainer_screen: ProgressScreen, known: int) -> None:
    dialog = opened(trainer_screen, None)
    assert "Whom do you train next?" in trainer_screen.said(dialog)
    QTest.keyClicks(dialog.search, "ivan")
    qtbot.waitUntil(lambda: bool(dialog.search.hits()))
    trainer_screen.press(dialog.search, Qt.Key.Key_Return)
    assert "Anna Ivanova, 35" in trainer_screen.said(dialog)
    assert dialog.measure.isVisibleTo(dialog)
    assert not dialog.search.text()


def test_the_command_takes_whom_one_has_in_hand(screen: ProgressScreen, known: int) -> None:
    window = screen.at_hand.window
    (action,) = (each for each in FEATURE.actions(screen.at_hand.desk) if each.id == BRIEF)
    for window.in_hand in (known, None):
        action.run()
    assert window.opened == [(BRIEF, {"client_id": known}), (BRIEF, {"client_id": None})]


def test_measuring_is_the_next_step(screen: ProgressScreen, known: int) -> None:
    dialog = opened(screen, known)
    assert dialog.measure.hasFocus()
    screen.press(dialog.measure, Qt.Key.Key_Return)
    assert screen.at_hand.window.opened == [("progress.measure", {"client_id": known})]


def test_what_is_new_appears_and_the_keyboard_stays(screen: ProgressScreen, known: int) -> None:
    dialog = opened(screen, known)
    screen.measure(known, TODAY, weight="79 kg")
    rows(dialog.card)["Weight"].setFocus()
    dialog.card.show_client(known)
    screen.settle()
    weight = rows(dialog.card)["Weight"]
    assert weight.line.text == "79 kg"
    assert weight.hasFocus()
