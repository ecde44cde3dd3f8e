"""Where a section's fields are read from and stored; knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.settings.events import StudioChanged
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from fitnesscrm_desktop.ui.core.desk import Desk

Values = Mapping[str, object]


class RecordSource(Protocol):
    """Reads and stores one frozen record, which has a ``version``; called off the UI thread."""

    changed: type[Event]
    """What is published when it was changed, here or elsewhere."""

    def read(self) -> Any:
        """The record as it is stored."""
        ...

    def change(self, version: int, values: Values) -> Any:
        """Store *values*, named as the record's fields; the record after that."""
        ...

    def can_be_undone(self, values: Values) -> bool:
        """Whether what was there before could be stored again."""
        ...


class StudioRecord:
    """The studio's profile."""

    changed: type[Event] = StudioChanged

    def __init__(self, desk: Desk) -> None:
        self._settings, self._actor = desk.services.settings, desk.actor

    def read(self) -> StudioProfile:
        """The profile as it is stored."""
        return self._settings.profile()

    def change(self, version: int, values: Values) -> StudioProfile:
        """Store what differs."""
        return self._settings.change(self._actor, version, **values)

    def can_be_undone(self, _values: Values) -> bool:
        """It always can."""
        return True
