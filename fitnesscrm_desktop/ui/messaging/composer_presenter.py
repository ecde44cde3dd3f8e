"""Finds out what the composer has to know; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten, Written
from fitnesscrm_desktop.services.messaging.results import NotComposed, Reach, Rendered, TemplateRow
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.messaging.composer_state import ComposerState

TO_STAFF = "staff_"
"""Templates with such a key speak to the staff about a client."""


class ComposerView(Protocol):
    """What the presenter needs of the dialog."""

    def render_state(self, state: ComposerState) -> None:
        """Show *state*."""
        ...

    def fill_in(self, rendered: Rendered) -> None:
        """Put these words into the fields."""
        ...


class ComposerPresenter:
    """Keeps who is written to, how, and with which template."""

    def __init__(self, desk: Desk, view: ComposerView, owner: QObject) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._reaching, self._rendering = CancelToken(), CancelToken()
        self._any_way = False
        self.state = ComposerState()

    def begin(self, client_id: int | None, channel: Channel | None = None) -> None:
        """Load what there is to choose from."""
        templates, actor = self._desk.services.templates, self._desk.actor

        def arrived(rows: list[TemplateRow]) -> None:
            self._show(templates=tuple(row for row in rows if not (row.key or "").startswith(TO_STAFF)))

        self._desk.tasks.run(
            lambda: list(templates.list(actor)), done=arrived, failed=self._failed, owner=self._owner
        )
        self._any_way = channel is None
        if channel is not None:
            self._show(channel=channel)
        self.write_to(client_id)

    def write_to(self, client_id: int | None) -> None:
        """Write to this client."""
        self._show(client_id=client_id, reach=None)
        self._ask_reach()
        self._render()

    def choose_channel(self, channel: Channel) -> None:
        """Write this way."""
        self._any_way = False
        self._show(channel=channel)
        self._render()

    def choose_template(self, template_id: int | None) -> None:
        """Write with these words, or free ones."""
        self._show(template_id=template_id, language=None, rendered=None, trouble="")
        self._ask_reach()
        self._render()

    def choose_language(self, language: str | None) -> None:
        """Write in this language, whatever the client's is."""
        self._show(language=language)
        self._render()

    def set_offer(self, *, offer: bool) -> None:
        """Free words are an offer, or about the membership."""
        self._show(offer=offer)
        self._ask_reach()

    def sending(self, letter: HandWritten, key: str, *, approve: bool) -> Callable[[], Written] | None:
        """What stores it, to be run off the UI thread."""
        outbox, actor, client_id = self._desk.services.outbox, self._desk.actor, self.state.client_id
        if client_id is None:
            return None
        return lambda: outbox.write(actor, client_id, letter, key=key, approve=approve)

    def _ask_reach(self) -> None:
        self._reaching.cancel()
        token = self._reaching = CancelToken()
        client_id, purpose = self.state.client_id, self.state.purpose
        if client_id is None:
            return
        outbox, actor = self._desk.services.outbox, self._desk.actor

        def arrived(found: Reach) -> None:
            if not token.cancelled:
                self._reached(found)

        self._desk.tasks.run(
            lambda: outbox.reach(actor, client_id, purpose),
            done=arrived,
            failed=self._failed,
            owner=self._owner,
        )

    def _reached(self, found: Reach) -> None:
        """Before anybody has chosen a way, the first one that is open is taken."""
        usable = [way for way in Channel if not isinstance(found.answers[way], NotComposed)]
        other = self._any_way and usable and self.state.channel not in usable
        self._show(reach=found, channel=usable[0] if other else self.state.channel)
        if other:
            self._render()

    def _render(self) -> None:
        self._rendering.cancel()
        token = self._rendering = CancelToken()
        state = self.state
        template_id, client_id = state.template_id, state.client_id
        if template_id is None or client_id is None:
            self._show(rendered=None, trouble="", busy=False)
            return
        templates, actor = self._desk.services.templates, self._desk.actor
        self._show(busy=True)

        def arrived(rendered: Rendered) -> None:
            if not token.cancelled:
                self._show(rendered=rendered, trouble="", busy=False)
                self._view.fill_in(rendered)

        def failed(error: Exception) -> None:
            if not token.cancelled:
                self._failed(error)

        self._desk.tasks.run(
            lambda: templates.preview(actor, template_id, client_id, state.language, state.channel),
            done=arrived,
            failed=failed,
            owner=self._owner,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self._show(trouble=error.text, rendered=None, busy=False)
        else:
            self._desk.window.report(error)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)
