"""One timeline of everything that happened to a client, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry
from fitnesscrm_desktop.services.clients.timeline_sources import FOR_ALL, MONEY, RANK, Ask, Source
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def timeline_page(
    session: Session,
    actor: Actor,
    client_id: int,
    profile: StudioProfile,
    today: date,
    *,
    after: Cursor | None,
    limit: int,
    more: Sequence[Source] = (),
) -> Page[TimelineEntry]:
    """At most *limit* entries behind the cursor *after*; *more* are the sources of other features."""
    place = None if after is None else (after[0], after[1], after[2])
    ask = Ask(session, actor, profile, client_id, today, place, limit + 1)
    sources = [*FOR_ALL, *(MONEY if actor.may(Permission.VIEW_MONEY) else ()), *more]
    entries = sorted((entry for source in sources for entry in source(ask)), key=_place, reverse=True)
    page = entries[:limit]
    return Page(page, _place(page[-1]) if len(entries) > limit else None)


def _place(entry: TimelineEntry) -> tuple[datetime, int, int]:
    return entry.at, RANK[entry.kind], entry.id
