"""PDFs that hold more than pages, or run in circles."""

from __future__ import annotations

import zlib

CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] %s >>"


def with_table(*objects: bytes) -> bytes:
    """A PDF of these objects, which a reader finds without having to mend it."""
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


def plain() -> bytes:
    """One page, and nothing else."""
    return with_table(CATALOG % b"", PAGES, PAGE % b"")


def with_script() -> bytes:
    """It wants to run something when it is opened."""
    return with_table(CATALOG % b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", PAGES, PAGE % b"")


def with_packed_script() -> bytes:
    """The same, in an object that is packed."""
    packed = zlib.compress(b"9 0 << /S /J#61vaScript /JS (app.alert(1)) >>")
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >> stream\n" % len(packed)
    return with_table(CATALOG % b"", PAGES, PAGE % b"", head + packed + b"\nendstream")


def with_link(action: bytes) -> bytes:
    """Its whole page is a link."""
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A << %s >> >>" % action
    return with_table(CATALOG % b"", PAGES, PAGE % (b"/Annots [%s]" % link))


def with_attachment() -> bytes:
    """Another file is in it."""
    names = b"/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>"
    return with_table(CATALOG % names, PAGES, PAGE % b"", b"<< /Type /Filespec /F (a.exe) >>")


def in_circles() -> bytes:
    """Its pages are below themselves: what shows it never comes to an end."""
    return with_table(CATALOG % b"", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
