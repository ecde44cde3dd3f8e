"""Letters in a model's own words: what is only friendly passes, terms and days that nobody gave do not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fitnesscrm_desktop.agents.writing.given_days import weekday, without_year
from fitnesscrm_desktop.agents.writing.masking import MARK, mask_facts
from fitnesscrm_desktop.agents.writing.problems import Fault
from fitnesscrm_desktop.agents.writing.spotting import innocent_places
from fitnesscrm_desktop.agents.writing.verifier import Expected, verify, verify_stand_ins
from fitnesscrm_desktop.agents.writing.words import plain, signs, vocabulary
from fitnesscrm_desktop.models.values import DraftKind, FactForm, Tone
from fitnesscrm_desktop.services.assistant.results import FactSheet
from fitnesscrm_desktop.services.demo.names import POOLS
from tests.support.fact_sheets import LANGUAGES, a_sheet, a_wording

_FILE = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
HARMLESS = [(language, text) for language in LANGUAGES for text in _FILE["harmless"][language]]
UNTRUE = [(language, text) for language in LANGUAGES for text in _FILE["untrue"][language]]
AROUND = {
    "en": "Dear Anna,\n\nwe are glad that you are with us. {}\n\nKind regards\nStudio Nord",
    "de": "Liebe Anna,\n\nwir freuen uns, dass du da bist. {}\n\nViele Grüße\nStudio Nord",
}
SHEETS = {language: a_sheet(language=language) for language in LANGUAGES}
LETTERS = st.sampled_from(HARMLESS)
DATED = st.sampled_from(
    [
        (language, text)
        for language, text in HARMLESS
        if any(fact.form is FactForm.DATE and fact.text in text for fact in SHEETS[language].facts)
    ]
)
NAMES = sorted({name for pool in POOLS for names in (pool.women, pool.men, pool.families) for name in names})


def refuses(text: str, language: str) -> bool:
    return not verify(text, SHEETS[language], expected=Expected()).ok


def test_there_are_enough_of_them() -> None:
    assert len(HARMLESS) >= 60
    assert len(UNTRUE) >= 80
    assert len({text for _, text in HARMLESS + UNTRUE}) == len(HARMLESS) + len(UNTRUE)


@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_what_is_only_friendly_may_be_shown(language: str, text: str) -> None:
    assert not [each.text for each in verify(text, SHEETS[language], expected=Expected()).problems]


@pytest.mark.parametrize(("language", "text"), UNTRUE)
def test_what_nobody_gave_may_not(language: str, text: str) -> None:
    assert refuses(AROUND[language].format(text), language)


@given(LETTERS, st.sampled_from(UNTRUE), st.integers(0, 20))
def test_not_even_in_the_middle_of_a_friendly_letter(
    letter: tuple[str, str], lie: tuple[str, str], place: int
) -> None:
    language, text = letter
    assume(language == lie[0])
    sentences = text.split(". ")
    at = place % len(sentences)
    mixed = ". ".join([*sentences[:at], lie[1].removesuffix("."), *sentences[at:]])

    assert refuses(mixed, language)


@given(LETTERS, st.data(), st.integers(0, 9))
def test_no_figure_of_it_can_be_changed(letter: tuple[str, str], data: st.DataObject, digit: int) -> None:
    language, text = letter
    places = [at for at, each in enumerate(text) if each.isdigit()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    assume(text[at] != str(digit))

    assert refuses(text[:at] + str(digit) + text[at + 1 :], language)


@given(LETTERS, st.sampled_from(NAMES), st.data())
def test_no_name_of_it_can_be_changed(letter: tuple[str, str], name: str, data: st.DataObject) -> None:
    language, text = letter
    named = [each for each in ("Anna", "Tom", "Studio Nord") if each in text]
    assume(named and name not in {"Anna", "Tom", "Nord"})

    assert refuses(text.replace(data.draw(st.sampled_from(named)), name), language), name


@given(DATED, st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.data())
def test_no_day_of_it_can_be_changed(letter: tuple[str, str], day: date, data: st.DataObject) -> None:
    language, text = letter
    other = a_sheet(language=language, visit__last_on=day).fact("visit.last_on")
    assert other is not None
    given_days = [fact.text for fact in SHEETS[language].facts if fact.form is FactForm.DATE]
    stated = [each for each in given_days if each in text]
    assume(stated and other.text not in given_days)

    assert refuses(text.replace(data.draw(st.sampled_from(stated)), other.text), language)


@given(DATED, st.data())
def test_no_two_days_of_it_can_change_places(letter: tuple[str, str], data: st.DataObject) -> None:
    """Each is a given fact; what is said with it is not."""
    language, text = letter
    days = {fact.key: fact.text for fact in SHEETS[language].facts if fact.form is FactForm.DATE}
    stated = [key for key, day in days.items() if day in text]
    assume(stated)
    key = data.draw(st.sampled_from(stated))
    other = data.draw(st.sampled_from([each for each in days if each != key]))
    assume({key, other} != {"membership.starts_on", "visit.last_on"})  # since either day she may be missed
    around = text.split(days[key])[0].rsplit(".", 1)[-1]
    assume(any(plain(word) in signs().topics[key] for word in around.replace(",", " ").split()))

    assert refuses(text.replace(days[key], days[other]), language)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_a_weekday_may_stand_before_its_day_and_no_other(day: date, away: int, language: str) -> None:
    sheet = a_sheet(DraftKind.MEMBERSHIP_ENDING, language, membership__ends_on=day)
    said = sheet.fact("membership.ends_on")
    assert said is not None
    named = weekday(a_fact_text(sheet, day + timedelta(days=away)), language).title()
    text = {
        "en": f"Dear Anna, your membership ends on {named}, {said.text}, and we are sad.",
        "de": f"Liebe Anna, deine Mitgliedschaft endet am {named}, {said.text}, und das ist schade.",
    }[language]

    assert verify(text, sheet, expected=Expected()).ok is (away == 0)
    with_stand_in = text.replace(said.text, "[[membership.ends_on]]").replace("Anna", "[[client.first_name]]")
    assert verify_stand_ins(with_stand_in, sheet, expected=Expected()).ok is (away == 0)


def a_fact_text(sheet: FactSheet, day: date) -> str:
    fact = a_sheet(sheet.kind, sheet.language, membership__ends_on=day).fact("membership.ends_on")
    assert fact is not None
    return fact.text


def test_a_day_may_lose_its_year_but_not_change_it() -> None:
    assert without_year("5 December 2026") == "5 December"
    assert without_year("December 5, 2026") == "December 5"
    assert without_year("05/12/2026") == ""
    assert not refuses("Dear Anna, your membership ends on 5 December, and we would miss you.", "en")
    assert refuses("Dear Anna, your membership ends on 5 December 2027, and we would miss you.", "en")
    assert refuses("Dear Anna, your membership ends on 15 December, and we would miss you.", "en")


def test_a_sum_of_several_amounts_has_no_day() -> None:
    sheet = a_sheet(DraftKind.PAYMENT_REMINDER, account__overdue=Decimal("98.00"))
    sheet = replace(
        sheet,
        facts=tuple(
            replace(each, form=FactForm.MONEY) if each.key == "account.overdue" else each
            for each in sheet.facts
        ),
    )
    begin = "Dear Anna, we are writing about your account."
    true = f"{begin} In all, €98.00 is overdue. €49.00 has been due since 1 November 2026."
    untrue = f"{begin} In all, €98.00 has been due since 1 November 2026. Please pay €49.00."

    assert verify(true, sheet, expected=Expected()).ok
    assert {each.fault for each in verify(untrue, sheet, expected=Expected()).problems} == {Fault.MIXED}


def test_what_the_last_reminder_says_may_follow_is_said_in_it_only() -> None:
    text = (
        "Dear Anna, €49.00 has been due since 1 November 2026. We ask you to settle the full amount without "
        "delay. Otherwise we will have to take further steps."
    )
    final, friendly = (
        a_wording(sheet := a_sheet(DraftKind.PAYMENT_REMINDER), tone).own_words(sheet)
        for tone in (Tone.FINAL, Tone.FRIENDLY)
    )

    assert verify(text, SHEETS["en"], expected=Expected(own_words=final)).ok
    assert not verify(text, SHEETS["en"], expected=Expected(own_words=friendly)).ok
    worse = text.replace("take further steps", "ask for a fee")
    assert not verify(worse, SHEETS["en"], expected=Expected(own_words=final)).ok


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_that_may_have_a_capital_is_what_people_are_called(language: str) -> None:
    known = vocabulary(language)
    names = {plain(each) for each in NAMES} | signs().lists["names"].whole

    assert not names & (known.inside | known.starts)


def test_a_capital_is_ordinary_in_a_heading_and_not_in_the_text() -> None:
    assert not refuses("Dear Anna, we are glad that you are with us.\n\nWarmest Wishes\nStudio Nord", "en")
    assert refuses("Dear Anna, we are glad that the Wishes are with us.\n\nWarm regards\nStudio Nord", "en")


def test_a_sentence_of_the_clerk_ends_where_it_ends() -> None:
    masked = mask_facts("We are closed on 24 December. Enjoy", SHEETS["en"])

    assert masked.tokens[-1].starts_sentence
    assert masked.tokens[0].text == MARK
    assert not innocent_places(masked)
