"""``fitnesscrm clients``: list, show, add, export."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.amounts import counted
from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day, a_limit
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.results import ClientDetail, ClientRow, ListQuery, NewClient
from fitnesscrm_desktop.services.messaging.results import MessageRow

app = typer.Typer(help="The studio's clients.", no_args_is_help=True)


@app.command("list")
def show_list(
    search: Annotated[str, typer.Option(help="Name, phone, e-mail, number or code, or a part of it.")] = "",
    limit: Annotated[int | None, typer.Option(parser=a_limit, metavar="N", help="At most so many.")] = None,
) -> None:
    """List the clients by name, archived ones left out."""
    with at_desk() as desk:
        ids = desk.services.directory.ids(desk.actor, ListQuery(text=search))
        rows = desk.services.directory.rows(desk.actor, ids[:limit])
        currency = desk.services.settings.profile().currency
        answer(
            {"clients": [_line(row, currency) for row in rows], "total": len(ids)},
            lambda: "\n".join([*map(_line_text, rows), _total_text(len(rows), len(ids))]),
        )


@app.command("show", context_settings=MAY_START_WITH_A_DASH)
def show(client_id: Annotated[int, typer.Argument(metavar="ID", help="Id of the client.", **AN_ID)]) -> None:
    """Show everything that is known about one client."""
    with at_desk() as desk:
        detail = desk.services.directory.detail(desk.actor, client_id)
        currency = desk.services.settings.profile().currency
        messages = _messages(desk, client_id)
        answer({**_whole(detail, currency), "messages": messages}, lambda: _whole_text(detail))


@app.command("add")
def add(
    first: Annotated[str, typer.Option(help="First name.")],
    last: Annotated[str, typer.Option(help="Last name.")],
    email: Annotated[str, typer.Option(help="E-mail address.")] = "",
    phone: Annotated[str, typer.Option(help="Phone number.")] = "",
    language: Annotated[str, typer.Option(help="What messages are written in, such as de.")] = "",
    born: Annotated[
        date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="Day of birth.")
    ] = None,
) -> None:
    """Add a client."""
    with at_desk() as desk:
        new = NewClient(first, last, email=email, phone=phone, born=born, language=language)
        card = desk.services.clients.add(desk.actor, new)
        answer(
            {"id": card.id, "member_number": card.member_number, "name": card.name},
            f"{card.name} is client {card.id} with member number {card.member_number}.",
        )


@app.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", "-o", help="The CSV file to write.")],
    search: Annotated[str, typer.Option(help="Only those who fit.")] = "",
) -> None:
    """Write the clients to a CSV file."""
    with at_desk() as desk:
        count = desk.services.directory.export(desk.actor, ListQuery(text=search), out)
        answer({"exported": count, "file": str(out)}, f"{out} holds {counted(count, 'client')}.")


def _messages(desk: Desk, client_id: int) -> list[dict[str, object]] | None:
    """What was written to the client, the newest first; None for whom it is none of their business."""
    if not desk.actor.may(Permission.WRITE_MESSAGES):
        return None
    rows: list[MessageRow] = []
    after = None
    while True:
        page = desk.services.outbox.rows(desk.actor, client_id=client_id, after=after)
        rows += page.rows
        if (after := page.next_cursor) is None:
            break
    return [
        {
            "id": row.id,
            "at": row.sent_at or row.created_at,
            "channel": row.channel,
            "state": row.state,
            "subject": row.subject or row.first_line,
        }
        for row in rows
    ]


def _line(row: ClientRow, currency: str) -> dict[str, object]:
    return {
        "id": row.id,
        "member_number": row.member_number,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "email": row.email,
        "phone": row.phone,
        "stage": row.stage,
        "plan": row.plan_name,
        "ends_on": row.ends_on,
        "visits": row.visits,
        "last_visit_on": row.last_visit_on,
        "balance": row.balance,
        "currency": currency,
        "tags": [tag.name for tag in row.tags],
    }


def _line_text(row: ClientRow) -> str:
    return f"{row.member_number:>6}  {row.name}  ({row.stage})"


def _total_text(shown: int, total: int) -> str:
    return counted(total, "client") if shown == total else f"{shown} of {counted(total, 'client')}"


def _whole(detail: ClientDetail, currency: str) -> dict[str, object]:
    typed = detail.details
    return {
        "id": detail.id,
        "member_number": detail.member_number,
        **{field: getattr(typed, field) for field in NewClient.__slots__},
        "age": detail.age,
        "stage": detail.stage,
        "reason": detail.reason,
        "plan": detail.plan_name,
        "ends_on": detail.ends_on,
        "visits": detail.visits,
        "last_visit_on": detail.last_visit_on,
        "balance": detail.balance,
        "currency": currency,
        "blocked_reason": detail.blocked_reason,
        "archived": detail.archived_at is not None,
        "created_at": detail.created_at,
        "version": detail.version,
        "codes": [code.code for code in detail.codes],
        "tags": [tag.name for tag in detail.tags],
        "fields": {each.field.name: each.value for each in detail.fields},
        "consents": {kind.value: consent.given for kind, consent in detail.consents.items()},
        "payer_id": detail.payer.id if detail.payer else None,
        "trainer": detail.trainer.name if detail.trainer else None,
    }


def _whole_text(detail: ClientDetail) -> str:
    typed = detail.details
    lines = {
        "Number": detail.member_number,
        "Stage": detail.stage,
        "Plan": detail.plan_name,
        "Ends on": detail.ends_on,
        "Visits": detail.visits,
        "Phone": typed.phone,
        "E-mail": typed.email,
        "Born": typed.born,
        "Language": typed.language,
        "Trainer": detail.trainer.name if detail.trainer else "",
    }
    known = [f"  {name}: {value}" for name, value in lines.items() if value not in {None, ""}]
    return "\n".join([detail.name, *known])
