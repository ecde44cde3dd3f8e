"""What the services of files take and answer."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fitnesscrm_desktop.models.values import FileCategory, Pose
from fitnesscrm_desktop.services.files.keys import KeyPlace, KeyState


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept: of a client, or of somebody on the staff."""

    path: Path
    category: FileCategory
    client_id: int | None = None
    staff_id: int | None = None
    name: str = ""
    """What it is to be called; empty: after the file."""
    tags: tuple[str, ...] = ()
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """Everything about a file that can be edited."""

    name: str
    category: FileCategory
    tags: tuple[str, ...] = ()
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of a file."""

    number: int
    file_name: str
    """What it was called when it came."""
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    by: str
    lost: bool = False
    """It cannot be opened any more, unless a former key of the studio turns up."""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file as lists show it, with its newest version."""

    id: int
    client_id: int | None
    staff_id: int | None
    person: str
    """Whose it is."""
    category: FileCategory
    name: str
    tags: tuple[str, ...]
    expires_on: date | None
    expires_in: int | None
    """Days until the last day on which it holds; below nothing: it has expired."""
    added_at: datetime
    removed_at: datetime | None
    newest: VersionInfo
    version: int
    """By which a stale edit is noticed."""
    remark: str = ""
    """Told once, when it is added: what is in it besides what it shows."""
    mended: bool = False
    """Told once: nothing was added, the newest version opens again."""


@dataclass(frozen=True, slots=True)
class FileDetail:
    """A file with all its versions, the newest first."""

    info: FileInfo
    versions: tuple[VersionInfo, ...]


@dataclass(frozen=True, slots=True)
class FileQuery:
    """Which files are wanted; what is not said does not matter."""

    client_id: int | None = None
    staff_id: int | None = None
    text: str = ""
    category: FileCategory | None = None
    tag: str = ""
    expires_within: int | None = None
    """Days; what has expired is there, too."""
    removed: bool = False


class PreviewKind(enum.StrEnum):
    """How a file can be looked at without opening it."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown of a file: a small JPEG, a whole PDF, or text."""

    kind: PreviewKind
    data: bytes = b""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A picture of somebody: from a file or from the camera."""

    client_id: int
    pose: Pose
    picture: bytes
    day: date | None = None
    """Empty: the day it says itself, else today."""


@dataclass(frozen=True, slots=True)
class Points:
    """Two places in a photo, as parts of its width and height."""

    first_x: float
    first_y: float
    second_x: float
    second_y: float


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """A progress photo as the gallery lists it."""

    id: int
    client_id: int
    day: date
    pose: Pose
    width: int
    height: int
    points: Points | None
    added_at: datetime
    by: str
    removed_at: datetime | None
    version: int
    lost: bool = False
    """It cannot be opened any more, unless a former key of the studio turns up."""


@dataclass(frozen=True, slots=True)
class PhotoAdded:
    """A photo that was stored, and whether the client has not agreed to photos."""

    photo: PhotoInfo
    no_consent: bool
    mended: bool = False
    """It was there already, of its own day, and opens again."""


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """How it stands with the key of the files on this PC."""

    state: KeyState
    place: KeyPlace | None
    file: Path | None
    """Where it is, if it is in a file."""
    contents: int
    """How many contents are encrypted with it or its forerunners."""
    fingerprint: str = ""
    """By what the key is known; it does not tell the key."""
    size: int = 0
    """Bytes of all contents, before they are encrypted."""
    lost: int = 0
    """How many contents cannot be opened any more, for want of a former key."""
