"""What forms tell in the timeline of a client: that they were signed, never what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.clients.timeline_sources import Ask, Source


def forms(ask: Ask) -> Iterator[TimelineEntry]:
    """Each form at the moment it was signed."""
    query = (
        select(ClientForm, FormTemplate.name, Staff.name)
        .join(FormTemplate, FormTemplate.id == ClientForm.template_id)
        .outerjoin(Staff, Staff.id == ClientForm.staff_id)
        .where(ClientForm.client_id == ask.client_id)
    )
    kind = TimelineKind.FORM
    for row, name, staff in ask.newest(query, kind, ClientForm.at, ClientForm.id):
        yield TimelineEntry(
            kind,
            row.id,
            row.at,
            "signed",
            text=name,
            staff=staff or "",
            day=row.expires_on,
            undone=row.voided_at is not None,
        )


SOURCES: tuple[Source, ...] = (forms,)
