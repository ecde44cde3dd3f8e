"""What other programs do with the jobs of one database."""

from __future__ import annotations

import threading

from fitnesscrm_desktop.services.jobs.results import JobContext
from tests.support.jobs import a_job, another_program
from tests.support.other_desks import PATIENCE, Seat


def tick_once(seat: Seat) -> int:
    """Look once what is due; how many jobs ran."""
    services = seat.open()
    program = another_program(services, [a_job("work", lambda _context: "Done.")])
    seat.meet()
    ran = program.tick()
    services.close()
    return ran


def lead_until_killed(seat: Seat) -> None:
    """Begin a job that does not end before somebody pulls the plug."""

    def hangs(_context: JobContext) -> str:
        seat.tell("begun")
        threading.Event().wait(PATIENCE)
        return "Done."

    services = seat.open()
    program = another_program(services, [a_job("work", hangs)])
    seat.meet()
    program.tick()


def count_points(seat: Seat) -> int:
    """Look once what is due; at how many points that could have been interrupted."""
    tick_once(seat)
    return seat.points.passed
