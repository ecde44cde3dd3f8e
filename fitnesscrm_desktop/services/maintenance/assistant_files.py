"""Whether what the assistant writes with is there and whole: the engine, and the files of its models."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from fitnesscrm_desktop.services.assistant.catalogue import ModelCatalogue
from fitnesscrm_desktop.services.assistant.results import AssistantSettings, ModelFacts
from fitnesscrm_desktop.services.assistant.settings import SERVER, stored_assistant
from fitnesscrm_desktop.services.assistant.shipped import shipped_model
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.maintenance.results import Finding, bad, good, warning

_INSTEAD = "Until then drafts are plain texts."
_SET_UP = "“python3 packaging/dev.py run” adds it."


def examine_assistant(
    core: Core, actor: Actor, *, engine_trouble: str | None, stored: bool
) -> Iterator[Finding]:
    """Look at engine and models; no model is loaded, no server asked. *stored*: the database can be read.

    *engine_trouble* is what was found when the engine was opened; None: it is not there.
    """
    if engine_trouble is None:
        sentence = f"The engine for language models is not built on this PC. {_SET_UP} {_INSTEAD}"
        yield warning("engine", sentence)
    elif engine_trouble:
        yield warning("engine", f"{engine_trouble} {_INSTEAD}")
    else:
        yield good("engine", "The engine for language models is there and was opened.")
    yield _shipped(shipped_model())
    if not stored:
        return
    with core.read() as session:
        settings = stored_assistant(session)
    used = set(settings.models.values())
    for row in ModelCatalogue(core).list(actor):
        if not row.shipped:
            yield _added(row.facts, used=row.facts.name in used)
    if SERVER in used:
        yield _server(settings)


def _shipped(facts: ModelFacts) -> Finding:
    if not facts.path:
        sentence = f"{facts.name}, the model that ships, is not on this PC. {_SET_UP} {_INSTEAD}"
        return warning("model", sentence)
    if not _is_whole(facts):
        return bad("model", f"The file of {facts.name} is damaged. Install the program again. {_INSTEAD}")
    return good("model", f"{facts.name} is whole.")


def _added(facts: ModelFacts, *, used: bool) -> Finding:
    """A file that nobody writes with is not read: it may be as large as the disk."""
    file = Path(facts.path)
    if not file.is_file():
        cure = "Put it back, add it again, or choose another model."
        return warning("model", f"The file of {facts.name} is not where it was. {cure}")
    if file.stat().st_size != facts.size or (used and not _is_whole(facts)):
        cure = "Get the file again and add it, or choose another model."
        judge = bad if used else warning
        return judge("model", f"The file of {facts.name} is damaged, or another one. {cure}")
    return good("model", f"{facts.name} is {'whole' if used else 'there'}.")


def _server(settings: AssistantSettings) -> Finding:
    server = settings.server
    if not server.url:
        return warning("model server", f"No model server is set up, but drafts wait for one. {_INSTEAD}")
    where = "outside: client data leaves this studio" if server.public_confirmed else "in the studio"
    return good("model server", f"Drafts are written by {server.url}, {where}. It was not asked.")


def _is_whole(facts: ModelFacts) -> bool:
    try:
        with Path(facts.path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == facts.sha256
    except OSError:
        return False
