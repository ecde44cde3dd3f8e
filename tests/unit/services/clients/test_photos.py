"""Any picture becomes a small square JPEG; what is none, or a bomb, becomes a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image

from fitnesscrm_desktop.services.clients.photos import MAX_BYTES, PHOTO_SIZE, prepare_photo
from fitnesscrm_desktop.services.core.errors import RuleBroken

RED, BLUE = (255, 0, 0), (0, 0, 255)
ORIENTATION, GPS = 0x0112, 0x8825


def a_picture(width: int = 800, height: int = 500, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), RED if mode == "RGB" else 0).save(out, kind)
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def a_png_that_claims(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_a_photo_becomes_square_and_small(kind: str) -> None:
    jpeg, size = prepare_photo(a_picture(1600, 1000, kind))
    assert opened(jpeg).format == "JPEG"
    assert opened(jpeg).size == (PHOTO_SIZE, PHOTO_SIZE) == (size, size)


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "CMYK"])
def test_any_kind_of_colour_is_understood(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(prepare_photo(a_picture(300, 300, kind, mode))[0]).mode == "RGB"


def test_a_small_photo_is_not_blown_up() -> None:
    assert prepare_photo(a_picture(120, 90))[1] == 90


def test_what_can_be_seen_through_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (*RED, 0)).save(out, "PNG")
    assert opened(prepare_photo(out.getvalue())[0]).getpixel((50, 50)) == (255, 255, 255)


def test_nothing_tells_where_or_with_what_it_was_taken() -> None:
    source = Image.new("RGB", (300, 300), RED)
    exif = source.getexif()
    exif[0x010F] = "Secret camera"
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif, comment=b"Secret place")
    jpeg, _ = prepare_photo(out.getvalue())
    assert not opened(jpeg).getexif()
    assert b"Secret" not in jpeg


def test_a_photo_taken_on_its_side_stands_upright() -> None:
    source = Image.new("RGB", (400, 400), RED)
    source.paste(BLUE, (0, 0, 400, 200))
    exif = source.getexif()
    exif[ORIENTATION] = 6  # the camera was turned: the left edge of what is stored is the top
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif)
    upright = opened(prepare_photo(out.getvalue())[0])
    left, right = upright.getpixel((20, 200)), upright.getpixel((380, 200))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert (left[0] > left[2], right[0] > right[2]) == (True, False)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        a_picture()[:200],
        a_picture(kind="PNG")[:-60],
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
    ids=["nothing", "text", "half a JPEG", "half a PNG", "a PDF", "an SVG", "a broken PNG"],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(RuleBroken, match="not a picture"):
        prepare_photo(data)


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (2**31 - 1, 1)])
def test_an_image_bomb_is_refused_before_it_unfolds(size: tuple[int, int]) -> None:
    with pytest.raises(RuleBroken, match="too large"):
        prepare_photo(a_png_that_claims(*size))


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    with pytest.raises(RuleBroken, match="too large"):
        prepare_photo(b"\0" * (MAX_BYTES + 1))


def test_a_dot_is_no_photo() -> None:
    with pytest.raises(RuleBroken, match="too small"):
        prepare_photo(a_picture(8, 300))
