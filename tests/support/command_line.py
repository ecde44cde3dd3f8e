"""Runs a command in this process, as somebody at a terminal would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from fitnesscrm_desktop.cli.commands import app, in_order


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document that was printed."""
        return json.loads(self.out)


def run(*arguments: object, typed: str | None = None) -> Ran:
    """Run ``fitnesscrm ARGUMENTS``; *typed* is standard input. An exception that nobody caught is raised."""
    result = CliRunner().invoke(app, in_order([str(each) for each in arguments]), input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)
