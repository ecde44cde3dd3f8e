"""What several desks do to the same clients at the same moment."""

from __future__ import annotations

import random
from collections.abc import Sequence

from fitnesscrm_desktop.services.core.errors import StudioError
from tests.support.other_desks import Seat


def scan_everybody(seat: Seat, codes: Sequence[str]) -> list[tuple[str, str | None, int | None]]:
    """Scan each code once, in an order of one's own: (code, first reason, visit)."""
    services = seat.open()
    mine = list(codes)
    random.Random(seat.number).shuffle(mine)
    seat.meet()
    found = []
    for code in mine:
        answer = services.checkin.check_in(seat.actor, code)
        found.append((code, str(answer.words[0]) if answer.words else None, answer.visit_id))
    services.close()
    return found


def take_back_everything(seat: Seat, visits: Sequence[int]) -> list[bool]:
    """Undo each visit: whether it had been undone before."""
    services = seat.open()
    mine = list(visits)
    random.Random(seat.number).shuffle(mine)
    seat.meet()
    found = [services.checkin.undo(seat.actor, visit).already for visit in mine]
    services.close()
    return found


def scan_and_take_back(seat: Seat, client_id: int, rounds: int) -> int:
    """Scan one client and take the visit back, over and over; how often that went wrong."""
    services = seat.open()
    seat.meet()
    wrong = 0
    for _ in range(rounds):
        try:
            visit = services.checkin.check_in(seat.actor, client_id=client_id).visit_id
            if visit is not None:
                services.checkin.undo(seat.actor, visit)
        except StudioError:
            wrong += 1
    services.close()
    return wrong
