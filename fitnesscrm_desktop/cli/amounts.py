"""How amounts and counts are shown to people at a terminal; scripts get minor units and numbers."""

from __future__ import annotations

from decimal import Decimal


def shown(amount: int, currency: str) -> str:
    """*amount* of minor units as ``30.00 EUR``, with as many decimals as the currency has."""
    from babel.numbers import get_currency_precision

    places = get_currency_precision(currency)
    return f"{Decimal(amount).scaleb(-places):,.{places}f} {currency}"


def counted(count: int, what: str) -> str:
    """``1 client``, ``2 clients``; for words that only get an s."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
