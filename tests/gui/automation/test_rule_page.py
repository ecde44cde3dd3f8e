"""The page of one rule: its figures lead to rows, its trial run to clients."""

from datetime import UTC, date, datetime

from PySide6.QtWidgets import QPushButton
from sqlalchemy import update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import RuleAction, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.core.columns import ROW_ROLE
from fitnesscrm_desktop.ui.messaging.outbox_page import OutboxPage
from tests.gui.automation.rules_screen import RulesScreen
from tests.support.rule_book import RuleBook
from tests.support.sales import Till


def test_figures_say_what_came_of_a_rule_and_why_not(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    row = book.mail(Trigger.CLIENT_CREATED)
    till.client("Anna", email="anna@example.org")
    till.client("Berta")
    book.look()
    page = screen.rule(row.id)
    results = page.results
    shown = {name: getattr(results, name).value() for name in ("found", "drafts", "sent", "too_late")}
    assert shown == {"found": "2", "drafts": "1", "sent": "0", "too_late": "0"}
    screen.window.until(lambda: "There is no address" in screen.window.words(results.skipped))
    assert not results.tasks.isVisibleTo(page)


def test_figures_follow_what_happens(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    row = book.add(Trigger.CLIENT_CREATED)
    page = screen.rule(row.id)
    assert (page.results.tasks.value(), page.results.drafts.isVisibleTo(page)) == ("0", False)
    till.client()
    book.look()
    screen.window.until(lambda: page.results.tasks.value() == "1")


def known_for_long(services: Services) -> None:
    """All clients there are came years ago."""
    with services.core.write() as work:
        work.session.execute(update(Client).values(created_at=datetime(2020, 1, 1, tzinfo=UTC)))


def test_the_trial_run_lists_days_people_and_reasons(
    screen: RulesScreen, book: RuleBook, till: Till, services: Services, owner: Actor
) -> None:
    row = book.mail(Trigger.BIRTHDAY, on=False)
    anna = till.client("Anna", born=date(1990, 3, 2), email="anna@example.org")
    till.client("Berta", born=date(1990, 3, 2))
    till.client("Carla", born=date(1990, 3, 6), email="carla@example.org")
    known_for_long(services)
    page = screen.rule(row.id, "trial")
    screen.window.until(lambda: len(page.trial.lines()) == 3)
    model = page.trial.model
    listed = [[str(model.index(line, column).data()) for column in (0, 2, 6)] for line in range(3)]
    assert listed == [
        ["2 Mar 2026", "Anna Example", "Would be done"],
        ["", "Berta Example", "No address"],
        ["6 Mar 2026", "Carla Example", "Will be done"],
    ]
    assert "Judged by what is known today" in screen.window.words(page.trial)
    assert not services.rules.get(owner, row.id).counts.matched
    page.trial.table.select_row(0)
    screen.window.press("Return", on=page.trial.table)
    assert screen.window.page_id == "clients.client"
    screen.window.work.window.back()
    screen.window.settle()
    assert screen.window.page_id == "rules.rule"
    assert anna


def test_all_rules_that_are_on_are_tried_together(
    screen: RulesScreen, book: RuleBook, till: Till, services: Services
) -> None:
    book.add(Trigger.BIRTHDAY, name="Cake")
    book.add(Trigger.BIRTHDAY, name="Switched off", on=False)
    till.client(born=date(1990, 3, 2))
    known_for_long(services)
    page = screen.trial()
    screen.window.until(lambda: len(page.trial.lines()) == 1)
    line = page.trial.lines()[0]
    assert (line.rule_name, line.entry.channel) == ("Cake", None)


def test_a_rule_is_switched_and_edited_from_its_page(
    screen: RulesScreen, book: RuleBook, services: Services, owner: Actor
) -> None:
    row = book.add(Trigger.BIRTHDAY, on=False, name="Cake", action=RuleAction.TASK)
    page = screen.rule(row.id)
    screen.window.click(page.switch)
    assert services.rules.get(owner, row.id).enabled
    screen.window.until(lambda: page.switch.text() == "Switch off")
    screen.window.click(page.edit)
    assert screen.editor_in_front().name.text() == "Cake"


def test_a_figure_opens_nothing_where_there_are_no_rows(screen: RulesScreen, book: RuleBook) -> None:
    row = book.add(Trigger.BIRTHDAY)
    page = screen.rule(row.id)
    assert not page.results.tasks.property("clickable")


def test_a_figure_opens_the_messages_behind_it(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    row = book.mail(Trigger.CLIENT_CREATED, name="Welcome")
    book.mail(Trigger.CLIENT_CREATED, name="Another")
    till.client(email="anna@example.org")
    book.look()
    page = screen.rule(row.id)
    page.results.drafts.setFocus()
    screen.window.press("Return", on=page.results.drafts)
    outbox = screen.window.page
    assert isinstance(outbox, OutboxPage)
    model = outbox.table.model()
    screen.window.until(lambda: model.rowCount() == 1)
    assert model.index(0, 0).data(ROW_ROLE).rule_name == "Welcome"


def test_a_figure_opens_what_was_found_and_why_not(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    row = book.mail(Trigger.CLIENT_CREATED)
    till.client("Anna", email="anna@example.org")
    berta = till.client("Berta")
    book.look()
    page = screen.rule(row.id)
    screen.window.press("Return", on=page.results.found)
    model = page.found.model
    screen.window.until(lambda: model.rowCount() == 2)
    screen.window.click(page.tabs.button("results"))
    screen.window.until(lambda: "There is no address" in screen.window.words(page.results.skipped))
    screen.window.click(screen.window.find(QPushButton, "There is no address: 1", page))
    screen.window.until(lambda: model.rowCount() == 1)
    assert [model.index(0, column).data() for column in (2, 3)] == ["Berta Example", "No address"]
    assert "There is no address" in screen.window.words(page.found)
    page.found.table.select_row(0)
    screen.window.press("Return", on=page.found.table)
    assert screen.window.page_id == "clients.client"
    shown = screen.window.page
    assert isinstance(shown, ClientPage)
    assert shown.presenter.state.client_id == berta
