"""Rules: the list, the page of one rule, the trial run, and the editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog

PAGE, ONE, TRIAL = "rules.main", "rules.rule", "rules.trial"
MAY = Permission.MANAGE_RULES


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rules", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.automation.page import RulesPage

    return RulesPage(desk)


def _one(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.automation.rule_page import RulePage

    return RulePage(desk)


def _trial(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.automation.rule_page import TrialPage

    return TrialPage(desk)


def _edit(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.automation.editor import RuleEditor

    return RuleEditor(desk, **about)


def _add_usual(desk: Desk) -> None:
    """Add them here and not by opening the page: going back to a page must not add them once more."""
    rules, actor = desk.services.rules, desk.actor

    def added(rows: Sequence[RuleRow]) -> None:
        desk.window.go(PAGE)
        said = _tr("They are added, switched off.") if rows else _tr("The usual rules are there already.")
        desk.toasts.show_toast(said, tone="good")

    desk.tasks.write(lambda: rules.add_starters(actor), done=added, failed=desk.window.report)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    window = desk.window
    return tuple(
        ActionSpec(
            action_id,
            title,
            run,
            permission=MAY.value,
            section=_tr("Rules"),
            icon="bolt",
            keywords=_tr("automatic reminder birthday overdue message"),
        )
        for action_id, title, run in (
            ("rules.new", _tr("New rule…"), lambda: window.open_dialog("rules.edit")),
            ("rules.usual", _tr("Add the usual rules"), lambda: _add_usual(desk)),
            ("rules.trial", _tr("Trial run of all rules"), lambda: window.go(TRIAL)),
        )
    )


FEATURE = Feature(
    "automation",
    pages=(
        PageSpec(
            PAGE,
            _tr("Rules"),
            "bolt",
            _page,
            MAY,
            66,
            keys=(("Return", _tr("Edit")), ("Space", _tr("Switch on or off"))),
        ),
        PageSpec(ONE, _tr("Rule"), "bolt", _one, MAY),
        PageSpec(TRIAL, _tr("Trial run"), "bolt", _trial, MAY),
    ),
    dialogs={"rules.edit": _edit},
    actions=_actions,
)
