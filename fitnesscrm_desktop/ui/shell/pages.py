"""The pages of the window: made when they are first wanted, told when they come and go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.ui.core.desk import Desk, Draft, Page, PageSpec
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.history import Place

HOMES: dict[Role, tuple[str, ...]] = {
    Role.OWNER: ("home.owner", "home.desk"),
    Role.MANAGER: ("home.owner", "home.desk"),
    Role.FRONT_DESK: ("checkin.desk", "home.desk"),
    Role.TRAINER: ("home.desk", "clients.list"),
}
"""What each role sees first: the first of these that there is."""


class PageStack:
    """Which pages there are, who may see them, and which of them is shown."""

    def __init__(self, desk: Desk, frame: Frame, specs: Iterable[PageSpec]) -> None:
        self._desk, self._frame = desk, frame
        self._specs = {spec.id: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._aside: dict[int, dict[str, Page]] = {}
        """By staff id: pages with a draft of somebody who is not at work just now; nobody else sees them."""
        self._whose: int | None = None
        self.current: Page | None = None

    def spec(self, page_id: str) -> PageSpec:
        """What was declared under this id; a wrong one is a bug."""
        return self._specs[page_id]

    def may_see(self, page_id: str) -> bool:
        """Whether there is such a page and the person who is signed in may see it."""
        spec = self._specs.get(page_id)
        return spec is not None and (spec.permission is None or self._desk.actor.may(spec.permission))

    def all_ids(self) -> list[str]:
        """All pages this person may see, those without a place in the sidebar too."""
        return [page_id for page_id in self._specs if self.may_see(page_id)]

    def in_sidebar(self) -> list[PageSpec]:
        """The pages for the sidebar of this person, top to bottom."""
        return [spec for spec in self.listed() if self.may_see(spec.id)]

    def listed(self) -> list[PageSpec]:
        """All pages that have a place in the sidebar, top to bottom."""
        return sorted(
            (spec for spec in self._specs.values() if spec.order is not None),
            key=lambda spec: (spec.order or 0, spec.title),
        )

    def home(self) -> str | None:
        """The page this person sees first; None for somebody who may see nothing."""
        wanted = (*HOMES[self._desk.actor.role], *(spec.id for spec in self.listed()))
        return next((page_id for page_id in wanted if self.may_see(page_id)), None)

    def show(self, place: Place) -> Page:
        """Show a page, made if needed; the one before it is told to leave."""
        page = self._pages.get(place.page_id)
        if page is None:
            page = self._pages[place.page_id] = self.spec(place.page_id).build(self._desk)
        if self.current is not None and self.current is not page:
            self.current.leave()
        self.current = page
        self._frame.show_page(page)
        page.arrive(**place.where)
        focus = cast("QWidget | None", self._frame.focusWidget())  # Qt's stubs forget the None
        if focus is None or not page.isAncestorOf(focus):
            focus_first(page)
        return page

    def unfinished(self) -> str:
        """What would wait if the window closed now, on all pages."""
        waits = [page.unfinished() for page in self._pages.values()]
        if self._aside:
            waits.append(
                QCoreApplication.translate("Pages", "Somebody else has typed settings, not saved yet.")
            )
        return " ".join(filter(None, waits))

    def draft(self) -> Draft | None:
        """What whoever is signed in has typed and not stored, on all pages."""
        drafts = [draft for page in self._pages.values() if (draft := page.draft()) is not None]
        return drafts[0] if drafts else None

    def show_draft(self) -> None:
        """Show the page with it: it says what keeps it from being stored."""
        page_id = next((name for name, page in self._pages.items() if page.draft() is not None), None)
        if page_id is not None:
            self._desk.window.go(page_id)

    def shown_id(self) -> str | None:
        """The id of the page that is shown."""
        return next((name for name, page in self._pages.items() if page is self.current), None)

    def make_anew(self) -> None:
        """The studio writes days and amounts in another way now; what is shown, or waits, stays as it is."""
        for page_id, page in list(self._pages.items()):
            if page is not self.current and not page.unfinished() and page.draft() is None:
                self._frame.drop_page(self._pages.pop(page_id))

    def forget(self, keep: str = "") -> None:
        """Throw the pages away, with all they show: the next person must not find them. One may be kept."""
        if self.current is not None:
            self.current.leave()
            self.current = None
        self._frame.show_opening()
        for page_id in [name for name in self._pages if name != keep or not self.may_see(name)]:
            page = self._pages.pop(page_id)
            if self._whose is not None and page.draft() is not None:
                self._aside.setdefault(self._whose, {})[page_id] = page
            else:
                self._frame.drop_page(page)
        self._whose = self._desk.actor.staff_id
        for page_id, page in self._aside.pop(self._whose or 0, {}).items():
            if self.may_see(page_id):
                self._pages[page_id] = page
            else:
                self._frame.drop_page(page)


def focus_first(page: QWidget) -> None:
    """Put the cursor into the first thing one can use on *page*."""
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page and page.isAncestorOf(widget):
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if reachable and widget.isVisibleTo(page) and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        widget = widget.nextInFocusChain()
