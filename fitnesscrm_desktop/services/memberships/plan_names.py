"""Of plans that are sold, no two have the same name: nobody could tell at the desk which one was meant."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.membership import Plan
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken


def lock_plan_names(session: Session) -> None:
    """Let no other desk name a plan until the end of this transaction; comes before any look at a plan."""
    session.get(Studio, 1, with_for_update=True, populate_existing=True)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to somebody who reads them."""
    return fold(one) == fold(other)


def refuse_taken_name(session: Session, name: str, own_id: int | None = None) -> None:
    """Raise ``RuleBroken`` if another plan that is sold is called so, however it is written."""
    others = select(Plan.name).where(Plan.archived_at.is_(None), Plan.id != (own_id or 0))
    taken = next((other for other in session.scalars(others) if same_name(other, name)), None)
    if taken is not None:
        text = f"There is a plan called “{taken}” already."
        raise RuleBroken(
            f"{text} Choose another name, or archive that one. Nothing was stored.", fields={"name": text}
        )
