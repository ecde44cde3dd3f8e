"""What the check-in page does: scans go in one after the other, verdicts and cures come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from fitnesscrm_desktop.models.values import CheckInReason, Permission, Verdict
from fitnesscrm_desktop.services.checkin.events import CheckInUndone, ClientCheckedIn, ClientCheckedOut
from fitnesscrm_desktop.services.checkin.found_by import FoundBy, found_by, of_code
from fitnesscrm_desktop.services.checkin.reasons import CureOffer
from fitnesscrm_desktop.services.checkin.results import CheckInResult, LeftVisit, UndoneVisit, VisitRow
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.checkin.cures import Cures
from fitnesscrm_desktop.ui.checkin.kept import Kept
from fitnesscrm_desktop.ui.checkin.lookup import HitsView, Lookup
from fitnesscrm_desktop.ui.checkin.state import (
    MOST_CHIPS,
    Answer,
    DoorState,
    InsideState,
    Scan,
    Trouble,
    kept_before,
)
from fitnesscrm_desktop.ui.checkin.words import late_text, tr
from fitnesscrm_desktop.ui.core.desk import Desk

SETTLE_MS = 150
"""Events come in flocks: look once, when they are through."""
TICK_MS = 30_000
"""How often times of stay are made anew, and who stayed too long is checked out."""


class DoorView(HitsView, Protocol):
    """What the presenter asks of the page."""

    def show_door(self, state: DoorState) -> None:
        """Show verdicts, chips and what is waiting."""
        ...

    def show_inside(self, state: InsideState) -> None:
        """Show who is in."""
        ...

    def reload_visits(self) -> None:
        """The feed of visits has something new."""
        ...

    def isVisible(self) -> bool:
        """Whether it can be seen."""
        ...

    def play(self, verdict: Verdict) -> None:
        """Let it be heard."""
        ...


class DoorPresenter(QObject):
    """Keeps the answers of this desk; everything else is asked of the services."""

    def __init__(self, desk: Desk, view: DoorView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self.state = DoorState()
        self.cures = Cures(desk, self, self)
        self.lookup = Lookup(desk, view, self, self._keep, self)
        self.kept = Kept(self._store_late, self._may_try, self)
        self.kept.let_go.connect(self._let_go)
        self.kept.changed.connect(self._show_trouble)
        self.kept.stored.connect(self._stored_late)
        self.kept.refused.connect(desk.window.report)
        self.kept.still_resting.connect(self._still_resting)
        self._count = 0
        self._here = False
        self._settle = self._timer(SETTLE_MS, self.look, single=True)
        self.remember()
        self._tick = self._timer(TICK_MS, self._on_tick, single=False)
        for kind in (ClientCheckedIn, ClientCheckedOut, CheckInUndone):
            desk.bridge.on(kind, lambda _event: self._happened(), owner=self)

    def _timer(self, interval: int, run: Callable[[], None], *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(interval)
        timer.timeout.connect(run)
        return timer

    @property
    def settled_down(self) -> bool:
        """Whether everything that has happened is shown (tests wait for it)."""
        return not self._settle.isActive()

    # --- coming and going of the page -------------------------------------------------------------------

    def arrive(self) -> None:
        """The page is shown: look who is in, and keep looking."""
        self._here = True
        self._tick.start()
        self._view.show_door(self.state)
        self.kept.go_on()
        self.look()

    def leave(self) -> None:
        """Another page is shown; scans that are on their way are stored all the same."""
        self._here = False
        self._tick.stop()
        self._settle.stop()

    def look(self) -> None:
        """Ask who is in and how full it is."""
        visits, actor = self._desk.services.visits, self._desk.actor
        if not actor.may(Permission.CHECK_IN):
            return  # the screen is locked
        self._desk.tasks.run(
            lambda: InsideState(visits.inside(actor), visits.occupancy(actor)),
            done=self._view.show_inside,
            failed=self._side_failed,
            owner=self,
        )
        self._view.reload_visits()

    def _happened(self) -> None:
        if self._here:
            self._settle.start()

    def _on_tick(self) -> None:
        checkin, actor = self._desk.services.checkin, self._desk.actor
        if actor.may(Permission.CHECK_IN):
            self._desk.tasks.write(
                lambda: checkin.auto_check_out(actor),
                done=lambda _count: self.look(),
                failed=self._side_failed,
                owner=self,
            )

    def _side_failed(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._desk.window.report(error)  # a database that rests is told where somebody waits for it

    # --- checking in ------------------------------------------------------------------------------------

    def scan(self, code: str) -> None:
        """A code was scanned, or typed and known to be one."""
        if code.strip():
            self.submit(Scan(code=code.strip()))

    def choose(self, hit: ClientHit, text: str) -> None:
        """A client was chosen among those found by *text*."""
        self.submit(Scan(client_id=hit.id, name=hit.name, found_by=found_by(text, hit)))

    def again(self, client_id: int, name: str) -> None:
        """Something was cured: try once more."""
        self.submit(Scan(client_id=client_id, name=name))

    def submit(self, scan: Scan) -> None:
        """Store a check-in, after all those before it."""
        scan = self._stamped(scan)
        self._become(replace(self.state, waiting=self.state.waiting + 1))
        self._store(
            scan,
            done=lambda result: self._answered(scan, result),
            failed=lambda error: self._failed(scan, error),
        )

    def _store(
        self, scan: Scan, *, done: Callable[[CheckInResult], None], failed: Callable[[Exception], None]
    ) -> None:
        checkin, actor = self._desk.services.checkin, self._desk.actor

        def store() -> CheckInResult:
            return checkin.check_in(
                actor,
                scan.code,
                client_id=scan.client_id,
                use_membership=scan.use_membership,
                key=scan.key,
            )

        self._desk.tasks.write(store, done=done, failed=failed, owner=self)

    def _store_late(
        self, scan: Scan, *, done: Callable[[CheckInResult], None], failed: Callable[[Exception], None]
    ) -> None:
        """What waited is stored for its own moment, and under who was signed in then."""
        kept_scans, actor = self._desk.services.kept_scans, self._desk.actor
        record = scan.as_kept(self._now())
        self._desk.tasks.write(lambda: kept_scans.store(actor, record), done=done, failed=failed, owner=self)

    def _stamped(self, scan: Scan) -> Scan:
        return scan if scan.at else replace(scan, at=self._now(), staff_id=self._desk.actor.staff_id)

    def _now(self) -> datetime:
        return self._desk.services.core.clock.now()

    def _answered(self, scan: Scan, result: CheckInResult) -> None:
        self._become(replace(self.state, waiting=self.state.waiting - 1))
        self.kept.forget(scan)  # the same card again: it is stored now
        self.take(result, _found_by(scan, result))
        self.kept.go_on()

    def take(self, result: CheckInResult, how: FoundBy | None = None) -> None:
        """There is a verdict: show it, and let it be heard."""
        self.kept.fold()
        self._become(replace(self._add(result, how), shown=self._count, photo=None))
        self._view.play(result.verdict)
        self._fetch_photo(result)

    def _add(self, result: CheckInResult, how: FoundBy | None = None) -> DoorState:
        self._count += 1
        answers = (Answer(self._count, result, found_by=how), *self.state.answers)[:MOST_CHIPS]
        self._become(replace(self.state, answers=answers))
        return self.state

    def settled(self, client_id: int) -> None:
        """A client owes nothing any more: it need not be said again."""
        answers = tuple(each.settled(client_id) for each in self.state.answers)
        if answers != self.state.answers:
            self._become(replace(self.state, answers=answers))

    def show_answer(self, number: int) -> None:
        """Look at one of the last verdicts again."""
        self.kept.fold()
        self._become(replace(self.state, shown=number, photo=None))
        answer = self.state.answer
        if answer is not None:
            self._fetch_photo(answer.result)

    def dismiss(self) -> bool:
        """Be ready for the next; whether something was shown."""
        shown = self.kept.fold() or self.state.shown is not None
        self._become(replace(self.state, shown=None, photo=None))
        return shown

    def _fetch_photo(self, result: CheckInResult) -> None:
        client, actor, directory = result.client, self._desk.actor, self._desk.services.directory
        if client is None or not client.has_photo:
            return
        number = self.state.shown

        def arrived(photo: QImage) -> None:
            if self.state.shown == number and not photo.isNull():
                self._become(replace(self.state, photo=photo))

        self._desk.tasks.run(
            lambda: QImage.fromData(directory.photo(actor, client.id) or b""),
            done=arrived,
            failed=self._side_failed,
            owner=self,
        )

    # --- what could not be stored -----------------------------------------------------------------------

    def _failed(self, scan: Scan, error: Exception) -> None:
        self._become(replace(self.state, waiting=self.state.waiting - 1))
        self._keep(scan, error)

    def _keep(self, scan: Scan, error: Exception) -> None:
        scan = self._stamped(scan)
        known = scan in self.kept.scans
        if self.kept.keep(scan, error):
            if not known:
                self._write_down(scan)
            self._view.play(Verdict.REFUSED)
        else:
            self._desk.window.report(error)

    def _write_down(self, scan: Scan) -> None:
        """It must outlive the window. Beside the queue of changes, which waits for the database itself."""
        kept_scans, record = self._desk.services.kept_scans, scan.as_kept(self._now())
        self._desk.tasks.run(lambda: kept_scans.keep(record), done=lambda _kept: None)

    def _let_go(self, scans: tuple[Scan, ...]) -> None:
        kept_scans, keys = self._desk.services.kept_scans, [each.key for each in scans]
        self._desk.tasks.run(lambda: kept_scans.let_go(*keys), done=lambda _gone: None)

    def remember(self) -> None:
        """Go on with what was kept before this page was made."""
        kept_scans = self._desk.services.kept_scans
        self._desk.tasks.run(
            kept_scans.waiting,
            done=lambda found: self.kept.restore(
                tuple(map(kept_before, found)), tr("These could not be stored yet.")
            ),
            failed=self._side_failed,
            owner=self,
        )

    def _may_try(self) -> bool:
        """Whoever comes now goes first; and somebody must be there to do it."""
        return self.state.waiting == 0 and self._desk.actor.may(Permission.CHECK_IN)

    def _show_trouble(self, trouble: Trouble | None) -> None:
        state = replace(self.state, trouble=trouble)
        if trouble is not None and not trouble.folded:
            state = replace(state, shown=None, photo=None)  # or somebody else's verdict would answer
        self._become(state)

    def _stored_late(self, result: CheckInResult, asked: bool) -> None:
        """Somebody's verdict must not go away for that of somebody who came before."""
        if asked or (self._here and self.state.shown is None):
            self.take(result)
            return
        self._add(result)
        if not self._here or self._view.isVisible():  # a locked screen names nobody
            tone = "good" if result.verdict is Verdict.ADMITTED else "warn"
            self._desk.toasts.show_toast(late_text(result), tone=tone)

    def _still_resting(self, text: str) -> None:
        self._view.play(Verdict.REFUSED)
        self._desk.toasts.show_toast(text, tone="bad")

    # --- undo and check-out -----------------------------------------------------------------------------

    def undo_last(self) -> None:
        """Take the last check-in of this desk back."""
        for answer in self.state.answers:
            result = answer.result
            fresh = result.visit_id is not None and CheckInReason.ALREADY_IN not in result.words
            if fresh and not answer.undone and result.visit_id is not None:
                self.undo(result.visit_id)
                return
        self._desk.toasts.show_toast(tr("There is no check-in of this desk to take back."))

    def undo(self, visit_id: int) -> None:
        """Take a visit back."""
        checkin, actor = self._desk.services.checkin, self._desk.actor
        if not actor.may(Permission.UNDO_CHECK_IN):
            self._desk.toasts.show_toast(
                tr("Taking a check-in back needs somebody who may do it."), tone="warn"
            )
            return
        self._mark(visit_id, undone=True)  # at once, or two quick presses would hit the same visit
        self._desk.tasks.write(
            lambda: checkin.undo(actor, visit_id),
            done=self._undone,
            failed=lambda error: self._undo_failed(visit_id, error),
            owner=self,
        )

    def _undone(self, visit: UndoneVisit) -> None:
        if visit.already:
            text = tr("The check-in of {name} had been taken back before.").format(name=visit.name)
            self._desk.toasts.show_toast(text)
            return
        text = tr("The check-in of {name} is taken back.").format(name=visit.name)
        self._desk.toasts.show_toast(
            text, undo=lambda: self.again(visit.client_id, visit.name), action=tr("Check in again")
        )

    def _undo_failed(self, visit_id: int, error: Exception) -> None:
        self._mark(visit_id, undone=False)
        self._desk.window.report(error)

    def _mark(self, visit_id: int, *, undone: bool) -> None:
        answers = tuple(
            replace(each, undone=undone) if each.result.visit_id == visit_id else each
            for each in self.state.answers
        )
        self._become(replace(self.state, answers=answers))

    def check_out(self, row: VisitRow) -> None:
        """Somebody leaves."""
        checkin, actor = self._desk.services.checkin, self._desk.actor
        self._desk.tasks.write(lambda: checkin.check_out(actor, row.id), done=self._left, owner=self)

    def _left(self, left: LeftVisit) -> None:
        checkin, actor = self._desk.services.checkin, self._desk.actor

        def back() -> None:
            self._desk.tasks.write(
                lambda: checkin.back_inside(actor, left.visit_id), done=lambda _nothing: None, owner=self
            )

        text = tr("{name} has left.").format(name=left.name)
        self._desk.toasts.show_toast(text, undo=None if left.already else back)

    def cure(self, offer: CureOffer, result: CheckInResult) -> None:
        """Do what a button of the card says."""
        self.cures.apply(offer, result)

    def _become(self, state: DoorState) -> None:
        self.state = state
        self._view.show_door(state)


def _found_by(scan: Scan, result: CheckInResult) -> FoundBy | None:
    """How the door came to this client; None: nobody was looked for, or found."""
    if scan.client_id is not None or result.client is None:
        return scan.found_by
    return of_code(scan.code, result.client)
