"""A look at a model file before it is used: in a process of its own, so that no file can do harm here."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fitnesscrm_desktop.agents.runtime.bindings import engine_there, missing_engine
from fitnesscrm_desktop.agents.runtime.computer import computer_memory
from fitnesscrm_desktop.agents.runtime.errors import EngineBroken, Refusal, Stopped
from fitnesscrm_desktop.agents.runtime.files import check_header, refusal, sha256_of, size_of
from fitnesscrm_desktop.agents.runtime.process import BUILT_ELSEWHERE, Event, ModelProcess
from fitnesscrm_desktop.agents.runtime.protocol import ModelCard, StopSign
from fitnesscrm_desktop.agents.runtime.turns import LOOK_EVERY

FREE_WRITING = 1_000_000_000
"""Parameters from which on a model is trusted with its own words (which are verified all the same)."""
LONGEST_NAME = 60
SHARE = 0.75
"""How much of the memory of the PC a model may have."""
COPIES = 3
"""How often a model is in memory at most: as a file, in the order of this processor, and at work."""
BESIDES = 2 * 2**30
"""Addresses a process needs besides the model: libraries, stacks, working memory."""
SLOW_DISK = 50 * 10**6
"""Bytes that even an old disk reads in a second."""
CONTEXT = 512
TOKENS = 8
CHOICE = 'root ::= "Hello!" | "Good day!"'
"""The drafts are held to forms as well: a model that cannot be is no use."""


@dataclass(frozen=True, slots=True)
class InspectionLimits:
    """How much a model may ask for."""

    memory: int = 0
    """Bytes; 0: three quarters of what this PC has."""
    seconds: float = 90
    """How long it may take, besides reading the file."""


def inspect_model(
    file: Path,
    limits: InspectionLimits | None = None,
    *,
    stop: StopSign | None = None,
    command: Sequence[str] | None = None,
) -> ModelCard:
    """What the model in *file* is, once it has been loaded and has written a few tokens."""
    if command is None and not engine_there():
        raise missing_engine()
    chosen = limits or InspectionLimits()
    memory = chosen.memory or int(computer_memory() * SHARE)
    size = size_of(file)
    check_header(file)
    if memory and size > memory:
        raise refusal(Refusal.TOO_BIG, file)
    sha256 = sha256_of(file, stop)
    ready = _try(file, chosen.seconds + size / SLOW_DISK, COPIES * size + BESIDES, stop, command)
    parameters = int(ready["parameters"])
    return ModelCard(
        name=_shown(str(ready["name"])) or _shown(file.stem) or "GGUF",
        sha256=sha256,
        size=size,
        parameters=parameters,
        context=int(ready["context"]),
        free_writing=parameters >= FREE_WRITING,
    )


def _try(
    file: Path, seconds: float, memory: int, stop: StopSign | None, command: Sequence[str] | None
) -> Event:
    """Load it and let it write; what it said of itself."""
    process = ModelProcess(command)
    until = time.monotonic() + seconds
    try:
        process.send(
            "load", file=str(file.absolute()), context=CONTEXT, threads=1, idle=seconds, memory=memory
        )
        ready = _wait(process, file, "ready", until, stop)
        for number, grammar in enumerate([None, CHOICE], start=1):
            process.send(
                "write",
                id=number,
                messages=[("user", "Hello")],
                grammar=grammar,
                schema=None,
                max_tokens=TOKENS,
                seed=0,
                temperature=0 if grammar is None else 0.7,
                agent="",
            )
            written = _wait(process, file, "written", until, stop)
            if not written["tokens"] or (grammar and not written["text"]):
                raise refusal(Refusal.DAMAGED, file)
    finally:
        process.kill()
    return ready


def _wait(process: ModelProcess, file: Path, what: str, until: float, stop: StopSign | None) -> Event:
    while time.monotonic() < until:
        event = process.event(LOOK_EVERY)
        if stop and stop.is_set():
            raise Stopped
        if event is None or event["say"] == "text":
            continue
        if event["say"] == what:
            return event
        if event["say"] == "no-engine":
            raise EngineBroken(event["why"])
        if event["say"] == "refused":
            raise refusal(Refusal(event["why"]), file)
        if event["say"] == "failed":
            damaged = event["why"] == Refusal.DAMAGED
            raise refusal(Refusal.DAMAGED if damaged else Refusal.NO_CHAT, file)
        if process.unknown_to_processor:
            raise EngineBroken(BUILT_ELSEWHERE)
        break
    raise refusal(Refusal.DAMAGED, file)


def _shown(name: str) -> str:
    """A name that comes from a file, fit to be shown."""
    return " ".join("".join(each if each.isprintable() else " " for each in name).split())[:LONGEST_NAME]
