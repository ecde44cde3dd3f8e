"""Lines that cannot be understood: one sentence, and with --json a document that says the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import typer
from typer.core import TyperGroup

from fitnesscrm_desktop.cli.runtime import BAD_USAGE, REFUSED, tell_bad_usage

_HELP = "Usage:"
_OF_PROGRAMMERS = "Value error, "
"""What the library says first when a word is none of a choice."""


class ForScripts(TyperGroup):
    """The commands of the program. Without --json the library says itself what was wrong with a line."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - the library's signature
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002 - as above
        **extra: Any,
    ) -> Any:
        """Run one line, and exit."""
        words = sys.argv[1:] if args is None else list(args)
        as_json = "--json" in takewhile(lambda word: word != "--", words)
        try:
            done = super().main(
                words, prog_name, complete_var, standalone_mode and not as_json, windows_expand_args, **extra
            )
        except typer.Abort:
            typer.echo("Aborted.", err=True)
            sys.exit(REFUSED)
        except typer.TyperException as error:
            if not standalone_mode:
                raise
            tell_bad_usage(_sentence(error), as_json=True)
            sys.exit(BAD_USAGE)
        if standalone_mode:
            sys.exit(done if isinstance(done, int) else 0)
        return done

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what is wrong with its words is said in words for people."""
        try:
            return super().invoke(ctx)
        except typer.TyperException as error:
            error.message = error.message.removeprefix(_OF_PROGRAMMERS)
            raise


def _sentence(error: typer.TyperException) -> str:
    describe = getattr(error, "format_message", lambda: str(error))
    text = " ".join(str(describe()).split())
    return "Name a command; --help lists them." if text.startswith(_HELP) else text
