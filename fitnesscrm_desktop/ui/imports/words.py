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
        ImportField.MEMBER_NUMBER: _tr("Old member number"),
        ImportField.CODE: _tr("Card or fob"),
        ImportField.TAGS: _tr("Tags"),
        ImportField.NOTE: _tr("Note"),
        ImportField.EMERGENCY_NAME: _tr("Emergency contact"),
        ImportField.EMERGENCY_PHONE: _tr("Emergency phone"),
        ImportField.MEDICAL_ALERT: _tr("Medical alert"),
        ImportField.GOALS: _tr("Goals"),
        ImportField.REFERRAL_SOURCE: _tr("Heard of us by"),
        ImportField.LANGUAGE: _tr("Language"),
        ImportField.JOINED_ON: _tr("Client since"),
        ImportField.MEMBERSHIP: _tr("Old membership"),
    }[field]


def field_choices() -> list[tuple[str, str]]:
    """Every field, and "leave out"."""
    return [(LEFT_OUT, _tr("– leave out –")), *((field.value, field_name(field)) for field in ImportField)]


def field_hint(field: ImportField) -> str:
    """What becomes of it, where that is not clear from the name."""
    return {
        ImportField.MEMBER_NUMBER: _tr(
            "Opens the door like a card; the new member number is given by the program."
        ),
        ImportField.CODE: _tr("Opens the door when it is scanned."),
        ImportField.TAGS: _tr("Several may stand in one cell, parted by commas or semicolons."),
        ImportField.NOTE: _tr("Becomes a staff note."),
        ImportField.MEMBERSHIP: _tr("Becomes a staff note; nothing is sold or charged."),
        ImportField.JOINED_ON: _tr("Since when the studio knows the client."),
        ImportField.FULL_NAME: _tr("“Ann van Dyke” or “van Dyke, Ann”."),
    }.get(field, "")


def encoding_choices() -> list[tuple[str, str]]:
    """The encodings old programs write."""
    return [
        (FIND_OUT, _tr("find out")),
        ("utf-8", "UTF-8"),
        ("cp1252", _tr("Western (Windows)")),
        ("cp1250", _tr("Central (Windows)")),
        ("cp1251", _tr("Cyrillic (Windows)")),
        ("cp1253", _tr("Greek (Windows)")),
        ("cp1254", _tr("Turkish (Windows)")),
        ("mac_roman", _tr("Western (Mac)")),
        ("cp850", _tr("Western (DOS)")),
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
