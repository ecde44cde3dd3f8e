"""The pages of rules as somebody at the keyboard sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.ui.automation.condition_row import ConditionRow
from fitnesscrm_desktop.ui.automation.conditions_field import ConditionGroup
from fitnesscrm_desktop.ui.automation.editor import RuleEditor
from fitnesscrm_desktop.ui.automation.page import RulesPage
from fitnesscrm_desktop.ui.automation.rule_list import RULE
from fitnesscrm_desktop.ui.automation.rule_page import RulePage, TrialPage
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from tests.support.window import StudioWindow


class RulesScreen:
    """Opens pages and the editor, and reads what stands on them."""

    def __init__(self, window: StudioWindow) -> None:
        self.window = window

    def page(self) -> RulesPage:
        """The list of rules."""
        page = self.window.go("rules.main")
        assert isinstance(page, RulesPage)
        return page

    def rule(self, rule_id: int, tab: str = "results") -> RulePage:
        """The page of one rule."""
        page = self.window.go("rules.rule", rule_id=rule_id, tab=tab)
        assert isinstance(page, RulePage)
        return page

    def trial(self) -> TrialPage:
        """The trial run of all rules."""
        page = self.window.go("rules.trial")
        assert isinstance(page, TrialPage)
        return page

    def editor(self, rule_id: int | None = None) -> RuleEditor:
        """The editor, with everything loaded."""
        self.window.work.window.open_dialog("rules.edit", rule_id=rule_id)
        self.window.settle()
        return self.editor_in_front()

    def editor_in_front(self) -> RuleEditor:
        """The editor that is open."""
        dialog: QDialog = self.window.dialog
        assert isinstance(dialog, RuleEditor)
        self.window.until(dialog.verb.isEnabled)
        return dialog

    def listed(self) -> list[str]:
        """Name and sentence of every rule in the list."""
        model = self.page().rules.table.model()
        return [str(model.index(row, RULE).data()) for row in range(model.rowCount())]

    def rows(self) -> list[RuleRow]:
        """The rules in the list."""
        return list(self.page().rules.model.rows())

    def line(self, editor: RuleEditor, *places: int) -> ConditionRow:
        """One line of the conditions, by its place in the groups."""
        part: ConditionRow | ConditionGroup = editor.conditions.group
        for place in places:
            assert isinstance(part, ConditionGroup)
            part = part.parts[place]
        assert isinstance(part, ConditionRow)
        return part

    @contextmanager
    def answered(self, choose: Callable[[ConflictDialog], None]) -> Iterator[None]:
        """Answer "mine or theirs?" as soon as it is asked; it waits in a loop of its own."""
        look = QTimer()

        def answer() -> None:
            if isinstance(self.window.front, ConflictDialog):
                look.stop()
                choose(self.window.front)
                self.window.front.accept()

        look.timeout.connect(answer)
        look.start(10)
        yield
        assert not look.isActive(), "nobody asked"
