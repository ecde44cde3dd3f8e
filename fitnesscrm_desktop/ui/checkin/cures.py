"""What the buttons beside a reason do; after each of them the check-in is tried again by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import CheckInReason, ConsentKind, Cure, Permission
from fitnesscrm_desktop.services.billing.events import PaymentReceived
from fitnesscrm_desktop.services.checkin.reasons import CureOffer
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ClientAtDoor
from fitnesscrm_desktop.services.memberships.results import HoldView, hold_at
from fitnesscrm_desktop.ui.checkin.state import DoorState, Scan
from fitnesscrm_desktop.ui.checkin.words import CURE_PERMISSIONS, tr
from fitnesscrm_desktop.ui.core.desk import Desk


class Door(Protocol):
    """What a cure needs of the presenter."""

    @property
    def state(self) -> DoorState:
        """What is shown."""
        ...

    def submit(self, scan: Scan) -> None:
        """Check somebody in."""
        ...

    def take(self, result: CheckInResult) -> None:
        """Show a verdict."""
        ...

    def settled(self, client_id: int) -> None:
        """A client owes nothing any more."""
        ...


class Cures(QObject):
    """Opens the dialog or does the deed that an offer stands for."""

    def __init__(self, desk: Desk, door: Door, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._door = desk, door
        desk.bridge.on(PaymentReceived, self._paid, owner=self)

    def allowed(self, offers: tuple[CureOffer, ...]) -> tuple[CureOffer, ...]:
        """Those the person who is signed in may use."""
        return tuple(each for each in offers if self._desk.actor.may(CURE_PERMISSIONS[each.cure]))

    def add_client(self) -> None:
        """Nobody has the code: perhaps it is somebody new."""
        self._desk.window.open_dialog(
            "clients.new", then=lambda client_id: self._door.submit(Scan(client_id=client_id))
        )

    def apply(self, offer: CureOffer, result: CheckInResult) -> None:
        """Do it."""
        client = result.client
        if client is None:
            return
        dialog = _dialog_of(offer, client)
        if dialog is not None:
            dialog_id, about = dialog
            self._ask(dialog_id, client, **about)
        elif offer.cure is Cure.OVERRIDE:
            self._override(client, result)
        elif offer.cure is Cure.BOOK_PACK:
            name = _name(client)
            self._door.submit(Scan(client_id=client.id, name=name, use_membership=offer.membership_id))
        else:
            self._do(offer, client, result)

    def _ask(self, dialog_id: str, client: ClientAtDoor, **about: Any) -> None:
        self._desk.window.open_dialog(dialog_id, then=lambda _outcome: self._again(client), **about)

    def _override(self, client: ClientAtDoor, result: CheckInResult) -> None:
        self._desk.window.open_dialog(
            "checkin.override",
            then=self._door.take,
            client_id=client.id,
            name=_name(client),
            reasons=tuple(line.text for line in result.reasons),
        )

    def _do(self, offer: CureOffer, client: ClientAtDoor, result: CheckInResult) -> None:
        """A deed of one click, with a way back where there is one."""
        services, actor, name = self._desk.services, self._desk.actor, _name(client)
        membership_id = offer.membership_id or 0
        blocked = next((line.written for line in result.reasons if line.word is CheckInReason.BLOCKED), "")
        resuming = _Resuming(self._desk, membership_id)
        deeds: dict[Cure, tuple[Callable[[], Any], str, Callable[[], Any]]] = {
            Cure.RESUME: (
                resuming.do,
                tr("{plan} of {name} runs again.").format(plan=offer.plan, name=name),
                resuming.undo,
            ),
            Cure.UNBLOCK: (
                lambda: services.clients.unblock(actor, client.id),
                tr("{name} is not blocked any more.").format(name=name),
                lambda: services.clients.block(actor, client.id, blocked),
            ),
            Cure.RESTORE: (
                lambda: services.clients.restore(actor, client.id),
                tr("{name} is back from the archive.").format(name=name),
                lambda: services.clients.archive(actor, client.id),
            ),
        }
        deed, said, back = deeds[offer.cure]
        self._desk.tasks.write(deed, done=lambda _outcome: self._done(client, result, said, back), owner=self)

    def _done(self, client: ClientAtDoor, result: CheckInResult, said: str, back: Callable[[], Any]) -> None:
        def undo() -> None:
            self._desk.tasks.write(back, done=lambda _outcome: self._as_before(client, result), owner=self)

        self._desk.toasts.show_toast(said, undo=undo, tone="good")
        self._again(client)

    def _paid(self, event: PaymentReceived) -> None:
        """What was paid is no news any more, whoever took the payment."""
        billing, actor, client_id = self._desk.services.billing, self._desk.actor, event.client_id
        if actor.may(Permission.VIEW_MONEY):
            self._desk.tasks.run(
                lambda: billing.account(actor, client_id).balance,
                done=lambda balance: self._door.settled(client_id) if balance <= 0 else None,
                failed=lambda _error: None,
                owner=self,
            )

    def _as_before(self, client: ClientAtDoor, result: CheckInResult) -> None:
        """What was cured is as it was, and the card says so again; somebody else on it stays."""
        answer = self._door.state.answer
        if answer is not None and answer.result.client is not None and answer.result.client.id == client.id:
            self._door.take(result)

    def _again(self, client: ClientAtDoor) -> None:
        self._door.submit(Scan(client_id=client.id, name=_name(client)))


def _dialog_of(offer: CureOffer, client: ClientAtDoor) -> tuple[str, dict[str, Any]] | None:
    """The dialog that cures it, and what it is told; None: it takes no dialog of another feature."""
    about_client: dict[str, Any] = {"client_id": client.id}
    about_membership: dict[str, Any] = {"membership_id": offer.membership_id}
    dialogs: dict[Cure, tuple[str, dict[str, Any]]] = {
        Cure.TAKE_PAYMENT: ("billing.take_payment", about_client),
        Cure.SELL: ("memberships.sell", about_client),
        Cure.RENEW: ("memberships.renew", about_membership),
        Cure.EXTEND: ("memberships.extend", about_membership),
        Cure.RECORD_CONSENT: ("clients.consent", about_client | {"kind": ConsentKind.GUARDIAN.value}),
        Cure.FILL_FORM: ("forms.fill", about_client | {"template_id": offer.form_id}),
        Cure.GIVE_CLEARANCE: ("forms.clearance", {"form_id": offer.form_id}),
    }
    return dialogs.get(offer.cure)


def _name(client: ClientAtDoor) -> str:
    return f"{client.first_name} {client.last_name}"


class _Resuming:
    """Lets a membership run again from today, and remembers what of its rest that takes away."""

    def __init__(self, desk: Desk, membership_id: int) -> None:
        self._memberships, self._actor, self._id = desk.services.memberships, desk.actor, membership_id
        self._today = desk.today()
        self._hold: HoldView | None = None

    def do(self) -> None:
        """Let it run."""
        self._hold = hold_at(self._memberships.get(self._actor, self._id).holds, self._today)
        self._memberships.resume(self._actor, self._id)

    def undo(self) -> None:
        """Let it rest on, as it did; a visit of today stays counted."""
        if self._hold is not None:
            self._memberships.freeze(self._actor, self._id, *self._hold.taken_away(self._today))
