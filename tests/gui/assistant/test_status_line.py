"""The status line: that client data leaves the studio cannot be overlooked; held memory is told."""

from __future__ import annotations

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.shell.assistant_facts import AWAY, MODEL, AssistantFacts
from tests.support.actors import an_actor
from tests.support.scripted_office import give_office
from tests.support.window import StudioWindow

MEGABYTE = 2**20


def connect(services: Services, owner: Actor, url: str) -> None:
    version = services.assistant.get(owner).settings.version
    services.assistant.save_server(owner, version, url, "large", typed=CONFIRMATION)


def test_a_public_server_is_named_all_the_time(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    line = window.frame.status
    connect(services, owner, "https://8.8.8.8:8080")
    window.until(lambda: AWAY in line.names())
    assert line.item(AWAY).text().strip() == "Client data leaves this studio: 8.8.8.8"
    for role in (Role.TRAINER, Role.FRONT_DESK):
        window.work.session.sign_in(an_actor(role, "Somebody"))
        window.until(lambda: AWAY in line.names())
    window.click(line.item(AWAY))
    assert window.page_id == "assistant.main"
    connect(services, owner, "http://127.0.0.1:8080")
    window.until(lambda: AWAY not in line.names())


def test_nothing_is_said_of_a_server_in_the_studio(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    connect(services, owner, "http://192.168.1.20:11434")
    watch = window.work.findChild(AssistantFacts)
    assert watch is not None
    watch.look()
    window.settle()
    assert AWAY not in window.frame.status.names()


def test_memory_is_told_while_a_model_holds_some(window: StudioWindow, services: Services) -> None:
    line = window.frame.status
    office = give_office(services)
    office.held = 190 * MEGABYTE
    window.until(lambda: MODEL in line.names())
    assert line.item(MODEL).text().strip() == "Model 190 MB"
    office.held = 0
    window.until(lambda: MODEL not in line.names())


def test_looking_loads_no_agents(window: StudioWindow, services: Services) -> None:
    assert services.agents_at_work() is None
    window.settle()
    assert services.agents_at_work() is None
    assert MODEL not in window.frame.status.names()
