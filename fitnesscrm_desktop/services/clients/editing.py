"""One edit of a client: what changes, against whom, and what is told about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.custom_fields import form_key, store_values, stored_values
from fitnesscrm_desktop.services.clients.details import HEALTH_FIELDS
from fitnesscrm_desktop.services.clients.names import full_name
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.clients.waiting_messages import CHANNELS, address_of, readdress, rename
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work


class Edit:
    """Checked values for a client's own fields and for the studio's fields (by id)."""

    def __init__(
        self, session: Session, client: Client, values: Mapping[str, Any], custom: Mapping[int, str]
    ) -> None:
        self._session, self._client = session, client
        own_before = stored_values(session, client.id) if custom else {}
        self._before = {field: getattr(client, field) for field in values}
        self._custom_before = {field_id: own_before.get(field_id, "") for field_id in custom}
        self._addresses = {field: address_of(client, field) for field in CHANNELS}
        self._name = full_name(client.first_name, client.last_name)
        self._values, self._custom = values, custom
        self._changed = {field: value for field, value in values.items() if value != self._before[field]}
        self._custom_changed = {
            field_id: value for field_id, value in custom.items() if value != self._custom_before[field_id]
        }

    @property
    def changed(self) -> bool:
        """Whether anything is different at all."""
        return bool(self._changed or self._custom_changed)

    @property
    def told(self) -> dict[str, object]:
        """What the audit log is told: the names of all changed fields, and values where they may be known."""
        known = [field for field in self._changed if field not in HEALTH_FIELDS]
        return {
            "fields": [*self._changed, *map(form_key, self._custom_changed)],
            "before": {field: self._before[field] for field in known},
            "after": {field: self._changed[field] for field in known},
        }

    def refuse_stale(self, version: int) -> None:
        """Raise ``Conflict`` if somebody else has stored other values since *version*."""
        mine = {**self._values, **_by_form_key(self._custom)}
        theirs = {**self._before, **_by_form_key(self._custom_before)}
        refuse_stale(self._client.version, version, mine, theirs, "this client")

    def move_messages(self, work: Work, actor: Actor) -> None:
        """After ``store``: what waits goes to the client's new addresses, and under the new name."""
        client = self._client
        for field, old in self._addresses.items():
            readdress(work, actor, client.id, field, old, address_of(client, field))
        rename(work, client.id, self._name, full_name(client.first_name, client.last_name))

    def store(self) -> None:
        """Write what is different; the client has a new version afterwards in any case."""
        for field, value in self._changed.items():
            setattr(self._client, field, value)
        flag_modified(self._client, "first_name")
        store_values(self._session, self._client.id, self._custom_changed)


def _by_form_key(custom: Mapping[int, str]) -> dict[str, object]:
    return {form_key(field_id): value for field_id, value in custom.items()}
