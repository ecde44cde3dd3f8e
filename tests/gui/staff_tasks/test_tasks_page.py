"""Tasks: seen by those they are for, ticked off by one key, taken back by another."""

from datetime import date, timedelta

from PySide6.QtWidgets import QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.home.desk_page import DeskPage
from fitnesscrm_desktop.ui.staff_tasks.add_dialog import AboutClient, AddTaskDialog
from fitnesscrm_desktop.ui.staff_tasks.task_table import WHEN
from tests.gui.staff_tasks.tasks_screen import TasksScreen
from tests.support.sales import Till

TODAY = date(2026, 3, 4)


def test_nothing_to_do_offers_the_first_step(screen: TasksScreen) -> None:
    page = screen.page()
    assert "Nothing to do for you" in screen.window.words(page)
    screen.window.click(screen.window.find(QPushButton, "Add a task", page))
    assert isinstance(screen.window.dialog, AddTaskDialog)


def test_mine_are_those_for_me_my_role_or_anybody(
    screen: TasksScreen, services: Services, owner: Actor
) -> None:
    services.staff_tasks.add(owner, "Order chalk")
    services.staff_tasks.add(owner, "Sign the lease", for_role=Role.OWNER)
    services.staff_tasks.add(owner, "Wipe the mats", for_role=Role.FRONT_DESK)
    page = screen.page()
    assert screen.listed(page.open.table) == ["Order chalk", "Sign the lease"]
    screen.window.click(page.tabs.button("open"))
    assert screen.listed(page.open.table) == ["Order chalk", "Sign the lease", "Wipe the mats"]


def test_space_ticks_off_and_undo_brings_back(screen: TasksScreen, services: Services, owner: Actor) -> None:
    services.staff_tasks.add(owner, "First")
    services.staff_tasks.add(owner, "Second")
    page = screen.page()
    page.open.table.select_row(0)
    screen.window.press("Space", on=page.open.table)
    screen.window.until(lambda: screen.listed(page.open.table) == ["Second"])
    assert page.open.table.current_row().text == "Second", "the next one is under the cursor"
    screen.window.settle()
    assert "Done: First" in screen.window.toasts()
    assert screen.window.work.toaster.host.undo_newest()
    screen.window.until(lambda: screen.listed(page.open.table) == ["First", "Second"])


def test_enter_ticks_off_too_but_only_once(screen: TasksScreen, services: Services, owner: Actor) -> None:
    services.staff_tasks.add(owner, "First")
    services.staff_tasks.add(owner, "Second")
    page = screen.page()
    row = page.open.model.row_at(0)
    assert row is not None
    page.presenter.tick(row)
    page.presenter.tick(row)
    screen.window.until(lambda: screen.listed(page.open.table) == ["Second"])
    screen.window.settle()  # the list hears of a change before the one who made it
    assert screen.window.toasts().count("Done: First") == 1
    page.open.table.select_row(0)
    screen.window.press("Return", on=page.open.table)
    screen.window.until(lambda: screen.listed(page.open.table) == [])


def test_what_is_done_can_be_opened_again(screen: TasksScreen, services: Services, owner: Actor) -> None:
    task = services.staff_tasks.add(owner, "First")
    services.staff_tasks.done(owner, task.id)
    page = screen.page(tab="done")
    assert screen.listed(page.done.table) == ["First"]
    page.done.table.select_row(0)
    screen.window.press("Space", on=page.done.table)
    screen.window.until(lambda: screen.listed(page.done.table) == [])
    assert len(services.staff_tasks.rows(owner, TaskList.MINE).rows) == 1


def test_a_key_opens_the_client(screen: TasksScreen, services: Services, owner: Actor, till: Till) -> None:
    services.staff_tasks.add(owner, "Call back", client_id=till.client())
    page = screen.page()
    page.open.table.select_row(0)
    page.open.table.setFocus()
    screen.window.press("Ctrl+O", on=page.open.table)
    assert screen.window.page_id == "clients.client"


def test_what_is_late_says_so(screen: TasksScreen, services: Services, owner: Actor) -> None:
    services.staff_tasks.add(owner, "Today")
    services.staff_tasks.add(owner, "Tomorrow", due_on=TODAY + timedelta(days=1))
    services.staff_tasks.add(owner, "Later", due_on=TODAY + timedelta(days=9))
    model = screen.page().open.model
    assert [model.index(row, WHEN).data() for row in range(3)] == ["Today", "Tomorrow", "13 Mar 2026"]


def test_a_task_is_written_for_somebody_about_somebody(
    screen: TasksScreen, services: Services, owner: Actor, till: Till
) -> None:
    anna = till.client()
    dialog = screen.dialog()
    screen.window.click(dialog.verb)
    assert dialog.form.error(dialog.text) == "Say what is to be done."
    screen.window.write("Call back", on=dialog.text)
    dialog.client.setText("Ann")
    screen.window.click(dialog.verb)
    assert dialog.form.error(dialog.client) == "Choose somebody from the list, or leave it empty."
    dialog.client.set_value(AboutClient(anna, "Anna Example"))
    dialog.whom.set_code("role:front_desk")
    dialog.day.set_value(TODAY + timedelta(days=2))
    screen.window.click(dialog.verb)
    (row,) = services.staff_tasks.rows(owner).rows
    assert (row.text, row.client_id, row.for_role, row.due_on) == (
        "Call back",
        anna,
        Role.FRONT_DESK,
        TODAY + timedelta(days=2),
    )


def test_the_page_of_a_client_adds_a_task_about_them(screen: TasksScreen, till: Till) -> None:
    page = screen.window.go("clients.client", client_id=till.client())
    assert isinstance(page, ClientPage)
    deed = next(each for each in page.header.menu_actions() if each.text() == "Add a task…")
    deed.trigger()
    screen.window.settle()
    dialog = screen.window.dialog
    assert isinstance(dialog, AddTaskDialog)
    screen.window.until(lambda: dialog.client.text() == "Anna Example")


def test_the_sidebar_counts_what_is_due_for_me(screen: TasksScreen, services: Services, owner: Actor) -> None:
    task = services.staff_tasks.add(owner, "Order chalk")
    services.staff_tasks.add(owner, "Wipe the mats", for_role=Role.FRONT_DESK)
    services.staff_tasks.add(owner, "Later", due_on=TODAY + timedelta(days=9))
    screen.window.until(lambda: screen.count() == "1")
    button = screen.window.frame.sidebar.button("tasks.main")
    assert button.accessibleDescription() == "1 task is due"
    services.staff_tasks.done(owner, task.id)
    screen.window.until(lambda: screen.count() == "")


def test_the_desk_ticks_off_at_its_first_page(screen: TasksScreen, services: Services, owner: Actor) -> None:
    services.staff_tasks.add(owner, "Order chalk")
    page = screen.window.go("home.desk")
    assert isinstance(page, DeskPage)
    screen.window.until(lambda: page.tasks.model.rowCount() == 1)
    page.tasks.wanted.emit("tick", page.tasks.model.row_at(0))
    screen.window.until(lambda: page.tasks.model.rowCount() == 0)
    screen.window.settle()
    assert "Done: Order chalk" in screen.window.toasts()


def test_nothing_is_ticked_off_that_nobody_has_chosen(
    screen: TasksScreen, services: Services, owner: Actor
) -> None:
    services.staff_tasks.add(owner, "First")
    table = screen.page().open.table
    assert table.hasFocus()
    screen.window.press("Space", on=table)
    screen.window.press("Return", on=table)
    assert len(services.staff_tasks.rows(owner).rows) == 1
