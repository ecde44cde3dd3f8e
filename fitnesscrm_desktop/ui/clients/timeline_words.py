"""Entries of a client's timeline as lines to read."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import (
    Channel,
    ChargeKind,
    ClientStage,
    ConsentKind,
    FactKind,
    MessageState,
    PaymentMethod,
    Receipt,
    StageReason,
    Verdict,
)
from fitnesscrm_desktop.services.clients import timeline_results
from fitnesscrm_desktop.services.clients.timeline_results import TimelineKind
from fitnesscrm_desktop.ui.clients import timeline_progress_words as of_progress
from fitnesscrm_desktop.ui.clients.words import (
    STAGE_TONES,
    consent_word,
    days_word,
    field_word,
    reason_word,
    stage_word,
    translate,
)
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.timeline import TimelineEntry

_ICONS = {
    TimelineKind.VISIT: "door-in",
    TimelineKind.VISIT_UNDONE: "undo",
    TimelineKind.MEMBERSHIP: "id-card",
    TimelineKind.CHARGE: "receipt",
    TimelineKind.PAYMENT: "coins",
    TimelineKind.NOTE: "message",
    TimelineKind.CONSENT: "shield",
    TimelineKind.STAGE: "trend-up",
    TimelineKind.MESSAGE: "mail",
    TimelineKind.RECORD: "edit",
    TimelineKind.MEASURED: "trend-up",
    TimelineKind.GOAL: "star",
    TimelineKind.GOAL_REACHED: "star",
    TimelineKind.INJURY: "heart-pulse",
    TimelineKind.REMARK: "message",
    TimelineKind.PHASE: "calendar",
    TimelineKind.PROGRESS_REPORT: "file",
    TimelineKind.PHOTO: "camera",
    TimelineKind.FILE: "file",
    TimelineKind.FORM: "list-check",
}
_WHOLE_DAYS = frozenset(
    {
        TimelineKind.STAGE,
        TimelineKind.GOAL_REACHED,
        TimelineKind.INJURY,
        TimelineKind.REMARK,
        TimelineKind.PHASE,
        TimelineKind.PHOTO,
    }
)
"""What holds for a day and not for a minute of it."""


def timeline_line(entry: timeline_results.TimelineEntry, formats: Formats) -> TimelineEntry:
    """How an entry looks."""
    title, text, tone = {
        TimelineKind.VISIT: _visit,
        TimelineKind.VISIT_UNDONE: _undone,
        TimelineKind.MEMBERSHIP: _membership,
        TimelineKind.CHARGE: _charge,
        TimelineKind.PAYMENT: _payment,
        TimelineKind.NOTE: _note,
        TimelineKind.CONSENT: _consent,
        TimelineKind.STAGE: _stage,
        TimelineKind.MESSAGE: _message,
        TimelineKind.RECORD: _record,
        TimelineKind.MEASURED: of_progress.measured,
        TimelineKind.GOAL: of_progress.goal,
        TimelineKind.GOAL_REACHED: of_progress.goal_reached,
        TimelineKind.INJURY: of_progress.injury,
        TimelineKind.REMARK: of_progress.remark,
        TimelineKind.PHASE: of_progress.phase,
        TimelineKind.PROGRESS_REPORT: of_progress.progress_report,
        TimelineKind.PHOTO: of_progress.photo,
        TimelineKind.FILE: of_progress.file,
        TimelineKind.FORM: of_progress.form,
    }[entry.kind](entry, formats)
    time = formats.day_of(entry.at) if entry.kind in _WHOLE_DAYS else formats.moment(entry.at)
    by = translate("clients", "by {staff}").format(staff=entry.staff) if entry.staff else ""
    below = " · ".join(part for part in (text, by) if part)
    icon = "pin" if entry.word == "pinned" else _ICONS[entry.kind]
    return TimelineEntry(icon, time, title, below, tone, key=entry)


Words = tuple[str, str, Tone]


def _visit(entry: timeline_results.TimelineEntry, _formats: Formats) -> Words:
    if entry.undone:
        return translate("clients", "Check-in (taken back)"), entry.text, Tone.NEUTRAL
    if entry.text:
        title = translate("clients", "Check-in against the rules")
        return title, entry.text, Tone.AMBER
    tone = Tone.AMBER if entry.word == Verdict.NOTICE else Tone.GREEN
    return translate("clients", "Check-in"), "", tone


def _undone(entry: timeline_results.TimelineEntry, formats: Formats) -> Words:
    text = translate("clients", "of {day}").format(day=formats.day(entry.day))
    return translate("clients", "Check-in taken back"), text, Tone.NEUTRAL


def _membership(entry: timeline_results.TimelineEntry, formats: Formats) -> Words:
    plan, _, reason = entry.text.partition("\n")
    title = {
        FactKind.SOLD: translate("clients", "{plan} sold"),
        FactKind.RENEWED: translate("clients", "{plan} renewed"),
        FactKind.FROZEN: translate("clients", "{plan} frozen"),
        FactKind.RESUMED: translate("clients", "{plan} resumed"),
        FactKind.EXTENDED: translate("clients", "{plan} extended"),
        FactKind.CANCELLED: translate("clients", "{plan} cancelled"),
    }.get(FactKind(entry.word), translate("clients", "{plan} changed"))
    parts = [translate("clients", "from {day}").format(day=formats.day(entry.day))]
    if entry.number:
        parts.append(days_word(entry.number))
    parts.append(reason)
    tone = {FactKind.FROZEN: Tone.BLUE, FactKind.CANCELLED: Tone.RED}.get(FactKind(entry.word), Tone.ACCENT)
    return title.format(plan=plan), " · ".join(part for part in parts if part), tone


def _charge(entry: timeline_results.TimelineEntry, formats: Formats) -> Words:
    amount = entry.amount or 0
    if amount < 0:
        title = translate("clients", "Charge taken back: {amount}").format(amount=formats.money(-amount))
        return title, entry.text, Tone.NEUTRAL
    title = translate("clients", "Charged {amount}").format(amount=formats.money(amount))
    kinds = {ChargeKind.SIGNUP_FEE: translate("clients", "sign-up fee")}
    due = translate("clients", "due {day}").format(day=formats.day(entry.day))
    parts = (entry.text, kinds.get(ChargeKind(entry.word), ""), due)
    return title, " · ".join(part for part in parts if part), Tone.NEUTRAL


def _payment(entry: timeline_results.TimelineEntry, formats: Formats) -> Words:
    amount = entry.amount or 0
    method = {
        PaymentMethod.CASH: translate("clients", "cash"),
        PaymentMethod.CARD: translate("clients", "card"),
        PaymentMethod.TRANSFER: translate("clients", "transfer"),
        PaymentMethod.CHEQUE: translate("clients", "cheque"),
        PaymentMethod.VOUCHER: translate("clients", "voucher"),
    }[PaymentMethod(entry.word)]
    receipt = translate("clients", "receipt {number}").format(number=entry.number)
    text = " · ".join(part for part in (method, receipt, entry.text) if part)
    if amount > 0:
        title = translate("clients", "Paid back {amount}").format(amount=formats.money(amount))
        return title, text, Tone.AMBER
    return translate("clients", "Paid {amount}").format(amount=formats.money(-amount)), text, Tone.GREEN


def _note(entry: timeline_results.TimelineEntry, _formats: Formats) -> Words:
    pinned = entry.word == "pinned"
    title = translate("clients", "Pinned note") if pinned else translate("clients", "Note")
    return title, entry.text, Tone.AMBER if pinned else Tone.NEUTRAL


def _consent(entry: timeline_results.TimelineEntry, formats: Formats) -> Words:
    kind = consent_word(ConsentKind(entry.word))
    title = translate("clients", "{kind}: agreed") if entry.given else translate("clients", "{kind}: said no")
    day = translate("clients", "on {day}").format(day=formats.day(entry.day))
    return title.format(kind=kind), f"{entry.text} · {day}", Tone.GREEN if entry.given else Tone.RED


def _stage(entry: timeline_results.TimelineEntry, _formats: Formats) -> Words:
    stage = ClientStage(entry.word)
    title = translate("clients", "Now: {stage}").format(stage=stage_word(stage))
    return title, reason_word(StageReason(entry.text)), STAGE_TONES[stage]


def _message(entry: timeline_results.TimelineEntry, _formats: Formats) -> Words:
    channel = {
        Channel.EMAIL: translate("clients", "E-mail"),
        Channel.SMS: translate("clients", "Text message"),
        Channel.LETTER: translate("clients", "Letter"),
        Channel.COPY: translate("clients", "Message by hand"),
    }[Channel(entry.fields[0])]
    never_arrived = entry.word == MessageState.FAILED and entry.fields[1:2] == (Receipt.UNDELIVERED,)
    if entry.fields[0] == Channel.SMS and (entry.word == MessageState.SENT or never_arrived):
        return _text_message(entry)
    state, tone = {
        MessageState.DRAFT: (translate("clients", "{channel} waits for a yes"), Tone.AMBER),
        MessageState.SENT: (translate("clients", "{channel} sent"), Tone.GREEN),
        MessageState.FAILED: (translate("clients", "{channel} could not be sent"), Tone.RED),
        MessageState.DROPPED: (translate("clients", "{channel} dropped"), Tone.NEUTRAL),
        MessageState.TOO_LATE: (translate("clients", "{channel} not sent: too late"), Tone.NEUTRAL),
    }.get(MessageState(entry.word), (translate("clients", "{channel} waits to be sent"), Tone.BLUE))
    return state.format(channel=channel), entry.text, tone


def _text_message(entry: timeline_results.TimelineEntry) -> Words:
    """What its gateway says became of it."""
    receipt, words = entry.fields[1:] or ("", "")
    title, tone = {
        str(Receipt.DELIVERED): (translate("clients", "Text message delivered"), Tone.GREEN),
        str(Receipt.UNDELIVERED): (translate("clients", "Text message not delivered"), Tone.RED),
    }.get(receipt, (translate("clients", "Text message handed to the gateway"), Tone.GREEN))
    said = words if receipt == Receipt.UNDELIVERED else ""
    return title, " · ".join(part for part in (entry.text, said) if part), tone


def _record(entry: timeline_results.TimelineEntry, _formats: Formats) -> Words:
    title = _record_title(entry)
    fields = ", ".join(dict.fromkeys(field_word(field) for field in entry.fields))
    text = fields or entry.text or (f"# {entry.number}" if entry.number else "")
    return title, text, Tone.NEUTRAL


def _record_title(entry: timeline_results.TimelineEntry) -> str:
    titles = {
        "client.add": translate("clients", "Added to the clients"),
        "client.import": translate("clients", "Imported"),
        "client.edit": translate("clients", "Data changed"),
        "client.archive": translate("clients", "Archived"),
        "client.restore": translate("clients", "Back from the archive"),
        "client.block": translate("clients", "Blocked"),
        "client.unblock": translate("clients", "Unblocked"),
        "client.payer": translate("clients", "Payer changed"),
        "client.household": translate("clients", "Household changed"),
        "client.code_add": translate("clients", "Card or fob added"),
        "client.code_remove": translate("clients", "Card or fob removed"),
        "client.tag": translate("clients", "Tag added"),
        "client.untag": translate("clients", "Tag removed"),
        "client.photo": translate("clients", "Photo stored"),
        "client.photo_remove": translate("clients", "Photo removed"),
        "client.merge": translate("clients", "Another record was merged into this one"),
        "client.merged_away": translate("clients", "Merged into another record"),
    }
    return titles.get(entry.word, translate("clients", "Record changed"))
