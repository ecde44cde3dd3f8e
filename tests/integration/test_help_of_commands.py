"""What the help of the commands says, and that the commands are there which help and documents name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from fitnesscrm_desktop.cli.commands import app
from fitnesscrm_desktop.paths import resource

ROOT = Path(__file__).parents[2]
TEXTS = (*resource("help").glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"))
QUOTED = re.compile(r"`(?:[^`]*\| )?fitnesscrm ([^`]+)`")
BLOCK = re.compile(r"^ {4,}(?:.*\| )?fitnesscrm ([^#\n]+)", re.MULTILINE)
EVERYWHERE = ("--db", "--home", "--as", "--json", "--demo", "--self-test", "--version", "--help")


def commands(found: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All of them, groups too, by how one types them."""
    for name, each in getattr(found, "commands", {}).items():
        here = f"{path} {name}".strip()
        yield here, each
        yield from commands(each, here)


ALL = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("line", ALL)
def test_a_command_and_all_its_words_are_explained(line: str) -> None:
    command = ALL[line]
    assert command.help
    assert "``" not in command.help, "a terminal shows the marks"
    unexplained = [each.name for each in command.params if not each.help]
    assert unexplained == []


def test_there_are_commands_to_look_at() -> None:
    assert {"doctor", "clients list", "files key new"} <= ALL.keys()
    assert len(list(named())) > 50


def named() -> Iterator[str]:
    """Every line of a command that a text shows, without the name of the program."""
    for file in TEXTS:
        text = file.read_text(encoding="utf-8")
        yield from QUOTED.findall(text.replace("\n", " "))
        yield from BLOCK.findall(text)


def unknown_words(line: str) -> list[str]:
    """The commands and options in *line* that there are not."""
    here: Any = typer.main.get_command(app)
    wrong = []
    value = False
    for word in line.split():
        option = word.partition("=")[0]
        if value:
            value = False
        elif word.startswith("-"):
            known = [name for each in here.params for name in (*each.opts, *each.secondary_opts)]
            wrong += [] if option in {*known, *EVERYWHERE} else [option]
            value = word in {"--db", "--home", "--as"}
        elif hasattr(here, "commands"):
            steps = word.split("|")
            wrong += [step for step in steps if step not in here.commands]
            here = here.commands.get(steps[0], here)
    return wrong


@pytest.mark.parametrize("line", sorted(set(named())))
def test_a_command_that_a_text_names_is_there(line: str) -> None:
    assert unknown_words(line) == []


def test_the_page_about_commands_names_them_all() -> None:
    told = set(re.findall(r"`([a-z]+)`", resource("help", "commands.md").read_text(encoding="utf-8")))
    assert {line for line in ALL if " " not in line} - told == set()
