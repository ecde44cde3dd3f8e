"""A PC without a keyring, whose keys of files lie where a test and its other processes find them."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

_FOLDERS = ("XDG_CONFIG_HOME", "APPDATA", "HOME")


def use_a_bare_pc(root: Path) -> None:
    """Every process on the same *root* finds the same keys."""
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring
    for name in _FOLDERS:
        os.environ[name] = str(root / "own")


def give_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is changed by then is as before at the end of the test."""
    for name in _FOLDERS:
        monkeypatch.setenv(name, os.environ[name])
