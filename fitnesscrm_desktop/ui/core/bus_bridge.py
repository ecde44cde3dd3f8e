"""Bring events of the Qt-free bus over to the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fitnesscrm_desktop.services.core.events import Event, EventBus

E = TypeVar("E", bound=Event)


class BusBridge(QObject):
    """Queue every event to the thread this object lives on.

    ``bridge.on(ClientCheckedIn, self.refresh, owner=self)``
    """

    _arrived = Signal(object)

    def __init__(self, bus: EventBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._local = EventBus()
        self._arrived.connect(self._forward, Qt.ConnectionType.QueuedConnection)
        self._stop = bus.subscribe(Event, self._arrived.emit)

    @Slot(object)
    def _forward(self, event: Event) -> None:
        self._local.publish([event])

    def on(self, kind: type[E], handler: Callable[[E], None], *, owner: QObject) -> None:
        """Call *handler* on the UI thread for as long as *owner* lives."""
        stop = self._local.subscribe(kind, handler)
        owner.destroyed.connect(lambda *_: stop())

    def close(self) -> None:
        """Stop listening to the bus; events already under way are still delivered."""
        self._stop()
