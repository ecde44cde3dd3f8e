"""What the wizard shows, and what is typed into it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Step(enum.IntEnum):
    """The questions, in order."""

    WELCOME = 0
    STUDIO = 1
    OWNER = 2
    START = 3
    READY = 4


class Start(enum.Enum):
    """What the studio begins with."""

    EMPTY = "empty"
    DEMO = "demo"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything typed so far."""

    studio_name: str = ""
    country: str = ""
    currency: str = ""
    zone: str = ""
    locale: str = ""
    owner_name: str = ""
    login: str = ""
    password: str = field(default="", repr=False)
    password_again: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)
    start: Start = Start.EMPTY


@dataclass(frozen=True, slots=True)
class SetupState:
    """One moment of the wizard."""

    step: Step = Step.WELCOME
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field of ``Answers`` -> what is wrong with it."""
    error: str = ""
    """What is wrong with no field in particular."""
    busy: bool = False
    done: int = 0
    total: int = 0
    """Steps of making the demo studio; 0 in all: nothing is being made."""
    stopping: bool = False
    """Nothing is to be made after all, and what there is goes."""
    overtaken: bool = False
    """Another desk has set the studio up meanwhile."""
