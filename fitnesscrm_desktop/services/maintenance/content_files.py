"""Whether the content of files is there, whole and readable, and mends what the last backup still has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import StoredContent
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.files.former_keys import GONE
from fitnesscrm_desktop.services.files.keys import LOCKED, KeyLook, KeyPlace, KeyState
from fitnesscrm_desktop.services.files.store import MEGABYTE, ContentStore
from fitnesscrm_desktop.services.files.studio_key import newest_fingerprint, why_not
from fitnesscrm_desktop.services.maintenance.results import Finding, bad, good, warning

_PLACES = {
    KeyPlace.KEYRING: "The key of the files is in the system’s keyring.",
    KeyPlace.VAULT: "The key of the files is in the vault of this PC.",
    KeyPlace.DEMO_FILE: "The key of the files lies beside the data of this demo studio.",
}
_NO_KEYRING = (
    "The key of the files is in the file {file}, because this PC has no keyring: whoever may read that file "
    "can read all files. Keep it out of copies of the data, and write the recovery code down."
)
_SHOWN = 3


def examine_content(core: Core, store: ContentStore) -> Iterator[Finding]:
    """Look at the key, then at every content; nothing is changed."""
    with core.read() as session:
        fingerprint = newest_fingerprint(session)
        contents = _contents(session)
        keyless = store.keyless(session, [digest for digest, _size in contents])
    yield from _left_over(store)
    if fingerprint is None:
        yield good("file key", "There is no key for files yet; the first file makes one.")
        return
    look = store.keys.look(fingerprint)
    yield _key(look, store, fingerprint, needed=bool(contents))
    yield from _former(keyless)
    unread = {digest for digest, _size in contents} if look.key is None else set(keyless)
    missing, damaged = _faults(core, store, contents, unread)
    if missing or damaged:
        yield bad("files", _trouble(missing, damaged))
    elif look.key is None:
        yield warning("files", f"{_of_files(len(contents))} there; nothing is read without the key.")
    else:
        yield good("files", f"{_of_files(len(contents) - len(keyless))} there and whole.")


def mend_content(core: Core, store: ContentStore) -> int:
    """Take what is missing or damaged from the last backup, if that has it whole; how many."""
    mended = 0
    with core.read() as session:
        fingerprint = newest_fingerprint(session)
        if fingerprint is None or store.keys.look(fingerprint).key is None:
            return 0
        contents = _contents(session)
        keyless = store.keyless(session, [digest for digest, _size in contents])
        for digest, size in contents:
            faults = store.faults(session, digest, size, readable=digest not in keyless)
            if faults and store.take_spare(session, digest):
                mended += 1
    return mended


def _left_over(store: ContentStore) -> Iterator[Finding]:
    """What lies in the folder of the files and belongs to none."""
    if left := len(store.without_row()):
        one = "1 content belongs to no file; the job “Files” removes it."
        many = f"{left} contents belong to no file; the job “Files” removes them."
        yield warning("left over", one if left == 1 else many)
    if sizes := store.dead_parts():
        size = f"{sum(sizes) / MEGABYTE:.1f} MB"
        begun = f"1 file ({size}) was" if len(sizes) == 1 else f"{len(sizes)} files ({size}) were"
        yield warning(
            "unfinished",
            f"{begun} begun by a program that was ended on the way. The job “Files” and "
            "“fitnesscrm doctor --repair” remove what is older than an hour.",
        )
    if strangers := store.folder.strangers():
        named = ", ".join(strangers[:_SHOWN])
        more = f" and {len(strangers) - _SHOWN} more" if len(strangers) > _SHOWN else ""
        yield warning(
            "other files",
            f"In {store.folder.root} lies what does not belong there: {named}{more}. It is left alone; "
            "move it away.",
        )


def _of_files(count: int) -> str:
    return "1 content of a file is" if count == 1 else f"{count} contents of files are"


def _contents(session: Session) -> list[tuple[str, int]]:
    found = session.execute(select(StoredContent.hash, StoredContent.size).order_by(StoredContent.hash))
    return [(digest, size) for digest, size in found]


def _key(look: KeyLook, store: ContentStore, fingerprint: str, *, needed: bool) -> Finding:
    if look.key is None:
        judge = bad if needed and look.state is not KeyState.LOCKED else warning
        return judge("file key", why_not(look).text)
    if look.place is KeyPlace.KEY_FILE:
        return warning("file key", _NO_KEYRING.format(file=store.keys.file_of(fingerprint)))
    return good("file key", _PLACES[look.place or KeyPlace.KEYRING])


def _former(keyless: Mapping[str, KeyState]) -> Iterator[Finding]:
    """What a former key of the studio is missing for."""
    lost = sum(1 for state in keyless.values() if state in GONE)
    if lost:
        yield warning(
            "former key",
            f"{_of_files(lost)} encrypted with a former key that is not on this PC, and cannot be opened any "
            "more. They stay: if that key or its recovery code turns up, “fitnesscrm files key add” opens "
            "them again.",
        )
    if locked := len(keyless) - lost:
        yield warning("former key", f"{_of_files(locked)} encrypted with a former key. {LOCKED}")


def _faults(
    core: Core, store: ContentStore, contents: Sequence[tuple[str, int]], unread: AbstractSet[str]
) -> tuple[list[str], list[str]]:
    """What is missing, and what is damaged; without the key only what can be seen from outside."""
    found: dict[str, list[str]] = {"missing": [], "damaged": [], "": []}
    with core.read() as session:
        for digest, size in contents:
            found[store.faults(session, digest, size, readable=digest not in unread)].append(digest)
    return found["missing"], found["damaged"]


def _trouble(missing: list[str], damaged: list[str]) -> str:
    parts = []
    for faulty, word in ((missing, "missing"), (damaged, "damaged")):
        if faulty:
            named = ", ".join(digest[:12] for digest in faulty[:_SHOWN])
            parts.append(f"{_of_files(len(faulty))} {word} ({named}).")
    cure = "“fitnesscrm doctor --repair” takes from the last backup what that has."
    return " ".join([*parts, cure])
