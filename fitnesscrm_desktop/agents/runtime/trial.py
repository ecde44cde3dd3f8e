"""How fast a model is on this PC."""

from __future__ import annotations

import time
from dataclasses import dataclass

from fitnesscrm_desktop.agents.runtime.errors import ModelBroke
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker, StopSign

TOKENS = 48
TEXT = (
    "A member of our studio comes in twice a week, likes the early classes and the rowing machine, and asks "
    "how to stay with it in winter. Write a friendly letter with some good advice about small goals, a fixed "
    "day, a partner to train with, enough sleep, and what to do after a break of a few weeks."
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was measured."""

    tokens_per_second: float
    """Written."""
    prompt_per_second: float
    """Read."""
    load_ms: int
    memory: int
    """Bytes."""


def trial(model: LocalModel, stop: StopSign | None = None) -> Trial:
    """Let *model* read and write something, and measure."""
    model.warm_up(stop)
    # The number makes it a text the model has never read.
    text = f"Letter {time.monotonic_ns()}. {TEXT}"
    written = model.write(
        [ChatMessage(Speaker.USER, text)],
        max_tokens=TOKENS,
        temperature=0,
        stop=stop,
    )
    if not written.tokens:
        message = f"{model.card.name} wrote nothing. Please choose another model."
        raise ModelBroke(message)
    writing = written.ms - written.first_token_ms
    return Trial(
        tokens_per_second=_per_second(written.tokens - 1, writing),
        prompt_per_second=_per_second(written.prompt_tokens, written.first_token_ms),
        load_ms=model.load_ms,
        memory=model.memory,
    )


def _per_second(count: int, ms: int) -> float:
    return round(count * 1000 / ms, 1) if ms > 0 and count > 0 else 0.0
