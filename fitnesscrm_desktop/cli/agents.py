"""``fitnesscrm agents``: drafts by the local assistant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import AN_ID, a_number
from fitnesscrm_desktop.models.values import DraftKind, Tone
from fitnesscrm_desktop.services.assistant.facts import LANGUAGES, WANTED

app = typer.Typer(help="Drafts by the assistant.", no_args_is_help=True)


@app.command("status")
def status() -> None:
    """Tell what each agent writes with, and how that is doing."""
    from fitnesscrm_desktop.agents.office import AGENTS

    with at_desk() as desk:
        found = [asdict(desk.services.agents.state(desk.actor, each)) for each in AGENTS]
        totals = asdict(desk.services.runs.totals(desk.actor))
    document = [{"id": each["agent"], **each, "last_30_days": totals} for each in found]
    answer(document, "\n".join(f"{each['agent']}: {each['sentence']}" for each in document))


@app.command("draft")
def draft(  # noqa: PLR0913 - one option for each thing a draft is made of
    kind: Annotated[DraftKind, typer.Argument(help="What is to be written.")],
    *,
    client: Annotated[int, typer.Option(help="Id of the client.", **AN_ID)],
    variants: Annotated[int, typer.Option(parser=a_number, metavar="N", help="How many to choose from.")] = 3,
    seed: Annotated[
        int, typer.Option(parser=a_number, metavar="N", help="The same seed gives the same drafts.")
    ] = 0,
    tone: Annotated[Tone | None, typer.Option(help="Of a payment reminder; else friendly.")] = None,
    note: Annotated[str, typer.Option(help="What a free message is to say.")] = "",
    session: Annotated[str, typer.Option(help="Which session moves.")] = "",
    old_time: Annotated[str, typer.Option(help="When it was to be.")] = "",
    new_time: Annotated[str, typer.Option(help="When it is now.")] = "",
    language: Annotated[str, typer.Option(help="en or de; else the client's own.")] = "",
) -> None:
    """Write drafts of a message to a client. Nothing is sent."""
    from fitnesscrm_desktop.agents.communication.results import DraftOrder

    if language and language not in LANGUAGES:
        bad_usage(f"--language is one of: {', '.join(LANGUAGES)}.")
    typed = {
        name: text
        for name, text in (("session", session), ("old_time", old_time), ("new_time", new_time))
        if text
    }
    given = {**typed, "note": note} if note else typed
    _refuse_what_does_not_fit(kind, tone, given)
    order = DraftOrder(
        kind=kind,
        client_id=client,
        tone=tone or Tone.FRIENDLY,
        variants=variants,
        seed=seed,
        instruction=note,
        given=typed,
        language=language or None,
    )
    with at_desk() as desk:
        found = [_document(each) for each in desk.services.agents.communication.draft(desk.actor, order)]
    answer(found, lambda: "\n\n".join(map(_shown, found)))


def _refuse_what_does_not_fit(kind: DraftKind, tone: Tone | None, given: Mapping[str, str]) -> None:
    """The window asks only for what a kind takes; here, what was typed must not be dropped silently."""
    from fitnesscrm_desktop.agents.communication.books import WITH_TONES

    useless = [f"--{name.replace('_', '-')}" for name in given if name not in WANTED[kind].typed]
    if tone and kind not in WITH_TONES:
        useless.insert(0, "--tone")
    if useless:
        bad_usage(f"“{kind.value}” has no use for {' and '.join(useless)}. Nothing was written.")


def _document(draft: Any) -> dict[str, Any]:
    document = asdict(draft)
    return {"id": document["run_id"], **document}


def _shown(draft: dict[str, Any]) -> str:
    by = draft["why_fallback"] if draft["fallback"] else f"Written by {draft['model']} and verified."
    told = " ".join(filter(None, [by, draft["remark"]]))
    return f"{draft['subject']}\n\n{draft['text']}\n\n({told})"
