"""The page "Jobs": what runs by itself, how it went, and what one may do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import JobResult, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.jobs.results import JobRow, JobRunRow
from fitnesscrm_desktop.ui.core.columns import ROW_ROLE
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.jobs import lists, words
from fitnesscrm_desktop.ui.jobs.page import JobsPage
from fitnesscrm_desktop.ui.jobs.state import Tab
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.logs import LogGuard
from tests.support.window import StudioWindow

BACKUP = "Daily backup"


def jobs_page(window: StudioWindow, **where: object) -> JobsPage:
    page = window.go("jobs.main", **where)
    assert isinstance(page, JobsPage)
    return page


def row_of(page: JobsPage, name: str = "backup") -> JobRow:
    found = page.presenter.state.row(name)
    assert found is not None
    return found


def cells(table: DataTable, row: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data() or "") for column in range(model.columnCount())]


def line_of(page: JobsPage, name: str = "backup") -> list[str]:
    return cells(page.jobs.table, [row.name for row in page.jobs.model.rows()].index(name))


def has_run(page: JobsPage, result: JobResult, name: str = "backup") -> bool:
    last = row_of(page, name).last_run
    return last is not None and last.result is result


def test_before_the_first_run(window: StudioWindow) -> None:
    page = jobs_page(window)
    assert line_of(page)[:5] == [BACKUP, "Daily at 05:00", "Within a minute", "not yet", "–"]
    assert "No PC runs them right now" in window.words(page)
    page.presenter.turn_to(Tab.LOG)
    window.settle()
    assert "Nothing has run yet" in window.words(page)


def test_a_job_that_is_asked_for_runs_and_is_told(window: StudioWindow, services: Services) -> None:
    page = jobs_page(window)
    page.jobs.wanted.emit(lists.RUN, row_of(page))
    assert line_of(page)[4] == "Running"
    assert lists.RUN not in dict(page.jobs.deeds_of(row_of(page)))
    window.until(lambda: has_run(page, JobResult.DONE))
    assert line_of(page)[4] == "Done"
    assert any(toast.startswith("Daily backup: Copied ") for toast in window.toasts())
    assert len(list(services.home.backups.glob("*.db"))) == 1


def test_a_failure_stands_on_top_until_it_is_cured(
    window: StudioWindow, services: Services, expected_log: LogGuard
) -> None:
    expected_log("the job backup failed")
    services.home.backups.parent.mkdir(parents=True, exist_ok=True)
    services.home.backups.write_text("in the way", encoding="utf-8")
    page = jobs_page(window, run="backup", time=1)
    window.until(lambda: has_run(page, JobResult.FAILED))
    window.until(page.notice.isVisible)
    assert page.notice.text().startswith("Daily backup failed: The daily backup could not be written")
    services.home.backups.unlink()
    window.click(page.notice.action_button)
    window.until(lambda: has_run(page, JobResult.DONE))
    assert not page.notice.isVisible()


def test_a_backup_is_asked_for_once_each_time(window: StudioWindow, services: Services, owner: Actor) -> None:
    """Pages arrive again when another PC stores something, and when one comes back to them."""

    def runs() -> int:
        return len(services.jobs.runs(owner, "backup").rows)

    window.work.actions.action("jobs.backup").trigger()
    window.settle()
    assert runs() == 1
    window.work.window.look_again()
    window.work.window.again()
    window.go("clients.list")
    window.work.window.back()
    window.settle()
    assert window.page_id == "jobs.main"
    assert runs() == 1
    window.work.actions.action("jobs.backup").trigger()
    window.settle()
    assert runs() == 2


def test_a_choice_stays_when_something_was_stored_elsewhere(window: StudioWindow) -> None:
    page = jobs_page(window, tab="log")
    window.click(page.tabs.button("jobs"))
    window.work.window.look_again()
    window.settle()
    assert page.presenter.state.tab is Tab.JOBS


def test_pause_and_the_way_back(window: StudioWindow, services: Services, owner: Actor) -> None:
    page = jobs_page(window)
    page.jobs.wanted.emit(lists.PAUSE, row_of(page))
    window.until(lambda: row_of(page).paused)
    assert line_of(page)[2] == "Paused"
    assert any("“Daily backup” is paused." in toast for toast in window.toasts())
    assert dict(page.jobs.deeds_of(row_of(page)))[lists.RESUME] == "Resume"
    page.jobs.wanted.emit(lists.RESUME, row_of(page))
    window.until(lambda: not row_of(page).paused)
    assert not any(row.paused for row in services.jobs.list(owner))


def test_keys_run_a_job_and_pause_it(window: StudioWindow, services: Services, owner: Actor) -> None:
    page = jobs_page(window)
    table = page.jobs.table
    window.until(table.hasFocus)
    table.select_row([row.name for row in page.jobs.model.rows()].index("backup"))
    window.press("P", table)
    window.until(lambda: row_of(page).paused)
    window.press("P", table)
    window.until(lambda: not row_of(page).paused)
    window.press("R", table)
    window.until(lambda: has_run(page, JobResult.DONE))
    assert len(services.jobs.runs(owner, "backup").rows) == 1


def test_tab_goes_to_the_buttons_of_the_row_and_on(window: StudioWindow) -> None:
    page = jobs_page(window)
    table, buttons = page.jobs.table, page.jobs.buttons

    def reached() -> str:
        button = buttons.reached()
        return "" if button is None else button.text

    window.until(table.hasFocus)
    table.select_row([row.name for row in page.jobs.model.rows()].index("backup"))
    window.press("Tab", table)
    assert reached() == "Run now"
    window.press("Tab", table)
    assert reached() == "Pause"
    window.press("Shift+Tab", table)
    window.press("Shift+Tab", table)
    assert (reached(), table.hasFocus()) == ("", True)
    window.press("Tab", table)
    window.press("Tab", table)
    window.press("Space", table)
    window.until(lambda: row_of(page).paused)
    assert reached() == "Resume", "the keyboard stays where it was"
    window.press("Down", table)
    assert reached() == "", "another row begins anew"
    for _ in range(3):
        window.press("Tab", table)
    assert not table.hasFocus()


def test_the_sheet_of_shortcuts_names_the_keys(window: StudioWindow) -> None:
    jobs_page(window)
    window.work.show_shortcuts()
    shown = window.words()
    assert "Pause, Resume" in shown
    window.dialog.accept()


def test_enter_opens_the_log_of_a_job_and_then_everything_about_a_run(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    services.jobs.tick()
    page = jobs_page(window)
    table = page.jobs.table
    table.select_row([row.name for row in page.jobs.model.rows()].index("backup"))
    QTest.keyClick(table, Qt.Key.Key_Return)
    window.settle()
    assert page.of_job.text() == "Only: Daily backup"
    assert page.log.model.rowCount() == 1
    assert cells(page.log.table, 0)[1:3] == [BACKUP, "Done"]
    window.click(page.all_jobs)
    window.settle()
    assert page.log.model.rowCount() == len(services.jobs.runs(owner).rows) > 1


def test_a_run_can_be_copied_for_whoever_looks_after_the_program(
    window: StudioWindow, services: Services
) -> None:
    services.jobs.tick()
    page = jobs_page(window, job="backup")
    run = page.log.table.model().index(0, 0).data(ROW_ROLE)
    page.log.wanted.emit(lists.COPY, run)
    copied = QGuiApplication.clipboard().text()
    for part in ("Daily backup (backup)", "Result: Done", "What was done: Copied", "nobody, it was due"):
        assert part in copied


def test_what_another_program_runs_appears(window: StudioWindow, services: Services) -> None:
    page = jobs_page(window)
    assert services.jobs.tick() > 0
    window.until(lambda: has_run(page, JobResult.DONE))
    assert "Run by" in page.header.findChildren(type(page.of_job))[1].text()


def test_a_trainer_does_not_see_the_page(window: StudioWindow) -> None:
    window.work.session.sign_in(an_actor(Role.TRAINER))
    window.settle()
    assert not window.work.window.pages.may_see("jobs.main")
    assert window.work.window.pages.may_see("clients.list")


def test_the_status_line_tells_how_jobs_and_backup_are(
    window: StudioWindow, services: Services, owner: Actor, clock: FakeClock
) -> None:
    line = window.frame.status
    window.until(lambda: {"jobs", "backup"} <= set(line.names()))
    assert line.item("backup").text().strip() == "No backup yet"
    assert line.item("jobs").text().strip() == "Jobs wait"
    services.jobs.tick()
    window.until(lambda: line.item("jobs").text().strip() == "Jobs in order")
    assert line.item("backup").text().strip() == "Backup today"
    clock.advance(days=4)
    services.jobs.pause(owner, "integrity")
    window.until(lambda: line.item("backup").text().strip() == "Backup 4 days ago")
    window.click(line.item("jobs"))
    window.settle()
    assert window.page_id == "jobs.main"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "–"),
        (0.0, "under 0.1 s"),
        (1.25, "1.2 s"),
        (59.6, "1 min 0 s"),
        (42, "42 s"),
        (3723, "62 min 3 s"),
    ],
)
def test_how_long_it_took(seconds: float | None, text: str) -> None:
    start = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    end = None if seconds is None else start + timedelta(seconds=seconds)
    assert words.took(JobRunRow(1, "a", "A", start, start, end, JobResult.DONE, "", "", "")) == text


def test_a_run_whose_moment_was_made_up_says_so_first() -> None:
    formats = Formats(Locale("en", "IE"), "EUR", ZoneInfo("Europe/Dublin"))
    start, then = datetime(2026, 3, 4, 9, 0, tzinfo=UTC), datetime(2030, 6, 1, 8, 0, tzinfo=UTC)
    run = JobRunRow(1, "a", "A", then, start, start, JobResult.DONE, "Copied.", "", "", as_if=then)
    assert words.said(run, formats).startswith("As if it were ")
    assert "2030" in words.said(run, formats)
    assert words.said(replace(run, as_if=None), formats) == "Copied."
