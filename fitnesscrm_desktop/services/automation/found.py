"""The occasions a rule has found, each with what came of it: the rows behind its figures."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import MatchState
from fitnesscrm_desktop.services.automation.results import MatchRow
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page


def found_page(
    session: Session,
    rule_id: int,
    state: MatchState | None,
    reason: str,
    *,
    after: Cursor | None,
    limit: int,
) -> Page[MatchRow]:
    """What a rule has found, the newest first; only what ended in *state*, or for this *reason*, if asked."""
    query = select(RuleMatch, Client.first_name, Client.last_name).join(
        Client, Client.id == RuleMatch.client_id
    )
    query = query.where(RuleMatch.rule_id == rule_id)
    if state is not None:
        query = query.where(RuleMatch.state == state)
    if reason:
        query = query.where(RuleMatch.reason == reason)
    return keyset_page(
        session,
        query,
        keys=[RuleMatch.at, RuleMatch.id],
        after=after,
        limit=limit,
        make=lambda row: _row(*row[:3]),
        descending=True,
    )


def _row(match: RuleMatch, first_name: str, last_name: str) -> MatchRow:
    return MatchRow(
        id=match.id,
        client_id=match.client_id,
        client_name=f"{first_name} {last_name}",
        day=match.on_day,
        at=match.at,
        state=match.state,
        reason=match.reason,
    )
