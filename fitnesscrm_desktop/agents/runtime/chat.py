"""From a conversation to what the model reads: its own chat template, with every text kept a text.

A template is a small program that comes with the model, so it runs in a sandbox. Texts are not given to it,
only marks; they are put in afterwards, where they can never become a control token, whatever they contain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Line = tuple[str, str]
"""Who speaks, and what."""

_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000(\\d+)\ue001")
_OURS = re.compile("[\ue000\ue001]")
_CONTROL = re.compile(r"<\|[^<>]{0,60}\|?>|</?s>|<(?:start|end)_of_turn>|\[/?INST\]|<</?SYS>>")


class TemplateTrouble(Exception):
    """The template of the model cannot be used."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what the model reads."""

    text: str
    control: bool
    """Whether control tokens in it are meant."""


class Template:
    """The chat template of a model."""

    def __init__(self, source: str, *, begin: str, end: str) -> None:
        from jinja2.exceptions import TemplateError
        from jinja2.ext import loopcontrols
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        self._tokens = {"bos_token": begin, "eos_token": end}
        world = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
        try:
            self._template = world.from_string(source)
        except (TemplateError, RecursionError) as reason:
            raise TemplateTrouble(str(reason)) from reason

    def pieces(self, lines: Sequence[Line]) -> list[Piece]:
        """What the model reads before it answers *lines*."""
        try:
            return self._marked(lines)
        except TemplateTrouble:
            merged = _without_system(lines)
            if merged == list(lines):
                raise
            return self._marked(merged)  # some templates know no system line

    def _marked(self, lines: Sequence[Line]) -> list[Piece]:
        texts = [_OURS.sub("", text).strip() for _, text in lines]
        marked = [(speaker, _MARK.format(number)) for number, (speaker, _) in enumerate(lines)]
        rendered = self._render(marked)
        if sorted(int(number) for number in _MARKED.findall(rendered)) != list(range(len(lines))):
            # The template does more with a text than to put it somewhere: it gets what is harmless of it.
            safe = [
                (speaker, _CONTROL.sub("", text)) for (speaker, _), text in zip(lines, texts, strict=True)
            ]
            return [Piece(self._render(safe), control=True)]
        parts = _MARKED.split(rendered)
        pieces = [
            Piece(texts[int(part)], control=False) if number % 2 else Piece(part, control=True)
            for number, part in enumerate(parts)
        ]
        return [piece for piece in pieces if piece.text]

    def _render(self, lines: Sequence[Line]) -> str:
        def refuse(reason: str) -> None:
            raise TemplateTrouble(reason)

        given: dict[str, Any] = {
            "messages": [{"role": speaker, "content": text} for speaker, text in lines],
            "add_generation_prompt": True,
            "raise_exception": refuse,
            "strftime_now": lambda _pattern: "",
            "tools": None,
            "enable_thinking": False,
        }
        try:
            return self._template.render(**given, **self._tokens)
        except TemplateTrouble:
            raise
        except Exception as reason:  # a foreign program may fail in every way there is
            raise TemplateTrouble(str(reason)) from reason


def _without_system(lines: Sequence[Line]) -> list[Line]:
    """The same, with what the system says put before the first line of the user."""
    system = [text for speaker, text in lines if speaker == "system"]
    rest = [line for line in lines if line[0] != "system"]
    if not system or not rest:
        return list(lines)
    (speaker, text), *others = rest
    return [(speaker, "\n\n".join([*system, text])), *others]
