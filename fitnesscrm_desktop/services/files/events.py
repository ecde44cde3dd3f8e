"""What has happened to files and photos."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class FilesChanged(Event):
    """The files of a client, or of somebody on the staff, have changed."""

    client_id: int | None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class PhotosChanged(Event):
    """The progress photos of a client have changed."""

    client_id: int


@dataclass(frozen=True, slots=True)
class FileKeyAdded(Event):
    """The files can be read on this PC now."""
