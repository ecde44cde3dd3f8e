"""What the help of the commands says: something about every word one may type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from fitnesscrm_desktop.cli.commands import app


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
