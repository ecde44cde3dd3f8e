"""What the dialog of the assistant hands to whoever has opened it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drafted:
    """The text that was chosen, as the person has left it."""

    subject: str
    text: str
    language: str
    edited: bool
    """The person has changed it."""
    run_id: int
    client_id: int | None = None
    """For whom it is; None: it is a template, with fields."""
    offer: bool = False
    """It asks somebody to come back or to buy: only for those who have agreed to offers."""
