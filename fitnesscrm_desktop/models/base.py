"""What all mapped classes share."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Date, DateTime, Enum, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

NAME_LENGTH = 200
TEXT_LENGTH = 4000
SHORT_TEXT = 200


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored as UTC without a zone and always handed out as aware UTC."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: nobody could say what they mean."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time needs a zone"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out aware UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Amount(TypeDecorator[int]):
    """Whole minor units; wide enough for any studio's lifetime."""

    impl = BigInteger
    cache_ok = True


SORT_KEY = String(2 * NAME_LENGTH + 1).with_variant(String(2 * NAME_LENGTH + 1, collation="C"), "postgresql")
"""A folded name: compared byte by byte, so that both databases sort alike and use the index."""


def _stored_words(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """Base of every mapped class."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: Date,
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            length=40,
            create_constraint=False,
            validate_strings=True,
            values_callable=_stored_words,
        ),
    }
