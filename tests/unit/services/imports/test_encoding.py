"""Text in whatever encoding the old program wrote."""

# ruff: noqa: RUF001 - Cyrillic and Greek on purpose

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.imports.encoding import decode, looks_binary

GERMAN = "Vorname;Nachname;Straße\nJürgen;Müller;Königsweg 3\nZoë;Groß;Hauptstraße 1\nSøren;Åkesson;\n"
POLISH = "Imię;Nazwisko;Miasto\nŁukasz;Wiśniewski;Łódź\nMałgorzata;Wójcik;Kraków\n"
RUSSIAN = "Имя;Фамилия;Город\nОлена;Шевчук;Киев\nАндрей;Иванов;Москва\n"
GREEK = "Όνομα;Επώνυμο\nΓιώργος;Παπαδόπουλος\n"
TURKISH = "Ad;Soyad\nÇağlar;Yılmaz\nAyşe;Şahin\n"
FRENCH = "Prénom;Nom\nÉlodie;Lefèvre\nJérôme;Bélanger\n"


@pytest.mark.parametrize(
    ("text", "encoding", "country"),
    [
        (GERMAN, "utf-8", "DE"),
        (GERMAN, "utf-8-sig", "DE"),
        (GERMAN, "utf-16", "DE"),
        (GERMAN, "utf-16-le", "DE"),
        (GERMAN, "utf-16-be", "DE"),
        (GERMAN, "utf-32", "DE"),
        (GERMAN, "cp1252", "DE"),
        (GERMAN, "cp1252", "IE"),
        (POLISH, "cp1250", "PL"),
        (POLISH, "cp1250", "DE"),
        (RUSSIAN, "cp1251", "DE"),
        (RUSSIAN, "koi8-r", "RU"),
        (GREEK, "cp1253", "GR"),
        (GREEK, "cp1253", "DE"),
        (TURKISH, "cp1254", "TR"),
        (FRENCH, "mac-roman", "FR"),
        (FRENCH, "iso8859-15", "FR"),
        ("Vorname;Nachname\nJürgen;Müller\nBjörn;Weiß\n", "cp850", "DE"),
        ("名;姓\n健二;田中\n浩;佐藤\n", "shift_jis", "JP"),
        ("名字;姓\n伟;王\n芳;李\n", "gb18030", "CN"),
    ],
)
def test_it_is_read_as_it_was_written(text: str, encoding: str, country: str) -> None:
    found = decode(text.encode(encoding), country)
    assert found.text == text
    assert found.unreadable == 0


def test_one_broken_letter_in_utf_8_does_not_spoil_the_others() -> None:
    raw = ("Größe Äpfel Öl " * 60).encode() + b"\xfc" + b" Ende"
    found = decode(raw, "DE")
    assert found.encoding == "utf-8"
    assert found.unreadable == 1
    assert found.text.startswith("Größe Äpfel")


def test_a_list_of_two_encodings_is_told_instead_of_spoilt() -> None:
    found = decode("Jürgen,Müller\nZoë,Brontë\n".encode() + "Björn,Ström\n".encode("latin-1"), "US")
    assert (found.encoding, found.unreadable) == ("utf-8", 2)
    assert found.text == "Jürgen,Müller\nZoë,Brontë\nBj�rn,Str�m\n"


def test_a_person_knows_better() -> None:
    assert decode(GERMAN.encode("cp1252"), "DE", "cp1250").encoding == "cp1250"


@given(st.text(max_size=300))
def test_utf_8_is_never_mistaken(text: str) -> None:
    usable = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    found = decode(b"Name\n" + usable.encode(), "DE")
    assert found.text == "Name\n" + usable


@given(st.binary(max_size=2000))
def test_any_bytes_become_some_text(raw: bytes) -> None:
    assert isinstance(decode(raw, "DE").text, str)
    looks_binary(raw)


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7 ...", b"\x89PNG\r\n", bytes(range(256)) * 9, b"SQLite format 3\0", b"\0" * 99]
)
def test_what_is_no_text(raw: bytes) -> None:
    assert looks_binary(raw)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "cp1251"),
        ("a,b\n1,\x002\n3,4\n", "utf-8"),
    ],
)
def test_what_is_text(text: str, encoding: str) -> None:
    assert not looks_binary(text.encode(encoding))


def test_a_little_dirt_in_a_short_list_is_still_a_list() -> None:
    assert not looks_binary(b"First name;Last name\nA\x07nn;D\x1boe\n")
