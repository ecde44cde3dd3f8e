"""What plans are called: of those that are sold, no two alike, or nobody could tell which one was meant."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.membership import Membership, Plan
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def lock_plan_names(session: Session) -> None:
    """Let no other desk name a plan until the end of this transaction; comes before any look at a plan."""
    session.get(Studio, 1, with_for_update=True, populate_existing=True)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to somebody who reads them."""
    return fold(one) == fold(other)


def rename_in_figures(session: Session, plan: Plan, old: str, profile: StudioProfile) -> None:
    """Let the lists of clients call a plan by its new name; they keep the name beside each client."""
    members = select(Membership.client_id).where(Membership.plan_id == plan.id)
    renamed = update(ClientFigures).where(
        ClientFigures.plan_name == old, ClientFigures.client_id.in_(members)
    )
    session.execute(renamed.values(plan_name=plan.name), execution_options={"synchronize_session": False})
    namesakes = select(Plan.id).where(Plan.name == old, Plan.id != plan.id)
    with_both = select(Membership.client_id).where(
        Membership.plan_id.in_(namesakes), Membership.client_id.in_(members)
    )
    for client_id in session.scalars(with_both.distinct()).all():
        refresh_client(session, client_id, profile)


def refuse_taken_name(session: Session, name: str, own_id: int | None = None) -> None:
    """Raise ``RuleBroken`` if another plan that is sold is called so, however it is written."""
    others = select(Plan.name).where(Plan.archived_at.is_(None), Plan.id != (own_id or 0))
    taken = next((other for other in session.scalars(others) if same_name(other, name)), None)
    if taken is not None:
        text = f"There is a plan called “{taken}” already."
        raise RuleBroken(
            f"{text} Choose another name, or archive that one. Nothing was stored.", fields={"name": text}
        )
