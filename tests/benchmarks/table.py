"""What was measured, as a table of ratios."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing beside the bare thing of the same run (or beside its limit)."""

    what: str
    ours: str
    bare: str
    ratio: str
    goal: str
    held: bool


@dataclass(slots=True)
class Table:
    """All rows of one run."""

    rows: list[Row] = field(default_factory=list)

    def ratio(self, what: str, *, ours: float, bare: float, goal: float) -> None:
        """Compare two times in seconds; *goal* is the largest ratio wanted."""
        found = ours / bare
        self.rows.append(
            Row(what, _time(ours), _time(bare), f"{found:.2f}", f"at most {goal:g} x", found <= goal)
        )

    def bound(self, what: str, *, ours: float, goal: float) -> None:
        """Compare a time in seconds with the most it should take."""
        self.rows.append(Row(what, _time(ours), "", "", f"under {_time(goal)}", ours <= goal))

    def memory(self, what: str, *, megabytes: float, goal: float) -> None:
        """Compare a size with the most it should be."""
        row = Row(what, f"{megabytes:.0f} MB", "", "", f"under {goal:g} MB", megabytes <= goal)
        self.rows.append(row)

    def markdown(self) -> str:
        """The table for the docs."""
        head = ["| what | ours | bare | ratio | goal | held |", "|---|---:|---:|---:|---:|:---:|"]
        body = [
            f"| {' | '.join((row.what, row.ours, row.bare, row.ratio, row.goal, _yes(held=row.held)))} |"
            for row in sorted(self.rows, key=lambda row: row.what)
        ]
        return "\n".join([*head, *body])

    def write(self) -> None:
        """Keep the rows in ``docs/benchmarks.md``; rows of an earlier run stay until measured again."""
        fresh = {row.what for row in self.rows}
        kept = [row for row in _rows_of(PAGE) if row.what not in fresh]
        page = Table([*kept, *self.rows])
        PAGE.write_text(f"{INTRODUCTION}\n{page.markdown()}\n", encoding="utf-8")


INTRODUCTION = f"""# Benchmarks

Measured with `poe bench`. Times depend on the computer; ratios compare with the bare thing in the same run.
The median of several rounds counts. Last run: Python {platform.python_version()}, {platform.system()}.
"""


def _rows_of(page: Path) -> Iterator[Row]:
    if not page.exists():
        return
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "what":
            what, ours, bare, ratio, goal, held = cells
            yield Row(what, ours, bare, ratio, goal, held=held == "yes")


def _yes(*, held: bool) -> str:
    return "yes" if held else "NO"


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"


def median_time(work: Callable[[], object], rounds: int) -> float:
    """The median time of *rounds* runs of *work*, in seconds."""
    times = []
    for _ in range(rounds):
        with stopwatch() as passed:
            work()
        times.append(passed())
    return statistics.median(times)


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Measure a block; what it yields tells the seconds, also after the block."""
    begun = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - begun
    ended.append(time.perf_counter())
