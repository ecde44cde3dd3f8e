"""Everything the phrases can say passes; anything that is added, changed or left out does not."""

from __future__ import annotations

import itertools
import string
from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fitnesscrm_desktop.agents.writing.fence import cleaned, cleaned_sheet, steers_models
from fitnesscrm_desktop.agents.writing.given_days import weekday
from fitnesscrm_desktop.agents.writing.standins import stand_ins, swap
from fitnesscrm_desktop.agents.writing.verifier import Expected, verify, verify_stand_ins
from fitnesscrm_desktop.agents.writing.words import plain
from fitnesscrm_desktop.agents.writing.writer import problems_of
from fitnesscrm_desktop.models.values import DraftKind, FactForm, Tone
from fitnesscrm_desktop.services.assistant.results import FactSheet
from fitnesscrm_desktop.services.demo.names import POOLS
from tests.support.fact_sheets import EVERY_BOOK, LANGUAGES, LOCALES, a_message, a_sheet, a_wording
from tests.unit.agents.writing.attacks import (
    ADDRESSES,
    CONTROL,
    DAYS,
    LOOKALIKES,
    PROMISES,
    english_number,
    german_number,
)

BOOKS = st.sampled_from(EVERY_BOOK)
SPOKEN = st.sampled_from(LANGUAGES)
SEEDS = st.integers(0, 10_000)
NAMES = st.one_of(
    st.sampled_from([name for pool in POOLS for name in (*pool.women, *pool.men)]),
    st.text(min_size=1, max_size=40),
    st.text(string.punctuation + string.digits, min_size=1, max_size=12),
    st.sampled_from(
        ["free", "I", "1", "49", "Monday", "the", "you", "DROP TABLE", "50% off", "die", "und", "."]
    ),
)
KNOWN = {name for pool in POOLS for names in (pool.women, pool.men, pool.families) for name in names}


class Written:
    """A text from the phrases, about ordinary facts, and what it has to be like."""

    def __init__(
        self, book: tuple[DraftKind, Tone], language: str, seed: int, *, other: bool = False
    ) -> None:
        self.sheet = a_sheet(book[0], language, about_other=other)
        wording = a_wording(self.sheet, book[1])
        self.message = a_message(wording, seed)
        own = wording.own_words(self.sheet)
        self.text = swap(self.message.text, self.sheet)
        stated = frozenset(each.key for each in stand_ins(self.message.text))
        self.expected = Expected(stated, own_words=own)

    def refuses(self, text: str) -> bool:
        return not verify(text, self.sheet, expected=self.expected).ok

    def with_inserted(self, what: str, place: int) -> str:
        """The text with *what* between two of its words."""
        gaps = [at for at, each in enumerate(self.text) if each == " "]
        at = gaps[place % len(gaps)]
        return f"{self.text[:at]} {what} {self.text[at + 1 :]}"


WRITTEN = st.builds(Written, BOOKS, SPOKEN, SEEDS, other=st.booleans())
PLACES = st.integers(0, 400)
SEVERAL = [
    (Written(book, language, seed, other=bool(seed % 2)), seed)
    for seed, (book, language) in enumerate(itertools.product(EVERY_BOOK, LANGUAGES))
]
"""A text of every book, and a place in it."""


def states(sheet: FactSheet, what: str) -> bool:
    return any(what in fact.text or fact.text in what for fact in sheet.facts)


@settings(max_examples=200)
@given(BOOKS, SPOKEN, st.booleans(), SEEDS, st.tuples(NAMES, NAMES, NAMES, NAMES))
def test_whatever_the_phrases_say_of_whomever_passes(
    book: tuple[DraftKind, Tone], language: str, other: bool, seed: int, names: tuple[str, ...]
) -> None:
    client, reader, studio, plan = names
    assume(not any(steers_models(cleaned(name)) for name in names))  # refused before anything is written
    sheet = cleaned_sheet(
        a_sheet(
            book[0],
            language,
            about_other=other,
            client__first_name=client,
            recipient__first_name=reader if other else client,
            studio__name=studio,
            membership__plan=plan,
            given__session=plan,
            given__note=studio,
        )
    )
    needed = ["client.first_name", "recipient.first_name", "studio.name", "membership.plan"]
    assume(all(sheet.fact(key) for key in [*needed, "given.session", "given.note"]))
    wording = a_wording(sheet, book[1])

    problems = problems_of(
        a_message(wording, seed), sheet, Expected(wording.required, own_words=wording.own_words(sheet))
    )

    assert not problems, [each.text for each in problems]


def test_a_fact_may_be_a_word_of_the_phrases() -> None:
    sheet = a_sheet(DraftKind.PAYMENT_REMINDER, membership__plan="you")
    wording = a_wording(sheet, Tone.FINAL)
    expected = Expected(wording.required, own_words=wording.own_words(sheet))
    assert not any(problems_of(a_message(wording, seed), sheet, expected) for seed in range(20))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
@pytest.mark.parametrize("other", [False, True])
def test_every_single_phrase_passes(kind: DraftKind, tone: Tone, language: str, other: bool) -> None:
    for left_out in (
        (),
        ("trainer.first_name", "studio.phone", "membership.starts_on", "membership.days_left"),
    ):
        sheet = a_sheet(kind, language, about_other=other, without=left_out)
        wording = a_wording(sheet, tone)
        expected = Expected(wording.required, own_words=wording.own_words(sheet))
        for seed in range(25):
            message = a_message(wording, seed)
            assert not problems_of(message, sheet, expected), message


@given(
    WRITTEN,
    st.integers(0, 10**9),
    PLACES,
    st.sampled_from(["0", "\u0660", "\uff10", "\u0966", "\U0001d7ce", "\u2070"]),
)
def test_no_number_can_be_added(written: Written, number: int, place: int, zero: str) -> None:
    shown = str(number)
    assume(not any(fact.text == shown for fact in written.sheet.facts))
    digits = {str(each): chr(ord(zero) + each) for each in range(10)}
    if zero == "\u2070":
        digits |= {"1": "¹", "2": "²", "3": "³"}

    assert written.refuses(written.with_inserted("".join(digits[each] for each in shown), place))


@given(
    WRITTEN,
    st.integers(11, 99),
    PLACES,
    st.sampled_from(["\u200b", "\u2060", "\u00ad", " ", ".", "\u202e", "\ufeff"]),
)
def test_nor_hidden_between_other_signs(written: Written, number: int, place: int, sign: str) -> None:
    assert written.refuses(written.with_inserted(sign.join(str(number)), place))


@given(WRITTEN, PLACES, st.sampled_from("\u2460\u2163½²\U0001f10c\u3280\u4e94\u096a"))
def test_nor_in_any_other_writing(written: Written, place: int, sign: str) -> None:
    assert written.refuses(written.with_inserted(sign, place))


@given(WRITTEN, st.integers(1, 9_999), PLACES, st.booleans(), st.sampled_from([str, str.title, str.upper]))
def test_no_number_word_can_be_added(
    written: Written, number: int, place: int, german: bool, letters: type[str]
) -> None:
    word = german_number(number) if german else english_number(number)
    assume(word not in {"ein", "eine"})

    assert written.refuses(written.with_inserted(letters(word), place)), word


@given(
    WRITTEN,
    st.sampled_from(["seven", "twenty", "zwölf", "hundert", "zwei"]),
    PLACES,
    st.integers(1, 4),
    st.data(),
)
def test_nor_taken_apart(written: Written, word: str, place: int, cut: int, data: st.DataObject) -> None:
    cut = min(cut, len(word) - 1)
    joint = data.draw(st.sampled_from([" ", "-", " - ", "'", "(", "&", "..."]))

    assert written.refuses(written.with_inserted(word[:cut] + joint + word[cut:], place))
    assert written.refuses(written.with_inserted(" ".join(word), place))
    assert written.refuses(written.with_inserted(word[:cut] + word[cut] * 2 + word[cut:], place))


@pytest.mark.parametrize("roman", ["II", "IV", "XIV", "xii", "MCM", "\u216b", "viii"])
def test_nor_as_romans_wrote_it(roman: str) -> None:
    for written, place in SEVERAL:
        assert written.refuses(written.with_inserted(roman, place)), (written.text, place)


@given(
    WRITTEN,
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    PLACES,
    st.sampled_from(["short", "medium", "long", "full", "EEEE", "MMMM", "EEE", "d MMM"]),
    SPOKEN,
)
def test_no_date_can_be_added(written: Written, day: date, place: int, form: str, language: str) -> None:
    said = format_date(day, form, locale=LOCALES[language])
    assume(not states(written.sheet, said))
    assume(said not in {"Sa.", "So.", "Di.", "Do.", "Mi."})  # these are words as well; see below
    given_days = [each.text for each in written.sheet.facts if each.form is FactForm.DATE]
    assume(plain(said) not in {weekday(each, tongue) for each in given_days for tongue in LANGUAGES})

    assert written.refuses(written.with_inserted(said, place)), said


@pytest.mark.parametrize("said", DAYS)
def test_no_other_time_can_be_named(said: str) -> None:
    for written, place in SEVERAL:
        assert written.refuses(written.with_inserted(said, place)), (written.text, place)


@given(
    WRITTEN,
    st.decimals("0.01", "99999", places=2),
    PLACES,
    st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY"]),
    SPOKEN,
)
def test_no_amount_can_be_added(
    written: Written, amount: Decimal, place: int, currency: str, language: str
) -> None:
    said = format_currency(amount, currency, locale=LOCALES[language])
    assume(not states(written.sheet, said))

    assert written.refuses(written.with_inserted(said, place))


@given(
    WRITTEN,
    PLACES,
    st.sampled_from(
        ["\u20ac", "euros", "Pfund", "%", "percent", "Prozent", "\uff05", "EUR", "CHF", "\u066a", "cents"]
    ),
)
def test_not_even_the_word_for_money_or_a_share(written: Written, place: int, said: str) -> None:
    assert written.refuses(written.with_inserted(said, place))


@given(WRITTEN, st.sampled_from(sorted(KNOWN)), PLACES)
def test_no_other_name_can_be_added(written: Written, name: str, place: int) -> None:
    assume(not states(written.sheet, name))

    assert written.refuses(written.with_inserted(name, place)), name


@given(WRITTEN, st.text(string.ascii_lowercase, min_size=3, max_size=9), PLACES)
def test_no_made_up_name_can_be_added(written: Written, name: str, place: int) -> None:
    tokens = {each.casefold() for each in written.text.replace("\n", " ").split()}
    assume(name not in tokens and not states(written.sheet, name.title()))
    result = verify(written.with_inserted(name.title(), place), written.sheet, expected=written.expected)

    assert not result.ok or _is_word(name, written.sheet.language), name


def _is_word(name: str, language: str) -> bool:
    from fitnesscrm_desktop.agents.writing.capitals import _is_noun
    from fitnesscrm_desktop.agents.writing.words import vocabulary

    known = vocabulary(language)
    return name in known.inside | known.starts | known.ambiguous or _is_noun(name, known)


@pytest.mark.parametrize("said", ADDRESSES)
def test_no_way_to_anywhere_can_be_added(said: str) -> None:
    for written, place in SEVERAL:
        assert written.refuses(written.with_inserted(said, place)), (written.text, place)


@pytest.mark.parametrize("said", PROMISES)
def test_nothing_can_be_promised_or_threatened(said: str) -> None:
    for written, place in SEVERAL:
        assert written.refuses(written.with_inserted(said, place)), (written.text, place)


@pytest.mark.parametrize("said", CONTROL)
def test_nothing_can_be_said_to_a_machine(said: str) -> None:
    for written, place in SEVERAL:
        assert written.refuses(written.with_inserted(said, place)), (written.text, place)


@given(WRITTEN, st.data())
def test_no_letter_can_be_swapped_for_one_that_looks_like_it(written: Written, data: st.DataObject) -> None:
    outside = verify(written.text, written.sheet, expected=written.expected)
    assert outside.ok
    places = [at for at, each in enumerate(written.text) if each in LOOKALIKES]
    at = data.draw(st.sampled_from(places))

    assert written.refuses(written.text[:at] + LOOKALIKES[written.text[at]] + written.text[at + 1 :])


@given(
    WRITTEN, st.data(), st.sampled_from("\u200b\u200c\u200d\u202e\u2066\u00ad\ufeff\u0000\u001b\u0301\ufffc")
)
def test_no_sign_that_is_not_seen_can_be_added(written: Written, data: st.DataObject, sign: str) -> None:
    at = data.draw(st.integers(0, len(written.text)))

    assert written.refuses(written.text[:at] + sign + written.text[at:])


@given(WRITTEN, st.data())
def test_no_fact_can_be_left_out(written: Written, data: st.DataObject) -> None:
    stated = sorted({str(each) for each in stand_ins(written.message.text)})
    lost = data.draw(st.sampled_from(stated))
    without = written.message.text.replace(lost, "")

    assert not verify_stand_ins(without, written.sheet, expected=written.expected).ok
    said = swap(lost, written.sheet)
    gone = written.text.replace(said, "")
    same = [each.text for each in written.sheet.facts if each.text in gone and each.text in said]
    assert same or written.refuses(gone)


@given(WRITTEN, st.data(), st.integers(0, 9))
def test_no_figure_can_be_changed(written: Written, data: st.DataObject, digit: int) -> None:
    places = [at for at, each in enumerate(written.text) if each.isdigit()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    assume(written.text[at] != str(digit))
    changed = written.text[:at] + str(digit) + written.text[at + 1 :]

    assert written.refuses(changed)
    assert written.refuses(written.text[:at] + str(digit) + written.text[at:])
    assert written.refuses(written.text[:at] + written.text[at + 1 :])
