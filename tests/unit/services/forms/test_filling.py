"""Answers while they are typed: what is asked, what is wrong, and what is kept of them."""

import pytest

from fitnesscrm_desktop.models.values import ConsentKind, QuestionKind
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.forms.content import (
    FormContent,
    FormText,
    Question,
    QuestionText,
    restored,
    stored,
)
from fitnesscrm_desktop.services.forms.filling import Answer, Filling, asks_clearance, consents_in

CONTENT = FormContent(
    (
        Question("heart", clearance=True),
        Question("photos", consent=ConsentKind.PHOTO, required=False),
        Question("often", QuestionKind.CHOICE),
        Question("weight", QuestionKind.NUMBER, required=False),
        Question("since", QuestionKind.DATE, required=False),
        Question("other", QuestionKind.TEXT, required=False),
    ),
    (
        FormText(
            "en",
            "Form",
            questions=(
                QuestionText("Heart?", "What?"),
                QuestionText("Photos?"),
                QuestionText("How often?", choices=("Once", "Twice or more")),
                QuestionText("Weight?"),
                QuestionText("Since?"),
                QuestionText("Else?"),
            ),
        ),
    ),
)
GOOD = {"heart": "no", "often": "once"}


def filling(**typed: str) -> Filling:
    return Filling(CONTENT, "en", {**GOOD, **{key.replace("__", "."): value for key, value in typed.items()}})


def kept(**typed: str) -> dict[str, str]:
    return {answer.key: answer.value for answer in filling(**typed).answers() if answer.value}


def test_what_has_to_be_answered_is_named() -> None:
    empty = Filling(CONTENT, "en")
    assert set(empty.problems()) == {"heart", "often"}
    with pytest.raises(RuleBroken, match="heart: “Heart\\?” is not answered yet") as refused:
        empty.answers()
    assert set(refused.value.fields) == {"heart", "often"}


def test_an_answer_makes_the_state_complete() -> None:
    assert Filling(CONTENT, "en", {"heart": "no"}).problems()
    assert Filling(CONTENT, "en", {"heart": "no", "often": "2"}).problems() == {}


@pytest.mark.parametrize("required", [True, False])
def test_what_is_agreed_to_cannot_be_a_no(required: bool) -> None:
    content = FormContent(
        (Question("rules", required=required, must_be_yes=True),),
        (FormText("en", "Form", questions=(QuestionText("Read the rules?"),)),),
    )
    with pytest.raises(RuleBroken, match="“Read the rules\\?” has to be answered with yes"):
        Filling(content, "en", {"rules": "no"}).answers()
    assert set(Filling(content, "en").problems()) == {"rules"}
    assert Filling(content, "en", {"rules": "yes"}).answers() == (Answer("rules", "yes"),)
    assert restored(stored(content)) == content


def test_a_yes_asks_for_more() -> None:
    assert [more for _question, _text, more in filling(heart="yes").asked()] == [True] + [False] * 5
    assert set(filling(heart="yes").problems()) == {"heart.more"}
    answers = filling(heart="Yes", heart__more="An operation in 2019").answers()
    assert answers[0] == Answer("heart", "yes", "An operation in 2019")


def test_what_was_typed_before_a_yes_became_a_no_is_not_kept() -> None:
    assert filling(heart="no", heart__more="Something private").answers()[0] == Answer("heart", "no")


@pytest.mark.parametrize(
    ("typed", "value"), [("yes", "yes"), ("Ja", "yes"), ("TRUE", "yes"), ("nein", "no"), ("0", "no")]
)
def test_yes_and_no_in_the_languages_of_the_forms(typed: str, value: str) -> None:
    assert kept(photos=typed)["photos"] == value


@pytest.mark.parametrize(("typed", "value"), [("TWICE  or more", "2"), ("1", "1"), ("01", "1")])
def test_a_choice_by_its_words_or_number(typed: str, value: str) -> None:
    assert kept(often=typed)["often"] == value


@pytest.mark.parametrize(
    ("typed", "value"), [("82,5", "82.5"), ("1e2", "100"), ("-3", "-3"), ("7.50", "7.5")]
)
def test_a_number(typed: str, value: str) -> None:
    assert kept(weight=typed)["weight"] == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("photos", "perhaps"),
        ("often", "thrice"),
        ("often", "0"),
        ("often", "3"),
        ("often", "9" * 5000),
        ("weight", "NaN"),
        ("weight", "1e308"),
        ("weight", "inf"),
        ("weight", "many"),
        ("since", "2026-02-30"),
        ("since", "0001-01-01"),
        ("since", "31.3.2026"),
        ("other", "x" * 4001),
        ("lungs", "yes"),
        ("often.more", "why"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_key(key: str, typed: str) -> None:
    assert list(filling(**{key: typed}).problems()) == [key]


def test_a_day() -> None:
    assert kept(since="2026-03-31")["since"] == "2026-03-31"


def test_only_a_yes_asks_for_clearance() -> None:
    assert not asks_clearance(CONTENT, filling(photos="yes").answers())
    assert asks_clearance(CONTENT, filling(heart="yes", heart__more="x").answers())


def test_an_answer_that_was_left_out_is_no_consent_and_no_refusal() -> None:
    assert consents_in(CONTENT, filling().answers()) == {}
    assert consents_in(CONTENT, filling(photos="no").answers()) == {ConsentKind.PHOTO: False}
    assert consents_in(CONTENT, filling(photos="yes").answers()) == {ConsentKind.PHOTO: True}
