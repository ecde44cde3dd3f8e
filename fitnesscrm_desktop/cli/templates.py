"""``fitnesscrm templates``: the words of messages, and what a client would read."""

from __future__ import annotations

from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID
from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.messaging.results import Rendered, TemplateRow

app = typer.Typer(help="Words for messages.", no_args_is_help=True)


@app.command("list")
def show_list(
    *,
    archived: Annotated[bool, typer.Option("--archived", help="Those in the archive, too.")] = False,
) -> None:
    """List the templates by name."""
    with at_desk() as desk:
        rows = desk.services.templates.list(desk.actor, archived=archived)
        answer({"templates": [_line(row) for row in rows]}, lambda: "\n".join(map(_line_text, rows)))


@app.command("preview")
def preview(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The template’s name, key or id.")],
    *,
    client_id: Annotated[int, typer.Option("--client", metavar="ID", help="For which client.", **AN_ID)],
    channel: Annotated[Channel, typer.Option(help="How it would be sent.")] = Channel.EMAIL,
    language: Annotated[str | None, typer.Option(help="Such as de; left out: the client’s own.")] = None,
) -> None:
    """Show what a client would read; nothing is sent."""
    with at_desk() as desk:
        templates = desk.services.templates
        row = templates.named(desk.actor, name)
        shown = templates.preview(desk.actor, row.id, client_id, language, channel)
        answer(
            {
                "template": _line(row),
                "client_id": client_id,
                "channel": channel,
                "to": shown.to_name,
                "language": shown.language,
                "subject": shown.subject,
                "text": shown.text,
                "html": shown.html,
                "missing": list(shown.missing),
                "parts": shown.parts,
            },
            lambda: _whole_text(shown),
        )


def _line(row: TemplateRow) -> dict[str, object]:
    return {
        "id": row.id,
        "key": row.key,
        "name": row.name,
        "purpose": row.purpose,
        "languages": list(row.languages),
        "archived": row.archived,
    }


def _line_text(row: TemplateRow) -> str:
    archived = "  (archived)" if row.archived else ""
    return f"{row.id:4}  {row.key or '-':20} {row.name}  ({', '.join(row.languages)}){archived}"


def _whole_text(shown: Rendered) -> str:
    head = [f"To: {shown.to_name}", *([f"Subject: {shown.subject}"] if shown.subject else [])]
    missing = ["", f"Missing for this client: {', '.join(shown.missing)}"] if shown.missing else []
    return "\n".join([*head, "", shown.text, *missing])
