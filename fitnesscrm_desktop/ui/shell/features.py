"""THE list of features: what is in here has its pages, dialogs and commands in the window."""

from __future__ import annotations

from fitnesscrm_desktop.ui import (
    assistant,
    automation,
    billing,
    checkin,
    clients,
    files,
    forms,
    home,
    imports,
    jobs,
    messaging,
    plans,
    progress,
    reports,
    settings,
    staff_tasks,
)
from fitnesscrm_desktop.ui.core.desk import Feature

PARTS = (
    assistant,
    automation,
    billing,
    checkin,
    clients,
    files,
    forms,
    home,
    imports,
    jobs,
    messaging,
    plans,
    progress,
    reports,
    settings,
    staff_tasks,
)
FEATURES: tuple[Feature, ...] = tuple(part.FEATURE for part in PARTS)
PACKAGES: tuple[str, ...] = tuple(part.__name__ for part in PARTS)
"""Where each of them lives."""


def feature_of(page_id: str) -> str:
    """Which of them brings a page; empty for none."""
    return next((each.id for each in FEATURES if page_id in {page.id for page in each.pages}), "")
