"""How the assistant is set up: limits, which model writes for whom, a server of the studio's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.assistant import AssistantConfiguration
from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.assistant.addresses import (
    Nearness,
    addresses_of,
    farthest,
    for_servers,
    server_address,
)
from fitnesscrm_desktop.services.assistant.events import AssistantChanged
from fitnesscrm_desktop.services.assistant.results import AssistantSettings, AssistantSetup, ServerSettings
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.single_row import change_single_row
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, within
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.security.secrets import SecretStore

SERVER = "server"
"""The name of the model that is the studio's own server."""
CONFIRMATION = "Client data leaves this studio"
"""What the owner types before texts about clients may go to a public address."""
TOLD = (
    "With a draft it is told what kind of message is wanted and which facts there are, not what they say. "
    "Words that somebody types for the draft are sent as well: names and figures in them are hidden where "
    "they are recognised."
)
"""What a model server gets to know, for people."""
KEY_SECRET = "assistant.server_key"  # noqa: S105 - the name of the secret, not the secret
_MOST_THREADS, _LEAST_CONTEXT, _LARGEST_CONTEXT = 64, 512, 131_072
_MOST_AN_HOUR, _LONGEST_IDLE = 100_000, 24 * 60
_NAME_MODEL = "Name the model as the server calls it."
_LIMITS = {
    "threads": (1, _MOST_THREADS),
    "context": (_LEAST_CONTEXT, _LARGEST_CONTEXT),
    "per_hour": (0, _MOST_AN_HOUR),
    "idle_minutes": (1, _LONGEST_IDLE),
}


class AssistantSettingsService:
    """Reading needs ``USE_ASSISTANT``, changing ``MANAGE_ASSISTANT``, a server ``CONNECT_ASSISTANT``."""

    def __init__(self, core: Core, secrets: SecretStore) -> None:
        self._core, self._secrets = core, secrets

    def get(self, actor: Actor) -> AssistantSetup:
        """The settings; never the key."""
        actor.require(Permission.USE_ASSISTANT)
        with self._core.read() as session:
            settings = stored_assistant(session)
        return AssistantSetup(settings, self._has_key(), bool(settings.server.public_confirmed))

    def save(self, actor: Actor, version: int, settings: AssistantSettings) -> AssistantSetup:
        """Store the limits: threads, tokens, drafts an hour, minutes. Raises ``RuleBroken``, ``Conflict``."""
        actor.require(Permission.MANAGE_ASSISTANT)
        columns = check_fields(
            {
                name: partial(within, getattr(settings, name), least, most)
                for name, (least, most) in _LIMITS.items()
            }
        )
        with self._core.write() as work:
            _store(work, actor, version, "assistant.settings", columns)
        return self.get(actor)

    def choose_model(self, actor: Actor, agent: str, name: str) -> AssistantSetup:
        """Let *agent* write with the model called *name*; empty: the one that ships with the program.

        The studio's own server needs ``CONNECT_ASSISTANT``: what is written with it leaves this PC. Whether
        there is such a model is for the caller to look up in the catalogue.
        """
        actor.require(Permission.MANAGE_ASSISTANT)
        if fold(name) == fold(SERVER):
            actor.require(Permission.CONNECT_ASSISTANT)
        good = check_fields({"model": lambda: one_line(name, NAME_LENGTH)})["model"]
        with self._core.write() as work:
            settings = stored_assistant(work.session)
            chosen = {key: value for key, value in settings.models.items() if key != agent}
            if good:
                chosen[agent] = good
            _store(work, actor, settings.version, "assistant.model", {"models": chosen})
        return self.get(actor)

    def save_server(
        self, actor: Actor, version: int, url: str, model: str, *, key: str | None = None, typed: str = ""
    ) -> AssistantSetup:
        """Store the server of the studio's own; an empty *url* takes it away, with its key.

        *key* None keeps the one that is there, unless the server is another now: a key is for whom it was
        typed for. "" forgets it. A public address raises ``Confirmable`` until
        ``CONFIRMATION`` is *typed*; ``RuleBroken`` tells what is wrong by field.
        """
        actor.require(Permission.CONNECT_ASSISTANT)
        columns = {"server_url": "", "server_model": "", "public_confirmed": ""}
        if url.strip():
            good = check_fields(
                {
                    "url": lambda: _checked_url(url),
                    "model": lambda: one_line(model, NAME_LENGTH, needed=_NAME_MODEL),
                }
            )
            columns |= {"server_url": good["url"], "server_model": good["model"]}
            columns["public_confirmed"] = _confirmed(good["url"], typed)
        else:
            key = ""
        with self._core.write() as work:
            if key is None and _is_another(stored_assistant(work.session).server.url, columns["server_url"]):
                key = ""
            # One that is typed, or one that is forgotten: a server that never had a key has no new one.
            new_secret = bool(key) or (key is not None and self._has_key() is not False)
            _store(work, actor, version, "assistant.server", columns, new_secret=new_secret)
            if columns["public_confirmed"]:
                work.audit(actor, "assistant.public_server", "studio", 1, server=columns["public_confirmed"])
            self._keep(key)
        return self.get(actor)

    def server_key(self, actor: Actor) -> str:
        """The server's key, for the request itself; empty: none. Raises ``RuleBroken`` while it is locked."""
        actor.require(Permission.USE_ASSISTANT)
        return (self._secrets.read(KEY_SECRET) or "") if self._secrets.has_any else ""

    def _keep(self, key: str | None) -> None:
        """Last in the transaction: if the store refuses it, nothing else is kept either."""
        if key:
            self._secrets.keep(KEY_SECRET, key)
        elif key is not None and self._secrets.has_any:
            self._secrets.forget(KEY_SECRET)

    def _has_key(self) -> bool | None:
        try:
            return self._secrets.has_any and bool(self._secrets.read(KEY_SECRET))
        except (RuleBroken, StorageTrouble):
            return None


def server_of(settings: AssistantSettings, agent: str) -> ServerSettings | None:
    """The server that *agent* writes with; None: it writes with a model of this PC."""
    return settings.server if settings.models.get(agent) == SERVER else None


def stored_assistant(session: Session) -> AssistantSettings:
    """The settings as they are stored; a studio that never opened them has the first ones."""
    row = session.get(AssistantConfiguration, 1)
    if row is None:
        return AssistantSettings()
    return AssistantSettings(
        threads=row.threads,
        context=row.context,
        per_hour=row.per_hour,
        idle_minutes=row.idle_minutes,
        models=dict(row.models),
        server=ServerSettings(row.server_url, row.server_model, row.public_confirmed),
        version=row.version,
    )


def _store(
    work: Work,
    actor: Actor,
    version: int,
    action: str,
    columns: Mapping[str, Any],
    *,
    new_secret: bool = False,
) -> None:
    """Write down what differs; what changed is audited, the key is not."""
    differing = change_single_row(
        work.session,
        AssistantConfiguration,
        version,
        columns,
        conflict="Somebody else has changed the settings of the assistant in the meantime.",
    )
    if differing or new_secret:
        work.audit(actor, action, "studio", 1, fields=differing, new_secret=new_secret)
        work.record(AssistantChanged())


def _is_another(before: str, now: str) -> bool:
    """Whether requests go elsewhere; another path of the same server is the same server."""
    return bool(before) and server_address(before).origin != server_address(now).origin


def _checked_url(url: str) -> str:
    good = one_line(url, SHORT_TEXT)
    address = server_address(good)
    return address.origin + address.path


def _confirmed(url: str, typed: str) -> str:
    """The public address that is agreed to; empty for one in the studio."""
    address = server_address(url)
    addresses = check_fields({"url": lambda: addresses_of(address.host, address.port)})["url"]
    if farthest(addresses) is not Nearness.WORLD:
        return ""
    if not all(map(for_servers, addresses)):
        raise _in_url(f"{address.host} is at an address that is not for servers.")
    if address.scheme != "https":
        raise _in_url(f"{address.host} is not in the studio: its address must begin with https://.")
    if fold(typed) == fold(CONFIRMATION):
        return address.origin
    raise Confirmable(f"{address.host} is not in the studio. {TOLD} To allow that, type: {CONFIRMATION}")


def _in_url(text: str) -> RuleBroken:
    return RuleBroken(text, fields={"url": text})
