"""What can go wrong with a language model, in sentences for the person who waits for it."""

from __future__ import annotations

from enum import StrEnum

from fitnesscrm_desktop.services.core.errors import StudioError

_LIBRARY = "libgomp"
"""Part of the system, not of the engine; the one that is most often missing."""
_CURES = {
    _LIBRARY: "Please install the package libgomp1 of the system.",
    "": "Please build it anew on this PC: python3 packaging/dev.py run.",
}
_LONGEST_CAUSE = 120


class Refusal(StrEnum):
    """Why a model file is not used."""

    NOT_A_MODEL = "not-a-model"
    DAMAGED = "damaged"
    OTHER_FORMAT = "other-format"
    TOO_BIG = "too-big"
    NO_CHAT = "no-chat"
    WRONG_FILE = "wrong-file"
    GONE = "gone"


class ModelError(StudioError):
    """Base of all that a model can do wrong: the agents fall back to their templates."""


class EngineMissing(ModelError):
    """The engine was left out or could not be built."""

    def __init__(self, text: str = "The engine for language models is not installed on this PC.") -> None:
        super().__init__(text)


class EngineBroken(EngineMissing):
    """The engine is there, but cannot be opened or was built for another PC: no model file is to blame."""

    def __init__(self, cause: str = "") -> None:
        cure = _CURES[_LIBRARY] if _LIBRARY in cause else _CURES[""]
        quote = " ".join("".join(each if each.isprintable() else " " for each in cause).split())
        because = f" ({quote[:_LONGEST_CAUSE].rstrip('.')})" if quote else ""
        super().__init__(f"The engine for language models does not run on this PC{because}. {cure}")


class ModelRefused(ModelError):
    """A file that is no model we can use."""

    def __init__(self, reason: Refusal, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class ModelBroke(ModelError):
    """The process of the model died, was started again, and died again."""

    def __init__(self, text: str, *, last_words: str = "") -> None:
        super().__init__(text)
        self.last_words = last_words
        """The end of what the engine said, for the log."""


class Stopped(ModelError):
    """The person, or the end of the program, no longer wants it."""

    def __init__(self, text: str = "The model was stopped.") -> None:
        super().__init__(text)


class LimitReached(ModelError):
    """As many requests as are allowed within an hour were made."""


class ServerTrouble(ModelError):
    """The server of a model that runs elsewhere cannot be reached, or answers nonsense."""


class PromptTooLong(ModelError):
    """What the model should read does not fit into its context."""

    def __init__(self, text: str = "This is more text than the language model can read at once.") -> None:
        super().__init__(text)


class FormRefused(ModelError):
    """The model cannot be held to the form that was asked for, or cannot read the conversation."""

    def __init__(self, text: str = "The language model cannot be held to the form of this text.") -> None:
        super().__init__(text)
