"""Conditions: kept as they were written, and true of exactly whom they describe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import ClientStage, ConsentKind
from fitnesscrm_desktop.services.automation.conditions import (
    ALWAYS,
    Comparison,
    Condition,
    Every,
    Facts,
    Field,
    Op,
    Some,
    comparisons_in,
    holds,
    read,
    written,
)
from fitnesscrm_desktop.services.core.errors import RuleBroken

COMPARISONS = st.builds(
    Comparison,
    st.sampled_from(Field),
    st.sampled_from(Op),
    st.text(max_size=20),
    st.none() | st.integers(1, 9),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    COMPARISONS,
    lambda parts: (
        st.builds(Every, st.lists(parts, max_size=3).map(tuple))
        | st.builds(Some, st.lists(parts, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
ANNA = Facts(
    stage=ClientStage.ACTIVE,
    plan_ids=frozenset({3}),
    tag_ids=frozenset({7}),
    age=34,
    trainer_id=2,
    language="de",
    consents=frozenset({ConsentKind.MARKETING}),
    balance=4900,
    custom={1: "Blue", 2: "42.5", 3: "2026-05-01"},
)


def test_a_rule_without_conditions_is_for_everybody() -> None:
    assert written(ALWAYS) == ""
    assert read("") == ALWAYS
    assert holds(ALWAYS, Facts())


@given(CONDITIONS)
def test_what_is_written_is_what_is_read(condition: Condition) -> None:
    try:
        text = written(condition)
    except RuleBroken:
        return  # deeper than anybody means
    assert read(text) == condition


@pytest.mark.parametrize(
    ("field", "value", "other"),
    [
        (Field.STAGE, "active", "frozen"),
        (Field.PLAN, "3", "4"),
        (Field.TAG, "7", "8"),
        (Field.AGE, "34", "35"),
        (Field.TRAINER, "2", "3"),
        (Field.LANGUAGE, "de", "en"),
        (Field.CONSENT, "marketing", "sms"),
        (Field.BALANCE, "4900", "0"),
    ],
)
def test_is_and_is_not(field: Field, value: str, other: str) -> None:
    assert holds(Comparison(field, Op.IS, value), ANNA)
    assert not holds(Comparison(field, Op.IS_NOT, value), ANNA)
    assert not holds(Comparison(field, Op.IS, other), ANNA)
    assert holds(Comparison(field, Op.IS_NOT, other), ANNA)


@pytest.mark.parametrize(
    ("field", "custom", "below", "same", "above"),
    [
        (Field.AGE, None, "33", "34", "35"),
        (Field.BALANCE, None, "4899", "4900", "4901"),
        (Field.CUSTOM, 2, "42.4", "42.50", "43"),
        (Field.CUSTOM, 3, "2026-04-30", "2026-05-01", "2026-05-02"),
    ],
)
def test_more_and_less(field: Field, custom: int | None, below: str, same: str, above: str) -> None:
    at_least = [holds(Comparison(field, Op.AT_LEAST, each, custom), ANNA) for each in (below, same, above)]
    at_most = [holds(Comparison(field, Op.AT_MOST, each, custom), ANNA) for each in (below, same, above)]
    assert (at_least, at_most) == ([True, True, False], [False, True, True])


@pytest.mark.parametrize("op", [Op.AT_LEAST, Op.AT_MOST])
def test_what_is_not_known_is_neither_more_nor_less(op: Op) -> None:
    assert not holds(Comparison(Field.AGE, op, "18"), Facts())
    assert not holds(Comparison(Field.CUSTOM, op, "5", 1), ANNA)  # a word
    assert not holds(Comparison(Field.CUSTOM, op, "5", 3), ANNA)  # a day
    assert not holds(Comparison(Field.BALANCE, op, "nan"), ANNA)


def test_a_custom_word_is_compared_without_its_capitals() -> None:
    assert holds(Comparison(Field.CUSTOM, Op.IS, "blue", 1), ANNA)
    assert not holds(Comparison(Field.CUSTOM, Op.IS, "blue", 9), ANNA)


@given(st.lists(CONDITIONS, max_size=4))
def test_and_needs_all_of_them_and_or_needs_one(parts: list[Condition]) -> None:
    each = [holds(part, ANNA) for part in parts]
    assert holds(Every(tuple(parts)), ANNA) is all(each)
    assert holds(Some(tuple(parts)), ANNA) is any(each)


def test_too_many_conditions_are_refused() -> None:
    one = Comparison(Field.TAG, Op.IS, "1")
    with pytest.raises(RuleBroken, match="two rules"):
        written(Every((one,) * 41))
    deep: Condition = one
    for _ in range(6):
        deep = Every((deep,))
    with pytest.raises(RuleBroken, match="two rules"):
        written(deep)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "7",
        "null",
        '"x"',
        '{"field":"stage"}',
        '{"field":"x","op":"is","value":"1"}',
        '{"every":7}',
    ],
)
def test_rubbish_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="cannot be understood"):
        read(text)


def test_all_comparisons_are_found() -> None:
    one, two = Comparison(Field.TAG, Op.IS, "1"), Comparison(Field.TAG, Op.IS, "2")
    assert comparisons_in(Every((one, Some((two, Every())), one))) == (one, two, one)
