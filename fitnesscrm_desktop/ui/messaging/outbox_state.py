"""What the outbox shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.messaging.outbox import OutboxService
from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, Which
from fitnesscrm_desktop.services.messaging.results import MessageDetail, MessageRow
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF, DROPPABLE, EDITABLE, may_try_again


class Deed(enum.StrEnum):
    """What can be done with messages; a key and a button each."""

    APPROVE = "approve"
    EDIT = "edit"
    DROP = "drop"
    RETRY = "retry"
    HAND_OVER = "hand_over"
    """Somebody has passed it on, or put it into the post."""
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Only messages to one client, or of one rule; None: all."""

    client_id: int | None = None
    rule_id: int | None = None
    name: str = ""
    """Of the client or the rule, once it is known."""

    def __bool__(self) -> bool:
        return self.client_id is not None or self.rule_id is not None


@dataclass(frozen=True, slots=True)
class OutboxState:
    """One look at it; what is None is on its way."""

    which: Which = Which.DRAFT
    narrowing: Narrowing = Narrowing()
    counts: OutboxCounts | None = None
    selected: tuple[MessageRow, ...] = ()
    everything: tuple[int, ...] | None = None
    """All that the filter has is selected, also what is not loaded yet; their ids."""
    shown_id: int | None = None
    """The message that is read; None: none is."""
    detail: MessageDetail | None = None
    may_approve: bool = False
    may_set_up: bool = False
    sending: bool = False
    error: str = ""

    @property
    def ids(self) -> tuple[int, ...]:
        """What a deed is done to."""
        return tuple(row.id for row in self.selected) if self.everything is None else self.everything

    def allows(self, deed: Deed) -> bool:
        """Whether the selected messages are such that it makes sense to offer it."""
        if deed is Deed.EDIT:
            return len(self.selected) == 1 and self.everything is None and self.selected[0].state in EDITABLE
        if deed in {Deed.APPROVE, Deed.RETRY} and not self.may_approve:
            return False
        return any(suits(deed, row) for row in self.selected)


def suits(deed: Deed, row: MessageRow) -> bool:
    """Whether *deed* can be done to this message as it stands."""
    by_hand = row.channel not in BY_ITSELF
    approved = row.state is MessageState.APPROVED
    return {
        Deed.APPROVE: row.state is MessageState.DRAFT,
        Deed.EDIT: row.state in EDITABLE,
        Deed.DROP: row.state in DROPPABLE,
        Deed.RETRY: may_try_again(row.state, row.outcome) and not (by_hand and approved),
        Deed.HAND_OVER: approved and by_hand,
        Deed.PRINT: approved and row.channel is Channel.LETTER,
    }[deed]


class Messages:
    """The messages of one filter, page by page; read off the UI thread."""

    def __init__(self, outbox: OutboxService, actor: Actor, which: Which, narrowing: Narrowing) -> None:
        self._outbox, self._actor, self._which, self._only = outbox, actor, which, narrowing

    def fetch(self, after: Cursor | None, limit: int) -> Page[MessageRow]:
        """One page, the newest first."""
        only = self._only
        return self._outbox.rows(
            self._actor,
            self._which,
            client_id=only.client_id,
            rule_id=only.rule_id,
            after=after,
            limit=limit,
        )
