"""Clients: the list, the page of one client, and the dialogs about them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog

__all__ = ["FEATURE"]

_tr = QCoreApplication.translate


def _list(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.clients.list_page import ClientsPage

    return ClientsPage(desk)


FEATURE = Feature(
    id="clients",
    pages=(PageSpec("clients.list", _tr("clients", "Clients"), "users", _list, Permission.VIEW_CLIENTS, 20),),
)
