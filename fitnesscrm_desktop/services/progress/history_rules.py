"""Which days and words an injury, a remark or a phase may have. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.progress.rules import FIRST_DAY, LAST_DAY

BODY_PARTS = (
    "neck", "shoulder", "elbow", "wrist", "hand", "chest", "upper_back", "lower_back", "abdomen",
    "hip", "thigh", "knee", "calf", "ankle", "foot", "heart", "lungs", "head",
)  # fmt: skip
"""Where it is, as stable words."""

MOVEMENTS = (
    "squat", "lunge", "hinge", "push", "overhead_push", "pull", "overhead_pull", "rotation", "jump",
    "run", "carry", "grip", "lying_face_down", "inverted", "high_intensity", "heavy_load",
)  # fmt: skip
"""What exercises are filtered by, as stable words."""


def check_first(day: date, today: date) -> date:
    """The day something began. Raises ``RuleBroken`` for one that is to come."""
    if not FIRST_DAY <= day <= today:
        raise RuleBroken("It has to begin today or earlier.")
    return day


def check_any(day: date) -> date:
    """A day on a chart. Raises ``RuleBroken`` for one no chart can have."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise RuleBroken("Choose a day between 1900 and 2100.")
    return day


def check_last(last: date | None, first: date) -> date | None:
    """The last day. Raises ``RuleBroken`` if it lies before the first."""
    if last is not None and not first <= last <= LAST_DAY:
        raise RuleBroken("The last day cannot lie before the first one.")
    return last


def known_words(words: Iterable[str], known: Iterable[str], what: str) -> list[str]:
    """*words* in the order of *known*, each once. Raises ``RuleBroken`` for others."""
    wanted = {word.strip() for word in words} - {""}
    if strange := wanted - set(known):
        raise RuleBroken(f"There is no {what} called “{min(strange)[:40]}”.")
    return [word for word in known if word in wanted]


def holds_on(day: date, first: date, last: date | None) -> bool:
    """Whether something holds on *day*."""
    return first <= day and (last is None or day <= last)
