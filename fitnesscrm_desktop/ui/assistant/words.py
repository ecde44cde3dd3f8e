"""What the assistant's kinds, tones and verdicts are called on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import DraftKind, Permission, RunVerdict
from fitnesscrm_desktop.models.values import Tone as DraftTone
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.tokens import Tone

WITH_TONES = frozenset({DraftKind.PAYMENT_REMINDER})
"""What is written in three tones."""
TYPED = {
    DraftKind.SESSION_CHANGE: ("session", "old_time", "new_time"),
    DraftKind.FREE: ("note",),
}
"""What only a person can know of a kind, and types; such a kind is about one client and is no template."""
VERDICT_TONES = {
    RunVerdict.VERIFIED: Tone.GREEN,
    RunVerdict.FALLBACK: Tone.AMBER,
    RunVerdict.STOPPED: Tone.NEUTRAL,
    RunVerdict.FAILED: Tone.RED,
}
_MILLION, _BILLION, _MEGABYTE, _GIGABYTE = 10**6, 10**9, 2**20, 2**30
_SECOND_MS = 1000


def tr(text: str) -> str:
    """*text* in the language of the window."""
    return QCoreApplication.translate("Assistant", text)


def kind_name(kind: DraftKind) -> str:
    """What is written."""
    return {
        DraftKind.BIRTHDAY: tr("Birthday"),
        DraftKind.WELCOME: tr("Welcome"),
        DraftKind.PAYMENT_REMINDER: tr("Payment reminder"),
        DraftKind.MEMBERSHIP_ENDING: tr("Membership ends"),
        DraftKind.WIN_BACK: tr("We miss you"),
        DraftKind.MILESTONE: tr("Number of visits"),
        DraftKind.SESSION_CHANGE: tr("Session has a new time"),
        DraftKind.FREE: tr("Your own words"),
    }[kind]


def stored_kind_name(kind: str) -> str:
    """The same, of a kind as it is stored; one that nobody knows any more is shown as it is."""
    return kind_name(DraftKind(kind)) if kind in set(DraftKind) else kind


def kinds_for(actor: Actor, *, as_template: bool = False) -> tuple[DraftKind, ...]:
    """What this person may have written."""
    found = [each for each in DraftKind if not (as_template and each in TYPED)]
    if not actor.may(Permission.VIEW_MONEY):
        found.remove(DraftKind.PAYMENT_REMINDER)
    return tuple(found)


def tone_name(tone: DraftTone) -> str:
    """How it speaks."""
    return {
        DraftTone.FRIENDLY: tr("Friendly"),
        DraftTone.FIRM: tr("Firm"),
        DraftTone.FINAL: tr("Final"),
    }[tone]


def field_name(name: str) -> str:
    """What a person types for a kind."""
    return {
        "session": tr("Session"),
        "old_time": tr("Before"),
        "new_time": tr("Now"),
        "note": tr("What to say"),
    }[name]


def field_hint(name: str) -> str:
    """An example of it."""
    return {
        "session": tr("Yoga"),
        "old_time": tr("Monday 18:00"),
        "new_time": tr("Tuesday 19:00"),
        "note": tr("The words the message is to contain"),
    }[name]


def verdict_name(verdict: RunVerdict) -> str:
    """How a piece of writing ended."""
    return {
        RunVerdict.VERIFIED: tr("Verified"),
        RunVerdict.FALLBACK: tr("Plain text"),
        RunVerdict.STOPPED: tr("Stopped"),
        RunVerdict.FAILED: tr("Failed"),
    }[verdict]


def readiness_word(readiness: str) -> tuple[str, Tone]:
    """How the model is doing, in a word; *readiness* as ``agents.office`` calls it."""
    return {
        "no-engine": (tr("No engine"), Tone.AMBER),
        "no-model": (tr("No model"), Tone.AMBER),
        "resting": (tr("At rest"), Tone.NEUTRAL),
        "loading": (tr("Loading"), Tone.BLUE),
        "ready": (tr("Ready"), Tone.GREEN),
        "busy": (tr("Writing"), Tone.BLUE),
        "broken": (tr("Broken off"), Tone.RED),
    }[readiness]


def size_text(size: int) -> str:
    """Bytes as people say them; empty for none."""
    if size >= _GIGABYTE:
        return tr("{count} GB").format(count=f"{size / _GIGABYTE:.1f}")
    return tr("{count} MB").format(count=max(1, round(size / _MEGABYTE))) if size > 0 else ""


def parameters_text(count: int) -> str:
    """How large a model is, as its makers say it."""
    if count >= _BILLION:
        return tr("{count} billion parameters").format(count=f"{count / _BILLION:.1f}")
    return tr("{count} million parameters").format(count=max(1, round(count / _MILLION)))


def took_text(ms: int) -> str:
    """How long it took."""
    return tr("{seconds} s").format(seconds=f"{ms / _SECOND_MS:.1f}")


def pace_text(drafts: int, ms: int) -> str:
    """How long one took of *drafts* in the last 30 days; empty where the model wrote nothing."""
    if drafts <= 0 or ms <= 0:
        return ""
    return tr("{seconds} per draft in the last 30 days").format(seconds=took_text(round(ms / drafts)))
