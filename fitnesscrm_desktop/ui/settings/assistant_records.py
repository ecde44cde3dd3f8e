"""How the assistant is set up, as the sections about it show and store it; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fitnesscrm_desktop.services.assistant.events import AssistantChanged
from fitnesscrm_desktop.services.assistant.results import AssistantSettings, AssistantSetup
from fitnesscrm_desktop.services.core.errors import Confirmable, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.settings.record_source import Values


@dataclass(frozen=True, slots=True)
class ServerRecord:
    """The fields of the section about a server; the key is only ever typed, never shown."""

    url: str
    model: str
    has_key: bool | None
    leaves_studio: bool
    version: int
    key: str = ""
    typed: str = ""
    """The sentence by which the owner agrees to a public address."""


class LimitsSource:
    """Threads, context, drafts an hour, minutes until it rests."""

    changed: type[Event] = AssistantChanged

    def __init__(self, desk: Desk) -> None:
        self._service, self._actor = desk.services.assistant, desk.actor

    def read(self) -> AssistantSettings:
        """As they are stored."""
        return self._service.get(self._actor).settings

    def change(self, version: int, values: Values) -> AssistantSettings:
        """Store what differs."""
        known: dict[str, Any] = dict(values)
        return self._service.save(self._actor, version, replace(self.read(), **known)).settings

    def can_be_undone(self, _values: Values) -> bool:
        """It always can."""
        return True


class ServerSource:
    """A model server of the studio's own."""

    changed: type[Event] = AssistantChanged

    def __init__(self, desk: Desk) -> None:
        self._service, self._actor = desk.services.assistant, desk.actor

    def read(self) -> ServerRecord:
        """As it is stored."""
        return _server(self._service.get(self._actor))

    def change(self, version: int, values: Values) -> ServerRecord:
        """Store what differs; a public address needs the sentence, which is asked for at its field."""
        known: dict[str, Any] = dict(values)
        record = replace(self.read(), **known)
        try:
            setup = self._service.save_server(
                self._actor,
                version,
                record.url,
                record.model,
                key=record.key or None,
                typed=record.typed,
            )
        except Confirmable as error:
            raise RuleBroken(error.text, fields={"typed": error.text}) from error
        return _server(setup)

    def can_be_undone(self, values: Values) -> bool:
        """A key that was there before is known to nobody, and a public address is agreed to each time."""
        return not {"key", "typed", "url"} & values.keys()


def _server(setup: AssistantSetup) -> ServerRecord:
    settings = setup.settings
    return ServerRecord(
        settings.server.url, settings.server.model, setup.has_key, setup.leaves_studio, settings.version
    )
