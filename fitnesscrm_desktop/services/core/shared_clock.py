"""By which clock the programs on one database judge each other: whether one leads, or sends, or is gone."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from fitnesscrm_desktop.services.core.clock import ClockSetTo, SystemClock, real_now
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work


def shared_now(core: Core, work: Work) -> datetime:
    """By the server's clock, where there is one: those of the PCs may be minutes apart.

    Else by the computer's own, never by one that a command was told to believe.
    """
    if core.database.is_sqlite or not isinstance(core.clock, SystemClock | ClockSetTo):
        return real_now(core.clock)
    answered: datetime = work.connection.execute(select(func.now())).scalar_one()
    return answered.astimezone(UTC)
