"""How many messages from rules one person gets in a week at most.

What leaves by itself keeps to it when it goes out: it waits, and is never lost to others that may be dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message, MessagingSettings
from fitnesscrm_desktop.models.values import MessageState, RecipientKind
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.messaging.results import Composed
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF

WEEK = timedelta(days=7)
USUAL_CAP = 3
"""Before the studio has said anything else."""
_CERTAIN = (MessageState.SENT, MessageState.APPROVED, MessageState.SENDING)
"""Who has got a message, or is about to; a draft may still be dropped."""


def weekly_cap(session: Session) -> int:
    """The studio's cap; 0: none."""
    settings = session.get(MessagingSettings, 1)
    return settings.weekly_cap if settings else USUAL_CAP


class WeeklyCap:
    """Nobody gets more than so many messages from rules in seven days."""

    def __init__(self, session: Session, now: datetime, *, ignored: bool) -> None:
        self._session, self._now = session, now
        self._cap = 0 if ignored else weekly_cap(session)
        self._written: defaultdict[int, list[datetime]] = defaultdict(list)

    def count(self, client_ids: Collection[int]) -> None:
        """Look up what was written to these clients; not by a clock that was far ahead."""
        if not self._cap:
            return
        for some in portions(client_ids):
            rows = self._session.execute(
                select(Message.recipient_id, Message.created_at).where(
                    Message.created_at > self._now - WEEK,
                    Message.created_at < self._now + WEEK,
                    Message.rule_id.is_not(None),
                    Message.recipient == RecipientKind.CLIENT,
                    Message.recipient_id.in_(some),
                    Message.state.in_(_CERTAIN),
                )
            )
            for client_id, at in rows:
                self._written[client_id].append(at)

    def got(self, client_id: int, days_on: int = 0) -> int:
        """How many of them count for a client who was looked up, today or in some days."""
        since = self._now + timedelta(days=days_on) - WEEK
        return sum(at > since for at in self._written[client_id])

    def lets_write(self, composed: Composed) -> bool:
        """Whether one more may be written; if so it is counted. Staff are paid to read theirs."""
        if not self._cap or composed.channel in BY_ITSELF or composed.recipient.kind is RecipientKind.STAFF:
            return True
        if len(self._written[composed.recipient.id]) >= self._cap:
            return False
        self._written[composed.recipient.id].append(self._now)
        return True
