"""Decides what the outbox shows and does; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import JobResult, Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, StudioError
from fitnesscrm_desktop.services.messaging.jobs import told
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, OutboxCounts, Refusal, Which
from fitnesscrm_desktop.services.messaging.results import MessageDetail, MessageRow
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.messaging.outbox_state import Deed, Messages, Narrowing, OutboxState
from fitnesscrm_desktop.ui.messaging.outbox_words import bulk_text
from fitnesscrm_desktop.ui.messaging.words import translate

JOB = "outbox"
PORTION = 200
"""So many messages are changed in one transaction; other PCs and windows have a turn in between."""


class OutboxView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: OutboxState) -> None:
        """Show *state*."""
        ...

    def show_messages(self, source: Messages) -> None:
        """Show these from their start."""
        ...

    def refresh_messages(self) -> None:
        """Load the list anew, where it stands."""
        ...


class OutboxPresenter:
    """Keeps the filter, the counts, what is selected and what is read."""

    def __init__(self, desk: Desk, view: OutboxView, owner: QObject) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._counting, self._reading, self._gathering = CancelToken(), CancelToken(), CancelToken()
        self.state = OutboxState(
            may_approve=desk.actor.may(Permission.APPROVE_MESSAGES),
            may_set_up=desk.actor.may(Permission.MANAGE_SETTINGS),
        )

    # --- what is shown ----------------------------------------------------------------------------------

    def arrive(self, which: Which | None, narrowing: Narrowing) -> None:
        """Show these messages from the start."""
        same = (narrowing.client_id, narrowing.rule_id) == (
            self.state.narrowing.client_id,
            self.state.narrowing.rule_id,
        )
        usual = self.state.which if same else (Which.ALL if narrowing else Which.DRAFT)
        self._show(which=which or usual, narrowing=self.state.narrowing if same else narrowing)
        self._show_list()
        self._find_name()
        self.count()

    def choose(self, which: Which) -> None:
        """Show another part."""
        if which is not self.state.which:
            self._show(which=which)
            self._show_list()

    def widen(self) -> None:
        """Show the messages of all clients and rules again."""
        self._show(narrowing=Narrowing())
        self._show_list()

    def refresh(self) -> None:
        """Something has happened to messages."""
        self._view.refresh_messages()
        self.count()
        if self.state.shown_id is not None:
            self._read(self.state.shown_id)

    def loaded(self, first: MessageRow | None) -> None:
        """The list is there; a rule's name comes with its messages."""
        only = self.state.narrowing
        if first is not None and only.rule_id is not None and not only.name:
            self._show(narrowing=replace(only, name=first.rule_name))

    def select(self, rows: Sequence[MessageRow], current: MessageRow | None) -> None:
        """These are selected, and *current* is read."""
        shown_id = None if current is None else current.id
        other = shown_id != self.state.shown_id
        detail = None if other else self.state.detail
        self._gathering.cancel()
        self._show(selected=tuple(rows), everything=None, shown_id=shown_id, detail=detail)
        if shown_id is not None and other:
            self._read(shown_id)

    def select_everything(self) -> None:
        """All are selected that the filter has, not only those that are loaded."""
        self._gathering.cancel()
        token = self._gathering = CancelToken()
        outbox, actor, which, only = (
            self._desk.services.outbox,
            self._desk.actor,
            self.state.which,
            self.state.narrowing,
        )

        def arrived(ids: tuple[int, ...]) -> None:
            if not token.cancelled:
                self._show(everything=ids)

        self._desk.tasks.run(
            lambda: outbox.ids(actor, which, client_id=only.client_id, rule_id=only.rule_id),
            done=arrived,
            failed=self._failed,
            owner=self._owner,
        )

    def count(self) -> None:
        """Ask how many stand where, and whether they can leave."""
        self._counting.cancel()
        token = self._counting = CancelToken()
        outbox, actor = self._desk.services.outbox, self._desk.actor

        def arrived(counts: OutboxCounts) -> None:
            if not token.cancelled:
                self._show(counts=counts, error="")

        self._desk.tasks.run(
            lambda: outbox.counts(actor), done=arrived, failed=self._failed, owner=self._owner
        )

    def _show_list(self) -> None:
        self._gathering.cancel()
        self._show(selected=(), everything=None, shown_id=None, detail=None)
        state, desk = self.state, self._desk
        self._view.show_messages(Messages(desk.services.outbox, desk.actor, state.which, state.narrowing))

    def _find_name(self) -> None:
        only = self.state.narrowing
        if only.client_id is None or only.name:
            return
        directory, actor, client_id = self._desk.services.directory, self._desk.actor, only.client_id

        def arrived(name: str) -> None:
            if self.state.narrowing.client_id == client_id:
                self._show(narrowing=replace(self.state.narrowing, name=name))

        self._desk.tasks.run(
            lambda: directory.detail(actor, client_id).name,
            done=arrived,
            failed=self._failed,
            owner=self._owner,
        )

    def _read(self, message_id: int) -> None:
        self._reading.cancel()
        token = self._reading = CancelToken()
        outbox, actor = self._desk.services.outbox, self._desk.actor

        def arrived(detail: MessageDetail) -> None:
            if not token.cancelled and self.state.shown_id == message_id:
                self._show(detail=detail)

        self._desk.tasks.run(
            lambda: outbox.detail(actor, message_id), done=arrived, failed=self._failed, owner=self._owner
        )

    # --- deeds ------------------------------------------------------------------------------------------

    def do(self, deed: Deed) -> None:
        """Do it to all that are selected; what cannot be done is told."""
        rows, ids = self.state.selected, self.state.ids
        if not rows:
            return
        outbox, actor = self._desk.services.outbox, self._desk.actor
        work: Callable[[Actor, Sequence[int]], Bulk] = {
            Deed.APPROVE: outbox.approve,
            Deed.DROP: outbox.drop,
            Deed.RETRY: outbox.retry,
            Deed.HAND_OVER: outbox.mark_copied,
        }[deed]
        self._desk.tasks.write(
            lambda: _in_portions(lambda some: work(actor, some), ids),
            done=lambda bulk: self._say(deed, bulk, rows),
            failed=self._refused,
            owner=self._owner,
        )

    def _say(self, deed: Deed, bulk: Bulk, rows: Sequence[MessageRow]) -> None:
        undo = (lambda: self._undrop(bulk)) if deed is Deed.DROP and bulk.done else None
        tone = "warn" if bulk.refused else "good"
        self._desk.toasts.show_toast(bulk_text(deed, bulk, rows), undo=undo, tone=tone)

    def _undrop(self, bulk: Bulk) -> None:
        outbox, actor = self._desk.services.outbox, self._desk.actor
        self._desk.tasks.write(
            lambda: _in_portions(lambda some: outbox.undrop(actor, some), bulk.done), done=lambda _bulk: None
        )

    def pass_on(self, copy: Callable[[str], None]) -> None:
        """Hand the words of what is read to *copy*, if they are still so."""
        outbox, actor, shown_id = self._desk.services.outbox, self._desk.actor, self.state.shown_id
        if shown_id is not None:
            self._desk.tasks.write(
                lambda: outbox.words_to_pass_on(actor, shown_id),
                done=copy,
                failed=self._refused,
                owner=self._owner,
            )

    def send_now(self) -> None:
        """Let the outbox look now, and say what came of it."""
        if self.state.sending:
            return
        self._show(sending=True)
        services, actor = self._desk.services, self._desk.actor

        def send() -> tuple[str, bool]:
            if actor.may(Permission.MANAGE_JOBS):
                run = services.jobs.run_now(actor, JOB)
                return run.text, run.result is JobResult.DONE
            done = services.outbox.deliver(actor)
            return told(done), not done.troubles

        self._desk.tasks.long(
            lambda _progress: send(),
            progress=lambda _done, _total: None,
            done=self._sent,
            failed=self._not_sent,
            owner=self._owner,
        )

    def _sent(self, said: tuple[str, bool]) -> None:
        self._show(sending=False)
        text, well = said
        self._desk.toasts.show_toast(
            text or translate("Nothing is due now."), tone="good" if well else "warn"
        )

    def _not_sent(self, error: Exception) -> None:
        self._show(sending=False)
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        self._desk.window.report(error)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._show(shown_id=None, detail=None)
        elif isinstance(error, StudioError):
            self._show(error=error.text)
        else:
            self._desk.window.report(error)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)


def _in_portions(work: Callable[[Sequence[int]], Bulk], ids: Sequence[int]) -> Bulk:
    """Do it to all of *ids*, and add up what came of it."""
    done: list[int] = []
    refused: list[Refusal] = []
    for start in range(0, len(ids), PORTION):
        bulk = work(ids[start : start + PORTION])
        done += bulk.done
        refused += bulk.refused
    return Bulk(tuple(done), tuple(refused))
