"""A reason with its facts, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.models.values import CheckInReason, Cure
from fitnesscrm_desktop.services.memberships.plan_rules import MINUTES_OF_A_DAY
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENDS = (".", "!", "?", "…", "。")


@dataclass(frozen=True, slots=True)
class CureOffer:
    """Something the desk can do about a reason."""

    cure: Cure
    membership_id: int | None = None
    """Which membership it is about, for renew, extend, resume and book the pack."""
    plan: str = ""
    visits_left: int | None = None
    form_id: int | None = None
    """The form to fill in; for clearance the signed one to look at."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable word and the facts its sentence needs; which ones, is seen in ``sentence``."""

    word: CheckInReason
    plan: str = ""
    membership_id: int | None = None
    day: date | None = None
    at: datetime | None = None
    number: int | None = None
    limit: int | None = None
    amount: int | None = None
    """Minor units."""
    hours: tuple[int, int] | None = None
    """Minutes since midnight, from and to."""
    text: str = ""
    """What somebody has written: a note, the reason of a block."""
    cures: tuple[CureOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Speech:
    """One reason, and how the studio writes days, times and money."""

    reason: Reason
    today: date
    studio: StudioProfile

    def day(self) -> str:
        """The day the reason is about, written out."""
        from babel.dates import format_date

        return str(format_date(self.reason.day, "long", locale=_locale(self.studio)))

    def distance(self) -> str:
        """How far that day is from the visit."""
        days = ((self.reason.day or self.today) - self.today).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}
        return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")

    def money(self) -> str:
        """The amount in the studio's currency."""
        from babel.numbers import format_currency, get_currency_precision

        currency = self.studio.currency
        value = Decimal(self.reason.amount or 0).scaleb(-int(get_currency_precision(currency)))
        return str(format_currency(value, currency, locale=_locale(self.studio)))

    def clock(self) -> str:
        """The studio's time of the reason's moment."""
        if self.reason.at is None:
            return ""
        return self._in_short(self.reason.at.astimezone(ZoneInfo(self.studio.zone)).time())

    def hours(self) -> tuple[str, str]:
        """From when to when a plan lets in; the end of the day is 24:00."""
        first, last = self.reason.hours or (0, 0)
        return self._minute(first), self._minute(last)

    def _minute(self, minute: int) -> str:
        return "24:00" if minute >= MINUTES_OF_A_DAY else self._in_short(time(*divmod(minute, 60)))

    def _in_short(self, value: time) -> str:
        from babel.dates import format_time

        return str(format_time(value, "short", locale=_locale(self.studio)))


def sentence(reason: Reason, today: date, studio: StudioProfile) -> str:
    """*reason* as one sentence for the person at the desk, with its facts."""
    return _SENTENCES[reason.word](_Speech(reason, today, studio))


def _locale(studio: StudioProfile) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(studio.locale))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def _frozen(say: _Speech) -> str:
    if say.reason.day is None:
        return f"{say.reason.plan} is frozen until somebody resumes it."
    return f"{say.reason.plan} is frozen until {say.day()}."


def _wrong_day(say: _Speech) -> str:
    allowed = [name for bit, name in enumerate(_WEEKDAYS) if (say.reason.number or 0) >> bit & 1]
    today = _WEEKDAYS[say.today.weekday()]
    if not allowed:
        return f"{say.reason.plan} lets in on no day of the week."
    return f"{say.reason.plan} does not let in on a {today}, only on {_listed(allowed)}."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _wrong_time(say: _Speech) -> str:
    first, last = say.hours()
    return f"{say.reason.plan} lets in from {first} to {last}, and it is {say.clock()}."


def _week_used_up(say: _Speech) -> str:
    plan, number = say.reason.plan, say.reason.number
    used = "The one visit of this week is" if number == 1 else f"All {number} visits of this week are"
    return f"{used} used up ({plan}). The next week begins on Monday."


def _overdue(say: _Speech) -> str:
    return f"Overdue: {say.money()} to pay, first due on {say.day()}, {say.distance()}."


def _balance_due(say: _Speech) -> str:
    if say.reason.day is None:
        return f"{say.money()} to pay."
    return f"{say.money()} to pay, first due on {say.day()}."


def closed(text: str) -> str:
    """What somebody typed, as a sentence: others may follow it."""
    return text if text.endswith(_ENDS) else f"{text}."


def _already_in(say: _Speech) -> str:
    return f"Already in since {say.clock()}; this scan is not counted again."


def _form_missing(say: _Speech) -> str:
    if say.reason.day is None:
        return f"“{say.reason.text}” is not signed yet."
    return f"“{say.reason.text}” was valid until {say.day()} and has to be signed again."


_SENTENCES: dict[CheckInReason, Callable[[_Speech], str]] = {
    CheckInReason.UNKNOWN_CODE: lambda say: f"Nobody has the code “{say.reason.text}”.",
    CheckInReason.BLOCKED: lambda say: f"Blocked: {say.reason.text}",
    CheckInReason.ARCHIVED: lambda _say: "This client is in the archive.",
    CheckInReason.NO_MEMBERSHIP: lambda _say: "There is no membership.",
    CheckInReason.MEMBERSHIP_ENDED: lambda say: f"{say.reason.plan} ended on {say.day()}, {say.distance()}.",
    CheckInReason.NOT_STARTED: lambda say: f"{say.reason.plan} starts on {say.day()}, {say.distance()}.",
    CheckInReason.FROZEN: _frozen,
    CheckInReason.WRONG_DAY: _wrong_day,
    CheckInReason.WRONG_TIME: _wrong_time,
    CheckInReason.WEEK_USED_UP: _week_used_up,
    CheckInReason.PACK_USED_UP: lambda say: f"All visits of {say.reason.plan} are used up.",
    CheckInReason.OVERDUE: _overdue,
    CheckInReason.NO_GUARDIAN_CONSENT: lambda say: (
        f"{say.reason.number} years old, under {say.reason.limit}, and no guardian has agreed."
    ),
    CheckInReason.ALREADY_IN: _already_in,
    CheckInReason.OVERRIDDEN: lambda say: f"Let in by decision: {closed(say.reason.text)}",
    CheckInReason.ENDS_SOON: lambda say: f"{say.reason.plan} ends on {say.day()}, {say.distance()}.",
    CheckInReason.BALANCE_DUE: _balance_due,
    CheckInReason.BIRTHDAY: lambda say: f"Birthday: {say.reason.number} today.",
    CheckInReason.PINNED_NOTE: lambda say: say.reason.text,
    CheckInReason.MEDICAL_ALERT: lambda say: say.reason.text,
    CheckInReason.FORM_MISSING: _form_missing,
    CheckInReason.CLEARANCE_OPEN: lambda say: (
        f"“{say.reason.text}” has to be looked at by somebody who may, before the training."
    ),
    CheckInReason.LAST_PACK_VISIT: lambda say: f"This is the last visit of {say.reason.plan}.",
}
