"""The list of rules: read, switched, put away and brought back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import MessageState, Role, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.automation.rule_list import APPROVAL, FOUND, ON, WAITING
from tests.gui.automation.rules_screen import RulesScreen
from tests.support.actors import an_actor
from tests.support.rule_book import RuleBook
from tests.support.sales import Till


def test_a_studio_without_rules_is_offered_the_usual_ones_switched_off(
    screen: RulesScreen, services: Services, owner: Actor
) -> None:
    page = screen.page()
    assert not page.try_all.isEnabled()
    screen.window.click(screen.window.find(QPushButton, "Add the usual rules", page))
    screen.window.until(lambda: page.rules.model.rowCount() == len(services.rules.list(owner)) > 0)
    assert not any(row.enabled for row in screen.rows())
    assert "Birthday: On a client’s birthday, e-mail the client “Birthday”." in screen.listed()


def test_a_rule_is_read_as_a_sentence(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    gold = till.plan()
    only_gold = Comparison(Field.PLAN, Op.IS, str(gold.id))
    book.mail(Trigger.MEMBERSHIP_ENDING, 7, name="Ends soon", conditions=only_gold)
    assert screen.listed() == [
        "Ends soon: When a membership ends in 7 days, e-mail the client “Words 1”, if the plan is Gold."
    ]


def test_space_switches_a_rule_on_and_undo_switches_it_off(
    screen: RulesScreen, book: RuleBook, services: Services, owner: Actor
) -> None:
    row = book.add(Trigger.BIRTHDAY, on=False, name="Birthday")
    table = screen.page().rules.table
    table.select_row(0)
    screen.window.press("Space", on=table)
    assert services.rules.get(owner, row.id).enabled
    screen.window.until(lambda: table.model().index(0, ON).data() == "On")
    assert "“Birthday” is on: it acts on what happens from today on." in screen.window.toasts()
    assert screen.window.work.toaster.host.undo_newest()
    screen.window.until(lambda: not services.rules.get(owner, row.id).enabled)


def test_switching_off_tells_what_waits_for_a_yes_and_undo_lets_it_go(
    screen: RulesScreen, book: RuleBook, till: Till
) -> None:
    book.mail(Trigger.CLIENT_CREATED, name="Welcome", by_itself=True)
    till.client(email="anna@example.org")
    book.look()
    table = screen.page().rules.table
    table.select_row(0)
    screen.window.press("Space", on=table)
    said = "“Welcome” is off. 1 message of it was on its way and waits for a yes."
    screen.window.until(lambda: said in screen.window.toasts())
    assert [each.state for each in book.messages()] == [MessageState.DRAFT]
    assert screen.window.work.toaster.host.undo_newest()
    screen.window.until(lambda: [each.state for each in book.messages()] == [MessageState.APPROVED])


def test_a_click_on_the_switch_switches(
    screen: RulesScreen, book: RuleBook, services: Services, owner: Actor
) -> None:
    row = book.add(Trigger.BIRTHDAY)
    rules = screen.page().rules
    place = rules.switch.switch_rect(rules.model.index(0, ON)).center().toPoint()
    QTest.mouseClick(rules.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    screen.window.until(lambda: not services.rules.get(owner, row.id).enabled)


def test_the_list_counts_what_a_rule_has_done(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    book.mail(Trigger.CLIENT_CREATED, name="Welcome")
    page = screen.page()
    till.client(email="anna@example.org")
    book.look()
    model = page.rules.model
    screen.window.until(lambda: model.index(0, FOUND).data() == "1")
    assert (model.index(0, WAITING).data(), model.index(0, APPROVAL).data()) == ("1", "Asks first")


def test_archiving_is_undone_as_it_was(
    screen: RulesScreen, book: RuleBook, services: Services, owner: Actor
) -> None:
    row = book.add(Trigger.BIRTHDAY, name="Birthday")
    page = screen.page()
    page.rules.wanted.emit("archive", page.rules.model.row_at(0))
    screen.window.until(lambda: page.rules.model.rowCount() == 0)
    screen.window.until(lambda: "“Birthday” is in the archive." in screen.window.toasts())
    assert screen.window.work.toaster.host.undo_newest()
    screen.window.until(lambda: page.rules.model.rowCount() == 1)
    assert services.rules.get(owner, row.id).enabled


def test_archived_rules_can_be_shown_and_restored(
    screen: RulesScreen, book: RuleBook, services: Services, owner: Actor
) -> None:
    row = book.add(Trigger.BIRTHDAY)
    services.rules.archive(owner, row.id)
    page = screen.page()
    screen.window.click(page.archived)
    screen.window.until(lambda: page.rules.model.rowCount() == 1)
    page.rules.wanted.emit("restore", page.rules.model.row_at(0))
    screen.window.until(lambda: not services.rules.get(owner, row.id).archived)


def test_enter_opens_the_editor_of_the_rule(screen: RulesScreen, book: RuleBook) -> None:
    book.add(Trigger.BIRTHDAY, name="Birthday")
    table = screen.page().rules.table
    table.select_row(0)
    screen.window.press("Return", on=table)
    assert screen.editor_in_front().name.text() == "Birthday"


def test_the_desk_has_no_rules(screen: RulesScreen) -> None:
    screen.window.work.session.sign_in(an_actor(Role.FRONT_DESK))
    assert "rules.main" not in screen.window.frame.sidebar.pages()
    assert not screen.window.work.window.may_open("rules.main")


def test_the_usual_rules_come_from_the_search_too_and_only_once(
    screen: RulesScreen, services: Services, owner: Actor
) -> None:
    screen.window.work.actions.action("rules.usual").trigger()
    screen.window.until(lambda: screen.window.page_id == "rules.main")
    count = len(services.rules.list(owner))
    assert count > 1
    services.rules.archive(owner, services.rules.list(owner)[0].id)
    screen.trial()
    screen.window.work.window.back()
    screen.window.settle()
    assert screen.window.page_id == "rules.main"
    assert len(services.rules.list(owner)) == count - 1, "going back is no deed"
