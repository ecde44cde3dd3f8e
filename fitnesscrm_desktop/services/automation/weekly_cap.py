"""How many messages from rules one person gets in a week at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message, MessagingSettings
from fitnesscrm_desktop.models.values import MessageState, RecipientKind
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.messaging.results import Composed

WEEK = timedelta(days=7)
USUAL_CAP = 3
"""Before the studio has said anything else."""
_UNSENT = (MessageState.DROPPED, MessageState.TOO_LATE)


def weekly_cap(session: Session) -> int:
    """The studio's cap; 0: none."""
    settings = session.get(MessagingSettings, 1)
    return settings.weekly_cap if settings else USUAL_CAP


class WeeklyCap:
    """Nobody gets more than so many messages from rules in seven days."""

    def __init__(self, session: Session, now: datetime, *, ignored: bool) -> None:
        self._session, self._since = session, now - WEEK
        self._cap = 0 if ignored else weekly_cap(session)
        self._written: Counter[int] = Counter()

    def count(self, client_ids: Collection[int]) -> None:
        """Look up what these clients have got."""
        if not self._cap:
            return
        for some in portions(client_ids):
            rows = self._session.execute(
                select(Message.recipient_id, func.count())
                .where(
                    Message.created_at > self._since,
                    Message.rule_id.is_not(None),
                    Message.recipient == RecipientKind.CLIENT,
                    Message.recipient_id.in_(some),
                    Message.state.not_in(_UNSENT),
                )
                .group_by(Message.recipient_id)
            )
            self._written.update({client_id: int(count) for client_id, count in rows})

    def got(self, client_id: int) -> int:
        """How many messages a client who was counted has got in the last seven days."""
        return self._written[client_id]

    def allows(self, composed: Composed) -> bool:
        """Whether one more may be written; if so it is counted. Staff are paid to read theirs."""
        if not self._cap or composed.recipient.kind is RecipientKind.STAFF:
            return True
        if self._written[composed.recipient.id] >= self._cap:
            return False
        self._written[composed.recipient.id] += 1
        return True
