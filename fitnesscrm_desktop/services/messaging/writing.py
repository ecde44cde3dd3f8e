"""Messages that a person writes to a client."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.letterhead import written_mail
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten
from fitnesscrm_desktop.services.messaging.queueing import (
    Origin,
    checked_subject,
    checked_text,
    queue_message,
    wire_id_of,
)
from fitnesscrm_desktop.services.messaging.results import Composed, NotComposed, Occasion, Order
from fitnesscrm_desktop.services.messaging.skip_words import sentence_of
from fitnesscrm_desktop.services.messaging.sms_parts import sms_parts
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

_KEY = re.compile(r"[0-9a-f]{8,64}")


def written_before(session: Session, key: str) -> Message | None:
    """The message that was stored with this key. Raises ``RuleBroken`` for what is no key."""
    if not _KEY.fullmatch(key):
        raise RuleBroken("The key of a message is made of 8 to 64 hexadecimal digits.")
    return session.scalar(select(Message).where(Message.wire_id == wire_id_of(session, key)))


def write_by_hand(
    work: Work, actor: Actor, client_id: int, letter: HandWritten, key: str, *, approve: bool
) -> int:
    """Put it into the outbox; the id. Raises ``RuleBroken``, ``NotFound``."""
    if work.session.get(Client, client_id) is None:
        raise NotFound("There is no such client.")
    good = check_fields(
        {
            "subject": lambda: checked_subject(letter.channel, letter.subject),
            "text": lambda: checked_text(letter.channel, letter.text),
        }
    )
    profile = studio_profile(work.session)
    occasion = Occasion(client_id, profile.day_of(work.now))
    composer = Composer(work.session, profile, work.now, actor.name)
    order = Order(letter.template_id or 0, letter.channel)
    [(_occasion, answers)] = composer.answers([occasion], order, letter.purpose)
    recipient = answers[0]
    if isinstance(recipient, NotComposed):
        raise RuleBroken(sentence_of(recipient))
    composed = Composed(
        recipient=recipient,
        client_id=client_id,
        template_id=letter.template_id,
        channel=letter.channel,
        purpose=letter.purpose,
        language=letter.language,
        subject=good["subject"],
        text=good["text"],
        html=letter.html or _page(profile, letter, good),
        parts=sms_parts(good["text"]) if letter.channel is Channel.SMS else 1,
    )
    origin = Origin(staff_id=actor.staff_id, actor=actor.name, key=key)
    return queue_message(work, composed, origin, approved_by=actor.name if approve else "")


def _page(profile: StudioProfile, letter: HandWritten, good: Mapping[str, str]) -> str:
    if letter.channel is not Channel.EMAIL:
        return ""
    return written_mail(profile, good["subject"], good["text"], letter.language)
