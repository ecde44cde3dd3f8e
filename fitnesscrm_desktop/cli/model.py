"""``fitnesscrm model``: the language models of this PC, and which one an agent writes with."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk, refuse
from fitnesscrm_desktop.cli.typed import a_number
from fitnesscrm_desktop.cli.vault import asked, unlock
from fitnesscrm_desktop.services.assistant.results import ModelFacts, ModelRow
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, SERVER
from fitnesscrm_desktop.services.core.errors import Confirmable, NotFound, RuleBroken

app = typer.Typer(help="The language models of this PC.", no_args_is_help=True)

_MILLION, _MEGABYTE = 1_000_000, 2**20


@app.command("list")
def list_models() -> None:
    """List the models: the one that ships, then those that were added."""
    with at_desk() as desk:
        found = [_document(desk, row) for row in desk.services.catalogue.list(desk.actor)]
    answer(found, lambda: "\n".join(map(_line, found)))


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="A model in the GGUF format, with a chat template.")],
    *,
    name: Annotated[str, typer.Option(help="What to call it; else as it calls itself.")] = "",
) -> None:
    """Look at a model in a process of its own, and put it on the list. The file stays where it is."""
    from fitnesscrm_desktop.agents.runtime.inspection import inspect_model

    with at_desk() as desk:
        if name:
            _refuse_another_name(desk, file, name)
        card = inspect_model(file)
        facts = ModelFacts(
            name=name or card.name,
            path=str(file.absolute()),
            sha256=card.sha256,
            size=card.size,
            parameters=card.parameters,
            context=card.context,
        )
        document = _document(desk, desk.services.catalogue.add(desk.actor, facts))
    answer(document, lambda: f"Added {_line(document)}")


@app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="Name of the model.")]) -> None:
    """Forget a model. Its file stays; agents that wrote with it take the one that ships."""
    with at_desk() as desk:
        row = _own(desk, name)
        desk.services.catalogue.remove(desk.actor, row.id)
    answer({"id": row.id, "name": row.facts.name}, f"{row.facts.name} is no longer in the list.")


@app.command("test")
def try_out(
    name: Annotated[str, typer.Argument(help="Name of the model; else the one that ships.")] = "",
) -> None:
    """Let a model read and write something, and measure speed and memory."""
    from fitnesscrm_desktop.agents.runtime.local import LocalModel
    from fitnesscrm_desktop.agents.runtime.protocol import ModelCard
    from fitnesscrm_desktop.agents.runtime.trial import trial

    with at_desk() as desk:
        rows = desk.services.catalogue
        if _is_server(name):
            raise RuleBroken("Only models on this PC are measured. A draft shows whether the server answers.")
        row = rows.named(desk.actor, name) if name else rows.list(desk.actor)[0]
        if not row.there:
            raise NotFound(f"The file of {row.facts.name} is not where it was.")
        facts = row.facts
        model = LocalModel(Path(facts.path), ModelCard(**_described(facts), free_writing=row.free_writing))
        try:
            measured = trial(model)
        finally:
            model.close()
        if row.id:
            rows.measured(desk.actor, row.id, measured.tokens_per_second, measured.memory)
    answer(
        {"id": row.id, "name": facts.name, **asdict(measured)},
        f"{facts.name} writes {measured.tokens_per_second:.0f} and reads {measured.prompt_per_second:.0f} "
        f"tokens a second, is loaded in {measured.load_ms / 1000:.1f} s and holds "
        f"{measured.memory / _MEGABYTE:.0f} MB.",
    )


@app.command("use")
def use(
    name: Annotated[str, typer.Argument(help="Name of the model, or “server” for the studio's own.")],
    *,
    agent: Annotated[str, typer.Option(help="Which agent; else all of them.")] = "",
) -> None:
    """Let an agent write with a model."""
    from fitnesscrm_desktop.agents.office import AGENTS

    with at_desk() as desk:
        if agent and agent not in AGENTS:
            raise NotFound(f"There is no agent called “{agent[:40]}”. There is: {', '.join(AGENTS)}.")
        chosen = _chosen(desk, name)
        for each in [agent] if agent else AGENTS:
            setup = desk.services.assistant.choose_model(desk.actor, each, chosen)
        models = {each: setup.settings.models.get(each, "") for each in AGENTS}
        shipped = desk.services.catalogue.list(desk.actor)[0].facts.name
    document = [{"id": each, "model": model or shipped} for each, model in models.items()]
    answer(document, "\n".join(f"{each['id']} writes with {each['model']}." for each in document))


@app.command("server")
def server(
    url: Annotated[str, typer.Argument(help="Such as http://127.0.0.1:8080; empty: none any more.")] = "",
    *,
    model: Annotated[str, typer.Option(help="What the server calls the model.")] = "",
    key: Annotated[
        bool, typer.Option("--key", help="Ask for its key, or read it from a line of stdin.")
    ] = False,
    confirm: Annotated[str, typer.Option(help="For a public address: the sentence that is asked for.")] = "",
) -> None:
    """Name a model server of the studio's own (OpenAI-compatible), or take it away. Only for the owner."""
    with at_desk() as desk:
        before = desk.services.assistant.get(desk.actor)
        version = before.settings.version
        secret = asked("Key of the model server: ") if key else None
        if secret:
            unlock(desk)
        try:
            setup = desk.services.assistant.save_server(
                desk.actor, version, url, model, key=secret, typed=confirm
            )
        except Confirmable as question:
            refuse(question, hint=f"Repeat it with --confirm “{CONFIRMATION}”.")
    kept = setup.settings.server
    document = {**asdict(kept), "has_key": setup.has_key, "leaves_studio": setup.leaves_studio}
    text = f"The server is {kept.url}." if kept.url else "There is no server any more."
    if kept.url and before.has_key and not setup.has_key:
        text += " The key of the other server was forgotten; --key asks for the one of this."
    answer(document, f"{text} Client data leaves this studio." if setup.leaves_studio else text)


@app.command("settings")
def settings(
    *,
    threads: Annotated[
        int | None, typer.Option(parser=a_number, metavar="N", help="Processors it may use at once.")
    ] = None,
    context: Annotated[
        int | None, typer.Option(parser=a_number, metavar="N", help="Tokens it reads and writes at most.")
    ] = None,
    per_hour: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="N", help="Requests an hour, each try is one; 0: no limit."),
    ] = None,
    idle_minutes: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="N", help="Minutes after which it gives its memory back."),
    ] = None,
) -> None:
    """Change how much of a PC the models may take; without options: show it."""
    typed = {"threads": threads, "context": context, "per_hour": per_hour, "idle_minutes": idle_minutes}
    changes: dict[str, Any] = {name: number for name, number in typed.items() if number is not None}
    with at_desk() as desk:
        service = desk.services.assistant
        kept = service.get(desk.actor).settings
        if changes:
            kept = service.save(desk.actor, kept.version, replace(kept, **changes)).settings
    document = {name: getattr(kept, name) for name in typed}
    limit = f"{kept.per_hour} requests an hour" if kept.per_hour else "as many requests an hour as are wanted"
    answer(
        document,
        f"Threads: {kept.threads}. Context: {kept.context} tokens. Limit: {limit}. "
        f"Memory is given back after {kept.idle_minutes} minutes.",
    )


def _refuse_another_name(desk: Desk, file: Path, name: str) -> None:
    """A file that is in the list keeps its name there; one that was typed must not be dropped silently."""
    for row in desk.services.catalogue.list(desk.actor):
        if row.facts.path == str(file.absolute()) and row.facts.name != name.strip():
            raise RuleBroken(
                f"This file is in the list already and called {row.facts.name}. Leave --name out, or remove "
                f"{row.facts.name} first."
            )


def _described(facts: ModelFacts) -> dict[str, Any]:
    described = asdict(facts)
    del described["path"]
    return described


def _is_server(name: str) -> bool:
    return name.strip().lower() == SERVER


def _own(desk: Desk, name: str) -> ModelRow:
    if _is_server(name):
        raise RuleBroken("“fitnesscrm model server” without an address takes the server away.")
    row = desk.services.catalogue.named(desk.actor, name)
    if row.shipped:
        raise RuleBroken("The model that ships stays in the list.")
    return row


def _chosen(desk: Desk, name: str) -> str:
    """How the settings name the model: the one that ships by nothing."""
    if _is_server(name):
        if not desk.services.assistant.get(desk.actor).settings.server.url:
            raise NotFound("No model server is set up. See “fitnesscrm model server --help”.")
        return SERVER
    row = desk.services.catalogue.named(desk.actor, name)
    return "" if row.shipped else row.facts.name


def _document(desk: Desk, row: ModelRow) -> dict[str, Any]:
    from fitnesscrm_desktop.agents.office import AGENTS

    chosen = desk.services.assistant.get(desk.actor).settings.models
    name = "" if row.shipped else row.facts.name
    document = asdict(row)
    facts = document.pop("facts")
    return {
        **facts,
        **document,
        "used_by": [agent for agent in AGENTS if chosen.get(agent, "") == name],
    }


def _line(document: dict[str, Any]) -> str:
    parts = [f"{document['name']}", f"{max(1, document['parameters'] / _MILLION):.0f} million parameters"]
    parts.append(f"{max(1, document['size'] / _MEGABYTE):.0f} MB")
    if document["tokens_per_second"]:
        parts.append(f"{document['tokens_per_second']:.0f} tokens/s")
    if document["shipped"]:
        parts.append("ships with the program")
    if not document["there"]:
        parts.append("its file is missing")
    if document["used_by"]:
        parts.append(f"used by {', '.join(document['used_by'])}")
    return "  ".join(parts)
