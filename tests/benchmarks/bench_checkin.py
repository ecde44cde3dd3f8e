"""What a check-in costs beside its bare statements, and after ten years of visits."""

import shutil
import sqlite3
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.core.actor import Actor
from tests.benchmarks.conftest import TODAY
from tests.benchmarks.statements import watched
from tests.benchmarks.table import Table, stopwatch

ROUNDS = 300
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000")


def bench_check_in_beside_its_bare_statements(
    copy_of: Callable[..., Services], owner: Actor, table: Table
) -> None:
    """The same check-ins by turns: through the services, and bare on a copy of the file."""
    ours, teller = copy_of(5_000, 5, "ours"), copy_of(5_000, 5, "teller")
    recorded = {code: sent for code in members(ours) if (sent := statements_of(teller, owner, code))}
    bare = bare_copy(ours)
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for code, statements in recorded.items():
        with stopwatch() as passed:
            answer = ours.checkin.check_in(owner, code)
        times["ours"].append(passed())
        assert answer.visit_id is not None
        with stopwatch() as passed:
            bare.execute("BEGIN IMMEDIATE")
            for statement, parameters in statements:
                bare.execute(statement, parameters).fetchall()
            bare.execute("COMMIT")
        times["bare"].append(passed())
    bare.close()
    assert count_visits(ours) == count_visits(teller)
    table.ratio(
        "check-in by code, durable, 5,000 clients and 5 years / its statements on bare sqlite3",
        ours=statistics.median(times["ours"]),
        bare=statistics.median(times["bare"]),
        goal=2,
    )


def bench_check_in_after_ten_years(copy_of: Callable[..., Services], owner: Actor, table: Table) -> None:
    """The same number of clients, with one year behind them and with ten."""
    studios = {years: copy_of(2_000, years) for years in (1, 10)}
    codes = {years: members(studio) for years, studio in studios.items()}
    times: dict[int, list[float]] = {1: [], 10: []}
    for turn in zip(*codes.values(), strict=False):
        for (years, studio), code in zip(studios.items(), turn, strict=True):
            with stopwatch() as passed:
                answer = studio.checkin.check_in(owner, code)
            if answer.visit_id is not None:
                times[years].append(passed())
    assert min(map(len, times.values())) > ROUNDS / 2
    table.ratio(
        "check-in at 10 years of history / at 1 year",
        ours=statistics.median(times[10]),
        bare=statistics.median(times[1]),
        goal=1.3,
    )


def members(studio: Services) -> list[str]:
    """Codes of people who have a membership, owe nothing and have not come today, of all ages."""
    with studio.core.read() as session:
        found = session.scalars(
            select(Client.member_number)
            .join(ClientFigures)
            .where(
                ClientFigures.ends_on > TODAY,
                ClientFigures.balance <= 0,
                ClientFigures.last_visit_on < TODAY,
                Client.archived_at.is_(None),
            )
            .order_by(Client.id)
        ).all()
    step = max(1, len(found) // ROUNDS)
    return [str(number) for number in found[::step]][:ROUNDS]


def statements_of(studio: Services, owner: Actor, code: str) -> list[tuple[str, Any]]:
    """What one check-in sends to the database; nothing, if it was refused."""
    with watched(studio) as watch:
        answer = studio.checkin.check_in(owner, code)
    sent = [(text, parameters) for text, parameters in watch.sent if not text.startswith("BEGIN")]
    return sent if answer.visit_id is not None else []


def bare_copy(studio: Services) -> sqlite3.Connection:
    """A connection with nothing around it, to a copy of the studio on the same disk."""
    file = studio.core.database.file
    assert file is not None
    copy = Path(shutil.copy(file, file.with_name("bare.db")))
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def count_visits(studio: Services) -> int:
    """How many visits today has seen."""
    with studio.core.read() as session:
        return session.scalar(select(func.count()).where(Visit.day == TODAY)) or 0
