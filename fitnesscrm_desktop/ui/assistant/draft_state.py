"""What the dialog that drafts a message shows."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.models.values import Tone as DraftTone
from fitnesscrm_desktop.services.assistant.results import Fact
from fitnesscrm_desktop.ui.assistant.place import WritingPlace

VARIANTS = 3


class Phase(enum.StrEnum):
    """How far it is."""

    ORDER = "order"
    """Nothing has been written yet."""
    WRITING = "writing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Variant:
    """One text to choose from; it grows while it is written."""

    subject: str = ""
    text: str = ""
    done: bool = False
    fallback: bool = False
    """It is the plain text: the model did not write it."""
    why: str = ""
    """Why it is."""
    model: str = ""
    facts: tuple[Fact, ...] = ()
    language: str = ""
    run_id: int = 0
    ms: int = 0
    remark: str = ""
    """What the person should know about it."""
    edited: bool = False
    """A person has changed it."""


@dataclass(frozen=True, slots=True)
class DraftState:
    """One look at it."""

    kind: DraftKind
    tone: DraftTone = DraftTone.FRIENDLY
    client_id: int | None = None
    client_name: str = ""
    as_template: bool = False
    place: WritingPlace | None = None
    """Where texts are written; None: nobody has looked yet."""
    phase: Phase = Phase.ORDER
    variants: tuple[Variant, ...] = ()
    written_kind: DraftKind | None = None
    """What the variants were written for; by now something else may be wanted."""
    chosen: int | None = None
    trouble: str = ""
    """Why texts are plain, or why nothing was written."""
    can_try_again: bool = False
    """Another try may go better."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with what was typed, by field."""

    @property
    def variant(self) -> Variant | None:
        """The chosen one."""
        return None if self.chosen is None else self.variants[self.chosen]

    @property
    def finished(self) -> int:
        """How many can be chosen."""
        return sum(each.done for each in self.variants)

    @property
    def edited(self) -> bool:
        """Whether somebody's work would be lost with the texts."""
        return any(each.edited for each in self.variants)
