"""Tasks of the staff: the page, and the dialog that adds one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.automation.events import TasksChanged
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageCount, PageSpec, StudioDialog
from fitnesscrm_desktop.ui.staff_tasks.words import due_count_text

PAGE = "tasks.main"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tasks", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.staff_tasks.page import TasksPage

    return TasksPage(desk)


def _add(desk: Desk, *, client_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.staff_tasks.add_dialog import AddTaskDialog

    return AddTaskDialog(desk, client_id=client_id)


def _due(services: Services, actor: Actor) -> int:
    return services.staff_tasks.open_count(actor)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "tasks.new",
            _tr("New task…"),
            lambda: desk.window.open_dialog("tasks.add"),
            permission=Permission.WRITE_NOTES.value,
            section=_tr("Tasks"),
            icon="list-check",
            keywords=_tr("to do remind call"),
        ),
    )


FEATURE = Feature(
    "staff_tasks",
    pages=(
        PageSpec(
            PAGE,
            _tr("Tasks"),
            "list-check",
            _page,
            Permission.VIEW_CLIENTS,
            62,
            PageCount(_due, (TasksChanged, ClientsMerged), due_count_text),
        ),
    ),
    dialogs={"tasks.add": _add},
    actions=_actions,
)
