"""Where texts are written, in words: on this PC, by the studio's own server, or outside the studio."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fitnesscrm_desktop.services.assistant.settings import TOLD, AssistantSettingsService, server_of
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.assistant.words import took_text, tr


@dataclass(frozen=True, slots=True)
class WritingPlace:
    """Where a text is written; no server: on this PC."""

    server: str = ""
    outside: bool = False
    """The server is not in the studio."""


def writing_place(service: AssistantSettingsService, actor: Actor) -> WritingPlace:
    """Where the agent that drafts messages has them written. Not on the UI thread."""
    from fitnesscrm_desktop.agents.communication.results import AGENT

    setup = service.get(actor)
    server = server_of(setup.settings, AGENT)
    if server is None or not server.url:
        return WritingPlace()
    return WritingPlace(urlsplit(server.url).hostname or server.url, bool(server.public_confirmed))


def page_words(place: WritingPlace | None) -> str:
    """For the head of the page; None: nobody has looked yet."""
    if place is None:
        return tr("Drafts messages; a person decides what is sent.")
    if place.outside:
        text = tr("Drafts messages on {server}, outside the studio; a person decides what is sent.")
    elif place.server:
        text = tr("Drafts messages on the studio’s server {server}; a person decides what is sent.")
    else:
        text = tr("Drafts messages on this PC; a person decides what is sent.")
    return text.format(server=place.server)


def promise_words(place: WritingPlace | None) -> str:
    """For whoever is about to have something written."""
    if place is None:
        text = tr("Written from facts the studio knows.")
    elif place.outside:
        text = tr("Written on {server}, outside the studio, from facts the studio knows.")
    elif place.server:
        text = tr("Written on the studio’s server {server}, from facts the studio knows.")
    else:
        text = tr("Written on this PC, from facts the studio knows.")
    checked = tr("Whatever is not one of them is thrown away before you see it.")
    return f"{text.format(server='' if place is None else place.server)} {checked}"


def written_words(model: str, ms: int, place: WritingPlace | None) -> str:
    """For a text that a model has written."""
    if place is None or not place.server:
        text = tr("Written by {model} in {seconds}.")
    elif place.outside:
        text = tr("Written by {model} on {server}, outside the studio, in {seconds}.")
    else:
        text = tr("Written by {model} on the studio’s server {server} in {seconds}.")
    server = "" if place is None else place.server
    return text.format(model=model, seconds=took_text(ms), server=server)


def warning_words(place: WritingPlace | None) -> str:
    """What a server outside the studio gets to know; empty where none writes."""
    if place is None or not place.outside:
        return ""
    outside = tr("{server} is outside the studio.").format(server=place.server)
    return f"{outside} {tr(TOLD)}"


def short_warning(place: WritingPlace | None) -> str:
    """The same on one line, for a window that is full; empty where none writes."""
    if place is None or not place.outside:
        return ""
    text = tr("{server} is outside the studio: what you type for a draft is sent there.")
    return text.format(server=place.server)
