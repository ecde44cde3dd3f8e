"""Files of clients and staff: a part of the client's page, a page over all of them, and their dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.desk import ClientPart, ClientPartSpec, Desk, Feature, StudioDialog

__all__ = ["FEATURE"]

PART, ADD = "files", "files.add"
BEFORE_THE_CONSENTS = 66


def _tr(text: str) -> str:
    return QCoreApplication.translate("Files", text)


def _part(desk: Desk) -> ClientPart:
    from fitnesscrm_desktop.ui.files.tab import FilesTab

    return FilesTab(desk)


def _add(desk: Desk, *, client_id: int | None = None, paths: Sequence[Path] = ()) -> StudioDialog:
    from fitnesscrm_desktop.ui.files.add_dialog import AddFilesDialog

    return AddFilesDialog(desk, client_id=client_id, paths=paths)


LIST_KEYS = (
    ("Ins", _tr("Add files")),
    ("Return", _tr("Large view of the file")),
    ("Ctrl+S", _tr("Save the file as…")),
    ("Ctrl+U", _tr("New version of the file")),
    ("Ctrl+E", _tr("Name, tags and expiry of the file")),
    ("Del", _tr("Remove the chosen files")),
)

FEATURE = Feature(
    id="files",
    dialogs={ADD: _add},
    client_parts=(
        ClientPartSpec(PART, _tr("Files"), _part, Permission.VIEW_FILES, BEFORE_THE_CONSENTS, keys=LIST_KEYS),
    ),
)
