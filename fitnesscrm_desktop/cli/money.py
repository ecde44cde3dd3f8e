"""``fitnesscrm payments``, ``ledger`` and ``receipt``: money in, money out, and what is owed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from fitnesscrm_desktop.cli.amounts import shown
from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, amount_of
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.results import Ledger, LedgerEntry, PaymentTaken

app = typer.Typer(help="Take payments and give them back.", no_args_is_help=True)

_AN_AMOUNT = {"parser": amount_of("amount")}


@app.command("take", context_settings=MAY_START_WITH_A_DASH)
def take(
    client: Annotated[int, typer.Argument(help="Id of the client.", **AN_ID)],
    amount: Annotated[int, typer.Argument(help="In minor units.", **_AN_AMOUNT)],
    *,
    method: Annotated[PaymentMethod, typer.Option(help="How it was paid.")],
    key: Annotated[str | None, typer.Option(help="The same key twice books once.")] = None,
    note: Annotated[str, typer.Option(help="Printed on the receipt.")] = "",
) -> None:
    """Book money that a client paid; it settles the oldest charge first."""
    with at_desk() as desk:
        taken = desk.services.billing.take_payment(desk.actor, client, amount, method, key, note)
    _answer_payment(taken, "Booked")


@app.command("refund", context_settings=MAY_START_WITH_A_DASH)
def refund(
    payment: Annotated[int, typer.Argument(help="Id of the payment.", **AN_ID)],
    amount: Annotated[
        int | None, typer.Argument(help="In minor units; all that is left without it.", **_AN_AMOUNT)
    ] = None,
    *,
    reason: Annotated[str, typer.Option(help="Why; printed on the receipt.")],
    key: Annotated[str | None, typer.Option(help="The same key twice books once.")] = None,
) -> None:
    """Give a payment back, in part or all that is left of it."""
    with at_desk() as desk:
        given = desk.services.billing.refund(desk.actor, payment, amount, reason, key=key)
    _answer_payment(given, "Gave back")


def _answer_payment(done: PaymentTaken, verb: str) -> None:
    document: dict[str, Any] = {"id": done.payment_id, **asdict(done), "unallocated": done.unallocated}
    text = (
        f"{verb} {shown(abs(done.amount), done.currency)}, receipt {done.receipt_number}. "
        f"Balance now: {shown(done.balance, done.currency)}."
    )
    answer(document, text)


def ledger(client: Annotated[int, typer.Argument(help="Id of the client.", **AN_ID)]) -> None:
    """Print a client's account: charges positive, payments negative; the sum is what is owed."""
    with at_desk() as desk:
        found = desk.services.billing.ledger(desk.actor, client)
        zone = ZoneInfo(desk.services.settings.profile().zone)
    answer(_document(found), lambda: _text(found, zone))


def _document(found: Ledger) -> dict[str, Any]:
    entries = []
    for entry in found.entries:
        document = asdict(entry)
        entries.append({name: value for name, value in document.items() if value is not None})
    return {**asdict(found), "entries": entries}


def _text(found: Ledger, zone: ZoneInfo) -> str:
    lines = [
        f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M}  {entry.kind:8}  "
        f"{shown(entry.amount, found.currency):>16}  {entry.text or entry.method or ''}{_moved(entry)}"
        for entry in found.entries
    ]
    return "\n".join([*lines, _owes(found)])


def _moved(entry: LedgerEntry) -> str:
    return "" if entry.runs_until is None else f" (frozen: until {entry.runs_until})"


def _owes(found: Ledger) -> str:
    amount = shown(abs(found.balance), found.currency)
    if found.balance < 0:
        return f"{found.client_name} has paid {amount} ahead."
    return f"{found.client_name} owes {amount}." if found.balance else f"{found.client_name} owes nothing."


def receipt(
    payment: Annotated[int, typer.Argument(help="Id of the payment or refund.", **AN_ID)],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write, ending in .pdf.")],
) -> None:
    """Write the receipt of a payment or refund as PDF."""
    if output.suffix.casefold() != ".pdf":
        bad_usage(f"A receipt is a PDF. Name a file that ends in .pdf, not “{output.name}”.")
    with at_desk() as desk:
        written = desk.services.receipts.write(desk.actor, payment, output)
    document = {
        "payment_id": payment,
        "receipt_number": written.receipt_number,
        "file": str(written.path),
        "pages": written.pages,
    }
    answer(document, f"Wrote receipt {written.receipt_number} to {written.path}.")
