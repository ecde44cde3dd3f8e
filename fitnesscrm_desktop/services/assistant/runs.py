"""Everything the assistant has written, with what it was given and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.assistant import AssistantRun
from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import FactForm, Permission, RunVerdict
from fitnesscrm_desktop.services.assistant.events import RunNoted
from fitnesscrm_desktop.services.assistant.results import Fact, RunDetail, RunNote, RunRow, RunTotals
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Core

KEPT = timedelta(days=400)
"""How long a piece of writing is remembered."""


class RunService:
    """Noting needs ``USE_ASSISTANT``; reading ``MANAGE_ASSISTANT``, because texts name debts and visits."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def note(self, actor: Actor, run: RunNote) -> int:
        """Remember one piece of writing; its id. A client merged meanwhile is the one it became."""
        actor.require(Permission.USE_ASSISTANT)
        with self._core.write() as work:
            row = AssistantRun(
                at=work.now,
                agent=run.agent,
                kind=run.kind,
                client_id=None if run.client_id is None else find_client(work.session, run.client_id).id,
                staff_id=actor.staff_id,
                staff_name=shortened(actor.name, NAME_LENGTH),
                prompt_version=run.prompt_version,
                model=run.model,
                model_sha256=run.model_sha256,
                facts=[_stored(each) for each in run.facts],
                text=run.text,
                verdict=run.verdict,
                problems=list(run.problems),
                attempts=run.attempts,
                seed=run.seed,
                tokens=run.tokens,
                prompt_tokens=run.prompt_tokens,
                ms=run.ms,
            )
            work.session.add(row)
            work.session.flush()
            work.record(RunNoted(row.id))
            return row.id

    def rows(
        self,
        actor: Actor,
        *,
        agent: str = "",
        verdict: RunVerdict | None = None,
        after: Cursor | None = None,
        limit: int = 50,
    ) -> Page[RunRow]:
        """What was written, the last first; of one agent, or with one verdict, if asked for."""
        actor.require(Permission.MANAGE_ASSISTANT)
        query = _rows()
        if agent:
            query = query.where(AssistantRun.agent == agent)
        if verdict is not None:
            query = query.where(AssistantRun.verdict == verdict)
        with self._core.read() as session:
            return keyset_page(
                session,
                query,
                keys=(AssistantRun.id,),
                after=after,
                limit=limit,
                make=lambda found: _row(*found[:3]),
                descending=True,
            )

    def get(self, actor: Actor, run_id: int) -> RunDetail:
        """One piece of writing with all that led to it. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_ASSISTANT)
        with self._core.read() as session:
            found = session.execute(_rows().where(AssistantRun.id == run_id)).one_or_none()
            if found is None:
                raise NotFound("This piece of writing is no longer kept.")
            run: AssistantRun = found.AssistantRun
            return RunDetail(
                row=_row(run, found.first_name, found.last_name),
                prompt_version=run.prompt_version,
                model_sha256=run.model_sha256,
                facts=tuple(_fact(each) for each in run.facts),
                problems=tuple(run.problems),
                attempts=run.attempts,
                seed=run.seed,
                prompt_tokens=run.prompt_tokens,
            )

    def totals(self, actor: Actor, days: int = 30) -> RunTotals:
        """What was written in the last *days* times 24 hours."""
        actor.require(Permission.USE_ASSISTANT)
        since = self._core.clock.now() - timedelta(days=days)
        query = (
            select(
                AssistantRun.verdict,
                func.count(),
                func.coalesce(func.sum(AssistantRun.tokens), 0),
                func.coalesce(func.sum(AssistantRun.ms), 0),
            )
            .where(AssistantRun.at >= since)
            .group_by(AssistantRun.verdict)
        )
        with self._core.read() as session:
            found = {verdict: (count, tokens, ms) for verdict, count, tokens, ms in session.execute(query)}
        count = {verdict: found.get(verdict, (0, 0, 0))[0] for verdict in RunVerdict}
        return RunTotals(
            runs=sum(count.values()),
            verified=count[RunVerdict.VERIFIED],
            fallback=count[RunVerdict.FALLBACK],
            stopped=count[RunVerdict.STOPPED],
            failed=count[RunVerdict.FAILED],
            tokens=sum(each[1] for each in found.values()),
            ms=sum(each[2] for each in found.values()),
            verified_ms=found.get(RunVerdict.VERIFIED, (0, 0, 0))[2],
        )


def forget_old_runs(session: Session, now: datetime) -> int:
    """Take away what is older than ``KEPT``; how many it was."""
    old: Sequence[int] = session.scalars(
        select(AssistantRun.id).where(AssistantRun.at < now - KEPT).order_by(AssistantRun.id).limit(1000)
    ).all()
    if old:
        session.execute(delete(AssistantRun).where(AssistantRun.id.in_(old)))
    return len(old)


def _rows() -> Select[AssistantRun, str, str]:
    return select(AssistantRun, Client.first_name, Client.last_name).outerjoin(
        Client, Client.id == AssistantRun.client_id
    )


def _row(run: AssistantRun, first: str | None, last: str | None) -> RunRow:
    return RunRow(
        id=run.id,
        at=run.at,
        agent=run.agent,
        kind=run.kind,
        client_id=run.client_id,
        client_name=f"{first or ''} {last or ''}".strip(),
        staff_name=run.staff_name,
        model=run.model,
        verdict=run.verdict,
        tokens=run.tokens,
        ms=run.ms,
        text=run.text,
    )


def _stored(fact: Fact) -> dict[str, Any]:
    return {"key": fact.key, "form": fact.form.value, "text": fact.text, "about": fact.about}


def _fact(stored: dict[str, Any]) -> Fact:
    return Fact(stored["key"], FactForm(stored["form"]), stored["text"], stored.get("about", ""))
