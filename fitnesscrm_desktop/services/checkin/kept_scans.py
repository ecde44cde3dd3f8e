"""Check-ins that could not be stored: written down on this PC, and stored once as soon as it can be."""

from __future__ import annotations

import json
import logging
import os
import threading
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.checkin.found_by import is_like_a_code, may_go_in
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.checkin.service import CheckInService
from fitnesscrm_desktop.services.clients.directory import ClientDirectory
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, StorageTrouble, StudioError
from fitnesscrm_desktop.services.core.unit_of_work import Core

log = logging.getLogger(__name__)

DONE = "done"


@dataclass(frozen=True, slots=True)
class KeptScan:
    """Somebody at the door; nothing about them but the code, or which client was chosen."""

    key: str
    """By which a visit that was stored after all is found again."""
    at: datetime
    staff_id: int | None
    """Who was signed in."""
    code: str = ""
    client_id: int | None = None
    use_membership: int | None = None
    typed: bool = False
    """Whether the code may be a name: nobody could look yet."""


class KeptScans:
    """What waits for the database, in a file beside it that survives the end of the program.

    The file is only added to, and gone when nothing waits; every studio has its own.
    """

    def __init__(self, core: Core, checkin: CheckInService, directory: ClientDirectory, folder: Path) -> None:
        self._core, self._checkin, self._directory, self._folder = core, checkin, directory, folder
        self._lock = threading.Lock()

    @property
    def file(self) -> Path:
        """Where it is written down; there only while something waits."""
        name = sha256(self._core.database.label.encode()).hexdigest()[:16]
        return self._folder / f"kept-scans-{name}.jsonl"

    def waiting(self) -> tuple[KeptScan, ...]:
        """What is written down and not done, the oldest first. A line that was cut off counts for nothing."""
        with self._lock:
            return tuple(self._read().values())

    def keep(self, scan: KeptScan) -> bool:
        """Write *scan* down; whether it is on the disk now."""
        with self._lock:
            return self._add(asdict(scan) | {"at": scan.at.isoformat()})

    def let_go(self, *keys: str) -> None:
        """They are stored, refused or not wanted any more."""
        with self._lock:
            known = self._read()
            for key in known.keys() & set(keys):
                self._add({DONE: key})
            if known and not self._read():
                self.file.unlink(missing_ok=True)

    def store(self, actor: Actor, scan: KeptScan) -> CheckInResult:
        """Store *scan* for the moment it was made and under who made it, unless it is stored already.

        *actor* is who looks at the answer. Raises what a check-in raises.
        """
        actor.require(Permission.CHECK_IN)
        meant = self._meant(actor, scan) if scan.typed else scan
        return self._checkin.check_in(
            self._made_by(actor, scan.staff_id),
            meant.code,
            at=min(scan.at, self._core.clock.now()),
            client_id=meant.client_id,
            use_membership=meant.use_membership,
            key=scan.key,
        )

    def store_all(self, actor: Actor) -> int:
        """Store what a program that is gone has left, the oldest first; how many. What must wait, waits."""
        actor.require(Permission.CHECK_IN)
        stored = 0
        for scan in self.waiting():
            try:
                self.store(actor, scan)
                stored += 1
            except (StorageTrouble, Conflict) as error:
                log.warning("check-ins still wait: %s", type(error).__name__)
                break
            except StudioError as error:
                log.warning("a kept check-in was refused: %s", type(error).__name__)
            self.let_go(scan.key)
        return stored

    def _meant(self, actor: Actor, typed: KeptScan) -> KeptScan:
        """What could not be looked up when it was typed: somebody's code, else the only one of that name."""
        text = typed.code
        if is_like_a_code(text) or self._directory.by_code(actor, text) is not None:
            return typed
        hits = tuple(self._directory.search(actor, text, 2))
        sure = len(hits) == 1 and may_go_in(text, hits[0])
        return replace(typed, code="", client_id=hits[0].id) if sure else typed

    def _made_by(self, actor: Actor, staff_id: int | None) -> Actor:
        """Who has scanned, with the eyes of who looks at it now."""
        if staff_id is None or staff_id == actor.staff_id:
            return actor
        with self._core.read() as session:
            row = session.get(Staff, staff_id)
            return actor if row is None else replace(actor, name=row.name, role=row.role, staff_id=row.id)

    def _read(self) -> dict[str, KeptScan]:
        try:
            lines = self.file.read_text(encoding="utf-8").splitlines()
        except OSError:
            return {}
        found: dict[str, KeptScan] = {}
        for line in lines:
            _take(line, found)
        return found

    def _add(self, document: dict[str, object]) -> bool:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(self.file, "a", encoding="utf-8", opener=_for_us_alone) as file:
                file.write(json.dumps(document) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            log.warning("a check-in could not be written down: %s", error.strerror)
            return False
        return True


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _take(line: str, found: dict[str, KeptScan]) -> None:
    try:
        document = json.loads(line)
        if DONE in document:
            found.pop(document[DONE], None)
        else:
            at = datetime.fromisoformat(document.pop("at"))
            scan = KeptScan(at=at, **document)
            found[scan.key] = scan
    except (ValueError, TypeError, KeyError):
        log.warning("a line of the kept check-ins cannot be read")
