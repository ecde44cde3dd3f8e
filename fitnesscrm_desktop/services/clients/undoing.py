"""Whether somebody who was just added can be taken back as if nothing had been."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.merging import MOVED_AS_THEY_ARE
from fitnesscrm_desktop.services.core.errors import RuleBroken


def refuse_if_in_use(session: Session, client: Client) -> None:
    """Raise ``RuleBroken`` if something was written down for *client* that is worth keeping."""
    found = [
        word.replace("_", " ")
        for word, model in MOVED_AS_THEY_ARE.items()
        if session.scalar(select(func.count()).select_from(model).filter_by(client_id=client.id))
    ]
    if found:
        text = f"{client.first_name} {client.last_name} has {', '.join(found)} by now: this cannot be undone."
        raise RuleBroken(f"{text} Nothing was changed. Archive the client if that is meant.")
