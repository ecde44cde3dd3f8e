"""The columns of the clients table, and which of them fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.results import ClientRow, ClientSort
from fitnesscrm_desktop.ui.clients.words import STAGE_TONES, stage_word, translate
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone

NAME_NEEDS = 184
"""Pixels at 100 % text size that the name keeps before another column is shown."""
KEEP_FIRST = (
    "name",
    "stage",
    "ends_on",
    "balance",
    "plan",
    "phone",
    "last_visit",
    "number",
    "tags",
    "visits",
)
"""What stays when the window gets narrow, the last one goes first."""


def client_columns(desk: Desk) -> dict[str, Column[ClientRow]]:
    """All columns this person may see, in their order on the screen."""
    columns: dict[str, Column[ClientRow]] = {
        "name": Column(
            translate("clients", "Name"),
            lambda row: f"{row.last_name}, {row.first_name}",
            sort=ClientSort.NAME,
            tooltip=lambda row: row.name,
        ),
        "number": Column(
            translate("clients", "No."),
            lambda row: str(row.member_number),
            width=78,
            numeric=True,
            sort=ClientSort.NUMBER,
        ),
        "phone": Column(translate("clients", "Phone"), lambda row: shown_phone(row.phone), width=160),
        "plan": Column(
            translate("clients", "Plan"),
            lambda row: row.plan_name,
            width=120,
            sort=ClientSort.PLAN,
            tooltip=lambda row: row.plan_name,
        ),
        "stage": Column(
            translate("clients", "Status"), _status, width=112, sort=ClientSort.STAGE, tone=_status_tone
        ),
        "ends_on": Column(
            translate("clients", "Valid until"),
            lambda row: _day(desk, row.ends_on),
            width=118,
            sort=ClientSort.ENDS_ON,
        ),
        "visits": Column(
            translate("clients", "Visits"),
            lambda row: desk.formats.number(row.visits),
            width=74,
            numeric=True,
            sort=ClientSort.VISITS,
        ),
        "last_visit": Column(
            translate("clients", "Last visit"),
            lambda row: _day(desk, row.last_visit_on),
            width=118,
            sort=ClientSort.LAST_VISIT,
        ),
        "balance": Column(
            translate("clients", "Owes"),
            lambda row: desk.formats.money(row.balance) if row.balance else "",
            width=92,
            numeric=True,
            sort=ClientSort.BALANCE,
            tooltip=lambda row: _balance_words(desk, row),
        ),
        "tags": Column(
            translate("clients", "Tags"),
            lambda row: ", ".join(tag.name for tag in row.tags),
            width=120,
            tooltip=lambda row: ", ".join(tag.name for tag in row.tags),
        ),
    }
    return columns


def fitting(columns: Sequence[str], widths: Sequence[int], room: int) -> set[str]:
    """Which of *columns* (with their *widths*, 0 for the name) fit into *room* pixels."""
    needs = dict(zip(columns, widths, strict=True))
    shown: set[str] = set()
    for name in KEEP_FIRST:
        if name not in needs:
            continue
        room -= needs[name] or NAME_NEEDS
        if room < 0 and shown:
            break
        shown.add(name)
    return shown


def _day(desk: Desk, day: date | None) -> str:
    return desk.formats.day(day)


def _status(row: ClientRow) -> str:
    if row.archived:
        return translate("clients", "Archived")
    return translate("clients", "Blocked") if row.blocked else stage_word(row.stage)


def _status_tone(row: ClientRow) -> Tone:
    if row.archived:
        return Tone.NEUTRAL
    return Tone.RED if row.blocked else STAGE_TONES[row.stage]


def _balance_words(desk: Desk, row: ClientRow) -> str:
    if not row.balance:
        return ""
    amount = desk.formats.money(abs(row.balance))
    if row.balance > 0:
        return translate("clients", "Owes {amount}").format(amount=amount)
    return translate("clients", "Has paid {amount} ahead").format(amount=amount)
