"""Which language a person's own words are in, so that no message mixes two without saying so."""

from __future__ import annotations

import re

from fitnesscrm_desktop.agents.writing.words import LANGUAGES, plain, vocabulary

NAMES = {"en": "English", "de": "German"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FEWEST_TO_KNOW, _FEWEST_TO_DOUBT = 2, 8
"""Small words that make a language sure; words of which one at least would be small."""


def tongue(words: str, expected: str) -> str | None:
    """The language of *words*: *expected* unless they are surely another one; None: none that we know."""
    found = [plain(each) for each in _WORD.findall(words)]
    hits = {each: sum(word in vocabulary(each).stop for word in found) for each in LANGUAGES}
    likeliest = max(LANGUAGES, key=lambda each: (hits[each], each == expected))
    if hits[likeliest] >= _FEWEST_TO_KNOW and hits[likeliest] > hits[expected]:
        return likeliest
    if not any(hits.values()) and len(found) >= _FEWEST_TO_DOUBT:
        return None
    return expected
