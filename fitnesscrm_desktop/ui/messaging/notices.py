"""Why messages cannot leave the studio, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, WayState
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.messaging.words import translate

MAIL_SECTION = "email"
"""The part of the settings that cures it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and a button that opens a part of the settings."""

    text: str
    tone: Tone
    action: str
    section: str = MAIL_SECTION


def notice_of(counts: OutboxCounts, *, may_set_up: bool) -> Notice | None:
    """What is in the way of e-mail; None if nothing is."""
    if counts.mail is WayState.OPEN:
        return None
    text, tone, action = {
        WayState.NOT_SET_UP: (
            translate("E-mail is not set up yet: what is approved waits here."),
            Tone.AMBER,
            translate("Set up e-mail"),
        ),
        WayState.LOCKED: (
            translate("The master password is missing, so no e-mail can leave."),
            Tone.RED,
            translate("Type the password"),
        ),
        WayState.DEMO: (
            translate("This studio is made up: nothing is sent to real people."),
            Tone.BLUE,
            translate("E-mail settings"),
        ),
    }[counts.mail]
    if may_set_up:
        return Notice(text, tone, action)
    asked = "" if counts.mail is WayState.DEMO else translate("Ask the owner of the studio.")
    return Notice(f"{text} {asked}".strip(), tone, "")
