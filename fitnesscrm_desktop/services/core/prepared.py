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
    names: tuple[str, ...]
    bind: dict[str, Callable[[Any], Any]]
    result_types: list[TypeEngine[Any]]
    positional: bool
    convert: list[_Convert] | None = None

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them."""
        given = {**self.constants, **values}
        for name, process in self.bind.items():
            given[name] = process(given[name])
        return tuple([given[name] for name in self.names]) if self.positional else given

    def read(self, cursor: Any, dialect: Dialect) -> list[Row]:
        """All rows with their Python types."""
        if cursor.description is None:
            return []
        if self.convert is None:
            types = zip(self.result_types, cursor.description, strict=True)
            self.convert = [_converter(kind, dialect, column[1]) for kind, column in types]
        convert = self.convert
        return [
            tuple([value if to is None else to(value) for value, to in zip(row, convert, strict=True)])
            for row in cursor.fetchall()
        ]


def _compile(statement: Executable, columns: Sequence[str] | None, dialect: Dialect) -> _Compiled:
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect, column_keys=columns))  # type: ignore[attr-defined]  # every statement has it
    bind: dict[str, Callable[[Any], Any]] = {}
    for parameter, name in compiled.bind_names.items():
        process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            bind[name] = process
    constants = dict(compiled.params)
    return _Compiled(
        sql=str(compiled),
        constants=constants,
        names=tuple(compiled.positiontup or constants),
        bind=bind,
        result_types=[entry.type for entry in compiled._result_columns],  # noqa: SLF001 - there is no public name
        positional=bool(compiled.positional),
    )


def _converter(kind: TypeEngine[Any], dialect: Dialect, driver_type: Any) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, driver_type)


def _wrapped(connection: Connection, sql: str, error: Exception, cursor: Any) -> BaseException:
    """The error as SQLAlchemy would have raised it; a connection that is gone is not used again."""
    dialect = connection.dialect
    gone = bool(dialect.is_disconnect(cast("Any", error), connection.connection, cursor))
    base = dialect.loaded_dbapi.Error
    wrapped = DBAPIError.instance(sql, None, error, base, connection_invalidated=gone, dialect=dialect)
    if gone:
        connection.invalidate(error)
    return wrapped
