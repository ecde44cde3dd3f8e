"""What files are called: a name is a label, never a place, and ends with what the file really is."""

from __future__ import annotations

import re

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.services.core.typed_text import shortened, tidy_line

_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r"[<>:\"/\\|?*\x00-\x1f]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever follows behind a dot."""
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}
_ALSO = {
    "image/jpeg": (".jpeg",),
    "image/tiff": (".tiff",),
    "image/heic": (".heif", ".avif"),
    "text/plain": (".csv", ".ics", ".md", ".vcf"),
}
"""Other honest endings of the same."""
_KNOWN = {*_ENDINGS.values(), *(ending for endings in _ALSO.values() for ending in endings)}
_LONGEST_ON_DISK = 120
NAMELESS = "File"


def last_part(file_name: str) -> str:
    """*file_name* without folders of any system, control characters and signs that turn text around."""
    return shortened(tidy_line(_SEPARATORS.split(file_name)[-1]), NAME_LENGTH)


def label_of(file_name: str) -> str:
    """What a file is called if nobody says it: its name without the ending."""
    name = last_part(file_name)
    stem, _dot, ending = name.rpartition(".")
    return (stem if f".{ending.lower()}" in _KNOWN else name).strip(" .") or NAMELESS


def saving_name(name: str, file_name: str, media_type: str) -> str:
    """What a file is called on a disk: possible on every system, and its ending is what it is."""
    ending = _ENDINGS.get(media_type, ".bin")
    came_with = f".{last_part(file_name).rpartition('.')[2].lower()}"
    if came_with in _ALSO.get(media_type, ()):
        ending = came_with
    stem = _FORBIDDEN.sub(" ", tidy_line(name))
    while stem.lower().endswith(ending):
        stem = stem[: -len(ending)]
    stem = " ".join(stem[:_LONGEST_ON_DISK].split()).strip(" .")
    if not stem or _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"{NAMELESS} {stem}".strip()
    return f"{stem}{ending}"
