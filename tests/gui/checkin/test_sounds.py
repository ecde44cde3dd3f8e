"""What plays the tones, and what happens where nothing does."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.ui.checkin import sounds

real_play = sounds.Sounds.play


@pytest.fixture
def parent(qapp: object, monkeypatch: pytest.MonkeyPatch) -> QObject:
    monkeypatch.setattr(sounds.Sounds, "play", real_play)
    return QObject()


def a_player(folder: Path, does: str) -> str:
    script = folder / "player"
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_the_player_gets_the_tone(parent: QObject, tmp_path: Path, qtbot: QtBot) -> None:
    told = tmp_path / "told"
    beeps: list[int] = []
    playing = sounds.Sounds(
        parent, player=a_player(tmp_path, f'echo "$1" > {told}'), beep=lambda: beeps.append(1)
    )
    playing.play(Verdict.NOTICE)
    qtbot.waitUntil(lambda: told.exists() and told.read_text(encoding="utf-8").endswith("notice.wav\n"))
    assert beeps == []


@pytest.mark.parametrize("does", ["exit 1", None])
def test_where_nothing_can_be_played_the_computer_beeps(
    parent: QObject, tmp_path: Path, qtbot: QtBot, does: str | None
) -> None:
    beeps: list[int] = []
    player = a_player(tmp_path, does) if does else str(tmp_path / "nothing")
    playing = sounds.Sounds(parent, player=player, beep=lambda: beeps.append(1))
    playing.play(Verdict.REFUSED)
    qtbot.waitUntil(lambda: len(beeps) == 3)
    playing.play(Verdict.NOTICE)
    qtbot.waitUntil(lambda: len(beeps) == 5)


@pytest.mark.parametrize(
    ("verdict", "count"), [(Verdict.ADMITTED, 1), (Verdict.NOTICE, 2), (Verdict.REFUSED, 3)]
)
def test_without_a_player_each_verdict_has_its_number_of_beeps(
    parent: QObject, qtbot: QtBot, verdict: Verdict, count: int
) -> None:
    beeps: list[int] = []
    sounds.Sounds(parent, player="", beep=lambda: beeps.append(1)).play(verdict)
    qtbot.waitUntil(lambda: len(beeps) == count)


def test_a_player_is_looked_for_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sounds.find_player() == ""
    name = sounds.PLAYERS[-1]
    (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / name).chmod(0o755)
    assert Path(sounds.find_player()).name == name
