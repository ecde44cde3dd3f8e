"""Who works here, and what each of them may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.services.security.results import StaffMember
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import ROW_HEIGHT, S, Tone
from fitnesscrm_desktop.ui.settings.role_matrix import RoleMatrix
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.settings.words import role_name
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

FEWEST_ROWS, MOST_ROWS = 3, 9


class _Everybody:
    """All staff as one page: a studio has dozens, not thousands."""

    def __init__(self, desk: Desk) -> None:
        self._staff, self._actor = desk.services.staff, desk.actor

    def fetch(self, after: Cursor | None, limit: int) -> Page[StaffMember]:
        """Everybody."""
        return Page(self._staff.everybody(self._actor), None)


class StaffSection(Section):
    """A table with what can be done beside it, and the roles below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(self.tr("Staff"))
        self.add_button = PrimaryButton(self.tr("Add…"), self.add, icon="plus")
        card.head.addWidget(self.add_button)
        self.model = FeedTableModel(self._columns(), desk.tasks, parent=self)
        self.table = DataTable(self.tr("Staff"))
        self.table.setModel(self.model)
        self.table.row_activated.connect(self.edit)
        self.table.current_row_changed.connect(lambda _row: self._offer())
        self.table.set_menu(self._menu)
        self.model.state_changed.connect(lambda _state: self._begin())
        card.add(self.table)
        self.edit_button = Button(self.tr("Edit…"), self._on_current(self.edit), icon="edit")
        self.rights_button = Button(self.tr("Rights…"), self._on_current(self.rights), icon="shield")
        self.password_button = Button(self.tr("Password…"), self._on_current(self.new_password), icon="key")
        self.pin_button = Button(self.tr("PIN…"), self._on_current(self.new_pin), icon="lock")
        self.leave_button = Button(self.tr("Left the studio"), self._on_current(self.leave_or_return))
        row = QHBoxLayout()
        row.setSpacing(S)
        for button in (self.edit_button, self.rights_button, self.password_button, self.pin_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave_button)
        card.body.addLayout(row)
        roles = self.card(
            self.tr("Roles"),
            self.tr("What each role may do. “Rights…” gives one person more, or less."),
        )
        self.matrix = RoleMatrix()
        roles.add(self.matrix)
        self._source: _Everybody | None = None
        desk.bridge.on(StaffChanged, lambda _event: self._refresh(), owner=self)
        self._offer()

    def arrive(self) -> None:
        """Read who works here."""
        self._source = _Everybody(self.desk)
        self.model.show(self._source)

    def add(self) -> None:
        """Add somebody."""
        self.desk.window.open_dialog("settings.staff_add", then=self._added)

    def edit(self, member: StaffMember) -> None:
        """Edit somebody."""
        self.desk.window.open_dialog("settings.staff_edit", then=self._say_saved, staff_id=member.id)

    def rights(self, member: StaffMember) -> None:
        """Say what somebody may do."""
        self.desk.window.open_dialog("settings.staff_rights", staff_id=member.id)

    def new_password(self, member: StaffMember) -> None:
        """Give somebody, or oneself, a new password."""
        if member.id == self.desk.actor.staff_id:
            self.desk.window.open_dialog("settings.own_password")
        else:
            self.desk.window.open_dialog("settings.staff_password", then=self._say_saved, staff_id=member.id)

    def new_pin(self, member: StaffMember) -> None:
        """Give somebody, or oneself, a PIN."""
        if member.id == self.desk.actor.staff_id:
            self.desk.window.open_dialog("settings.own_pin")
        else:
            self.desk.window.open_dialog("settings.staff_pin", then=self._say_saved, staff_id=member.id)

    def leave_or_return(self, member: StaffMember) -> None:
        """End somebody's work here, or begin it again; both can be undone."""
        staff, actor = self.desk.services.staff, self.desk.actor
        if member.left_at is None:
            work, back = staff.leave, staff.return_
            words = self.tr("{name} has left and cannot sign in any more.")
        else:
            work, back = staff.return_, staff.leave
            words = self.tr("{name} is back and can sign in.")

        def undo() -> None:
            self._write(lambda: back(actor, member.id), lambda _member: None)

        self._write(
            lambda: work(actor, member.id),
            lambda _member: self.desk.toasts.show_toast(
                words.format(name=member.name), undo=undo, tone="good"
            ),
        )

    def _columns(self) -> list[Column[StaffMember]]:
        return [
            Column(self.tr("Name"), lambda one: one.name),
            Column(self.tr("Login"), lambda one: one.login, width=104),
            Column(self.tr("Role"), lambda one: role_name(one.role), width=92),
            Column(self.tr("PIN"), lambda one: self.tr("yes") if one.has_pin else "–", width=56),
            Column(self.tr("Rights"), _extras, width=68, tooltip=self._extras_in_words),
            Column(
                self.tr("Status"),
                lambda one: self.tr("Left") if one.left_at else self.tr("Working"),
                tone=lambda one: Tone.NEUTRAL if one.left_at else Tone.GREEN,
                width=104,
            ),
        ]

    def _extras_in_words(self, one: StaffMember) -> str:
        return self.tr("Given besides the role: {given}. Taken away: {taken}.").format(
            given=len(one.granted), taken=len(one.denied)
        )

    def _on_current(self, deed: Callable[[StaffMember], None]) -> Callable[[], None]:
        def run() -> None:
            member = self.table.current_row()
            if member is not None:
                deed(member)

        return run

    def _begin(self) -> None:
        """Put the cursor on somebody, so that the buttons mean somebody; take the room that is needed."""
        rows = min(max(self.model.rowCount(), FEWEST_ROWS), MOST_ROWS)
        self.table.setFixedHeight(theme().px(ROW_HEIGHT) * (rows + 1) + S)
        if self.model.rowCount() and not self.table.selected_rows():
            self.table.select_row(0)
        self._offer()

    def _offer(self) -> None:
        member: StaffMember | None = self.table.current_row()
        working = member is not None and member.left_at is None
        for button in (self.edit_button, self.rights_button, self.password_button, self.pin_button):
            button.setEnabled(working)
        self.leave_button.setEnabled(member is not None and member.id != self.desk.actor.staff_id)
        left = member is not None and member.left_at is not None
        self.leave_button.setText(self.tr("Is back") if left else self.tr("Has left"))

    def _menu(self, rows: list[Any]) -> list[QAction]:
        if len(rows) != 1:
            return []
        member: StaffMember = rows[0]
        deeds: list[tuple[str, Callable[[StaffMember], None]]] = []
        if member.left_at is None:
            deeds = [
                (self.tr("Edit…"), self.edit),
                (self.tr("Rights…"), self.rights),
                (self.tr("New password…"), self.new_password),
                (self.tr("PIN…"), self.new_pin),
            ]
        if member.id != self.desk.actor.staff_id:
            words = self.tr("Has left") if member.left_at is None else self.tr("Is back")
            deeds.append((words, self.leave_or_return))
        return [self._action(words, deed, member) for words, deed in deeds]

    def _action(self, words: str, deed: Callable[[StaffMember], None], member: StaffMember) -> QAction:
        action = QAction(words, self.table)
        action.triggered.connect(lambda _checked=False: deed(member))
        return action

    def _added(self, member: StaffMember) -> None:
        self.desk.toasts.show_toast(
            self.tr("{name} can sign in as “{login}”.").format(name=member.name, login=member.login),
            tone="good",
        )

    def _say_saved(self, member: StaffMember) -> None:
        self.desk.toasts.show_toast(self.tr("{name} is saved.").format(name=member.name), tone="good")

    def _write(self, work: Callable[[], StaffMember], done: Callable[[StaffMember], None]) -> None:
        self.desk.tasks.write(work, done=done, failed=self.desk.window.report, owner=self)

    def _refresh(self) -> None:
        if self._source is not None and self.isVisible():
            self.model.refresh()


def _extras(one: StaffMember) -> str:
    parts = [f"+{len(one.granted)}" if one.granted else "", f"−{len(one.denied)}" if one.denied else ""]
    return " ".join(filter(None, parts)) or "–"
