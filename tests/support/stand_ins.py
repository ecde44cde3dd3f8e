"""Features for tests of the shell, which must not depend on the real ones."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import (
    ClientPart,
    ClientPartSpec,
    Desk,
    Feature,
    Page,
    PageSpec,
    StudioDialog,
)


class NotedPage(Page):
    """Writes down what happens to it, and has a field to type into."""

    def __init__(self, desk: Desk, name: str, notes: list[str]) -> None:
        super().__init__()
        self.desk, self.name, self.notes = desk, name, notes
        self.field = QLineEdit()
        self.field.setAccessibleName("Field")
        QVBoxLayout(self).addWidget(self.field)
        notes.append(f"{name} made")

    def arrive(self, **where: Any) -> None:
        self.notes.append(f"{self.name} arrives {where}" if where else f"{self.name} arrives")

    def leave(self) -> None:
        self.notes.append(f"{self.name} leaves")


class AskingDialog(StudioDialog):
    """One field, one button."""

    def __init__(self, desk: Desk, *, subject: str = "") -> None:
        super().__init__()
        self.field = QLineEdit(subject)
        self.done_button = QPushButton("Done")
        self.done_button.clicked.connect(self._finish)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.done_button)

    def _finish(self) -> None:
        self.outcome = self.field.text()
        self.accept()


class NotedPart(ClientPart):
    """Writes down whom it shows."""

    def __init__(self, name: str, notes: list[str]) -> None:
        super().__init__()
        self.name, self.notes = name, notes
        self.field = QLineEdit()
        self.field.setAccessibleName("Field")
        QVBoxLayout(self).addWidget(self.field)
        notes.append(f"{name} made")

    def show_client(self, client_id: int) -> None:
        self.notes.append(f"{self.name} shows {client_id}")

    def show_moment(self, **where: Any) -> None:
        self.notes.append(f"{self.name} is led to {where}")

    def leave(self) -> None:
        self.notes.append(f"{self.name} leaves")

    def unfinished(self) -> str:
        return f"{self.name} is not stored." if self.field.text() else ""


def noted_part(
    part_id: str, order: int, notes: list[str], permission: Permission | None = None
) -> ClientPartSpec:
    """A part of the client page that tells what happens to it."""
    return ClientPartSpec(
        part_id,
        part_id.title(),
        lambda _desk: NotedPart(part_id, notes),
        permission,
        order,
        keys=(("N", f"New {part_id}"),),
    )


def stand_ins(notes: list[str]) -> tuple[Feature, ...]:
    """A check-in page for all, clients for those who may see them, money for those who may see it."""

    def page(page_id: str, order: int | None, permission: Permission | None) -> PageSpec:
        return PageSpec(
            page_id, page_id.title(), "users", lambda desk: NotedPage(desk, page_id, notes), permission, order
        )

    return (
        Feature("checkin", pages=(page("checkin.desk", 10, Permission.CHECK_IN),)),
        Feature(
            "clients",
            pages=(
                page("clients.list", 20, Permission.VIEW_CLIENTS),
                page("clients.client", None, Permission.VIEW_CLIENTS),
            ),
            dialogs={"clients.ask": AskingDialog},
            actions=lambda desk: (
                ActionSpec(
                    "clients.count",
                    "Count clients",
                    lambda: desk.toasts.show_toast("There are some"),
                    shortcut="Ctrl+Shift+C",
                    section="Clients",
                ),
            ),
        ),
        Feature(
            "bodies",
            client_parts=(
                noted_part("size", 10, notes),
                noted_part("purse", 20, notes, Permission.VIEW_TAKINGS),
            ),
        ),
        Feature("home", pages=(page("home.owner", 4, Permission.VIEW_TAKINGS),)),
        Feature("settings", pages=(page("settings.main", 90, Permission.MANAGE_SETTINGS),)),
    )
