"""Text on paper: any script, never wider than its room, never a crash."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.pdf import fonts
from fitnesscrm_desktop.services.core.pdf.fonts import BOX, known_fonts, plain_runs, runs, width
from fitnesscrm_desktop.services.core.pdf.text import ELLIPSIS, clean, fitted, in_drawing_order, wrapped


def fonts_of(text: str) -> list[str]:
    return [run.font for run in runs(text)]


def test_most_text_is_set_in_the_main_font() -> None:
    assert fonts_of("Anna Müller, €49.00 Žižek") == ["Inter"]
    assert fonts_of("Дмитрий Ελένη") == ["Inter"]
    assert plain_runs("Anna")


def test_what_it_lacks_is_borrowed() -> None:
    assert fonts_of("Anna שלום") == ["Inter", "DejaVu"]
    assert [run.font for run in runs("שלום", bold=True)] == ["DejaVu-Bold"]


def test_a_letter_that_no_font_has_becomes_a_box() -> None:
    shown = "".join(run.text for run in runs(clean("a\U00013000b")))
    assert shown == f"a{BOX}b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna \U0001f3cb\ufe0f\u200d♀\ufe0f Bauer", "Anna Bauer"),
        ("Anna \U0001f3cb ♀ Bauer", "Anna ♀ Bauer"),
        ("\U0001f3cb\U0001f3fd Anna", "Anna"),
        ("Anna \U0001f9d8", "Anna"),
        ("Anna\U0001f9d8Bauer", "AnnaBauer"),
        ("Anna  Bauer", "Anna  Bauer"),
        ("Anna \U0001f600 □ ", "Anna \U0001f600 □ "),
        ("\U0001f9d8", ""),
    ],
)
def test_an_emoji_that_no_font_has_goes_without_a_gap(
    text: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_found_here", lambda: ((), True))
    assert clean(text) == shown
    assert "".join(run.text for run in runs(clean(text))) == shown


def test_fonts_with_emoji_in_one_colour_are_known(tmp_path: Path) -> None:
    for name in ("Symbola_hint.ttf", "seguisym.ttf", "NotoColorEmoji.ttf"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in known_fonts([tmp_path])[0]] == ["seguisym.ttf", "Symbola_hint.ttf"]


def test_fonts_of_the_pc_are_found_by_name_the_better_ones_first(tmp_path: Path) -> None:
    deep = tmp_path / "truetype" / "nanum"
    deep.mkdir(parents=True)
    for name in ("UnDotum.ttf", "NanumGothic.ttf", "Unknown.ttf"):
        (deep / name).write_bytes(b"")
    paths, shown_by_others = known_fonts([tmp_path, tmp_path / "nowhere"])
    assert ([path.name for path in paths], shown_by_others) == (["NanumGothic.ttf", "UnDotum.ttf"], False)
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"")
    assert known_fonts([tmp_path])[1], "it cannot be embedded, but a viewer finds it"


@pytest.mark.parametrize(
    ("text", "font"), [("王小明", "STSong-Light"), ("さくら", "HeiseiKakuGo-W5"), ("김", "DejaVu")]
)
def test_chinese_and_japanese_are_left_to_a_viewer_that_can(
    text: str, font: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_found_here", lambda: ((), True))
    assert fonts_of(text) == [font]
    assert width(text, 10) >= 6 * len(text)
    monkeypatch.setattr(fonts, "_found_here", lambda: ((), False))
    assert {run.text for run in runs(text)} == {BOX * len(text)}


def test_joiners_and_skin_tones_have_no_picture() -> None:
    assert clean("a\u200db\ufe0f\U0001f3fdc\0\x07\ud800") == "abc"
    assert clean("e\u0301") == "é"
    assert clean("one\ttwo") == "one two"


def test_hebrew_is_turned_around_and_arabic_joined() -> None:
    assert in_drawing_order("שלום 12") == "12 םולש"
    drawn = in_drawing_order("محمد عبد الله")
    assert drawn[-1] == "\ufee3"  # the first letter, in the form it has at the start of a word
    assert BOX not in "".join(run.text for run in runs(drawn))
    assert in_drawing_order("Anna") == "Anna"


def test_brackets_are_turned_with_the_run_they_stand_in() -> None:
    assert in_drawing_order("שלום (כהן)") == "(ןהכ) םולש"
    assert in_drawing_order("Anna (כהן) B") == "Anna (ןהכ) B"


@given(st.text(max_size=60), st.floats(20, 200))
def test_a_fitted_line_fits(text: str, room: float) -> None:
    assert width(fitted(text, 9, room), 9) <= room


@given(st.text(max_size=120), st.floats(30, 200))
def test_wrapped_lines_fit(text: str, room: float) -> None:
    for line in wrapped(text, 9, room):
        assert width(line, 9) <= room or len(line) <= 2


def test_wrapping_keeps_words_and_line_breaks() -> None:
    assert wrapped("one two\nthree", 9, 400) == ["one two", "three"]
    assert wrapped("", 9, 400) == [""]
    lines = wrapped("word " * 50, 9, 100, most=2)
    assert len(lines) == 2
    assert lines[1].endswith(ELLIPSIS)


@pytest.mark.parametrize("text", ["x" * 10_000_000, "\n" * 100_000, "ب" * 5000])
def test_endless_text_is_cut(text: str) -> None:
    assert wrapped(text, 9, 100, most=3)
    assert width(fitted(text, 9, 100), 9) <= 100
