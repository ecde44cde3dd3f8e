"""Adds, changes, archives, blocks and merges clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client, ClientPhoto
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients import households
from fitnesscrm_desktop.services.clients.custom_fields import checked_values, store_values
from fitnesscrm_desktop.services.clients.details import check_details
from fitnesscrm_desktop.services.clients.editing import Edit
from fitnesscrm_desktop.services.clients.events import (
    ClientAdded,
    ClientArchived,
    ClientChanged,
    ClientRestored,
    ClientsMerged,
)
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.merging import merge_into
from fitnesscrm_desktop.services.clients.numbers import take_member_number
from fitnesscrm_desktop.services.clients.photos import prepare_photo
from fitnesscrm_desktop.services.clients.results import CLIENT_FIELDS, ClientCard, Merged, NewClient
from fitnesscrm_desktop.services.clients.storing import card_of, fold_anew
from fitnesscrm_desktop.services.clients.undoing import refuse_if_in_use
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import studio_profile


class ClientService:
    """Everything that changes who the clients are.

    *settle* settles the open charges of a client with what was paid ahead (billing knows how): after a merge
    the credit of the one pays what the other one owed.
    """

    def __init__(self, core: Core, settle: Callable[[Work, int], None]) -> None:
        self._core, self._settle = core, settle

    def add(
        self,
        actor: Actor,
        new: NewClient,
        *,
        custom: Mapping[int, str] | None = None,
        photo: bytes | None = None,
    ) -> ClientCard:
        """Add a client, who gets the next member number.

        *custom* are values of the studio's own fields, by field id. Raises ``RuleBroken`` with the fields
        that are wrong.
        """
        actor.require(Permission.EDIT_CLIENTS)
        jpeg = None if photo is None else prepare_photo(photo)[0]
        with self._core.write() as work:
            profile = studio_profile(work.session)
            today = profile.day_of(work.now)
            values = check_details(asdict(new), country=profile.country, today=today)
            own = checked_values(work.session, custom or {})
            client = Client(
                **values,
                member_number=take_member_number(work),
                sort_key="",
                given_key="",
                search_key="",
                created_at=work.now,
            )
            work.session.add(client)
            fold_anew(work.session, client)
            store_values(work.session, client.id, own)
            if jpeg is not None:
                work.session.add(ClientPhoto(client_id=client.id, jpeg=jpeg, taken_at=work.now))
            refresh_client(work.session, client.id, profile)
            work.audit(actor, "client.add", "client", client.id, member_number=client.member_number)
            work.record(ClientAdded(client.id))
            return card_of(client)

    def edit(
        self,
        actor: Actor,
        client_id: int,
        version: int,
        changes: Mapping[str, object],
        *,
        custom: Mapping[int, str] | None = None,
    ) -> ClientCard:
        """Change the fields named in *changes* (as in ``NewClient``) and *custom* (by id), and no others.

        Raises ``RuleBroken`` with the fields that are wrong, ``Conflict`` when *version* is not the stored
        one and somebody else's values differ from these. The studio's fields are called ``custom_<id>``.
        """
        actor.require(Permission.EDIT_CLIENTS)
        _refuse_unknown(changes)
        with self._core.write() as work:
            profile = studio_profile(work.session)
            client = lock_client(work.session, client_id)
            today = profile.day_of(work.now)
            values = check_details(changes, country=profile.country, today=today)
            if values.get("medical_alert", client.medical_alert) != client.medical_alert:
                actor.require(Permission.VIEW_HEALTH)
            edit = Edit(work.session, client, values, checked_values(work.session, custom or {}))
            edit.refuse_stale(version)
            if edit.changed:
                edit.store()
                fold_anew(work.session, client)
                edit.move_messages(work, actor)
                work.audit(actor, "client.edit", "client", client.id, **edit.told)
                work.record(ClientChanged(client.id))
            return card_of(client)

    def archive(self, actor: Actor, client_id: int) -> ClientCard:
        """Take a client out of the lists; nothing is deleted."""
        actor.require(Permission.ARCHIVE_CLIENTS)
        with self._core.write() as work:
            return self._archive(work, actor, lock_client(work.session, client_id))

    def _archive(self, work: Work, actor: Actor, client: Client) -> ClientCard:
        if client.archived_at is None:
            client.archived_at = work.now
            work.session.flush()
            work.audit(actor, "client.archive", "client", client.id)
            work.record(ClientArchived(client.id))
        return card_of(client)

    def undo_add(self, actor: Actor, client_id: int) -> ClientCard:
        """Archive a client who was added by mistake.

        Raises ``RuleBroken`` if something hangs on the client by now: a membership, a payment, a visit.
        """
        actor.require(Permission.ARCHIVE_CLIENTS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            refuse_if_in_use(work.session, client)
            return self._archive(work, actor, client)

    def restore(self, actor: Actor, client_id: int) -> ClientCard:
        """Bring an archived client back.

        Raises ``RuleBroken`` for one that was merged into another client.
        """
        actor.require(Permission.ARCHIVE_CLIENTS)
        with self._core.write() as work:
            asked = work.session.get(Client, client_id)
            if asked is not None and asked.merged_into_id is not None:
                kept = find_client(work.session, client_id)
                raise RuleBroken(
                    f"This client was merged into number {kept.member_number}, where everything is kept."
                )
            client = lock_client(work.session, client_id)
            if client.archived_at is not None:
                client.archived_at = None
                work.session.flush()
                work.audit(actor, "client.restore", "client", client.id)
                work.record(ClientRestored(client.id))
            return card_of(client)

    def block(self, actor: Actor, client_id: int, reason: str) -> ClientCard:
        """Keep a client out until unblocked. Raises ``RuleBroken`` without a reason."""
        needed = "Say why, so that the desk can explain it."
        return self._set_block(actor, client_id, reason, needed)

    def unblock(self, actor: Actor, client_id: int) -> ClientCard:
        """Let a blocked client in again."""
        return self._set_block(actor, client_id, "", "")

    def _set_block(self, actor: Actor, client_id: int, reason: str, needed: str) -> ClientCard:
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            cleaned = one_line(reason, SHORT_TEXT, needed=needed)
            if client.blocked_reason != cleaned:
                client.blocked_reason = cleaned
                work.session.flush()
                action = "client.block" if cleaned else "client.unblock"
                work.audit(actor, action, "client", client.id)
                work.record(ClientChanged(client.id))
            return card_of(client)

    def set_payer(self, actor: Actor, client_id: int, payer_id: int | None) -> ClientCard:
        """Say who pays (and signs) for a client; None: the client. Raises ``RuleBroken`` for a circle."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            _lock_all(work, {client_id, client_id if payer_id is None else payer_id})
            client = find_client(work.session, client_id)
            payer = None if payer_id is None else find_client(work.session, payer_id)
            households.check_payer(work.session, client, payer)
            client.payer_id = payer.id if payer else None
            self._linked(work, actor, client, "client.payer")
            return card_of(client)

    def set_household(self, actor: Actor, client_id: int, with_client: int | None) -> ClientCard:
        """Put a client into the household of another one (made if there is none yet); None: into none."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            both = {client_id, client_id if with_client is None else with_client}
            _lock_all(work, both | households.mates(work.session, both))
            client = find_client(work.session, client_id)
            if with_client is None:
                households.leave(work.session, client)
            else:
                households.join(work.session, client, find_client(work.session, with_client))
            self._linked(work, actor, client, "client.household")
            return card_of(client)

    def _linked(self, work: Work, actor: Actor, client: Client, action: str) -> None:
        work.session.flush()
        work.audit(actor, action, "client", client.id)
        work.record(ClientChanged(client.id))

    def merge(self, actor: Actor, keep_id: int, other_id: int) -> Merged:
        """Make two records of one person one; everything of *other_id* moves, nothing is lost.

        Where they differ, *keep_id* stays as it is, and the other value is written into a staff note.
        Raises ``RuleBroken`` when both are the same.
        """
        actor.require(Permission.MERGE_CLIENTS)
        with self._core.write() as work:
            profile = studio_profile(work.session)
            both = {keep_id, other_id}
            _lock_all(work, both | households.mates(work.session, both))
            keep = find_client(work.session, keep_id)
            other = find_client(work.session, other_id)
            if keep.id == other.id:
                raise RuleBroken("Choose two different clients to merge.")
            moved = merge_into(work, actor, keep, other)
            fold_anew(work.session, keep)
            self._settle(work, keep.id)
            for client_id in (keep.id, other.id):
                refresh_client(work.session, client_id, profile)
            work.audit(actor, "client.merge", "client", keep.id, merged=other.member_number, moved=moved)
            work.audit(actor, "client.merged_away", "client", other.id, into=keep.member_number)
            work.record(ClientsMerged(keep.id, other.id))
            return Merged(card_of(keep), other.id, moved)


def _lock_all(work: Work, client_ids: Iterable[int]) -> None:
    """Lock in one order, so that two desks never wait for each other."""
    for client_id in sorted(client_ids):
        lock_client(work.session, client_id)


def _refuse_unknown(changes: Mapping[str, object]) -> None:
    unknown = sorted(set(changes) - set(CLIENT_FIELDS))
    if unknown:
        raise NotFound(f"A client has no field “{unknown[0]}”.")
