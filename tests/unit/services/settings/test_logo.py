"""Pictures that become a logo, and files that do not."""

import io
import struct
import zlib

import pytest
from PIL import Image

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.settings.logo import LARGEST_FILE, LARGEST_SIDE, logo_from

ORIENTATION = 0x0112
PLACE = 0x8825


def a_picture(
    width: int, height: int, kind: str, *, exif: Image.Exif | None = None, mode: str = "RGB"
) -> bytes:
    out = io.BytesIO()
    picture = Image.new(mode, (width, height), "red" if mode == "RGB" else 0)
    picture.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def a_bomb() -> bytes:
    """A PNG of 100,000 x 100,000 pixels in a few hundred bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_pictures_become_png(kind: str) -> None:
    made = Image.open(io.BytesIO(logo_from(a_picture(30, 20, kind))))
    assert (made.format, made.size) == ("PNG", (30, 20))


@pytest.mark.parametrize(("size", "kept"), [((1600, 400), (800, 200)), ((10, 4000), (2, 800))])
def test_large_ones_shrink_in_proportion(size: tuple[int, int], kept: tuple[int, int]) -> None:
    made = Image.open(io.BytesIO(logo_from(a_picture(*size, "PNG"))))
    assert made.size == kept
    assert max(made.size) == LARGEST_SIDE


def test_transparency_stays() -> None:
    made = Image.open(io.BytesIO(logo_from(a_picture(5, 5, "PNG", mode="RGBA"))))
    assert made.convert("RGBA").getpixel((2, 2)) == (0, 0, 0, 0)


def test_what_a_camera_wrote_into_it_goes_but_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[PLACE] = {1: "N"}
    made = Image.open(io.BytesIO(logo_from(a_picture(40, 10, "JPEG", exif=exif))))
    assert made.size == (10, 40)
    assert not made.getexif()
    assert not made.info


@pytest.mark.parametrize("data", [b"", b"no picture", b"%PDF-1.4", a_picture(9, 9, "PNG")[:40], b"<svg/>"])
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(RuleBroken, match="not a picture"):
        logo_from(data)


def test_an_image_bomb_is_not_opened() -> None:
    with pytest.raises(RuleBroken):
        logo_from(a_bomb())


def test_a_huge_file_is_not_looked_at() -> None:
    with pytest.raises(RuleBroken, match="10 MB"):
        logo_from(b"x" * (LARGEST_FILE + 1))
