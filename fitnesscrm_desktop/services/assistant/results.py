"""What the services of the assistant take and hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fitnesscrm_desktop.models.values import DraftKind, FactForm, RunVerdict


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a text may state."""

    key: str
    """As templates name it, such as ``membership.ends_on``; ``given.…`` for what a person typed."""
    form: FactForm
    text: str
    """Exactly as it stands in a message of the sheet's language: ``€49.00``, ``4 March 2026``."""
    about: str = ""
    """What it is, for people."""

    @property
    def field(self) -> str:
        """What a template writes instead; empty for what a person typed."""
        return "" if self.key.startswith("given.") else f"{{{{ {self.key} }}}}"


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Everything that one text to one client may state."""

    kind: DraftKind
    client_id: int | None
    """None: the text becomes a template, and the facts are examples."""
    language: str
    """``en`` or ``de``: what the phrases are written in."""
    facts: tuple[Fact, ...]
    about_other: bool = False
    """Whoever reads it is not the client, but who pays for or looks after the client."""
    notice: str = ""
    """What the person who drafts should know about the occasion, and the text does not say."""

    def fact(self, key: str) -> Fact | None:
        """The fact of this name, if the client has it."""
        return next((each for each in self.facts if each.key == key), None)


@dataclass(frozen=True, slots=True)
class RunNote:
    """One piece of writing, to be remembered."""

    agent: str
    kind: str
    client_id: int | None
    prompt_version: str
    model: str
    """Its name; empty: no model took part."""
    model_sha256: str
    facts: tuple[Fact, ...]
    text: str
    verdict: RunVerdict
    problems: tuple[str, ...] = ()
    """Why earlier tries were thrown away, and why the plain template was taken."""
    attempts: int = 0
    seed: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    ms: int = 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the list of what the assistant has written."""

    id: int
    at: datetime
    agent: str
    kind: str
    client_id: int | None
    client_name: str
    staff_name: str
    """Who asked for it."""
    model: str
    verdict: RunVerdict
    tokens: int
    ms: int
    text: str


@dataclass(frozen=True, slots=True)
class RunDetail:
    """One piece of writing with all that led to it."""

    row: RunRow
    prompt_version: str
    model_sha256: str
    facts: tuple[Fact, ...]
    problems: tuple[str, ...]
    attempts: int
    seed: int
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What the assistant has done in a stretch of days."""

    runs: int = 0
    verified: int = 0
    fallback: int = 0
    stopped: int = 0
    failed: int = 0
    tokens: int = 0
    ms: int = 0
    verified_ms: int = 0
    """What those took that the model wrote. No speed in tokens: most words of a draft cost next to none."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a model file once it has been opened and tried."""

    name: str
    path: str
    sha256: str
    size: int
    """In bytes."""
    parameters: int
    context: int
    """The longest text it was made for, in tokens."""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model this PC knows."""

    id: int
    """0: the one that ships with the program."""
    facts: ModelFacts
    there: bool
    """Its file is where it was."""
    free_writing: bool
    """Large enough to find its own words; a small one chooses among ours."""
    tokens_per_second: float | None = None
    memory: int | None = None
    """In bytes, as measured."""
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A model server of the studio's own; no URL: none."""

    url: str = ""
    model: str = ""
    public_confirmed: str = ""
    """The public address for which the owner has typed that client data will leave the studio."""


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """How the assistant is set up in this studio."""

    threads: int = 1
    context: int = 2048
    """In tokens."""
    per_hour: int = 120
    """Requests that the model may get in an hour, each try of a draft is one; 0: no limit."""
    idle_minutes: int = 10
    """After which the model gives its memory back."""
    models: Mapping[str, str] = field(default_factory=dict)
    """By agent: the name of its model; an agent that is not in here uses the one that ships."""
    server: ServerSettings = field(default_factory=ServerSettings)
    version: int = 0


@dataclass(frozen=True, slots=True)
class AssistantSetup:
    """The settings with what is only known here and now."""

    settings: AssistantSettings
    has_key: bool | None
    """Whether the server's key is kept; None: cannot be known before the master password is typed."""
    leaves_studio: bool
    """Client data goes to a public address."""
