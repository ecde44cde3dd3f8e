"""What the import page calls fields, encodings and separators."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.services.imports.results import ImportField

LEFT_OUT = "-"
"""The choice for a column that is not imported."""
FIND_OUT = "-"
"""The choice for "the program shall find out"."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Imports", text)


def field_name(field: ImportField) -> str:
    """How a person calls *field*."""
    return {
        ImportField.FIRST_NAME: _tr("First name"),
        ImportField.LAST_NAME: _tr("Last name"),
        ImportField.FULL_NAME: _tr("Whole name"),
        ImportField.EMAIL: _tr("E-mail"),
        ImportField.PHONE: _tr("Phone"),
        ImportField.BORN: _tr("Date of birth"),
        ImportField.STREET: _tr("Street"),
        ImportField.POSTAL_CODE: _tr("Postal code"),
        ImportField.CITY: _tr("City"),
        ImportField.COUNTRY: _tr("Country"),
        ImportField.MEMBER_NUMBER: _tr("Old member number (opens the door)"),
        ImportField.CODE: _tr("Card or fob (opens the door)"),
        ImportField.TAGS: _tr("Tags"),
        ImportField.NOTE: _tr("Note"),
        ImportField.EMERGENCY_NAME: _tr("Emergency contact"),
        ImportField.EMERGENCY_PHONE: _tr("Emergency phone"),
        ImportField.MEDICAL_ALERT: _tr("Medical alert"),
        ImportField.GOALS: _tr("Goals"),
        ImportField.REFERRAL_SOURCE: _tr("Heard of us by"),
        ImportField.JOINED_ON: _tr("Client since"),
        ImportField.MEMBERSHIP: _tr("Old membership (becomes a note)"),
    }[field]


def field_choices() -> list[tuple[str, str]]:
    """Every field, and "leave out"."""
    return [(LEFT_OUT, _tr("– leave out –")), *((field.value, field_name(field)) for field in ImportField)]


def encoding_choices() -> list[tuple[str, str]]:
    """The encodings old programs write."""
    return [
        (FIND_OUT, _tr("find out")),
        ("utf-8", "UTF-8"),
        ("cp1252", _tr("Western European (Windows)")),
        ("cp1250", _tr("Central European (Windows)")),
        ("cp1251", _tr("Cyrillic (Windows)")),
        ("cp1253", _tr("Greek (Windows)")),
        ("cp1254", _tr("Turkish (Windows)")),
        ("mac_roman", _tr("Western European (Mac)")),
        ("cp850", _tr("Western European (DOS)")),
        ("koi8_r", _tr("Cyrillic (KOI8-R)")),
        ("cp932", _tr("Japanese")),
        ("gb18030", _tr("Chinese")),
        ("utf-16", "UTF-16"),
    ]


def encoding_name(encoding: str) -> str:
    """How a person calls an encoding."""
    known = {**dict(encoding_choices()), "utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
    return known.get(encoding, encoding)


def separator_choices() -> list[tuple[str, str]]:
    """What stands between two cells."""
    return [
        (FIND_OUT, _tr("find out")),
        (",", _tr("comma")),
        (";", _tr("semicolon")),
        ("\t", _tr("tab")),
        ("|", _tr("bar |")),
    ]
