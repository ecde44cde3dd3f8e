"""Finds one client; who was merged into somebody else leads there."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientCode
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line

CODE_LENGTH = 80
_MEMBER_NUMBER = re.compile(r"[0-9]{1,9}")


def find_client(session: Session, client_id: int) -> Client:
    """The client with this id, or the one it was merged into. Raises ``NotFound``."""
    return _follow(session, session.get(Client, client_id), lock=False)


def lock_client(session: Session, client_id: int) -> Client:
    """As ``find_client``, and nobody else changes it until the transaction ends."""
    return _follow(session, _locked(session, client_id), lock=True)


def _locked(session: Session, client_id: int) -> Client | None:
    return session.get(Client, client_id, with_for_update=True, populate_existing=True)


def _follow(session: Session, client: Client | None, *, lock: bool) -> Client:
    while client is not None and client.merged_into_id is not None:
        kept = client.merged_into_id
        client = _locked(session, kept) if lock else session.get(Client, kept)
    if client is None:
        raise NotFound("There is no such client (any more).")
    return client


def normal_code(text: str) -> str:
    """A code as it is stored and compared: upper case, no blanks.

    Raises ``RuleBroken`` when nothing is left of it or it is too long.
    """
    code = "".join(one_line(text, 10 * CODE_LENGTH).split()).upper()
    if not code:
        raise RuleBroken("A code needs at least one character.")
    if len(code) > CODE_LENGTH:
        raise RuleBroken(f"A code may have at most {CODE_LENGTH} characters.")
    return code


def find_by_code(session: Session, text: str) -> Client | None:
    """Whose card, fob or member number this is (as scanned or typed); None: nobody's."""
    try:
        code = normal_code(text)
    except RuleBroken:
        return None
    owner = session.scalar(select(Client).join(ClientCode).where(ClientCode.code == code))
    if owner is None and (number := as_member_number(code)) is not None:
        owner = session.scalar(select(Client).where(Client.member_number == number))
    return None if owner is None else _follow(session, owner, lock=False)


def as_member_number(code: str) -> int | None:
    """The member number *code* may stand for; a "#" before it and zeros do not matter."""
    digits = code.removeprefix("#")
    return int(digits) if _MEMBER_NUMBER.fullmatch(digits) else None
