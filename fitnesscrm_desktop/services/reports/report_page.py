"""How a report looks on paper. Loads the PDF library: import it when a report is wanted, not before."""

from __future__ import annotations

from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.billing.receipt_page import studio_head
from fitnesscrm_desktop.services.core.pdf import Column, Document, Paper
from fitnesscrm_desktop.services.core.pdf.paper import MUTED
from fitnesscrm_desktop.services.reports.plain_cells import count_for_people, for_people
from fitnesscrm_desktop.services.reports.results import ColumnKind, Report
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_ON_THE_RIGHT = (ColumnKind.MONEY, ColumnKind.NUMBER)


def report_document(report: Report, profile: StudioProfile, logo: bytes | None) -> Document:
    """The report, ready to render."""
    first, last = amounts.day(report.first, profile), amounts.day(report.last, profile)
    period = first if report.first == report.last else f"{first} – {last}"
    made = f"Made {amounts.moment(report.made_at, profile)}"
    document = Document(
        Paper.A4_LANDSCAPE,
        title=f"{report.title} {period}",
        author=profile.name,
        foot=f"{profile.name} · {report.title} · {period}",
        size=8,
    )
    document.head(studio_head(profile, logo), report.title, [period, made])
    document.gap(8)
    if report.rows:
        document.table(
            [
                Column(
                    each.title,
                    each.share,
                    "right" if each.kind in _ON_THE_RIGHT else "left",
                    wrap=each.kind is ColumnKind.TEXT,
                )
                for each in report.columns
            ],
            (
                [
                    for_people(value, each.kind, profile)
                    for value, each in zip(row, report.columns, strict=True)
                ]
                for row in report.rows
            ),
        )
    else:
        document.text("There is nothing in this period.", color=MUTED)
    document.gap(10)
    for position, total in enumerate(report.totals):
        shown = for_people(total.value, total.kind, profile)
        if total.kind is ColumnKind.NUMBER:
            shown = count_for_people(total.value, profile)
        document.line(total.label, shown, bold=position == len(report.totals) - 1)
    return document
