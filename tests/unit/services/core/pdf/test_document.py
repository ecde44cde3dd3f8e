"""Documents: pages that know how many they are, headers that come again, names in any script."""

import io
import unicodedata
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.pdf import Column, Document, Paper, StudioHead, member_card, store

STUDIO = StudioHead("Iron & Silk", "Main Street 1\nBerlin", "+49 30 1", "Tax no. 12")
COLUMNS = [Column("Name", 3, wrap=True), Column("Amount", align="right")]


def a_logo() -> bytes:
    picture = io.BytesIO()
    Image.new("RGBA", (40, 20), (200, 0, 0, 128)).save(picture, "PNG")
    return picture.getvalue()


def pages_of(content: bytes) -> list[str]:
    return [
        unicodedata.normalize("NFKC", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages
    ]


def a_report(rows: int) -> Document:
    document = Document(Paper.A4, title="Report", author="Iron", foot="1 Jan – 31 Jan")
    document.head(STUDIO, "Takings", ["1 Jan – 31 Jan"])
    document.table(COLUMNS, ((f"Client {n}", f"{n}.00") for n in range(rows)), ["Total", "99.00"])
    return document


def test_a_long_table_repeats_its_header_and_counts_its_pages() -> None:
    document = a_report(120)
    pages = pages_of(document.render())
    assert document.pages == len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "Amount" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "1 Jan – 31 Jan" in page
    assert "Total" in pages[-1]
    assert "Client 119" in "".join(pages)
    assert "Iron & Silk" in pages[0]


@pytest.mark.parametrize("lines", range(54, 66))
def test_a_heading_goes_to_the_next_page_with_what_it_heads(lines: int) -> None:
    document = Document(Paper.A4, title="Report")
    for number in range(lines):
        document.text(f"Line {number}")
    document.heading("Photos")
    document.pictures([(a_logo(), "Front")], height=60)
    document.heading("Goals")
    document.table(COLUMNS, [["Weight", "80 kg"]])
    for page in pages_of(document.render()):
        assert ("Photos" in page) == ("Front" in page)
        assert ("Goals" in page) == ("Amount" in page) == ("Weight" in page)


def test_what_belongs_together_is_not_torn_apart() -> None:
    for lines in range(50, 66):
        document = Document(Paper.A4, title="Form")
        for number in range(lines):
            document.text(f"Line {number}")
        with document.together():
            document.text("Signature")
            document.rule()
            document.text("Anna Berg")
        document.text("Proof")
        for page in pages_of(document.render()):
            assert ("Signature" in page) == ("Anna Berg" in page)


def test_more_than_a_page_that_belongs_together_is_still_drawn() -> None:
    document = Document(Paper.A4, title="Form")
    with document.together():
        for number in range(200):
            document.text(f"Line {number}")
    pages = pages_of(document.render())
    assert "Line 0" in pages[0]
    assert [line for page in pages for line in page.splitlines() if line.startswith("Line")] == [
        f"Line {number}" for number in range(200)
    ]


def test_an_empty_table_is_still_a_page() -> None:
    document = a_report(0)
    assert "Page 1 of 1" in pages_of(document.render())[0]


def test_names_in_every_script_come_out_as_text() -> None:
    names = ["Анна Шмидт", "Ελένη", "Nguyễn Ánh", "Żółć", "<b>Bold</b> &amp;"]
    document = Document(Paper.A5, title="t")
    document.table(COLUMNS, [(name, "1") for name in names])
    text = pages_of(document.render())[0]
    for name in names:
        assert name in text


def test_right_to_left_names_come_out_with_all_their_letters() -> None:
    document = Document(Paper.A5, title="t")
    for name in ("שלום", "محمد"):
        document.text(name)
    text = pages_of(document.render())[0]
    for letter in "שלוםمحمد":
        assert letter in text


def test_fonts_are_embedded() -> None:
    document = Document(Paper.A5, title="t")
    document.text("Anna שלום")
    document.text("Bold", bold=True)
    page = PdfReader(io.BytesIO(document.render())).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    used = [font for font in fonts if font["/Subtype"] == "/TrueType"]
    assert len(used) >= 3
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)


def test_a_roll_is_as_long_as_its_text() -> None:
    def height(lines: int) -> float:
        document = Document(Paper.ROLL_80, title="t")
        document.head(STUDIO, "Receipt", ["No. 1"])
        for _ in range(lines):
            document.line("Bar", "2.50")
        return float(PdfReader(io.BytesIO(document.render())).pages[0].mediabox.height)

    assert height(40) > height(2) + 300


def test_a_logo_is_drawn_and_a_broken_one_left_out() -> None:
    for logo in (a_logo(), b"not a picture"):
        document = Document(Paper.A5, title="t")
        document.head(StudioHead("Iron", logo=logo), "Receipt")
        assert "Iron" in pages_of(document.render())[0]


def test_everything_at_once() -> None:
    document = Document(Paper.A4_LANDSCAPE, title="t")
    document.pairs([("A", "1"), ("B", ""), ("C", "x" * 300)], across=3)
    document.rule()
    document.gap(5)
    document.line("Sum", "€1.00", bold=True)
    document.text("middle " * 40, align="center", most=2)
    document.code128("000001", caption="000001")
    assert "000001" in pages_of(document.render())[0]


def test_a_member_card_has_the_size_of_a_card() -> None:
    content = member_card(StudioHead("Iron", logo=a_logo()), "Anna " * 20, "No. 100", "100")
    page = PdfReader(io.BytesIO(content)).pages[0]
    assert round(float(page.mediabox.width) / 72 * 25.4, 1) == 85.6
    assert "No. 100" in page.extract_text()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "receipt.pdf"
    store(b"one", target)
    store(b"two", target)
    assert target.read_bytes() == b"two"
    with pytest.raises(StorageTrouble, match="could not be written"):
        store(b"x", tmp_path / "missing" / "receipt.pdf")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["receipt.pdf"]
