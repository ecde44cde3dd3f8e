"""Who is meant by what is typed at the door: the owner of a code, or somebody with that name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.checkin.found_by import is_like_a_code, may_go_in
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.checkin.state import Hits, Scan
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken

MOST_HITS = 8


class HitsView(Protocol):
    """What is asked of the page."""

    def show_hits(self, hits: Hits) -> None:
        """Show who fits what was typed."""
        ...

    def put_back(self, text: str) -> bool:
        """Write *text* into the field again, unless something else is there by now; whether it was done."""
        ...


class Door(Protocol):
    """Who lets in whoever was found."""

    def scan(self, code: str) -> None:
        """Let in the owner of a code."""
        ...

    def choose(self, hit: ClientHit, text: str) -> None:
        """Let in a client who was found by *text*."""
        ...


class Lookup(QObject):
    """Looks while somebody types, and decides when Enter is pressed.

    *keep* gets what could not be looked up, and why.
    """

    def __init__(
        self, desk: Desk, view: HitsView, door: Door, keep: Callable[[Scan, Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._view, self._keep = desk, view, keep
        self._scan, self._choose = door.scan, door.choose
        self._search: CancelToken | None = None

    def search(self, text: str) -> None:
        """Somebody types: show who it might be."""
        self._drop_search()
        if not text.strip():
            self._view.show_hits(Hits(text, ()))
            return
        self._find(text, chosen=False)

    def enter(self, text: str, first: ClientHit | None = None, last: str = "") -> None:
        """Enter was pressed: a code that somebody has goes in at once, else it is a name.

        A number that nobody has lets nobody in, whoever else it is found with. *first* is the client marked
        in the hits for *text*; *last* its end, if that may be a code of its own.
        """
        self._drop_search()
        directory, actor = self._desk.services.directory, self._desk.actor

        def looked_up(owner: int | None) -> None:
            if owner is not None:
                self._scan(text)
            elif first is not None:
                self._choose(first, text)
            elif is_like_a_code(text):
                self._refuse(text, last)
            else:
                self._find(text, chosen=True, last=last)

        if text.strip():
            self._desk.tasks.run(
                lambda: directory.by_code(actor, text),
                done=looked_up,
                failed=lambda error: self._keep(Scan(code=text.strip(), typed=True), error),
                owner=self,
            )

    def _find(self, text: str, *, chosen: bool, last: str = "") -> None:
        directory, actor = self._desk.services.directory, self._desk.actor
        asked = self._desk.tasks.run(
            lambda: tuple(directory.search(actor, text.strip(), MOST_HITS)),
            done=lambda hits: self._found(Hits(text, hits, chosen), last),
            failed=lambda error: self._search_failed(text, error, chosen=chosen),
            owner=self,
        )
        if not chosen:
            self._search = asked

    def _found(self, hits: Hits, last: str) -> None:
        if not hits.chosen:
            self._view.show_hits(hits)
        elif len(hits.clients) == 1 and may_go_in(hits.text, hits.clients[0]):
            self._choose(hits.clients[0], hits.text)
        elif hits.clients and self._view.put_back(hits.text):
            self._view.show_hits(hits)
        else:
            self._refuse(hits.text, last)

    def _refuse(self, text: str, last: str) -> None:
        if last:
            self._take_apart(text, last)
        else:
            self._scan(text)  # nobody: the door says so, and the attempt is written down

    def _take_apart(self, text: str, last: str) -> None:
        """Nobody fits all of it: perhaps a card was scanned behind a name that was half typed."""
        directory, actor = self._desk.services.directory, self._desk.actor

        def looked_up(owner: int | None) -> None:
            if owner is not None:
                self._view.put_back(text.removesuffix(last))
            self._scan(text if owner is None else last)

        self._desk.tasks.run(
            lambda: directory.by_code(actor, last),
            done=looked_up,
            failed=lambda error: self._keep(Scan(code=text.strip(), typed=True), error),
            owner=self,
        )

    def _search_failed(self, text: str, error: Exception, *, chosen: bool) -> None:
        if chosen:
            self._keep(Scan(code=text.strip(), typed=True), error)
        else:
            self._report(error)

    def _drop_search(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search = None

    def _report(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._desk.window.report(error)  # a database that rests is told when Enter is pressed
