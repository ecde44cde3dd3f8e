from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.actions import ActionRegistry, ActionSpec


def names(found: list[QAction]) -> list[str]:
    return [action.objectName() for action in found]


@pytest.fixture
def ran() -> list[int]:
    return []


@pytest.fixture
def registry(qapp: object, ran: list[int]) -> ActionRegistry:
    made = ActionRegistry(allowed=lambda permission: permission != "billing.refund")
    made.add(
        ActionSpec("checkin.open", "Check in a client", lambda: ran.append(1), shortcut="F2", section="Desk"),
        ActionSpec("billing.refund", "Refund a payment", lambda: ran.append(2), permission="billing.refund"),
        ActionSpec(
            "clients.freeze",
            "Freeze a client's membership",
            lambda: ran.append(3),
            enabled=lambda context: bool(context.get("client")),
            keywords="pause holiday",
            menu="Client",
            icon="snowflake",
        ),
        ActionSpec("app.hidden", "Client internals", lambda: None, palette=False, shortcut="ctrl+alt+x"),
    )
    made.update({})
    return made


def test_search_offers_what_can_be_done_now(registry: ActionRegistry) -> None:
    assert names(registry.search("client")) == ["checkin.open"]
    registry.update({"client": 4})
    assert names(registry.search("client")) == ["checkin.open", "clients.freeze"]
    assert names(registry.search("CLIENT freeze")) == ["clients.freeze"]
    assert names(registry.search("holiday")) == ["clients.freeze"]
    assert names(registry.search("refund")) == []


def test_closest_match_comes_first(registry: ActionRegistry) -> None:
    registry.add(ActionSpec("clients.new", "Client: new", lambda: None))
    assert names(registry.search("client"))[0] == "clients.new"


def test_an_action_runs(registry: ActionRegistry, ran: list[int]) -> None:
    registry.action("checkin.open").trigger()
    assert ran == [1]


def test_equal_ids_and_shortcuts_are_errors(registry: ActionRegistry) -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.add(ActionSpec("checkin.open", "X", lambda: None))
    with pytest.raises(ValueError, match="share F2"):
        registry.add(ActionSpec("x.y", "X", lambda: None, shortcut="f2"))
    with pytest.raises(ValueError, match="share Ctrl\\+Alt\\+X"):
        registry.add(ActionSpec("x.z", "X", lambda: None, shortcut="Ctrl+Alt+X"))


def test_what_is_not_allowed_is_not_shown(registry: ActionRegistry) -> None:
    assert not registry.action("billing.refund").isVisible()
    assert registry.action("checkin.open").isVisible()


def test_shortcut_sheet_and_menus(registry: ActionRegistry, qtbot: QtBot) -> None:
    sheet = registry.shortcut_sheet()
    assert ("Desk", "Check in a client", "F2") in [(s.section, s.title, s.keys) for s in sheet]
    assert names(registry.menu("Client")) == ["clients.freeze"]
    with qtbot.waitSignal(registry.changed):
        registry.update({})
