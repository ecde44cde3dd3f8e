"""An address is printed whole, or the letter does not arrive."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from fitnesscrm_desktop.services.core.pdf import Letter, StudioHead, labels_pdf, letters_pdf
from fitnesscrm_desktop.services.core.pdf.document import LEADING
from fitnesscrm_desktop.services.core.pdf.fonts import width
from fitnesscrm_desktop.services.core.pdf.letter import in_room

WIDE, HIGH, LARGEST = 170.0, 82.0, 9.5
LONG = (
    "Maximiliane-Charlotte von Hohenlohe-Waldenburg-Schillingsfürst\n"
    "Donaudampfschifffahrtsgesellschaftskapitänsstraße 1234, Hinterhaus links, Aufgang B\n"
    "88499 Altheim bei Riedlingen an der oberen Donau\nGERMANY"
)
HEAD = StudioHead("Studio Nord", "Main Street 1\n10115 Berlin", "", "", None, "#2563eb")


def test_a_usual_address_is_printed_in_the_usual_size() -> None:
    assert in_room("Anna Bauer\nMain Street 1\n10115 Berlin", LARGEST, WIDE, HIGH) == (
        LARGEST,
        ["Anna Bauer", "Main Street 1", "10115 Berlin"],
    )


def test_a_long_one_is_written_smaller_before_a_word_is_broken() -> None:
    size, lines = in_room(LONG, LARGEST, WIDE, HIGH)
    assert size < LARGEST
    assert "".join(" ".join(lines).split()) == "".join(LONG.split())
    assert [word for line in lines for word in line.split()] == LONG.split()


@given(
    st.lists(
        st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60), max_size=20
    )
)
def test_no_character_of_an_address_is_lost(words: list[str]) -> None:
    address = "\n".join(words[:5]) + " ".join(words[5:])
    size, lines = in_room(address, LARGEST, WIDE, HIGH)
    assert "".join("".join(lines).split()) == "".join(address.split())
    assert all(width(line, size) <= WIDE for line in lines)


@pytest.mark.parametrize("times", [1, 3])
def test_what_fits_the_label_stays_in_it(times: int) -> None:
    size, lines = in_room("\n".join([LONG] * times), LARGEST, WIDE, HIGH)
    assert len(lines) * size * LEADING <= HIGH


def test_labels_and_letters_hold_the_whole_address() -> None:
    letters = letters_pdf(HEAD, [Letter(LONG, "4 March 2026", "Hello", "Dear you")])
    for pdf in (labels_pdf("Studio", [LONG]), letters):
        printed = PdfReader(BytesIO(pdf)).pages[0].extract_text()
        for word in LONG.split():
            assert word in printed
        assert "…" not in printed
