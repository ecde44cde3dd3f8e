"""The encrypted store beside plain files of the same content on the same disk: half as fast is wanted."""

from __future__ import annotations

import io
import itertools
import os
import random
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.benchmarks.table import Table, median_time
from tests.support.memory_keyring import MemoryKeyring

MEGABYTE = 1_000_000
LARGE, PHOTO = 80 * MEGABYTE, 3 * MEGABYTE
GOAL = 2.0
"""Twice the time is half the speed."""
PHOTO_STORED, PHOTO_READ = 0.150, 0.030
"""Seconds: beside the bytes there is a transaction, and names that have to be on the disk."""
ROUNDS = 9
PHOTOS, SCREEN, GALLERY_GOAL = 500, 24, 0.050


@pytest.fixture
def studio(disk: Path) -> Iterator[Services]:
    """Open a studio on a real disk: in the memory a flush would cost nothing."""
    keyring.set_keyring(MemoryKeyring())
    services = start(Home(disk))
    yield services
    services.close()


class Source:
    """Content of one size, which is never the same twice."""

    def __init__(self, size: int) -> None:
        self._data = bytearray(random.Random(size).randbytes(size))
        self._number = 0

    def next(self) -> bytes:
        """Give other content than before."""
        self._number += 1
        self._data[:8] = self._number.to_bytes(8, "big")
        return bytes(self._data)


def bench_store(studio: Services, table: Table) -> None:
    """Put content in, each time another, and get it out again; every plain file is new and flushed, too."""
    store = ContentStore(studio.core, studio.home, SecretStore(studio.home.root))
    source, numbers = Source(LARGE), itertools.count()

    def keep() -> str:
        return put(studio, store, source.next())

    def write() -> Path:
        return write_plain(studio.home.root / f"plain-{next(numbers)}", source.next())

    table.ratio(
        f"store {LARGE // MEGABYTE} MB encrypted, beside a plain file",
        ours=median_time(keep, ROUNDS),
        bare=median_time(write, ROUNDS),
        goal=GOAL,
    )
    digest, plain = keep(), write()
    table.ratio(
        f"read {LARGE // MEGABYTE} MB encrypted, beside a plain file",
        ours=median_time(lambda: get(studio, store, digest), ROUNDS),
        bare=median_time(plain.read_bytes, ROUNDS),
        goal=GOAL,
    )


def bench_photo(studio: Services, table: Table) -> None:
    """What is small costs a transaction."""
    store = ContentStore(studio.core, studio.home, SecretStore(studio.home.root))
    source = Source(PHOTO)
    what = f"{PHOTO // MEGABYTE} MB encrypted"
    stored = median_time(lambda: put(studio, store, source.next()), ROUNDS)
    table.bound(f"store {what}", ours=stored, goal=PHOTO_STORED)
    digest = put(studio, store, source.next())
    table.bound(f"read {what}", ours=median_time(lambda: get(studio, store, digest), ROUNDS), goal=PHOTO_READ)


def bench_gallery(studio: Services, owner: Actor, table: Table) -> None:
    """A screen of thumbnails out of 500 photos."""
    client = studio.clients.add(owner, NewClient("Anna", "Berg"))
    ids = [
        studio.photos.add(owner, NewPhoto(client.id, Pose.FRONT, picture(number))).photo.id
        for number in range(PHOTOS)
    ]
    pages = itertools.cycle(range(0, PHOTOS - SCREEN, SCREEN))

    def scroll() -> None:
        begin = next(pages)
        studio.photos.thumbnails(owner, ids[begin : begin + SCREEN])

    table.bound(
        f"{SCREEN} thumbnails out of {PHOTOS} photos", ours=median_time(scroll, 20), goal=GALLERY_GOAL
    )


def put(studio: Services, store: ContentStore, data: bytes) -> str:
    """As a file is added: encrypted before the transaction, named in it."""
    waiting = store.prepare(io.BytesIO(data))
    with studio.core.write() as work:
        return store.keep(work, waiting, "application/octet-stream")


def get(studio: Services, store: ContentStore, digest: str) -> bytes:
    """As a file is looked at."""
    with studio.core.read() as session:
        return store.get(session, digest)


def write_plain(file: Path, data: bytes) -> Path:
    """A plain file that survives a power cut."""
    with file.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return file


def picture(number: int) -> bytes:
    """A photo with something to see in it."""
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((600, 800), 10 + number % 90).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
