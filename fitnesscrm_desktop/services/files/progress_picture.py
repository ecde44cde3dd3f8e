"""Makes a progress photo of any picture: upright, not too large, without a trace of where it was taken."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.clients.photos import MAX_PIXELS, PICTURE_FORMATS, TOO_LARGE, only_pictures
from fitnesscrm_desktop.services.core.errors import RuleBroken

if TYPE_CHECKING:
    from PIL import Image

SIDE, THUMBNAIL_SIDE = 2400, 320
_SMALLEST = 64
_QUALITY, _THUMBNAIL_QUALITY = 90, 80
_TAKEN, _DETAILS, _DAY_LENGTH = 0x9003, 0x8769, 10


@dataclass(frozen=True, slots=True)
class ProgressPicture:
    """Two JPEGs, and the day on which the camera says it was taken."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_on: date | None


def prepare_picture(data: bytes) -> ProgressPicture:
    """The picture and its thumbnail; nothing of EXIF is kept.

    Raises ``RuleBroken`` for what is no picture, is broken, or would unfold to more than ``MAX_PIXELS``.
    """
    with only_pictures(data):
        return _prepared(data)


def _prepared(data: bytes) -> ProgressPicture:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=PICTURE_FORMATS) as opened:
        width, height = opened.size
        if width * height > MAX_PIXELS:
            raise RuleBroken(TOO_LARGE)
        if min(width, height) < _SMALLEST:
            raise RuleBroken("This picture is too small to see anything. Nothing was stored.")
        taken_on = _taken_on(opened)
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    picture = upright.convert("RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return ProgressPicture(
        _jpeg(picture, _QUALITY), _jpeg(small, _THUMBNAIL_QUALITY), *picture.size, taken_on
    )


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """The pixels and nothing else."""
    from PIL import Image as Pictures

    out = io.BytesIO()
    bare = Pictures.frombytes("RGB", picture.size, picture.tobytes())
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _taken_on(picture: Image.Image) -> date | None:
    """What the camera says, if it can be understood."""
    try:
        said = picture.getexif().get_ifd(_DETAILS).get(_TAKEN)
        return date.fromisoformat(str(said)[:_DAY_LENGTH].replace(":", "-"))
    except (ValueError, SyntaxError, TypeError, KeyError, OSError, struct.error):
        return None
