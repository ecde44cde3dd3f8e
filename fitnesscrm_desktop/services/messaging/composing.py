"""Composes messages: whom each goes to, in which language, with every field filled in.

Only reads, inside the caller's transaction; nothing is queued here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import MessageTemplate, MessagingSettings
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Audience, Channel, Purpose, RecipientKind, Role, Trigger
from fitnesscrm_desktop.services.clients.rules import age_on
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.fields import (
    NO_MONEY,
    AccountFields,
    ClientFields,
    Facts,
    MembershipFields,
    MinorUnits,
    OccasionFields,
    RecipientFields,
    StaffFields,
    StudioFields,
    TrainerFields,
    VisitFields,
)
from fitnesscrm_desktop.services.messaging.gathering import Gathered, gather
from fitnesscrm_desktop.services.messaging.languages import choose_language
from fitnesscrm_desktop.services.messaging.queueing import checked_html, checked_subject, checked_text
from fitnesscrm_desktop.services.messaging.recipients import (
    Answer,
    client_answer,
    staff_answers,
    trainer_answer,
)
from fitnesscrm_desktop.services.messaging.rendering import Renderer
from fitnesscrm_desktop.services.messaging.results import (
    Composed,
    NotComposed,
    Occasion,
    Order,
    Recipient,
    Rendered,
    SkipReason,
    TextPart,
)
from fitnesscrm_desktop.services.messaging.speech import first_name
from fitnesscrm_desktop.services.messaging.stored_templates import stored_parts
from fitnesscrm_desktop.services.settings.profile import StudioProfile

Outcome = Composed | NotComposed


class Composer:
    """Composes for many clients in one transaction; reads templates and settings once."""

    def __init__(self, session: Session, profile: StudioProfile, now: datetime, staff_name: str = "") -> None:
        self._session, self._profile = session, profile
        self._today = profile.day_of(now)
        self._staff_name = staff_name or profile.name
        self._renderer = Renderer(profile)
        self._words: dict[int, tuple[Purpose, dict[str, TextPart]] | None] = {}
        self._roles: dict[Role | None, tuple[Staff, ...]] = {}
        settings = session.get(MessagingSettings, 1)
        self._usual = (settings.language if settings else "", profile.locale)

    def compose(
        self, occasions: Sequence[Occasion], order: Order
    ) -> list[tuple[Occasion, tuple[Outcome, ...]]]:
        """What *order* makes of each occasion: one outcome per recipient, or one that says why nobody."""
        words = self._template(order.template_id)
        if words is None:
            return [(each, (NotComposed(SkipReason.NO_TEMPLATE),)) for each in occasions]
        purpose, parts = words
        known = gather(self._session, (each.client_id for each in occasions), self._today)
        return [
            (
                occasion,
                tuple(
                    answer
                    if isinstance(answer, NotComposed)
                    else self._one(known, occasion, answer, order, purpose, parts)
                    for answer in self._answers(known, occasion.client_id, order, purpose)
                ),
            )
            for occasion in occasions
        ]

    def compose_again(self, read_by: Sequence[tuple[Occasion, Recipient]], order: Order) -> list[Outcome]:
        """What *order* makes of each occasion for a reader who was chosen before, wherever it goes to."""
        words = self._template(order.template_id)
        if words is None:
            return [NotComposed(SkipReason.NO_TEMPLATE)] * len(read_by)
        purpose, parts = words
        known = gather(self._session, (occasion.client_id for occasion, _ in read_by), self._today)
        outcomes: list[Outcome] = []
        for occasion, recipient in read_by:
            client = known.clients.get(recipient.id) if recipient.kind is RecipientKind.CLIENT else None
            if occasion.client_id not in known.clients or (
                recipient.kind is RecipientKind.CLIENT and client is None
            ):
                outcomes.append(NotComposed(SkipReason.NOT_RESPONSIBLE))
                continue
            name = recipient.name if client is None else f"{client.first_name} {client.last_name}"
            reader = replace(recipient, name=name)
            outcomes.append(self._one(known, occasion, reader, order, purpose, parts))
        return outcomes

    def answers(
        self, occasions: Sequence[Occasion], order: Order, purpose: Purpose
    ) -> list[tuple[Occasion, tuple[Answer, ...]]]:
        """Whom each occasion's message would go to, or why nobody; for words that a person writes."""
        known = gather(self._session, (each.client_id for each in occasions), self._today)
        return [(each, self._answers(known, each.client_id, order, purpose)) for each in occasions]

    def render_parts(
        self, occasion: Occasion, parts: dict[str, TextPart], channel: Channel, language: str | None = None
    ) -> Rendered:
        """Words that need not be stored yet, as the occasion's client would read them."""
        known, reader = self._reader(occasion, channel)
        part = self._part(known, reader, parts) if language is None else parts.get(language)
        if part is None:
            raise RuleBroken("This template has no words in this language.")
        return self._renderer.render(part, self._facts(known, occasion, reader), channel)

    def told(self, occasion: Occasion, languages: Sequence[str]) -> tuple[Facts, Recipient, str]:
        """What may be told on an occasion, who would read it, and in which of *languages*.

        How it will be sent is not known yet. A parent without an e-mail address reads it all the same.
        """
        known, reader = self._reader(occasion, Channel.COPY)
        own = known.clients[reader.id].language if reader.kind is RecipientKind.CLIENT else ""
        language = choose_language((own, *self._usual), languages) or languages[0]
        return self._facts(known, occasion, reader), reader, language

    def _reader(self, occasion: Occasion, channel: Channel) -> tuple[Gathered, Recipient]:
        """Who reads what is written to the occasion's client; the client, where nobody can be reached."""
        known = gather(self._session, [occasion.client_id], self._today)
        client = known.clients[occasion.client_id]
        answer = client_answer(
            known,
            client.id,
            audience=Audience.CLIENT,
            channel=channel,
            purpose=Purpose.SERVICE,
            today=self._today,
            adult_age=self._profile.adult_age,
        )
        if isinstance(answer, Recipient):
            return known, answer
        name = f"{client.first_name} {client.last_name}"
        return known, Recipient(RecipientKind.CLIENT, client.id, name, "")

    def _answers(self, known: Gathered, client_id: int, order: Order, purpose: Purpose) -> tuple[Answer, ...]:
        if order.audience is Audience.TRAINER:
            return (trainer_answer(known, client_id, order.channel),)
        if order.audience is Audience.STAFF:
            return staff_answers(self._staff(order.role), order.channel)
        return (
            client_answer(
                known,
                client_id,
                audience=order.audience,
                channel=order.channel,
                purpose=purpose,
                today=self._today,
                adult_age=self._profile.adult_age,
            ),
        )

    def _one(
        self,
        known: Gathered,
        occasion: Occasion,
        recipient: Recipient,
        order: Order,
        purpose: Purpose,
        parts: dict[str, TextPart],
    ) -> Outcome:
        part = self._part(known, recipient, parts)
        if part is None:
            return NotComposed(SkipReason.NO_TEMPLATE)
        try:
            made = self._renderer.render(part, self._facts(known, occasion, recipient), order.channel)
            if not made.missing:
                _refuse_unsendable(made, order.channel)
        except RuleBroken as error:
            return NotComposed(SkipReason.NO_TEMPLATE, error.text)
        if made.missing:
            return NotComposed(SkipReason.MISSING_FIELD, ", ".join(made.missing))
        return Composed(
            recipient=recipient,
            client_id=occasion.client_id,
            template_id=order.template_id,
            channel=order.channel,
            purpose=purpose,
            language=made.language,
            subject=made.subject,
            text=made.text,
            html=made.html,
            parts=made.parts,
        )

    def _part(self, known: Gathered, reader: Recipient, parts: dict[str, TextPart]) -> TextPart | None:
        own = known.clients[reader.id].language if reader.kind is RecipientKind.CLIENT else ""
        chosen = choose_language((own, *self._usual), tuple(parts))
        return None if chosen is None else parts[chosen]

    def _template(self, template_id: int) -> tuple[Purpose, dict[str, TextPart]] | None:
        if template_id not in self._words:
            self._words[template_id] = self._read_template(template_id)
        return self._words[template_id]

    def _read_template(self, template_id: int) -> tuple[Purpose, dict[str, TextPart]] | None:
        row = self._session.get(MessageTemplate, template_id)
        if row is None or row.archived_at is not None:
            return None
        return row.purpose, {part.language: part for part in stored_parts(self._session, template_id)}

    def _staff(self, role: Role | None) -> tuple[Staff, ...]:
        if role not in self._roles:
            query = select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.id)
            if role is not None:
                query = query.where(Staff.role == role)
            self._roles[role] = tuple(self._session.scalars(query))
        return self._roles[role]

    def _facts(self, known: Gathered, occasion: Occasion, reader: Recipient) -> Facts:
        profile, client = self._profile, known.clients[occasion.client_id]
        trainer = known.trainers.get(client.id)
        visits = _visit_fields(known, client.id, self._today)
        if occasion.trigger is Trigger.VISITS_REACHED and occasion.n:
            visits = replace(visits, count=occasion.n)  # the one that is celebrated, however many came since
        return Facts(
            client=_client_fields(client, self._today, profile),
            recipient=RecipientFields(_called(known, reader), reader.name),
            studio=StudioFields(
                profile.name, profile.phone or None, profile.email or None, profile.address or None
            ),
            membership=_membership_fields(known, occasion, self._today),
            account=_account_fields(known, occasion, self._today),
            visit=visits,
            occasion=OccasionFields(occasion.day, occasion.n),
            trainer=TrainerFields(
                first_name(trainer.name), trainer.name, trainer.phone or None, trainer.email or None
            )
            if trainer
            else TrainerFields(),
            staff=StaffFields(self._staff_name),
        )


def _refuse_unsendable(made: Rendered, channel: Channel) -> None:
    """Words may come out empty for one client, where they hang on what is not so for this one.

    Raises ``RuleBroken``: said here, it leaves one client out; while it is queued, it would hold up them all.
    """
    checked_subject(channel, made.subject)
    checked_text(channel, made.text)
    checked_html(made.html)


def _called(known: Gathered, reader: Recipient) -> str:
    if reader.kind is RecipientKind.CLIENT:
        return known.clients[reader.id].first_name
    return first_name(reader.name)


def _client_fields(client: Client, today: date, profile: StudioProfile) -> ClientFields:
    return ClientFields(
        first_name=client.first_name,
        last_name=client.last_name,
        full_name=f"{client.first_name} {client.last_name}",
        member_number=client.member_number,
        born=client.born,
        age=age_on(client.born, today) if client.born else None,
        since=profile.day_of(client.created_at),
    )


def _membership_fields(known: Gathered, occasion: Occasion, today: date) -> MembershipFields:
    seen = known.membership(occasion.client_id, today, occasion.membership_id)
    if seen is None:
        return MembershipFields()
    has_ended = occasion.trigger is Trigger.MEMBERSHIP_ENDED and occasion.membership_id is not None
    last = occasion.day if has_ended else seen.last_day  # a pack that is used up is over before its last day
    return MembershipFields(
        plan=seen.plan,
        starts_on=seen.row.starts_on,
        ends_on=last,
        days_left=max(0, (last - today).days) if last else None,
        visits_left=seen.row.visits_left,
        price=None if seen.price is None else MinorUnits(seen.price),
    )


def _account_fields(known: Gathered, occasion: Occasion, today: date) -> AccountFields:
    figures = known.figures.get(occasion.client_id)
    if figures is None:
        return AccountFields()
    due, owed = figures.oldest_due_on, known.owed.get(occasion.client_id, [])
    late = [left for day, left in owed if day < today]
    return AccountFields(
        balance=_money(figures.balance),
        oldest_due_on=due,
        days_overdue=max(0, (today - due).days) if due else 0,
        oldest_due=_money(late[0] if late else 0),
        overdue=_money(sum(late)),
        due=_money(sum(left for day, left in owed if day == occasion.day)),
    )


def _money(amount: int) -> MinorUnits:
    return MinorUnits(amount) if amount else NO_MONEY


def _visit_fields(known: Gathered, client_id: int, today: date) -> VisitFields:
    figures = known.figures.get(client_id)
    if figures is None:
        return VisitFields()
    last = figures.last_visit_on
    return VisitFields(figures.visits, last, (today - last).days if last else None)
