"""``python -m tests.support.typist``: types the commands it is given as JSON, all in this one process.

A command is a list of words; what follows "<" is typed into it. Prints exit code and output of each.
"""

from __future__ import annotations

import json
import sys

import keyring

from tests.support.command_line import run
from tests.support.memory_keyring import MemoryKeyring


def main() -> None:
    """Type all of them, and tell how each went."""
    keyring.set_keyring(MemoryKeyring())
    told = []
    for words in json.load(sys.stdin):
        command, _, typed = "\0".join(words).partition("\0<\0")
        ran = run(*command.split("\0"), typed=typed + "\n" if typed else None)
        told.append({"words": words, "code": ran.code, "out": ran.out, "err": ran.err})
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
