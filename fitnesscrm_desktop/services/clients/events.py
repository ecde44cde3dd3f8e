"""What has happened to clients; the whole family is heard by subscribing to ``ClientEvent``."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class ClientEvent(Event):
    """Something about one client is different now."""

    client_id: int


@dataclass(frozen=True, slots=True)
class ClientAdded(ClientEvent):
    """There is a new client."""


@dataclass(frozen=True, slots=True)
class ClientChanged(ClientEvent):
    """A client's own data, codes, photo, household or block have changed."""


@dataclass(frozen=True, slots=True)
class ClientArchived(ClientEvent):
    """A client has left the lists."""


@dataclass(frozen=True, slots=True)
class ClientRestored(ClientEvent):
    """A client is back in the lists."""


@dataclass(frozen=True, slots=True)
class ClientsMerged(ClientEvent):
    """``merged_id`` has become part of ``client_id``."""

    merged_id: int


@dataclass(frozen=True, slots=True)
class NotesChanged(ClientEvent):
    """Staff notes of a client have changed."""


@dataclass(frozen=True, slots=True)
class ConsentRecorded(ClientEvent):
    """A client has agreed to something, or taken it back."""


@dataclass(frozen=True, slots=True)
class ClientsTagged(Event):
    """Clients have got or lost a tag."""

    client_ids: tuple[int, ...]
    tag_id: int


@dataclass(frozen=True, slots=True)
class TagsChanged(Event):
    """There is a new tag, or one is called differently."""


@dataclass(frozen=True, slots=True)
class CustomFieldsChanged(Event):
    """The studio has other fields of its own now."""
