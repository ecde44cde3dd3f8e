"""Messages on paper. Loads the PDF library: import it when a letter is wanted, not before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.clients.contact import postal_lines
from fitnesscrm_desktop.services.core.pdf import Letter, StudioHead, boxed, labels_pdf, letters_pdf
from fitnesscrm_desktop.services.messaging.outbox_results import Labels
from fitnesscrm_desktop.services.messaging.postal import printed_address
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def render_letters(
    session: Session, messages: Sequence[Message], profile: StudioProfile, today: date
) -> bytes:
    """All of them in one file, each on pages of its own."""
    contact = " · ".join(part for part in (profile.phone, profile.email) if part)
    logo = session.scalar(select(Studio.logo))
    head = StudioHead(profile.name, profile.address, contact, "", logo, profile.accent)
    letters = [
        Letter(
            address=f"{each.to_name}\n{printed_address(each.to_address, profile)}",
            day=Speech.of(each.language or profile.locale, profile).date(today),
            subject=each.subject,
            text=each.text,
        )
        for each in messages
    ]
    return letters_pdf(head, letters)


def unshown_readers(messages: Sequence[Message]) -> tuple[str, ...]:
    """Those in whose letter boxes would be printed for what no font on this PC can show."""
    unshown = (
        each for each in messages if boxed(f"{each.to_name}\n{each.to_address}\n{each.subject}\n{each.text}")
    )
    return tuple(dict.fromkeys(each.to_name for each in unshown))


def render_labels(session: Session, client_ids: Sequence[int], profile: StudioProfile, skip: int) -> Labels:
    """Labels in the order of *client_ids*; those without a postal address are left out and named."""
    clients = {each.id: each for each in session.scalars(select(Client).where(Client.id.in_(client_ids)))}
    printed: list[int] = []
    missing: list[int] = []
    addresses: list[str] = []
    for client_id in dict.fromkeys(client_ids):
        client = clients.get(client_id)
        lines = "" if client is None else postal_lines(client)
        if client is None or not lines:
            missing.append(client_id)
            continue
        printed.append(client_id)
        addresses.append(f"{client.first_name} {client.last_name}\n{printed_address(lines, profile)}")
    pdf = labels_pdf(profile.name, addresses, skip=skip) if addresses else b""
    unshown = tuple(each.partition("\n")[0] for each in addresses if boxed(each))
    return Labels(pdf, tuple(printed), tuple(missing), unshown)
