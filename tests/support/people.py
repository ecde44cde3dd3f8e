"""Clients for tests, added as the desk adds them."""

from __future__ import annotations

from datetime import date
from typing import Any

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients.results import ClientDetail, NewClient
from tests.support.actors import an_actor


class People:
    """Adds clients through the service, and looks at them with an owner's eyes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._owner = an_actor(Role.OWNER)

    def add(self, name: str = "Anna Ivanova", born: date | None = None, **fields: Any) -> int:
        """Add a client called "first last"; the id."""
        first, _, last = name.partition(" ")
        new = NewClient(first, last, born=born, **fields)
        return self._services.clients.add(self._owner, new).id

    def detail(self, client_id: int) -> ClientDetail:
        """Everything about a client."""
        return self._services.directory.detail(self._owner, client_id)

    def version(self, client_id: int) -> int:
        """The version that is stored now."""
        return self.detail(client_id).version

    def names(self, text: str) -> list[str]:
        """Whom a search finds."""
        return [hit.name for hit in self._services.directory.search(self._owner, text)]
