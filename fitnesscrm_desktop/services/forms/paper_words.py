"""The few words that the program itself puts on a signed paper, in the languages it comes with."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.settings.languages import base_of


@dataclass(frozen=True, slots=True)
class PaperWords:
    """One language."""

    client: str
    member_number: str
    born: str
    signed_on: str
    not_answered: str
    yes: str
    no: str
    signature: str
    for_client: str
    """``{name}``, ``{relation}`` and ``{client}``."""
    stored: str
    """``{moment}``."""
    stored_by: str
    """``{moment}`` and ``{staff}``."""
    version: str
    """``{form}`` and ``{number}``."""
    content: str
    """``{hash}``."""
    page: str
    """``{page}`` and ``{pages}``."""


_WORDS = {
    "en": PaperWords(
        client="Name",
        member_number="Member number",
        born="Born",
        signed_on="Signed on",
        not_answered="not answered",
        yes="Yes",
        no="No",
        signature="Signature",
        for_client="{name} ({relation}) for {client}",
        stored="Stored {moment}",
        stored_by="Stored {moment} by {staff}",
        version="Form “{form}”, version {number}",
        content="SHA-256 of what was signed: {hash}",
        page="Page {page} of {pages}",
    ),
    "de": PaperWords(
        client="Name",
        member_number="Mitgliedsnummer",
        born="Geboren",
        signed_on="Unterschrieben am",
        not_answered="nicht beantwortet",
        yes="Ja",
        no="Nein",
        signature="Unterschrift",
        for_client="{name} ({relation}) für {client}",
        stored="Gespeichert {moment}",
        stored_by="Gespeichert {moment} von {staff}",
        version="Formular „{form}“, Fassung {number}",
        content="SHA-256 des Unterschriebenen: {hash}",
        page="Seite {page} von {pages}",
    ),
}


def paper_words(language: str) -> PaperWords:
    """The words in *language*; English where there are none."""
    return _WORDS.get(base_of(language), _WORDS["en"])
