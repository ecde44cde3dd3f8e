"""The command line: the same services as the window, no Qt. Without a command it opens the window."""

from __future__ import annotations

import sys

from fitnesscrm_desktop.cli.window import window_options


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; *arguments* default to those of the process."""
    words = sys.argv[1:] if arguments is None else arguments
    options = window_options(words)
    if options is not None:
        from fitnesscrm_desktop.app import run_window

        sys.exit(run_window(db=options.db, home=options.home, demo=options.demo, self_test=options.self_test))
    from fitnesscrm_desktop.cli.commands import main as run_command

    run_command(words)


__all__ = ["main"]
