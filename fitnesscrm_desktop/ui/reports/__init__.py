"""Reports over a period: read on screen, printed, saved as PDF or CSV."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.reports.page import ReportsPage

    return ReportsPage(desk)


def _preview(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.reports.preview import PreviewDialog

    return PreviewDialog(desk, **about)


FEATURE = Feature(
    "reports",
    pages=(
        PageSpec(
            "reports.main",
            QCoreApplication.translate("Reports", "Reports"),
            "bar-chart",
            _page,
            Permission.VIEW_REPORTS,
            60,
        ),
    ),
    dialogs={"reports.preview": _preview},
)
