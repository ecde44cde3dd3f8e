"""What reports and periods are called on the screen, and how a cell is written."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.services.reports.results import ColumnKind, ReportKind, ReportTotal
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.reports.periods import Preset
from fitnesscrm_desktop.ui.reports.state import Form


def tr(text: str) -> str:
    """*text* in the language of the person."""
    return QCoreApplication.translate("Reports", text)


def kind_name(kind: ReportKind) -> str:
    """What a report is called."""
    return {ReportKind.TAKINGS: tr("Takings journal"), ReportKind.CLIENTS: tr("Client list")}[kind]


def preset_name(preset: Preset) -> str:
    """What a period is called."""
    return {
        Preset.TODAY: tr("Today"),
        Preset.WEEK: tr("This week"),
        Preset.MONTH: tr("This month"),
        Preset.LAST_MONTH: tr("Last month"),
        Preset.YEAR: tr("This year"),
        Preset.LAST_YEAR: tr("Last year"),
        Preset.CUSTOM: tr("Custom"),
    }[preset]


def nothing_words(kind: ReportKind) -> tuple[str, str, str]:
    """Icon, title and text for a report without rows."""
    if kind is ReportKind.TAKINGS:
        return (
            "coins",
            tr("No payments in this period"),
            tr("Every payment and refund is listed here. Choose a longer period, or take a payment."),
        )
    return (
        "users",
        tr("No clients in this period"),
        tr("Everybody who was known to the studio by its end is listed here. Choose a later period."),
    )


def saving_words(form: Form) -> tuple[str, str]:
    """Title and file kind of the dialog that asks for the file."""
    if form is Form.PDF:
        return tr("Save report as PDF"), tr("PDF documents (*.pdf)")
    return tr("Save report as CSV"), tr("CSV files (*.csv)")


def cell_text(kind: ColumnKind, value: object, formats: Formats) -> str:
    """A value of a report as a person reads it; an empty cell for None."""
    if kind is ColumnKind.MONEY and isinstance(value, int):
        return formats.money(value)
    if kind is ColumnKind.MOMENT and isinstance(value, datetime):
        return formats.moment(value)
    if kind is ColumnKind.DAY and isinstance(value, date):
        return formats.day(value)
    return "" if value is None else str(value)


def total_text(total: ReportTotal, formats: Formats) -> str:
    """A total as a person reads it."""
    return formats.money(total.value) if total.kind is ColumnKind.MONEY else formats.number(total.value)


def rows_text(count: int, formats: Formats) -> str:
    """``1 row``, ``1,284 rows``."""
    return (tr("1 row") if count == 1 else tr("{count} rows")).format(count=formats.number(count))
