"""Files of body scanners: what the columns mean, what would come of it, and the way back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.imports.scan_results import DAY
from fitnesscrm_desktop.ui.progress.import_dialog import ImportDialog
from tests.gui.progress.screen import ProgressScreen

TANITA = """Date;Weight (kg);Body Fat (%);Visc Fat;Muscle Mass (kg)
14/02/2026 08:04:19;81,4;21,9;6;60,3
21/02/2026 08:01:00;80,9;21,5;6;60,4
"""


@pytest.fixture
def tanita(tmp_path: Path) -> Path:
    path = tmp_path / "tanita.csv"
    path.write_text(TANITA, encoding="utf-8")
    return path


def opened(screen: ProgressScreen, client_id: int, path: Path) -> ImportDialog:
    dialog = screen.dialog(ImportDialog, "progress.import", client_id=client_id)
    screen.at_hand.dialogs.then(path)
    dialog.choose_file()
    screen.settle()
    return dialog


def stored(services: Services, owner: Actor, client_id: int, metric: str) -> list[float]:
    return [row.value for row in services.progress.listed(owner, client_id, metric)]


def test_it_says_what_would_come_of_it_and_stores_nothing(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tanita: Path
) -> None:
    dialog = opened(screen, anna, tanita)
    said = screen.said(dialog)
    assert "tanita.csv" in said
    assert "6 values from 14 Feb 2026 to 21 Feb 2026 will be stored." in said
    assert services.progress.listed(owner, anna) == []
    dialog.reject()
    assert services.progress.listed(owner, anna) == []


def test_it_is_stored_and_goes_back_by_one_undo(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tanita: Path
) -> None:
    dialog = opened(screen, anna, tanita)
    dialog.run()
    screen.settle()
    assert not dialog.isVisible()
    assert stored(services, owner, anna, "weight") == [80.9, 81.4]
    assert screen.at_hand.toasts.texts == ["6 values are stored."]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.progress.listed(owner, anna) == []


def test_the_same_file_again_has_nothing_new(screen: ProgressScreen, anna: int, tanita: Path) -> None:
    first = opened(screen, anna, tanita)
    first.run()
    screen.settle()
    again = opened(screen, anna, tanita)
    assert "There is nothing new in this file. 6 are stored already." in screen.said(again)
    assert not again.verb.isEnabled()


def test_a_column_can_mean_something_else(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tanita: Path
) -> None:
    dialog = opened(screen, anna, tanita)
    dialog.grid.choose(4, "skeletal_muscle", "kg")
    dialog.grid.choose(2, "")
    screen.settle()
    assert "4 values from" in screen.said(dialog)
    dialog.run()
    screen.settle()
    assert stored(services, owner, anna, "skeletal_muscle") == [60.4, 60.3]
    assert stored(services, owner, anna, "body_fat") == []
    next_file = opened(screen, anna, tanita)
    assert next_file.grid.mapping()[4].target == "skeletal_muscle", "it is remembered"


def test_without_a_day_it_says_what_is_missing(screen: ProgressScreen, anna: int, tanita: Path) -> None:
    dialog = opened(screen, anna, tanita)
    dialog.grid.choose(0, "")
    screen.settle()
    assert not dialog.verb.isEnabled()
    assert "will be stored" not in screen.said(dialog)


def test_what_is_hard_to_believe_waits_for_a_yes(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tanita: Path
) -> None:
    screen.measure(anna, date(2026, 2, 13), weight="60 kg")
    dialog = opened(screen, anna, tanita)
    assert "Weight" in dialog.problems.text()
    assert dialog.confirmed.isVisibleTo(dialog)
    dialog.confirmed.click()
    screen.settle()
    dialog.run()
    screen.settle()
    assert stored(services, owner, anna, "weight") == [80.9, 81.4, 60]


def test_what_is_no_table_is_said_in_words(screen: ProgressScreen, anna: int, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    dialog = opened(screen, anna, path)
    assert "This file cannot be read" in screen.said(dialog)
    assert screen.at_hand.window.reported == []


def test_an_earlier_file_is_taken_back_from_here(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tanita: Path
) -> None:
    services.scans.run(owner, anna, tanita)
    dialog = screen.dialog(ImportDialog, "progress.import", client_id=anna)
    (button,) = (
        each
        for each in dialog.findChildren(QAbstractButton)
        if each.accessibleName() == "Take back tanita.csv"
    )
    button.click()
    screen.settle()
    assert services.progress.listed(owner, anna) == []
    assert "Taken back" in screen.said(dialog)


def test_days_that_can_be_read_in_two_ways_are_said_and_turned(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    path = tmp_path / "scale.csv"
    path.write_text("Date,Weight (kg)\n02/03/2026,80\n01/03/2026,81\n", encoding="utf-8")
    dialog = opened(screen, anna, path)
    assert "“02/03/2026” is read as 2 Mar 2026" in screen.said(dialog)
    dialog.days.acted.emit()
    screen.settle()
    assert "“02/03/2026” is read as 3 Feb 2026" in screen.said(dialog)
    dialog.run()
    screen.settle()
    assert {row.on for row in services.progress.listed(owner, anna, "weight")} == {
        date(2026, 1, 3),
        date(2026, 2, 3),
    }


def test_what_was_said_of_one_column_of_days_is_not_true_of_another(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    path = tmp_path / "scale.csv"
    path.write_text("Printed,Date,Weight (kg)\n02.02.2026,02/03/2026,80\n03.02.2026,,81\n", encoding="utf-8")
    dialog = opened(screen, anna, path)
    dialog.days.acted.emit()
    screen.settle()
    dialog.grid.choose(1, "")
    dialog.grid.choose(0, DAY)
    screen.settle()
    dialog.run()
    screen.settle()
    assert {row.on for row in services.progress.listed(owner, anna, "weight")} == {
        date(2026, 2, 2),
        date(2026, 2, 3),
    }


def test_days_that_are_plain_are_not_talked_about(screen: ProgressScreen, anna: int, tanita: Path) -> None:
    dialog = opened(screen, anna, tanita)
    assert not dialog.days.isVisibleTo(dialog)
