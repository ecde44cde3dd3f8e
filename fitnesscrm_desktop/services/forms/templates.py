"""The studio's forms: what they say and ask, who needs them, how long they count.

Each change of words is a new version; what was signed stays readable as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.forms import FormTemplate, FormVersion
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.forms.content import restored, stored
from fitnesscrm_desktop.services.forms.events import FormTemplatesChanged
from fitnesscrm_desktop.services.forms.results import FormTemplateDetail, FormTemplateRow
from fitnesscrm_desktop.services.forms.shipped import ensure_forms, shipped_draft
from fitnesscrm_desktop.services.forms.stored_templates import (
    detail_of,
    draft_of,
    found_template,
    latest_content,
    row_of,
)
from fitnesscrm_desktop.services.forms.template_rules import FormDraft, checked_draft
from fitnesscrm_desktop.services.messaging.template_names import called, folded_name, hold_names
from fitnesscrm_desktop.services.settings.profile import studio_profile

_SETTINGS = ("required_for", "valid_months", "blocks_checkin", "blocks_booking")


class FormTemplateService:
    """Keeps the forms that the studio hands out."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, *, archived: bool = False) -> Sequence[FormTemplateRow]:
        """All forms by name; archived ones, at the end, only when asked for."""
        actor.require(Permission.FILL_FORMS)
        ensure_forms(self._core)
        with self._core.read() as session:
            query = (
                select(FormTemplate, FormVersion.content)
                .join(
                    FormVersion,
                    and_(
                        FormVersion.template_id == FormTemplate.id,
                        FormVersion.number == FormTemplate.latest,
                    ),
                )
                .order_by(FormTemplate.archived_at.is_not(None), FormTemplate.folded, FormTemplate.id)
            )
            if not archived:
                query = query.where(FormTemplate.archived_at.is_(None))
            return [row_of(row, restored(content)) for row, content in session.execute(query)]

    def get(self, actor: Actor, template_id: int, number: int | None = None) -> FormTemplateDetail:
        """One form with the words of a version; None: those that are handed out. Raises ``NotFound``."""
        actor.require(Permission.FILL_FORMS)
        with self._core.read() as session:
            return detail_of(session, found_template(session, template_id), number)

    def named(self, actor: Actor, name: str) -> FormTemplateRow:
        """The form of this name, key or id; one in use before one in the archive. Raises ``NotFound``."""
        row = called(self.list(actor, archived=True), name)
        if row is None:
            raise NotFound(f"There is no form called “{name[:60]}”.")
        return row

    def add(self, actor: Actor, draft: FormDraft) -> FormTemplateDetail:
        """Add a form of the studio's own. Raises ``RuleBroken`` by field."""
        actor.require(Permission.MANAGE_FORMS)
        with self._core.write() as work:
            hold_names(work.session)
            good = checked_draft(draft, studio_profile(work.session))
            _refuse_taken(work.session, good.name)
            row = FormTemplate(
                kind=good.kind,
                name=good.name,
                folded=folded_name(good.name),
                latest=0,
                **{name: getattr(good, name) for name in _SETTINGS},
            )
            work.session.add(row)
            work.session.flush()
            _add_version(work, actor, row, good)
            return _stored(work, actor, row, "form_template.add")

    def edit(self, actor: Actor, template_id: int, version: int, draft: FormDraft) -> FormTemplateDetail:
        """Change a form; other words or questions become its next version.

        Raises ``RuleBroken`` by field, or ``Conflict`` if it was changed meanwhile. Its kind stays.
        """
        actor.require(Permission.MANAGE_FORMS)
        with self._core.write() as work:
            hold_names(work.session)
            row = found_template(work.session, template_id, lock=True)
            draft = replace(draft, kind=row.kind)
            good = checked_draft(draft, studio_profile(work.session))
            before = draft_of(row, latest_content(work.session, row))
            refuse_stale(row.version, version, asdict(good), asdict(before), "this form")
            _refuse_taken(work.session, good.name, template_id)
            return self._put(work, actor, row, before, good, "form_template.edit")

    def reset(self, actor: Actor, template_id: int) -> FormTemplateDetail:
        """Give a form that came with the program its first words back, as a new version."""
        actor.require(Permission.MANAGE_FORMS)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            if row.key is None:
                raise RuleBroken("This form is the studio’s own; there are no first words to go back to.")
            before = draft_of(row, latest_content(work.session, row))
            good = replace(before, content=shipped_draft(row.key).content)
            return self._put(work, actor, row, before, good, "form_template.reset")

    def archive(self, actor: Actor, template_id: int) -> FormTemplateDetail:
        """Hand it out no more; nobody needs it any more, and what was signed stays."""
        actor.require(Permission.MANAGE_FORMS)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            row.archived_at = work.now
            return _stored(work, actor, row, "form_template.archive")

    def restore(self, actor: Actor, template_id: int) -> FormTemplateDetail:
        """Hand an archived form out again."""
        actor.require(Permission.MANAGE_FORMS)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            row.archived_at = None
            return _stored(work, actor, row, "form_template.restore")

    def _put(
        self, work: Work, actor: Actor, row: FormTemplate, before: FormDraft, good: FormDraft, action: str
    ) -> FormTemplateDetail:
        row.name, row.folded = good.name, folded_name(good.name)
        for name in _SETTINGS:
            setattr(row, name, getattr(good, name))
        if good.content != before.content:
            _add_version(work, actor, row, good)
        return _stored(work, actor, row, action)


def _add_version(work: Work, actor: Actor, row: FormTemplate, good: FormDraft) -> None:
    row.latest += 1
    work.session.add(
        FormVersion(
            template_id=row.id,
            number=row.latest,
            at=work.now,
            staff_id=actor.staff_id,
            content=stored(good.content),
        )
    )


def _stored(work: Work, actor: Actor, row: FormTemplate, action: str) -> FormTemplateDetail:
    work.session.flush()
    settings = {name: getattr(row, name) for name in _SETTINGS}
    work.audit(actor, action, "form_template", row.id, name=row.name, number=row.latest, **settings)
    work.record(FormTemplatesChanged(row.id))
    return detail_of(work.session, row)


def _refuse_taken(session: Session, name: str, but: int | None = None) -> None:
    other = session.scalar(select(FormTemplate.id).where(FormTemplate.folded == folded_name(name)))
    if other is not None and other != but:
        text = f"There is a form called “{name}” already. Choose another name."
        raise RuleBroken(text, fields={"name": text})
