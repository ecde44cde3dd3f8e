"""A desk for pages and dialogs: the real services and task runner, and a window that remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge
from fitnesscrm_desktop.ui.core.desk import ClientPartSpec, Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.tasks import QtTaskRunner
from tests.support.scripted_dialogs import ScriptedDialogs


@dataclass
class SaidToast:
    """One toast, and its way back."""

    text: str
    undo: Callable[[], None] | None
    tone: str
    action: str = ""


@dataclass
class RememberedToasts:
    """Toasts that never fade."""

    said: list[SaidToast] = field(default_factory=list)

    def show_toast(
        self, text: str, *, undo: Callable[[], None] | None = None, tone: str = "info", action: str = ""
    ) -> None:
        """Remember it."""
        self.said.append(SaidToast(text, undo, tone, action))

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [toast.text for toast in self.said]

    def undo_last(self) -> None:
        """Press Undo on the newest toast."""
        undo = self.said[-1].undo
        assert undo is not None, f"{self.said[-1].text!r} has no way back"
        undo()


@dataclass
class RememberingWindow:
    """Where pages wanted to go, which dialogs they opened, and what they reported."""

    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    opened: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    reported: list[Exception] = field(default_factory=list)
    outcomes: dict[str, Any] = field(default_factory=dict)
    """Dialog id -> the outcome with which it is accepted; others are closed."""
    missing: set[str] = field(default_factory=set)
    """Pages that there are not, or that nobody may see."""
    parts: tuple[ClientPartSpec, ...] = ()
    """What other features add to the page of a client."""
    in_hand: int | None = None
    """Whom the page is about."""

    def go(self, page_id: str, **where: Any) -> None:
        """Remember the page."""
        self.went.append((page_id, where))

    def open_dialog(self, dialog_id: str, *, then: Callable[[Any], None] | None = None, **about: Any) -> None:
        """Remember the dialog; accept it if there is an outcome for it."""
        self.opened.append((dialog_id, about))
        if then is not None and dialog_id in self.outcomes:
            then(self.outcomes[dialog_id])

    def may_open(self, page_id: str) -> bool:
        """Whether the test has not taken the page away."""
        return page_id not in self.missing

    def client_in_hand(self) -> int | None:
        """Whom the test says the page is about."""
        return self.in_hand

    def client_parts(self) -> tuple[ClientPartSpec, ...]:
        """What the test has other features add."""
        return self.parts

    def report(self, error: Exception) -> None:
        """Remember the error."""
        self.reported.append(error)


@dataclass
class DeskAtHand:
    """A desk, and the parts of it that tests look at."""

    desk: Desk
    window: RememberingWindow
    toasts: RememberedToasts
    dialogs: ScriptedDialogs
    tasks: QtTaskRunner

    def close(self) -> None:
        """Let the last work finish."""
        self.desk.bridge.close()
        self.tasks.shutdown()


def desk_for(services: Services, actor: Actor, parent: QObject | None = None) -> DeskAtHand:
    """A desk at which *actor* works."""
    window, toasts, dialogs = RememberingWindow(), RememberedToasts(), ScriptedDialogs()
    tasks = QtTaskRunner(window.report, parent)
    profile = services.settings.profile()
    desk = Desk(
        services=services,
        actor=actor,
        profile=profile,
        formats=Formats.of(profile),
        tasks=tasks,
        bridge=BusBridge(services.core.bus),
        dialogs=dialogs,
        toasts=toasts,
        window=window,
        preferences=Preferences(services.home.preferences),
    )
    return DeskAtHand(desk, window, toasts, dialogs, tasks)


def shown_texts(widget: QWidget) -> list[str]:
    """Every text one can read on *widget* right now."""
    texts: list[str] = []
    for part in widget.findChildren(QWidget):
        text = getattr(part, "text", None)
        if callable(text) and part.isVisibleTo(widget):
            texts.append(str(text()))
    return [text for text in texts if text]
