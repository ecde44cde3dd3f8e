"""Import: the client list of another program comes in, and goes again if it was a mistake."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec

PAGE = "imports.run"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Imports", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.imports.page import ImportPage

    return ImportPage(desk)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "imports.open",
            _tr("Import clients…"),
            lambda: desk.window.go(PAGE),
            permission=Permission.IMPORT_CLIENTS.value,
            section=_tr("Clients"),
            icon="upload",
            keywords="csv xlsx excel file list",
        ),
    )


FEATURE = Feature(
    "imports",
    pages=(PageSpec(PAGE, _tr("Import"), "upload", _page, Permission.IMPORT_CLIENTS, 70),),
    actions=_actions,
)
