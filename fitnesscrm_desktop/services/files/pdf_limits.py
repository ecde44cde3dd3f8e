"""Refuses PDFs that are small on the disk and endless when they are shown; nothing of them is drawn."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from fitnesscrm_desktop.services.core.errors import RuleBroken

BOMB = "This PDF would unfold to more than any honest one. Nothing was stored."
MOST_OF_A_STREAM = 300_000_000
"""Bytes: a sheet of A3, scanned in colour with 600 dots to the inch, has about so many."""
MOST_SUSPECT = 1_000_000_000
"""Of all streams together that unfold to more than fifty times their size."""
SUSPECT = 50
BEST = 1032
"""What deflate can do at best: shorter streams cannot come to the limit."""
MOST_PIXELS = 1_000_000_000
_STEP = 1 << 20
_HEAD = 2_000
"""So far before a stream its dictionary is looked for."""
_STREAM = re.compile(rb"stream\r?\n")
_SIDE = {side: re.compile(rb"/" + side + rb"\s+(\d{1,12})\b") for side in (b"Width", b"Height")}


def refuse_pdf_bomb(data: bytes) -> None:
    """Raise ``RuleBroken`` for a PDF whose streams or pictures are out of all proportion."""
    suspect = 0
    for head, begin, end in streams_of(data):
        folded = len(re.findall(rb"/(?:FlateDecode|Fl|LZWDecode)\b", head))
        if folded > 1 or _pixels(head) > MOST_PIXELS:
            raise RuleBroken(BOMB)
        length = end - begin
        if folded and length * BEST > MOST_OF_A_STREAM:
            unfolded = _unfolded(data, begin, end)
            suspect += unfolded if unfolded > SUSPECT * length else 0
            if unfolded > MOST_OF_A_STREAM or suspect > MOST_SUSPECT:
                raise RuleBroken(BOMB)


def streams_of(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The dictionary before each stream, where it begins and where it ends."""
    place = 0
    while (found := _STREAM.search(data, place)) is not None:
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        before = data[max(place, found.start() - _HEAD) : found.start()]
        yield before[before.rfind(b" obj") + 1 :], found.end(), end
        place = end + len(b"endstream")


def _pixels(head: bytes) -> int:
    sides = [found for find in _SIDE.values() if (found := find.search(head)) is not None]
    return int(sides[0][1]) * int(sides[1][1]) if len(sides) == len(_SIDE) else 0


def _unfolded(data: bytes, begin: int, end: int) -> int:
    """How many bytes a stream unfolds to; counting ends behind the limit."""
    unfolding = zlib.decompressobj()
    size = 0
    try:
        waiting = data[begin:end]
        while waiting and size <= MOST_OF_A_STREAM and not unfolding.eof:
            size += len(unfolding.decompress(waiting, _STEP))
            waiting = unfolding.unconsumed_tail
    except zlib.error:  # encrypted, damaged, or compressed in another way
        return size
    return size
