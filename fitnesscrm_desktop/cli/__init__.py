"""The command line: the same services as the window, no Qt. Without a command it opens the window."""

from __future__ import annotations

from fitnesscrm_desktop.cli.main import main

__all__ = ["main"]
