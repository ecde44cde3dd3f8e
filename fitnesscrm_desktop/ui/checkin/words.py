"""What the door says, in the language of the person in front of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import CheckInReason, Cure, Permission, Verdict
from fitnesscrm_desktop.services.checkin.found_by import FoundBy
from fitnesscrm_desktop.services.checkin.reasons import CureOffer
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ClientAtDoor, ReasonLine
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone

_HOUR = 60


def tr(text: str) -> str:
    """*text* in the language of the window."""
    return QCoreApplication.translate("CheckIn", text)


TONES = {Verdict.ADMITTED: Tone.GREEN, Verdict.NOTICE: Tone.AMBER, Verdict.REFUSED: Tone.RED}
SIGNS = {Verdict.ADMITTED: "check-circle", Verdict.NOTICE: "alert-triangle", Verdict.REFUSED: "x-circle"}

REASON_SIGNS = {
    CheckInReason.BIRTHDAY: ("gift", Tone.BLUE),
    CheckInReason.MEDICAL_ALERT: ("heart-pulse", Tone.RED),
    CheckInReason.PINNED_NOTE: ("pin", Tone.AMBER),
    CheckInReason.BALANCE_DUE: ("coins", Tone.AMBER),
    CheckInReason.ENDS_SOON: ("calendar", Tone.AMBER),
    CheckInReason.LAST_PACK_VISIT: ("calendar", Tone.AMBER),
    CheckInReason.ALREADY_IN: ("clock", Tone.BLUE),
    CheckInReason.OVERRIDDEN: ("shield", Tone.BLUE),
    CheckInReason.CLEARANCE_OPEN: ("heart-pulse", Tone.AMBER),
    CheckInReason.FROZEN: ("snowflake", Tone.RED),
    CheckInReason.OVERDUE: ("coins", Tone.RED),
    CheckInReason.BLOCKED: ("ban", Tone.RED),
}

CURE_PERMISSIONS = {
    Cure.TAKE_PAYMENT: Permission.TAKE_PAYMENT,
    Cure.RENEW: Permission.SELL,
    Cure.SELL: Permission.SELL,
    Cure.EXTEND: Permission.CHANGE_MEMBERSHIPS,
    Cure.RESUME: Permission.CHANGE_MEMBERSHIPS,
    Cure.BOOK_PACK: Permission.CHECK_IN,
    Cure.RECORD_CONSENT: Permission.EDIT_CLIENTS,
    Cure.UNBLOCK: Permission.EDIT_CLIENTS,
    Cure.RESTORE: Permission.ARCHIVE_CLIENTS,
    Cure.OVERRIDE: Permission.OVERRIDE_CHECK_IN,
    Cure.FILL_FORM: Permission.FILL_FORMS,
    Cure.GIVE_CLEARANCE: Permission.VIEW_HEALTH,
}
"""Whom to show the button; the service asks again."""


def verdict_word(verdict: Verdict, words: tuple[CheckInReason, ...] = ()) -> str:
    """The one word that is read from a metre away."""
    if CheckInReason.ALREADY_IN in words:
        return tr("Already in")
    return {
        Verdict.ADMITTED: tr("Admitted"),
        Verdict.NOTICE: tr("Admitted, but…"),
        Verdict.REFUSED: tr("Refused"),
    }[verdict]


def late_text(result: CheckInResult) -> str:
    """What has become of a check-in that could not be stored at first."""
    word = verdict_word(result.verdict, result.words)
    client = result.client
    if client is None:
        return tr("Stored now. {verdict}: {reasons}").format(verdict=word, reasons=result.text)
    name = f"{client.first_name} {client.last_name}"
    return tr("{name} is stored now: {verdict}").format(name=name, verdict=word)


def verdict_sign(result: CheckInResult) -> str:
    """The sign beside the word."""
    return "clock" if CheckInReason.ALREADY_IN in result.words else SIGNS[result.verdict]


def short_verdict(verdict: Verdict) -> str:
    """The same on a pill."""
    return {
        Verdict.ADMITTED: tr("Admitted"),
        Verdict.NOTICE: tr("Notice"),
        Verdict.REFUSED: tr("Refused"),
    }[verdict]


def cure_word(offer: CureOffer) -> str:
    """What the button says."""
    if offer.cure is Cure.BOOK_PACK:
        visits = tr("1 left") if offer.visits_left == 1 else tr("{count} left")
        left = visits.format(count=offer.visits_left)
        return tr("Book {plan} ({left})").format(plan=offer.plan, left=left)
    return {
        Cure.TAKE_PAYMENT: tr("Take payment…"),
        Cure.RENEW: tr("Renew…"),
        Cure.EXTEND: tr("Extend…"),
        Cure.SELL: tr("Sell…"),
        Cure.RESUME: tr("Resume"),
        Cure.RECORD_CONSENT: tr("Record consent…"),
        Cure.UNBLOCK: tr("Unblock"),
        Cure.RESTORE: tr("Restore"),
        Cure.OVERRIDE: tr("Let in with a reason…"),
        Cure.FILL_FORM: tr("Fill in now…"),
        Cure.GIVE_CLEARANCE: tr("Give clearance…"),
    }[offer.cure]


def reason_text(line: ReasonLine) -> str:
    """What stands in the row: words of the studio's own say what they are."""
    if line.word == CheckInReason.MEDICAL_ALERT:
        return tr("Medical alert: {text}").format(text=line.text)
    if line.word == CheckInReason.PINNED_NOTE:
        return tr("Note: {text}").format(text=line.text)
    return line.text


def figure(client: ClientAtDoor) -> tuple[str, str]:
    """The number one looks for, and what it counts: visits of a pack, else days."""
    if client.visits_left is not None:
        return str(client.visits_left), tr("visit left") if client.visits_left == 1 else tr("visits left")
    if client.days_left is None:
        return "", ""
    if client.days_left < 0:
        days = -client.days_left
        return str(days), tr("day over") if days == 1 else tr("days over")
    return str(client.days_left), tr("day left") if client.days_left == 1 else tr("days left")


def plan_line(client: ClientAtDoor, formats: Formats) -> str:
    """The plan and its last day."""
    if not client.plan:
        return tr("No membership")
    return tr("{plan} · until {day}").format(plan=client.plan, day=formats.day(client.ends_on))


def stay(since: datetime, now: datetime) -> str:
    """How long somebody is in: ``just now``, ``45 min``, ``1 h 20``."""
    minutes = max(0, int((now - since) / timedelta(minutes=1)))
    if not minutes:
        return tr("just now")
    if minutes < _HOUR:
        return tr("{minutes} min").format(minutes=minutes)
    return tr("{hours} h {minutes:02}").format(hours=minutes // _HOUR, minutes=minutes % _HOUR)


def kept_at_closing(count: int) -> str:
    """What becomes of check-ins that wait when the window is closed."""
    if not count:
        return ""
    told = tr("{count} check-ins are not stored yet.").format(count=count)
    if count == 1:
        told = tr("A check-in is not stored yet.")
    kept = tr("What waits is kept on this PC and stored when the program is opened here again.")
    return tr("{told} {kept}").format(told=told, kept=kept)


def found_text(how: FoundBy | None) -> str:
    """The same in words; empty: nobody was looked for."""
    return (
        ""
        if how is None
        else {
            FoundBy.NUMBER: tr("found by number"),
            FoundBy.CODE: tr("found by card"),
            FoundBy.NAME: tr("found by name"),
            FoundBy.PART_OF_NAME: tr("found by part of the name"),
            FoundBy.PHONE: tr("found by phone"),
            FoundBy.EMAIL: tr("found by e-mail"),
            FoundBy.PART_OF_CODE: tr("found by part of a number or card"),
        }[how]
    )
