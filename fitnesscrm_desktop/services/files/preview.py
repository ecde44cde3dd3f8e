"""What can be shown of a file: pictures become a small JPEG here, so that no window decodes a strange one."""

from __future__ import annotations

import io

from fitnesscrm_desktop.services.clients.photos import BROKEN_PICTURE, MAX_PIXELS
from fitnesscrm_desktop.services.files.real_type import PDF, PICTURES, TEXT, readable
from fitnesscrm_desktop.services.files.results import Preview, PreviewKind

SIDE = 1600
LONGEST_TEXT = 100_000
_QUALITY = 85


def preview_of(data: bytes, media_type: str) -> Preview:
    """How *data* looks; nothing for what cannot be shown."""
    if media_type in PICTURES.values():
        jpeg = _small(data)
        return Preview(PreviewKind.PICTURE, jpeg) if jpeg else Preview(PreviewKind.NONE)
    if media_type == PDF:
        return Preview(PreviewKind.PDF, data)
    if media_type == TEXT:
        return Preview(PreviewKind.TEXT, text=(readable(data) or "")[:LONGEST_TEXT])
    return Preview(PreviewKind.NONE)


def _small(data: bytes) -> bytes:
    """A JPEG that fits on a screen, upright; nothing if the picture is broken."""
    from PIL import Image, ImageOps

    too_large = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as opened:
            if opened.size[0] * opened.size[1] > MAX_PIXELS:
                return b""
            opened.draft("RGB", (SIDE, SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (*BROKEN_PICTURE, *too_large):
        return b""
    picture.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
