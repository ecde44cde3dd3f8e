"""A phrase grammar: the form (GBNF) that lets a small model choose among phrases, and write nothing else.

The model writes the cue of each phrase, one a line. The rest of a phrase is certain once it is begun; to let
the model spell it out would take many times as long and change nothing.
"""

from __future__ import annotations

from fitnesscrm_desktop.agents.writing.phrases import Wording

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST_PRINTABLE = 0x20


def phrase_grammar(wording: Wording) -> str:
    """The grammar of every message that *wording* allows."""
    names = [f"p{place}" for place in range(len(wording.choices))]
    lines = [f"root ::= {' '.join(names)}"]
    for place, (name, choice) in enumerate(zip(names, wording.choices, strict=True)):
        end = "\n" if place + 1 < len(names) else ""
        lines.append(f"{name} ::= {' | '.join(literal(cue + end) for cue in choice.by_cue)}")
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """*text* as a literal of a grammar."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if ord(character) < _FIRST_PRINTABLE or 0x7F <= ord(character) < 0xA0:  # noqa: PLR2004 - control characters
        return f"\\x{ord(character):02X}"
    return character
