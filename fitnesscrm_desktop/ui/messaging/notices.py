"""Why messages cannot leave the studio, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, WaitsFor, WayState
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.messaging.waiting_words import pause_text
from fitnesscrm_desktop.ui.messaging.words import translate

MAIL_SECTION, SMS_SECTION = "mail", "sms"
"""The parts of the settings that cure it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and a button that opens a part of the settings."""

    text: str
    tone: Tone
    action: str
    section: str = MAIL_SECTION


def notice_of(counts: OutboxCounts, *, may_set_up: bool) -> Notice | None:
    """What is in the way, of e-mail first; None if nothing is."""
    found = _about_mail(counts.mail)
    if found is None and counts.sms is WayState.LOCKED:
        text = translate("The master password is missing, so no text message can leave.")
        found = Notice(text, Tone.RED, translate("Type the password"), SMS_SECTION)
    if found is None or may_set_up:
        return found
    asked = "" if counts.mail is WayState.DEMO else translate("Ask the owner of the studio.")
    return Notice(f"{found.text} {asked}".strip(), found.tone, "")


def pause_notice(counts: OutboxCounts, formats: Formats, *, may_set_up: bool) -> Notice | None:
    """That a server takes nothing for now; None if none is away."""
    away = next((each for each in counts.waits if each.what is WaitsFor.SERVER), None)
    if away is None:
        return None
    by_mail = away.channel is Channel.EMAIL
    action = translate("E-mail settings") if by_mail else translate("Settings of text messages")
    section = MAIL_SECTION if by_mail else SMS_SECTION
    return Notice(pause_text(away, formats), Tone.AMBER, action if may_set_up else "", section)


def _about_mail(state: WayState) -> Notice | None:
    return {
        WayState.OPEN: None,
        WayState.NOT_SET_UP: Notice(
            translate("E-mail is not set up yet: what is approved waits here."),
            Tone.AMBER,
            translate("Set up e-mail"),
        ),
        WayState.LOCKED: Notice(
            translate("The master password is missing, so no e-mail can leave."),
            Tone.RED,
            translate("Type the password"),
        ),
        WayState.DEMO: Notice(
            translate("This studio is made up: nothing is sent to real people."),
            Tone.BLUE,
            translate("E-mail settings"),
        ),
    }[state]
