"""Composes messages in tests, from words that are stored just for that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import MessageTemplate, MessagingSettings, TemplateText
from fitnesscrm_desktop.models.values import Audience, Channel, Purpose, Role
from fitnesscrm_desktop.services.messaging.composing import Composer, Outcome
from fitnesscrm_desktop.services.messaging.results import Composed, NotComposed, Occasion, Order
from fitnesscrm_desktop.services.settings.profile import studio_profile


class Writer:
    """Somebody who composes, and says who gets what."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._written = 0

    def template(self, *texts: dict[str, str], purpose: Purpose = Purpose.SERVICE) -> int:
        """Store a template; the id."""
        self._written += 1
        name = f"template {self._written}"
        with self._services.core.write() as work:
            row = MessageTemplate(name=name, folded=name, purpose=purpose)
            work.session.add(row)
            work.session.flush()
            for words in texts or ({"text": "Hello {{ recipient.first_name }}"},):
                work.session.add(
                    TemplateText(template_id=row.id, **{"language": "en", "subject": "News", **words})
                )
            return row.id

    def usual_language(self, language: str) -> None:
        """Set the language of those who have none."""
        with self._services.core.write() as work:
            work.session.merge(MessagingSettings(id=1, language=language))

    def outcomes(
        self,
        client_id: int,
        template_id: int | None = None,
        *,
        channel: Channel = Channel.EMAIL,
        audience: Audience = Audience.CLIENT,
        role: Role | None = None,
        **occasion: Any,
    ) -> tuple[Outcome, ...]:
        """What comes of one occasion."""
        order = Order(template_id or self.template(), channel, audience, role)
        now = self._services.core.clock.now()
        with self._services.core.read() as session:
            profile = studio_profile(session)
            about = replace(Occasion(client_id, profile.day_of(now)), **occasion)
            ((_, made),) = Composer(session, profile, now).compose([about], order)
        return made

    def composed(self, client_id: int, template_id: int | None = None, **more: Any) -> Composed:
        """The one message that comes of an occasion."""
        (made,) = self.outcomes(client_id, template_id, **more)
        assert isinstance(made, Composed), made
        return made

    def refused(self, client_id: int, template_id: int | None = None, **more: Any) -> str:
        """Why nobody is written to."""
        (made,) = self.outcomes(client_id, template_id, **more)
        assert isinstance(made, NotComposed), made
        return made.reason

    def today(self) -> date:
        """The studio's day."""
        with self._services.core.read() as session:
            return studio_profile(session).day_of(self._services.core.clock.now())
