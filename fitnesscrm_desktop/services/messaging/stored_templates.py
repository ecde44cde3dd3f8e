"""Reads templates as they are stored, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import MessageTemplate, TemplateAttachment, TemplateText
from fitnesscrm_desktop.services.core.errors import Conflict, NotFound
from fitnesscrm_desktop.services.messaging.results import (
    AttachmentRow,
    TemplateDetail,
    TemplateRow,
    TextPart,
)
from fitnesscrm_desktop.services.messaging.shipped import BY_KEY, shipped_words
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft, as_fields


def found_template(session: Session, template_id: int, *, lock: bool = False) -> MessageTemplate:
    """The template, locked if asked. Raises ``NotFound``."""
    row = session.get(MessageTemplate, template_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound(f"There is no template with the id {template_id}.")
    return row


def stored_parts(session: Session, template_id: int) -> list[TextPart]:
    """The words of a template in each language, the first that was written first."""
    query = select(TemplateText).where(TemplateText.template_id == template_id).order_by(TemplateText.id)
    return [
        TextPart(row.language, row.subject, row.text, row.html, row.sms) for row in session.scalars(query)
    ]


def attachments_of(session: Session, template_id: int) -> tuple[AttachmentRow, ...]:
    """The files of a template, without reading them."""
    query = (
        select(TemplateAttachment, func.length(TemplateAttachment.content))
        .where(TemplateAttachment.template_id == template_id)
        .order_by(TemplateAttachment.id)
    )
    return tuple(attachment_row(row, size) for row, size in session.execute(query))


def attachment_row(row: TemplateAttachment, size: int) -> AttachmentRow:
    """A file as others see it."""
    return AttachmentRow(row.id, row.file_name, row.content_type, size)


def row_of(row: MessageTemplate, languages: Sequence[str]) -> TemplateRow:
    """A template as a list shows it."""
    return TemplateRow(
        id=row.id,
        key=row.key,
        name=row.name,
        purpose=row.purpose,
        languages=tuple(languages),
        archived=row.archived_at is not None,
        version=row.version,
    )


def detail_of(session: Session, row: MessageTemplate) -> TemplateDetail:
    """A template with everything."""
    parts = stored_parts(session, row.id)
    first = shipped_words(row.key) if row.key in BY_KEY else None
    changed = first is not None and any(
        each != next((part for part in parts if part.language == language), None)
        for language, each in first.items()
    )
    return TemplateDetail(
        row=row_of(row, [part.language for part in parts]),
        texts=tuple(parts),
        attachments=attachments_of(session, row.id),
        changed=changed,
    )


def draft_of(row: MessageTemplate, parts: Sequence[TextPart]) -> TemplateDraft:
    """A stored template as an editor holds it."""
    return TemplateDraft(row.name, row.purpose, tuple(parts))


def refuse_stale_template(stored: int, seen: int, mine: TemplateDraft, theirs: TemplateDraft) -> None:
    """Raise ``Conflict`` with the fields that differ, unless both want the same or nothing was changed."""
    if stored == seen:
        return
    ours, others = as_fields(mine), as_fields(theirs)
    differing = [name for name in {**ours, **others} if ours.get(name, "") != others.get(name, "")]
    if differing:
        raise Conflict(
            f"Somebody else has changed “{theirs.name}” in the meantime. Your change was not stored yet.",
            mine={name: ours.get(name, "") for name in differing},
            theirs={name: others.get(name, "") for name in differing},
        )
