"""The studio that tests work in: the same on every computer, in a zone that is not UTC."""

from datetime import datetime

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.settings.defaults import add_default_studio

NAME = "Test studio"
ZONE = "Europe/Berlin"
CURRENCY = "EUR"
LOCALE = "en_GB"
COUNTRY = "DE"


def open_studio(session: Session, now: datetime) -> None:
    """Give an empty database its settings, none of which is guessed from this computer."""
    add_default_studio(session, now)
    studio = session.get_one(Studio, 1)
    studio.name, studio.zone, studio.currency = NAME, ZONE, CURRENCY
    studio.locale, studio.country = LOCALE, COUNTRY
