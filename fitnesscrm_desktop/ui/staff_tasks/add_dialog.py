"""Give somebody something to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.automation.staff_tasks import FARTHEST
from fitnesscrm_desktop.services.clients.results import TrainerInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.task_words import role_text
from fitnesscrm_desktop.ui.staff_tasks.words import tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField

HITS = 12
LONGEST = 500
ANYBODY = "anybody"
PERSON, ROLE = "person:", "role:"


@dataclass(frozen=True, slots=True)
class AboutClient:
    """Whom a task is about."""

    id: int
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the dialog needs to know."""

    people: Sequence[TrainerInfo]
    client: AboutClient | None


class AddTaskDialog(FormDialog):
    """``outcome`` is the ``TaskRow``. With a *client_id* it is about that client."""

    def __init__(self, desk: Desk, *, client_id: int | None = None) -> None:
        super().__init__(desk, tr("New task"), tr("Add task"))
        self.text = QLineEdit()
        self.text.setMaxLength(LONGEST)
        self.client: PickerField[AboutClient] = PickerField(
            self._search,
            desk.tasks,
            label=lambda hit: hit.name,
            detail=lambda hit: hit.about,
            hint=tr("Nobody, or type a name…"),
        )
        self.whom = ChoiceField(self._roles())
        self.whom.set_code(ANYBODY)
        today = desk.today()
        self.day = DateField(today, optional=False, today=lambda: today)
        self.day.set_range(today, today + FARTHEST)
        self.add_field("text", tr("What is to be done?"), self.text, required=True)
        self.add_field("client_id", tr("About which client"), self.client)
        self.add_field("for_staff_id", tr("For whom"), self.whom)
        self.add_field("due_on", tr("By which day"), self.day)
        self.text.setFocus()
        directory, actor = desk.services.directory, desk.actor

        def look() -> _Looked:
            client = None
            if client_id is not None:
                detail = directory.detail(actor, client_id)
                client = AboutClient(detail.id, detail.name)
            return _Looked(directory.possible_trainers(actor), client)

        self.load(look, self._loaded)

    def deed(self) -> Callable[[], TaskRow] | None:
        """Store it."""
        if not self.text.text().strip():
            self.form.set_error(self.text, tr("Say what is to be done."))
            return None
        if self.client.text().strip() and self.client.value() is None:
            self.form.set_error(self.client, tr("Choose somebody from the list, or leave it empty."))
            return None
        tasks, actor, text = self.desk.services.staff_tasks, self.desk.actor, self.text.text()
        client, whom, day = self.client.value(), self.whom.code(), self.day.value()
        return lambda: tasks.add(
            actor,
            text,
            client_id=None if client is None else client.id,
            for_staff_id=int(whom.removeprefix(PERSON)) if whom.startswith(PERSON) else None,
            for_role=Role(whom.removeprefix(ROLE)) if whom.startswith(ROLE) else None,
            due_on=day,
        )

    def succeeded(self, outcome: TaskRow) -> None:
        """Say it, and close."""
        self.desk.toasts.show_toast(tr("Task added: {task}").format(task=outcome.text), tone="good")
        super().succeeded(outcome)

    def _loaded(self, looked: _Looked) -> None:
        people = [(f"{PERSON}{each.staff_id}", each.name) for each in looked.people]
        self.whom.set_choices([*self._roles(), *people])
        if looked.client is not None:
            self.client.set_value(looked.client)
        if not self.text.text():
            self.remember_typed()

    def _roles(self) -> list[tuple[str, str]]:
        return [(ANYBODY, role_text(None)), *((f"{ROLE}{role.value}", role_text(role)) for role in Role)]

    def _search(self, text: str) -> Sequence[AboutClient]:
        hits = self.desk.services.directory.search(self.desk.actor, text, HITS)
        return [
            AboutClient(hit.id, hit.name, " · ".join(filter(None, (hit.plan_name, hit.phone or hit.email))))
            for hit in hits
        ]
