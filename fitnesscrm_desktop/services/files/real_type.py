"""What a file is by its content, whatever its name says; what could do harm is refused here.

Nothing is unpacked, drawn or started to find that out. Only kinds that are known are taken.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from fitnesscrm_desktop.services.clients.photos import MAX_PIXELS
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files.pdf_limits import refuse_pdf_bomb

PDF, TEXT, SVG = "application/pdf", "text/plain", "image/svg+xml"
PICTURES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {
    re.compile(r"word/document\d*\.xml"): f"{_OFFICE}wordprocessingml.document",
    re.compile(r"xl/workbook\d*\.(xml|bin)"): f"{_OFFICE}spreadsheetml.sheet",
    re.compile(r"ppt/presentation\d*\.xml"): f"{_OFFICE}presentationml.presentation",
}
"""What makes an office document one: the part that all others hang on."""
_OPEN = "application/vnd.oasis.opendocument."
_OLD_OFFICE = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
    b"#!",
    b"\x00asm",
    b"dex\n",
)
"""Windows, Linux, macOS, Java, links that start something, scripts, web assembly, Android."""
_OLE, _ZIP, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"{\\rtf"
_PDF_WITHIN, _BEFORE_PDF = 1024, b"\xef\xbb\xbf \t\r\n"
_BOX_AT, _BRAND_AT, _BRAND_END = 4, 8, 12
_STILL_PICTURES = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")
_MOST_PARTS, _MOST_UNPACKED = 10_000, 400_000_000
_MOST_SQUEEZED, _SMALL_PART = 200, 20_000_000
"""Parts that are so many times larger than their packed form are suspect; together they have to be small."""
_LONGEST_TYPES = 1_000_000
_LONGEST_SVG = 5_000_000
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_ACTIVE = re.compile(
    r"<\s*(\w+:)?(script|foreignobject|iframe|embed|object|handler|set|animate)|[\s\"'/]on[a-z]+\s*=\s*[\"']|"
    r"javascript:|<!entity|<!doctype|"
    r"(href|src)\s*=\s*[\"']?\s*(?!\s|[\"']|#|data:image/(png|jpeg|gif|webp))|@import|url\(\s*[\"']?\s*(?!#|[\"'])",
    re.IGNORECASE,
)
"""In a drawing: what runs, loads something from elsewhere, or unfolds."""
_WEB_PAGE = re.compile(r"<\s*(html|head|body|script|hta:|iframe)|<!doctype\s+html", re.IGNORECASE)

NOTHING_IN_IT = "This file is empty. Nothing was stored."
PROGRAM = "This file is a program, whatever its name says. Nothing was stored."
SCRIPTS = (
    "This drawing holds scripts or loads things from elsewhere. Nothing was stored. Use a PNG or PDF of it."
)
WEB_PAGE = "This file is a web page, which may hold scripts. Nothing was stored. Use a PDF of it."
MACROS = (
    "This document holds macros or packed objects, which are programs. Nothing was stored. Use a PDF of it."
)
ARCHIVE = "This file is an archive. Nothing was stored. Unpack it and add the files in it."
BOMB = "This file would unfold to more than any honest one. Nothing was stored."
UNKNOWN = (
    "What this file is cannot be told from its content, or it is damaged. Nothing was stored. "
    "PDF, pictures, text, office documents and MP4 videos can be kept."
)
PICTURE_TOO_LARGE = (
    f"This picture has more than {MAX_PIXELS // 1_000_000} million pixels. Nothing was stored. "
    "Use a smaller one."
)


def real_type(data: bytes) -> str:
    """The media type of *data*. Raises ``RuleBroken`` with a sentence for what is not taken."""
    if not data:
        raise RuleBroken(NOTHING_IN_IT)
    if data.startswith(_PROGRAMS):
        raise RuleBroken(PROGRAM)
    if data[:_PDF_WITHIN].lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        refuse_pdf_bomb(data)
        return PDF
    if data.startswith(_ZIP):
        return _packed(data)
    if data.startswith(_OLE):
        return _old_office(data)
    if data[_BOX_AT:_BRAND_AT] == b"ftyp":
        return _boxed(data[_BRAND_AT:_BRAND_END])
    return _picture(data) or _text(data)


def _picture(data: bytes) -> str | None:
    """The kind of a picture, read from its head; nothing is decoded."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as opened:
            width, height = opened.size
            kind = opened.format
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise RuleBroken(PICTURE_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError):
        return None
    if width * height > MAX_PIXELS:
        raise RuleBroken(PICTURE_TOO_LARGE)
    return PICTURES.get(kind or "")


def _packed(data: bytes) -> str:
    """An office document is an archive of known parts; its directory is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            _refuse_packed_bomb(parts, len(data))
            first = archive.read(parts[0], pwd=None) if _says_its_type(parts) else b""
            types = _types_in(archive) if _TYPES in names else b""
    except _BROKEN_ARCHIVE as error:
        raise RuleBroken(UNKNOWN) from error
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".class")) for name in names):
        raise RuleBroken(MACROS)
    if first.startswith(_OPEN.encode()):
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise RuleBroken(MACROS)
        return first.decode("ascii", "replace").strip()[:100]
    for main_part, media_type in _MAIN_PARTS.items():
        mains = [name for name in names if main_part.fullmatch(name)]
        if any(f"/{name}".encode() in types for name in mains) or (mains and b".main+xml" in types):
            return media_type
    raise RuleBroken(ARCHIVE)


def _refuse_packed_bomb(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Raise ``RuleBroken`` for parts that would unfold to more than any honest document.

    Parts that share their bytes, so that a small file holds many large ones, are none of such a document.
    """
    unpacked = sum(part.file_size for part in parts)
    squeezed = sum(part.file_size for part in parts if part.file_size > _MOST_SQUEEZED * part.compress_size)
    overlapping = sum(part.compress_size for part in parts) > packed
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or squeezed > _SMALL_PART or overlapping:
        raise RuleBroken(BOMB)


def _types_in(archive: zipfile.ZipFile) -> bytes:
    """What a document says that its parts are."""
    with archive.open(_TYPES) as part:
        return part.read(_LONGEST_TYPES)


def _says_its_type(parts: list[zipfile.ZipInfo]) -> bool:
    """An open document begins with its media type, which is short and not compressed."""
    longest = 100
    return bool(parts) and parts[0].filename == "mimetype" and parts[0].file_size <= longest


def _old_office(data: bytes) -> str:
    if any(word.encode("utf-16-le") in data for word in ("_VBA_PROJECT", "Macros", "\x01Ole10Native")):
        raise RuleBroken(MACROS)
    for stream, media_type in _OLD_OFFICE.items():
        if stream.encode("utf-16-le") in data:
            return media_type
    raise RuleBroken(UNKNOWN)


def _boxed(brand: bytes) -> str:
    if brand in _STILL_PICTURES:
        return "image/heic"
    return "video/quicktime" if brand == b"qt  " else "video/mp4"


def _text(data: bytes) -> str:
    if data.startswith(_RTF):
        if b"\\obj" in data:
            raise RuleBroken(MACROS)
        return "application/rtf"
    text = readable(data)
    if text is None:
        raise RuleBroken(UNKNOWN)
    begin = text.lstrip("\ufeff \t\r\n")
    if re.search(r"<\s*(\w+:)?svg\b", text, re.IGNORECASE) and begin.startswith("<"):
        _refuse_active_drawing(text)
        return SVG
    if begin.startswith("<") and _WEB_PAGE.search(text):
        raise RuleBroken(WEB_PAGE)
    return TEXT


def _refuse_active_drawing(text: str) -> None:
    plain = html.unescape(text) if len(text) <= _LONGEST_SVG else "<script"
    without_names = re.sub(r"\bxmlns(:\w+)?\s*=\s*(\"[^\"]*\"|'[^']*')", "", plain)
    if _ACTIVE.search(without_names):
        raise RuleBroken(SCRIPTS)


def readable(data: bytes) -> str | None:
    """*data* as text, if it is some."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except ValueError:
            continue
        return None if _UNPRINTED.search(text) else text
    return None
