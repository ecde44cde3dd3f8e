"""What the columns of a file are: by their titles in many languages, else by what is in them."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.services.imports.columns import field_of, find_layout
from fitnesscrm_desktop.services.imports.results import ImportField as F
from fitnesscrm_desktop.services.imports.table import Row


def numbered(*rows: str) -> list[Row]:
    return [(number, row.split(";")) for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("titles", "fields"),
    [
        (
            "First name;Last name;E-mail;Phone;Date of birth",
            [F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.PHONE, F.BORN],
        ),
        ("firstName;last_name;EMAIL;DOB;ZIP", [F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.BORN, F.POSTAL_CODE]),
        (
            "Vorname;Nachname;E-Mail-Adresse;Geburtsdatum;PLZ;Ort",
            [F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.BORN, F.POSTAL_CODE, F.CITY],
        ),
        (
            "Prénom;Nom;Téléphone;Date de naissance;Ville",
            [F.FIRST_NAME, F.LAST_NAME, F.PHONE, F.BORN, F.CITY],
        ),
        (
            "Nombre;Apellidos;Correo electrónico;Móvil;Código postal",
            [F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.PHONE, F.POSTAL_CODE],
        ),
        (
            "Nome;Cognome;Cellulare;Data di nascita;Città",
            [F.FIRST_NAME, F.LAST_NAME, F.PHONE, F.BORN, F.CITY],
        ),
        ("Имя;Фамилия;Телефон;Дата рождения;Город", [F.FIRST_NAME, F.LAST_NAME, F.PHONE, F.BORN, F.CITY]),
        (
            "Imię;Nazwisko;Adres e-mail;Numer karty;Uwagi",
            [F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.CODE, F.NOTE],
        ),
        ("Voornaam;Achternaam;Geboortedatum;Woonplaats", [F.FIRST_NAME, F.LAST_NAME, F.BORN, F.CITY]),
        (
            "Name;Mitglieds-Nr.;Notfallkontakt;Mitglied seit",
            [F.FULL_NAME, F.MEMBER_NUMBER, F.EMERGENCY_NAME, F.JOINED_ON],
        ),
        ("姓;名;电话", [F.LAST_NAME, F.FIRST_NAME, F.PHONE]),
        ("Member #;Client name;Tags;Plan", [F.MEMBER_NUMBER, F.FULL_NAME, F.TAGS, F.MEMBERSHIP]),
    ],
)
def test_titles_in_many_languages(titles: str, fields: list[F]) -> None:
    layout = find_layout(numbered(titles, ";".join("x" for _ in fields)))
    assert layout.header_row == 1
    assert [each.suggestion for each in layout.columns] == fields


def test_unknown_titles_are_left_out() -> None:
    assert field_of("Shoe size") is None


def test_titles_above_the_header_are_passed_over() -> None:
    layout = find_layout(
        numbered("Client list 2026", "", "made on 3 March", "First name;Last name", "Ann;Doe")
    )
    assert layout.header_row == 4
    assert [each.title for each in layout.columns] == ["First name", "Last name"]
    assert layout.columns[0].samples == ("Ann",)


def test_without_a_header_the_content_tells() -> None:
    rows = numbered(
        "Ann;Doe;ann@example.com;+49 151 2345678;14.3.1990", "Bob;Roe;bob@example.com;0151 2345679;1.4.1988"
    )
    layout = find_layout(rows)
    assert layout.header_row is None
    assert [each.suggestion for each in layout.columns] == [None, None, F.EMAIL, F.PHONE, F.BORN]


def test_strange_titles_over_data_are_still_titles() -> None:
    layout = find_layout(numbered("Alpha;Beta;Gamma", "Ann;Doe;ann@example.com"))
    assert layout.header_row == 1
    assert layout.columns[2].suggestion is F.EMAIL


def test_a_person_says_whether_there_is_a_header() -> None:
    rows = numbered("Ann;Doe", "Bob;Roe")
    assert find_layout(rows).header_row is None
    assert find_layout(rows, header=True).header_row == 1
    assert find_layout(numbered("Name;Ort", "x;y"), header=False).header_row is None


def test_a_field_is_taken_once() -> None:
    layout = find_layout(numbered("Phone;Mobile;Note;Remarks", "1;2;3;4"))
    assert [each.suggestion for each in layout.columns] == [F.PHONE, None, F.NOTE, F.NOTE]


def test_the_whole_name_yields_to_its_parts() -> None:
    whole = find_layout(numbered("Name;First name;Last name", "x;y;z"))
    assert [each.suggestion for each in whole.columns] == [None, F.FIRST_NAME, F.LAST_NAME]
    german = find_layout(numbered("Name;Vorname;Ort", "x;y;z"))
    assert [each.suggestion for each in german.columns] == [F.LAST_NAME, F.FIRST_NAME, F.CITY]


@pytest.mark.parametrize("rows", [[], [(1, [])], [(1, ["", " "])]])
def test_nothing_at_all(rows: list[Row]) -> None:
    assert find_layout(rows).header_row is None
