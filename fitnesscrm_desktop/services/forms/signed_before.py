"""Answers to the forms that ship which were signed before they were consents of their own."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.clients.consents import consents_now
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.forms.filling import NO
from fitnesscrm_desktop.services.forms.record import unsealed

PHOTO_FORM, ABOUT_REPORTS = "photo_consent", "report"


def said_about_photos(session: Session, store: ContentStore, client_id: int) -> Mapping[ConsentKind, bool]:
    """What a client has agreed to, or not; a no that only the form has counts, too."""
    said = {kind: each.given for kind, each in consents_now(session, client_id).items()}
    if said.get(ConsentKind.PHOTO) and ConsentKind.PHOTO_REPORT not in said:
        digest = _last_photo_form(session, client_id)
        if digest is not None and _says_no(session, store, digest):
            said[ConsentKind.PHOTO_REPORT] = False
    return said


def _last_photo_form(session: Session, client_id: int) -> str | None:
    query = (
        select(ClientForm.answers_sha256)
        .join(FormTemplate, FormTemplate.id == ClientForm.template_id)
        .where(
            FormTemplate.key == PHOTO_FORM, ClientForm.client_id == client_id, ClientForm.voided_at.is_(None)
        )
    )
    return session.scalar(query.order_by(ClientForm.id.desc()).limit(1))


def _says_no(session: Session, store: ContentStore, digest: str) -> bool:
    """What cannot be read, for want of a key too, may be a no."""
    try:
        record = unsealed(store.get(session, digest))
    except StudioError:
        return True
    return any(line.key == ABOUT_REPORTS and line.answer == NO for line in record.answers)
