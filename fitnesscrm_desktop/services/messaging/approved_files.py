"""The files of a message are those of its template; if others were approved, a person is asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message, MessageEvent, TemplateAttachment
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.ways import Attachment

FILES_CHANGED = "files_changed"
"""Stable word for why a message waits for a yes again."""


@dataclass(slots=True)
class Attachments:
    """The files of templates, each read once a round."""

    _known: dict[int, tuple[Attachment, ...]] = field(default_factory=dict)
    _seals: dict[int, str] = field(default_factory=dict)

    def of(self, session: Session, template_id: int | None) -> tuple[Attachment, ...]:
        """Those of one template."""
        if template_id is None:
            return ()
        if template_id not in self._known:
            row = TemplateAttachment
            query = select(row.file_name, row.content_type, row.content).order_by(row.id)
            found = session.execute(query.where(row.template_id == template_id))
            self._known[template_id] = tuple(Attachment(*each) for each in found)
        return self._known[template_id]

    def seal(self, session: Session, message: Message) -> str | None:
        """A name for exactly the files that would go with it now; None: no file ever does."""
        if message.template_id is None or message.channel is not Channel.EMAIL:
            return None
        if message.template_id not in self._seals:
            self._seals[message.template_id] = _seal(self.of(session, message.template_id))
        return self._seals[message.template_id]


def files_of(session: Session) -> Attachments:
    """What is known of files within one transaction, so that many messages of a template read them once."""
    known: Attachments = session.info.setdefault("attachments", Attachments())
    return known


def hold_back_other_files(
    work: Work, actor_name: str, rows: Sequence[Message], files: Attachments
) -> set[int]:
    """Those of *rows*, locked already, that would go out with other files than were approved."""
    other = [row for row in rows if row.files_seal and row.files_seal != files.seal(work.session, row)]
    for row in other:
        row.state, row.send_at, row.outcome = MessageState.DRAFT, None, FILES_CHANGED
        row.approved_at, row.approved_by, row.files_seal = None, "", None
        event = MessageEvent(
            message_id=row.id, at=work.now, state=row.state, text=FILES_CHANGED, actor=actor_name
        )
        work.session.add(event)
    if other:
        work.session.flush()
        work.record(MessagesChanged())
    return {row.id for row in other}


def _seal(files: Sequence[Attachment]) -> str:
    whole = hashlib.sha256()
    for each in files:
        for part in (each.file_name.encode(), each.content_type.encode(), each.content):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
