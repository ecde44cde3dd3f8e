"""Does one thing to many messages in one transaction; those it cannot be done to are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import select

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, Refusal

CHUNK = 500
Judge = Callable[[Message], str | None]
"""Why a message has to be left as it is; None: it can be done."""


def in_bulk(
    work: Work,
    actor: Actor,
    action: str,
    ids: Iterable[int],
    judge: Judge,
    change: Callable[[Message, Work], None],
) -> Bulk:
    """Do *change* to every message that *judge* has nothing against; the others are told."""
    wanted = list(dict.fromkeys(ids))
    done: list[int] = []
    refused: list[Refusal] = []
    for start in range(0, len(wanted), CHUNK):
        found = _locked(work, wanted[start : start + CHUNK])
        changed: list[Message] = []
        for message_id in wanted[start : start + CHUNK]:
            message = found.get(message_id)
            reason = "not_found" if message is None else judge(message)
            if message is None or reason is not None:
                refused.append(Refusal(message_id, reason or "not_found"))
                continue
            change(message, work)
            changed.append(message)
        work.session.flush()
        for message in changed:
            add_event(work, actor, message.id, message.state)
        done += [message.id for message in changed]
    if done:
        work.audit(actor, action, "message", done[0] if len(done) == 1 else None, ids=done)
        work.record(MessagesChanged())
    return Bulk(tuple(done), tuple(refused))


def _locked(work: Work, ids: list[int]) -> dict[int, Message]:
    query = (
        select(Message)
        .where(Message.id.in_(ids))
        .order_by(Message.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in work.session.scalars(query)}
