"""A field for a date never turns what was typed into another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.widgets.calendar_popup import CalendarPopup
from fitnesscrm_desktop.ui.widgets.date_field import DateField, date_format

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    """Days are written 23/11/2026."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def a_field(qtbot: QtBot, value: date | None = None, *, optional: bool = True) -> DateField:
    """A field on the screen."""
    field = DateField(value, optional=optional, today=lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    return field


def typed_into(field: DateField, text: str) -> DateField:
    """Type over what is there, and go on."""
    field.edit.selectAll()
    field.edit.insert(text)
    field.edit.editingFinished.emit()
    return field


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/03/2026", date(2026, 3, 31)),
        ("31.3.2026", date(2026, 3, 31)),
        ("31 03 2026", date(2026, 3, 31)),
        ("31032026", date(2026, 3, 31)),
        ("2026-03-31", date(2026, 3, 31)),
        ("31/03", date(2026, 3, 31)),
        ("31/03/85", date(1985, 3, 31)),
        ("310326", date(2026, 3, 31)),
        ("29/02/2024", date(2024, 2, 29)),
        ("\u0663\u0661/03/2026", date(2026, 3, 31)),
    ],
)
@pytest.mark.parametrize("before", [None, date(2026, 2, 5)])
def test_a_date_is_read_as_people_type_it_whatever_stood_there(
    qtbot: QtBot, text: str, day: date, before: date | None
) -> None:
    field = typed_into(a_field(qtbot, before), text)
    assert field.value() == day
    assert field.problem() == ""
    assert field.edit.text() == f"{day:%d/%m/%Y}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2026", "There is no such day: February 2026 has 28 days."),
        ("29022026", "There is no such day: February 2026 has 28 days."),
        ("31/02", "There is no such day: February 2026 has 28 days."),
        ("31/11/26", "There is no such day: November 2026 has 30 days."),
        ("00/11/2026", "There is no such day: November 2026 has 30 days."),
        ("01/13/2026", "There is no such day: a year has 12 months."),
        ("31/12/1899", "The first day possible is 01/01/1900."),
        ("01/01/2101", "The last day possible is 31/12/2100."),
        ("31", "Not a date. Write it like 23/11/2026."),
        ("01/02/202", "Not a date. Write it like 23/11/2026."),
        ("1/2/3/4", "Not a date. Write it like 23/11/2026."),
        ("1 May 2026", "Not a date. Write it like 23/11/2026."),
        ("soon", "Not a date. Write it like 23/11/2026."),
    ],
)
@pytest.mark.parametrize("optional", [True, False])
def test_a_day_that_does_not_exist_stays_as_typed_and_is_told(
    qtbot: QtBot, text: str, sentence: str, *, optional: bool
) -> None:
    field = typed_into(a_field(qtbot, TODAY, optional=optional), text)
    assert field.edit.text() == text
    assert field.value() is None
    assert field.error.isVisible()
    assert field.error.text() == sentence
    assert field.problem() == sentence


def test_it_is_told_as_soon_as_the_year_is_there_and_not_before(qtbot: QtBot) -> None:
    field = a_field(qtbot, TODAY, optional=False)
    told: list[object] = []
    field.value_changed.connect(told.append)
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "31/02/202")
    assert not field.error.isVisible()
    QTest.keyClicks(field.edit, "6")
    assert field.error.isVisible()
    for _digit in "02/2026":
        QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(field.edit, "03/2026")
    assert not field.error.isVisible()
    assert told == [None, date(2026, 3, 31)]


def test_a_date_that_is_needed_cannot_be_left_out(qtbot: QtBot) -> None:
    field = a_field(qtbot, TODAY, optional=False)
    field.edit.clear()
    assert field.value() is None
    assert field.problem() == "A date is missing."
    with pytest.raises(ValueError, match="needs a date"):
        field.set_value(None)


def test_a_date_can_be_unknown(qtbot: QtBot) -> None:
    field = a_field(qtbot)
    assert field.value() is None
    told: list[object] = []
    field.value_changed.connect(told.append)
    QTest.keyClick(field.edit, Qt.Key.Key_Up)
    assert field.value() == TODAY
    field.clear_button.click()
    assert field.value() is None
    assert field.problem() == ""
    assert told == [TODAY, None]
    assert not field.clear_button.isEnabled()


def test_up_and_down_change_the_part_under_the_cursor(qtbot: QtBot) -> None:
    field = a_field(qtbot, date(2026, 3, 31))
    for place, key, expected in (
        (0, Qt.Key.Key_Up, date(2026, 4, 1)),
        (4, Qt.Key.Key_Down, date(2026, 3, 1)),
        (9, Qt.Key.Key_Up, date(2027, 3, 1)),
    ):
        field.edit.setCursorPosition(place)
        QTest.keyClick(field.edit, key)
        assert field.value() == expected
        assert field.edit.cursorPosition() == place


def test_steps_stay_in_the_range(qtbot: QtBot) -> None:
    field = a_field(qtbot, date(1900, 1, 1), optional=False)
    field.step(-1)
    assert field.value() == date(1900, 1, 1)
    field.set_value(date(2100, 12, 31))
    field.step(1)
    assert field.value() == date(2100, 12, 31)


@pytest.mark.parametrize("key", [Qt.Key.Key_F4, Qt.Key.Key_Down])
def test_a_day_is_picked_from_the_calendar_by_keyboard(qtbot: QtBot, key: Qt.Key) -> None:
    field = a_field(qtbot, date(2026, 3, 31))
    alt = Qt.KeyboardModifier.AltModifier if key == Qt.Key.Key_Down else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(field.edit, key, alt)
    sheet = field.findChildren(CalendarPopup)[0].sheet
    assert sheet.selectedDate() == QDate(2026, 3, 31)
    sheet.activated.emit(QDate(2026, 3, 30))
    assert field.value() == date(2026, 3, 30)
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        (QLocale.Language.English, QLocale.Country.UnitedKingdom, "dd/MM/yyyy"),
        (QLocale.Language.English, QLocale.Country.UnitedStates, "MM/dd/yyyy"),
        (QLocale.Language.German, QLocale.Country.Germany, "dd.MM.yyyy"),
        (QLocale.Language.Swedish, QLocale.Country.Sweden, "yyyy-MM-dd"),
    ],
)
def test_dates_are_written_with_four_digits_for_the_year(
    language: QLocale.Language, country: QLocale.Country, expected: str
) -> None:
    assert date_format(QLocale(language, country)) == expected


@pytest.mark.parametrize(
    "language", [QLocale.Language.Bulgarian, QLocale.Language.Swedish, QLocale.Language.Arabic]
)
def test_what_the_field_writes_it_reads(qtbot: QtBot, language: QLocale.Language) -> None:
    QLocale.setDefault(QLocale(language))
    field = a_field(qtbot, date(2026, 3, 31))
    assert field.value() == date(2026, 3, 31)
