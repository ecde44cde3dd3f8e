"""``fitnesscrm outbox``: what waits to leave the studio, what left, and what did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk, bad_usage, give_up, refuse
from fitnesscrm_desktop.cli.typed import AN_ID, a_limit, a_moment
from fitnesscrm_desktop.cli.vault import unlock_if_given
from fitnesscrm_desktop.models.values import Channel, MessageState, Receipt
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.jobs import told
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, Waits, WaitsFor, Which
from fitnesscrm_desktop.services.messaging.results import (
    EventRow,
    MessageDetail,
    MessageRow,
    NotComposed,
    SkipReason,
)
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF
from fitnesscrm_desktop.services.messaging.skip_words import SENTENCES, WAITS_AGAIN, sentence_of

app = typer.Typer(help="Messages: what waits, what failed, what was sent.", no_args_is_help=True)

_PAGE = 500
_REASONS = {
    "not_found": "there is no such message",
    "no_address": "it has no address",
    "figures_changed": "something has changed since it was written: read it again, then approve it",
    "unmet": "the conditions of its rule do not hold for the client any more, so it was dropped",
}
_PAST_THAT = {
    "approved": "only what waits for a yes can be approved",
    "dropped": "only what has not left can be dropped",
    "retried": "only what failed, waits or was dropped by conditions can be retried",
}
MessageId = Annotated[int, typer.Argument(metavar="ID", help="As `outbox list` shows it.", **AN_ID)]
_WAITS = {
    "quiet_hours": "Nothing goes out in the quiet hours.",
    "weekly_cap": "The reader has had enough messages this week (weekly cap).",
    "its_day": "Its day is still to come.",
}
_KINDS = {Channel.EMAIL: "E-mails", Channel.SMS: "Text messages"}
_WAIT_FOR = {
    WaitsFor.SERVER: "for the server, which is asked again {moment}",
    WaitsFor.QUIET_HOURS: "for the end of the quiet hours, {moment}",
    WaitsFor.WEEKLY_CAP: "because of the weekly cap, the first until {moment}",
    WaitsFor.ITS_DAY: "for their day, the first until {moment}",
    WaitsFor.NEXT_TRY: "for their next try, the first until {moment}",
}
Ids = Annotated[
    list[int] | None, typer.Argument(metavar="ID...", help="As `outbox list` shows them.", **AN_ID)
]
Everything = Annotated[bool, typer.Option("--all", help="All that this could be done to.")]


@app.command("list")
def outbox_list(
    which: Annotated[Which, typer.Option("--state", help="Only those that stand there.")] = Which.ALL,
    client: Annotated[
        int | None, typer.Option(metavar="ID", help="Only those about this client.", **AN_ID)
    ] = None,
    limit: Annotated[
        int | None, typer.Option(parser=a_limit, metavar="NUMBER", help="At most so many.")
    ] = None,
) -> None:
    """List messages, the newest first."""
    rows: list[MessageRow] = []
    with at_desk() as desk:
        after = None
        while limit is None or len(rows) < limit:
            most = _PAGE if limit is None else min(_PAGE, limit - len(rows))
            page = desk.services.outbox.rows(desk.actor, which, client_id=client, after=after, limit=most)
            rows += page.rows
            if (after := page.next_cursor) is None:
                break
        zone = ZoneInfo(desk.services.settings.profile().zone)
        now = desk.services.core.clock.now()
        waits = desk.services.outbox.counts(desk.actor).waits
    pauses = {each.channel: each.until for each in waits if each.what is WaitsFor.SERVER}
    answer(
        {"messages": [message_document(row) for row in rows]},
        lambda: "\n".join(_line(row, zone, now, pauses) for row in rows) or "No messages.",
    )


@app.command("show")
def show(message: MessageId) -> None:
    """Show a message with its words, and what has happened to it."""
    with at_desk() as desk:
        found = desk.services.outbox.detail(desk.actor, message)
        zone = ZoneInfo(desk.services.settings.profile().zone)
    answer(_whole(found), lambda: _whole_text(found, zone))


@app.command("edit")
def edit(
    message: MessageId,
    *,
    subject: Annotated[str | None, typer.Option(help="Of an e-mail or a letter.")] = None,
    body_file: Annotated[
        typer.FileText | None, typer.Option("--body-file", help="A file with the new words; - reads them.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where it goes.")] = None,
) -> None:
    """Change a draft, or what could not be sent; then approve it or try it again."""
    if subject is None and body_file is None and to is None:
        bad_usage("Say what is to be changed: --subject, --body-file or --to.")
    text = None if body_file is None else _words_of(body_file)
    with at_desk() as desk:
        version = desk.services.outbox.detail(desk.actor, message).row.version
        changed = desk.services.outbox.edit(
            desk.actor, message, version, subject=subject, text=text, to_address=to
        )
        zone = ZoneInfo(desk.services.settings.profile().zone)
    answer(_whole(changed), lambda: _whole_text(changed, zone))


@app.command("approve")
def approve(ids: Ids = None, *, everything: Everything = False) -> None:
    """Let drafts go out."""
    every = Which.DRAFT if everything else None
    _in_bulk(ids, every, "approved", lambda desk: desk.services.outbox.approve)


@app.command("drop")
def drop(ids: Ids = None, *, everything: Everything = False) -> None:
    """Do not send these; --all drops every draft."""
    every = Which.DRAFT if everything else None
    _in_bulk(ids, every, "dropped", lambda desk: desk.services.outbox.drop)


@app.command("retry")
def retry(ids: Ids = None, *, everything: Everything = False) -> None:
    """Try again what failed, or what was dropped by conditions; --all tries all that failed."""
    every = Which.FAILED if everything else None
    _in_bulk(ids, every, "retried", lambda desk: desk.services.outbox.retry)


@app.command("send")
def send(
    at: Annotated[
        datetime | None,
        typer.Option(
            parser=a_moment, metavar="ISO", help="As if it were this moment; what it sends is real."
        ),
    ] = None,
) -> None:
    """Send what is due now, and say what came of it."""
    with at_desk(at) as desk:
        unlock_if_given(desk)
        done = desk.services.outbox.deliver(desk.actor)
        counts = desk.services.outbox.counts(desk.actor)
        sending, zone = counts.sending, ZoneInfo(desk.services.settings.profile().zone)
        first = _as_if(desk, at) + (told(done) or _nothing(sending))
        text = "\n".join([first, *(_waiting(each, zone) for each in counts.waits)])
    document = {
        "sent": done.sent,
        "failed": done.failed,
        "later": done.later,
        "too_late": done.too_late,
        "dropped": done.dropped,
        "sending": sending,
        "troubles": list(done.troubles),
        "waiting": [
            {
                "for": each.what,
                "channel": each.channel,
                "messages": each.messages,
                "until": each.until,
                "text": each.text,
            }
            for each in counts.waits
        ],
        "as_if": at,
    }
    if done.troubles:
        give_up(document, text)
    answer(document, text)


def _nothing(sending: int) -> str:
    """Nothing is due; what another program has in its hands, or had when it ended, is none of ours."""
    if not sending:
        return "Nothing is due."
    return (
        f"Nothing is due. In the hands of another program: {sending}. "
        "If it has ended, they are free ten minutes after it took them."
    )


def _waiting(waits: Waits, zone: ZoneInfo) -> str:
    """How many wait for what, and until when."""
    what = _WAIT_FOR[waits.what].format(moment=_moment(waits.until, zone))
    return f"{_KINDS[waits.channel]} waiting {what}: {waits.messages}."


def _as_if(desk: Desk, at: datetime | None) -> str:
    """That the moment was made up, if it was; the mail is real."""
    if at is None:
        return ""
    return f"As if it were {_moment(at, ZoneInfo(desk.services.settings.profile().zone))}: "


def _in_bulk(
    ids: list[int] | None, everything: Which | None, deed: str, do: Callable[[Desk], Callable[..., Bulk]]
) -> None:
    if ids and everything is not None:
        bad_usage("Ids and --all contradict each other: give one of them.")
    if not ids and everything is None:
        bad_usage("Say which messages: give their ids, or --all.")
    with at_desk() as desk:
        wanted = tuple(ids or ())
        if everything is not None:
            wanted = desk.services.outbox.ids(desk.actor, everything)
        done = do(desk)(desk.actor, wanted)
    refused = [{"id": each.id, "reason": each.reason} for each in done.refused]
    document = {deed: list(done.done), "refused": refused}
    if done.refused and not done.done:
        give_up(document, f"Nothing was {deed}: {'; '.join(_reasons(deed, done))}.")
    answer(document, lambda: "\n".join(_told(deed, done)))


def _reason(deed: str, word: str) -> str:
    """Why a message was left; of what was dropped instead, why it must not be sent."""
    if word == "wrong_state":
        return _PAST_THAT[deed]
    if word in _REASONS:
        return _REASONS[word]
    why = sentence_of(NotComposed(SkipReason(word)))
    return f"{why[0].lower()}{why[1:].rstrip('.')}, so it was dropped"


def _told(deed: str, done: Bulk) -> list[str]:
    lines = [f"{len(done.done)} {deed}."]
    return lines + [f"Message {each.id} was left: {_reason(deed, each.reason)}." for each in done.refused]


def _reasons(deed: str, done: Bulk) -> list[str]:
    """Why messages were left, each reason once, with the ids it is about."""
    ids: dict[str, list[str]] = {}
    for each in done.refused:
        ids.setdefault(_reason(deed, each.reason), []).append(str(each.id))
    return [f"{why} ({', '.join(them)})" for why, them in ids.items()]


def message_document(row: MessageRow) -> dict[str, object]:
    """A message as JSON says it."""
    return {
        "id": row.id,
        "recipient": row.to_name,
        "address": row.to_address,
        "client_id": row.client_id,
        "client": row.client_name,
        "channel": row.channel,
        "subject": row.subject,
        "state": row.state,
        "rule_id": row.rule_id,
        "rule": row.rule_name,
        "created_at": row.created_at,
        "send_at": row.send_at,
        "sent_at": row.sent_at,
        "tries": row.tries,
        "outcome": row.outcome,
        "perhaps_twice": row.perhaps_twice,
        "delivery": row.receipt,
        "delivery_text": row.receipt_text,
    }


def _whole(found: MessageDetail) -> dict[str, object]:
    return {
        **message_document(found.row),
        "text": found.text,
        "html": found.html,
        "language": found.language,
        "approved_by": found.approved_by,
        "attachments": [each.file_name for each in found.attachments],
        "history": [asdict(each) for each in found.events],
    }


def _whole_text(found: MessageDetail, zone: ZoneInfo) -> str:
    row = found.row
    head = {
        "To": f"{row.to_name} {row.to_address}".strip(),
        "Subject": row.subject,
        "State": _state(row.state) + (", perhaps twice" if row.perhaps_twice else ""),
        "Why": _why(row),
        "Delivery": _delivery(row),
        "Files": ", ".join(each.file_name for each in found.attachments),
    }
    lines = [f"{name}: {text}" for name, text in head.items() if text]
    past = [" ".join(_event(each, zone).split()) for each in found.events]
    return "\n".join([*lines, "", found.text.strip(), "", *past])


def _event(event: EventRow, zone: ZoneInfo) -> str:
    return f"{_moment(event.at, zone)}  {_state(event.state)}  {_said(event.text)}  ({event.actor})"


def _words_of(file: typer.FileText) -> str:
    try:
        return file.read()
    except (OSError, UnicodeDecodeError) as error:
        refuse(RuleBroken(f"The file {file.name} cannot be read as text: {error}"))


def _line(row: MessageRow, zone: ZoneInfo, now: datetime, pauses: Mapping[Channel, datetime]) -> str:
    twice = "  (perhaps twice)" if row.perhaps_twice else ""
    rule = f"  [{row.rule_name}]" if row.rule_name else ""
    words = row.subject or row.first_line
    first = f"{row.id:>6}  {_state(row.state):9} {row.channel.value:7} {row.to_name}: {words}{rule}{twice}"
    why = "" if _has_waited(row, now) else _why(row)
    more = " ".join(part for part in (why, _delivery(row), _next_try(row, zone, now, pauses)) if part)
    return f"{first}\n{'':8}{more}" if more else first


def _next_try(row: MessageRow, zone: ZoneInfo, now: datetime, pauses: Mapping[Channel, datetime]) -> str:
    if row.state is not MessageState.APPROVED or row.channel not in BY_ITSELF:
        return ""
    if row.send_at is not None and row.send_at > now:
        return f"Not before {_moment(row.send_at, zone)}."
    if row.channel in pauses:
        return f"The server is asked again {_moment(pauses[row.channel], zone)}."
    if row.outcome in _WAITS and not row.tries:
        return "Goes out with the next round."
    return "Tried again with the next round." if row.tries or row.outcome else ""


def _has_waited(row: MessageRow, now: datetime) -> bool:
    """Whether what it waited for is over: now it waits for its server, or for the next round."""
    is_due = row.send_at is None or row.send_at <= now
    return row.state is MessageState.APPROVED and row.outcome in _WAITS and is_due


def _why(row: MessageRow) -> str:
    """Why it waits, failed or ended; of what was sent the server's word is no reason."""
    if row.state is MessageState.SENT:
        return ""
    return " ".join(_said(row.outcome, waits=row.state is MessageState.APPROVED).split())


def _said(text: str, *, waits: bool = False) -> str:
    """A stable word as a sentence; what a server or a person has said stays."""
    known = {str(reason): sentence for reason, sentence in SENTENCES.items()} | WAITS_AGAIN
    known = known | _WAITS if waits else _WAITS | known
    return known.get(text, text)


def _state(state: MessageState) -> str:
    return state.value.replace("_", " ")


def _delivery(row: MessageRow) -> str:
    """What is known of a text message that the gateway took."""
    if row.state is not MessageState.SENT or row.channel is not Channel.SMS:
        return ""
    if row.receipt is Receipt.UNDELIVERED:
        return f"Not delivered. The gateway says: {row.receipt_text}"
    return "Delivered." if row.receipt is Receipt.DELIVERED else "Handed to the gateway."


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
