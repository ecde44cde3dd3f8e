from __future__ import annotations

from dataclasses import replace

import pytest

from fitnesscrm_desktop.services.messaging.letterhead import LONGEST_PAGE, framed, html_of, written_mail
from tests.support.door import STUDIO as A_STUDIO

STUDIO = replace(A_STUDIO, name="Tom & Co", address="Main Street 1\n10115 Berlin", accent="#4F46E5")


def test_paragraphs_and_line_breaks_stay() -> None:
    made = html_of("Hello,\nAnna.\n\n\nSee you <soon>.\n")
    assert made.count("<p ") == 2
    assert "Hello,<br>\nAnna." in made
    assert "See you &lt;soon&gt;." in made


def test_a_web_address_becomes_a_link_without_the_point_behind_it() -> None:
    made = html_of("Look at https://example.org/a?b=1&c=2.")
    assert '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.' in made


def test_the_frame_has_the_studios_name_colour_and_address() -> None:
    page = framed(STUDIO, "<p>Hi</p>", title="A & B", language="pt_BR")
    assert page.count("Tom &amp; Co") == 2
    assert 'bgcolor="#4F46E5"' in page
    assert "Main Street 1 · 10115 Berlin" in page
    assert '<html lang="pt-BR">' in page
    assert "<title>A &amp; B</title>" in page


@pytest.mark.parametrize(("accent", "letters"), [("#4F46E5", "#ffffff"), ("#FFE45C", "#1b1c21")])
def test_the_name_can_be_read_on_the_studios_colour(accent: str, letters: str) -> None:
    assert f"color:{letters}" in framed(replace(STUDIO, accent=accent), "")


def test_a_whole_page_stays_as_it_was_written() -> None:
    assert framed(STUDIO, "<html><body>Hi</body></html>") == "<html><body>Hi</body></html>"


def test_what_a_person_writes_looks_like_a_template_unless_it_is_endless() -> None:
    page = written_mail(STUDIO, "Hi", "Hello,\n\nAnna", "de")
    assert page.count("Tom &amp; Co") == 2
    assert '<html lang="de">' in page
    assert written_mail(STUDIO, "Hi", "a\n\n" * (LONGEST_PAGE // 30), "de") == ""
