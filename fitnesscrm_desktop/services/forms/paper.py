"""How a signed form looks on paper. Loads the PDF library: import it when a paper is wanted, not before."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.services.billing.receipt_page import studio_head
from fitnesscrm_desktop.services.core.pdf import Document, Paper
from fitnesscrm_desktop.services.core.pdf.paper import MUTED
from fitnesscrm_desktop.services.core.typed_text import pieces
from fitnesscrm_desktop.services.forms.filling import NO, YES
from fitnesscrm_desktop.services.forms.paper_words import PaperWords, paper_words
from fitnesscrm_desktop.services.forms.record import SignedRecord
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_AT_ONCE = 3000
"""Characters of a paragraph that are drawn in one go; the rest follows."""
_SIGNATURE_HIGH = 64.0


def signed_paper(record: SignedRecord, digest: str, profile: StudioProfile, logo: bytes | None) -> bytes:
    """The paper as PDF; *digest* is that of the record."""
    words, speech = paper_words(record.language), Speech.of(record.language, profile)
    signed_on = speech.date(date.fromisoformat(record.signed_on))
    document = Document(
        Paper.A4,
        title=f"{record.title} · {record.client}",
        author=profile.name,
        foot=f"{profile.name} · {record.title} · {record.client} · {digest[:16]}",
        count=words.page,
        dated=False,
    )
    document.head(studio_head(profile, logo), record.title, [f"{words.signed_on} {signed_on}"])
    document.gap(6)
    document.pairs(
        [
            (words.client, record.client),
            (words.member_number, str(record.member_number)),
            (words.born, speech.date(date.fromisoformat(record.born)) if record.born else ""),
        ],
        across=3,
    )
    _paragraphs(document, record.intro)
    _answers(document, record, words, speech)
    _paragraphs(document, record.closing)
    _signature(document, record, words, signed_on)
    document.gap(10)
    for line in _proof(record, digest, words, profile, speech):
        document.text(line, size=7.5, color=MUTED)
    return document.render()


def _paragraphs(document: Document, text: str) -> None:
    if not text:
        return
    document.gap(8)
    for line in text.split("\n"):
        if line:
            for piece in pieces(line, _AT_ONCE):
                document.text(piece, size=10)
        else:
            document.gap(6)


def _answers(document: Document, record: SignedRecord, words: PaperWords, speech: Speech) -> None:
    if record.answers:
        document.gap(8)
        document.rule()
    for line in record.answers:
        document.gap(4)
        document.text(line.question, size=9.5, bold=True, keep=True)
        for piece in pieces(_shown(line.answer, words, speech), _AT_ONCE):
            document.text(piece, size=9.5)
        for piece in pieces(line.more, _AT_ONCE):
            document.text(piece, size=9.5)
    if record.answers:
        document.gap(4)
        document.rule()


def _shown(answer: str, words: PaperWords, speech: Speech) -> str:
    known = {"": words.not_answered, YES: words.yes, NO: words.no}
    if answer in known:
        return known[answer]
    try:
        return speech.date(date.fromisoformat(answer))
    except ValueError:
        return answer


def _signature(document: Document, record: SignedRecord, words: PaperWords, signed_on: str) -> None:
    name = record.signed_by
    if record.relation:
        name = words.for_client.format(name=name, relation=record.relation, client=record.client)
    document.gap(14)
    with document.together():
        if record.strokes:
            document.drawing(record.strokes, wide=220, high=_SIGNATURE_HIGH)
        else:
            document.text(record.signed_by, size=16)
        document.rule()
        document.text(f"{words.signature}: {name}, {signed_on}", size=9)


def _proof(
    record: SignedRecord, digest: str, words: PaperWords, profile: StudioProfile, speech: Speech
) -> list[str]:
    at = datetime.fromisoformat(record.stored_at).astimezone(ZoneInfo(profile.zone))
    moment = f"{speech.date(at.date())}, {at:%H:%M}"
    stored = words.stored_by if record.staff else words.stored
    return [
        stored.format(moment=moment, staff=record.staff),
        words.version.format(form=record.form, number=record.number),
        words.content.format(hash=digest),
    ]
