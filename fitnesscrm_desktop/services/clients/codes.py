"""Cards, fobs and old numbers that open the door besides the member number."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientCode
from fitnesscrm_desktop.services.clients.finding import as_member_number, normal_code
from fitnesscrm_desktop.services.clients.names import full_name
from fitnesscrm_desktop.services.clients.results import CodeInfo
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken

MOST_CODES = 20
"""Per client; search has to find them all."""


def code_info(row: ClientCode) -> CodeInfo:
    """The code as others see it."""
    return CodeInfo(row.id, row.code, row.label)


def codes_of(session: Session, client_id: int) -> list[CodeInfo]:
    """The codes of a client, the oldest first."""
    query = select(ClientCode).where(ClientCode.client_id == client_id).order_by(ClientCode.id)
    return [code_info(row) for row in session.scalars(query)]


def free_code(session: Session, client: Client, typed: str) -> str:
    """*typed* as a code for *client*. Raises ``RuleBroken`` naming who has it already.

    Call it while nobody else can get a member number.
    """
    code = normal_code(typed)
    owner = session.scalar(select(Client).join(ClientCode).where(ClientCode.code == code))
    number = as_member_number(code)
    if owner is None and number is not None and code == str(number):
        owner = session.scalar(select(Client).where(Client.member_number == number))
    if owner is not None:
        whose = "this client" if owner.id == client.id else _named(owner)
        raise _wrong(f"The code {code} already belongs to {whose}.")
    if len(codes_of(session, client.id)) >= MOST_CODES:
        raise _wrong(f"A client may have at most {MOST_CODES} codes. Remove one that is no longer in use.")
    return code


def find_code(session: Session, code_id: int) -> ClientCode:
    """A code by its id. Raises ``NotFound``."""
    row = session.get(ClientCode, code_id)
    if row is None:
        raise NotFound("This code is not there any more.")
    return row


def _named(owner: Client) -> str:
    return f"{full_name(owner.first_name, owner.last_name)} (number {owner.member_number})"


def _wrong(text: str) -> RuleBroken:
    return RuleBroken(text, fields={"code": text})
