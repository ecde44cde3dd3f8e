"""What has happened to messages and to the words they are made of."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class MessagesChanged(Event):
    """The outbox is different now; several messages may have changed at once."""


@dataclass(frozen=True, slots=True)
class TemplatesChanged(Event):
    """A template was added, changed, archived or restored."""

    template_id: int


@dataclass(frozen=True, slots=True)
class MessagingSettingsChanged(Event):
    """How messages leave the studio, or what rules have to keep to, is different now."""
