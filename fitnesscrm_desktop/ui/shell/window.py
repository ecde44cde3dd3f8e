"""The main window at work: pages, and the dialogs of all features."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.ui.core.desk import ClientPartSpec, Desk, Feature, Page, StudioDialog
from fitnesscrm_desktop.ui.shell.errors import Errors
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.history import History, Place
from fitnesscrm_desktop.ui.shell.lockable_dialogs import front_window, place_over
from fitnesscrm_desktop.ui.shell.look import application
from fitnesscrm_desktop.ui.shell.pages import PageStack, focus_first
from fitnesscrm_desktop.ui.shell.sidebar import NavItem


class MainWindow(QObject):
    """What ``Desk.window`` is: goes to pages, opens dialogs, reports errors.

    Signals:
        moved(str): another page is shown (its id).
    """

    moved = Signal(str)

    def __init__(self, frame: Frame, errors: Errors) -> None:
        super().__init__(frame)
        self._frame, self._errors = frame, errors
        self._history = History()
        self._dialogs: dict[str, Callable[..., StudioDialog]] = {}
        self._client_parts: dict[str, ClientPartSpec] = {}
        self._desk: Desk | None = None
        self._stack: PageStack | None = None
        frame.back_wanted.connect(self.back)
        frame.top.back_wanted.connect(self.back)
        frame.sidebar.page_chosen.connect(self.go)
        application().focusChanged.connect(self._focus_moved)

    def furnish(self, desk: Desk, features: Iterable[Feature]) -> None:
        """Take in what the features bring. Call it once."""
        self._desk = desk
        listed = tuple(features)
        self._stack = PageStack(desk, self._frame, [page for feature in listed for page in feature.pages])
        for feature in listed:
            for dialog_id, build in feature.dialogs.items():
                if dialog_id in self._dialogs:
                    raise ValueError(f"dialog {dialog_id!r} is registered twice")
                self._dialogs[dialog_id] = build
            for part in feature.client_parts:
                if part.id in self._client_parts:
                    raise ValueError(f"client part {part.id!r} is registered twice")
                self._client_parts[part.id] = part

    @property
    def pages(self) -> PageStack:
        """The pages there are."""
        if self._stack is None:
            raise RuntimeError("the window is not furnished yet")
        return self._stack

    def dialog_ids(self) -> list[str]:
        """All dialogs that can be opened from everywhere."""
        return list(self._dialogs)

    def dialog_builder(self, dialog_id: str) -> Callable[..., StudioDialog]:
        """What makes this dialog; its keyword arguments say what it is about."""
        return self._dialogs[dialog_id]

    def go(self, page_id: str, **where: Any) -> None:
        """Open a page."""
        self.pages.spec(page_id)
        if self.pages.may_see(page_id):
            self._visit(Place(page_id, where))
        else:
            self._errors.report(
                NotAllowed(self.tr("You may not open this page. Ask the owner of the studio."))
            )

    def go_home(self) -> None:
        """Open what this person sees first."""
        home = self.pages.home()
        if home is not None:
            self.go(home)

    def back(self) -> None:
        """Go to where one was before."""
        if self._frame.covered is None and (place := self._history.back()) is not None:
            self._show(place)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page to go back to."""
        return self._history.can_go_back

    def again(self) -> None:
        """Let the shown page load again what it is about; the part of it one has turned to since stays."""
        here = self._history.here
        if here is not None and self._frame.covered is None:
            about = {name: value for name, value in here.where.items() if name.endswith("_id")}
            self._show(Place(here.page_id, about))

    def look_again(self) -> None:
        """Another desk has changed something: load again, unless somebody is in the middle of something."""
        focus = QApplication.focusWidget()
        if not _is_being_typed_into(focus) and QApplication.activeModalWidget() is None:
            self.again()
            if focus is not None and focus.isVisible():
                focus.setFocus()

    def open_dialog(self, dialog_id: str, *, then: Callable[[Any], None] | None = None, **about: Any) -> None:
        """Open a dialog of any feature; *then* gets its outcome once it is accepted."""
        if self._desk is None:
            raise RuntimeError("the window is not furnished yet")
        dialog = self._dialogs[dialog_id](self._desk, **about)

        before, page = self._frame.focusWidget(), None if self._stack is None else self._stack.current

        def finished(result: int) -> None:
            dialog.deleteLater()
            QTimer.singleShot(0, self, lambda: self._give_focus_back(before, page))
            if result == QDialog.DialogCode.Accepted and then is not None:
                then(dialog.outcome)

        dialog.finished.connect(finished)
        place_over(dialog, front_window(self._frame))
        dialog.open()

    def may_open(self, page_id: str) -> bool:
        """Whether there is such a page and the person who is signed in may see it."""
        return self.pages.may_see(page_id)

    def client_in_hand(self) -> int | None:
        """Whom the page that is shown is about."""
        shown = None if self._stack is None else self._stack.current
        return None if shown is None else shown.client_in_hand()

    def client_parts(self) -> tuple[ClientPartSpec, ...]:
        """What features add to the page of a client, for the person who is signed in."""
        actor = None if self._desk is None else self._desk.actor
        return tuple(
            part
            for part in self._client_parts.values()
            if part.permission is None or (actor is not None and actor.may(part.permission))
        )

    def all_client_parts(self) -> tuple[ClientPartSpec, ...]:
        """What features add to the page of a client, whoever may see it."""
        return tuple(self._client_parts.values())

    def report(self, error: Exception) -> None:
        """Tell the person about an error."""
        self._errors.report(error)

    def show_for_person(self, keep: str = "") -> None:
        """Somebody (else) is signed in: rebuild what they may see. The page *keep* keeps its text."""
        self.pages.forget(keep)
        self._history.clear()
        self._frame.sidebar.show_pages(
            [NavItem(spec.id, spec.title, spec.icon) for spec in self.pages.in_sidebar()]
        )

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            QTimer.singleShot(0, self, self._find_focus)

    def _give_focus_back(self, before: QWidget | None, page: Page | None) -> None:
        """After a dialog one goes on where one was; if that is gone, at the beginning of the *page*.

        Another page that is shown by now has its own place to begin.
        """
        has_left = self._stack is None or page is not self._stack.current
        covered = self._frame.covered is not None or QApplication.activeModalWidget() is not None
        if page is None or has_left or covered:
            return
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            focus_first(page)

    def _find_focus(self) -> None:
        """A button that vanishes with what it was about must not take the keyboard with it."""
        lost = QApplication.focusWidget() is None and QApplication.activeModalWidget() is None
        page = None if self._stack is None else self._stack.current
        if lost and page is not None and self._frame.covered is None and self._frame.isActiveWindow():
            focus_first(page)

    def _visit(self, place: Place) -> None:
        self._show(place)
        self._history.visit(place)
        self._frame.top.show_back(self._history.can_go_back)

    def _show(self, place: Place) -> None:
        self.pages.show(place)
        self._frame.sidebar.set_current(self._nav_id(place.page_id))
        self._frame.top.show_back(self._history.can_go_back)
        desk = self._desk
        self._frame.show_title(self.pages.spec(place.page_id).title, desk.profile.name if desk else "")
        self.moved.emit(place.page_id)

    def _nav_id(self, page_id: str) -> str:
        """A page without a place in the sidebar (one client) lights up its feature's."""
        if self.pages.spec(page_id).order is not None:
            return page_id
        feature = page_id.partition(".")[0]
        listed = [spec.id for spec in self.pages.listed()]
        return next((name for name in listed if name.partition(".")[0] == feature), page_id)


def _is_being_typed_into(widget: QWidget | None) -> bool:
    if isinstance(widget, QLineEdit):
        return bool(widget.text())
    return isinstance(widget, QPlainTextEdit | QTextEdit | QAbstractSpinBox)
