"""Jobs: what the studio does by itself, when, and how it went."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec

PAGE = "jobs.main"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Jobs", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.jobs.page import JobsPage

    return JobsPage(desk)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    def show(title: str, action_id: str, keywords: str, **where: str) -> ActionSpec:
        return ActionSpec(
            action_id,
            title,
            lambda: desk.window.go(PAGE, **where),
            permission=Permission.MANAGE_JOBS.value,
            section=_tr("Studio"),
            icon="clock",
            keywords=keywords,
        )

    return (
        show(_tr("What runs by itself"), "jobs.open", "jobs automatic background schedule", tab="jobs"),
        show(_tr("Log of the jobs"), "jobs.log", "history errors failed runs", tab="log"),
        show(_tr("Make a backup now"), "jobs.backup", "copy database safe", run="backup"),
    )


FEATURE = Feature(
    "jobs",
    pages=(PageSpec(PAGE, _tr("Jobs"), "clock", _page, Permission.MANAGE_JOBS, 80),),
    actions=_actions,
)
