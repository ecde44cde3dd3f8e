from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.core.events import Event, EventBus
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge


@dataclass(frozen=True, slots=True)
class Happened(Event):
    number: int


def from_elsewhere(bus: EventBus, *events: Event) -> None:
    thread = threading.Thread(target=bus.publish, args=(events,))
    thread.start()
    thread.join()


def test_events_arrive_on_the_ui_thread_in_order(qtbot: QtBot) -> None:
    bus, owner = EventBus(), QObject()
    seen: list[tuple[object, object]] = []
    bridge = BusBridge(bus)
    bridge.on(Happened, lambda e: seen.append((e.number, QThread.currentThread())), owner=owner)
    from_elsewhere(bus, *(Happened(n) for n in range(5)))
    qtbot.waitUntil(lambda: len(seen) == 5)
    here = QThread.currentThread()
    assert seen == [(n, here) for n in range(5)]
    bridge.close()


def test_a_dead_owner_hears_nothing(qtbot: QtBot) -> None:
    bus, owner, other = EventBus(), QObject(), QObject()
    dead: list[Event] = []
    alive: list[Event] = []
    bridge = BusBridge(bus)
    bridge.on(Happened, dead.append, owner=owner)
    bridge.on(Happened, alive.append, owner=other)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    bus.publish([Happened(1)])
    qtbot.waitUntil(lambda: bool(alive))
    assert dead == []
    bridge.close()


def test_a_closed_bridge_is_silent(qtbot: QtBot) -> None:
    bus, owner = EventBus(), QObject()
    seen: list[tuple[object, object]] = []
    bridge, witness = BusBridge(bus), BusBridge(bus)
    bridge.on(Happened, lambda e: seen.append(("closed", e)), owner=owner)
    witness.on(Happened, lambda e: seen.append(("open", e)), owner=owner)
    bridge.close()
    bus.publish([Happened(1)])
    qtbot.waitUntil(lambda: bool(seen))
    assert [name for name, _ in seen] == ["open"]
    witness.close()
