"""``fitnesscrm report``: lists for the accountant."""

from __future__ import annotations

import enum
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import a_day
from fitnesscrm_desktop.services.reports.results import ReportKind


class Form(enum.StrEnum):
    """What a report is written as."""

    PDF = "pdf"
    CSV = "csv"


def report(
    kind: Annotated[ReportKind, typer.Argument(help="Which report.")],
    *,
    first: Annotated[date, typer.Option("--from", parser=a_day, help="First day, as YYYY-MM-DD.")],
    last: Annotated[date, typer.Option("--to", parser=a_day, help="Last day, as YYYY-MM-DD.")],
    form: Annotated[
        Form | None, typer.Option("--format", help="pdf or csv; without it, what the file's name ends in.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
) -> None:
    """Write the takings journal or the client list of a period."""
    form = _form(form, output)
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
    answer(document, f"Wrote {written.rows} rows to {written.path}.")


def _form(wanted: Form | None, output: Path) -> Form:
    """What to write; a file whose name says one thing and holds another helps nobody."""
    named = next((each for each in Form if output.suffix.lower() == f".{each}"), None)
    if wanted is not None and named is not None and named is not wanted:
        bad_usage(f"{output.name} would hold {wanted.upper()}. Name it .{wanted}, or leave --format out.")
    return wanted or named or Form.PDF
