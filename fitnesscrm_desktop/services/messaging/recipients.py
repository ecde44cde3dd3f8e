"""Whom a message may go to. Pure functions of what was read before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Audience, Channel, ConsentKind, Purpose, RecipientKind
from fitnesscrm_desktop.services.clients.contact import postal_lines
from fitnesscrm_desktop.services.clients.rules import is_minor
from fitnesscrm_desktop.services.messaging.gathering import Gathered
from fitnesscrm_desktop.services.messaging.results import NotComposed, Recipient, SkipReason

_CONSENT = {Channel.EMAIL: ConsentKind.EMAIL, Channel.SMS: ConsentKind.SMS}

Answer = Recipient | NotComposed


def client_answer(
    known: Gathered,
    client_id: int,
    *,
    audience: Audience,
    channel: Channel,
    purpose: Purpose,
    today: date,
    adult_age: int,
) -> Answer:
    """The client, or who pays and signs for the client, with the address; or why nobody.

    A minor is never written to: the payer is, if grown up. A "no" of either holds for both.
    """
    client = known.clients.get(client_id)
    if client is None or client.archived_at is not None or client.merged_into_id is not None:
        return NotComposed(SkipReason.ARCHIVED)
    if client.blocked_reason:
        return NotComposed(SkipReason.BLOCKED)
    reader = _reader(known, client, audience, today, adult_age)
    if reader is None:
        return NotComposed(SkipReason.NO_GUARDIAN)
    refusal = _refusal(known, {client.id, reader.id}, channel, purpose)
    if refusal is not None:
        return NotComposed(refusal)
    address = _client_address(reader, channel)
    if not address and channel is not Channel.COPY:
        return NotComposed(SkipReason.NO_ADDRESS)
    return Recipient(RecipientKind.CLIENT, reader.id, f"{reader.first_name} {reader.last_name}", address)


def trainer_answer(known: Gathered, client_id: int, channel: Channel) -> Answer:
    """Who on the staff looks after the client."""
    trainer = known.trainers.get(client_id)
    return NotComposed(SkipReason.NO_TRAINER) if trainer is None else _staff_answer(trainer, channel)


def staff_answers(people: Sequence[Staff], channel: Channel) -> tuple[Answer, ...]:
    """Everybody of *people*, each with the address or the reason."""
    if not people:
        return (NotComposed(SkipReason.NO_STAFF),)
    return tuple(_staff_answer(person, channel) for person in people)


def _staff_answer(person: Staff, channel: Channel) -> Answer:
    address = person.email if channel is Channel.EMAIL else person.phone
    if channel is Channel.LETTER or not (address or channel is Channel.COPY):
        return NotComposed(SkipReason.NO_ADDRESS, person.name)
    return Recipient(RecipientKind.STAFF, person.id, person.name, address)


def _reader(
    known: Gathered, client: Client, audience: Audience, today: date, adult_age: int
) -> Client | None:
    minor = is_minor(client.born, today, adult_age)
    payer = known.clients.get(client.payer_id) if client.payer_id else None
    if payer is not None and (payer.archived_at or is_minor(payer.born, today, adult_age)):
        payer = None
    if minor:
        return payer
    return payer if audience is Audience.PAYER and payer is not None else client


def _refusal(known: Gathered, people: set[int], channel: Channel, purpose: Purpose) -> SkipReason | None:
    def words(kind: ConsentKind) -> list[bool]:
        return [known.consents[each, kind] for each in people if (each, kind) in known.consents]

    if channel in _CONSENT and False in words(_CONSENT[channel]):
        return SkipReason.OPTED_OUT
    if purpose is Purpose.MARKETING:
        agreed = words(ConsentKind.MARKETING)
        if False in agreed or not agreed:
            return SkipReason.NO_CONSENT
    return None


def _client_address(client: Client, channel: Channel) -> str:
    if channel is Channel.EMAIL:
        return client.email or ""
    if channel is Channel.LETTER:
        return postal_lines(client)
    return client.phone or ""
