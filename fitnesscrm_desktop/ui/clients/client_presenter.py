"""What the page of one client shows and does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.models.values import Permission, Verdict
from fitnesscrm_desktop.services.billing.results import Ledger
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.events import ClientsMerged, ClientsTagged
from fitnesscrm_desktop.services.clients.results import (
    ClientDetail,
    ConsentInfo,
)
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.memberships.results import MembershipView
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.ui.clients.record_deeds import RecordDeeds
from fitnesscrm_desktop.ui.clients.words import translate
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken

SETTLE_MS = 150


@dataclass(frozen=True, slots=True)
class ClientState:
    """Everything the page shows; ``detail`` is None while it is loaded for the first time."""

    client_id: int = 0
    detail: ClientDetail | None = None
    photo: bytes | None = None
    memberships: tuple[MembershipView, ...] = ()
    ledger: Ledger | None = None
    """None: this person may not see money."""
    consents: tuple[ConsentInfo, ...] = ()
    trouble: str = ""
    """Why the client cannot be shown."""
    refused: str = ""
    """Why the last check-in from here was refused."""

    @property
    def unpaid(self) -> int:
        """What is open on charges that were not taken back."""
        entries = () if self.ledger is None else self.ledger.entries
        return sum(entry.open for entry in entries if entry.amount > 0 and not entry.reversed)


class ClientView(Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: ClientState) -> None:
        """Show this."""
        ...

    def reload_feeds(self) -> None:
        """Timeline and visits may be different now."""
        ...


class ClientPresenter(QObject):
    """Loads one client, keeps it fresh, and does what the buttons say."""

    def __init__(self, desk: Desk, view: ClientView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self.state = ClientState()
        self.records = RecordDeeds(desk, self, self)
        self._here = False
        self._under_way: CancelToken | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        desk.bridge.on(Event, self._happened, owner=self)

    @property
    def client_id(self) -> int:
        """Whom it is about."""
        return self.state.client_id

    @property
    def photo(self) -> bytes | None:
        """The photo that is shown."""
        return self.state.photo

    def arrive(self, client_id: int) -> None:
        """The page is shown for this client."""
        self._here = True
        if client_id != self.state.client_id:
            self._become(ClientState(client_id=client_id))
        elif self.state.refused:
            self._become(replace(self.state, refused=""))
        self.refresh()

    def leave(self) -> None:
        """Another page is shown."""
        self._here = False
        self._settle.stop()

    def refresh(self) -> None:
        """Load everything again."""
        if self._under_way is not None:
            self._under_way.cancel()
        client_id = self.state.client_id
        self._under_way = self._desk.tasks.run(
            lambda: self._read(client_id), done=self._become, failed=self._failed, owner=self
        )
        self._view.reload_feeds()

    def _read(self, client_id: int) -> ClientState:
        """One look at everything; runs off the UI thread."""
        services, actor = self._desk.services, self._desk.actor
        detail = services.directory.detail(actor, client_id)
        money = actor.may(Permission.VIEW_MONEY)
        return ClientState(
            client_id=detail.id,
            detail=detail,
            photo=services.directory.photo(actor, detail.id) if detail.has_photo else None,
            memberships=tuple(services.memberships.of_client(actor, detail.id)),
            ledger=services.billing.ledger(actor, detail.id) if money else None,
            consents=tuple(services.directory.consents(actor, detail.id)),
            refused=self.state.refused,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self._become(ClientState(client_id=self.state.client_id, trouble=error.text))
        else:
            self._desk.window.report(error)

    def _become(self, state: ClientState) -> None:
        self.state = state
        self._view.show_state(state)

    def _happened(self, event: Event) -> None:
        about = getattr(event, "client_id", None) == self.state.client_id
        about = about or (isinstance(event, ClientsTagged) and self.state.client_id in event.client_ids)
        about = about or (isinstance(event, ClientsMerged) and self.state.client_id == event.merged_id)
        # Messages change in bulk; it is cheaper to look again than to ask whom they are about.
        about = about or isinstance(event, MessagesChanged)
        if self._here and about:
            self._settle.start()

    # --- deeds ------------------------------------------------------------------------------------------

    def may(self, permission: Permission) -> bool:
        """Whether to show a button."""
        return self._desk.actor.may(permission)

    def open_dialog(self, dialog_id: str, **about: Any) -> None:
        """Open a dialog about this client."""
        self._desk.window.open_dialog(dialog_id, client_id=self.state.client_id, **about)

    def open_other(self, dialog_id: str, **about: Any) -> None:
        """Open a dialog about something of this client (a membership, a payment)."""
        self._desk.window.open_dialog(dialog_id, **about)

    def merge(self) -> None:
        """Merge with another record, and show the one that was kept."""
        self._desk.window.open_dialog(
            "clients.merge",
            then=lambda merged: self._desk.window.go("clients.client", client_id=merged.kept.id),
            client_id=self.state.client_id,
        )

    def do(self, work: Callable[[], Any], text: str = "", *, undo: Callable[[], Any] | None = None) -> None:
        """Do *work*, say *text*, and offer *undo*; both run off the UI thread."""

        def back() -> None:
            if undo is not None:
                self._desk.tasks.write(undo, done=lambda _done: None)

        def done(_done: Any) -> None:
            if text:
                self._desk.toasts.show_toast(text, undo=back if undo is not None else None)

        self._desk.tasks.write(work, done=done, failed=self._desk.window.report, owner=self)

    def check_in(self) -> None:
        """Let the client in; a refusal says why on the page."""
        checkin, actor, client_id = self._desk.services.checkin, self._desk.actor, self.state.client_id
        self._desk.tasks.write(
            lambda: checkin.check_in(actor, client_id=client_id),
            done=self._checked_in,
            failed=self._desk.window.report,
            owner=self,
        )

    def _checked_in(self, result: CheckInResult) -> None:
        name = "" if self.state.detail is None else self.state.detail.name
        if result.verdict is Verdict.REFUSED:
            self._become(replace(self.state, refused=result.text))
            return
        self._become(replace(self.state, refused=""))
        checkin, actor, visit_id = self._desk.services.checkin, self._desk.actor, result.visit_id

        def undo() -> None:
            if visit_id is not None:
                self._desk.tasks.write(lambda: checkin.undo(actor, visit_id), done=lambda _done: None)

        text = translate("clients", "{name} is checked in. {remarks}").format(name=name, remarks=result.text)
        may_undo = visit_id is not None and actor.may(Permission.UNDO_CHECK_IN)
        tone = "warn" if result.verdict is Verdict.NOTICE else "good"
        self._desk.toasts.show_toast(text.strip(), undo=undo if may_undo else None, tone=tone)

    def archive(self) -> None:
        """Take the client out of the lists."""
        clients, actor, detail = self._desk.services.clients, self._desk.actor, self.state.detail
        if detail is not None:
            self.do(
                lambda: clients.archive(actor, detail.id),
                translate("clients", "{name} is archived").format(name=detail.name),
                undo=lambda: clients.restore(actor, detail.id),
            )

    def restore(self) -> None:
        """Bring the client back."""
        clients, actor, client_id = self._desk.services.clients, self._desk.actor, self.state.client_id
        self.do(lambda: clients.restore(actor, client_id), translate("clients", "Back in the lists"))

    def unblock(self) -> None:
        """Let the client in again."""
        clients, actor, detail = self._desk.services.clients, self._desk.actor, self.state.detail
        if detail is not None:
            self.do(
                lambda: clients.unblock(actor, detail.id),
                translate("clients", "{name} is let in again").format(name=detail.name),
                undo=lambda: clients.block(actor, detail.id, detail.blocked_reason),
            )

    def show_emergency(self) -> None:
        """Whom to call, in one click."""
        detail = self.state.detail
        if detail is None:
            return
        self._desk.dialogs.tell(*emergency_words(detail))


def emergency_words(detail: ClientDetail) -> tuple[str, str]:
    """Title and text of whom to call for a client."""
    typed = detail.details
    lines = [each for each in (typed.emergency_name, shown_phone(typed.emergency_phone)) if each]
    if not lines:
        lines.append(translate("clients", "No emergency contact is known."))
        if typed.phone:
            own = translate("clients", "The client’s own phone: {phone}")
            lines.append(own.format(phone=shown_phone(typed.phone)))
    if typed.medical_alert:
        alert = translate("clients", "Medical alert: {text}")
        lines += ["", alert.format(text=typed.medical_alert)]
    title = translate("clients", "Emergency contact of {name}").format(name=detail.name)
    return title, "\n".join(lines)
