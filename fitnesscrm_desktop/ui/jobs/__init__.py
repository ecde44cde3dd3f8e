"""Jobs: what the studio does by itself, when, and how it went."""

from __future__ import annotations

import itertools
from collections.abc import Callable

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
    times = itertools.count(1)

    def back_up() -> None:
        desk.window.go(PAGE, run="backup", time=next(times))

    def spec(action_id: str, title: str, run: Callable[[], None], keywords: str) -> ActionSpec:
        return ActionSpec(
            action_id,
            title,
            run,
            permission=Permission.MANAGE_JOBS.value,
            section=_tr("Studio"),
            icon="clock",
            keywords=keywords,
        )

    return (
        spec(
            "jobs.open",
            _tr("What runs by itself"),
            lambda: desk.window.go(PAGE, tab="jobs"),
            "jobs automatic background schedule",
        ),
        spec(
            "jobs.log",
            _tr("Log of the jobs"),
            lambda: desk.window.go(PAGE, tab="log"),
            "history errors failed runs",
        ),
        spec("jobs.backup", _tr("Make a backup now"), back_up, "copy database safe"),
    )


FEATURE = Feature(
    "jobs",
    pages=(
        PageSpec(
            PAGE,
            _tr("Jobs"),
            "clock",
            _page,
            Permission.MANAGE_JOBS,
            80,
            keys=(("R", _tr("Run now")), ("P", _tr("Pause, Resume")), ("Return", _tr("Show the log"))),
        ),
    ),
    actions=_actions,
)
