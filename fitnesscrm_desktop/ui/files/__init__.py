"""Files of clients and staff: a part of the client's page, a page over all of them, and their dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.events import FilesChanged
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import (
    ClientPart,
    ClientPartSpec,
    Desk,
    Feature,
    Page,
    PageCount,
    PageSpec,
    StudioDialog,
)
from fitnesscrm_desktop.ui.files.count_words import expired_count_text

__all__ = ["FEATURE"]

PAGE, PART, ADD = "files.main", "files", "files.add"
PHOTOS, ADD_PHOTOS, SHOOT = "photos", "photos.add", "photos.camera"
BEHIND_THE_PROGRESS, BEFORE_THE_CONSENTS = 12, 66


def _tr(text: str) -> str:
    return QCoreApplication.translate("Files", text)


def _part(desk: Desk) -> ClientPart:
    from fitnesscrm_desktop.ui.files.tab import FilesTab

    return FilesTab(desk)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.files.page import FilesPage

    return FilesPage(desk)


def _expired(services: Services, actor: Actor) -> int:
    """Files whose last day has come or is past."""
    return len(services.files.expiring(actor, days=0))


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "files.expiring",
            _tr("Files that expire soon"),
            lambda: desk.window.go(PAGE, show="expiring"),
            permission=Permission.VIEW_FILES.value,
            section=_tr("Files"),
            icon="folder",
            keywords=_tr("contract waiver certificate expired"),
        ),
    )


def _add(desk: Desk, *, client_id: int | None = None, paths: Sequence[Path] = ()) -> StudioDialog:
    from fitnesscrm_desktop.ui.files.add_dialog import AddFilesDialog

    return AddFilesDialog(desk, client_id=client_id, paths=paths)


def _photos(desk: Desk) -> ClientPart:
    from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab

    return PhotosTab(desk)


def _add_photos(desk: Desk, *, client_id: int, paths: Sequence[Path] = ()) -> StudioDialog:
    from fitnesscrm_desktop.ui.files.photo_dialogs import AddPhotosDialog

    return AddPhotosDialog(desk, client_id=client_id, paths=paths)


def _shoot(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.files.camera_dialog import CameraDialog

    return CameraDialog(desk, client_id=client_id)


PHOTO_KEYS = (
    ("Ins", _tr("Add photos")),
    ("Return", _tr("Compare the chosen photos")),
    ("Ctrl+S", _tr("Save the photo as…")),
    ("Ctrl+E", _tr("Day and pose of the photo")),
    ("Del", _tr("Remove the chosen photos")),
)
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
    pages=(
        PageSpec(
            PAGE,
            _tr("Files"),
            "folder",
            _page,
            Permission.VIEW_FILES,
            65,
            PageCount(_expired, (FilesChanged, ClientsMerged), expired_count_text),
            keys=(*LIST_KEYS[1:], ("Ctrl+O", _tr("Open the client of the file"))),
        ),
    ),
    actions=_actions,
    dialogs={ADD: _add, ADD_PHOTOS: _add_photos, SHOOT: _shoot},
    client_parts=(
        ClientPartSpec(
            PHOTOS, _tr("Photos"), _photos, Permission.VIEW_PHOTOS, BEHIND_THE_PROGRESS, keys=PHOTO_KEYS
        ),
        ClientPartSpec(PART, _tr("Files"), _part, Permission.VIEW_FILES, BEFORE_THE_CONSENTS, keys=LIST_KEYS),
    ),
)
