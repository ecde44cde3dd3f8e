"""Whether a client still has the birthday that a rule has found, and is still a member."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, StageSpan
from fitnesscrm_desktop.models.values import ClientStage

MAY_COME = (ClientStage.TRIAL, ClientStage.ACTIVE, ClientStage.OVERDUE)
_LEFT = (ClientStage.CANCELLED, ClientStage.EXPIRED, ClientStage.FORMER)


def births(session: Session, client_ids: Collection[int]) -> dict[int, date | None]:
    """When each was born, as it is known today."""
    if not client_ids:
        return {}
    return dict(iter(session.execute(select(Client.id, Client.born).where(Client.id.in_(client_ids)))))


def who_stays_away_for_a_reason(session: Session, client_ids: Collection[int], today: date) -> frozenset[int]:
    """Those whose membership rests or is over: nobody else is missed."""
    return _standing(session, client_ids, today, (ClientStage.FROZEN, *_LEFT))


def who_has_left(session: Session, client_ids: Collection[int], today: date) -> frozenset[int]:
    """Those who are no members today, not even resting ones."""
    return _standing(session, client_ids, today, (ClientStage.LEAD, *_LEFT))


def _standing(
    session: Session, client_ids: Collection[int], today: date, stages: Collection[ClientStage]
) -> frozenset[int]:
    if not client_ids:
        return frozenset()
    query = select(StageSpan.client_id).where(
        StageSpan.client_id.in_(client_ids),
        StageSpan.stage.in_(stages),
        StageSpan.from_day <= today,
        or_(StageSpan.to_day.is_(None), StageSpan.to_day >= today),
    )
    return frozenset(session.scalars(query))
