"""What the page of templates shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.messaging.results import (
    FieldDoc,
    Problem,
    Rendered,
    TemplateDetail,
    TemplateRow,
    TextPart,
)
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft

NEW = 0
"""Stands for the id of a template that is not stored yet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The client for whom a template is shown."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class TemplatesState:
    """One look at it; ``rows`` None: on their way, ``draft`` None: nothing is open."""

    rows: tuple[TemplateRow, ...] | None = None
    archived: bool = False
    """Archived ones are listed too."""
    detail: TemplateDetail | None = None
    """What is stored of the one that is open; None for a new one."""
    draft: TemplateDraft | None = None
    """What is typed."""
    language: str = ""
    filled: int = 0
    """Counts up whenever the fields have to be filled from the draft."""
    unsaved: frozenset[int] = frozenset()
    fields: tuple[FieldDoc, ...] = ()
    filters: tuple[FieldDoc, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of the language that is shown, while it is typed."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What kept it from being stored."""
    reader: Reader | None = None
    channel: Channel = Channel.EMAIL
    preview: Rendered | None = None
    trouble: str = ""
    """Why there is no preview."""
    saving: bool = False
    error: str = ""

    @property
    def open_id(self) -> int | None:
        """Which one is open; NEW for one that is not stored, None for none."""
        if self.draft is None:
            return None
        return self.detail.row.id if self.detail is not None else NEW

    @property
    def changed(self) -> bool:
        """Whether the open one holds something that is not stored."""
        return self.open_id in self.unsaved

    @property
    def part(self) -> TextPart | None:
        """The words in the language that is shown."""
        parts = self.draft.texts if self.draft is not None else ()
        return next((part for part in parts if part.language == self.language), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those there are words in."""
        return tuple(part.language for part in self.draft.texts) if self.draft is not None else ()
