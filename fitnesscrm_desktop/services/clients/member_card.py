"""The card a member carries: number as Code128 and QR. Loads the PDF library: import it when wanted."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.clients.names import full_name
from fitnesscrm_desktop.services.core.pdf import StudioHead, member_card
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def card_pdf(session: Session, client: Client, profile: StudioProfile) -> bytes:
    """One page of the size of a bank card; what a scanner reads is the member number."""
    logo = session.scalar(select(Studio.logo))
    contact = " · ".join(part for part in (profile.phone, profile.email) if part)
    studio = StudioHead(profile.name, profile.address, contact, "", logo, profile.accent)
    number = str(client.member_number)
    return member_card(studio, full_name(client.first_name, client.last_name), f"No. {number}", number)
