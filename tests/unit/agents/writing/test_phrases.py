"""Phrases: what can be said of whom, and the grammar that says the same to a model."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.agents.communication.books import book_name, phrasebook
from fitnesscrm_desktop.agents.writing.grammar import literal, phrase_grammar
from fitnesscrm_desktop.agents.writing.phrases import Choice, Part, Phrasebook, Wording, joined
from fitnesscrm_desktop.agents.writing.standins import slots
from fitnesscrm_desktop.models.values import DraftKind, Tone
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.messaging.fields import FIELD_NAMES
from tests.support.fact_sheets import EVERY_BOOK, LANGUAGES, a_sheet, a_wording
from tests.support.scripted_model import Asked, by_grammar

FEWEST_ALTERNATIVES = 3


def a_book(*parts: Part) -> Phrasebook:
    return Phrasebook(parts, frozenset({"client.first_name"}))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
def test_three_variants_can_differ_in_every_part(kind: DraftKind, tone: Tone, language: str) -> None:
    for other in (False, True):
        sheet = a_sheet(kind, language, about_other=other, without=("trainer.first_name", "studio.phone"))
        for choice in a_wording(sheet, tone).choices:
            fewest = 2 if choice.name in {"greeting", "plan", "talk", "sorry"} else FEWEST_ALTERNATIVES
            assert len(choice.phrases) >= fewest or choice.phrases == ("[[given.note]]",), choice


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
def test_phrases_are_about_facts_that_there_are(kind: DraftKind, tone: Tone, language: str) -> None:
    book = phrasebook(kind, tone, language)
    known = {*FIELD_NAMES, "given.session", "given.old_time", "given.new_time", "given.note"}

    assert book.required <= known
    for phrase in book.phrases():
        assert {each.key for each in slots(phrase)} <= known
        assert not re.search(r"[{}\[\]<>]|  ", re.sub(r"\{[^{}]*\}", "x", phrase)), phrase


def test_every_file_of_phrases_is_used() -> None:
    names = {
        f"{book_name(kind, tone)}.{language}.toml" for kind, tone in EVERY_BOOK for language in LANGUAGES
    }

    assert {file.name for file in resource("phrases").iterdir()} == names | {
        f"letter.{language}.toml" for language in LANGUAGES
    }


def test_a_phrase_without_its_fact_is_not_said() -> None:
    book = a_book(Part("a", ("Hi {client.first_name}", "Hi there"), ()))

    wording = book.wording(a_sheet(without=("client.first_name",)))

    assert wording is not None
    assert wording.choices[0].phrases == ("Hi there",)


def test_a_part_nobody_can_say_stops_the_message_unless_it_may_be_missing() -> None:
    needed, optional = (Part("a", ("{trainer.first_name}",), (), optional=each) for each in (False, True))
    sheet = a_sheet(without=("trainer.first_name",))

    assert a_book(needed).wording(sheet) is None
    assert a_book(Part("b", ("x",), ()), optional).wording(sheet) is not None


def test_nothing_is_counted_to_nothing() -> None:
    book = a_book(Part("a", ("In {membership.days_left|day|days}", "Soon"), ()))

    wording = book.wording(a_sheet(membership__days_left=0))

    assert wording is not None
    assert wording.choices[0].phrases == ("Soon",)


def test_the_next_variant_leaves_out_what_was_said() -> None:
    wording = Wording((Choice("a", "", ("x", "y")), Choice("b", " ", ("z",))), frozenset())

    left = wording.without({"a": ["x"], "b": ["z"]})

    assert [each.phrases for each in left.choices] == [("y",), ("z",)]


def test_a_cue_is_as_short_as_it_can_be() -> None:
    choice = Choice(
        "a", "", ("All of us here", "All the best", "Happy you", "Happy", "Dear\n[[client.first_name]]")
    )

    assert dict(choice.by_cue) == {
        "All of": "All of us here",
        "All the": "All the best",
        "Happy you": "Happy you",
        "Happy": "Happy",
        "Dear": "Dear\n[[client.first_name]]",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
def test_every_phrase_has_a_cue_of_its_own(kind: DraftKind, tone: Tone, language: str) -> None:
    for other in (False, True):
        for choice in a_wording(a_sheet(kind, language, about_other=other), tone).choices:
            assert sorted(choice.by_cue.values()) == sorted(choice.phrases)
            assert not any("\n" in cue for cue in choice.by_cue)


def test_only_cues_are_taken() -> None:
    wording = Wording(
        (Choice("a", "", ("One here", "Two here")), Choice("b", " ", ("x y", "x z"))), frozenset()
    )

    said = wording.chosen("Two\nx z\n")
    assert said is not None
    assert joined(said) == "Two here x z"
    for wrong in ("Two", "Two\nx", "Two here\nx z", "Two\nx z\nx z", "Evil\nx z", "Two\nx z Evil", ""):
        assert wording.chosen(wrong) is None


def test_only_finished_phrases_are_heard() -> None:
    wording = Wording(
        (Choice("a", "", ("One", "One more")), Choice("b", "\n\n", ("Two",)), Choice("c", " ", ("Three",))),
        frozenset(),
    )

    assert wording.heard("One mo") == ()
    assert [each.phrase for each in wording.heard("One more\nTw")] == ["One more"]
    assert [each.phrase for each in wording.heard("One\nTwo\nTh")] == ["One", "Two"]
    assert wording.heard("Evil\nTwo\nTh") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
def test_the_grammar_allows_what_the_phrases_allow(kind: DraftKind, tone: Tone, language: str) -> None:
    wording = a_wording(a_sheet(kind, language), tone)
    grammar = phrase_grammar(wording)

    for seed in range(20):
        assert wording.chosen(by_grammar(Asked((), grammar, seed, 256, ""))) is not None


@given(st.text(max_size=40))
def test_no_text_breaks_out_of_its_literal(text: str) -> None:
    grammar = f"root ::= p0\np0 ::= {literal(text)}\n"

    assert by_grammar(Asked((), grammar, 0, 256, "")) == text
    assert not {"\n", "\r", "\t", "\x00", "\x1b"} & set(literal(text))


def test_the_grammar_holds_nothing_of_a_client() -> None:
    for kind, tone in EVERY_BOOK:
        sheet = a_sheet(kind, client__first_name="Xaverine", studio__name="Ypsilon Gym", given__note="Zebra")
        grammar = phrase_grammar(a_wording(sheet, tone))
        for fact in sheet.facts:
            if len(fact.text) > 3:
                assert fact.text not in grammar, fact


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
def test_no_phrase_is_stiff(kind: DraftKind, tone: Tone, language: str) -> None:
    stiff = (
        *("Good day", "as we know you", "for the {visit", "It is the plan", "it is to go on", "Answering"),
        *("look forward to you.", "answer this message", "familiar face", "Shall", "Stolzsein"),
    )

    for phrase in phrasebook(kind, tone, language).phrases():
        assert not [each for each in stiff if each in phrase], phrase


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
def test_no_two_parts_begin_alike(kind: DraftKind, tone: Tone, language: str) -> None:
    """Three words that come back in the next sentence sound like a machine."""
    for other in (False, True):
        choices = a_wording(a_sheet(kind, language, about_other=other), tone).choices
        for before, after in itertools.pairwise(choices):
            begun = {tuple(each.split()[:3]) for each in before.phrases}
            assert not begun & {tuple(each.split()[:3]) for each in after.phrases}, (before.name, after.name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about_other", [False, True])
def test_that_was_your_visit_is_said_of_a_fresh_one_only(language: str, about_other: bool) -> None:
    sheet = a_sheet(DraftKind.MILESTONE, language, about_other=about_other, without=("visit.last_on",))
    said = [phrase for choice in a_wording(sheet).choices for phrase in choice.phrases]
    assert not [each for each in said if "|ordinal" in each]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_day_may_lie_behind_as_well_as_ahead(language: str) -> None:
    said = [
        phrase
        for choice in a_wording(a_sheet(DraftKind.WELCOME, language)).choices
        for phrase in choice.phrases
        if "starts_on" in phrase
    ]
    assert said
    assert not [each for each in said if "start" in each.replace("starts_on", "") or "beginnt" in each]
