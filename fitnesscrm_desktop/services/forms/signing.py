"""Takes a filled form: checks it, seals it, and writes down what follows from it. In one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client, Consent
from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import ConsentKind, Permission
from fitnesscrm_desktop.services.clients.events import ConsentRecorded
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.rules import is_minor
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.forms.content import FormContent, FormText, restored
from fitnesscrm_desktop.services.forms.events import FormsChanged
from fitnesscrm_desktop.services.forms.filling import Answer, Filling, asks_clearance, consents_in
from fitnesscrm_desktop.services.forms.record import SignedRecord, answer_lines
from fitnesscrm_desktop.services.forms.results import FilledForm, FormSheet
from fitnesscrm_desktop.services.forms.rules import Signing, checked_day, checked_signer, last_day
from fitnesscrm_desktop.services.forms.shipped import linked
from fitnesscrm_desktop.services.forms.signature import checked_strokes
from fitnesscrm_desktop.services.forms.signed_already import signed_already
from fitnesscrm_desktop.services.forms.stored_forms import last_signed
from fitnesscrm_desktop.services.forms.stored_templates import found_template, found_version, row_of
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.results import Occasion
from fitnesscrm_desktop.services.messaging.sandbox import Scribe
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

PDF, JSON = "application/pdf", "application/json"


class Store(Protocol):
    """The encrypted store, as far as forms need it."""

    def put(self, work: Work, data: bytes, media_type: str) -> str:
        """Store *data* with this work; its SHA-256."""
        ...

    def get(self, session: Session, digest: str) -> bytes:
        """The bytes known as *digest*."""
        ...


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed form, and whether it was there before."""

    form_id: int
    already: bool


@dataclass(frozen=True, slots=True)
class _Laid:
    """A form laid before a client."""

    client: Client
    payer: str
    template: FormTemplate
    version_id: int
    number: int
    content: FormContent
    words: FormText
    missing: tuple[str, ...]
    profile: StudioProfile
    today: date

    def minor_on(self, day: date) -> bool:
        return is_minor(self.client.born, day, self.profile.adult_age)

    @property
    def client_name(self) -> str:
        return f"{self.client.first_name} {self.client.last_name}"


def sheet_for(
    session: Session, now: datetime, actor: Actor, template_id: int, client_id: int, language: str | None
) -> FormSheet:
    """A form for a client, ready to be filled in."""
    client = find_client(session, client_id)
    laid = _lay(session, now, actor, template_id, client, language=language)
    last = last_signed(session, client.id, template_id)
    return FormSheet(
        template=row_of(laid.template, laid.content),
        client_id=laid.client.id,
        client_name=laid.client_name,
        content=laid.content,
        words=laid.words,
        missing=laid.missing,
        minor=laid.minor_on(laid.today),
        payer=laid.payer,
        last_form=last.id if last is not None else 0,
    )


def sign(
    work: Work,
    actor: Actor,
    store: Store,
    client_id: int,
    template_id: int,
    filled: FilledForm,
    *,
    confirmed: bool,
    once: bool = False,
) -> Signed:
    """Store a signed form; *once*: unless it is there, word by word, since just before."""
    client = lock_client(work.session, client_id)
    if filled.after is not None:
        _refuse_twice(work.session, client.id, template_id, filled.after)
    laid = _lay(
        work.session,
        work.now,
        actor,
        template_id,
        client,
        language=filled.language,
        number=filled.number,
    )
    if laid.template.archived_at is not None:
        raise RuleBroken(f"“{laid.template.name}” is in the archive and not handed out any more.")
    day = checked_day(filled.on or laid.today, laid.today, client.born)
    answers = Filling(laid.content, laid.words.language, filled.answers).answers()
    signing = checked_signer(
        filled.signed_by,
        filled.relation,
        client=laid.client_name,
        minor=laid.minor_on(day),
        payer=laid.payer,
    )
    if laid.missing and not confirmed:
        named = ", ".join(laid.missing)
        raise Confirmable(f"There is nothing to put in for this client where the form says: {named}.")
    record = _record(work, actor, laid, day, answers, signing, filled)
    given = consents_in(linked(laid.template.key, laid.content), answers)
    if once and (there := signed_already(work, store, client.id, template_id, record, given)) is not None:
        return Signed(there, already=True)
    row = _sealed(work, store, laid, record)
    row.staff_id, row.signer = actor.staff_id, signing.signer
    row.asks_clearance = asks_clearance(laid.content, answers)
    row.expires_on = last_day(day, laid.template.valid_months)
    work.session.add(row)
    row.consents = sorted(kind.value for kind, yes in given.items() if yes)
    source = shortened(f"{laid.template.name}, signed by {signing.name}", SHORT_TEXT)
    for kind, yes in given.items():
        _consent(work, actor, client.id, kind, day, source, given=yes)
    work.session.flush()
    name = laid.template.name
    work.audit(actor, "form.sign", "client_form", row.id, client=client.id, form=name, number=laid.number)
    work.record(FormsChanged(client.id))
    return Signed(row.id, already=False)


def _refuse_twice(session: Session, client_id: int, template_id: int, after: int) -> None:
    """Under the lock of the client, so that of two desks one comes first."""
    last = last_signed(session, client_id, template_id)
    if last is not None and last.id != after:
        raise RuleBroken(
            f"Meanwhile this form was signed by {last.signed_by} at another desk. Nothing was stored a "
            "second time. Close this, and look at what is signed."
        )


def take_back_consents(work: Work, actor: Actor, row: ClientForm, name: str, today: date) -> None:
    """A form that is void gives no consent any more, unless another one that counts gives it, too."""
    others = work.session.execute(
        select(ClientForm.consents, ClientForm.expires_on).where(
            ClientForm.client_id == row.client_id, ClientForm.id != row.id, ClientForm.voided_at.is_(None)
        )
    )
    still = {kind for kinds, last in others if last is None or last >= today for kind in kinds}
    for kind in map(ConsentKind, sorted({*row.consents} - still)):
        last = work.session.scalar(
            select(Consent.given)
            .where(Consent.client_id == row.client_id, Consent.kind == kind)
            .order_by(Consent.id.desc())
            .limit(1)
        )
        if last:
            source = shortened(f"{name}: the signed form is void", SHORT_TEXT)
            _consent(work, actor, row.client_id, kind, today, source, given=False)


def _consent(
    work: Work, actor: Actor, client_id: int, kind: ConsentKind, day: date, source: str, *, given: bool
) -> None:
    work.session.add(
        Consent(
            client_id=client_id,
            kind=kind,
            given=given,
            on_day=day,
            source=source,
            staff_id=actor.staff_id,
            at=work.now,
        )
    )
    work.record(ConsentRecorded(client_id))


def _lay(
    session: Session,
    now: datetime,
    actor: Actor,
    template_id: int,
    client: Client,
    *,
    language: str | None,
    number: int | None = None,
) -> _Laid:
    template = found_template(session, template_id)
    version = found_version(session, template_id, template.latest if number is None else number)
    content = restored(version.content)
    if any("account" in f"{text.title}{text.intro}{text.closing}" for text in content.texts):
        actor.require(Permission.VIEW_MONEY)
    profile = studio_profile(session)
    today = profile.day_of(now)
    composer = Composer(session, profile, now, actor.name if actor.staff_id else "")
    facts, _reader, spoken = composer.told(Occasion(client.id, today), content.languages)
    text = content.in_language(language or spoken, spoken)
    scribe = Scribe(Speech.of(text.language, profile))
    filled = [scribe.fill(part, facts) for part in (text.title, text.intro, text.closing)]
    title, intro, closing = (part.strip() for part, _missing in filled)
    payer = find_client(session, client.payer_id) if client.payer_id else None
    return _Laid(
        client=client,
        payer=f"{payer.first_name} {payer.last_name}" if payer else "",
        template=template,
        version_id=version.id,
        number=version.number,
        content=content,
        words=FormText(text.language, title, intro, closing, text.questions),
        missing=tuple(dict.fromkeys(name for _part, names in filled for name in names)),
        profile=profile,
        today=today,
    )


def _record(
    work: Work,
    actor: Actor,
    laid: _Laid,
    day: date,
    answers: tuple[Answer, ...],
    signing: Signing,
    filled: FilledForm,
) -> SignedRecord:
    words, client = laid.words, laid.client
    return SignedRecord(
        form=laid.template.name,
        number=laid.number,
        language=words.language,
        client=laid.client_name,
        member_number=client.member_number,
        born=client.born.isoformat() if client.born else "",
        title=words.title,
        intro=words.intro,
        closing=words.closing,
        answers=answer_lines(laid.content, words.language, answers),
        signed_by=signing.name,
        relation=signing.relation,
        signed_on=day.isoformat(),
        stored_at=work.now.isoformat(),
        staff=actor.name if actor.staff_id else "",
        strokes=checked_strokes(filled.strokes) if filled.strokes else (),
    )


def _sealed(work: Work, store: Store, laid: _Laid, record: SignedRecord) -> ClientForm:
    from fitnesscrm_desktop.services.forms.paper import signed_paper

    content = record.sealed()
    logo = work.session.scalar(select(Studio.logo).where(Studio.id == 1))
    paper = signed_paper(record, hashlib.sha256(content).hexdigest(), laid.profile, logo)
    return ClientForm(
        client_id=laid.client.id,
        template_id=laid.template.id,
        version_id=laid.version_id,
        language=record.language,
        signed_on=date.fromisoformat(record.signed_on),
        signed_by=record.signed_by,
        relation=record.relation,
        at=work.now,
        paper_sha256=store.put(work, paper, PDF),
        answers_sha256=store.put(work, content, JSON),
    )
