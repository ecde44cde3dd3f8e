"""What the verifier says of single texts, and of texts in a model's own words."""

from __future__ import annotations

import itertools

import pytest

from fitnesscrm_desktop.agents.writing.hiding import hide
from fitnesscrm_desktop.agents.writing.problems import Fault
from fitnesscrm_desktop.agents.writing.verifier import Expected, verify, verify_stand_ins
from fitnesscrm_desktop.models.values import DraftKind
from tests.support.fact_sheets import EVERY_BOOK, a_sheet, a_wording
from tests.unit.agents.writing.attacks import DEEDS, HEALTH


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Hello Anna, your membership ends in 7 weeks, and we would be sad.", Fault.NUMBER),
        ("Hello Anna, that was your 104 days with us, and we are glad.", Fault.NUMBER),
        ("Hello Anna, it is -\u20ac49.00 that we have on your account.", Fault.AMOUNT),
        ("Hello Anna, that was your visit 7 7 with us, and we are glad.", Fault.NUMBER),
        ("Hello Anna, it is 104 12 that you have with us, so we are glad.", Fault.NUMBER),
        ("Hello Anna, it is 7 \u20ac49.00 that you have with us, so be glad.", Fault.NUMBER),
        ("Hello Anna, you owe us \u20ac49.000 and we would like to have it.", Fault.NUMBER),
        ("Hello Anna, we will be glad. We will be glad. We will be glad.", Fault.REPEATED),
        ("Hallo Anna, wir freuen uns und das Team ist für dich da.", Fault.LANGUAGE),
        ("Hello Anna, you may tell kevin that we are here for you.", Fault.NAME),
        ("Hello Anna, BUY with us and you will be glad that you have.", Fault.NAME),
        ("Hello {{ client.first_name }}, we are glad that you are here.", Fault.STAND_IN),
        ("Hello [[client.first_name]], we are glad that you are here.", Fault.STAND_IN),
        ("Hello", Fault.LENGTH),
        ("we are glad " * 200, Fault.LENGTH),
    ],
)
def test_each_is_called_by_its_name(text: str, fault: Fault) -> None:
    problems = verify(text, a_sheet(), expected=Expected()).problems

    assert fault in {each.fault for each in problems}, [each.text for each in problems]
    assert all(each.text.endswith(".") and each.text.isprintable() for each in problems)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Anna,\n\nFeel free to ask us. No one here was born knowing it all!\n\nBest wishes\nStudio Nord",
        "Dear Anna, it's lovely that you've been here. Your 104th visit is a reason to be proud of yourself.",
        "Hello Anna, your plan (Gold) ends on 5 December 2026, in 7 days. We'd be glad if you stayed!",
        "Anna, once again: thank you. You are one of us, and we'll see you soon.",
    ],
)
def test_words_of_its_own_may_be_friendly(text: str) -> None:
    assert not [each.text for each in verify(text, a_sheet(), expected=Expected()).problems]


@pytest.mark.parametrize(
    "text",
    [
        "Hallo Anna,\n\nschön, dass du noch einmal da bist. Das Geburtstagsteam freut sich auf Bewegung!",
        "Liebe Anna, fühl dich frei, uns zu fragen. Wir sind für dich da.\n\nViele Grüße\nStudio Nord",
        "Hallo Anna, deine Mitgliedschaft (Gold) endet am 5. Dezember 2026, in 7 Tagen. Möchtest du bleiben?",
    ],
)
def test_in_german_as_well(text: str) -> None:
    assert not [each.text for each in verify(text, a_sheet(language="de"), expected=Expected()).problems]


@pytest.mark.parametrize(
    "text",
    [
        "Hello [[recipient.last_name]], we are glad that you are with us.",
        "Hello [[client.first_name|ordinal]], we are glad that it is you.",
    ],
)
def test_a_stand_in_for_nothing_is_refused(text: str) -> None:
    problems = verify_stand_ins(text, a_sheet(), expected=Expected()).problems

    assert {each.fault for each in problems} == {Fault.STAND_IN}


@pytest.mark.parametrize(
    "text",
    [
        "[[visit.count]]0 visits are what you have, Anna",
        "we are [[visit.count]][[visit.count]] with you",
        "x[[client.first_name]] we are glad for you",
    ],
)
def test_a_stand_in_is_no_piece_of_a_word(text: str) -> None:
    assert not verify_stand_ins(text, a_sheet(), expected=Expected()).ok


def test_a_text_of_any_length_is_judged_at_once() -> None:
    for hostile in (
        "(" * 200_000,
        "a." * 100_000,
        "[[" * 100_000,
        " " * 300_000,
        "one " * 50_000,
        "\n" * 100_000,
    ):
        assert not verify(hostile, a_sheet(), expected=Expected()).ok
        assert not verify_stand_ins(hostile, a_sheet(), expected=Expected()).ok


def test_the_sheets_of_these_tests_have_every_fact_the_phrases_know() -> None:
    keys = {fact.key for fact in a_sheet().facts}
    assert keys >= set(
        itertools.chain.from_iterable(a_wording(a_sheet(kind), tone).required for kind, tone in EVERY_BOOK)
    )


@pytest.mark.parametrize("said", [*DEEDS, *HEALTH])
def test_nobody_is_told_what_was_done_or_how_they_are(said: str) -> None:
    for language, begin in (
        ("en", "Hello Anna, we are glad that you are here."),
        ("de", "Hallo Anna, wir sind da."),
    ):
        problems = verify(f"{begin} {said}", a_sheet(language=language), expected=Expected()).problems

        assert {each.fault for each in problems} & {Fault.DEED, Fault.ILLNESS, Fault.THREAT, Fault.AMOUNT}, (
            said
        )


def test_what_the_person_typed_may_be_passed_on() -> None:
    """It becomes a fact, so it is said as it was typed or not at all."""
    typed = "tell them that yoga is cancelled"
    hidden, sheet = hide(typed, a_sheet(DraftKind.FREE))

    assert "cancelled" not in hidden
    assert verify("Hello Anna, we are sorry: yoga is cancelled. Studio Nord", sheet, expected=Expected()).ok
    assert not verify(
        "Hello Anna, we are sorry: you are cancelled, it is booked.", sheet, expected=Expected()
    ).ok


def test_numbers_that_the_person_typed_side_by_side_may_stay_so() -> None:
    hidden, sheet = hide("call us at 0123 456", a_sheet(DraftKind.FREE))

    assert hidden == "call us at [[given.w1]] [[given.w2]]"
    assert verify("Hello Anna, please call us at 0123 456. Studio Nord", sheet, expected=Expected()).ok
    assert not verify("Hello Anna, please call us at 456 0123. Studio Nord", sheet, expected=Expected()).ok


@pytest.mark.parametrize(
    "cut",
    [
        "Hello Anna,\n\nwe are glad that you are here. We look forward to",
        "Hello Anna,\n\nwe are glad that you are here. Your plan is Gold",
        "Hello Anna,\n\nwe are glad that you are here.\n\nWe hope that",
        "Hello Anna, it is good that you are here, and",
    ],
)
def test_a_text_that_stops_in_a_sentence_is_not_finished(cut: str) -> None:
    faults = {each.fault for each in verify(cut, a_sheet(), expected=Expected()).problems}
    assert faults == {Fault.UNFINISHED}


@pytest.mark.parametrize(
    "end", ["See you soon.", "Best wishes", "Best wishes\nStudio Nord", "Your team", "(See you soon!)"]
)
def test_a_sentence_or_a_signature_is_an_end(end: str) -> None:
    text = f"Hello Anna,\n\nwe are glad that you are here.\n\n{end}"
    assert not [each.text for each in verify(text, a_sheet(), expected=Expected()).problems]


def test_brackets_are_refused_even_in_what_a_person_typed() -> None:
    sheet = a_sheet(DraftKind.SESSION_CHANGE, given__session="[[studio.name]]")
    text = "Hello Anna, there is a change to [[studio.name]], and we are sorry.\n\nStudio Nord"
    assert {each.fault for each in verify(text, sheet, expected=Expected()).problems} == {Fault.STAND_IN}


OPENERS = {
    "en": (
        "We hope you are well.",
        "I hope you are well.",
        "We hope that you are doing well.",
        "May this year bring you joy.",
        "Today is your day!",
        "You are one of a kind.",
        "One more thing: bring a towel.",
        "Our team is second to none!",
    ),
    "de": ("Heute ist dein Tag!",),
}
LIES = {
    "en": (
        "Your payment has bounced.",
        "Your transfer was refused.",
        "Your debt is forgotten.",
        "We let you off.",
        "Pay what you can.",
        "Please pay the trainer directly.",
        "There is a present for you.",
        "It comes with our compliments.",
        "You are banned.",
        "We have opened your locker.",
        "It was stolen.",
        "We told your family.",
        "Take your tablets.",
        "The pills will help you.",
        "You are a pensioner now.",
        "You have grown.",
        "We have waited for a decade.",
        "Come at dawn.",
        "Come at lunch.",
        "We have reminded you before.",
        "You can cancel whenever you like.",
        "We hope you are cured.",
        "May this week bring you joy.",
        "Today is the last day.",
    ),
    "de": (
        "Deine Zahlung ist geplatzt.",
        "Zahl einfach, was du kannst.",
        "Bezahl bitte den Trainer direkt.",
        "Wir haben deine Familie informiert.",
        "Wir haben dich schon erinnert.",
        "Du kannst jederzeit kündigen.",
        "Heute ist der letzte Tag.",
    ),
}
AROUND = {"en": "Hello Anna, we are glad that you are here. {}", "de": "Hallo Anna, wir sind für dich da. {}"}


@pytest.mark.parametrize(("language", "said"), [(key, each) for key in OPENERS for each in OPENERS[key]])
def test_the_usual_openers_state_nothing(language: str, said: str) -> None:
    text = AROUND[language].format(said)
    assert not [each.text for each in verify(text, a_sheet(language=language), expected=Expected()).problems]


@pytest.mark.parametrize(("language", "said"), [(key, each) for key in LIES for each in LIES[key]])
def test_what_has_not_happened_is_not_told(language: str, said: str) -> None:
    assert not verify(AROUND[language].format(said), a_sheet(language=language), expected=Expected()).ok
