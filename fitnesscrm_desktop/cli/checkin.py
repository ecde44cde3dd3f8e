"""``fitnesscrm checkin`` and ``fitnesscrm visits``: let people in, take it back, see who came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage, give_up
from fitnesscrm_desktop.cli.typed import AN_ID, a_day, a_limit, a_moment, an_id
from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ClientAtDoor, VisitRow
from fitnesscrm_desktop.services.core.errors import RuleBroken

visits_app = typer.Typer(help="Who came when.", no_args_is_help=True)

_UNDO = "undo"
_PAGE = 1000


def checkin(
    words: Annotated[
        list[str],
        typer.Argument(metavar="CODE | undo VISIT", help="A number, card or fob; or undo and a visit."),
    ],
    at: Annotated[
        datetime | None, typer.Option(parser=a_moment, metavar="ISO", help="When it was, if not now.")
    ] = None,
    override: Annotated[str | None, typer.Option(help="Let in against the rules, for this reason.")] = None,
) -> None:
    """Check in the owner of CODE (a member number, card or fob), or take a VISIT back.

    "undo" with a visit behind it takes back; "undo" alone is a code like any other.
    """
    match words:
        case [code]:
            _check_in(code, at, override)
        case [first, visit] if first == _UNDO and at is None and override is None:
            _undo(an_id(visit))
        case _:
            bad_usage("Give one CODE, or: undo VISIT. A code with blanks in it is written in quotes.")


def _check_in(code: str, at: datetime | None, override: str | None) -> None:
    with at_desk() as desk:
        found = desk.services.checkin.check_in(desk.actor, code, at=at, override=override)
    if found.verdict is Verdict.REFUSED:
        give_up(_document(found), _text(found))
    answer(_document(found), _text(found))


def _document(found: CheckInResult) -> dict[str, object]:
    return {
        "verdict": found.verdict,
        "reasons": list(found.words),
        "text": found.text,
        "client": None if found.client is None else _client(found.client),
        "visit_id": found.visit_id,
        "membership_id": found.membership_id,
        "at": found.at,
        "cures": list(dict.fromkeys(offer.cure for line in found.reasons for offer in line.cures)),
        "remarks": [line.text for line in found.remarks],
    }


def _client(client: ClientAtDoor) -> dict[str, object]:
    return {
        "id": client.id,
        "member_number": client.member_number,
        "first_name": client.first_name,
        "last_name": client.last_name,
        "plan": client.plan,
        "ends_on": client.ends_on,
        "days_left": client.days_left,
        "visits_left": client.visits_left,
    }


def _text(found: CheckInResult) -> str:
    who = "" if found.client is None else f" {found.client.first_name} {found.client.last_name}:"
    visit = "" if found.visit_id is None else f" (visit {found.visit_id})"
    return f"{found.verdict.value.capitalize()}.{who} {found.text}".rstrip(": ") + visit


def _undo(visit_id: int) -> None:
    with at_desk() as desk:
        undone = desk.services.checkin.undo(desk.actor, visit_id)
        said = "had been taken back before" if undone.already else "was taken back"
        answer(
            {
                "visit_id": undone.visit_id,
                "client": {"id": undone.client_id, "name": undone.name},
                "undone": True,
                "already": undone.already,
            },
            f"Visit {undone.visit_id} of {undone.name} {said}.",
        )


@visits_app.command("list")
def visits_list(
    client: Annotated[
        int | None, typer.Option(metavar="ID", help="Only visits of this client.", **AN_ID)
    ] = None,
    first: Annotated[
        date | None, typer.Option("--from", parser=a_day, metavar="YYYY-MM-DD", help="First day.")
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", parser=a_day, metavar="YYYY-MM-DD", help="Last day.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(parser=a_limit, metavar="N", help="At most so many, the newest.")
    ] = None,
    *,
    with_undone: Annotated[bool, typer.Option("--all", help="Also those that were taken back.")] = False,
) -> None:
    """List visits, the newest first, of the studio's days from --from to --to."""
    with at_desk() as desk:
        if first is not None and last is not None and last < first:
            raise RuleBroken("The period ends before it begins. Swap the two days.")
        if client is not None:
            desk.services.directory.detail(desk.actor, client)
        feed = desk.services.visits.feed(
            desk.actor, client_id=client, first=first, last=last, with_undone=with_undone
        )
        rows: list[VisitRow] = []
        page = feed.fetch(None, min(limit or _PAGE, _PAGE))
        rows += page.rows
        while page.next_cursor is not None and (limit is None or len(rows) < limit):
            page = feed.fetch(page.next_cursor, min(_PAGE, _PAGE if limit is None else limit - len(rows)))
            rows += page.rows
        zone = ZoneInfo(desk.services.settings.profile().zone)
        answer(
            {"visits": [_visit(row) for row in rows]},
            lambda: "\n".join(_line(row, zone) for row in rows) or "No visits.",
        )


def _visit(row: VisitRow) -> dict[str, object]:
    return {
        "id": row.id,
        "client_id": row.client_id,
        "client": row.name,
        "member_number": row.member_number,
        "at": row.at,
        "day": row.day,
        "verdict": row.verdict,
        "plan": row.plan,
        "override_reason": row.override_reason,
        "left_at": row.left_at,
        "undone_at": row.undone_at,
    }


def _line(row: VisitRow, zone: ZoneInfo) -> str:
    undone = "" if row.undone_at is None else "  (taken back)"
    return f"{row.id:>8}  {row.at.astimezone(zone):%Y-%m-%d %H:%M}  {row.name}{undone}"
