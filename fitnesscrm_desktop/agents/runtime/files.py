"""Files of models: are they what they were when they were chosen, and what is said when they are not."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

from fitnesscrm_desktop.agents.runtime.errors import ModelRefused, Refusal, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import StopSign

MAGIC = b"GGUF"
VERSIONS = (2, 3)
NEWEST_LIKELY = 99
"""A version beyond it is no version, but damage."""
MOST_ENTRIES = 1_000_000
HEADER = struct.Struct("<4sIQQ")
STEP = 2**20

SENTENCES = {
    Refusal.NOT_A_MODEL: "{} is not a language model: a file in the GGUF format is needed.",
    Refusal.DAMAGED: "{} is damaged or not complete. Please get the file again.",
    Refusal.OTHER_FORMAT: "{} is a GGUF file of a version or byte order this program does not read.",
    Refusal.TOO_BIG: "{} is too big for the memory of this PC.",
    Refusal.NO_CHAT: "{} cannot hold a conversation: a model with a chat template is needed.",
    Refusal.WRONG_FILE: "{} is not the file it was when it was added. Please add it again.",
    Refusal.GONE: "{} is not there or cannot be read.",
}


def refusal(reason: Refusal, file: Path) -> ModelRefused:
    """Why *file* is not used, in a sentence."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in file.name)
    return ModelRefused(reason, SENTENCES[reason].format(shown or "The file"))


def size_of(file: Path) -> int:
    """Bytes of a regular file; anything else that may be found in its place is refused."""
    try:
        if file.is_file():
            return file.stat().st_size
    except (OSError, ValueError):
        raise refusal(Refusal.GONE, file) from None
    raise refusal(Refusal.GONE, file)


def check_header(file: Path) -> None:
    """Refuse what does not begin as a GGUF file does, before anything else looks at it."""
    try:
        with file.open("rb") as stream:
            start = stream.read(HEADER.size)
    except OSError:
        raise refusal(Refusal.GONE, file) from None
    if not start.startswith(MAGIC):
        raise refusal(Refusal.NOT_A_MODEL, file)
    if len(start) < HEADER.size:
        raise refusal(Refusal.DAMAGED, file)
    _, version, tensors, entries = HEADER.unpack(start)
    if version not in VERSIONS and min(version, _turned(version)) <= NEWEST_LIKELY:
        raise refusal(Refusal.OTHER_FORMAT, file)
    if version not in VERSIONS or not 0 < tensors < MOST_ENTRIES or not 0 < entries < MOST_ENTRIES:
        raise refusal(Refusal.DAMAGED, file)


def _turned(version: int) -> int:
    """*version* as a computer of the other byte order wrote it."""
    return int.from_bytes(version.to_bytes(4, "little"), "big")


def sha256_of(file: Path, stop: StopSign | None = None) -> str:
    """The sum of the whole file."""
    total = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while part := stream.read(STEP):
                if stop and stop.is_set():
                    raise Stopped
                total.update(part)
    except OSError:
        raise refusal(Refusal.GONE, file) from None
    return total.hexdigest()


class Checked:
    """A file that must have the sum it had; read again only after it was changed."""

    def __init__(self, file: Path, sha256: str) -> None:
        self.file = file
        self._sha256 = sha256
        self._seen: tuple[int, int] | None = None

    def check(self, stop: StopSign | None = None) -> None:
        """Refuse it if it is gone or another."""
        size_of(self.file)
        state = self.file.stat()
        now = (state.st_size, state.st_mtime_ns)
        if now == self._seen:
            return
        if sha256_of(self.file, stop) != self._sha256:
            raise refusal(Refusal.WRONG_FILE, self.file)
        self._seen = now
