"""What every page gets: the services, who is signed in, and the ways to the rest of the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from PySide6.QtWidgets import QDialog, QWidget

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.tasks import TaskRunner

SHARE = 0.9
"""How much of a screen a large dialog takes at most."""


class Toasts(Protocol):
    """Short messages at the bottom, with a way back."""

    def show_toast(
        self, text: str, *, undo: Callable[[], None] | None = None, tone: str = "info", action: str = ""
    ) -> None:
        """Say *text*; with *undo* there is a button that calls it. Tones: info, good, warn, bad.

        *action* names the button something else than "Undo", for a next step: "Receipt".
        """
        ...


class Window(Protocol):
    """What a page may ask of the main window."""

    def go(self, page_id: str, **where: Any) -> None:
        """Open a page, e.g. ``go("clients.client", client_id=7)``."""
        ...

    def open_dialog(self, dialog_id: str, *, then: Callable[[Any], None] | None = None, **about: Any) -> None:
        """Open another feature's dialog, e.g. ``open_dialog("billing.take_payment", client_id=7)``.

        *then* is called with the dialog's ``outcome`` after it was accepted.
        """
        ...

    def may_open(self, page_id: str) -> bool:
        """Whether there is such a page and the person who is signed in may see it."""
        ...

    def client_in_hand(self) -> int | None:
        """Whom the page that is shown is about, for commands about one client; None: nobody in particular."""
        ...

    def client_parts(self) -> tuple[ClientPartSpec, ...]:
        """What features add to the page of a client, as far as the person who is signed in may see it."""
        ...

    def report(self, error: Exception) -> None:
        """Tell the person about an error: a sentence for a ``StudioError``, else the crash dialog."""
        ...


@dataclass(slots=True)
class Desk:
    """The one object handed to pages and dialogs. ``actor`` and ``profile`` change while it lives."""

    services: Services
    actor: Actor
    profile: StudioProfile
    formats: Formats
    tasks: TaskRunner
    bridge: BusBridge
    dialogs: Dialogs
    toasts: Toasts
    window: Window
    preferences: Preferences

    def today(self) -> date:
        """The studio's day."""
        return self.profile.day_of(self.services.core.clock.now())


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed on a page and is stored by a button only."""

    text: str
    """What it is, as a sentence."""
    save: Callable[[Callable[[bool], None]], None]
    """Store it, and call back whether it is stored."""


class Page(QWidget):
    """A page of the main window."""

    def arrive(self, **where: Any) -> None:
        """Called each time the page is shown; load what it shows (through the task runner)."""

    def leave(self) -> None:
        """Called when another page takes over; typed text stays."""

    def unfinished(self) -> str:
        """What would wait if the window closed now, as a sentence; empty: nothing."""
        return ""

    def draft(self) -> Draft | None:
        """What is typed and not stored: it is asked about before the end, and kept for who has typed it."""
        return None

    def client_in_hand(self) -> int | None:
        """Whom the page is about just now; None: nobody in particular."""
        return None

    def scanned(self, code: str) -> bool:
        """A scanner's burst arrived while this page was shown; whether the page took it."""
        del code
        return False

    def typed(self, text: str) -> None:
        """Somebody types beside the page, where nobody wants it."""
        del text

    def searched(self, text: str) -> bool:
        """The top line's search sends *text*; whether the page took it."""
        del text
        return False


class ClientPart(QWidget):
    """A part that a feature adds to the page of a client; made when somebody first turns to it."""

    def show_client(self, client_id: int) -> None:
        """Show this client. Called again when there may be something new about the same one: load again."""

    def show_moment(self, **where: Any) -> None:
        """Called after ``show_client`` when somebody was led here to see one thing in particular.

        A name that ends in ``_id`` is said again when the page is loaded again, others are said once.
        """

    def leave(self) -> None:
        """Called when another part or page takes over; typed text stays."""

    def unfinished(self) -> str:
        """What would wait if the window closed now, as a sentence; empty: nothing."""
        return ""


class StudioDialog(QDialog):
    """A dialog of a feature; ``outcome`` holds what was done once it is accepted."""

    outcome: Any = None

    def resize_on_screen(self, width: int, height: int) -> None:
        """As large as it likes, but with all its buttons on the screen."""
        room = self.screen().availableSize()
        self.resize(min(width, round(room.width() * SHARE)), min(height, round(room.height() * SHARE)))


@dataclass(frozen=True, slots=True)
class PageCount:
    """The number beside a page in the sidebar: how much of it waits for this person."""

    read: Callable[[Services, Actor], int]
    after: tuple[type[Event], ...]
    """What may have changed it."""
    say: Callable[[int], str]
    """What it counts, for tooltip and screen reader."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: where it stands in the sidebar (order None: not there) and how it is made."""

    id: str
    title: str
    icon: str
    build: Callable[[Desk], Page]
    permission: Permission | None = None
    order: int | None = None
    count: PageCount | None = None
    keys: tuple[tuple[str, str], ...] = ()
    """Keys that the page's list takes by itself, and what they do; for the sheet of shortcuts."""


@dataclass(frozen=True, slots=True)
class ClientPartSpec:
    """One part of the page of a client: its name among the tabs, where it stands, and how it is made."""

    id: str
    title: str
    build: Callable[[Desk], ClientPart]
    permission: Permission | None = None
    order: int = 65
    """The page's own parts stand at 0 (overview), 20, 30 ... 70 (consents)."""
    keys: tuple[tuple[str, str], ...] = ()
    """Keys that the part takes by itself, and what they do; for the sheet of shortcuts."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What one ui package brings: pages, dialogs for others to open, and commands."""

    id: str
    pages: tuple[PageSpec, ...] = ()
    dialogs: Mapping[str, Callable[..., StudioDialog]] = field(default_factory=dict)
    """Dialog id -> callable taking the desk and keyword arguments."""
    actions: Callable[[Desk], tuple[ActionSpec, ...]] = lambda _desk: ()
    client_parts: tuple[ClientPartSpec, ...] = ()
    """What it adds to the page of a client."""
