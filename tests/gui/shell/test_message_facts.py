"""What the status line says about messages."""

from __future__ import annotations

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.actors import an_actor
from tests.support.outbox_desk import OutboxDesk
from tests.support.window import StudioWindow


def test_the_most_urgent_thing_about_messages_is_told(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    window.open(services, owner)
    line = window.frame.status

    def tells(text: str) -> bool:
        return "messages" in line.names() and line.item("messages").text().strip() == text

    window.until(lambda: tells("Outbox empty"))
    desk = OutboxDesk(services)
    approved = desk.queue()
    window.until(lambda: tells("To send: 1"))
    draft = desk.queue(approved=False)
    window.until(lambda: tells("To approve: 1"))
    services.outbox.drop(owner, [approved, draft])
    window.until(lambda: tells("Outbox empty"))


def test_who_may_not_write_messages_is_told_nothing(window: StudioWindow, services: Services) -> None:
    nobody = Actor("Nobody", Role.TRAINER, None, an_actor(Role.TRAINER).permissions - {"messages.write"})
    window.open(services, nobody)
    OutboxDesk(services).queue()
    window.settle()
    assert "messages" not in window.frame.status.names()
