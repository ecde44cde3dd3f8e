"""Fixtures of the import page's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.imports.page import ImportPage
from fitnesscrm_desktop.ui.imports.state import Step
from tests.support.gui_desk import DeskAtHand, desk_for

LINES = (
    "Vorname;Nachname;E-Mail;Geburtsdatum;Schuhgröße",
    "Ann;Doe;ann@example.com;14.3.1990;38",
    ";Roe;;;41",
    "Cy;Poe;not-an-email;;42",
    "Ann;Doe;ann@example.com;;38",
)


@pytest.fixture
def at_hand(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[DeskAtHand]:
    """Give the desk of the owner."""
    made = desk_for(services, owner)
    yield made
    made.close()


@pytest.fixture
def client_list(tmp_path: Path) -> Path:
    """Give a file with two people and two mistakes."""
    path = tmp_path / "members.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="cp1252")
    return path


class ImportScreen:
    """The import page, and what one does on it."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        self._qtbot, self.at_hand = qtbot, at_hand
        self.page = ImportPage(at_hand.desk)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)
        self.page.show()
        self.page.arrive()
        self.settle()

    def is_at(self, step: Step) -> bool:
        """Whether one is there on the way."""
        return self.page.presenter.state.step is step

    def settle(self) -> None:
        """Wait until all work is done and shown."""
        self._qtbot.waitUntil(self.at_hand.tasks.idle, timeout=20_000)

    def choose(self, path: Path) -> None:
        """Choose a file in the dialog."""
        self.at_hand.dialogs.then(path)
        self.page.drop.button.click()
        self.settle()


@pytest.fixture
def screen(qtbot: QtBot, at_hand: DeskAtHand) -> ImportScreen:
    """Give the import page, shown."""
    return ImportScreen(qtbot, at_hand)
