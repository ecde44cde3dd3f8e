"""The fields of a client's own data, and of what the studio asks for besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from fitnesscrm_desktop.models.values import CustomFieldKind
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.results import CLIENT_FIELDS, FieldInfo, FieldValue
from fitnesscrm_desktop.services.settings.languages import USUAL, language_name
from fitnesscrm_desktop.ui.clients.words import field_word, translate
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.widgets.date_field import DateField

MOST_LETTERS = {
    "first_name": 200,
    "last_name": 200,
    "email": 254,
    "phone": 40,
    "street": 200,
    "postal_code": 20,
    "city": 200,
    "country": 200,
    "emergency_name": 200,
    "emergency_phone": 40,
    "referral_source": 200,
}
LONG = ("medical_alert", "goals")
PHONES = ("phone", "emergency_phone")
TEXT_LINES = 3


class TextField(QPlainTextEdit):
    """A few lines; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme().px(24 * TEXT_LINES + 8))


class LanguageField(QComboBox):
    """A choice of languages by name; the first one is the studio's."""

    def __init__(self) -> None:
        super().__init__()
        self.addItem(translate("clients", "The studio’s language"), "")
        for name, code in sorted((language_name(code), code) for code in USUAL):
            self.addItem(name, code)

    def value(self) -> str:
        """The code; empty: the studio's language."""
        return str(self.currentData() or "")

    def set_value(self, code: str) -> None:
        """Show the language with this *code*, whether or not it is offered."""
        if code and self.findData(code) < 0:
            self.addItem(language_name(code), code)
        self.setCurrentIndex(max(self.findData(code), 0))


class DetailsFields:
    """One widget per field of a client; ``widgets`` are to be put into a form."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.widgets: dict[str, QWidget] = {}
        self.lines: dict[str, QLineEdit] = {}
        for field, longest in MOST_LETTERS.items():
            line = QLineEdit()
            line.setMaxLength(longest)
            self.lines[field] = self.widgets[field] = line
        self.born = DateField(today=today)
        self.born.set_range(date(1900, 1, 1), today())
        self.widgets["born"] = self.born
        self.language = LanguageField()
        self.widgets["language"] = self.language
        self.texts = {field: TextField() for field in LONG}
        self.widgets.update(self.texts)
        for field, widget in self.widgets.items():
            widget.setAccessibleName(field_word(field))

    def values(self) -> dict[str, object]:
        """What is in the fields, by the names the service knows."""
        values: dict[str, object] = {field: line.text() for field, line in self.lines.items()}
        values["born"] = self.born.value()
        values["language"] = self.language.value()
        values.update({field: text.toPlainText() for field, text in self.texts.items()})
        return {field: values[field] for field in CLIENT_FIELDS}

    def show_values(self, values: Mapping[str, object]) -> None:
        """Fill in these fields and leave the others."""
        for field, value in values.items():
            if field in self.lines:
                text = str(value or "")
                self.lines[field].setText(shown_phone(text) if field in PHONES else text)
                self.lines[field].setCursorPosition(0)
            elif field in self.texts:
                self.texts[field].setPlainText(str(value or ""))
            elif field == "born":
                self.born.set_value(value if isinstance(value, date) else None)
            elif field == "language":
                self.language.set_value(str(value or ""))


class OwnFields:
    """The studio's own fields: a widget that fits the kind of each."""

    def __init__(self, fields: Sequence[FieldValue], today: Callable[[], date]) -> None:
        self.fields = tuple(each.field for each in fields)
        self.widgets = {each.field.id: _widget_for(each.field, today) for each in fields}
        self.show_values({each.field.id: each.value for each in fields})

    def values(self) -> dict[int, str]:
        """What is in the fields, as the service stores it."""
        return {field_id: _value_of(widget) for field_id, widget in self.widgets.items()}

    def show_values(self, values: Mapping[int, str]) -> None:
        """Fill in these fields and leave the others."""
        for field_id, value in values.items():
            _show_value(self.widgets[field_id], value)


def shown_value(field: FieldInfo, value: str, day: Callable[[date], str]) -> str:
    """A value of one of the studio's own fields as people read it."""
    if field.kind is CustomFieldKind.YES_NO and value:
        return translate("clients", "Yes") if value == "yes" else translate("clients", "No")
    if field.kind is CustomFieldKind.DATE and value:
        return day(date.fromisoformat(value))
    return value


def _widget_for(field: FieldInfo, today: Callable[[], date]) -> QWidget:
    widget: QWidget
    if field.kind is CustomFieldKind.DATE:
        widget = DateField(today=today)
    elif field.kind in {CustomFieldKind.YES_NO, CustomFieldKind.CHOICE}:
        widget = _combo(field)
    else:
        line = QLineEdit()
        line.setMaxLength(30 if field.kind is CustomFieldKind.NUMBER else 4000)
        widget = line
    widget.setAccessibleName(field.name)
    return widget


def _combo(field: FieldInfo) -> QComboBox:
    combo = QComboBox()
    combo.addItem("–", "")
    if field.kind is CustomFieldKind.YES_NO:
        combo.addItem(translate("clients", "Yes"), "yes")
        combo.addItem(translate("clients", "No"), "no")
    for choice in field.choices:
        combo.addItem(choice, choice)
    return combo


def _value_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return str(widget.currentData() or "")
    if isinstance(widget, DateField):
        day = widget.value()
        return "" if day is None else day.isoformat()
    return widget.text() if isinstance(widget, QLineEdit) else ""


def _show_value(widget: QWidget, value: str) -> None:
    if isinstance(widget, QComboBox):
        if value and widget.findData(value) < 0:
            widget.addItem(value, value)  # a choice that is no longer offered stays what it was
        widget.setCurrentIndex(max(widget.findData(value), 0))
    elif isinstance(widget, DateField):
        widget.set_value(date.fromisoformat(value) if value else None)
    elif isinstance(widget, QLineEdit):
        widget.setText(value)
