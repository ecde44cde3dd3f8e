"""Encrypted content in rows of a database server, so that every desk has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import StoredPiece


def put_pieces(session: Session, digest: str, boxes: Iterable[bytes]) -> None:
    """Store *boxes* one by one, in place of what may be there."""
    session.execute(delete(StoredPiece).where(StoredPiece.content_hash == digest))
    for number, box in enumerate(boxes):
        session.execute(insert(StoredPiece).values(content_hash=digest, number=number, box=box))


def pieces(session: Session, digest: str) -> Iterator[bytes]:
    """The boxes in their order; only one of them is in the memory at a time."""
    for number in count():
        one = (StoredPiece.content_hash == digest, StoredPiece.number == number)
        box = session.scalar(select(StoredPiece.box).where(*one))
        if box is None:
            return
        yield bytes(box)


def count_pieces(session: Session, digest: str) -> int:
    """How many boxes there are."""
    query = select(func.count()).select_from(StoredPiece).where(StoredPiece.content_hash == digest)
    return session.scalar(query) or 0


def remove_pieces(session: Session, digest: str) -> None:
    """They are wanted no more."""
    session.execute(delete(StoredPiece).where(StoredPiece.content_hash == digest))
