"""What the forms services take and hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fitnesscrm_desktop.models.values import FormAudience, FormKind, FormSigner, FormState
from fitnesscrm_desktop.services.forms.content import FormContent, FormText
from fitnesscrm_desktop.services.forms.signature import Stroke


@dataclass(frozen=True, slots=True)
class FormTemplateRow:
    """One line of the list of forms."""

    id: int
    key: str | None
    """Of a form that comes with the program."""
    name: str
    kind: FormKind
    languages: tuple[str, ...]
    required_for: FormAudience
    valid_months: int | None
    blocks_checkin: bool
    blocks_booking: bool
    number: int
    """Of the version that is handed out."""
    archived: bool
    version: int
    """For editing: of the settings and the words together."""


@dataclass(frozen=True, slots=True)
class FormTemplateDetail:
    """A form with its words."""

    row: FormTemplateRow
    content: FormContent


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A form for one client, ready to be filled in."""

    template: FormTemplateRow
    client_id: int
    client_name: str
    content: FormContent
    words: FormText
    """In the client's language, with every field filled in."""
    missing: tuple[str, ...]
    """Fields this client has nothing for."""
    minor: bool
    payer: str
    """Who pays for the client, and may sign for a minor."""
    last_form: int = 0
    """The id of what was signed last on this form; 0: nothing was."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What was filled in, and by whom it is signed: *strokes* of a pen, or only the typed name."""

    answers: Mapping[str, str]
    """By the key of the question; what a yes asks for as ``heart.more``."""
    signed_by: str
    relation: str = ""
    """Who signs for somebody else: mother, guardian ..."""
    strokes: tuple[Stroke, ...] = ()
    on: date | None = None
    """When it was signed; None: today."""
    language: str | None = None
    number: int | None = None
    """Of the version that was read; None: the newest."""
    after: int | None = None
    """``last_form`` of the sheet that was filled in: two desks do not both store it. None: they may."""


@dataclass(frozen=True, slots=True)
class SignedForm:
    """One signed form of a client."""

    id: int
    client_id: int
    client_name: str
    member_number: int
    template_id: int
    name: str
    kind: FormKind
    number: int
    """The version that was signed."""
    language: str
    signed_on: date
    at: datetime
    signed_by: str
    signer: FormSigner
    relation: str
    staff: str
    expires_on: date | None
    state: FormState
    asks_clearance: bool
    cleared_on: date | None
    cleared_by: str
    clearance_name: str
    """Of the file that was handed in for it."""
    voided_at: datetime | None
    voided_by: str
    void_reason: str
    paper_sha256: str

    @property
    def waits_for_clearance(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.asks_clearance and self.cleared_on is None and self.voided_at is None


@dataclass(frozen=True, slots=True)
class SignedOnce:
    """A signed form, and whether it was there before: then nothing was stored a second time."""

    form: SignedForm
    already: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question and what was answered, in words."""

    key: str
    question: str
    answer: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class SignedDetail:
    """A signed form with what it says."""

    form: SignedForm
    title: str
    intro: str
    closing: str
    answers: tuple[AnswerLine, ...]
    strokes: tuple[Stroke, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class MissingForm:
    """A client who lacks a form, or whose form expires soon or waits for clearance."""

    client_id: int
    client_name: str
    member_number: int
    template_id: int
    name: str
    kind: FormKind
    state: FormState
    form_id: int | None = None
    """The form that expires, has expired, or waits."""
    expires_on: date | None = None
    waits_for_clearance: bool = False
    blocks_checkin: bool = False
    blocks_booking: bool = False
