"""Messages for tests: written as the program writes them, without the words of a template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MailSecurity, Purpose, RecipientKind, Role
from fitnesscrm_desktop.services.messaging.outbox_results import Delivered, MailSettings, SendingRules
from fitnesscrm_desktop.services.messaging.queueing import Origin, queue_message
from fitnesscrm_desktop.services.messaging.results import Composed, MessageDetail, Recipient
from tests.support.actors import an_actor

SENDER = "desk@studio.example"


class OutboxDesk:
    """Writes, approves and sends with an owner's rights."""

    def __init__(self, services: Services) -> None:
        self.services, self.owner = services, an_actor(Role.OWNER)

    def set_up_mail(self, port: int, password: str | None = None, **fields: Any) -> None:
        """Let e-mail leave through a server on this computer."""
        given = {"host": "127.0.0.1", "security": MailSecurity.PLAIN, "from_address": SENDER, **fields}
        if password is not None:
            given.setdefault("user", "studio")
        service = self.services.messaging
        version = service.get(self.owner).version
        service.save_mail(self.owner, version, MailSettings(port=port, **given), password)

    def no_quiet_hours(self) -> None:
        """Let rules write at night."""
        service = self.services.messaging
        service.save_rules(self.owner, service.get(self.owner).version, SendingRules(0, 0))

    def queue(
        self,
        to: str = "anna@example.com",
        *,
        approved: bool = True,
        client_id: int | None = None,
        good_until: datetime | None = None,
        origin: Origin | None = None,
        **fields: Any,
    ) -> int:
        """Put one message into the outbox; the id."""
        given: dict[str, Any] = {
            "channel": Channel.EMAIL,
            "purpose": Purpose.SERVICE,
            "language": "en",
            "subject": "Hello",
            "text": "Dear Anna\n\nSee you soon.\n",
            "html": "",
            "parts": 1,
            **fields,
        }
        kind = RecipientKind.STAFF if client_id is None else RecipientKind.CLIENT
        recipient = Recipient(kind, client_id or 1, given.pop("name", "Anna Ivanova"), to)
        composed = Composed(recipient=recipient, client_id=client_id, template_id=None, **given)  # type: ignore[arg-type]  # nobody in particular
        with self.services.core.write() as work:
            return queue_message(
                work,
                composed,
                origin or Origin(),
                approved_by="Somebody" if approved else "",
                good_until=good_until,
            )

    def deliver(self) -> Delivered:
        """One round of sending."""
        return self.services.outbox.deliver(self.owner)

    def see(self, message_id: int) -> MessageDetail:
        """A message as it is stored now."""
        return self.services.outbox.detail(self.owner, message_id)

    def stored(self) -> list[Message]:
        """All messages, the oldest first."""
        with self.services.core.read() as session:
            rows = list(session.scalars(select(Message).order_by(Message.id)))
            session.expunge_all()
            return rows
