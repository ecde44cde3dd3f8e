"""Cells of a report as text: for spreadsheets (ISO, plain decimals), for people (the studio's locale)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal, get_currency_precision

from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.reports.results import ColumnKind, Report
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def csv_rows(report: Report, profile: StudioProfile) -> Iterator[Sequence[str]]:
    """Header and rows; totals are left to the spreadsheet, or they would be summed up twice."""
    yield [
        f"{column.title} ({report.currency})" if column.kind is ColumnKind.MONEY else column.title
        for column in report.columns
    ]
    for row in report.rows:
        yield [
            _for_spreadsheet(value, column.kind, profile)
            for value, column in zip(row, report.columns, strict=True)
        ]


def _for_spreadsheet(value: object, kind: ColumnKind, profile: StudioProfile) -> str:
    if value is None:
        return ""
    if kind is ColumnKind.MONEY and isinstance(value, int):
        return f"{Decimal(value).scaleb(-get_currency_precision(profile.currency)):f}"
    if kind is ColumnKind.MOMENT and isinstance(value, datetime):
        return value.astimezone(ZoneInfo(profile.zone)).replace(microsecond=0).isoformat(sep=" ")
    return str(value)


def for_people(value: object, kind: ColumnKind, profile: StudioProfile) -> str:
    """A cell as it is read on paper."""
    if isinstance(value, datetime):
        return amounts.moment(value, profile)
    if isinstance(value, date):
        return amounts.day(value, profile)
    if isinstance(value, int):
        if kind is ColumnKind.MONEY:
            return amounts.money(value, profile)
        return str(value)
    return "" if value is None else str(value)


def count_for_people(value: int, profile: StudioProfile) -> str:
    """A count with the separators of the studio's locale."""
    return str(format_decimal(value, locale=profile.locale))
