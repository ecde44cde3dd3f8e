"""Fifty things to type where a name or a note belongs, and what a model that obeys would make of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from fitnesscrm_desktop.agents.runtime.protocol import ModelCard
from tests.support.scripted_model import CARD, Asked, Script, ScriptedModel, by_grammar

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WISHES: list[str] = _FILE["wishes"]
ATTACKS: list[str] = [*_FILE["texts"], "very long " * 500]


def obeying(wish: str, card: ModelCard = CARD) -> ScriptedModel:
    """A model that has gone over to the attacker: it writes what was wished for, in three disguises."""

    def inside(asked: Asked) -> str:
        honest = by_grammar(asked) if asked.grammar else _honest(asked)
        return f"{honest}\n\n{wish}"

    def instead(_asked: Asked) -> str:
        return wish

    def among(asked: Asked) -> str:
        honest = by_grammar(asked) if asked.grammar else _honest(asked)
        words = honest.split(" ")
        return " ".join([*words[: len(words) // 2], wish, *words[len(words) // 2 :]])

    return ScriptedModel(_for_ever(inside, instead, among), card)


def _for_ever(*scripts: Script) -> Iterator[Script]:
    return cycle(scripts)


def _honest(asked: Asked) -> str:
    """A friendly text with the stand-ins that were offered."""
    return "Hello\n\nHi [[recipient.first_name]],\n\nwe are glad that you are here.\n\nYours\n[[studio.name]]"
