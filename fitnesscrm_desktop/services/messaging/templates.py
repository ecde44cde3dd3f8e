"""The studio's templates: words for occasions, in as many languages as its clients speak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.message import MessageTemplate, TemplateAttachment, TemplateText
from fitnesscrm_desktop.models.values import Channel, Permission
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.events import TemplatesChanged
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE, FIELD_NAMES, describe
from fitnesscrm_desktop.services.messaging.results import (
    AttachmentRow,
    FieldDoc,
    Occasion,
    Problem,
    Rendered,
    TemplateDetail,
    TemplateRow,
    TextPart,
)
from fitnesscrm_desktop.services.messaging.sandbox import Scribe
from fitnesscrm_desktop.services.messaging.shipped import (
    BY_KEY,
    USUAL_N,
    ensure_templates,
    shipped_words,
    text_rows,
)
from fitnesscrm_desktop.services.messaging.speech import FILTERS, Speech
from fitnesscrm_desktop.services.messaging.stored_templates import (
    attachment_row,
    detail_of,
    draft_of,
    found_template,
    refuse_stale_template,
    row_of,
    stored_parts,
)
from fitnesscrm_desktop.services.messaging.template_names import called, folded_name, hold_names
from fitnesscrm_desktop.services.messaging.template_rules import (
    MOST_FILES,
    TemplateDraft,
    checked_draft,
    checked_file,
    mentions_money,
    problems_of,
    tidy_part,
)
from fitnesscrm_desktop.services.settings.profile import studio_profile


class TemplateService:
    """Keeps the templates, checks them, and shows what they make of a client."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, *, archived: bool = False) -> Sequence[TemplateRow]:
        """All templates by name; archived ones, at the end, only when asked for."""
        actor.require(Permission.WRITE_MESSAGES)
        ensure_templates(self._core)
        with self._core.read() as session:
            query = select(MessageTemplate).order_by(
                MessageTemplate.archived_at.is_not(None), MessageTemplate.folded, MessageTemplate.id
            )
            if not archived:
                query = query.where(MessageTemplate.archived_at.is_(None))
            languages: dict[int, list[str]] = {}
            for template_id, language in session.execute(
                select(TemplateText.template_id, TemplateText.language).order_by(TemplateText.id)
            ):
                languages.setdefault(template_id, []).append(language)
            return [row_of(row, languages.get(row.id, ())) for row in session.scalars(query)]

    def get(self, actor: Actor, template_id: int) -> TemplateDetail:
        """One template with all its words. Raises ``NotFound``."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            return detail_of(session, found_template(session, template_id))

    def named(self, actor: Actor, name: str) -> TemplateRow:
        """The template of this name, key or id; one in use before one in the archive. Raises ``NotFound``."""
        row = called(self.list(actor, archived=True), name)
        if row is None:
            raise NotFound(f"There is no template called “{name[:60]}”.")
        return row

    def add(self, actor: Actor, draft: TemplateDraft) -> TemplateDetail:
        """Add a template of the studio's own. Raises ``RuleBroken`` by field."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            hold_names(work.session)
            good = checked_draft(draft, studio_profile(work.session))
            _refuse_taken(work.session, good.name)
            row = MessageTemplate(name=good.name, folded=folded_name(good.name), purpose=good.purpose)
            work.session.add(row)
            work.session.flush()
            work.session.add_all(text_rows(row.id, good.texts))
            return _stored(work, actor, row, "template.add")

    def edit(self, actor: Actor, template_id: int, version: int, draft: TemplateDraft) -> TemplateDetail:
        """Change a template. Raises ``RuleBroken`` by field, or ``Conflict`` if it was changed meanwhile."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            hold_names(work.session)
            row = found_template(work.session, template_id, lock=True)
            good = checked_draft(draft, studio_profile(work.session))
            before = draft_of(row, stored_parts(work.session, template_id))
            refuse_stale_template(row.version, version, good, before)
            _refuse_taken(work.session, good.name, template_id)
            row.name, row.folded, row.purpose = good.name, folded_name(good.name), good.purpose
            _put_words(work, row, good.texts)
            return _stored(work, actor, row, "template.edit")

    def archive(self, actor: Actor, template_id: int) -> TemplateDetail:
        """Offer it no more. Raises ``RuleBroken`` while a rule that is switched on uses it."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            rule = work.session.scalar(
                select(Rule.name)
                .where(
                    Rule.template_id == template_id, Rule.archived_at.is_(None), Rule.enabled_on.is_not(None)
                )
                .limit(1)
            )
            if rule is not None:
                raise RuleBroken(f"The rule “{rule}” writes with this template. Switch the rule off first.")
            row.archived_at = work.now
            return _stored(work, actor, row, "template.archive")

    def restore(self, actor: Actor, template_id: int) -> TemplateDetail:
        """Offer an archived template again."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            row.archived_at = None
            return _stored(work, actor, row, "template.restore")

    def reset(self, actor: Actor, template_id: int) -> TemplateDetail:
        """Give a template that ships its first words back; languages the studio has added stay."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            if row.key not in BY_KEY:
                raise RuleBroken("This template is the studio’s own; there are no first words to go back to.")
            first = shipped_words(row.key)
            kept = [part for part in stored_parts(work.session, template_id) if part.language not in first]
            _put_words(work, row, (*first.values(), *kept))
            return _stored(work, actor, row, "template.reset")

    def check(self, actor: Actor, part: TextPart) -> tuple[Problem, ...]:
        """What is wrong with the words of one language, before they are saved."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.read() as session:
            return problems_of(tidy_part(part), studio_profile(session))

    def preview(
        self,
        actor: Actor,
        template_id: int,
        client_id: int,
        language: str | None = None,
        channel: Channel = Channel.EMAIL,
    ) -> Rendered:
        """What a client would read; *language* None: the client's own. Raises ``RuleBroken``."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            row = found_template(session, template_id)
            parts = stored_parts(session, template_id)
            return self._shown(session, actor, row.key, parts, client_id, channel, language)

    def try_out(
        self,
        actor: Actor,
        part: TextPart,
        client_id: int,
        channel: Channel = Channel.EMAIL,
        key: str | None = None,
    ) -> Rendered:
        """As ``preview``, for words that are not stored; *key* of the template they belong to."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.read() as session:
            tidy = tidy_part(part)
            return self._shown(session, actor, key, [tidy], client_id, channel, tidy.language)

    def fields(self, actor: Actor) -> tuple[FieldDoc, ...]:
        """Everything a template may name, with an example."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            profile = studio_profile(session)
        scribe = Scribe(Speech.of(profile.locale, profile))
        return tuple(
            describe(name, scribe.fill("{{ " + name + " }}", EXAMPLE)[0].replace("\n", ", "))
            for name in FIELD_NAMES
        )

    def filters(self, actor: Actor) -> tuple[FieldDoc, ...]:
        """Every filter with what it does."""
        actor.require(Permission.WRITE_MESSAGES)
        parted = [(name, about.partition(": ")) for name, about in FILTERS.items()]
        return tuple(FieldDoc(name, about, example) for name, (about, _colon, example) in parted)

    def attach(self, actor: Actor, template_id: int, file_name: str, content: bytes) -> AttachmentRow:
        """Send a file along with every e-mail made from a template. Raises ``RuleBroken``."""
        actor.require(Permission.MANAGE_RULES)
        name, kind = checked_file(file_name, content)
        with self._core.write() as work:
            row = found_template(work.session, template_id, lock=True)
            count = work.session.scalar(
                select(func.count()).where(TemplateAttachment.template_id == template_id)
            )
            if (count or 0) >= MOST_FILES:
                raise RuleBroken(f"A template has at most {MOST_FILES} files. Take one away first.")
            file = TemplateAttachment(
                template_id=template_id, file_name=name, content_type=kind, content=content
            )
            work.session.add(file)
            _stored(work, actor, row, "template.attach", file=name)
            return attachment_row(file, len(content))

    def detach(self, actor: Actor, attachment_id: int) -> tuple[AttachmentRow, bytes]:
        """Send a file no longer; the answer holds what it was, for undo."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            file = _found_file(work.session, attachment_id)
            row = found_template(work.session, file.template_id, lock=True)
            content = file.content
            work.session.delete(file)
            _stored(work, actor, row, "template.detach", file=file.file_name)
            return attachment_row(file, len(content)), content

    def attachment(self, actor: Actor, attachment_id: int) -> bytes:
        """What is in a file. Raises ``NotFound``."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            return _found_file(session, attachment_id).content

    def _shown(
        self,
        session: Session,
        actor: Actor,
        key: str | None,
        parts: Sequence[TextPart],
        client_id: int,
        channel: Channel,
        language: str | None,
    ) -> Rendered:
        if mentions_money(parts):
            actor.require(Permission.VIEW_MONEY)
        profile, now = studio_profile(session), self._core.clock.now()
        n = BY_KEY[key].n if key in BY_KEY else USUAL_N
        occasion = Occasion(find_client(session, client_id).id, profile.day_of(now), n=n)
        composer = Composer(session, profile, now, actor.name if actor.staff_id else "")
        return composer.render_parts(occasion, {part.language: part for part in parts}, channel, language)


def _refuse_taken(session: Session, name: str, but: int | None = None) -> None:
    other = session.scalar(select(MessageTemplate.id).where(MessageTemplate.folded == folded_name(name)))
    if other is not None and other != but:
        text = f"There is a template called “{name}” already. Choose another name."
        raise RuleBroken(text, fields={"name": text})


def _put_words(work: Work, row: MessageTemplate, parts: Sequence[TextPart]) -> None:
    work.session.execute(delete(TemplateText).where(TemplateText.template_id == row.id))
    work.session.add_all(text_rows(row.id, parts))


def _stored(work: Work, actor: Actor, row: MessageTemplate, action: str, **told: Any) -> TemplateDetail:
    flag_modified(row, "name")  # words and files count as a change of the template
    work.session.flush()
    work.audit(actor, action, "message_template", row.id, name=row.name, **told)
    work.record(TemplatesChanged(row.id))
    return detail_of(work.session, row)


def _found_file(session: Session, attachment_id: int) -> TemplateAttachment:
    file = session.get(TemplateAttachment, attachment_id)
    if file is None:
        raise NotFound("This file is not there any more.")
    return file
