"""What can be wrong with a text, in sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What kind of thing is wrong."""

    NUMBER = "number"
    PERCENT = "percent"
    AMOUNT = "amount"
    DATE = "date"
    NAME = "name"
    LINK = "link"
    PROMISE = "promise"
    DEED = "deed"
    THREAT = "threat"
    TERMS = "terms"
    MIXED = "mixed"
    SECRET = "secret"  # noqa: S105 - the name of a fault
    ILLNESS = "illness"
    MACHINE = "machine"
    SIGN = "sign"
    SPELLED = "spelled"
    GLUED = "glued"
    STAND_IN = "stand-in"
    LOST = "lost"
    LENGTH = "length"
    LANGUAGE = "language"
    REPEATED = "repeated"
    UNFINISHED = "unfinished"
    STRAY = "stray"


_SENTENCES = {
    Fault.NUMBER: "It states a number that nobody gave: {}",
    Fault.PERCENT: "It states a percentage that nobody gave: {}",
    Fault.AMOUNT: "It speaks of an amount that nobody gave: {}",
    Fault.DATE: "It names a time that nobody gave: {}",
    Fault.NAME: "It names somebody or something that nobody gave: {}",
    Fault.LINK: "It holds a link or an address that nobody gave: {}",
    Fault.PROMISE: "It promises something that nobody gave: {}",
    Fault.DEED: "It says that something was done or settled, which nobody gave: {}",
    Fault.THREAT: "It threatens: {}",
    Fault.TERMS: "It states a cost, a term or a condition that nobody gave: {}",
    Fault.MIXED: "It puts together what was not given together: {}",
    Fault.SECRET: "It asks for what belongs in no message: {}",
    Fault.ILLNESS: "It speaks of health matters: {}",
    Fault.MACHINE: "It does not read like a message of a studio: {}",
    Fault.SIGN: "It holds a sign that does not belong in it: {}",
    Fault.SPELLED: "It spells something out: {}",
    Fault.GLUED: "A fact stands inside another word: {}",
    Fault.STAND_IN: "It uses a stand-in for something that nobody gave: {}",
    Fault.LOST: "It leaves out what it has to say: {}",
    Fault.LENGTH: "It is too short or too long: {} letters",
    Fault.LANGUAGE: "It is not written in the language that was asked for: {}",
    Fault.REPEATED: "It says something twice: {}",
    Fault.UNFINISHED: "It stops before its end: {}",
    Fault.STRAY: "It strays from the words to choose from: {}",
}
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    fault: Fault
    found: str
    start: int = -1
    end: int = -1

    @property
    def text(self) -> str:
        """The sentence for people."""
        quote = " ".join("".join(each if each.isprintable() else " " for each in self.found).split())
        return f"{_SENTENCES[self.fault].format(quote[:_LONGEST_QUOTE])}."
