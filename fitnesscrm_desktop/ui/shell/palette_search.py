"""What the palette finds: commands at once, clients as soon as the database has answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence

from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner

MOST_CLIENTS = 8
MOST_COMMANDS = 12


@dataclass(frozen=True, slots=True)
class ClientHit:
    """A client as one line."""

    client_id: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette; a heading has no deed."""

    title: str
    detail: str = ""
    icon: str = ""
    keys: str = ""
    run: Callable[[], None] | None = None
    other: Callable[[], None] | None = None
    """What Ctrl and Enter do; None: the same."""

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows."""
        return self.run is None


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown for a text."""

    text: str
    entries: tuple[Entry, ...]
    searching: bool = False


class PaletteSearch:
    """Searches commands and clients; ``show`` gets each answer, the newest text only."""

    def __init__(
        self,
        *,
        tasks: TaskRunner,
        commands: Callable[[str], Sequence[QAction]],
        icon_of: Callable[[str], str],
        clients: Callable[[str, int], Sequence[ClientHit]],
        open_client: Callable[[int], None],
        show: Callable[[Found], None],
        failed: Callable[[Exception], None],
        headings: tuple[str, str],
    ) -> None:
        self._tasks, self._commands, self._icon_of = tasks, commands, icon_of
        self._clients, self._open_client, self._show, self._failed = clients, open_client, show, failed
        self._client_heading, self._command_heading = headings
        self._brief: Callable[[int], None] | None = None
        self._may_brief: Callable[[], bool] = lambda: False
        self._token = CancelToken()

    def offer_brief(self, open_brief: Callable[[int], None], allowed: Callable[[], bool]) -> None:
        """Let Ctrl and Enter open a client's brief, for whom it is *allowed* when they search."""
        self._brief, self._may_brief = open_brief, allowed

    @property
    def has_brief(self) -> bool:
        """Whether who is signed in may open a client's brief as well as the page."""
        return self._brief is not None and self._may_brief()

    def search(self, text: str) -> None:
        """Look for *text*; commands are shown at once, an earlier search for clients is forgotten."""
        self._token.cancel()
        wanted = text.strip()
        if not wanted:
            self._show(Found(text, self._command_entries("")))
            return
        self._show(Found(text, self._command_entries(wanted), searching=True))

        def arrived(hits: Sequence[ClientHit]) -> None:
            self._show(Found(text, (*self._client_entries(hits), *self._command_entries(wanted))))

        def failed(error: Exception) -> None:
            self._show(Found(text, self._command_entries(wanted)))
            self._failed(error)

        self._token = self._tasks.run(
            lambda: self._clients(wanted, MOST_CLIENTS), done=arrived, failed=failed
        )

    def stop(self) -> None:
        """The palette is closed: nobody waits for an answer."""
        self._token.cancel()

    def _client_entries(self, hits: Sequence[ClientHit]) -> tuple[Entry, ...]:
        if not hits:
            return ()
        return (Entry(self._client_heading), *(self._client_entry(hit) for hit in hits))

    def _client_entry(self, hit: ClientHit) -> Entry:
        client_id = hit.client_id
        brief = self._brief if self.has_brief else None
        other = None if brief is None else lambda: brief(client_id)
        return Entry(hit.name, hit.detail, "user", run=self._opener(client_id), other=other)

    def _command_entries(self, text: str) -> tuple[Entry, ...]:
        actions = self._commands(text)[:MOST_COMMANDS]
        if not actions:
            return ()
        lines = (
            Entry(
                action.text(),
                icon=self._icon_of(action.objectName()),
                keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
                run=action.trigger,
            )
            for action in actions
        )
        return (Entry(self._command_heading), *lines)

    def _opener(self, client_id: int) -> Callable[[], None]:
        return lambda: self._open_client(client_id)
