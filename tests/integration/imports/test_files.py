"""Files of all kinds: whatever cannot be a client list is refused with a sentence, and nothing is stored."""

from __future__ import annotations

import csv
import random
import struct
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.results import ListQuery, NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.imports import table, xlsx_table
from fitnesscrm_desktop.services.imports.results import FileKind, ImportField, ReadOptions, UnreadableFile
from tests.integration.imports.conftest import RunImport, WriteFile

pytestmark = pytest.mark.sqlite_only

MIDNIGHT = datetime(1990, 3, 14)  # noqa: DTZ001 - a workbook knows no zones
HEADER = ["First name", "Last name", "Born", "Member number", "Notes"]


def a_workbook(path: Path, *rows: list[Any], title: str = "Clients") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("Other").append(["x"])
    book.save(path)
    return path


def clients(services: Services) -> list[tuple[str, str, date | None]]:
    with services.core.read() as session:
        rows = session.execute(select(Client.first_name, Client.last_name, Client.born).order_by(Client.id))
        return [(first, last, born) for first, last, born in rows]


def test_a_workbook(services: Services, tmp_path: Path, run_import: RunImport) -> None:
    path = a_workbook(
        tmp_path / "list.xlsx",
        ["Our clients", None, None, None, None],
        HEADER,
        ["Ann", "Doe", MIDNIGHT, 17, True],
        ["Bob", "Roe", date(1988, 2, 29), 18.0, 1.5],
        [None, None, None, None, None],
        ["Cy", "Poe", "14.3.1991", "019", "=1+1"],
    )  # fmt: skip
    look = services.imports.look(path)
    assert (look.kind, look.header_row, look.rows, look.sheets) == (FileKind.XLSX, 2, 3, ("Clients", "Other"))
    outcome = run_import(path)
    assert (outcome.imported, outcome.errors) == (3, ())
    assert clients(services) == [
        ("Ann", "Doe", date(1990, 3, 14)),
        ("Bob", "Roe", date(1988, 2, 29)),
        ("Cy", "Poe", date(1991, 3, 14)),
    ]
    preview = services.imports.preview(path, look.suggested)
    assert preview[2].values[ImportField.NOTE] == "=1+1", "a formula that was never reckoned is its own text"
    assert preview[1].values[ImportField.MEMBER_NUMBER] == "18"


def test_another_sheet(services: Services, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "list.xlsx", HEADER, ["Ann", "Doe"])
    assert services.imports.look(path, ReadOptions(sheet="Other")).columns[0].samples == ("x",)
    with pytest.raises(UnreadableFile, match="no sheet “Nowhere”"):
        services.imports.look(path, ReadOptions(sheet="Nowhere"))
    with pytest.raises(UnreadableFile, match="no encoding and no separator"):
        services.imports.look(path, ReadOptions(separator=";"))


def test_a_text_has_no_sheets(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("First,Last\nAnna,Bauer\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no sheets"):
        services.imports.look(path, ReadOptions(sheet="Clients"))


def test_a_damaged_workbook(services: Services, owner: Actor, tmp_path: Path) -> None:
    """Cut off anywhere, or with bytes turned over, it is refused or read; it never crashes."""
    path = a_workbook(
        tmp_path / "list.xlsx", HEADER, *(["Ann", f"Doe{n}", None, n, "note"] for n in range(200))
    )
    whole = path.read_bytes()
    dice = random.Random(5)
    for turn in range(40):
        raw = bytearray(whole[: dice.randrange(4, len(whole))] if turn % 2 else whole)
        for _ in range(dice.randrange(1, 30)):
            raw[dice.randrange(4, len(raw))] = dice.randrange(256)
        path.write_bytes(raw)
        with suppress(UnreadableFile):
            look = services.imports.look(path)
            if ImportField.FIRST_NAME in look.suggested.values():
                services.imports.run(owner, path, look.suggested, dry_run=True)


def test_a_bomb(services: Services, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "list.xlsx", HEADER)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/bomb.xml", b"0" * (xlsx_table.SMALL_PART + 1))
    with pytest.raises(UnreadableFile, match="unpacks to more"):
        services.imports.look(path)


def test_a_workbook_that_claims_a_billion_cells(services: Services, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "list.xlsx", HEADER, ["Ann", "Doe"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'ref="A1:E2"', b'ref="A1:XFD1048576"')
    assert sheet != parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, sheet if name.endswith("sheet1.xml") else part)
    assert services.imports.look(path).rows == 1


def _zip(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "with a password, or one of an old kind"),
        (b"%PDF-1.7\n...", "is not a table"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">300I", *range(300)), "is not a table"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (random.Random(3).randbytes(5000), "is not a table"),
    ],
)
def test_no_table_at_all(services: Services, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=sentence):
        services.imports.look(path)


def test_another_kind_of_document(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    _zip(path, **{"word/document.xml": "<x/>"})
    with pytest.raises(UnreadableFile, match="is not a workbook"):
        services.imports.look(path)


def test_files_that_cannot_be_opened(services: Services, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(UnreadableFile, match="cannot be read"):
            services.imports.look(path)


def test_a_file_that_is_too_large(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name,Last name\nAnn,Doe\n")
    monkeypatch.setattr(table, "LARGEST_FILE", 10)
    with pytest.raises(UnreadableFile, match="larger than"):
        services.imports.look(path)


def test_an_encoding_nobody_knows(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name,Last name\nAnn,Doe\n")
    for name in ("klingon", "idna", "base64", "undefined"):
        with pytest.raises(UnreadableFile, match="no encoding for files called"):
            services.imports.look(path, ReadOptions(encoding=name))


@pytest.mark.parametrize("separator", ["||", "", "\n", '"', "a", "\0"])
def test_a_separator_that_can_be_none(services: Services, tmp_path: Path, separator: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name,Last name\nAnn,Doe\n")
    with pytest.raises(UnreadableFile, match="one character"):
        services.imports.look(path, ReadOptions(separator=separator))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(services: Services, tmp_path: Path, run_import: RunImport, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Vorname;Nachname;Straße\nJürgen;Müller;Königsweg\n".encode(encoding))
    assert run_import(path).imported == 1
    assert clients(services) == [("Jürgen", "Müller", None)]


def test_ragged_rows_nul_bytes_and_cells_of_megabytes(
    services: Services, tmp_path: Path, run_import: RunImport
) -> None:
    path = tmp_path / "list.csv"
    rows = [
        "First name,Last name,Notes",
        "Ann,Doe",
        "Bob,Roe,x,y,z",
        "C\0y,Poe,a",
        'Di,Loe,"' + "x" * 10_000_000 + '"',
        "Ed,Fox",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    outcome = run_import(path)
    assert [first for first, _last, _born in clients(services)] == ["Ann", "C y", "Ed"]
    assert [(each.row, each.column) for each in outcome.errors] == [(3, ""), (5, "Notes")]
    assert [(each.row, each.column, each.text) for each in outcome.remarks] == [
        (4, "First name", "Control characters (NUL) cannot be stored and were left out.")
    ]


def test_control_characters_are_remarked_row_by_row(
    services: Services, tmp_path: Path, run_import: RunImport
) -> None:
    path = tmp_path / "list.csv"
    rows = [
        "First name,Last name,Notes,Shoes",
        "Ann,D\x07oe\x1b,tab\there,\x01",
        "Bob,Roe,no\xa0break \u200bspace,x",
        "Cy,Poe,\x1f,x",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    outcome = run_import(path)
    assert (outcome.imported, outcome.errors) == (3, ())
    assert [(each.row, each.column, each.text) for each in outcome.remarks] == [
        (2, "Last name", "Control characters (U+0007, U+001B) cannot be stored and were left out."),
        (4, "Notes", "Control characters (U+001F) cannot be stored and were left out."),
    ]
    assert run_import(path).remarks == (), "nothing of a row that was skipped is left out"


def test_an_unclosed_quote_is_told_and_so_is_every_row_behind_it(
    services: Services, tmp_path: Path, run_import: RunImport
) -> None:
    path = tmp_path / "list.csv"
    path.write_text('First name,Last name\nAnn,Doe\nBob,"Roe\n' + "Cy,Poe\n" * 50, encoding="utf-8")
    look = services.imports.look(path)
    assert (look.rows, look.unclosed) == (52, 3)
    outcome = run_import(path)
    assert [first for first, _last, _born in clients(services)] == ["Ann"]
    assert [each.row for each in outcome.errors] == list(range(3, 54))
    assert {each.column for each in outcome.errors} == {""}
    assert outcome.errors[0].text == (
        'A quote (") is opened in this row and not closed, so rows 4 to 53 could not be read either. '
        "Close it or take it away, and import the file again."
    )
    assert outcome.errors[1].text == (
        'The row could not be read: a quote (") is opened in row 3 and not closed.'
    )


@pytest.mark.parametrize(
    ("text", "stored", "left_out"),
    [
        ('Ann,Doe,x\nBob,"Roe,x\nCy,Poe,x\n\nDi,Loe,"y"\nEd,Fox,z\n', ["Ann", "Ed"], [3, 4, 6]),
        ('Ann,Doe,x\nBob,"Roe,x\nCy,Poe",x\nEd,Fox,z\n', ["Ann", "Ed"], [3]),
        ('Ann,Doe,x\nEd,Fox,z\nBob,Roe,"', ["Ann", "Ed"], [4]),
        ('Ann,Doe,"two\nlines, of, words"\nEd,Fox,"He said ""hi""\nand left"\n', ["Ann", "Ed"], []),
        ('Ann,Doe,"two\nlines" \nEd,Fox,5" pipe\n', ["Ann", "Ed"], []),
    ],
    ids=["closed by the next quote", "closed in another cell", "in the last row", "no mistake", "blanks"],
)
def test_a_quote_in_the_wrong_place_never_makes_one_person_of_two(
    services: Services,
    tmp_path: Path,
    run_import: RunImport,
    text: str,
    stored: list[str],
    left_out: list[int],
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name,Last name,Notes\n" + text, encoding="utf-8")
    outcome = run_import(path)
    assert [first for first, _last, _born in clients(services)] == stored
    assert [each.row for each in outcome.errors] == left_out


def test_a_quote_that_is_opened_in_the_first_row(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('First name,"Last name\nAnn,Doe\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"opened in row 1 and not closed"):
        services.imports.look(path)


def test_a_workbook_has_the_columns_that_are_filled(services: Services, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "list.xlsx", ["First name", "Last name"], ["Ann", "Doe", None, "x"])
    assert [each.title for each in services.imports.look(path).columns] == ["First name", "Last name", "", ""]


def test_a_table_without_rows(services: Services, owner: Actor, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name;Last name\n;\n")
    mapping = {0: ImportField.FIRST_NAME, 1: ImportField.LAST_NAME}
    assert services.imports.look(path).rows == 0
    with pytest.raises(UnreadableFile, match="holds no clients"):
        services.imports.run(owner, path, mapping)


def test_the_preview_of_a_cell_of_megabytes_is_short(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name;Last name;Notes\nAnn;Doe;" + "x" * 10_000_000 + "\n")
    look = services.imports.look(path)
    (row,) = services.imports.preview(path, look.suggested)
    assert len(row.values[ImportField.NOTE]) == 200
    assert "10000000 characters" in row.errors[0].text


def test_letters_that_were_lost_are_remarked(
    services: Services, tmp_path: Path, run_import: RunImport
) -> None:
    path = tmp_path / "list.csv"
    good = "".join(f"Zoë{number};Ångström\n" for number in range(60))
    path.write_bytes(f"First name;Last name\n{good}".encode() + b"J\xc3rgen;Doe\n")
    assert [(each.row, each.text) for each in run_import(path).remarks] == [
        (62, "A letter cannot be read with this encoding; “\ufffd” stands in its place.")
    ]


def test_an_exported_list_comes_in_as_it_was(services: Services, owner: Actor, tmp_path: Path) -> None:
    names = [("=cmd|'", "/C calc'!A0"), ("+1+cmd", "@SUM"), ("'=Ann", "'t Hooft"), ("-Bo", "＝Roe")]  # noqa: RUF001 - a full-width sign is a trick
    for first, last in names:
        services.clients.add(owner, NewClient(first, last, phone="+353861234567"))
    path = tmp_path / "clients.csv"
    services.directory.export(owner, ListQuery(), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Phone"] for row in rows} == {"+353 86 123 4567"}
    assert all(cell[:1] not in {"=", "-", "@", "＝"} for row in rows for cell in row.values())  # noqa: RUF001 - as above
    preview = services.imports.preview(path, services.imports.look(path).suggested)
    came = {(each.values[ImportField.FIRST_NAME], each.values[ImportField.LAST_NAME]) for each in preview}
    assert came == set(names)


def test_what_turns_other_text_around_is_left_out_and_told(
    services: Services, run_import: RunImport, write_csv_file: WriteFile
) -> None:
    outcome = run_import(write_csv_file("An\u200bn\u202e;Doe\u2066;;;;;;", "\u0631\u200c\u0628;Roe;;;;;;"))
    assert [(each.row, each.text) for each in outcome.remarks] == [
        (2, "Control characters (U+202E) cannot be stored and were left out."),
        (2, "Control characters (U+2066) cannot be stored and were left out."),
    ]
    assert [(first, last) for first, last, _born in clients(services)] == [
        ("Ann", "Doe"),
        ("\u0631\u200c\u0628", "Roe"),
    ]
