"""The page of tasks as somebody at the keyboard sees it."""

from __future__ import annotations

from typing import Any

from fitnesscrm_desktop.ui.staff_tasks.add_dialog import AddTaskDialog
from fitnesscrm_desktop.ui.staff_tasks.page import TasksPage
from fitnesscrm_desktop.ui.staff_tasks.task_table import TEXT
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from tests.support.window import StudioWindow


class TasksScreen:
    """Opens the page and the dialog, and reads what is listed."""

    def __init__(self, window: StudioWindow) -> None:
        self.window = window

    def page(self, **where: Any) -> TasksPage:
        """The page of tasks."""
        page = self.window.go("tasks.main", **where)
        assert isinstance(page, TasksPage)
        return page

    def dialog(self, **about: Any) -> AddTaskDialog:
        """The dialog that adds a task, with everything loaded."""
        self.window.work.window.open_dialog("tasks.add", **about)
        self.window.settle()
        dialog = self.window.dialog
        assert isinstance(dialog, AddTaskDialog)
        return dialog

    def listed(self, table: DataTable) -> list[str]:
        """The words of the tasks in the list."""
        model = table.model()
        return [str(model.index(row, TEXT).data()) for row in range(model.rowCount())]

    def count(self) -> str:
        """The number in the sidebar."""
        return self.window.frame.sidebar.count_text("tasks.main")
