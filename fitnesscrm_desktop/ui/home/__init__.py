"""Where everybody starts: the owner at the numbers, the desk at today."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec


def _owner_page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.home.owner_page import OwnerPage

    return OwnerPage(desk)


def _desk_page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.home.desk_page import DeskPage

    return DeskPage(desk)


FEATURE = Feature(
    "home",
    pages=(
        PageSpec(
            "home.desk",
            QCoreApplication.translate("Home", "Today"),
            "home",
            _desk_page,
            Permission.CHECK_IN,
            4,
        ),
        PageSpec(
            "home.owner",
            QCoreApplication.translate("Home", "Dashboard"),
            "dashboard",
            _owner_page,
            Permission.VIEW_TAKINGS,
            5,
        ),
    ),
)
