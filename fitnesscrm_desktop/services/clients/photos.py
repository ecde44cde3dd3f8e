"""Turns any picture into a small square JPEG without a trace of where it was taken."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.core.errors import RuleBroken

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
PHOTO_SIZE = 600
"""Longest side of a stored photo in pixels."""
_SMALLEST = 16
_QUALITY = 85
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_WHITE = (255, 255, 255)
_NOT_A_PICTURE = (
    "This file is not a picture that can be read. Nothing was stored. Use a JPEG, PNG or WebP file."
)
TOO_LARGE = (
    f"This picture is too large (more than {MAX_PIXELS // 1_000_000} million pixels or "
    f"{MAX_BYTES // 1_000_000} MB). Nothing was stored. Use a smaller one."
)
BROKEN_PICTURE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError)
"""What reading a picture raises that is none, or not all of one."""


def prepare_photo(data: bytes) -> tuple[bytes, int]:
    """A square JPEG of *data*, upright, cropped in the middle, and its side in pixels.

    Nothing but the picture is kept: no EXIF, no place, no comment. Raises ``RuleBroken`` for what is no
    picture, is broken, or would unfold to more than ``MAX_PIXELS``.
    """
    with only_pictures(data):
        return _square(data)


@contextmanager
def only_pictures(data: bytes) -> Iterator[None]:
    """Raise ``RuleBroken`` when *data*, opened meanwhile, turns out to be no picture or too large a one."""
    if len(data) > MAX_BYTES:
        raise RuleBroken(TOO_LARGE)
    from PIL import Image

    too_large = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
    try:
        yield
    except too_large as error:
        raise RuleBroken(TOO_LARGE) from error
    except BROKEN_PICTURE as error:
        raise RuleBroken(_NOT_A_PICTURE) from error


def _square(data: bytes) -> tuple[bytes, int]:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=PICTURE_FORMATS) as opened:
        width, height = opened.size
        if width * height > MAX_PIXELS:
            raise RuleBroken(TOO_LARGE)
        if min(width, height) < _SMALLEST:
            raise RuleBroken("This picture is too small to recognise anybody. Nothing was stored.")
        opened.draft("RGB", (2 * PHOTO_SIZE, 2 * PHOTO_SIZE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    flat = _on_white(upright)
    side = min(*flat.size, PHOTO_SIZE)
    square = ImageOps.fit(flat, (side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    Image.frombytes("RGB", square.size, square.tobytes()).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), side


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    from PIL import Image as Pictures

    paper = Pictures.new("RGB", picture.size, _WHITE)
    clear = picture.convert("RGBA")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper
