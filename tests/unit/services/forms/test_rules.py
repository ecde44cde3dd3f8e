"""Who signs, when, and how long it counts; and what a signature is."""

from datetime import date

import pytest

from fitnesscrm_desktop.models.values import FormSigner, FormState
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.forms.rules import Signing, checked_day, checked_signer, last_day, state_on
from fitnesscrm_desktop.services.forms.signature import Point, checked_strokes

TODAY = date(2026, 3, 4)


def test_a_client_of_age_signs_alone() -> None:
    signing = checked_signer(" Anna  Bauer ", "", client="Anna Bauer", minor=False)
    assert signing == Signing("Anna Bauer", FormSigner.CLIENT, "")


def test_somebody_else_may_sign_for_a_client_of_age() -> None:
    signing = checked_signer("Eva Bauer", "guardian", client="Anna Bauer", minor=False)
    assert signing.signer is FormSigner.GUARDIAN


@pytest.mark.parametrize(
    ("name", "relation", "field"),
    [("Tim Bauer", "", "signed_by"), ("TIM BAUER", "mother", "signed_by"), ("Eva Bauer", " ", "relation")],
)
def test_a_minor_does_not_sign_alone(name: str, relation: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_signer(name, relation, client="Tim Bauer", minor=True)
    assert list(refused.value.fields) == [field]


def test_the_payer_of_a_minor_need_not_say_more() -> None:
    signing = checked_signer("eva bauer", "", client="Tim Bauer", minor=True, payer="Eva Bauer")
    assert (signing.signer, signing.relation) == (FormSigner.GUARDIAN, "payer")


def test_a_signature_needs_a_name() -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_signer(" \u200b", "", client="Anna Bauer", minor=False)
    assert "signed_by" in refused.value.fields


@pytest.mark.parametrize(
    ("day", "born", "told"),
    [
        (date(2026, 3, 5), date(2010, 5, 6), "The day lies in the future."),
        (date(2010, 5, 5), date(2010, 5, 6), "The day lies before the client was born."),
        (date(1999, 12, 31), date(1990, 5, 6), "The day lies before the year 2000."),
        (date(1999, 12, 31), None, "The day lies before the year 2000."),
    ],
)
def test_a_day_that_cannot_be_says_why(day: date, born: date | None, told: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_day(day, TODAY, born)
    assert refused.value.fields == {"on": told}


@pytest.mark.parametrize(
    ("signed", "months", "last"),
    [
        (date(2026, 3, 4), 12, date(2027, 3, 3)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 3, 4), None, None),
    ],
)
def test_how_long_it_counts(signed: date, months: int | None, last: date | None) -> None:
    assert last_day(signed, months) == last


@pytest.mark.parametrize(
    ("expires_on", "state"),
    [
        (None, FormState.VALID),
        (date(2026, 4, 4), FormState.VALID),
        (date(2026, 4, 3), FormState.EXPIRING),
        (TODAY, FormState.EXPIRING),
        (date(2026, 3, 3), FormState.EXPIRED),
    ],
)
def test_what_it_is_today(expires_on: date | None, state: FormState) -> None:
    assert state_on(TODAY, expires_on, void=False) is state
    assert state_on(TODAY, expires_on, void=True) is FormState.VOID


def test_strokes_are_moved_to_their_corner() -> None:
    drawn = checked_strokes([[(100.04, 50.0), (140.0, 80.0)], [], [(110.0, 40.0), (111.0, 40.0)]])
    assert drawn == (((0.0, 10.0), (40.0, 40.0)), ((10.0, 0.0), (11.0, 0.0)))


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[(5.0, 5.0)]],
        [[(5.0, 5.0), (6.0, 6.0)]],
        [[(0.0, 0.0), (float("nan"), 50.0)]],
        [[(0.0, 0.0), (float("inf"), 50.0)]],
        [[(0.0, 0.0), (1e308, 50.0)]],
        [[(0.0, 0.0), (50.0, 50.0)]] * 401,
        [[(0.0, 0.0), (50.0, 50.0)] * 10_001],
    ],
)
def test_what_is_no_signature(strokes: list[list[Point]]) -> None:
    with pytest.raises(RuleBroken):
        checked_strokes(strokes)
