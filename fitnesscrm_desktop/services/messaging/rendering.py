"""Fills the words of a template in for one person and one channel."""

from __future__ import annotations

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened, tidy_line
from fitnesscrm_desktop.services.messaging.fields import Facts
from fitnesscrm_desktop.services.messaging.letterhead import LONGEST_PAGE, framed, html_of
from fitnesscrm_desktop.services.messaging.results import Rendered, TextPart
from fitnesscrm_desktop.services.messaging.sandbox import Scribe
from fitnesscrm_desktop.services.messaging.sms_parts import sms_parts
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.settings.profile import StudioProfile

LONGEST_TEXT, LONGEST_SMS = 20_000, 10 * 153
"""No more is sent: ten parts of a text message."""
_NARROW_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " "})
"""Between an amount and its currency; in a text message they would cost more than half the room."""


class Renderer:
    """Renders for one studio; knows each language it has spoken. Not for two threads at a time."""

    def __init__(self, profile: StudioProfile) -> None:
        self._profile = profile
        self._scribes: dict[str, Scribe] = {}

    def render(self, part: TextPart, facts: Facts, channel: Channel) -> Rendered:
        """*part* as it goes out. Raises ``RuleBroken`` for a template that cannot be used."""
        scribe = self._scribe(part.language)
        source = part.sms or part.text if channel is Channel.SMS else part.text
        text, missing = scribe.fill(source, facts)
        text = text.strip()
        longest = LONGEST_SMS if channel is Channel.SMS else LONGEST_TEXT
        if len(text) > longest:
            raise RuleBroken(f"What this template makes is longer than {longest} characters. Shorten it.")
        subject, html = "", ""
        if channel is Channel.SMS:
            text = text.translate(_NARROW_BLANKS)
        else:
            subject, more = scribe.fill(part.subject, facts)
            subject, missing = shortened(tidy_line(subject), SHORT_TEXT), (*missing, *more)
        if channel is Channel.EMAIL:
            body, more = scribe.fill(part.html, facts, html=True) if part.html else (html_of(text), ())
            page = framed(self._profile, body, title=subject, language=part.language)
            html = page if len(page) <= LONGEST_PAGE else ""  # goes out as plain text
            missing = (*missing, *more)
        return Rendered(
            subject=subject,
            text=text,
            html=html,
            language=part.language,
            missing=tuple(dict.fromkeys(missing)),
            parts=sms_parts(text) if channel is Channel.SMS else 1,
            to_name=facts.recipient.name,
        )

    def _scribe(self, language: str) -> Scribe:
        known = self._scribes.get(language)
        if known is None:
            known = self._scribes[language] = Scribe(Speech.of(language, self._profile))
        return known
