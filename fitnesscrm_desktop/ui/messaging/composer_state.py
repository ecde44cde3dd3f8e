"""What somebody is about to write, and what is known about whether it can go out."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.models.values import Channel, Purpose
from fitnesscrm_desktop.services.messaging.results import NotComposed, Reach, Recipient, Rendered, TemplateRow


@dataclass(frozen=True, slots=True)
class ComposerState:
    """One look at it; what is None is on its way, or not chosen yet."""

    client_id: int | None = None
    channel: Channel = Channel.EMAIL
    template_id: int | None = None
    language: str | None = None
    """None: the client's own."""
    offer: bool = False
    """Free words may be an offer; a template knows by itself."""
    templates: tuple[TemplateRow, ...] = ()
    reach: Reach | None = None
    rendered: Rendered | None = None
    trouble: str = ""
    """Why the template cannot be shown."""
    busy: bool = False

    @property
    def template(self) -> TemplateRow | None:
        """The template that is chosen."""
        return next((each for each in self.templates if each.id == self.template_id), None)

    @property
    def purpose(self) -> Purpose:
        """What it is for: consent depends on it."""
        if self.template is not None:
            return self.template.purpose
        return Purpose.MARKETING if self.offer else Purpose.SERVICE

    @property
    def answer(self) -> Recipient | NotComposed | None:
        """Whom it goes to this way, or why nobody."""
        return None if self.reach is None else self.reach.answers[self.channel]
