"""A birthday this morning, from the rule that finds it to the mail that arrives, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import (
    JobResult,
    MessageState,
    RuleAction,
    Trigger,
)
from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.automation.rule_page import RulePage
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.jobs.page import JobsPage
from fitnesscrm_desktop.ui.messaging.outbox_page import OutboxPage
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButtons
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.rule_book import RuleBook
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow, window_on


@pytest.fixture
def window(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[StudioWindow]:
    """Open the studio with its owner."""
    with window_on(services, owner, tmp_path) as driven:
        yield driven


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Run a mail server on this computer."""
    with MailServer() as running:
        yield running


MORNING = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


class Morning:
    """A studio with a rule for birthdays, and one client who has one today."""

    def __init__(
        self,
        services: Services,
        owner: Actor,
        server: MailServer,
        clock: FakeClock,
        now: datetime = MORNING,
    ) -> None:
        self.services, self.owner = services, owner
        self.desk = OutboxDesk(services)
        self.desk.set_up_mail(server.port)
        book, rows = RuleBook(services, owner), StudioRows(services)
        words = next(row for row in services.templates.list(owner) if row.key == "birthday")
        self.rule: RuleRow = book.add(
            Trigger.BIRTHDAY, action=RuleAction.EMAIL, template_id=words.id, name="Birthday"
        )
        clock.set(now)
        today = rows.today
        self.anna = rows.client(
            "Anna Ivanova", email="anna@example.com", born=date(1990, today.month, today.day)
        )
        rows.client("Bert Example", email="bert@example.com", born=date(1990, today.month, 20))


def test_from_the_birthday_to_the_mail(
    window: StudioWindow, services: Services, owner: Actor, server: MailServer, clock: FakeClock
) -> None:
    morning = Morning(services, owner, server, clock)
    found_by_the_rule(window, morning)
    approved_by_keyboard(window, morning)
    delivered_by_the_job(window, morning, server)
    told_everywhere(window, morning)


def test_after_four_days_off_over_the_end_of_a_month_each_birthday_is_found_once(
    window: StudioWindow, services: Services, owner: Actor, server: MailServer, clock: FakeClock
) -> None:
    clock.set(datetime(2026, 3, 28, 8, 0, tzinfo=UTC))
    morning = Morning(services, owner, server, clock, datetime(2026, 4, 1, 8, 0, tzinfo=UTC))
    rows = StudioRows(services)
    for name, born in (
        ("Bodil Hansen", date(1985, 3, 29)),
        ("Cosima Quandt", date(1999, 3, 31)),
        ("Dora Ende", date(1970, 3, 28)),
    ):
        rows.client(name, email=f"{name.split()[0].lower()}@example.com", born=born)
    page = window.go("jobs.main")
    assert isinstance(page, JobsPage)
    run_now(window, page, "birthdays")
    run_now(window, page, "birthdays")
    outbox = window.go("outbox.main")
    assert isinstance(outbox, OutboxPage)
    window.press("Ctrl+A")
    window.press("A")
    window.until(lambda: outbox.table.feed.rowCount() == 0)
    window.click(outbox.send)
    window.click(outbox.send)
    late = {"bodil@example.com", "cosima@example.com", "anna@example.com", "dora@example.com"}
    assert sorted(each.to for each in server.received) == sorted(late)
    assert {row.state for row in morning.desk.stored()} == {MessageState.SENT}


def found_by_the_rule(window: StudioWindow, morning: Morning) -> None:
    """Somebody presses "Run now" beside the birthdays; the draft is counted in the sidebar."""
    page = window.go("jobs.main")
    assert isinstance(page, JobsPage)
    run_now(window, page, "birthdays")
    [message] = morning.desk.stored()
    assert (message.client_id, message.state) == (morning.anna, MessageState.DRAFT)
    window.until(lambda: window.frame.sidebar.count_text("outbox.main") == "1")


def approved_by_keyboard(window: StudioWindow, morning: Morning) -> None:
    """The draft is read, and A says yes to it."""
    outbox = window.go("outbox.main")
    assert isinstance(outbox, OutboxPage)
    window.until(outbox.pane.words.toPlainText)
    assert outbox.pane.to.text() == "Anna Ivanova"
    assert "Hello Anna" in outbox.pane.words.toPlainText()
    window.press("A")
    window.until(lambda: outbox.table.feed.rowCount() == 0)
    [message] = morning.desk.stored()
    assert message.state is MessageState.APPROVED


def delivered_by_the_job(window: StudioWindow, morning: Morning, server: MailServer) -> None:
    """The outbox job hands it to the mail server, once."""
    outbox = window.page
    assert isinstance(outbox, OutboxPage)
    window.click(outbox.send)
    window.click(outbox.send)
    [received] = server.received
    assert received.to == "anna@example.com"
    assert "Anna" in received.mail["Subject"]
    assert "Hello Anna" in str(received.mail.get_body(("plain",)))
    [message] = morning.desk.stored()
    assert message.state is MessageState.SENT


def told_everywhere(window: StudioWindow, morning: Morning) -> None:
    """The client's timeline, the rule's statistics and the log of the jobs show it."""
    client = window.go("clients.client", client_id=morning.anna, tab="timeline")
    assert isinstance(client, ClientPage)
    feed = client.timeline.feed
    titles = [str(feed.index(row, 0).data()) for row in range(feed.rowCount())]
    assert "E-mail sent" in titles
    client.timeline.opened.emit(feed.row_at(titles.index("E-mail sent")))
    window.settle()
    outbox = window.page
    assert isinstance(outbox, OutboxPage)
    assert outbox.only.text() == "Only to Anna Ivanova"

    rule = window.go("rules.rule", rule_id=morning.rule.id)
    assert isinstance(rule, RulePage)
    assert (rule.results.found.value(), rule.results.sent.value()) == ("1", "1")
    window.click(rule.results.sent)
    outbox = window.page
    assert isinstance(outbox, OutboxPage)
    assert outbox.only.text() == "Only of “Birthday”"
    assert outbox.pane.state.text() == "Sent"

    jobs = window.go("jobs.main", tab="log")
    assert isinstance(jobs, JobsPage)
    runs = [jobs.log.model.row_at(row) for row in range(jobs.log.model.rowCount())]
    told = {run.job: run.text for run in reversed(runs) if run is not None and run.text}
    assert told["outbox"] == "Messages: 1 sent."
    assert told["birthdays"]
    assert all(run.result is JobResult.DONE for run in runs if run is not None)


def run_now(window: StudioWindow, page: JobsPage, name: str) -> None:
    """Press the button of a job."""
    table = page.jobs.table
    names = [row.name for row in page.jobs.model.rows()]
    last = table.model().columnCount() - 1
    buttons = table.itemDelegateForColumn(last)
    assert isinstance(buttons, RowButtons)
    index = table.model().index(names.index(name), last)
    table.scrollTo(index)
    place = buttons.button_rect("run", index).center().toPoint()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.settle()
