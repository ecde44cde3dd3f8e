"""Forms at the door: who lacks one, whose has expired, whose has to be looked at first. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import CheckInReason, Cure, FormAudience
from fitnesscrm_desktop.services.checkin.reasons import CureOffer, Reason
from fitnesscrm_desktop.services.clients.rules import is_minor


@dataclass(frozen=True, slots=True)
class FormFacts:
    """One form that the studio hands out, and what the client at the door has of it."""

    template_id: int
    name: str
    audience: FormAudience
    blocks: bool
    form_id: int | None = None
    """The last one that was signed and is not void."""
    expires_on: date | None = None
    waits: bool = False
    """For somebody to look at it."""


def needs_form(audience: FormAudience, born: date | None, day: date, adult_age: int) -> bool:
    """Whether this client is one of those who need a form."""
    if audience is FormAudience.MINORS:
        return is_minor(born, day, adult_age)
    return audience is FormAudience.ALL


def form_refusals(
    forms: Iterable[FormFacts], born: date | None, day: date, adult_age: int
) -> Iterator[Reason]:
    """Forms without which nobody comes in."""
    for form in forms:
        if form.blocks and _lacks(form, born, day, adult_age):
            yield _missing(form, Cure.OVERRIDE)


def form_notices(
    forms: Iterable[FormFacts], born: date | None, day: date, adult_age: int
) -> Iterator[Reason]:
    """What the desk asks for, or has looked at; nothing of what a form says."""
    for form in forms:
        if not form.blocks and _lacks(form, born, day, adult_age):
            yield _missing(form)
        elif form.waits and not _is_over(form, day):
            offer = CureOffer(Cure.GIVE_CLEARANCE, form_id=form.form_id)
            yield Reason(CheckInReason.CLEARANCE_OPEN, text=form.name, cures=(offer,))


def _lacks(form: FormFacts, born: date | None, day: date, adult_age: int) -> bool:
    if not needs_form(form.audience, born, day, adult_age):
        return False
    return form.form_id is None or _is_over(form, day)


def _is_over(form: FormFacts, day: date) -> bool:
    return form.expires_on is not None and form.expires_on < day


def _missing(form: FormFacts, *more: Cure) -> Reason:
    fill = CureOffer(Cure.FILL_FORM, form_id=form.template_id)
    cures = (fill, *(CureOffer(cure) for cure in more))
    return Reason(CheckInReason.FORM_MISSING, text=form.name, day=form.expires_on, cures=cures)
