"""Somebody and something to open dialogs with: for the self-test and for pictures of a demo studio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import (
    Channel,
    ClientStage,
    DraftKind,
    FactForm,
    MembershipState,
    QuestionKind,
    RunVerdict,
)
from fitnesscrm_desktop.services.assistant.results import Fact, RunNote
from fitnesscrm_desktop.services.billing.results import EntryKind, LedgerEntry
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.forms.results import FilledForm
from fitnesscrm_desktop.services.memberships.results import MembershipView
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten, Which
from fitnesscrm_desktop.services.messaging.results import Recipient

MOST_LOOKED_AT, MOST_OWING = 400, 100
DRAFT_KEY, LETTER_KEY = "5a3b1e00", "5a3b1e01"
"""Asked twice, the same messages are found."""


@dataclass(frozen=True, slots=True)
class Example:
    """A client to whom everything has happened."""

    client_id: int
    membership: MembershipView
    payment: LedgerEntry
    charge: LedgerEntry


def find_example(services: Services, actor: Actor) -> Example:
    """A client with a running membership, a payment and an open charge. Raises ``NotFound``."""
    ids = services.directory.ids(actor, ListQuery())
    for client_id in _owing_first(services, actor, ids):
        memberships = services.memberships.of_client(actor, client_id)
        running = next((each for each in memberships if each.state is MembershipState.RUNNING), None)
        entries = services.billing.ledger(actor, client_id).entries
        payment = _first(entries, EntryKind.PAYMENT)
        charge = _first(entries, EntryKind.CHARGE)
        if running is not None and payment is not None and charge is not None:
            return Example(client_id, running, payment, charge)
    raise NotFound("Nobody in this studio has a membership, a payment and an open charge.")


def samples(services: Services, actor: Actor) -> dict[str, object]:
    """What dialogs and pages ask for, by the names of their parameters."""
    example = find_example(services, actor)
    others = (each for each in services.directory.ids(actor, ListQuery()) if each != example.client_id)
    everybody = services.staff.everybody(actor)
    return {
        "client_id": example.client_id,
        "other_id": next(others),
        "membership_id": example.membership.id,
        "memberships.resume.membership_id": _frozen(services, actor) or example.membership.id,
        "payment_id": example.payment.id,
        "charge_id": example.charge.id,
        "plan_id": example.membership.plan_id,
        "product_id": services.products.list(actor)[0].id,
        "staff_id": everybody[-1].id,
        "rule_id": _busy_rule(services, actor),
        "run_id": _run(services, actor, example.client_id),
        "template_id": services.form_templates.named(actor, "health").id,
        "form_id": _signed(services, actor, example.client_id),
        "message_id": _draft(services, actor, example.client_id),
        "message_ids": _letters(services, actor),
        "amount": example.charge.open,
        "balance": example.charge.open,
    }


def _busy_rule(services: Services, actor: Actor) -> int:
    rules = services.rules.list(actor) or services.rules.add_starters(actor)
    return max(rules, key=lambda row: row.counts.matched).id


def _draft(services: Services, actor: Actor, client_id: int) -> int:
    """A message that still waits for a yes; the first day of a studio has none, so one is written."""
    waiting = services.outbox.rows(actor, Which.DRAFT, limit=1).rows
    if waiting:
        return waiting[0].id
    words = HandWritten(Channel.COPY, "", "The class on Monday begins at 18:30.")
    return services.outbox.write(actor, client_id, words, key=DRAFT_KEY, approve=False).id


def _signed(services: Services, actor: Actor, client_id: int) -> int:
    """A form of this client that waits for clearance; where there is none, one is signed."""
    for each in services.forms.of_client(actor, client_id):
        if each.waits_for_clearance:
            return each.id
    health = services.form_templates.get(actor, services.form_templates.named(actor, "health").id)
    answers = {each.key: _ANSWERS[each.kind] for each in health.content.questions}
    first = health.content.questions[0].key
    told = {**answers, first: "yes", f"{first}.more": "Since last spring; training is fine."}
    filled = FilledForm(told, "Eva Example", "mother")
    return services.forms.fill(actor, client_id, health.row.id, filled, confirmed=True).id


_ANSWERS = {
    QuestionKind.YES_NO: "no",
    QuestionKind.CHOICE: "1",
    QuestionKind.TEXT: "Nothing else.",
    QuestionKind.NUMBER: "3",
    QuestionKind.DATE: "2020-01-01",
}


def _letters(services: Services, actor: Actor) -> tuple[int, ...]:
    """A letter that waits for the printer, written to the first client who has a postal address."""
    words = HandWritten(Channel.LETTER, "The new timetable", "The class on Monday begins at 18:30.")
    for client_id in services.directory.ids(actor, ListQuery())[:MOST_LOOKED_AT]:
        if isinstance(services.outbox.reach(actor, client_id).answers[Channel.LETTER], Recipient):
            return (services.outbox.write(actor, client_id, words, key=LETTER_KEY, approve=True).id,)
    return ()


def _run(services: Services, actor: Actor, client_id: int) -> int:
    """Something the assistant has written; a studio that never asked it gets one piece."""
    found = services.runs.rows(actor, limit=1).rows
    if found:
        return found[0].id
    facts = (Fact("client.first_name", FactForm.NAME, "Anna", "The client"),)
    return services.runs.note(
        actor,
        RunNote(
            agent="communication",
            kind=DraftKind.WELCOME.value,
            client_id=client_id,
            prompt_version="sample",
            model="",
            model_sha256="",
            facts=facts,
            text="Welcome\n\nHello Anna, good to have you with us.",
            verdict=RunVerdict.FALLBACK,
        ),
    )


def _frozen(services: Services, actor: Actor) -> int | None:
    for client_id in services.directory.ids(actor, ListQuery(stage=ClientStage.FROZEN))[:MOST_LOOKED_AT]:
        for each in services.memberships.of_client(actor, client_id):
            if each.state is MembershipState.FROZEN:
                return each.id
    return None


def _owing_first(services: Services, actor: Actor, ids: Sequence[int]) -> Iterable[int]:
    owing = [each.client_id for each in services.billing.who_owes(actor).fetch(None, MOST_OWING).rows]
    return [*owing, *(each for each in ids if each not in owing)][:MOST_LOOKED_AT]


def _first(entries: Sequence[LedgerEntry], kind: EntryKind) -> LedgerEntry | None:
    wanted = (each for each in entries if each.kind is kind and not each.reversed)
    useful = [each for each in wanted if each.open or each.refundable]
    return useful[-1] if useful else None
