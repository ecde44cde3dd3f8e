"""Names: what is kept of them, and how they are folded for lists and search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.clients.names import SORT_KEY_LENGTH, clean_name, fold, given_key, sort_key
from fitnesscrm_desktop.services.core.errors import RuleBroken

names = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Anna   Maria ", "anna maria"),
        ("MÜLLER", "muller"),
        ("Müller", "muller"),
        ("Straße", "strasse"),
        ("Søren Łukasz", "soren lukasz"),
        ("İstanbul", "istanbul"),
        ("Ångström ﬁt", "angstrom fit"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("محمد", "محمد"),
        ("ベ", "ヘ"),
        ("a\u200bb\u00a0c\td", "ab c d"),
        ("💪 Bo", "💪 bo"),
        ("\x00\ud800", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(names)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(names)
def test_case_and_normal_form_do_not_matter(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name)) == fold(name)


@given(names, st.data())
def test_a_part_of_a_name_folds_to_a_part_of_the_folded_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    end = data.draw(st.integers(start, len(name)))
    assert fold(name[start:end]) in fold(name)


@pytest.mark.parametrize(
    "name", ["Anna", "Anne-Marie O'Neil", "👩‍👩‍👧 Bo", "أحمد", "Zoë", "<b>Bo</b>", "%_'\"", "x" * 200]
)
def test_a_name_of_any_script_stays_as_it_is(name: str) -> None:
    assert clean_name(name, "first name") == name


def test_blanks_and_control_characters_go() -> None:
    assert clean_name(" An\x00na \n Maria ", "first name") == "An na Maria"


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "\u200b\u200b", "\u3164", "\u00a0"])
def test_a_name_of_nothing_to_see_is_refused(name: str) -> None:
    with pytest.raises(RuleBroken, match="needs a last name"):
        clean_name(name, "last name")


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(RuleBroken, match="longer than 200"):
        clean_name("x" * 201, "last name")


def test_keys_put_the_last_or_the_first_name_first() -> None:
    assert sort_key("Zoë", "de Vries") == "de vries zoe"
    assert given_key("Zoë", "de Vries") == "zoe de vries"


def test_keys_fit_their_column_whatever_folding_makes_of_a_name() -> None:
    assert len(sort_key("ﷺ" * 200, "ﷺ" * 200)) == SORT_KEY_LENGTH
