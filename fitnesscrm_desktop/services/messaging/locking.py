"""Locks messages in the order of their ids, as everybody does: so two desks never wait for each other."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.services.clients.ranges import portions


def lock_in_order(
    session: Session, *where: ColumnElement[bool], skip_locked: bool = False
) -> Iterator[list[int]]:
    """The ids of those messages, locked until the end of the transaction; in lists short enough for IN.

    An ``UPDATE`` by itself locks in whatever order it comes upon the rows.
    """
    query = select(Message.id).where(*where).order_by(Message.id).with_for_update(skip_locked=skip_locked)
    return portions(session.scalars(query).all())
