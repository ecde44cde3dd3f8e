"""Reads forms and their versions as they are stored, inside the caller's transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.forms import FormTemplate, FormVersion
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.forms.content import FormContent, restored
from fitnesscrm_desktop.services.forms.results import FormTemplateDetail, FormTemplateRow
from fitnesscrm_desktop.services.forms.template_rules import FormDraft


def found_template(session: Session, template_id: int, *, lock: bool = False) -> FormTemplate:
    """The form, locked if asked. Raises ``NotFound``."""
    row = session.get(FormTemplate, template_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound(f"There is no form with the id {template_id}.")
    return row


def found_version(session: Session, template_id: int, number: int) -> FormVersion:
    """One version of a form. Raises ``NotFound``."""
    row = session.scalar(
        select(FormVersion).where(FormVersion.template_id == template_id, FormVersion.number == number)
    )
    if row is None:
        raise NotFound(f"This form has no version {number}.")
    return row


def latest_content(session: Session, row: FormTemplate) -> FormContent:
    """What is handed out."""
    return restored(found_version(session, row.id, row.latest).content)


def row_of(row: FormTemplate, content: FormContent) -> FormTemplateRow:
    """A form as lists show it."""
    return FormTemplateRow(
        id=row.id,
        key=row.key,
        name=row.name,
        kind=row.kind,
        languages=content.languages,
        required_for=row.required_for,
        valid_months=row.valid_months,
        blocks_checkin=row.blocks_checkin,
        blocks_booking=row.blocks_booking,
        number=row.latest,
        archived=row.archived_at is not None,
        version=row.version,
    )


def detail_of(session: Session, row: FormTemplate, number: int | None = None) -> FormTemplateDetail:
    """A form with the words of one version; None: those that are handed out."""
    version = found_version(session, row.id, row.latest if number is None else number)
    content = restored(version.content)
    return FormTemplateDetail(row_of(row, content), content)


def draft_of(row: FormTemplate, content: FormContent) -> FormDraft:
    """A stored form as an editor holds it."""
    return FormDraft(
        row.name,
        content,
        row.kind,
        row.required_for,
        row.valid_months,
        row.blocks_checkin,
        row.blocks_booking,
    )
