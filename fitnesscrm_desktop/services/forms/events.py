"""What has happened to forms."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class FormsChanged(Event):
    """A client has signed a form, or one of the client's forms is void or cleared now."""

    client_id: int


@dataclass(frozen=True, slots=True)
class FormTemplatesChanged(Event):
    """What a form says or who needs it is different now."""

    template_id: int
