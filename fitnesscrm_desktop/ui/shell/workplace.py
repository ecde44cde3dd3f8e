"""The open studio in the window: puts desk, pages, commands, palette, session and status line together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.neighbours import Neighbours, OthersChanged
from fitnesscrm_desktop.ui.core.actions import ActionRegistry
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.scanner import ScannerWatch
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.shell.commands import page_actions, window_actions
from fitnesscrm_desktop.ui.shell.errors import Errors
from fitnesscrm_desktop.ui.shell.features import FEATURES, feature_of
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.leaving import Leaving
from fitnesscrm_desktop.ui.shell.leisure import Leisure
from fitnesscrm_desktop.ui.shell.lockable_dialogs import LockableDialogs
from fitnesscrm_desktop.ui.shell.look import Look
from fitnesscrm_desktop.ui.shell.on_demand import OnDemand
from fitnesscrm_desktop.ui.shell.opened import Opened
from fitnesscrm_desktop.ui.shell.page_counts import PageCounts
from fitnesscrm_desktop.ui.shell.session import NOBODY, Session
from fitnesscrm_desktop.ui.shell.studio_watch import StudioWatch
from fitnesscrm_desktop.ui.shell.toaster import Toaster
from fitnesscrm_desktop.ui.shell.window import MainWindow
from fitnesscrm_desktop.ui.signin.doorway import doorway_of
from fitnesscrm_desktop.ui.signin.told_text import told_text
from fitnesscrm_desktop.ui.signin.view import SignInView

if TYPE_CHECKING:  # made on demand
    from fitnesscrm_desktop.ui.shell.help_window import HelpWindow
    from fitnesscrm_desktop.ui.shell.palette import Palette
    from fitnesscrm_desktop.ui.shell.status_facts import StatusFacts

log = logging.getLogger(__name__)

DESK_PAGE = "checkin.desk"
IMPORT_PAGE = "imports.run"
BEGIN_WITH_IMPORT = "import"
WHEN_SEEN_MS = 500
"""What is loaded in advance must not get in the way of the first thing one sees."""


class Workplace(QObject):
    """Everything between the frame and the services, for as long as one studio is open."""

    def __init__(
        self,
        frame: Frame,
        errors: Errors,
        tasks: TaskRunner,
        preferences: Preferences,
        look: Look,
        opened: Opened,
    ) -> None:
        super().__init__(frame)
        self._frame, self._errors, self._opened = frame, errors, opened
        self.services: Services = opened.services
        self.look = look
        self.look.wear_accent(opened.profile.accent)
        QLocale.setDefault(QLocale(opened.profile.locale))
        self.bridge = BusBridge(self.services.core.bus, self)
        self._neighbours = Neighbours(self.services.core.database, self.services.core.bus)
        self.toaster = Toaster(frame.ground)
        errors.speak_through(lambda text: self.toaster.show_toast(text, tone="bad"))
        self.window = MainWindow(frame, errors)
        self.desk = Desk(
            services=self.services,
            actor=NOBODY,
            profile=opened.profile,
            formats=Formats.of(opened.profile),
            tasks=tasks,
            bridge=self.bridge,
            dialogs=LockableDialogs(lambda: frame),
            toasts=self.toaster,
            window=self.window,
            preferences=preferences,
        )
        self.window.furnish(self.desk, FEATURES)
        self.session = Session(self.desk, frame, self._door, self)
        self._counts = PageCounts(self.desk, frame.sidebar, self.window.pages, self)
        self._status: StatusFacts | None = None
        self.actions = self._make_actions()
        self._studio_watch = StudioWatch(self.desk, self._take_studio, self)
        self.extras = OnDemand(self.desk, frame, self.actions)
        self.leisure = Leisure(self.services, tasks, self)
        self._wire()
        self._scanner = ScannerWatch(frame, self._scanned)
        self._show_studio(opened.logo)

    def enter(self, early: SignInView | None = None) -> None:
        """Show the first page, the sign-in or the first-run wizard; *early* is a sign-in shown already."""
        if self._opened.actor is not None:
            self.session.sign_in(self._opened.actor)
            if self._opened.profile.demo:
                self._explain_demo()
        elif self._opened.is_set_up and early is not None:
            early.signed_in.connect(self.session.sign_in)
            early.keep_up(self.bridge)
            self._tell_secrets(early)
        elif self._opened.is_set_up:
            self.session.ask()
        else:
            self._frame.cover(self._wizard())
        QTimer.singleShot(WHEN_SEEN_MS, self, self.leisure.go_on)

    def _explain_demo(self) -> None:
        self.toaster.show_toast(
            self.tr("A demo studio: everybody in it is made up, and it is gone when you close the window.")
        )

    def close(self) -> None:
        """Listen to nothing any more."""
        self._frame.may_close = lambda: True
        self._hide_status()
        self._studio_watch.stop()
        self._neighbours.stop()
        self.bridge.close()
        QLocale.setDefault(QLocale.system())  # the next studio may write dates in another way

    @property
    def palette(self) -> Palette:
        """The command palette."""
        return self.extras.palette

    @property
    def help(self) -> HelpWindow | None:
        """The help, once it was opened."""
        return self.extras.help

    def show_help(self) -> None:
        """Open the help at what is said about the page that is shown, or about its feature."""
        shown = self.window.pages.shown_id() or ""
        self.extras.show_help(shown.partition(".")[0], feature_of(shown))

    def show_shortcuts(self) -> None:
        """Open the sheet of shortcuts."""
        self.extras.show_shortcuts()

    def _make_actions(self) -> ActionRegistry:
        registry = ActionRegistry(lambda name: self.desk.actor.may(Permission(name)), self)
        deeds: dict[str, Callable[[], None]] = {
            "palette": self._open_palette,
            "back": self.window.back,
            "home": self.window.go_home,
            "reload": self.window.again,
            "message": self.toaster.focus_newest,
            "help": self.show_help,
            "shortcuts": self.show_shortcuts,
            "quit": self._quit,
            "lock": self.session.lock,
            "switch": self.session.lock,
            "sign_out": self.session.sign_out,
            "light": lambda: self.look.choose("light"),
            "dark": lambda: self.look.choose("dark"),
            "system": lambda: self.look.choose("system"),
            "larger": lambda: self.look.resize_text(1),
            "smaller": lambda: self.look.resize_text(-1),
            "normal": lambda: self.look.resize_text(0),
        }
        registry.add(*window_actions(deeds), *page_actions(self.window.pages, self.window.go))
        for feature in FEATURES:
            registry.add(*feature.actions(self.desk))
        for page in self.window.pages.listed():
            registry.tell_keys(page.title, page.keys, page.permission.value if page.permission else "")
        for part in self.window.all_client_parts():
            registry.tell_keys(part.title, part.keys, part.permission.value if part.permission else "")
        return registry

    def _open_palette(self) -> None:
        self.extras.open_palette()

    def _wire(self) -> None:
        top = self._frame.top
        top.search_wanted.connect(self._open_palette)
        top.theme_wanted.connect(self.look.toggle)
        top.lock_wanted.connect(self.session.lock)
        top.switch_wanted.connect(self.session.lock)
        top.sign_out_wanted.connect(self.session.sign_out)
        keys = {name: self._keys_of(f"shell.{name}") for name in ("palette", "lock", "back")}
        top.show_keys(search=keys["palette"], lock=keys["lock"], back=keys["back"])
        self._frame.typed.connect(self._typed)
        self._frame.may_close = Leaving(self.desk, self._frame, self.window.pages, self).may_close
        self.session.entered.connect(self._entered)
        self.session.locked.connect(self._locked)
        self.session.left.connect(self._left)
        self.window.moved.connect(lambda _page_id: self._update_actions())
        self.window.moved.connect(lambda _page_id: self.toaster.place())
        self.bridge.on(OthersChanged, lambda _event: self._others_changed(), owner=self)
        self._neighbours.start()
        self.window.moved.connect(lambda _page_id: self._studio_watch.look())

    def _scanned(self, code: str) -> bool:
        """A scan works wherever the focus is, if the page that is shown wants it."""
        page = self.window.pages.current
        taken = self._frame.covered is None and page is not None and page.scanned(code)
        if taken:
            self.extras.close_palette()  # it lies over the answer
        return taken

    def _typed(self, text: str) -> None:
        """What is typed on top line, sidebar and status line may be meant for the page."""
        page, focus = self.window.pages.current, QApplication.focusWidget()
        beside = focus is None or self._frame.workspace.isAncestorOf(focus)
        if beside and self._frame.covered is None and page is not None:
            page.typed(text)

    def _keys_of(self, action_id: str) -> str:
        return self.actions.action(action_id).shortcut().toString()

    def _entered(self, actor: Actor, same: bool) -> None:
        self._frame.top.show_staff(actor.name, self._role(actor.role))
        self._listen_to_keys(True)
        if not same:
            self._errors.take_back()
            at_desk = self.window.pages.shown_id() == DESK_PAGE
            self.window.show_for_person(keep=DESK_PAGE)
            self._show_status()
            if at_desk and self.window.pages.may_see(DESK_PAGE):
                self.window.go(DESK_PAGE)
            else:
                self.window.go_home()
        self._update_actions()

    def _show_status(self) -> None:
        from fitnesscrm_desktop.ui.shell.status_facts import StatusFacts

        if self._status is None:
            self._status = StatusFacts(self.desk, self._frame.status, self.window.pages.may_see, self)
        self._status.show()
        self._counts.show()

    def _hide_status(self) -> None:
        self._counts.hide()
        if self._status is not None:
            self._status.hide()

    def _locked(self) -> None:
        self._listen_to_keys(False)
        self.extras.close_palette()
        self.toaster.clear()
        self._errors.take_back()
        self._frame.show_title(self.desk.profile.name)

    def _left(self) -> None:
        self._locked()
        self._hide_status()
        self.window.show_for_person()
        self._frame.top.show_signed_out()

    def _listen_to_keys(self, listen: bool) -> None:
        for action in self.actions.actions():
            if listen:
                self._frame.addAction(action)
            else:
                self._frame.removeAction(action)

    def _update_actions(self) -> None:
        self.actions.update(
            {
                "page": self.window.pages.shown_id(),
                "actor": self.desk.actor,
                "can_go_back": self.window.can_go_back,
            }
        )

    def _others_changed(self) -> None:
        self._counts.look_soon()
        if self._status is not None:
            self._status.count_inside()
        self.window.look_again()

    def _take_studio(self, found: Opened) -> None:
        profile, formats = found.profile, Formats.of(found.profile)
        others = formats != self.desk.formats
        self.desk.profile, self.desk.formats = profile, formats
        self.look.wear_accent(profile.accent)
        QLocale.setDefault(QLocale(profile.locale))
        self._show_studio(found.logo)
        self.session.watch_idleness()
        if others:
            self.window.pages.make_anew()
        if self._status is not None:
            self._status.count_inside()  # of the capacity there is now

    def _show_studio(self, logo: bytes | None) -> None:
        picture = QPixmap()
        if logo:
            picture.loadFromData(logo)
        self._frame.sidebar.show_studio(self.desk.profile.name, None if picture.isNull() else picture)

    def _role(self, role: Role) -> str:
        return {
            Role.OWNER: self.tr("Owner"),
            Role.MANAGER: self.tr("Manager"),
            Role.FRONT_DESK: self.tr("Front desk"),
            Role.TRAINER: self.tr("Trainer"),
        }[role]

    def _quit(self) -> None:
        self._frame.close()

    def _door(self, locked_for: Actor | None, came_in: Callable[[Actor], None]) -> QWidget:
        view = SignInView(doorway_of(self.desk), locked_for)
        view.signed_in.connect(came_in)
        self._tell_secrets(view)
        return view

    def _tell_secrets(self, view: SignInView) -> None:
        """The colleagues of a made-up studio can be tried out by anybody."""
        if self.desk.profile.demo:
            self.desk.tasks.run(
                self.services.demo.told_secrets,
                done=lambda told: view.tell(told_text(told)),
                failed=lambda _error: None,
                owner=view,
            )

    def _wizard(self) -> QWidget:
        from fitnesscrm_desktop.ui.setup.wizard import SetupWizard  # once in the life of a studio

        wizard = SetupWizard(self.desk)
        wizard.finished.connect(self._set_up)
        wizard.sign_in_wanted.connect(self.session.ask)
        return wizard

    def _set_up(self, owner: Actor, beginning: str) -> None:
        """The wizard is through; what it filled in may be another studio than the one that was typed."""
        self._studio_watch.load(lambda: self._begin(owner, beginning))

    def _begin(self, owner: Actor, beginning: str) -> None:
        self.session.sign_in(owner)
        if beginning == BEGIN_WITH_IMPORT and self.window.pages.may_see(IMPORT_PAGE):
            self.window.go(IMPORT_PAGE)
