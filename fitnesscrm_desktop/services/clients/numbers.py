"""Gives out member numbers."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import ClientCode
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, Counter
from fitnesscrm_desktop.services.core.unit_of_work import Work


def take_member_number(work: Work) -> int:
    """The next member number. Take it last: nobody else gets one until the transaction ends.

    Numbers follow each other without gaps; only one that already opens the door as somebody's old card is
    passed over, or two people would answer to it.
    """
    while True:
        number = work.next_number(MEMBER_NUMBERS)
        taken = select(exists().where(ClientCode.code == str(number)))
        if not work.session.scalar(taken):
            return number


def hold_member_numbers(session: Session) -> None:
    """Nobody gets a member number until the transaction ends."""
    session.get(Counter, MEMBER_NUMBERS, with_for_update=True, populate_existing=True)
