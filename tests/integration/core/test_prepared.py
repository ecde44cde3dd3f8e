"""Prepared statements answer as ordinary ones do, and fail as they do."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from sqlalchemy import Connection, DateTime, Table, bindparam, event, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.base import UtcDateTime
from fitnesscrm_desktop.models.membership import Plan
from fitnesscrm_desktop.models.values import Period, PlanKind
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.prepared import Prepared
from tests.support.postgres import PrivateServer

PLAN = cast("Table", Plan.__table__)
ADD = insert(PLAN).returning(PLAN.c.id)
VALUES: dict[str, Any] = {
    "name": "Mañana 😀 %(x)s ? :y",
    "description": "",
    "kind": PlanKind.RECURRING,
    "period": Period.MONTH,
    "same_day_once": True,
    "signup_fee": 2_500_000_000,
    "tax_rate": 1900,
    "weekdays": 127,
    "from_minute": 0,
    "to_minute": 1440,
    "position": 0,
    "archived_at": datetime(2026, 3, 4, 9, 0, 0, 123456, tzinfo=UTC),
    "version": 1,
}
PREPARED_ADD = Prepared(ADD, columns=tuple(VALUES))
LOOK = select(PLAN).where(PLAN.c.kind == PlanKind.RECURRING, PLAN.c.id == bindparam("plan_id"))
PREPARED_LOOK = Prepared(LOOK)


def watched(connection: Connection) -> list[str]:
    seen: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda _c, _cur, sql, *_: seen.append(sql))
    return seen


def test_what_is_written_and_read_has_its_python_types(services: Services) -> None:
    with services.core.write() as work:
        (plan_id,) = PREPARED_ADD.rows(work.connection, VALUES)[0]
        ordinary = tuple(work.connection.execute(LOOK, {"plan_id": plan_id}).one())
        for _ in range(2):
            assert PREPARED_LOOK.row(work.connection, {"plan_id": plan_id}) == ordinary
        plan = work.session.get_one(Plan, plan_id)
        assert {name: getattr(plan, name) for name in VALUES} == VALUES
        assert PREPARED_LOOK.row(work.connection, {"plan_id": 0}) is None
        assert PREPARED_LOOK.rows(work.connection, {"plan_id": 0}) == []


def test_a_statement_without_an_answer_has_no_rows(services: Services) -> None:
    adding = Prepared(insert(PLAN).inline(), columns=tuple(VALUES))
    with services.core.write() as work:
        assert adding.rows(work.connection, VALUES) == []
        assert adding.row(work.connection, VALUES) is None


def test_who_watches_statements_sees_these_too(services: Services) -> None:
    with services.core.write() as work:
        seen = watched(work.connection)
        (plan_id,) = PREPARED_ADD.rows(work.connection, VALUES)[0]
        found = PREPARED_LOOK.row(work.connection, {"plan_id": plan_id})
        assert found is not None
        assert found[0] == plan_id
        assert [sql.split()[0] for sql in seen] == ["INSERT", "SELECT"]


def test_errors_are_those_of_sqlalchemy_and_leave_no_trace(services: Services) -> None:
    visit = cast("Table", Visit.__table__)
    columns = ("client_id", "at", "day", "verdict", "override_reason", "left_by_itself")
    adding = Prepared(insert(visit), columns=columns)
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    stranger = dict(zip(columns, (4711, moment, date(2026, 3, 4), "admitted", "", False), strict=True))

    def add() -> None:
        with services.core.write() as work:
            PREPARED_ADD.rows(work.connection, VALUES)
            adding.rows(work.connection, stranger)

    with pytest.raises(IntegrityError):
        add()
    with services.core.read() as session:
        assert session.scalars(select(Plan)).all() == []


def test_a_server_that_goes_away_is_told_and_found_again(
    stoppable_server: PrivateServer,
) -> None:
    from fitnesscrm_desktop.services.core.clock import SystemClock
    from fitnesscrm_desktop.services.core.engine import open_database
    from fitnesscrm_desktop.services.core.events import EventBus
    from fitnesscrm_desktop.services.core.unit_of_work import Core

    core = Core(open_database(stoppable_server.url), SystemClock(), EventBus())
    one = Prepared(select(bindparam("number", type_=PLAN.c.id.type)))

    def interrupted() -> None:
        with core.write() as work:
            stoppable_server.stop()
            one.rows(work.connection, {"number": 1})

    with pytest.raises(StorageTrouble, match="does not answer"):
        interrupted()
    stoppable_server.start()
    with core.write() as work:
        assert one.rows(work.connection, {"number": 7}) == [(7,)]
    core.database.dispose()


def test_a_value_may_be_wanted_twice_and_beside_what_the_statement_brings(services: Services) -> None:
    moment = VALUES["archived_at"]
    twice = (
        select(PLAN.c.name, PLAN.c.archived_at)
        .where(
            PLAN.c.archived_at <= bindparam("moment"),
            PLAN.c.archived_at >= bindparam("moment"),
            PLAN.c.kind == PlanKind.RECURRING,
            PLAN.c.id == bindparam("plan_id"),
        )
        .limit(1)
    )
    prepared = Prepared(twice)
    with services.core.write() as work:
        (plan_id,) = PREPARED_ADD.rows(work.connection, VALUES)[0]
        for _ in range(2):
            found = prepared.rows(work.connection, {"plan_id": plan_id, "moment": moment})
            assert found == [(VALUES["name"], moment)]
        later = {"plan_id": plan_id, "moment": moment + timedelta(microseconds=1)}
        assert prepared.rows(work.connection, later) == []


def test_moments_are_stored_as_sqlalchemy_writes_them() -> None:
    dialect = sqlite.dialect()
    ours = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    theirs = DateTime().dialect_impl(dialect).bind_processor(dialect)
    back = UtcDateTime().dialect_impl(dialect).result_processor(dialect, None)
    assert ours is not None
    assert theirs is not None
    assert back is not None
    for moment in (datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(1, 1, 1, 0, 0, 0, 7, tzinfo=UTC)):
        stored = ours(moment)
        assert stored == theirs(moment.replace(tzinfo=None))
        assert back(stored) == moment
    east = datetime(2026, 3, 4, 9, tzinfo=timezone(timedelta(hours=2)))
    assert ours(east) == "2026-03-04 07:00:00.000000"
    with pytest.raises(ValueError, match="needs a zone"):
        ours(east.replace(tzinfo=None))
