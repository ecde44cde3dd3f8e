"""Statements for the few places where every tenth of a millisecond counts.

An ordinary execute costs several times what SQLite needs for a look at an index. A ``Prepared`` statement is
compiled once for each kind of database and runs on the driver's own cursor, inside the same transaction, with
the same types and the same errors. Use it where a benchmark says so, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable
from sqlalchemy.types import TypeEngine

Row = tuple[Any, ...]
_Convert = Callable[[Any], Any] | None


class Prepared:
    """One statement; an INSERT names the *columns* that are given each time, all of them.

    An INSERT that returns nothing is made ``inline()``, or PostgreSQL is asked for the new id.
    """

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Run it with these named values; all rows, as tuples. Raises what SQLAlchemy would raise."""
        if connection.dispatch.before_cursor_execute:  # who watches statements is to see these too
            watched = connection.execute(self._statement, dict(values))
            return [tuple(row) for row in watched] if watched.returns_rows else []
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statement, self._columns, dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, compiled.bound(values))
            return compiled.read(cursor, dialect)
        except dialect.loaded_dbapi.Error as error:
            raise _wrapped(connection, compiled.sql, error, cursor) from error
        finally:
            cursor.close()

    def row(self, connection: Connection, values: Mapping[str, Any]) -> Row | None:
        """The first row; None if there is none."""
        found = self.rows(connection, values)
        return found[0] if found else None


@dataclass(slots=True)
class _Compiled:
    """A statement as one kind of database understands it."""

    sql: str
    constants: dict[str, Any]
    """What the statement itself brings, as the driver wants it."""
    given: tuple[tuple[str, _Convert], ...]
    """What comes with each run, in the order of the places if they have no names."""
    names: tuple[str, ...]
    result_types: list[TypeEngine[Any]]
    positional: bool
    straight: bool
    """Whether each given value is wanted once, in its place, and nothing else is."""
    convert: tuple[tuple[int, Callable[[Any], Any]], ...] | None = None

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them."""
        if self.straight:
            return tuple([values[name] if to is None else to(values[name]) for name, to in self.given])
        bound = self.constants | {
            name: values[name] if to is None else to(values[name]) for name, to in self.given
        }
        return tuple([bound[name] for name in self.names]) if self.positional else bound

    def read(self, cursor: Any, dialect: Dialect) -> list[Row]:
        """All rows with their Python types."""
        if cursor.description is None:
            return []
        if self.convert is None:
            self.convert = _converters(self.result_types, cursor.description, dialect)
        found: list[Row] = cursor.fetchall()
        if not self.convert:
            return found
        return [_converted(row, self.convert) for row in found]


def _converted(row: Row, convert: tuple[tuple[int, Callable[[Any], Any]], ...]) -> Row:
    cells = list(row)
    for place, to in convert:
        cells[place] = to(cells[place])
    return tuple(cells)


def _compile(statement: Executable, columns: Sequence[str] | None, dialect: Dialect) -> _Compiled:
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect, column_keys=columns))  # type: ignore[attr-defined]  # every statement has it
    constants: dict[str, Any] = {}
    given: dict[str, _Convert] = {}
    for parameter, name in compiled.bind_names.items():
        process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if parameter.required:
            given[name] = process
        else:
            value = parameter.effective_value
            constants[name] = value if process is None else process(value)
    names = tuple(compiled.positiontup or compiled.params)
    positional = bool(compiled.positional)
    return _Compiled(
        sql=str(compiled),
        constants=constants,
        given=tuple((name, given[name]) for name in dict.fromkeys(names) if name in given),
        names=names,
        result_types=[entry.type for entry in compiled._result_columns],  # noqa: SLF001 - there is no public name
        positional=positional,
        straight=positional and not constants and len(names) == len(given),
    )


def _converters(
    kinds: list[TypeEngine[Any]], description: Sequence[Any], dialect: Dialect
) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Which columns need it, and what makes a Python value of theirs."""
    found = (
        kind.dialect_impl(dialect).result_processor(dialect, column[1])
        for kind, column in zip(kinds, description, strict=True)
    )
    return tuple((place, to) for place, to in enumerate(found) if to is not None)


def _wrapped(connection: Connection, sql: str, error: Exception, cursor: Any) -> BaseException:
    """The error as SQLAlchemy would have raised it; a connection that is gone is not used again."""
    dialect = connection.dialect
    gone = bool(dialect.is_disconnect(cast("Any", error), connection.connection, cursor))
    base = dialect.loaded_dbapi.Error
    wrapped = DBAPIError.instance(sql, None, error, base, connection_invalidated=gone, dialect=dialect)
    if gone:
        connection.invalidate(error)
    return wrapped
