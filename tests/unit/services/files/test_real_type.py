"""What a file is, is told by its content; what could do harm is refused with a sentence."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files import pdf_limits, real_type
from fitnesscrm_desktop.services.files.real_type import real_type as type_of


def picture(kind: str, size: tuple[int, int] = (30, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    types = b"<Types><Override PartName='/word/document.xml' ContentType='x.document.main+xml'/></Types>"
    return archive(**{"[Content_Types].xml": types, "word/document.xml": b"<w/>"} | more)


def odt(**more: bytes) -> bytes:
    media_type = b"application/vnd.oasis.opendocument.text"
    return archive(mimetype=media_type, **{"content.xml": b"<x/>"} | more)


def old_office(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + b"".join(s.encode("utf-16-le") for s in streams)
    )


def pdf(*objects: bytes) -> bytes:
    body = b"".join(b"%d 0 obj %s endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer <<>>\n%%EOF\n"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >> stream\n%s\nendstream" % (len(content), more, content)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(pdf(stream(b"BT ET")), "application/pdf", id="pdf"),
        pytest.param(b"\r\n" + pdf(), "application/pdf", id="pdf after a line"),
        *(
            pytest.param(picture(kind), f"image/{kind.lower()}", id=kind)
            for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
        ),
        pytest.param(b"\0\0\0\x18ftypheic" + b"\0" * 50, "image/heic", id="heic"),
        pytest.param(b"\0\0\0\x18ftypisom" + b"\0" * 50, "video/mp4", id="mp4"),
        pytest.param(docx(), f"{real_type._OFFICE}wordprocessingml.document", id="docx"),  # noqa: SLF001 - long
        pytest.param(odt(), "application/vnd.oasis.opendocument.text", id="odt"),
        pytest.param(old_office("WordDocument"), "application/msword", id="doc"),
        pytest.param(b"{\\rtf1 Hello}", "application/rtf", id="rtf"),
        pytest.param("Grüße, Zoë\n".encode(), "text/plain", id="text"),
        pytest.param("Grüße".encode("cp1252"), "text/plain", id="old text"),
        pytest.param("Grüße".encode("utf-16"), "text/plain", id="wide text"),
        pytest.param(b"Plan < 3 weeks; <b>bold</b>", "text/plain", id="text with signs"),
        pytest.param(SVG.format('<g><path d="M0 0"/></g>').encode(), "image/svg+xml", id="svg"),
        pytest.param(
            SVG.format('<defs/><use xlink:href="#a" fill="url(#b)"/><text>one = two</text>').encode(),
            "image/svg+xml",
            id="svg with links into itself",
        ),
    ],
)
def test_what_it_is_stands_in_its_content(data: bytes, expected: str) -> None:
    assert type_of(data) == expected


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"MZ\x90\x00" + b"\0" * 200, "is a program", id="windows"),
        pytest.param(b"\x7fELF\x02\x01" + b"\0" * 200, "is a program", id="linux"),
        pytest.param(b"\xcf\xfa\xed\xfe" + b"\0" * 200, "is a program", id="mac"),
        pytest.param(b"#!/bin/sh\nrm -rf /\n", "is a program", id="script"),
        pytest.param(b"\x4c\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 90, "is a program", id="shortcut"),
        pytest.param(os.urandom(64) + b"\0\x01\x02", "cannot be told", id="noise"),
        pytest.param(picture("JPEG")[:3] + b"\0" * 100, "cannot be told", id="a broken picture"),
        pytest.param(png_that_claims(60_000, 60_000), "million pixels", id="image bomb"),
        pytest.param(png_that_claims(9_000, 9_000), "million pixels", id="a large picture"),
        pytest.param(archive(**{"a.txt": b"a"}), "is an archive", id="zip"),
        pytest.param(b"PK\x03\x04" + b"x" * 100, "cannot be told", id="a broken zip"),
        pytest.param(docx(**{"word/vbaProject.bin": b"x"}), "macros", id="docx with macros"),
        pytest.param(
            docx(**{"[Content_Types].xml": b"<Types/>"}), "is an archive", id="a document that names no part"
        ),
        pytest.param(
            archive(**{"[Content_Types].xml": b"<Types a='.main+xml'/>", "word/notes.xml": b"<w/>"}),
            "is an archive",
            id="a document without its main part",
        ),
        pytest.param(docx(**{"word/document.xml": b"\0" * 30_000_000}), "would unfold", id="docx bomb"),
        pytest.param(
            docx(**{f"word/media/{number}.xml": b"\0" * 5_000_000 for number in range(6)}),
            "would unfold",
            id="docx of many small bombs",
        ),
        pytest.param(odt(**{"content.xml": b"\0" * 30_000_000}), "would unfold", id="odt bomb"),
        pytest.param(odt(**{"Basic/script-lc.xml": b"x"}), "macros", id="odt with macros"),
        pytest.param(old_office("WordDocument", "_VBA_PROJECT"), "macros", id="doc with macros"),
        pytest.param(old_office("Something"), "cannot be told", id="an installer"),
        pytest.param(b"{\\rtf1 {\\object\\objdata 4d5a}}", "packed objects", id="rtf with an object"),
        pytest.param(b"<!DOCTYPE html><p>hello", "web page", id="web page"),
        pytest.param(b"<hta:application id=x>", "web page", id="hta"),
        *(
            pytest.param(SVG.format(inside).encode(), "drawing holds scripts", id=inside)
            for inside in (
                "<script>alert(1)</script>",
                "<ScRiPt/>",
                "<svg:script/>",
                '<g onload="x()"/>',
                "<g\nonclick='x()'/>",
                '<a href="javascript:x()"/>',
                '<a href="&#106;avascript:x()"/>',
                "<foreignObject/>",
                '<image href="http://example.org/a.png"/>',
                '<image xlink:href="file:///etc/passwd"/>',
                "<style>@import 'x.css'</style>",
                '<g style="fill:url(http://x)"/>',
                '<animate attributeName="href"/>',
            )
        ),
        pytest.param(
            b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
            "drawing holds scripts",
            id="a drawing that unfolds",
        ),
        pytest.param(SVG.format("<script/>").encode("utf-16"), "drawing holds scripts", id="wide drawing"),
    ],
)
def test_what_could_do_harm_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as refused:
        type_of(data)
    assert "Nothing was stored." in refused.value.text


def test_a_document_that_would_unfold_endlessly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_type, "_MOST_UNPACKED", 1000)
    with pytest.raises(RuleBroken, match="would unfold"):
        type_of(docx(**{"word/media/image1.png": b"\0" * 2000}))
    monkeypatch.setattr(real_type, "_MOST_PARTS", 1)
    with pytest.raises(RuleBroken, match="would unfold"):
        type_of(docx())


def deflated(length: int) -> bytes:
    packing = zlib.compressobj(9)
    step = 1 << 20
    parts = [packing.compress(b"\0" * min(step, length - done)) for done in range(0, length, step)]
    return b"".join([*parts, packing.flush()])


FLATE = b"/Filter /FlateDecode"


def test_a_pdf_with_a_stream_that_unfolds_endlessly_is_refused() -> None:
    bomb = deflated(pdf_limits.MOST_OF_A_STREAM + 10_000_000)
    assert len(bomb) < 500_000
    with pytest.raises(RuleBroken, match="PDF would unfold"):
        type_of(pdf(stream(b"BT ET"), stream(bomb, FLATE)))


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param([stream(b"x", b"/Filter [/FlateDecode /FlateDecode]")], id="folded twice"),
        pytest.param([stream(b"x", b"/Width 100000 /Height 100000")], id="a huge picture"),
    ],
)
def test_other_ways_to_be_endless_are_refused(objects: list[bytes]) -> None:
    with pytest.raises(RuleBroken, match="PDF would unfold"):
        type_of(pdf(*objects))


def test_many_large_streams_are_refused_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_limits, "MOST_OF_A_STREAM", 3_000_000)
    monkeypatch.setattr(pdf_limits, "MOST_SUSPECT", 6_000_000)
    large = stream(deflated(2_900_000) + b"\0" * 400, FLATE)
    assert type_of(pdf(large, large)) == "application/pdf"
    with pytest.raises(RuleBroken, match="PDF would unfold"):
        type_of(pdf(large, large, large))


def test_an_honest_scan_is_taken() -> None:
    page = zlib.compress(os.urandom(2_000_000))
    size = b"/Width 2480 /Height 3508"
    assert type_of(pdf(*[stream(page, FLATE + size)] * 5, stream(b"broken", FLATE))) == "application/pdf"


def told_about(data: bytes) -> str:
    """Its type, or why it is not taken."""
    try:
        return type_of(data)
    except RuleBroken as refused:
        return refused.text


@given(
    data=st.binary(max_size=300),
    head=st.sampled_from([b"", b"%PDF-1.7 ", b"PK\x03\x04", b"{\\rtf", b"<svg "]),
)
def test_whatever_comes_is_a_type_or_a_sentence(data: bytes, head: bytes) -> None:
    told = told_about(head + data)
    assert "/" in told or "Nothing was stored." in told
