"""Encrypted content in rows of a database server, so that every desk has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import StoredPiece
from fitnesscrm_desktop.services.files.framing import mark_of

_AT_ONCE = 1000


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


def key_marks(session: Session, digests: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """By which key each content is encrypted; only heads are read, which are short."""
    for start in range(0, len(digests), _AT_ONCE):
        some = digests[start : start + _AT_ONCE]
        heads = select(StoredPiece.content_hash, StoredPiece.box)
        heads = heads.where(StoredPiece.number == 0, StoredPiece.content_hash.in_(some))
        for digest, head in session.execute(heads):
            yield digest, mark_of(bytes(head))


def count_pieces(session: Session, digest: str) -> int:
    """How many boxes there are."""
    query = select(func.count()).select_from(StoredPiece).where(StoredPiece.content_hash == digest)
    return session.scalar(query) or 0


def remove_pieces(session: Session, digest: str) -> None:
    """They are wanted no more."""
    session.execute(delete(StoredPiece).where(StoredPiece.content_hash == digest))
