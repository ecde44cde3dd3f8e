"""Progress reports for clients: a draft that is read and commented, then approved and kept as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.progress import ProgressReport
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import ConsentKind, Permission, ReportState
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.noted_exports import nothing_leaves_unnoted
from fitnesscrm_desktop.services.core.typed_text import check_fields, paragraphs
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.report_facts import gather, known_keys
from fitnesscrm_desktop.services.progress.report_photos import ReportPhotos, photos_for
from fitnesscrm_desktop.services.progress.report_results import (
    NewReport,
    ReportFacts,
    ReportInfo,
    ReportPages,
)
from fitnesscrm_desktop.services.progress.rules import FIRST_DAY
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

Said = Callable[[Session, ContentStore, int], Mapping[ConsentKind, bool]]
"""Tells what a client has agreed to, on whatever it was signed."""
LONGEST = timedelta(days=3660)
"""Ten years."""
_OTHERWISE = (
    "What this report tells of has changed since its pages were made. Read the new ones, then approve them."
)


class ProgressReportService:
    """Writes, shows, approves and saves reports."""

    def __init__(self, core: Core, contents: ContentStore, said: Said) -> None:
        self._core, self._contents, self._said = core, contents, said

    def list(self, actor: Actor, client_id: int) -> list[ReportInfo]:
        """The reports of a client, the newest first."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            query = (
                select(ProgressReport, Staff.name)
                .outerjoin(Staff, Staff.id == ProgressReport.staff_id)
                .where(ProgressReport.client_id == client.id)
                .order_by(ProgressReport.created_at.desc(), ProgressReport.id.desc())
            )
            return [_info(row, author or "") for row, author in session.execute(query)]

    def said_about_photos(self, actor: Actor, client_id: int) -> Mapping[ConsentKind, bool]:
        """What the client has agreed to, or not, as it counts for the photos of a report."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return self._said(session, self._contents, find_client(session, client_id).id)

    def write(self, actor: Actor, client_id: int, new: NewReport) -> ReportInfo:
        """Begin a report. Raises ``RuleBroken`` with the fields that are wrong.

        Nobody asks for photos who may not see them.
        """
        actor.require(Permission.RECORD_PROGRESS)
        if new.with_photos:
            actor.require(Permission.VIEW_PHOTOS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            row = ProgressReport(
                client_id=client.id,
                staff_id=actor.staff_id,
                created_at=work.now,
                state=ReportState.DRAFT,
                **_checked(work, new),
            )
            work.session.add(row)
            return _stored(work, actor, row, "progress_report.write")

    def edit(self, actor: Actor, report_id: int, version: int, new: NewReport) -> ReportInfo:
        """Change a draft. Raises ``RuleBroken`` for one that is approved, ``Conflict`` as others do."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _draft(work.session, report_id)
            mine = _checked(work, new)
            theirs = {name: getattr(row, name) for name in mine}
            refuse_stale(row.version, version, mine, theirs, "this report")
            for name, value in mine.items():
                setattr(row, name, value)
            return _stored(work, actor, row, "progress_report.edit")

    def drop(self, actor: Actor, report_id: int) -> ReportInfo:
        """Throw a draft away. An approved report stays."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _draft(work.session, report_id)
            info = _info(row, _author(work.session, row))
            work.session.delete(row)
            work.audit(actor, "progress_report.drop", "client", row.client_id)
            work.record(ProgressChanged(row.client_id))
            return info

    def pdf(self, actor: Actor, report_id: int) -> bytes:
        """The pages: of a draft as they would be now, of an approved report as they were approved."""
        return self.pages(actor, report_id).pdf

    def pages(self, actor: Actor, report_id: int) -> ReportPages:
        """The same, with what ``approve`` needs to know that these are the pages somebody has read."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            row = session.get(ProgressReport, report_id)
            if row is None:
                raise NotFound("This report is not there any more.")
            client_id, photos = row.client_id, row.with_photos
            if row.state is ReportState.APPROVED:
                if photos:
                    actor.require(Permission.VIEW_PHOTOS)
                shown = ReportPages(self._contents.get(session, row.content_hash), row.content_hash or "")
            else:
                shown = self._pages(session, actor, row, draft=True)
        if photos and actor.may(Permission.VIEW_PHOTOS):
            with self._core.write(quiet=True) as work:
                work.audit(actor, "photos.view", "client", client_id, report_id=report_id)
        return shown

    def approve(self, actor: Actor, report_id: int, version: int, seen: str | None = None) -> ReportInfo:
        """Keep the pages as they are now; nobody changes them any more.

        Raises ``Conflict`` when the draft was changed since it was read, ``Confirmable`` when what it tells
        of is no longer what the pages that were *seen* say.
        """
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _draft(work.session, report_id)
            refuse_stale(row.version, version, {"version": version}, {"version": row.version}, "this report")
            pages = self._pages(work.session, actor, row, draft=False)
            if seen is not None and seen != pages.seen:
                raise Confirmable(_OTHERWISE)
            row.content_hash = self._contents.put(work, pages.pdf, "application/pdf")
            row.state, row.approved_at, row.approved_by = ReportState.APPROVED, work.now, actor.name
            approved = _stored(work, actor, row, "progress_report.approve")
            return replace(approved, left_out=pages.left_out)

    def save(self, actor: Actor, report_id: int, path: Path) -> ReportPages:
        """Write the pages to a file, whole or not at all; the pages. Raises ``StorageTrouble``."""
        from fitnesscrm_desktop.services.core.pdf import store

        pages = self.pages(actor, report_id)
        store(pages.pdf, path, lambda: self._note(actor, report_id))
        return pages

    def _note(self, actor: Actor, report_id: int) -> None:
        with nothing_leaves_unnoted(), self._core.write(quiet=True) as work:
            row = work.session.get_one(ProgressReport, report_id)
            work.audit(actor, "progress_report.save", "client", row.client_id, report_id=report_id)

    def _pages(self, session: Session, actor: Actor, row: ProgressReport, *, draft: bool) -> ReportPages:
        from fitnesscrm_desktop.services.progress.report_page import report_document

        profile, client = studio_profile(session), find_client(session, row.client_id)
        new = NewReport(row.from_day, row.to_day, row.comment, tuple(row.metrics), row.with_photos)
        photos = ReportPhotos()
        if row.with_photos and actor.may(Permission.VIEW_PHOTOS):
            said = self._said(session, self._contents, client.id)
            photos = photos_for(session, self._contents, profile, client.id, said, new)
        facts = gather(
            session,
            profile,
            client,
            new,
            photos=photos.shown,
            trainer=_author(session, row),
            draft=draft,
            now=self._core.clock.now(),
        )
        logo = session.scalar(select(Studio.logo).where(Studio.id == 1))
        pdf = report_document(facts, profile, logo).render()
        return ReportPages(pdf, _told_by(facts, profile, logo), photos.left_out)


def _told_by(facts: ReportFacts, profile: StudioProfile, logo: bytes | None) -> str:
    """The same for pages that say the same, whenever they were made and whether they are approved."""
    timeless = replace(facts, photos=(), draft=False, made_at=datetime.fromtimestamp(0, UTC))
    told = hashlib.sha256(repr((timeless, profile)).encode())
    for picture in (logo or b"", *(each for photo in facts.photos for each in (photo[0], photo[1].encode()))):
        told.update(hashlib.sha256(picture).digest())
    return told.hexdigest()


def _draft(session: Session, report_id: int) -> ProgressReport:
    row = session.get(ProgressReport, report_id, with_for_update=True)
    if row is None:
        raise NotFound("This report is not there any more.")
    if row.state is ReportState.APPROVED:
        raise RuleBroken("This report is approved, and stays as it is. Write a new one.")
    return row


def _checked(work: Work, new: NewReport) -> dict[str, Any]:
    today = studio_profile(work.session).day_of(work.now)
    good = check_fields(
        {
            "from_day": lambda: _first(new, today),
            "comment": lambda: paragraphs(new.comment, TEXT_LENGTH),
            "metrics": lambda: list(known_keys(work.session, new.metrics)),
        }
    )
    return good | {"to_day": new.last, "with_photos": new.with_photos}


def _first(new: NewReport, today: date) -> date:
    if new.last < new.first:
        raise RuleBroken("The period ends before it begins. Swap the two days.")
    if new.first < FIRST_DAY or new.first > today:
        raise RuleBroken("The period has to begin today or earlier.")
    if new.last - new.first > LONGEST:
        raise RuleBroken("A report covers at most ten years.")
    return new.first


def _stored(work: Work, actor: Actor, row: ProgressReport, action: str) -> ReportInfo:
    work.session.flush()
    work.audit(actor, action, "client", row.client_id, report_id=row.id)
    work.record(ProgressChanged(row.client_id))
    return _info(row, _author(work.session, row))


def _author(session: Session, row: ProgressReport) -> str:
    return session.scalar(select(Staff.name).where(Staff.id == row.staff_id)) or ""


def _info(row: ProgressReport, author: str) -> ReportInfo:
    return ReportInfo(
        id=row.id,
        client_id=row.client_id,
        first=row.from_day,
        last=row.to_day,
        comment=row.comment,
        metrics=tuple(row.metrics),
        with_photos=row.with_photos,
        state=row.state,
        staff=author,
        created_at=row.created_at,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        version=row.version,
    )
