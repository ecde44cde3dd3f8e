"""What all mapped classes share."""

from __future__ import annotations

import enum
from collections.abc import Callable
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


def _without_zone(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment.replace(tzinfo=None)
    if moment.tzinfo is None:
        message = "a stored time needs a zone"
        raise ValueError(message)
    return moment.astimezone(UTC).replace(tzinfo=None)


def _sqlite_text(moment: datetime | None) -> str | None:
    return None if moment is None else _without_zone(moment).isoformat(" ", "microseconds")


def _from_sqlite_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored as UTC without a zone and always handed out as aware UTC."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: nobody could say what they mean."""
        del dialect
        return None if value is None else _without_zone(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """For SQLite the same text as SQLAlchemy writes, in a fraction of the time."""
        return _sqlite_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out aware UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """The way back, alike."""
        return _from_sqlite_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


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
