"""From a new rule to the mail that arrives, in the real window and without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import MessageState, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.automation.editor import RuleEditor
from fitnesscrm_desktop.ui.automation.page import RulesPage
from fitnesscrm_desktop.ui.automation.rule_page import RulePage, TrialPage
from fitnesscrm_desktop.ui.jobs.page import JobsPage
from fitnesscrm_desktop.ui.messaging.edit_dialog import EditMessageDialog
from fitnesscrm_desktop.ui.messaging.outbox_page import OutboxPage
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
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


def test_messages_without_a_mouse(
    window: StudioWindow, services: Services, owner: Actor, server: MailServer, clock: FakeClock
) -> None:
    clock.set(datetime(2026, 3, 5, 8, 0, tzinfo=UTC))
    desk = OutboxDesk(services)
    desk.set_up_mail(server.port)
    StudioRows(services).client("Anna Ivanova", email="anna@example.com", born=date(1990, 3, 5))
    a_new_rule(window, services, owner)
    tried_and_switched_on(window, services, owner)
    found(window, desk)
    changed_and_approved(window, desk)
    sought(window, "send what")
    window.until(lambda: server.received)
    [received] = server.received
    assert (received.to, received.mail["Subject"]) == ("anna@example.com", "Best wishes")
    window.until(lambda: desk.stored()[0].state is MessageState.SENT)


def sought(window: StudioWindow, text: str) -> None:
    """Open what the palette finds first."""
    window.press("Ctrl+K")
    window.write(text)
    window.settle()
    window.press("Return")


def a_new_rule(window: StudioWindow, services: Services, owner: Actor) -> None:
    """Every field is typed or left as it is, and Tab goes from one to the next."""
    services.templates.list(owner)
    sought(window, "new rule")
    editor = window.dialog
    assert isinstance(editor, RuleEditor)
    window.write("Greet")
    window.press("Tab")
    window.write("birth")
    for _ in range(3):
        window.press("Tab")
    window.write("Birthd")
    window.press("Tab")
    assert editor.sentence.text() == "On a client’s birthday, e-mail the client “Birthday”."
    window.press("Ctrl+Return")
    [row] = services.rules.list(owner)
    assert (row.draft.name, row.draft.trigger) == ("Greet", Trigger.BIRTHDAY)


def tried_and_switched_on(window: StudioWindow, services: Services, owner: Actor) -> None:
    """Space switches it on, Tab reaches its results, and the palette runs the trial."""
    page = window.go("rules.main")
    assert isinstance(page, RulesPage)
    window.press("Down")
    window.press("Space")
    window.until(lambda: services.rules.list(owner)[0].enabled)
    window.press("Tab")
    window.press("Tab")
    window.press("Return")
    rule = window.page
    assert isinstance(rule, RulePage)
    assert rule.tabs.button("results").hasFocus()
    window.press("Escape")
    sought(window, "trial run")
    trial = window.page
    assert isinstance(trial, TrialPage)
    window.until(trial.trial.model.rowCount)
    assert trial.trial.table.hasFocus()


def found(window: StudioWindow, desk: OutboxDesk) -> None:
    """R runs the job of the birthdays."""
    page = window.go("jobs.main")
    assert isinstance(page, JobsPage)
    window.press("Down")
    while page.jobs.table.current_row().name != "birthdays":
        window.press("Down")
    window.press("R")
    window.until(lambda: [row.state for row in desk.stored()] == [MessageState.DRAFT])


def changed_and_approved(window: StudioWindow, desk: OutboxDesk) -> None:
    """E opens the words, Ctrl+Enter stores them, A says yes."""
    page = window.go("outbox.main")
    assert isinstance(page, OutboxPage)
    window.press("E")
    dialog = window.dialog
    assert isinstance(dialog, EditMessageDialog)
    window.until(lambda: dialog.text.hasFocus() and dialog.subject.isVisible())
    window.press("Shift+Tab")
    assert dialog.subject.hasFocus()
    window.press("Ctrl+A")
    window.write("Best wishes")
    window.press("Ctrl+Return")
    window.until(lambda: desk.stored()[0].subject == "Best wishes")
    window.press("A", page.table)
    window.until(lambda: desk.stored()[0].state is MessageState.APPROVED)
