"""``fitnesscrm smtp`` and ``fitnesscrm outbox``: how messages leave the studio, and what waits to do so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import REFUSED, Desk, answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import AN_ID, a_limit, a_moment, a_number
from fitnesscrm_desktop.cli.vault import asked, unlock, unlock_if_locked
from fitnesscrm_desktop.models.values import MailSecurity
from fitnesscrm_desktop.services.messaging.jobs import told
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, MailSettings, VaultState, Which
from fitnesscrm_desktop.services.messaging.results import MessageRow

app = typer.Typer(help="Messages: what waits, what failed, what was sent.", no_args_is_help=True)
smtp_app = typer.Typer(help="The mail server.", no_args_is_help=True)

_PAGE = 500
_REASONS = {
    "not_found": "there is no such message",
    "wrong_state": "it does not stand where this could be done",
    "no_address": "it has no address",
}
Ids = Annotated[list[int] | None, typer.Argument(metavar="ID...", **AN_ID)]
Everything = Annotated[bool, typer.Option("--all", help="All that this could be done to.")]


@smtp_app.command("set")
def smtp_set(
    *,
    host: Annotated[str, typer.Option(help='Name of the server; "" switches e-mail off.')],
    port: Annotated[int, typer.Option(parser=a_number, metavar="NUMBER", help="587, 465 or 25.")] = 587,
    security: Annotated[
        MailSecurity, typer.Option(help="plain only works with a server on this PC.")
    ] = MailSecurity.STARTTLS,
    sender: Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Whom e-mail comes from.")] = "",
    name: Annotated[str, typer.Option(help="The name beside it, if not the studio's.")] = "",
    user: Annotated[str, typer.Option(help="Whom the server knows us as; the password is asked.")] = "",
    reply_to: Annotated[str, typer.Option(metavar="ADDRESS", help="Where answers go.")] = "",
    unsubscribe_to: Annotated[str, typer.Option(metavar="ADDRESS", help='Where "unsubscribe" goes.')] = "",
) -> None:
    """Say which server takes e-mail. The password is asked, or read from standard input.

    Without a keyring the master password of the vault is needed as well. From standard input the two are read
    line by line: first the password of the server, then the master password.
    """
    with at_desk() as desk:
        password = asked(f"Password of {user} at {host}: ") if user else _none_if_locked(desk)
        if user:
            unlock(desk)
        settings = MailSettings(host, port, security, user, sender, name, reply_to, unsubscribe_to)
        service = desk.services.messaging
        stored = service.save_mail(desk.actor, service.get(desk.actor).version, settings, password)
    mail = stored.mail
    answer(
        {
            "host": mail.host,
            "port": mail.port,
            "security": mail.security,
            "user": mail.user,
            "from": mail.from_address,
            "name": mail.from_name,
            "reply_to": mail.reply_to,
            "unsubscribe_to": mail.unsubscribe_to,
            "has_password": bool(mail.user and stored.has_password),
        },
        f"E-mail goes out through {mail.host}, port {mail.port}." if mail.host else "E-mail is switched off.",
    )


def _none_if_locked(desk: Desk) -> str | None:
    """No password is needed; an old one is forgotten, unless it lies where nobody can get at it just now."""
    return None if desk.services.messaging.vault(desk.actor) is VaultState.LOCKED else ""


@smtp_app.command("test")
def smtp_test(
    to: Annotated[str, typer.Option(metavar="ADDRESS", help="Where the test goes; else to ourselves.")] = "",
) -> None:
    """Send a test e-mail at once."""
    with at_desk() as desk:
        unlock_if_locked(desk)
        address = to or desk.services.messaging.get(desk.actor).mail.from_address
        said = desk.services.messaging.test_mail(desk.actor, address)
        answer({"to": address, "answer": said}, f"The test to {address} was taken: {said}")


@app.command("list")
def outbox_list(
    which: Annotated[Which, typer.Option("--state", help="Only those that stand there.")] = Which.ALL,
    client: Annotated[int | None, typer.Option(metavar="ID", **AN_ID)] = None,
    limit: Annotated[int | None, typer.Option(parser=a_limit, metavar="NUMBER")] = None,
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
    answer({"messages": [_document(row) for row in rows]}, lambda: "\n".join(map(_line, rows)))


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
    """Try again what failed; --all tries all of it."""
    every = Which.FAILED if everything else None
    _in_bulk(ids, every, "retried", lambda desk: desk.services.outbox.retry)


@app.command("send")
def send(
    at: Annotated[
        datetime | None, typer.Option(parser=a_moment, metavar="ISO", help="As if it were that time.")
    ] = None,
) -> None:
    """Send what is due now, and say what came of it."""
    with at_desk(at) as desk:
        unlock_if_locked(desk)
        done = desk.services.outbox.deliver(desk.actor)
        answer(
            {
                "sent": done.sent,
                "failed": done.failed,
                "later": done.later,
                "too_late": done.too_late,
                "dropped": done.dropped,
                "troubles": list(done.troubles),
            },
            told(done) or "Nothing is due.",
        )
    if done.troubles:
        raise typer.Exit(REFUSED)


def _in_bulk(
    ids: list[int] | None, everything: Which | None, deed: str, do: Callable[[Desk], Callable[..., Bulk]]
) -> None:
    if bool(ids) == (everything is not None):
        bad_usage("Give ids, or --all.")
    with at_desk() as desk:
        wanted = tuple(ids or ())
        if everything is not None:
            wanted = desk.services.outbox.ids(desk.actor, everything)
        done = do(desk)(desk.actor, wanted)
    answer(
        {deed: list(done.done), "refused": [{"id": each.id, "reason": each.reason} for each in done.refused]},
        lambda: "\n".join(_told(deed, done)),
    )
    if done.refused and not done.done:
        raise typer.Exit(REFUSED)


def _told(deed: str, done: Bulk) -> list[str]:
    lines = [f"{len(done.done)} {deed}."]
    return lines + [f"Message {each.id} was left: {_REASONS[each.reason]}." for each in done.refused]


def _document(row: MessageRow) -> dict[str, object]:
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
    }


def _line(row: MessageRow) -> str:
    twice = "  (perhaps twice)" if row.perhaps_twice else ""
    rule = f"  [{row.rule_name}]" if row.rule_name else ""
    words = row.subject or row.first_line
    return f"{row.id:>6}  {row.state.value:9} {row.channel.value:7} {row.to_name}: {words}{rule}{twice}"
