"""What a text to a client may state: gathered here, never by the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.values import DraftKind, FactForm, Permission, RecipientKind
from fitnesscrm_desktop.services.assistant.notices import birthday_notice
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet
from fitnesscrm_desktop.services.assistant.typed_facts import typed_facts
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.memberships.held import held_by, is_followed
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE, Facts, field_value
from fitnesscrm_desktop.services.messaging.results import Occasion
from fitnesscrm_desktop.services.messaging.sandbox import Scribe
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

STAYS_AWAY_DAYS = 14
"""Who was here within these days is not missed yet; the list of clients draws the line there, too."""
JUST_BEEN_DAYS = 3
"""*That was your 100th visit* is said of a visit within these days; later on it is *so far 100 visits*."""
LANGUAGES = ("en", "de")
"""What the assistant writes; for another language it takes the studio's, else English."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a kind of text states: *needed* it cannot do without, *useful* it takes when it is there."""

    needed: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    """What only a person can know, and types."""
    permission: Permission | None = None


_ALWAYS = ("recipient.first_name", "client.first_name", "studio.name")
_OFTEN = ("studio.phone",)
WANTED: Mapping[DraftKind, _Wanted] = {
    DraftKind.BIRTHDAY: _Wanted(),
    DraftKind.WELCOME: _Wanted(useful=("membership.plan", "membership.starts_on", "trainer.first_name")),
    DraftKind.PAYMENT_REMINDER: _Wanted(
        needed=("account.oldest_due", "account.oldest_due_on", "account.days_overdue"),
        useful=("account.overdue",),
        permission=Permission.VIEW_MONEY,
    ),
    DraftKind.MEMBERSHIP_ENDING: _Wanted(
        needed=("membership.plan", "membership.ends_on"), useful=("membership.days_left",)
    ),
    DraftKind.WIN_BACK: _Wanted(needed=("visit.last_on", "visit.days_since"), useful=("trainer.first_name",)),
    DraftKind.MILESTONE: _Wanted(needed=("visit.count",), useful=("visit.last_on", "trainer.first_name")),
    DraftKind.SESSION_CHANGE: _Wanted(typed=("session", "old_time", "new_time")),
    DraftKind.FREE: _Wanted(typed=("note",)),
}
_FORMS = {
    "recipient.first_name": FactForm.NAME,
    "client.first_name": FactForm.NAME,
    "trainer.first_name": FactForm.NAME,
    "studio.name": FactForm.NAME,
    "account.oldest_due": FactForm.MONEY,
    "account.overdue": FactForm.MONEY,
    "account.oldest_due_on": FactForm.DATE,
    "account.days_overdue": FactForm.NUMBER,
    "membership.starts_on": FactForm.DATE,
    "membership.ends_on": FactForm.DATE,
    "membership.days_left": FactForm.NUMBER,
    "visit.last_on": FactForm.DATE,
    "visit.days_since": FactForm.NUMBER,
    "visit.count": FactForm.NUMBER,
}
"""What is not in here is plain text."""
_ABOUT = {
    "recipient.first_name": "Who reads it",
    "client.first_name": "The client",
    "studio.name": "The studio",
    "studio.phone": "The studio’s phone number",
    "trainer.first_name": "The trainer",
    "membership.plan": "The plan",
    "membership.starts_on": "First day of the membership",
    "membership.ends_on": "Last day of the membership",
    "membership.days_left": "Days until then",
    "account.oldest_due": "Open amount",
    "account.overdue": "Overdue in all",
    "account.oldest_due_on": "Due since",
    "account.days_overdue": "Days overdue",
    "visit.last_on": "Last visit",
    "visit.days_since": "Days since then",
    "visit.count": "Visits so far",
}
_NOT_THERE = {
    DraftKind.PAYMENT_REMINDER: "{name} owes nothing that is overdue: there is nothing to remind of.",
    DraftKind.MEMBERSHIP_ENDING: "{name} has no membership that ends.",
    DraftKind.WIN_BACK: "{name} has not stayed away for long, or has not been here yet.",
    DraftKind.MILESTONE: "{name} has not been here yet: there is nothing to celebrate.",
}
_FOLLOWED = "{name} has another membership that goes on afterwards: there is nothing to decide."


class FactService:
    """Everything here needs ``USE_ASSISTANT`` and ``VIEW_CLIENTS``, and reads only."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def sheet(
        self,
        actor: Actor,
        kind: DraftKind,
        client_id: int,
        given: Mapping[str, str] | None = None,
        language: str | None = None,
    ) -> FactSheet:
        """What a text of this *kind* to this client may state; *given* is what a person typed for it.

        A reminder of money needs ``VIEW_MONEY`` as well. Raises ``RuleBroken`` when the client has nothing
        that such a text is about, or something that has to be typed is missing (by field); ``NotFound``.
        """
        actor.require(Permission.USE_ASSISTANT)
        actor.require(Permission.VIEW_CLIENTS)
        wanted = WANTED[kind]
        if wanted.permission is not None:
            actor.require(wanted.permission)
        typed = typed_facts(wanted.typed, given or {})
        with self._core.read() as session:
            client = find_client(session, client_id)
            profile, now = studio_profile(session), self._core.clock.now()
            composer = Composer(session, profile, now, actor.name)
            occasion = Occasion(client.id, profile.day_of(now))
            facts, reader, chosen = composer.told(occasion, LANGUAGES)
            about_other = reader.kind is not RecipientKind.CLIENT or reader.id != occasion.client_id
            chosen = chosen if language is None else _spoken(language)
            found = _stated(session, facts, wanted, chosen)
            notice = birthday_notice(facts, profile) if kind is DraftKind.BIRTHDAY else ""
            followed = kind is DraftKind.MEMBERSHIP_ENDING and _is_followed(
                session, client.id, facts, profile
            )
        if not _complete(kind, wanted, found, facts):
            raise RuleBroken(_NOT_THERE[kind].format(name=facts.client.full_name))
        if followed:
            raise RuleBroken(_FOLLOWED.format(name=facts.client.full_name))
        return FactSheet(kind, occasion.client_id, chosen, (*found, *typed), about_other, notice)

    def template_sheet(self, actor: Actor, kind: DraftKind, language: str | None = None) -> FactSheet:
        """As ``sheet``, of an example client: for words that become a template with fields."""
        actor.require(Permission.USE_ASSISTANT)
        actor.require(Permission.VIEW_CLIENTS)
        wanted = WANTED[kind]
        if wanted.typed:
            raise RuleBroken("This kind of message is about one client: it cannot become a template.")
        with self._core.read() as session:
            spoken = _spoken(language or studio_profile(session).locale)
            found = _stated(session, EXAMPLE, wanted, spoken)
        return FactSheet(kind, None, spoken, found)


def _stated(session: Session, facts: Facts, wanted: _Wanted, language: str) -> tuple[Fact, ...]:
    scribe = Scribe(Speech.of(language, studio_profile(session)))
    found = []
    for key in (*_ALWAYS, *_OFTEN, *wanted.needed, *wanted.useful):
        value = field_value(facts, key)
        text, missing = scribe.fill(f"{{{{ {key} }}}}", facts)
        if value is not None and not missing and text.strip() and _holds(key, facts, wanted):
            found.append(Fact(key, _FORMS.get(key, FactForm.TEXT), one_line(text, SHORT_TEXT), _ABOUT[key]))
    return tuple(found)


def _holds(key: str, facts: Facts, wanted: _Wanted) -> bool:
    """Whether the fact says something, and something that holds on the day of the message."""
    if key == "account.overdue":  # the sum, beside its oldest part, only where there is more than that part
        return facts.account.overdue > facts.account.oldest_due
    if key in {"membership.plan", "membership.starts_on"}:
        return _lets_in(facts)
    if key == "visit.last_on" and key not in wanted.needed:
        return (facts.visit.days_since or 0) <= JUST_BEEN_DAYS
    return True


def _complete(kind: DraftKind, wanted: _Wanted, found: tuple[Fact, ...], facts: Facts) -> bool:
    there = {each.key for each in found}
    if not there.issuperset(wanted.needed):
        return False
    if kind is DraftKind.PAYMENT_REMINDER:
        return facts.account.oldest_due > 0
    if kind is DraftKind.MEMBERSHIP_ENDING:
        return facts.membership.ends_on is not None and _lets_in(facts)
    if kind is DraftKind.WIN_BACK:
        return (facts.visit.days_since or 0) >= STAYS_AWAY_DAYS
    return kind is not DraftKind.MILESTONE or facts.visit.count > 0


def _lets_in(facts: Facts) -> bool:
    """Whether the membership is not over: by its last day, or because a pack has no visit left."""
    last: date | None = facts.membership.ends_on
    return facts.membership.visits_left != 0 and (last is None or last >= facts.occasion.day)


def _is_followed(session: Session, client_id: int, facts: Facts, profile: StudioProfile) -> bool:
    """Whether another membership goes on when this one ends, as the rules see it."""
    day = facts.membership.ends_on
    if day is None:
        return False
    held = held_by(session, [client_id], profile)[client_id]
    ending = next((each.membership_id for each in held if each.is_over_on == day), 0)
    return is_followed(held, ending, day, at_once=True)


def _spoken(language: str) -> str:
    base = language.replace("-", "_").split("_")[0].lower()
    return base if base in LANGUAGES else LANGUAGES[0]
