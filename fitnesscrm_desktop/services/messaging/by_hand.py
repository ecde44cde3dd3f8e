"""What a person has written into a message that a rule has made."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.staff import AuditEntry


def edited_fields(session: Session, message_id: int) -> set[str]:
    """Which of ``subject``, ``text`` and ``to_address`` somebody has changed in the outbox.

    What happened to a message tells less: an address that follows its client's is noted there, too.
    """
    query = select(AuditEntry.detail).where(
        AuditEntry.entity == "message",
        AuditEntry.entity_id == message_id,
        AuditEntry.action == "outbox.edit",
    )
    return {field for detail in session.scalars(query) for field in json.loads(detail)["fields"]}
