"""One PC of all that share a database leads, and only that one runs jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.exc import IntegrityError

from fitnesscrm_desktop.models.job import JobLease
from fitnesscrm_desktop.services.core.shared_clock import shared_now
from fitnesscrm_desktop.services.core.unit_of_work import Core

LEASE = timedelta(seconds=90)
APART = timedelta(seconds=30)
"""So much may two clocks differ. Whoever holds on longer had a wrong clock, which was set back."""


class Lease:
    """The claim of one PC to lead; renewed with every tick, lost when it is not for as long as it lasts."""

    def __init__(self, core: Core, holder: str, place: str) -> None:
        self._core, self._holder, self._place = core, holder, place

    def take(self) -> bool:
        """Take or renew it; whether this PC leads now."""
        try:
            with self._core.write(quiet=True) as work:
                now = shared_now(self._core, work)
                stale = or_(
                    JobLease.holder == self._holder,
                    JobLease.until < now,
                    JobLease.until > now + LEASE + APART,
                )
                mine = {"holder": self._holder, "place": self._place, "until": now + LEASE}
                taking = update(JobLease).where(JobLease.id == 1, stale).values(**mine)
                if cast("CursorResult[Any]", work.session.execute(taking)).rowcount:
                    return True
                if work.session.get(JobLease, 1) is not None:
                    return False
                work.session.add(JobLease(id=1, **mine))
                return True
        except IntegrityError:  # another PC was a moment faster with the very first one
            return False

    def leave(self) -> None:
        """Give it back, so that another PC need not wait."""
        with self._core.write(quiet=True) as work:
            ending = update(JobLease).where(JobLease.id == 1, JobLease.holder == self._holder)
            work.session.execute(ending.values(until=shared_now(self._core, work) - LEASE))
