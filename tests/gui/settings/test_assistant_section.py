"""Setting up the assistant: models are looked at and tried in the background, a server is the owner's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.agents.runtime import bindings
from fitnesscrm_desktop.agents.runtime.errors import EngineBroken
from fitnesscrm_desktop.agents.runtime.first_look import FirstLook
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.assistant.results import ModelFacts
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, SERVER
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.ui.settings import FEATURE
from fitnesscrm_desktop.ui.settings.assistant_section import SHIPPED, AssistantSection
from fitnesscrm_desktop.ui.settings.model_rows import about_model
from fitnesscrm_desktop.ui.settings.page import SettingsPage
from fitnesscrm_desktop.ui.settings.server_section import ServerSection
from tests.gui.settings.screen import SettingsScreen
from tests.support.actors import an_actor
from tests.support.engine import a_tiny_model, require_engine
from tests.support.gui_desk import DeskAtHand
from tests.support.memory_keyring import MemoryKeyring
from tests.support.model_server import Asked, ModelServer, piece

OWNER = command_line()


@pytest.fixture
def section(screen: SettingsScreen) -> AssistantSection:
    """Open the section about models."""
    return screen.section(AssistantSection, "assistant")


@pytest.fixture
def server_section(screen: SettingsScreen) -> ServerSection:
    """Open the section about a server."""
    return screen.section(ServerSection, "model_server")


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """Run a server that says hello."""

    def hello(asked: Asked) -> None:
        asked.stream(piece("Hello"), piece("", "stop"))

    with ModelServer(hello) as running:
        yield running


def names(section: AssistantSection) -> list[str]:
    return [line.name.text() for line in section.models.lines]


def line_edit(section: ServerSection, name: str) -> QLineEdit:
    field = section.bound[name].field
    assert isinstance(field, QLineEdit)
    return field


def a_model(services: Services, name: str = "Qwen3-1.7B") -> None:
    facts = ModelFacts(name, f"/nowhere/{name}.gguf", "a" * 64, 1_100_000_000, 1_700_000_000, 32_768)
    services.catalogue.add(OWNER, facts)


def test_the_model_that_ships_is_there_first(section: AssistantSection) -> None:
    assert names(section) == ["SmolLM2-135M"]
    assert section.models.lines[0].remove.isHidden()
    assert section.choices["communication"].code() == SHIPPED


def test_limits_are_stored_and_can_be_taken_back(
    section: AssistantSection, screen: SettingsScreen, services: Services
) -> None:
    section.bound["per_hour"].write(40)
    screen.click(section.save_button)
    assert services.assistant.get(OWNER).settings.per_hour == 40
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.assistant.get(OWNER).settings.per_hour == 120


def test_an_agent_is_given_another_model_and_back(
    section: AssistantSection, screen: SettingsScreen, services: Services
) -> None:
    a_model(services)
    screen.settle()
    field = section.choices["communication"]
    field.set_code("Qwen3-1.7B")
    field.chosen.emit("Qwen3-1.7B")
    screen.settle()
    assert services.assistant.get(OWNER).settings.models == {"communication": "Qwen3-1.7B"}
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.assistant.get(OWNER).settings.models == {}
    assert field.code() == SHIPPED


def test_a_model_is_taken_off_the_list_and_comes_back(
    section: AssistantSection, screen: SettingsScreen, services: Services
) -> None:
    a_model(services)
    screen.settle()
    assert names(section) == ["SmolLM2-135M", "Qwen3-1.7B"]
    assert "1700 million parameters" in section.models.lines[1].about.text()
    assert not section.models.lines[1].test.isEnabled(), "its file is missing"
    screen.click(section.models.lines[1].remove)
    assert names(section) == ["SmolLM2-135M"]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert names(section) == ["SmolLM2-135M", "Qwen3-1.7B"]


def test_a_file_is_looked_at_added_and_tried(
    section: AssistantSection, screen: SettingsScreen, services: Services, tmp_path: Path
) -> None:
    require_engine()
    file, _card = a_tiny_model(tmp_path)
    screen.at_hand.dialogs.then(file)
    section.add_button.click()
    assert section.under_way.isVisible()
    assert not section.add_button.isEnabled(), "one thing at a time"
    screen.settle()
    [_shipped, row] = services.catalogue.list(OWNER)
    assert section.answer.text() == f"{row.facts.name} is in the list."
    assert names(section)[1] == row.facts.name
    screen.click(section.models.lines[1].test)
    assert section.answer.text() == f"{row.facts.name} works."
    assert "tokens a second" in section.models.lines[1].measured.text()
    assert services.catalogue.list(OWNER)[1].memory


def test_what_is_no_model_is_refused_with_a_sentence(
    section: AssistantSection, screen: SettingsScreen, services: Services, tmp_path: Path
) -> None:
    require_engine()
    file = tmp_path / "holiday.gguf"
    file.write_bytes(b"no model at all" * 100)
    screen.at_hand.dialogs.then(file)
    screen.click(section.add_button)
    assert "holiday.gguf" in section.answer.text()
    assert len(services.catalogue.list(OWNER)) == 1
    assert section.add_button.isEnabled()
    assert screen.at_hand.window.reported == []


def test_looking_at_a_file_can_be_cancelled(
    section: AssistantSection, screen: SettingsScreen, services: Services, tmp_path: Path
) -> None:
    require_engine()
    file, _card = a_tiny_model(tmp_path)
    screen.at_hand.dialogs.then(file)
    section.add_button.click()
    screen.click(section.cancel_button)
    assert section.answer.text() == "Cancelled. Nothing was changed."
    assert not section.under_way.isVisible()
    assert section.add_button.isEnabled()


def test_an_engine_that_does_not_run_is_told_when_the_section_is_opened(
    screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = EngineBroken("it was built for another processor")
    monkeypatch.setattr(FirstLook, "take", lambda look, _stop: setattr(look, "_trouble", broken))
    section = screen.section(AssistantSection, "assistant")
    screen.settle()
    assert "another processor" in section.engine.text()
    assert section.engine.isVisible()
    assert not section.add_button.isEnabled()


def test_without_an_engine_the_cure_is_named(screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindings, "PACKAGE", "an_engine_nobody_has")
    section = screen.section(AssistantSection, "assistant")
    assert section.engine.isVisible()
    assert "without “--no-ai”" in section.engine.text()
    assert not section.add_button.isEnabled()
    assert not section.models.lines[0].test.isEnabled()


def test_a_server_in_the_studio_is_set_up_tried_and_chosen(
    server_section: ServerSection,
    screen: SettingsScreen,
    services: Services,
    model_server: ModelServer,
    memory_keyring: MemoryKeyring,
) -> None:
    assert not server_section.test_button.isEnabled()
    screen.fill(line_edit(server_section, "url"), f"http://127.0.0.1:{model_server.port}")
    screen.fill(line_edit(server_section, "model"), "llama")
    screen.fill(server_section.key, "very secret")
    assert not server_section.typed_field.isVisible()
    screen.click(server_section.save_button)
    assert services.assistant.server_key(OWNER) == "very secret"
    assert server_section.key.text() == ""
    assert server_section.key.placeholderText() == "Kept. Type to replace it."
    assert not server_section.away.isVisible()
    screen.click(server_section.test_button)
    assert server_section.answer.text().startswith("It has answered in ")
    assert model_server.asked[0].headers["Authorization"] == "Bearer very secret"
    section = screen.section(AssistantSection, "assistant")
    assert section.choices["communication"].findData(SERVER) >= 0


def test_a_server_that_does_not_answer_is_told(
    server_section: ServerSection, screen: SettingsScreen, services: Services
) -> None:
    version = services.assistant.get(OWNER).settings.version
    services.assistant.save_server(OWNER, version, "http://127.0.0.1:9", "llama")
    screen.settle()
    screen.click(server_section.test_button)
    assert server_section.answer.text()
    assert screen.at_hand.window.reported == []


def test_a_public_address_needs_a_sentence_and_is_never_hidden(
    server_section: ServerSection, screen: SettingsScreen, services: Services
) -> None:
    screen.fill(line_edit(server_section, "url"), "https://8.8.8.8:8080")
    screen.fill(line_edit(server_section, "model"), "large")
    screen.click(server_section.save_button)
    assert services.assistant.get(OWNER).settings.server.url == ""
    assert server_section.typed_field.isVisible()
    assert CONFIRMATION in server_section.form.error(server_section.typed_field)
    screen.fill(server_section.typed_field, "yes")
    screen.click(server_section.save_button)
    assert services.assistant.get(OWNER).settings.server.url == ""
    screen.fill(server_section.typed_field, CONFIRMATION)
    screen.click(server_section.save_button)
    assert services.assistant.get(OWNER).leaves_studio
    assert server_section.away.isVisible()
    assert not server_section.typed_field.isVisible()
    assert server_section.typed_field.text() == ""


def test_a_server_is_taken_away(
    server_section: ServerSection, screen: SettingsScreen, services: Services
) -> None:
    version = services.assistant.get(OWNER).settings.version
    services.assistant.save_server(OWNER, version, "http://127.0.0.1:8080", "llama")
    screen.settle()
    assert line_edit(server_section, "url").text() == "http://127.0.0.1:8080"
    field = line_edit(server_section, "url")
    field.clear()
    screen.click(server_section.save_button)
    assert services.assistant.get(OWNER).settings.server.url == ""
    assert not server_section.test_button.isEnabled()


def test_only_the_owner_connects_a_server(at_hand: DeskAtHand) -> None:
    seen = {}
    for role in (Role.OWNER, Role.MANAGER, Role.FRONT_DESK):
        at_hand.desk.actor = an_actor(role)
        page = FEATURE.pages[0].build(at_hand.desk)
        assert isinstance(page, SettingsPage)
        seen[role] = {"assistant", "model_server"} & set(page.section_ids())
        page.deleteLater()
    assert seen == {
        Role.OWNER: {"assistant", "model_server"},
        Role.MANAGER: {"assistant"},
        Role.FRONT_DESK: set(),
    }


def test_how_a_model_writes_is_said(services: Services) -> None:
    a_model(services)
    small, large = services.catalogue.list(OWNER)
    assert about_model(small).endswith("chooses among our phrases")
    assert about_model(large).endswith("finds its own words, which are checked")
