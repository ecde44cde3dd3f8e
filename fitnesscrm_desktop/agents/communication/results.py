"""What the Communication agent is asked for, and what it hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fitnesscrm_desktop.models.values import DraftKind, Tone
from fitnesscrm_desktop.services.assistant.results import Fact

AGENT = "communication"
MOST_VARIANTS = 6
USUAL_VARIANTS = 3
LARGEST_SEED = 2**53
"""As large as every reader of JSON can count; the seeds of further tries still fit into the database."""


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """What is to be written, and to whom."""

    kind: DraftKind
    client_id: int | None = None
    """Needed, unless it becomes a template."""
    tone: Tone = Tone.FRIENDLY
    variants: int = USUAL_VARIANTS
    seed: int = 0
    """The same seed gives the same drafts, another one others."""
    instruction: str = ""
    """What a person wants to say: the words of a free message; a hint for the other kinds."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What only a person can know: ``session``, ``old_time``, ``new_time``."""
    as_template: bool = False
    """With fields in the place of facts, for a rule."""
    language: str | None = None
    """None: the one the client is written to in."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One text to choose from. Whatever it is, it has passed the verifier."""

    text: str
    subject: str
    facts: tuple[Fact, ...]
    """What it states, in its order; a template: its fields. The run remembers everything it was given."""
    verified: bool
    fallback: bool
    """The model did not write it: it is the plain template."""
    why_fallback: str
    """A sentence for people; empty if the model wrote it."""
    model: str
    """Empty: no model took part."""
    model_sha256: str
    prompt_version: str
    tokens: int
    ms: int
    attempts: int
    seed: int
    run_id: int
    language: str
    remark: str = ""
    """What the person should know about it, such as that it is in another language than usual."""
