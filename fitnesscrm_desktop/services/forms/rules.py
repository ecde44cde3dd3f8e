"""Who needs a form, who may sign it, and how long it counts. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT
from fitnesscrm_desktop.models.values import FormSigner, FormState
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line

SOON = timedelta(days=30)
"""From so many days before its last one on, a form expires soon."""
EARLIEST = date(2000, 1, 1)
PAYER = "payer"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who has signed, checked."""

    name: str
    signer: FormSigner
    relation: str


def checked_signer(name: str, relation: str, *, client: str, minor: bool, payer: str = "") -> Signing:
    """Who signs for *client*. For a minor somebody else does, who says in what *relation*.

    The client's *payer* needs to say none. Raises ``RuleBroken`` by field.
    """
    try:
        signed_by = one_line(name, NAME_LENGTH, needed="Whose signature is it? Type the name.")
    except RuleBroken as error:
        raise RuleBroken(error.text, fields={"signed_by": error.text}) from error
    try:
        related = one_line(relation, SHORT_TEXT)
    except RuleBroken as error:
        raise RuleBroken(error.text, fields={"relation": error.text}) from error
    if minor and not related and payer and fold(payer) == fold(signed_by):
        related = PAYER
    if minor and fold(client) == fold(signed_by):
        sentence = f"{client} is not of age: a parent or guardian signs, with name and relation."
        raise RuleBroken(sentence, fields={"signed_by": sentence})
    if minor and not related:
        sentence = f"{client} is not of age. Say in what relation {signed_by} signs, such as mother."
        raise RuleBroken(sentence, fields={"relation": sentence})
    return Signing(signed_by, FormSigner.GUARDIAN if related else FormSigner.CLIENT, related)


def checked_day(day: date, today: date, born: date | None) -> date:
    """The day something was signed or cleared on. Raises ``RuleBroken`` for one that cannot be."""
    if EARLIEST <= day <= today and (born is None or born <= day):
        return day
    if day > today:
        sentence = "The day lies in the future."
    elif day < EARLIEST:
        sentence = f"The day lies before the year {EARLIEST.year}."
    else:
        sentence = "The day lies before the client was born."
    raise RuleBroken(sentence, fields={"on": sentence})


def last_day(signed_on: date, valid_months: int | None) -> date | None:
    """The last day on which a form counts; None: for good."""
    if valid_months is None:
        return None
    return signed_on + relativedelta(months=valid_months) - timedelta(days=1)


def state_on(day: date, expires_on: date | None, *, void: bool) -> FormState:
    """What a signed form is on *day*."""
    if void:
        return FormState.VOID
    if expires_on is None or expires_on - SOON > day:
        return FormState.VALID
    return FormState.EXPIRING if expires_on >= day else FormState.EXPIRED
