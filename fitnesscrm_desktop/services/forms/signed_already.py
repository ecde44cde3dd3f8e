"""The same paper a second time, as somebody types a command again that was killed before it could answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.clients.consents import consents_now
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.forms.record import SignedRecord, unsealed

WITHIN = timedelta(days=1)
"""So much later it is meant."""


class Contents(Protocol):
    """The encrypted store, as far as it is read here."""

    def get(self, session: Session, digest: str) -> bytes:
        """The bytes known as *digest*."""
        ...


def signed_already(
    work: Work,
    store: Contents,
    client_id: int,
    template_id: int,
    record: SignedRecord,
    given: Mapping[ConsentKind, bool],
) -> int | None:
    """The id of the paper that says what *record* does, was stored just before, and is what counts now."""
    query = select(ClientForm).where(
        ClientForm.client_id == client_id,
        ClientForm.template_id == template_id,
        ClientForm.voided_at.is_(None),
    )
    last = work.session.scalar(query.order_by(ClientForm.id.desc()).limit(1))
    if last is None or last.at < work.now - WITHIN or not _still_given(work.session, client_id, given):
        return None
    try:
        there = unsealed(store.get(work.session, last.answers_sha256))
    except StudioError:  # what cannot be read may say something else
        return None
    return last.id if replace(there, stored_at=record.stored_at) == record else None


def _still_given(session: Session, client_id: int, given: Mapping[ConsentKind, bool]) -> bool:
    """Whether nobody has recorded another word since."""
    now = consents_now(session, client_id)
    return all(kind in now and now[kind].given is yes for kind, yes in given.items())
