"""The curated phrases of each kind of message, in English and German."""

from __future__ import annotations

from functools import cache

from fitnesscrm_desktop.agents.writing.phrases import Phrasebook
from fitnesscrm_desktop.agents.writing.verifier import spoken
from fitnesscrm_desktop.models.values import DraftKind, Tone
from fitnesscrm_desktop.paths import resource

WITH_TONES = frozenset({DraftKind.PAYMENT_REMINDER})
"""What is written in three tones; the other kinds are always friendly."""

_ABOUT = {
    DraftKind.BIRTHDAY: "a birthday message",
    DraftKind.WELCOME: "a welcome message to somebody who has just joined",
    DraftKind.PAYMENT_REMINDER: "a payment reminder",
    DraftKind.MEMBERSHIP_ENDING: "a message that a membership ends, hoping that it goes on",
    DraftKind.WIN_BACK: "a message to somebody who has not come for a while",
    DraftKind.MILESTONE: "congratulations on a number of visits",
    DraftKind.SESSION_CHANGE: "a message that a session has a new time",
    DraftKind.FREE: "a message",
}
_TONES = {Tone.FRIENDLY: "friendly", Tone.FIRM: "firm but polite", Tone.FINAL: "final and serious"}


def about(kind: DraftKind, tone: Tone) -> str:
    """What is to be written, in words for the model."""
    return f"{_ABOUT[kind]}, {_TONES[tone]}" if kind in WITH_TONES else _ABOUT[kind]


def book_name(kind: DraftKind, tone: Tone) -> str:
    """What the file of a book is called."""
    return f"{kind.value}-{tone.value}" if kind in WITH_TONES else kind.value


@cache
def phrasebook(kind: DraftKind, tone: Tone, language: str) -> Phrasebook:
    """What can be said in such a message; a language nobody has written phrases in gets the English ones."""
    base = spoken(language)
    return Phrasebook.load(
        resource("phrases", f"{book_name(kind, tone)}.{base}.toml"),
        resource("phrases", f"letter.{base}.toml"),
    )
