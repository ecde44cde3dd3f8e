"""Words the studio sorts its clients by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientTag, Tag
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.results import TagInfo
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line

_NAME_LENGTH = 60
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}|")
_AT_ONCE = 500


def tag_info(row: Tag) -> TagInfo:
    """The tag as others see it."""
    return TagInfo(row.id, row.name, row.color)


def all_tags(session: Session) -> list[TagInfo]:
    """Every tag, by name."""
    return [tag_info(row) for row in session.scalars(select(Tag).order_by(Tag.folded))]


def find_tag(session: Session, tag_id: int) -> Tag:
    """A tag, locked, so that two desks do not put it on one client twice. Raises ``NotFound``."""
    tag = session.get(Tag, tag_id, with_for_update=True)
    if tag is None:
        raise NotFound("This tag is not there any more.")
    return tag


def tag_called(session: Session, name: str, color: str) -> tuple[Tag, bool]:
    """The tag of this name, however it is written, and whether it had to be made. Raises ``RuleBroken``."""
    good = check_tag(name, color)
    same = select(Tag).where(Tag.folded == fold_tag(good["name"]))
    found = session.scalar(same)
    if found is not None:
        return found, False
    try:
        with session.begin_nested():
            tag = Tag(name=good["name"], folded=fold_tag(good["name"]), color=good["color"])
            session.add(tag)
    except IntegrityError:  # another desk was faster by a blink
        return session.scalars(same).one(), False
    return tag, True


def check_tag(name: str, color: str) -> dict[str, str]:
    """Name and colour as they may be stored. Raises ``RuleBroken``."""
    return check_fields({"name": lambda: _checked_name(name), "color": lambda: _checked_color(color)})


def fold_tag(name: str) -> str:
    """What tells two tags apart."""
    return fold(name)[:_NAME_LENGTH]


def _checked_name(name: str) -> str:
    cleaned = one_line(name, _NAME_LENGTH, needed="A tag needs a name.")
    if not fold(cleaned):
        raise RuleBroken("A tag needs a name.")
    return cleaned


def _checked_color(color: str) -> str:
    if not _COLOR.fullmatch(color):
        raise RuleBroken("A colour looks like #1A2B3C.")
    return color


def put_on(session: Session, tag_id: int, client_ids: Iterable[int]) -> list[int]:
    """Put a tag on clients; those who did not have it (unknown ids are left out)."""
    fresh: list[int] = []
    for some in _portions(client_ids):
        have = select(ClientTag.client_id).where(ClientTag.tag_id == tag_id, ClientTag.client_id.in_(some))
        known = select(Client.id).where(Client.id.in_(some), Client.id.not_in(have))
        fresh += session.scalars(known.order_by(Client.id))
    if fresh:
        session.execute(insert(ClientTag), [{"client_id": each, "tag_id": tag_id} for each in fresh])
    return fresh


def take_off(session: Session, tag_id: int, client_ids: Iterable[int]) -> list[int]:
    """Take a tag off clients; those who had it."""
    gone: list[int] = []
    for some in _portions(client_ids):
        with_tag = (ClientTag.tag_id == tag_id, ClientTag.client_id.in_(some))
        gone += session.scalars(select(ClientTag.client_id).where(*with_tag).order_by(ClientTag.client_id))
        session.execute(delete(ClientTag).where(*with_tag))
    return gone


def _portions(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    unique = sorted(set(ids))
    for start in range(0, len(unique), _AT_ONCE):
        yield unique[start : start + _AT_ONCE]
