"""Decides what the page of templates shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.models.values import Channel, Purpose
from fitnesscrm_desktop.services.clients.results import ClientHit, ListQuery, SavedList
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.messaging.results import (
    FieldDoc,
    Problem,
    Rendered,
    TemplateDetail,
    TemplateRow,
    TextPart,
)
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft
from fitnesscrm_desktop.services.settings.languages import base_of
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.messaging.templates_state import NEW, Reader, TemplatesState
from fitnesscrm_desktop.ui.messaging.words import translate

PAUSE_MS = 350


class TemplatesView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: TemplatesState) -> None:
        """Show *state*."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


@dataclass(frozen=True, slots=True)
class _Begun:
    """Something typed in a template that is not open at the moment."""

    detail: TemplateDetail | None
    draft: TemplateDraft
    language: str


@dataclass(frozen=True, slots=True)
class _Listed:
    rows: tuple[TemplateRow, ...]
    fields: tuple[FieldDoc, ...]
    filters: tuple[FieldDoc, ...]
    reader: Reader | None


@dataclass(frozen=True, slots=True)
class _Looked:
    problems: tuple[Problem, ...]
    preview: Rendered | None
    trouble: str


class TemplatesPresenter:
    """Loads, and checks while somebody types; what is typed stays until it is stored or undone."""

    def __init__(self, desk: Desk, view: TemplatesView, owner: QObject) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._begun: dict[int, _Begun] = {}
        self._listing, self._looking = CancelToken(), CancelToken()
        self._opening = CancelToken()
        self._coming: tuple[int, str] | None = None
        self._pause = QTimer(owner)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.state = TemplatesState()

    # --- the list ---------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the list again, and the open one if nothing is typed in it."""
        self._listing.cancel()
        token = self._listing = CancelToken()
        services, actor, state = self._desk.services, self._desk.actor, self.state

        def read() -> _Listed:
            templates = services.templates
            return _Listed(
                tuple(templates.list(actor, archived=state.archived)),
                state.fields or templates.fields(actor),
                state.filters or templates.filters(actor),
                state.reader or _somebody(self._desk),
            )

        def done(found: _Listed) -> None:
            if token.cancelled:
                return
            self.show(
                rows=found.rows, fields=found.fields, filters=found.filters, reader=found.reader, error=""
            )
            if self._coming is not None:
                self._open(*self._coming)  # what is on its way may be older than the change
            elif self.state.draft is None and found.rows:
                self.choose(found.rows[0].id)
            elif self.state.detail is not None and not self.state.changed:
                self._open(self.state.detail.row.id, self.state.language)

        self._desk.tasks.run(read, done=done, failed=self._failed, owner=self._owner)

    def show_archived(self, *, archived: bool) -> None:
        """List archived ones too, or no longer."""
        self.show(archived=archived)
        self.load()

    def choose(self, template_id: int) -> None:
        """Open one; what is typed in the other stays."""
        if template_id == self.state.open_id and self._coming is not None and self._coming[0] != template_id:
            self._open_no_other()  # back at this one before the other was read
        if template_id == self.state.open_id or self.state.saving:
            return
        self._put_aside()
        begun = self._begun.get(template_id)
        if begun is not None:
            self._fill(begun.detail, begun.draft, begun.language)
        else:
            self._open(template_id, "")

    def begin_new(self) -> None:
        """Write a new template, or go on with the one that was begun."""
        if self.state.open_id == NEW or self.state.saving:
            return
        self._put_aside()
        begun = self._begun.get(NEW)
        language = base_of(self._desk.profile.locale)
        draft = TemplateDraft("", Purpose.SERVICE, (TextPart(language),))
        self._fill(None, begun.draft if begun else draft, begun.language if begun else language)

    def _open(self, template_id: int, language: str) -> None:
        self._open_no_other()
        self._coming = (template_id, language)
        templates, actor = self._desk.services.templates, self._desk.actor

        def done(detail: TemplateDetail) -> None:
            languages = detail.row.languages
            self._fill(detail, draft_of(detail), language if language in languages else languages[0])

        def failed(error: Exception) -> None:
            self._coming = None
            self._failed(error)

        self._opening = self._desk.tasks.run(
            lambda: templates.get(actor, template_id), done=done, failed=failed, owner=self._owner
        )

    def _open_no_other(self) -> None:
        """Whatever is being read now comes too late to be shown."""
        self._opening.cancel()
        self._coming = None

    def _put_aside(self) -> None:
        state = self.state
        if state.draft is not None and state.open_id is not None:
            if state.changed:
                self._begun[state.open_id] = _Begun(state.detail, state.draft, state.language)
            else:
                self._begun.pop(state.open_id, None)

    def _fill(self, detail: TemplateDetail | None, draft: TemplateDraft, language: str) -> None:
        self._open_no_other()
        self.show(
            detail=detail,
            draft=draft,
            language=language,
            filled=self.state.filled + 1,
            problems=(),
            errors={},
            preview=None,
            trouble="",
            saving=False,
        )
        self._note_unsaved()
        self.look()

    # --- typing -----------------------------------------------------------------------------------------

    def name_it(self, name: str) -> None:
        """The name was typed."""
        if self.state.draft is not None:
            self._typed(replace(self.state.draft, name=name))

    def set_purpose(self, purpose: Purpose) -> None:
        """What it is for was chosen."""
        if self.state.draft is not None:
            self._typed(replace(self.state.draft, purpose=purpose))

    def write(self, field: str, text: str) -> None:
        """One field of the language that is shown was typed."""
        part, draft = self.state.part, self.state.draft
        if part is not None and draft is not None and getattr(part, field) != text:
            self._typed(_with_part(draft, replace(part, **{field: text})))
            self._pause.start()

    def take_words(self, subject: str, text: str) -> None:
        """Put words that somebody has chosen elsewhere in the place of those that are shown."""
        part, draft = self.state.part, self.state.draft
        if part is not None and draft is not None:
            self._typed(_with_part(draft, replace(part, subject=subject, text=text)))
            self.show(filled=self.state.filled + 1)
            self.look()

    def turn_to(self, language: str) -> None:
        """Show the words of another language."""
        self.show(language=language, filled=self.state.filled + 1, problems=(), preview=None, trouble="")
        self.look()

    def add_language(self, language: str) -> None:
        """Begin words in another language, with those that are shown to be translated."""
        draft, part = self.state.draft, self.state.part
        if draft is None:
            return
        if language not in self.state.languages:
            begun = replace(part, language=language) if part is not None else TextPart(language)
            self._typed(replace(draft, texts=(*draft.texts, begun)))
        self.turn_to(language)

    def remove_language(self) -> None:
        """Leave the language that is shown out; the last one stays."""
        draft = self.state.draft
        if draft is None or len(draft.texts) < 2:  # noqa: PLR2004 - one has to be left
            return
        left = tuple(part for part in draft.texts if part.language != self.state.language)
        self._typed(replace(draft, texts=left))
        self.turn_to(left[0].language)

    def revert(self) -> None:
        """Throw away what is typed and not stored."""
        if self.state.detail is not None:
            self.fill_with(self.state.detail)
        else:
            self.forget_new()
            self.close()

    def _typed(self, draft: TemplateDraft) -> None:
        self.show(draft=draft, errors={})
        self._note_unsaved()

    def _note_unsaved(self) -> None:
        state = self.state
        if state.draft is None or state.open_id is None:
            return
        stored = draft_of(state.detail) if state.detail is not None else None
        blank = TemplateDraft("", Purpose.SERVICE, (TextPart(state.language),))
        changed = state.draft != (stored or blank)
        unsaved = state.unsaved | {state.open_id} if changed else state.unsaved - {state.open_id}
        if unsaved != state.unsaved:
            self.show(unsaved=unsaved)

    # --- the preview ------------------------------------------------------------------------------------

    def look(self) -> None:
        """Check the words and show what the client would read."""
        self._looking.cancel()
        token = self._looking = CancelToken()
        self._pause.stop()
        part, reader, channel = self.state.part, self.state.reader, self.state.channel
        if part is None:
            return
        templates, actor = self._desk.services.templates, self._desk.actor
        key = self.state.detail.row.key if self.state.detail is not None else None

        def read() -> _Looked:
            problems = templates.check(actor, part)
            if reader is None:
                return _Looked(problems, None, translate("Choose a client to see what they would read."))
            try:
                return _Looked(problems, templates.try_out(actor, part, reader.id, channel, key), "")
            except StudioError as error:
                return _Looked(problems, None, error.text)

        def done(looked: _Looked) -> None:
            if not token.cancelled:
                self.show(problems=looked.problems, preview=looked.preview, trouble=looked.trouble)

        self._desk.tasks.run(read, done=done, failed=self._failed, owner=self._owner)

    def show_for(self, client: ClientHit | None) -> None:
        """Show it for another client."""
        self.show(reader=None if client is None else Reader(client.id, client.name))
        self.look()

    def show_as(self, channel: Channel) -> None:
        """Show it as another kind of message."""
        self.show(channel=channel)
        self.look()

    # --- what deeds need --------------------------------------------------------------------------------

    def fill_with(self, detail: TemplateDetail) -> None:
        """Show what is stored now; nothing is typed in it any more."""
        self._begun.pop(detail.row.id, None)
        self.show(unsaved=self.state.unsaved - {detail.row.id})
        language, languages = self.state.language, detail.row.languages
        self._fill(detail, draft_of(detail), language if language in languages else languages[0])

    def forget_new(self) -> None:
        """The new one is stored."""
        self._begun.pop(NEW, None)
        self.show(unsaved=self.state.unsaved - {NEW})

    def close(self) -> None:
        """Leave the open one; the list decides what is shown next."""
        self._open_no_other()
        self.show(draft=None, detail=None)
        self.load()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.show(error=error.text)
        else:
            self._view.report(error)

    def show(self, **changes: object) -> None:
        """Change the state and show it."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)


def draft_of(detail: TemplateDetail) -> TemplateDraft:
    """What is stored, as an editor holds it."""
    return TemplateDraft(detail.row.name, detail.row.purpose, detail.texts)


def _with_part(draft: TemplateDraft, changed: TextPart) -> TemplateDraft:
    texts = tuple(changed if part.language == changed.language else part for part in draft.texts)
    return replace(draft, texts=texts)


def _somebody(desk: Desk) -> Reader | None:
    """The first of the active clients, else of all."""
    directory, actor = desk.services.directory, desk.actor
    for query in (ListQuery(saved=SavedList.ACTIVE), ListQuery()):
        ids = directory.ids(actor, query)[:1]
        if ids:
            (row,) = directory.rows(actor, ids)
            return Reader(row.id, row.name)
    return None
