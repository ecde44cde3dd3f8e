"""Rules: the list, the page of one rule, the trial run, and the editor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
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
            ("rules.usual", _tr("Add the usual rules"), lambda: window.go(PAGE, add_starters=True)),
            ("rules.trial", _tr("Trial run of all rules"), lambda: window.go(TRIAL)),
        )
    )


FEATURE = Feature(
    "automation",
    pages=(
        PageSpec(PAGE, _tr("Rules"), "bolt", _page, MAY, 66),
        PageSpec(ONE, _tr("Rule"), "bolt", _one, MAY),
        PageSpec(TRIAL, _tr("Trial run"), "bolt", _trial, MAY),
    ),
    dialogs={"rules.edit": _edit},
    actions=_actions,
)
