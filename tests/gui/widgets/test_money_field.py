from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.models.values import MAX_AMOUNT
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField
from fitnesscrm_desktop.ui.widgets.money_text import Style, Trouble, format_amount, parse_amount

ENGLISH, GERMAN, FRENCH = Style(".", ",", 2), Style(",", ".", 2), Style(",", "\u202f", 2)
YEN, DINAR = Style(".", ",", 0), Style(".", ",", 3)


@pytest.mark.parametrize(
    ("text", "style", "units"),
    [
        ("49", ENGLISH, 4900),
        ("49.9", ENGLISH, 4990),
        ("49.90", ENGLISH, 4990),
        ("49.900", ENGLISH, 4990),
        ("1,234.50", ENGLISH, 123450),
        ("1,234", ENGLISH, 123400),
        ("12,50", ENGLISH, 1250),
        ("1.234,5", ENGLISH, 123450),
        (".5", ENGLISH, 50),
        ("5.", ENGLISH, 500),
        ("+5", ENGLISH, 500),
        ("  7 ", ENGLISH, 700),
        ("12,34,567.89", ENGLISH, 123456789),
        ("1.234,50", GERMAN, 123450),
        ("1.234", GERMAN, 123400),
        ("12.50", GERMAN, 1250),
        ("1'234,50", GERMAN, 123450),
        ("1\u202f234,5", FRENCH, 123450),
        ("1 234,5", FRENCH, 123450),
        ("\u0661\u0662\u066b\u0665", ENGLISH, 1250),
        ("500", YEN, 500),
        ("0.125", DINAR, 125),
        ("0", ENGLISH, 0),
        ("", ENGLISH, None),
        ("   ", ENGLISH, None),
    ],
)
def test_amounts_are_read_as_they_are_meant(text: str, style: Style, units: int | None) -> None:
    assert parse_amount(text, style, MAX_AMOUNT) == units


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("-500", Trouble.NEGATIVE),
        ("−5", Trouble.NEGATIVE),
        ("500-", Trouble.NEGATIVE),
        ("-", Trouble.NOT_A_NUMBER),
        ("nan", Trouble.NOT_A_NUMBER),
        ("inf", Trouble.NOT_A_NUMBER),
        ("Infinity", Trouble.NOT_A_NUMBER),
        ("1e17", Trouble.NOT_A_NUMBER),
        ("0x10", Trouble.NOT_A_NUMBER),
        ("abc", Trouble.NOT_A_NUMBER),
        ("1.2.3", Trouble.NOT_A_NUMBER),
        ("1,2,3", Trouble.NOT_A_NUMBER),
        (".", Trouble.NOT_A_NUMBER),
        ("1" * 41, Trouble.NOT_A_NUMBER),
        ("12.345", Trouble.TOO_MANY_DECIMALS),
        ("100000000000000000", Trouble.TOO_LARGE),
        ("²", Trouble.NOT_A_NUMBER),
    ],
)
def test_everything_else_is_refused(text: str, trouble: Trouble) -> None:
    assert parse_amount(text, ENGLISH, MAX_AMOUNT) == trouble


@given(st.integers(0, MAX_AMOUNT), st.sampled_from([ENGLISH, GERMAN, FRENCH, YEN, DINAR]))
def test_what_is_written_can_be_read_again(units: int, style: Style) -> None:
    assert parse_amount(format_amount(units, style), style, MAX_AMOUNT) == units


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    parsed = parse_amount(text, ENGLISH, MAX_AMOUNT)
    assert parsed is None or isinstance(parsed, Trouble) or 0 <= parsed <= MAX_AMOUNT


@pytest.fixture
def field(qtbot: QtBot) -> MoneyField:
    made = MoneyField("EUR", locale=QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("text", ["-500", "nan", "inf", "1e17", "99999999999999999", "1.005"])
def test_a_wrong_amount_says_so_below_the_field(field: MoneyField, text: str) -> None:
    QTest.keyClicks(field.edit, text)
    assert field.value() is None
    assert field.problem()
    assert field.error.isVisible()
    assert field.error.text() == field.problem()
    assert field.edit.property("invalid") is True
    field.edit.setText("5")
    assert field.value() == 500
    assert not field.error.isVisible()
    assert field.edit.property("invalid") is False


def test_typing_is_told_and_tidied(qtbot: QtBot, field: MoneyField) -> None:
    told: list[object] = []
    field.value_changed.connect(told.append)
    QTest.keyClicks(field.edit, "12.5")
    assert told == [100, 1200, 1250]
    with qtbot.waitSignal(field.committed):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "12.50"


def test_enter_on_a_wrong_amount_commits_nothing(qtbot: QtBot, field: MoneyField) -> None:
    field.edit.setText("-5")
    with qtbot.assertNotEmitted(field.committed):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("text", ["€ 12.50", "12.50 EUR", "eur12.50"])
def test_a_pasted_currency_is_no_problem(field: MoneyField, text: str) -> None:
    field.edit.setText(text)
    assert field.value() == 1250


def test_the_limit_is_named(field: MoneyField) -> None:
    field.edit.setText("100000001")
    assert "100,000,000.00" in field.problem()


def test_values_are_shown_and_currencies_change(field: MoneyField) -> None:
    field.set_value(123450)
    assert field.text() == "1,234.50"
    field.set_currency("JPY", 0)
    field.set_value(500)
    assert field.text() == "500"
    field.set_value(None)
    assert field.value() is None
    assert not field.problem()


def test_its_name_is_that_of_the_part_with_the_focus(field: MoneyField) -> None:
    field.setAccessibleName("Price")
    assert field.edit.accessibleName() == "Price"
    assert field.focusProxy() is field.edit
