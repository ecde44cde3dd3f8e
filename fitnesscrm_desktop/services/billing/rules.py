"""What an amount may be, and how payments meet charges: pure functions in whole minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT
from fitnesscrm_desktop.models.values import MAX_AMOUNT
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import UNWANTED, tidy_line

WHOLE = 100_00
"""100 % in hundredths of a percent."""
MOST_PIECES = 10_000
LONGEST_OVERDUE = LATEST_DUE = timedelta(days=3660)
KEY_LENGTH = 80
FAR_AHEAD = 1000_00
"""Minor units that hardly anybody pays ahead."""
UNKEEPABLE = "holds characters that cannot be stored"


def is_whole(value: object) -> bool:
    """Whether *value* is a whole number; True and False are none, and neither is 1.0."""
    return isinstance(value, int) and not isinstance(value, bool)


def checked_amount(value: object, field: str = "amount") -> int:
    """*value* if it can be an amount somebody pays. Raises ``RuleBroken`` with a sentence if not."""
    if isinstance(value, bool) or not isinstance(value, int):
        text = f"“{str(value)[:40]}” is not an amount. Amounts are whole minor units, such as 4900 for 49.00."
    elif value <= 0:
        text = "An amount must be more than zero."
    elif value > MAX_AMOUNT:
        text = "This amount is too large to be meant."
    else:
        return value
    raise RuleBroken(f"{text} Nothing was booked.", fields={field: text})


def checked_quantity(value: object) -> int:
    """How many pieces are sold. Raises ``RuleBroken`` for what cannot be meant."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PIECES:
        text = f"A quantity is a whole number from 1 to {MOST_PIECES}."
        raise RuleBroken(f"{text} Nothing was booked.", fields={"quantity": text})
    return value


def checked_text(value: str, field: str, *, what: str) -> str:
    """A trimmed line that must say something. Raises ``RuleBroken`` if it does not or is too long."""
    line = " ".join(value.split())
    if UNWANTED.search(line):
        raise RuleBroken(f"{what} {UNKEEPABLE}. Nothing was stored.", fields={field: f"It {UNKEEPABLE}"})
    line = checked_note(line, field, what=what)
    if not line:
        raise RuleBroken(f"{what} is missing. Nothing was stored.", fields={field: "Needed"})
    return line


def is_far_above(amount: int, balance: int) -> bool:
    """Whether a payment is so much more than what is owed that it may be a slip: years ahead, at least."""
    owed = max(balance, 0)
    return amount - owed > max(FAR_AHEAD, 10 * owed)


def checked_note(value: str, field: str, *, what: str) -> str:
    """An optional note in one line. Raises ``RuleBroken`` if it is longer than can be kept."""
    line = tidy_line(value)
    if len(line) > SHORT_TEXT:
        text = f"{what} is longer than {SHORT_TEXT} characters. Nothing was stored."
        raise RuleBroken(text, fields={field: f"At most {SHORT_TEXT} characters"})
    return line


def checked_key(key: str | None) -> str | None:
    """An idempotency key that can be stored. Raises ``RuleBroken`` for an empty or endless one."""
    if key is None:
        return None
    if not key.strip() or len(key) > KEY_LENGTH or UNWANTED.search(key):
        raise RuleBroken(
            f"A key has 1 to {KEY_LENGTH} characters. Nothing was booked.", fields={"key": "1 to 80"}
        )
    return key


@dataclass(frozen=True, slots=True)
class Open:
    """A charge that is not settled, or a payment that is not used up: how much of it is left."""

    id: int
    left: int


@dataclass(frozen=True, slots=True)
class Match:
    """How much of a payment settles how much of a charge."""

    payment_id: int
    charge_id: int
    amount: int


def settle(credits_left: Sequence[Open], charges_left: Sequence[Open]) -> list[Match]:
    """Which payments settle which charges, both in the order given: the oldest charge is settled first."""
    found: list[Match] = []
    payments = iter(credits_left)
    payment = next(payments, None)
    available = payment.left if payment else 0
    for charge in charges_left:
        missing = charge.left
        while missing > 0 and payment is not None:
            part = min(missing, available)
            if part > 0:
                found.append(Match(payment.id, charge.id, part))
                missing -= part
                available -= part
            if available <= 0:
                payment = next(payments, None)
                available = payment.left if payment else 0
    return found


def take_back(amount: int, unused: int, newest_first: Sequence[Open]) -> list[Open]:
    """What a refund of *amount* takes back from which charge, the unused part of the payment first.

    *newest_first* holds what the payment still settles, by charge.
    """
    missing = max(0, amount - unused)
    found: list[Open] = []
    for charge in newest_first:
        part = min(missing, charge.left)
        if part > 0:
            found.append(Open(charge.id, part))
            missing -= part
    return found


def checked_refund(asked: int | None, left: int, left_shown: str) -> int:
    """How much goes back: *asked*, or all that is *left* of the payment. Raises ``RuleBroken``."""
    if left <= 0:
        raise RuleBroken("This payment was given back in full already. Nothing was booked.")
    if asked is None:
        return left
    amount = checked_amount(asked)
    if amount > left:
        text = f"Only {left_shown} of this payment is left to give back."
        raise RuleBroken(f"{text} Nothing was booked.", fields={"amount": text})
    return amount


def checked_due_day(due_on: date, today: date) -> date:
    """*due_on* if somebody can mean it. Raises ``RuleBroken`` for a day in another age."""
    if today - LONGEST_OVERDUE <= due_on <= today + LATEST_DUE:
        return due_on
    text = "A charge is due at most ten years before or after today."
    raise RuleBroken(f"{text} Nothing was booked.", fields={"due_on": text})


def contained_tax(gross: int, rate: int) -> int:
    """The tax inside *gross*, rounded half up to whole minor units; *rate* in hundredths of a percent."""
    sign = -1 if gross < 0 else 1
    top, bottom = abs(gross) * rate, WHOLE + rate
    return sign * ((2 * top + bottom) // (2 * bottom))


def name_complaint(name: str) -> dict[str, str]:
    """What is wrong with the (trimmed) name of a plan or product."""
    if not fold(name):
        return {"name": "A name is needed"}
    if UNWANTED.search(name):
        return {"name": f"It {UNKEEPABLE}"}
    return {} if len(name) <= NAME_LENGTH else {"name": f"At most {NAME_LENGTH} characters"}


def price_complaint(field: str, amount: object) -> dict[str, str]:
    """What is wrong with a price or fee; zero is fine."""
    if isinstance(amount, bool) or not isinstance(amount, int):
        return {field: "A whole number of minor units"}
    return {} if 0 <= amount <= MAX_AMOUNT else {field: f"0 to {MAX_AMOUNT} in minor units"}


def tax_complaint(rate: object) -> dict[str, str]:
    """What is wrong with a tax rate in hundredths of a percent."""
    fine = isinstance(rate, int) and not isinstance(rate, bool) and 0 <= rate <= WHOLE
    return {} if fine else {"tax_rate": "0 to 100 %"}


def refuse_complaints(what: str, wrong: dict[str, str]) -> None:
    """Raise ``RuleBroken`` if there is any complaint."""
    if wrong:
        told = "; ".join(f"{field.replace('_', ' ')}: {text}" for field, text in wrong.items())
        raise RuleBroken(f"The {what} was not stored. {told}.", fields=wrong)
