"""Check-ins that could not be stored: kept in their order, and tried again until the database answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeGuard

from PySide6.QtCore import QObject, QTimer, Signal

from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken, StudioError
from fitnesscrm_desktop.ui.checkin.state import Scan, Trouble

AGAIN_MS = 4_000
"""How long the database is left alone before the oldest is tried again."""


class Store(Protocol):
    """Stores a check-in after all changes asked for earlier."""

    def __call__(
        self, scan: Scan, *, done: Callable[[CheckInResult], None], failed: Callable[[Exception], None]
    ) -> None:
        """Call back with what has become of it."""
        ...


class Kept(QObject):
    """One at a time is tried, the oldest first, so that none is stored twice or overtakes another.

    Signals:
        changed(object): the ``Trouble`` there is now; None if nothing waits any more.
        stored(object, bool): the ``CheckInResult`` of one that has waited; whether somebody asks for it now.
        refused(object): an error that no further trial would cure.
        let_go(object): these ``Scan``s are kept no longer, whatever has become of them.
        still_resting(str): somebody asked, and this is why it could not be stored again.
    """

    changed = Signal(object)
    stored = Signal(object, bool)
    refused = Signal(object)
    let_go = Signal(object)
    still_resting = Signal(str)

    def __init__(self, store: Store, may_try: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._may_try = store, may_try
        self._trouble: Trouble | None = None
        self._under_way = False
        self._asked = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.go_on)

    @property
    def scans(self) -> tuple[Scan, ...]:
        """What is kept, the oldest first."""
        return () if self._trouble is None else self._trouble.scans

    def keep(self, scan: Scan, error: Exception) -> bool:
        """Keep *scan*, if *error* is one that passes; whether it does."""
        if not _passes(error):
            return False
        before = self._trouble.scans if self._trouble is not None else ()
        scans = before if scan in before else (*before, scan)
        self._become(Trouble(error.text, scans))
        self._again.start()
        return True

    def restore(self, scans: tuple[Scan, ...], text: str) -> None:
        """Go on with what was kept before, by this window or by one that is gone."""
        here = self._trouble.scans if self._trouble is not None else ()
        new = tuple(each for each in scans if each not in here)
        if new:
            folded = self._trouble is None or self._trouble.folded
            said = text if self._trouble is None else self._trouble.text
            self._become(Trouble(said, (*new, *here), folded))
            self.go_on()

    def forget(self, scan: Scan) -> None:
        """Keep *scan* no longer."""
        if self._trouble is not None and scan in self._trouble.scans:
            left = tuple(each for each in self._trouble.scans if each != scan)
            self._become(replace(self._trouble, scans=left) if left else None)

    def drop(self) -> None:
        """Keep nothing."""
        self._become(None)

    def fold(self) -> bool:
        """Somebody has seen it, or something newer is to be seen; whether it was in large type."""
        if self._trouble is None or self._trouble.folded:
            return False
        self._become(replace(self._trouble, folded=True))
        return True

    def ask(self) -> None:
        """Somebody wants to know now."""
        self._asked = self._trouble is not None
        self.go_on()

    def go_on(self) -> None:
        """Try the oldest, unless one is being tried already."""
        if self._trouble is None:
            return
        self._again.start()
        if self._under_way or not self._may_try():
            return
        scan = self._trouble.scans[0]
        self._under_way = True
        self._store(
            scan,
            done=lambda result: self._done(scan, result),
            failed=lambda error: self._failed(scan, error),
        )

    def _done(self, scan: Scan, result: CheckInResult) -> None:
        self._under_way = False
        asked = self._asked
        self.forget(scan)
        self.stored.emit(result, asked)
        self.go_on()

    def _failed(self, scan: Scan, error: Exception) -> None:
        self._under_way = False
        asked, self._asked = self._asked, False
        if self._trouble is None or scan not in self._trouble.scans:
            return  # it was forgotten meanwhile
        if not _passes(error):
            self.forget(scan)
            self.refused.emit(error)
            self.go_on()
            return
        self._become(replace(self._trouble, text=error.text))
        if asked:
            self.still_resting.emit(error.text)

    def _become(self, trouble: Trouble | None) -> None:
        left = () if trouble is None else trouble.scans
        gone = tuple(each for each in self.scans if each not in left)
        self._trouble = trouble
        if gone:
            self.let_go.emit(gone)
        if trouble is None:
            self._again.stop()
            self._asked = False
        self.changed.emit(trouble)


def _passes(error: Exception) -> TypeGuard[StudioError]:
    """What rests on the database can be tried again; what is against a rule cannot."""
    return isinstance(error, StudioError) and not isinstance(error, NotAllowed | RuleBroken)
