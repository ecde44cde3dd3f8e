"""The first run, through the real wizard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.ui.setup import presenter
from fitnesscrm_desktop.ui.setup.state import Start, Step
from tests.gui.setup.first_run import FirstRun
from tests.support.gui_desk import DeskAtHand, shown_texts
from tests.support.staff import hire


def clients(services: Services) -> int:
    from sqlalchemy import func, select

    from fitnesscrm_desktop.models.client import Client

    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(Client)) or 0


def test_from_the_first_question_to_the_open_studio(run: FirstRun, services: Services) -> None:
    run.to_start()
    run.take(Start.EMPTY)
    run.next()
    assert run.at(Step.READY)
    assert run.finished == []
    run.next()
    [(actor, choice)] = run.finished
    assert (actor.name, actor.role, choice) == ("Olga Novak", Role.OWNER, "empty")
    assert services.settings.profile().name == "Studio East"
    assert services.staff.sign_in("olga", "Kx7-qZvm").staff_id == actor.staff_id


def test_the_keyboard_is_enough(run: FirstRun, services: Services) -> None:
    run.press(Qt.Key.Key_Return)
    run.type("Studio East")
    run.press(Qt.Key.Key_Return)
    assert run.at(Step.OWNER)
    run.type("Olga Novak")
    run.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    run.type("Kx7-qZvm")
    run.press(Qt.Key.Key_Tab)
    run.type("Kx7-qZvm")
    run.press(Qt.Key.Key_Tab)
    run.type("2580")
    run.press(Qt.Key.Key_Return)
    assert run.at(Step.START)
    run.press(Qt.Key.Key_Down)
    assert run.view.tiles.chosen() is Start.EMPTY
    run.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    [(actor, _choice)] = run.finished
    assert services.staff.sign_in_by_pin(actor.staff_id or 0, "2580") == actor


def test_each_step_says_what_is_wrong_with_it(run: FirstRun) -> None:
    run.next()
    run.next()
    assert run.at(Step.STUDIO)
    assert set(run.state.errors) == {"studio_name"}
    assert run.view.focusWidget() is run.view.studio.name
    run.fill(run.view.studio.name, "Studio East")
    run.next()
    run.next()
    assert set(run.state.errors) == {"owner_name", "login", "password"}
    run.fill(run.view.owner.name, "Olga")
    run.fill(run.view.owner.password, "Kx7-qZvm")
    run.fill(run.view.owner.pin, "1234")
    run.next()
    assert set(run.state.errors) == {"password_again", "pin"}
    assert run.view.focusWidget() is run.view.owner.again


def test_what_was_typed_survives_going_back(run: FirstRun) -> None:
    run.to_start()
    run.press(Qt.Key.Key_Escape)
    assert run.at(Step.OWNER)
    QTest.mouseClick(run.view.back_button, Qt.MouseButton.LeftButton)
    assert run.at(Step.STUDIO)
    assert run.view.studio.name.text() == "Studio East"
    run.next()
    assert run.view.owner.password.text() == "Kx7-qZvm"
    run.next()
    assert run.at(Step.START)


def test_enter_presses_the_button_it_is_on(run: FirstRun) -> None:
    run.to_owner()
    run.view.back_button.setFocus()
    run.press(Qt.Key.Key_Return)
    assert run.at(Step.STUDIO)


def test_a_country_brings_what_goes_with_it(run: FirstRun) -> None:
    studio = run.view.studio
    run.next()
    studio.country.setFocus()
    run.type("switzer")
    run.press(Qt.Key.Key_Return)
    assert (studio.currency.code(), studio.zone.code(), studio.written.code()) == (
        "CHF",
        "Europe/Zurich",
        "de_CH",
    )
    assert any("CHF" in text for text in shown_texts(studio))


def test_half_a_name_that_means_nothing_goes_back(run: FirstRun) -> None:
    country = run.view.studio.country
    run.next()
    country.setFocus()
    run.type("atlantis")
    run.view.studio.name.setFocus()
    assert (country.code(), country.currentText()) == ("DE", "Germany")


def test_the_login_is_guessed_until_it_is_typed(run: FirstRun) -> None:
    run.to_owner()
    owner = run.view.owner
    run.fill(owner.name, "Zoe O'Brien")
    assert owner.login.text() == "zoe"
    run.fill(owner.login, "zob")
    run.fill(owner.name, "Somebody Else")
    assert owner.login.text() == "zob"


def test_the_password_is_judged_in_words(run: FirstRun) -> None:
    run.to_owner()
    owner = run.view.owner
    run.fill(owner.name, "Olga Novak")
    for password, word in (
        ("short", "At least 8 characters"),
        ("olganovak", "Easy to guess"),
        ("Kx7-qZvm", "Good"),
        ("four green horses", "Strong"),
    ):
        run.fill(owner.password, password)
        assert owner.strength.word() == word


def test_secrets_are_hidden(run: FirstRun) -> None:
    owner = run.view.owner
    for field in (owner.password, owner.again, owner.pin):
        assert field.echoMode() is QLineEdit.EchoMode.Password


def test_the_demo_studio_is_filled_before_it_opens(
    run: FirstRun, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "DEMO_CLIENTS", 12)
    monkeypatch.setattr(presenter, "DEMO_YEARS", 1)
    run.to_start()
    run.take(Start.DEMO)
    run.next()
    assert run.at(Step.READY)
    run.next()
    assert run.finished[0][1] == "demo"
    assert clients(services) == 12
    assert services.settings.profile().demo


def test_the_demo_can_be_stopped_without_a_trace(
    run: FirstRun, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.to_start()
    run.take(Start.DEMO)
    QTest.mouseClick(run.view.next_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: run.state.total > 1, timeout=30_000)
    QTest.mouseClick(run.view.stop_button, Qt.MouseButton.LeftButton)
    run.settle()
    assert run.at(Step.START)
    assert clients(services) == 0
    assert not run.view.back_button.isEnabled()
    run.take(Start.EMPTY)
    run.next()
    run.next()
    assert run.finished[0][1] == "empty"


def test_an_import_is_what_comes_next(run: FirstRun) -> None:
    run.to_start()
    run.take(Start.IMPORT)
    run.next()
    run.next()
    assert run.finished[0][1] == "import"


def test_a_desk_that_was_faster_is_told(run: FirstRun, services: Services, qtbot: QtBot) -> None:
    run.to_start()
    hire(services, "faster", Role.OWNER)
    run.take(Start.EMPTY)
    run.next()
    assert run.at(Step.START)
    assert "set up already" in run.view.error.text()
    with qtbot.waitSignal(run.view.sign_in_wanted):
        QTest.mouseClick(run.view.error.action_button, Qt.MouseButton.LeftButton)


def test_trouble_is_told_and_can_be_tried_again(
    run: FirstRun, services: Services, at_hand: DeskAtHand
) -> None:
    run.to_start()
    run.take(Start.EMPTY)
    file = services.core.database.file
    assert file is not None
    away = file.with_suffix(".away")
    services.core.database.dispose()
    file.rename(away)
    file.mkdir()
    run.next()
    assert "is a folder, not a database file" in run.view.error.text()
    file.rmdir()
    away.rename(file)
    run.next()
    assert run.at(Step.READY)
    assert at_hand.window.reported == []
