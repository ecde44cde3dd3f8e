"""What a PDF brings along besides its pages: scripts, programs to start, files. Nothing of it is run here.

Such a PDF is kept as it came: it may be a contract from an office that knows no better. But whoever adds it
is told, because other programs do run scripts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from fitnesscrm_desktop.services.files.pdf_limits import streams_of

_NAME = re.compile(rb"/([^\s/<>\[\](){}%]{1,60})")
_HEX = re.compile(rb"#([0-9a-fA-F]{2})")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b")
_MOST_UNFOLDED = 20_000_000
"""Bytes of all packed objects of a document that are looked through."""
_HIDDEN = {
    "a script": {b"JavaScript", b"JS", b"XFA"},
    "a program to start": {b"Launch"},
    "another file": {b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment", b"RichMedia"},
    "a form that sends what is typed": {b"SubmitForm", b"ImportData"},
}


def remark_on_pdf(data: bytes) -> str:
    """What somebody should know who adds this PDF; nothing for one that holds only pages."""
    names = {name for part in _objects(data) for name in _names(part)}
    found = [what for what, marks in _HIDDEN.items() if names & marks]
    if not found:
        return ""
    named = " and ".join(filter(None, [", ".join(found[:-1]), found[-1]]))
    return f"This PDF holds {named}. Here it is only shown: nothing of that is run or opened."


def _names(part: bytes) -> Iterator[bytes]:
    """The names in a part; each sign of one may be written as its number."""
    for found in _NAME.finditer(part):
        yield _HEX.sub(lambda sign: bytes([int(sign[1], 16)]), found[1])


def _objects(data: bytes) -> Iterator[bytes]:
    """What is no picture, font or page: what lies between streams, and objects that are packed in some."""
    place, left = 0, _MOST_UNFOLDED
    for head, begin, end in streams_of(data):
        yield data[place:begin]
        place = end
        if left > 0 and _PACKED_OBJECTS.search(head):
            unfolded = _unfolded(data[begin:end], left)
            left -= len(unfolded)
            yield unfolded
    yield data[place:]


def _unfolded(packed: bytes, most: int) -> bytes:
    """As much of it as may be looked at; nothing of what is locked or packed in another way."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
