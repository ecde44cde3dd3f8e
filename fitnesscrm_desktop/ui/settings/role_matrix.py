"""Permissions down, roles across, a check mark where they meet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, S
from fitnesscrm_desktop.ui.settings.words import permission_groups, role_name, role_text
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label, line

MARK, COLUMN = 18, 92


class RoleMatrix(QWidget):
    """To be read, not changed: roles are the same in every studio."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What each role may do"))
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(0, 1)
        centre = Qt.AlignmentFlag.AlignHCenter
        for column, role in enumerate(Role, start=1):
            head = Label(role_name(role), "strong")
            head.setToolTip(role_text(role))
            head.setAlignment(centre)
            head.setMinimumWidth(theme().px(COLUMN))
            grid.addWidget(head, 0, column)
        row = 1
        for title, lines in permission_groups():
            grid.addWidget(line(), row, 0, 1, len(Role) + 1)
            caption = Label(title, "muted")
            caption.setContentsMargins(0, S, 0, 0)
            grid.addWidget(caption, row + 1, 0, 1, len(Role) + 1)
            row += 2
            for permission, words in lines:
                grid.addWidget(Label(words, wrap=True), row, 0)
                for column, role in enumerate(Role, start=1):
                    has = permission in ROLE_PERMISSIONS[role]
                    grid.addWidget(self._mark(role, words, has=has), row, column, centre)
                row += 1
        grid.setContentsMargins(0, 0, L, 0)

    def _mark(self, role: Role, words: str, *, has: bool) -> QWidget:
        mark = IconLabel("check" if has else "minus", color="green" if has else "disabled", size=MARK)
        answer = self.tr("yes") if has else self.tr("no")
        mark.setAccessibleName(f"{role_name(role)}, {words}: {answer}")
        return mark
