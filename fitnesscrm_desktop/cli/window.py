"""The short way to the window: a start without a command must not wait for the commands to be loaded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class WindowOptions:
    """What a start of the window may be told."""

    db: str | None = None
    home: str | None = None
    demo: bool = False
    self_test: bool = False


def window_options(words: Sequence[str]) -> WindowOptions | None:
    """The options, if *words* ask for nothing but the window; None leaves them to the commands."""
    options = WindowOptions(db=os.environ.get("FITNESSCRM_DB") or None)
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--demo":
            options.demo = True
        elif word == "--self-test":
            options.self_test = True
        elif name in {"--db", "--home"}:
            given = value if equals else next(rest, None)
            if given is None or not given.strip() or given.startswith("-"):
                return None
            setattr(options, name.removeprefix("--"), given)
        else:
            return None
    return options
