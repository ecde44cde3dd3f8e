"""What an agent may ask of a language model, whichever it is and wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Protocol

DEFAULT_TOKENS = 256
DEFAULT_TEMPERATURE = 0.7


class Speaker(StrEnum):
    """Who says a line of the conversation."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Finish(StrEnum):
    """Why the model stopped writing."""

    DONE = "done"
    LENGTH = "length"


class Priority(IntEnum):
    """Who is served first: a person who waits, or what happens by itself."""

    PERSON = 0
    BACKGROUND = 10


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One line of the conversation."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What the model wrote, and what it took."""

    text: str
    tokens: int
    prompt_tokens: int
    ms: int
    first_token_ms: int
    finish: Finish


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known about a model."""

    name: str
    sha256: str
    size: int
    """Bytes of the file; 0 for a model on a server."""
    parameters: int
    context: int
    """How many tokens of conversation it was made for."""
    free_writing: bool
    """Whether it is large enough to write in its own words."""
    remote: bool = False


class StopSign(Protocol):
    """Says whether the work is still wanted; a ``threading.Event`` will do."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


class LanguageModel(Protocol):
    """Writes and weighs. Calls block (make them on a worker), and may be made from any thread."""

    @property
    def card(self) -> ModelCard:
        """What is known about the model."""
        ...

    def write(  # noqa: PLR0913 - everything after the conversation has a default and is said by name
        self,
        messages: Sequence[ChatMessage],
        *,
        grammar: str | None = None,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = DEFAULT_TOKENS,
        seed: int = 0,
        temperature: float = DEFAULT_TEMPERATURE,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        hear: Callable[[str], None] | None = None,
        stop: StopSign | None = None,
    ) -> Written:
        """The next line of the conversation.

        *grammar* (GBNF) or *schema* (JSON schema) holds the answer to a form. *hear* is told every piece of
        text as it comes, on the calling thread; after a crash of the model again from the start.
        *agent* keeps its own warm beginning of the conversation. Raises ``Stopped`` soon after *stop* is set.
        """
        ...

    def score(
        self,
        messages: Sequence[ChatMessage],
        candidates: Sequence[str],
        *,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        stop: StopSign | None = None,
    ) -> tuple[float, ...]:
        """How likely each of *candidates* is as the answer: the sum of the logarithms over its tokens."""
        ...
