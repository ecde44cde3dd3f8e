"""What the page of templates does with the open one: store, reset, archive, files; each with a way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from fitnesscrm_desktop.services.messaging.results import AttachmentRow, TemplateDetail
from fitnesscrm_desktop.services.messaging.template_rules import LARGEST_FILE, TemplateDraft, with_fields
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.messaging.templates_presenter import TemplatesPresenter, draft_of
from fitnesscrm_desktop.ui.messaging.words import translate


class DeedsView(Protocol):
    """What the deeds need of the page."""

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done, with a way back."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...

    def ask_which(self, conflict: Conflict) -> dict[str, object] | None:
        """Ask whose values are kept; mine that are, or None to go back."""
        ...


class TemplateDeeds:
    """Each one is one change of the template that is open."""

    def __init__(self, desk: Desk, host: TemplatesPresenter, view: DeedsView, owner: QObject) -> None:
        self._desk, self._host, self._view, self._owner = desk, host, view, owner

    def save(self) -> None:
        """Store what is typed."""
        state, templates, actor = self._host.state, self._desk.services.templates, self._desk.actor
        draft, detail = state.draft, state.detail
        if draft is None or state.saving or not state.changed:
            return
        if detail is None:
            self._store(lambda: templates.add(actor, draft), None)
        else:
            row = detail.row
            self._store(lambda: templates.edit(actor, row.id, row.version, draft), draft_of(detail))

    def _store(self, work: Callable[[], TemplateDetail], before: TemplateDraft | None) -> None:
        self._host.show(saving=True)
        self._desk.tasks.write(
            work,
            done=lambda detail: self._stored(detail, before),
            failed=self._not_stored,
            owner=self._owner,
        )

    def _stored(self, detail: TemplateDetail, before: TemplateDraft | None) -> None:
        if self._host.state.detail is None:
            self._host.forget_new()
        self._host.fill_with(detail)
        said = translate("“{name}” is saved").format(name=detail.row.name)
        self._view.say(said, None if before is None else self._back_to(detail, before))

    def _back_to(self, detail: TemplateDetail, before: TemplateDraft) -> Callable[[], None]:
        templates, actor, row = self._desk.services.templates, self._desk.actor, detail.row
        return lambda: self._write(lambda: templates.edit(actor, row.id, row.version, before))

    def _not_stored(self, error: Exception) -> None:
        self._host.show(saving=False)
        if isinstance(error, Conflict) and error.mine and self._host.state.detail is not None:
            kept = self._view.ask_which(error)
            if kept is not None:
                self._merge(self._host.state.detail.row.id, kept)
        elif isinstance(error, RuleBroken) and error.fields:
            self._host.show(errors=dict(error.fields))
        else:
            self._view.report(error)

    def _merge(self, template_id: int, kept: dict[str, object]) -> None:
        templates, actor = self._desk.services.templates, self._desk.actor

        def merge() -> TemplateDetail:
            theirs = templates.get(actor, template_id)
            return templates.edit(actor, template_id, theirs.row.version, with_fields(draft_of(theirs), kept))

        self._store(merge, None)

    def reset(self) -> None:
        """Give it its first words back."""
        detail, templates, actor = self._host.state.detail, self._desk.services.templates, self._desk.actor
        if detail is None:
            return
        before = draft_of(detail)

        def done(now: TemplateDetail) -> None:
            self._host.fill_with(now)
            self._view.say(translate("The first words are back"), self._back_to(now, before))

        self._write(lambda: templates.reset(actor, detail.row.id), done)

    def archive(self) -> None:
        """Offer the open one no more, or again."""
        detail, templates, actor = self._host.state.detail, self._desk.services.templates, self._desk.actor
        if detail is None:
            return
        row = detail.row
        deed, back = (
            (templates.restore, templates.archive) if row.archived else (templates.archive, templates.restore)
        )
        words = translate("“{name}” is back") if row.archived else translate("“{name}” is archived")

        def done(_now: TemplateDetail) -> None:
            self._host.close()
            self._view.say(
                words.format(name=row.name),
                lambda: self._write(lambda: back(actor, row.id), self._host.fill_with),
            )

        self._write(lambda: deed(actor, row.id), done)

    def attach(self, file: Path) -> None:
        """Send a file along."""
        detail, templates, actor = self._host.state.detail, self._desk.services.templates, self._desk.actor
        if detail is None:
            return

        def work() -> TemplateDetail:
            templates.attach(actor, detail.row.id, file.name, _content(file))
            return templates.get(actor, detail.row.id)

        self._write(work, self._files_changed)

    def detach(self, file: AttachmentRow) -> None:
        """Send a file no longer."""
        detail, templates, actor = self._host.state.detail, self._desk.services.templates, self._desk.actor
        if detail is None:
            return

        def work() -> tuple[TemplateDetail, bytes]:
            _row, content = templates.detach(actor, file.id)
            return templates.get(actor, detail.row.id), content

        def done(outcome: tuple[TemplateDetail, bytes]) -> None:
            now, content = outcome
            self._files_changed(now)

            def again() -> TemplateDetail:
                templates.attach(actor, detail.row.id, file.file_name, content)
                return templates.get(actor, detail.row.id)

            said = translate("“{name}” is taken away").format(name=file.file_name)
            self._view.say(said, lambda: self._write(again, self._files_changed))

        self._write(work, done)

    def _files_changed(self, now: TemplateDetail) -> None:
        """Show the files; what is typed stays, and is still compared with what it was typed over."""
        before = self._host.state.detail
        if before is None or before.row.id != now.row.id:
            return
        untouched = draft_of(before) == draft_of(now)
        row = now.row if untouched else before.row
        self._host.show(detail=replace(before, row=row, attachments=now.attachments))

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        self._desk.tasks.write(
            work, done=done or (lambda _done: None), failed=self._view.report, owner=self._owner
        )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise RuleBroken(
                translate("“{name}” is larger than {size} MB. Send a link instead.").format(
                    name=file.name, size=LARGEST_FILE // 1024 // 1024
                )
            )
        return file.read_bytes()
    except OSError as error:
        raise RuleBroken(
            translate("“{name}” cannot be read: {why}.").format(name=file.name, why=error.strerror or error)
        ) from error
