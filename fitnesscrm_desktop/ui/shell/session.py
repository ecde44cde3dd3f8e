"""Who is signed in, and what the window shows while nobody is."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.idle import IdleWatch
from fitnesscrm_desktop.ui.shell.lockable_dialogs import OpenWindows

log = logging.getLogger(__name__)

NOBODY = Actor("", Role.FRONT_DESK, None, frozenset())
"""Stands at the desk before anybody has signed in; may do nothing."""

Door = Callable[[Actor | None, Callable[[Actor], None]], QWidget]
"""Makes the sign-in screen: for whom it is locked (None: nobody), and whom to tell who came in."""


class Session(QObject):
    """Signs in, locks, switches and signs out.

    Signals:
        entered(Actor, bool): somebody has signed in; whether it is the person who was there before.
        left: nobody is signed in any more.
        locked: the screen is locked.
    """

    entered = Signal(object, bool)
    left = Signal()
    locked = Signal()

    def __init__(self, desk: Desk, frame: Frame, door: Door, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._frame, self._door = desk, frame, door
        self._windows = OpenWindows(frame)
        self._focus: QWidget | None = None
        self.idle_watch = IdleWatch(self)
        self.idle_watch.idle.connect(self.lock)
        desk.bridge.on(StaffChanged, self._staff_changed, owner=self)

    @property
    def somebody_is_in(self) -> bool:
        """Whether somebody is signed in and the screen is not locked."""
        return self._desk.actor is not NOBODY and self._frame.covered is None

    def ask(self) -> None:
        """Show the sign-in screen."""
        self._frame.uncover()
        self._frame.cover(self._door(None, self.sign_in))

    def sign_in(self, actor: Actor) -> None:
        """Let *actor* work; what was open comes back only for the person it belongs to."""
        before = self._desk.actor
        same = before is not NOBODY and before.staff_id == actor.staff_id and before.role is actor.role
        self._desk.actor = actor
        self._frame.uncover()
        if same:
            self._windows.bring_back()
        else:
            self._windows.give_up()
        self.watch_idleness()
        self.entered.emit(actor, same)
        if same and self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None

    def lock(self) -> None:
        """Hide everything until somebody signs in."""
        if not self.somebody_is_in:
            return
        self.idle_watch.stop()
        self._focus = self._frame.focusWidget()
        self._windows.hide()
        self._frame.cover(self._door(self._desk.actor, self.sign_in))
        self.locked.emit()

    def sign_out(self) -> None:
        """End the work of whoever is signed in."""
        if self._desk.actor is NOBODY:
            return
        self.idle_watch.stop()
        self._windows.hide()
        self._windows.give_up()
        self._focus = None
        self._desk.actor = NOBODY
        self.left.emit()
        self.ask()

    def watch_idleness(self) -> None:
        """Lock after the studio's minutes without a touch; they may have changed."""
        if self.somebody_is_in:
            self.idle_watch.start(self._desk.profile.idle_lock_minutes)

    def _staff_changed(self, _event: StaffChanged) -> None:
        actor = self._desk.actor
        if actor.staff_id is not None:
            self._desk.tasks.run(
                lambda: self._desk.services.staff.current(actor),
                done=self._renew,
                failed=self._not_any_more,
                owner=self,
            )

    def _renew(self, actor: Actor) -> None:
        before = self._desk.actor
        if actor == before or before.staff_id != actor.staff_id:
            return
        self._desk.actor = actor
        if self._frame.covered is None:
            self.entered.emit(actor, before.permissions == actor.permissions)

    def _not_any_more(self, error: Exception) -> None:
        if isinstance(error, NotAllowed):
            self.sign_out()
        else:
            self._desk.window.report(error)
