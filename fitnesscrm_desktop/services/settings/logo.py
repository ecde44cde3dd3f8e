"""Takes a picture a person chose and makes a logo of it: small, PNG, nothing but pixels."""

from __future__ import annotations

import io
import warnings

from fitnesscrm_desktop.services.core.errors import RuleBroken

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LARGEST_SIDE = 800
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")


def logo_from(picture: bytes) -> bytes:
    """A PNG of at most 800 pixels on a side, without EXIF. Raises ``RuleBroken``."""
    if len(picture) > LARGEST_FILE:
        raise RuleBroken("The picture is larger than 10 MB. Choose a smaller one.")
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured below
            opened = Image.open(io.BytesIO(picture), formats=_FORMATS)
            if opened.width * opened.height > LARGEST_PIXELS:
                raise RuleBroken("The picture has more than 40 million pixels. Choose a smaller one.")
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RuleBroken("This file is not a picture the program can read. Use PNG or JPEG.") from error
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
