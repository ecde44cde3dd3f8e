"""Whether and by whom a client can be written to, before anybody has written a word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import Channel, Purpose
from fitnesscrm_desktop.services.clients.names import full_name
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.recipients import Answer
from fitnesscrm_desktop.services.messaging.results import Occasion, Order, Reach
from fitnesscrm_desktop.services.messaging.stored_settings import sms_settings
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def reach(session: Session, profile: StudioProfile, now: datetime, client_id: int, purpose: Purpose) -> Reach:
    """What each way says about this client. Raises ``NotFound``."""
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound("There is no such client.")
    composer = Composer(session, profile, now)
    occasion = Occasion(client_id, profile.day_of(now))
    answers: dict[Channel, Answer] = {}
    for channel in Channel:
        [(_occasion, found)] = composer.answers([occasion], Order(0, channel), purpose)
        answers[channel] = found[0]
    return Reach(
        client_id=client_id,
        client_name=full_name(client.first_name, client.last_name),
        answers=answers,
        sms_price=sms_settings(session).price,
    )
