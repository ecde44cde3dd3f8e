"""``fitnesscrm report``: lists for the accountant, and the progress of one client."""

from __future__ import annotations

import enum
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.amounts import counted
from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day
from fitnesscrm_desktop.models.values import ReportState
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.reports.results import ReportKind

app = typer.Typer(help="Write a report into a file.", no_args_is_help=True)
First = Annotated[date, typer.Option("--from", parser=a_day, help="First day, as YYYY-MM-DD.")]
Last = Annotated[date, typer.Option("--to", parser=a_day, help="Last day, as YYYY-MM-DD.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write.")]

_NO_PHOTOS = "The client has not agreed to photos in reports: there are none in it."


class Form(enum.StrEnum):
    """What a report is written as."""

    PDF = "pdf"
    CSV = "csv"


Wanted = Annotated[
    Form | None, typer.Option("--format", help="pdf or csv; without it, what the file's name ends in.")
]


@app.command("takings")
def takings(first: First, last: Last, output: Output, form: Wanted = None) -> None:
    """Write every payment and refund of a period."""
    _list(ReportKind.TAKINGS, first, last, _form(form, output), output)


@app.command("clients")
def clients(first: First, last: Last, output: Output, form: Wanted = None) -> None:
    """Write who was a client in a period."""
    _list(ReportKind.CLIENTS, first, last, _form(form, output), output)


@app.command("client", context_settings=MAY_START_WITH_A_DASH)
def client(
    client_id: Annotated[int, typer.Argument(metavar="CLIENT", help="Id of the client.", **AN_ID)],
    first: First,
    last: Last,
    output: Output,
    *,
    comment: Annotated[str, typer.Option(help="What the trainer says.")] = "",
    photos: Annotated[
        bool, typer.Option("--photos", help="With photos, if the client has agreed to them.")
    ] = False,
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve it: it is kept as it is. Else it is a draft.")
    ] = False,
) -> None:
    """Write the progress of one client in a period, as PDF."""
    from fitnesscrm_desktop.services.clients.rules import photos_in_reports
    from fitnesscrm_desktop.services.progress.report_results import NewReport

    if output.suffix.lower() not in {"", ".pdf"}:
        bad_usage("The progress of a client is written as PDF. Name the file .pdf.")
    with at_desk() as desk:
        reports = desk.services.progress_reports
        made = reports.write(desk.actor, client_id, NewReport(first, last, comment, with_photos=photos))
        try:
            if approve:
                made = reports.approve(desk.actor, made.id, made.version)
            pages = reports.save(desk.actor, made.id, output)
        except StudioError:
            if made.state is ReportState.DRAFT:  # nobody has asked for a draft without its file
                reports.drop(desk.actor, made.id)
            raise
        refused = photos and not photos_in_reports(reports.said_about_photos(desk.actor, client_id))
    left_out = _NO_PHOTOS if refused else made.left_out or pages.left_out
    document = {
        "report": "client",
        "id": made.id,
        "client": made.client_id,
        "state": made.state,
        "from": made.first,
        "to": made.last,
        "file": str(output),
        "bytes": len(pages.pdf),
        "left_out": left_out,
    }
    answer(document, f"Wrote the progress report {made.id} ({made.state}) to {output}.\n{left_out}".rstrip())


def _list(kind: ReportKind, first: date, last: date, form: Form, output: Path) -> None:
    with at_desk() as desk:
        reports = desk.services.reports
        made = (reports.takings if kind is ReportKind.TAKINGS else reports.clients)(desk.actor, first, last)
        save = reports.save_pdf if form is Form.PDF else reports.save_csv
        written = save(desk.actor, made, output)
    document = {
        "report": kind,
        "from": first,
        "to": last,
        "format": form,
        "file": written.path,
        "rows": written.rows,
        "pages": written.pages,
        "currency": made.currency,
        "totals": [{"label": each.label, "kind": each.kind, "value": each.value} for each in made.totals],
    }
    answer(document, f"Wrote {counted(written.rows, 'row')} to {written.path}.")


def _form(wanted: Form | None, output: Path) -> Form:
    """What to write; a file whose name says one thing and holds another helps nobody."""
    named = next((each for each in Form if output.suffix.lower() == f".{each}"), None)
    if wanted is not None and named is not None and named is not wanted:
        bad_usage(f"{output.name} would hold {wanted.upper()}. Name it .{wanted}, or leave --format out.")
    if wanted is None and named is None and output.suffix:
        bad_usage(f"{output.name} could hold PDF or CSV. Name it .pdf or .csv, or say which with --format.")
    return wanted or named or Form.PDF
