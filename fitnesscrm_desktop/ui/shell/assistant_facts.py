"""What the status line says about the assistant: that texts leave the studio, and what a model holds."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.assistant.events import AssistantChanged
from fitnesscrm_desktop.services.assistant.results import AssistantSetup
from fitnesscrm_desktop.services.assistant.settings import TOLD
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.lookout import Lookout
from fitnesscrm_desktop.ui.shell.status_line import StatusLine

PAGE = "assistant.main"
AWAY, MODEL = "assistant_away", "assistant_model"
LOOK_AGAIN_MS = 3000
_MEGABYTE = 2**20


class AssistantFacts(QObject):
    """Keeps both items true while somebody who may use the assistant is signed in.

    Nothing of the agents is loaded for it: what nobody has asked for holds no memory.
    """

    def __init__(self, desk: Desk, line: StatusLine, may_see: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._line, self._may_see = desk, line, may_see
        # Nobody tells when a model is loaded, or goes to rest.
        self._lookout = Lookout(self, self.look, self.weigh, LOOK_AGAIN_MS)
        desk.bridge.on(AssistantChanged, lambda _event: self._lookout.look_soon(), owner=self)

    def show(self) -> None:
        """Somebody is signed in."""
        if self._desk.actor.may(Permission.USE_ASSISTANT):
            self._lookout.begin()
        else:
            self._lookout.rest()

    def hide(self) -> None:
        """Nobody is signed in."""
        self._lookout.rest()

    def look(self) -> None:
        """Ask whether texts leave the studio."""
        assistant, actor = self._desk.services.assistant, self._desk.actor
        if self._lookout.awake:
            self._desk.tasks.run(lambda: assistant.get(actor), done=self._show_away, owner=self)

    def weigh(self) -> None:
        """Ask how much memory the models hold, if there are any at work."""
        agents = self._desk.services.agents_at_work()
        if self._lookout.awake and agents is not None:
            self._desk.tasks.run(agents.memory, done=self._show_memory, owner=self)

    def _show_away(self, setup: AssistantSetup) -> None:
        if not self._lookout.awake:
            return
        if not setup.leaves_studio:
            self._line.hide_item(AWAY)
            return
        server = urlsplit(setup.settings.server.url).hostname or setup.settings.server.url
        self._line.show_item(
            AWAY,
            "alert-triangle",
            self.tr("Client data leaves this studio: {server}").format(server=server),
            f"{self.tr('{server} is outside the studio.').format(server=server)} {self.tr(TOLD)}",
            self._open,
            loud=True,
        )

    def _show_memory(self, memory: int) -> None:
        if not self._lookout.awake:
            return
        if not memory:
            self._line.hide_item(MODEL)
            return
        size = self._desk.formats.number(max(1, round(memory / _MEGABYTE)))
        self._line.show_item(
            MODEL,
            "sparkles",
            self.tr("Model {size} MB").format(size=size),
            self.tr("A language model is in memory. It gives it back after a while without work."),
            self._open,
        )

    def _open(self) -> None:
        if self._may_see(PAGE):
            self._desk.window.go(PAGE)
