"""Forms that clients fill in and sign."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.models.values import FormKind, Permission
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.saved_file import write_whole
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.files.naming import last_part
from fitnesscrm_desktop.services.files.real_type import real_type
from fitnesscrm_desktop.services.forms.clearance import LARGEST, TOO_LARGE, Clearance
from fitnesscrm_desktop.services.forms.events import FormsChanged
from fitnesscrm_desktop.services.forms.missing import missing_forms
from fitnesscrm_desktop.services.forms.record import unsealed
from fitnesscrm_desktop.services.forms.results import (
    FilledForm,
    FormSheet,
    MissingForm,
    SignedDetail,
    SignedForm,
    SignedOnce,
)
from fitnesscrm_desktop.services.forms.rules import checked_day
from fitnesscrm_desktop.services.forms.shipped import ensure_forms
from fitnesscrm_desktop.services.forms.signing import Store, sheet_for, sign, take_back_consents
from fitnesscrm_desktop.services.forms.stored_forms import (
    forms_of,
    found_form,
    locked_form,
    newest_forms,
    signed_form,
)
from fitnesscrm_desktop.services.forms.stored_templates import found_template
from fitnesscrm_desktop.services.settings.profile import studio_profile

_MOST_NEWEST = 500


class FormService:
    """Has forms filled in and signed, keeps them sealed, and knows who lacks which."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core, self._store = core, store

    def sheet(self, actor: Actor, client_id: int, template_id: int, language: str | None = None) -> FormSheet:
        """A form for a client, ready to be filled in; *language* None: the client's own."""
        actor.require(Permission.FILL_FORMS)
        ensure_forms(self._core)
        with self._core.read() as session:
            now = self._core.clock.now()
            return sheet_for(session, now, actor, template_id, client_id, language)

    def fill(
        self, actor: Actor, client_id: int, template_id: int, filled: FilledForm, *, confirmed: bool = False
    ) -> SignedForm:
        """Store a form that was filled in and signed, as a sealed paper that nothing can change any more.

        Raises ``RuleBroken`` by field; ``Confirmable`` where the form names something this client has not.
        """
        return self._fill(actor, client_id, template_id, filled, confirmed=confirmed, once=False).form

    def fill_once(
        self, actor: Actor, client_id: int, template_id: int, filled: FilledForm, *, confirmed: bool = False
    ) -> SignedOnce:
        """The same, for who cannot tell whether it was stored before: what says the same is given back.

        That is the newest paper that counts, if it was stored within the last day and its consents hold.
        """
        return self._fill(actor, client_id, template_id, filled, confirmed=confirmed, once=True)

    def of_client(self, actor: Actor, client_id: int) -> Sequence[SignedForm]:
        """All that a client has signed, the newest first; void ones too."""
        actor.require(Permission.FILL_FORMS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            return forms_of(session, client.id, studio_profile(session).day_of(self._core.clock.now()))

    def newest(self, actor: Actor, limit: int = 100) -> Sequence[SignedForm]:
        """What was signed last, by anybody."""
        actor.require(Permission.FILL_FORMS)
        with self._core.read() as session:
            today = studio_profile(session).day_of(self._core.clock.now())
            return newest_forms(session, today, min(limit, _MOST_NEWEST))

    def missing(self, actor: Actor, client_id: int | None = None) -> Sequence[MissingForm]:
        """What is missing, expires or waits for clearance; of all who train here, or of one."""
        actor.require(Permission.FILL_FORMS)
        with self._core.read() as session:
            profile = studio_profile(session)
            wanted = None if client_id is None else find_client(session, client_id).id
            return missing_forms(session, profile, profile.day_of(self._core.clock.now()), wanted)

    def read(self, actor: Actor, form_id: int) -> SignedDetail:
        """What a signed form says; looking at it is written down. Raises ``NotAllowed`` for health."""
        actor.require(Permission.FILL_FORMS)
        with self._core.write() as work:
            row = self._looked_at(work, actor, form_id)
            record = unsealed(self._bytes(work, row.answers_sha256))
            return SignedDetail(
                form=signed_form(work.session, form_id, _today(work)),
                title=record.title,
                intro=record.intro,
                closing=record.closing,
                answers=record.answers,
                strokes=record.strokes,
            )

    def paper(self, actor: Actor, form_id: int) -> bytes:
        """The sealed PDF; that it was looked at is written down.

        Raises ``NotAllowed`` for health, and ``StorageTrouble`` when it is not what was stored any more.
        """
        actor.require(Permission.FILL_FORMS)
        with self._core.write() as work:
            row = self._looked_at(work, actor, form_id)
            return self._bytes(work, row.paper_sha256)

    def save_paper(self, actor: Actor, form_id: int, path: Path) -> None:
        """Write the sealed PDF to *path*, whole or not at all."""
        content = self.paper(actor, form_id)
        from fitnesscrm_desktop.services.core.pdf import store

        store(content, path)

    def give_clearance(self, actor: Actor, form_id: int, clearance: Clearance) -> SignedForm:
        """Write down that somebody who may has looked at a form that asked for it.

        Raises ``RuleBroken`` for a paper that is too large, or a program whatever its name says.
        """
        actor.require(Permission.VIEW_HEALTH)
        if len(clearance.content) > LARGEST:
            raise RuleBroken(TOO_LARGE)
        kind = real_type(clearance.content) if clearance.content else ""
        with self._core.write() as work:
            row, today = locked_form(work.session, form_id), _today(work)
            if row.voided_at is not None or not row.asks_clearance:
                raise RuleBroken("This form asks for no clearance.")
            if row.cleared_on is not None:
                raise RuleBroken(f"{row.cleared_by} has given clearance already.")
            day = checked_day(clearance.on or today, today, None)
            if day < row.signed_on:
                sentence = f"The form was signed on {row.signed_on.isoformat()}; clearance comes after it."
                raise RuleBroken(sentence, fields={"on": sentence})
            if clearance.content:
                row.clearance_name = last_part(clearance.file_name)
                row.clearance_sha256 = self._store.put(work, clearance.content, kind)
            row.cleared_on, row.cleared_at, row.cleared_by = day, work.now, actor.name
            self._changed(work, actor, row, "form.clear")
            return signed_form(work.session, form_id, today)

    def clearance_file(self, actor: Actor, form_id: int) -> tuple[str, bytes]:
        """The paper that was handed in for clearance, with its name; that it was read is written down."""
        actor.require(Permission.VIEW_HEALTH)
        with self._core.write() as work:
            row = found_form(work.session, form_id)
            if row.clearance_sha256 is None:
                raise RuleBroken("No file was handed in with this clearance.")
            work.audit(actor, "form.read_clearance", "client_form", row.id, client=row.client_id)
            return row.clearance_name, self._bytes(work, row.clearance_sha256)

    def save_clearance_file(self, actor: Actor, form_id: int, path: Path) -> None:
        """Write the paper that was handed in for clearance to *path*, whole or not at all.

        Raises ``RuleBroken`` when none was, and ``StorageTrouble`` when it cannot be written.
        """
        _name, content = self.clearance_file(actor, form_id)
        write_whole(content, path)

    def void(self, actor: Actor, form_id: int, reason: str) -> SignedForm:
        """Let a form count no more: withdrawn, or signed by mistake. It stays; consents end with it."""
        actor.require(Permission.FILL_FORMS)
        with self._core.write() as work:
            row, today = locked_form(work.session, form_id), _today(work)
            if row.voided_at is not None:
                raise RuleBroken(f"This form is void already: {row.void_reason}")
            try:
                good = one_line(reason, SHORT_TEXT, needed="Say why it does not count any more.")
            except RuleBroken as error:
                raise RuleBroken(error.text, fields={"reason": error.text}) from error
            row.voided_at, row.voided_by, row.void_reason = work.now, actor.name, good
            name = found_template(work.session, row.template_id).name
            take_back_consents(work, actor, row, name, today)
            self._changed(work, actor, row, "form.void")
            return signed_form(work.session, form_id, today)

    def _fill(
        self,
        actor: Actor,
        client_id: int,
        template_id: int,
        filled: FilledForm,
        *,
        confirmed: bool,
        once: bool,
    ) -> SignedOnce:
        actor.require(Permission.FILL_FORMS)
        ensure_forms(self._core)
        with self._core.write() as work:
            signed = sign(
                work, actor, self._store, client_id, template_id, filled, confirmed=confirmed, once=once
            )
            return SignedOnce(signed_form(work.session, signed.form_id, _today(work)), signed.already)

    def _looked_at(self, work: Work, actor: Actor, form_id: int) -> ClientForm:
        row = found_form(work.session, form_id)
        if found_template(work.session, row.template_id).kind is FormKind.HEALTH:
            actor.require(Permission.VIEW_HEALTH)
        work.audit(actor, "form.read", "client_form", row.id, client=row.client_id)
        return row

    def _bytes(self, work: Work, digest: str) -> bytes:
        data = self._store.get(work.session, digest)
        if hashlib.sha256(data).hexdigest() != digest:
            raise StorageTrouble(
                "This signed form is not what was stored: its bytes have changed. It is not shown. "
                "Look for an older copy in a backup.",
                retry=False,
            )
        return data

    def _changed(self, work: Work, actor: Actor, row: ClientForm, action: str) -> None:
        work.session.flush()
        work.audit(actor, action, "client_form", row.id, client=row.client_id)
        work.record(FormsChanged(row.client_id))


def _today(work: Work) -> date:
    return studio_profile(work.session).day_of(work.now)
