"""Money: charges, payments, refunds and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.values import ChargeKind, PaymentMethod, Permission
from fitnesscrm_desktop.services.billing.accounts import account, ledger
from fitnesscrm_desktop.services.billing.charges import charge_by_key, charge_made
from fitnesscrm_desktop.services.billing.events import (
    ChargePosted,
    ChargeReversed,
    PaymentReceived,
    PaymentRefunded,
)
from fitnesscrm_desktop.services.billing.once import once
from fitnesscrm_desktop.services.billing.owing import OwingClients, owing_total
from fitnesscrm_desktop.services.billing.payments import (
    Booking,
    book_payment,
    book_refund,
    booked,
    payment_by_key,
    refund_amount,
    refundable,
    same_payment,
)
from fitnesscrm_desktop.services.billing.posting import post_charge, reverse_charge
from fitnesscrm_desktop.services.billing.results import (
    Account,
    ChargeMade,
    DayTakings,
    Ledger,
    OwingTotal,
    PaymentTaken,
)
from fitnesscrm_desktop.services.billing.rules import (
    checked_amount,
    checked_due_day,
    checked_key,
    checked_note,
    checked_text,
    refuse_complaints,
    tax_complaint,
)
from fitnesscrm_desktop.services.billing.takings import day_takings
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import studio_profile


@dataclass(frozen=True, slots=True)
class _ChargeDraft:
    """A charge that was asked for, checked."""

    client_id: int
    text: str
    amount: int
    due_on: date | None
    tax_rate: int
    key: str | None


class BillingService:
    """Takes money, gives it back, charges, and says who owes what."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # --- writes -----------------------------------------------------------------------------------------

    def charge(
        self,
        actor: Actor,
        client_id: int,
        text: str,
        amount: int,
        due_on: date | None = None,
        *,
        tax_rate: int = 0,
        key: str | None = None,
    ) -> ChargeMade:
        """Charge a client *amount* minor units for *text*, due today unless *due_on* says otherwise.

        The same *key* twice charges once. Raises ``RuleBroken``, ``NotFound``, ``NotAllowed``.
        """
        actor.require(Permission.TAKE_PAYMENT)
        line = checked_text(text, "text", what="What it is for")
        refuse_complaints("charge", tax_complaint(tax_rate))
        total, known = checked_amount(amount), checked_key(key)
        draft = _ChargeDraft(client_id, line, total, due_on, tax_rate, known)
        return once(lambda: self._charge(actor, draft), known)

    def _charge(self, actor: Actor, draft: _ChargeDraft) -> ChargeMade:
        with self._core.write() as work:
            profile = studio_profile(work.session)
            client_id = lock_client(work.session, draft.client_id).id
            first = charge_by_key(work.session, draft.key, client_id=client_id, amount=draft.amount)
            if first is not None:
                return charge_made(work.session, first, repeated=True)
            today = profile.day_of(work.now)
            made = post_charge(
                work,
                profile,
                client_id=client_id,
                kind=ChargeKind.OTHER,
                text=draft.text,
                amount=draft.amount,
                due_on=checked_due_day(draft.due_on or today, today),
                tax_rate=draft.tax_rate,
                staff_id=actor.staff_id,
                key=draft.key,
            )
            refresh_client(work.session, client_id, profile)
            work.audit(actor, "billing.charge", "charge", made.id, client_id=client_id, amount=draft.amount)
            work.record(ChargePosted(client_id, made.id))
            return charge_made(work.session, made)

    def reverse(self, actor: Actor, charge_id: int, reason: str) -> ChargeMade:
        """Take a charge back by a second entry; what was paid for it becomes credit.

        Raises ``RuleBroken`` if it was taken back before, ``NotFound``, ``NotAllowed``.
        """
        actor.require(Permission.REFUND)
        why = checked_text(reason, "reason", what="The reason")
        with self._core.write() as work:
            profile = studio_profile(work.session)
            found = work.session.get(Charge, charge_id)
            if found is None:
                raise NotFound(f"There is no charge with the id {charge_id}.")
            lock_client(work.session, found.client_id)
            work.session.refresh(found)
            reversal = reverse_charge(work, profile, found, reason=why, staff_id=actor.staff_id)
            refresh_client(work.session, found.client_id, profile)
            work.audit(actor, "billing.reverse", "charge", charge_id, amount=found.amount, reason=why)
            work.record(ChargeReversed(found.client_id, charge_id))
            return charge_made(work.session, reversal)

    def take_payment(
        self,
        actor: Actor,
        client_id: int,
        amount: int,
        method: PaymentMethod,
        key: str | None = None,
        note: str = "",
    ) -> PaymentTaken:
        """Take *amount* minor units; it settles the oldest charge first, the rest stays as credit.

        The same *key* twice books once and answers what the first time booked, also across desks.
        Raises ``RuleBroken`` for an amount that cannot be meant, or a key that booked something else.
        """
        actor.require(Permission.TAKE_PAYMENT)
        total, known = checked_amount(amount), checked_key(key)
        said = checked_note(note, "note", what="The note")
        asked = Booking(client_id, total, PaymentMethod(method), known, said, actor.staff_id)
        return once(lambda: self._take(actor, asked), known)

    def _take(self, actor: Actor, asked: Booking) -> PaymentTaken:
        with self._core.write() as work:
            asked = replace(asked, client_id=lock_client(work.session, asked.client_id).id)
            first = payment_by_key(work.session, asked.key)
            if first is not None:
                return booked(work.session, same_payment(first, asked), repeated=True)
            payment = book_payment(work, studio_profile(work.session), asked)
            work.audit(
                actor,
                "billing.take",
                "payment",
                payment.id,
                client_id=asked.client_id,
                amount=asked.amount,
                method=asked.method,
                receipt=payment.receipt_number,
            )
            work.record(PaymentReceived(asked.client_id, payment.id))
            return booked(work.session, payment)

    def refund(
        self,
        actor: Actor,
        payment_id: int,
        amount: int | None = None,
        reason: str = "",
        *,
        key: str | None = None,
    ) -> PaymentTaken:
        """Give back *amount* minor units of a payment, or all that is left of it, the way it came.

        What it settled is open again, the charge it reached last first. Raises ``RuleBroken`` when more is
        asked for than is left, ``NotFound``, ``NotAllowed``.
        """
        actor.require(Permission.REFUND)
        why, known = checked_text(reason, "reason", what="The reason"), checked_key(key)
        asked = None if amount is None else checked_amount(amount)
        return once(lambda: self._refund(actor, payment_id, asked, why, known), known)

    def _refund(
        self, actor: Actor, payment_id: int, asked: int | None, why: str, key: str | None
    ) -> PaymentTaken:
        with self._core.write() as work:
            session, profile = work.session, studio_profile(work.session)
            original = refundable(session, payment_id)
            client_id = lock_client(session, original.client_id).id
            first = payment_by_key(session, key)
            total = (asked or -first.amount) if first else refund_amount(session, profile, original, asked)
            booking = Booking(client_id, -total, original.method, key, why, actor.staff_id, payment_id)
            if first is not None:
                return booked(session, same_payment(first, booking), repeated=True)
            refund = book_refund(work, profile, booking)
            work.audit(
                actor,
                "billing.refund",
                "payment",
                refund.id,
                client_id=client_id,
                refund_of=payment_id,
                amount=total,
                reason=why,
            )
            work.record(PaymentRefunded(client_id, refund.id))
            return booked(session, refund)

    # --- reads ------------------------------------------------------------------------------------------

    def ledger(self, actor: Actor, client_id: int) -> Ledger:
        """Every charge and payment of a client, the oldest first, and the balance. Raises ``NotFound``."""
        actor.require(Permission.VIEW_MONEY)
        with self._core.read() as session:
            return ledger(session, studio_profile(session), client_id)

    def account(self, actor: Actor, client_id: int) -> Account:
        """A client's balance in short, the payer, and whom this client pays for. Raises ``NotFound``."""
        actor.require(Permission.VIEW_MONEY)
        with self._core.read() as session:
            profile = studio_profile(session)
            return account(session, profile, client_id, now_on=profile.day_of(self._core.clock.now()))

    def who_owes(self, actor: Actor) -> OwingClients:
        """A page source of all clients with a debt, the largest first."""
        actor.require(Permission.VIEW_MONEY)
        return OwingClients(self._core)

    def owing_total(self, actor: Actor) -> OwingTotal:
        """How many clients owe how much together."""
        actor.require(Permission.VIEW_MONEY)
        with self._core.read() as session:
            return owing_total(session, studio_profile(session))

    def day_takings(self, actor: Actor, day: date | None = None) -> DayTakings:
        """What came in on *day* (default: today), by method and payment by payment."""
        actor.require(Permission.VIEW_TAKINGS)
        with self._core.read() as session:
            profile = studio_profile(session)
            return day_takings(session, profile, day or profile.day_of(self._core.clock.now()))
