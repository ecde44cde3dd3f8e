"""A model on a server that speaks as OpenAI's do: llama.cpp, Ollama, LM Studio, or one outside the studio."""

from __future__ import annotations

import contextlib
import math
import ssl
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from fitnesscrm_desktop.agents.runtime.addresses import Resolve, checked_addresses, place_of
from fitnesscrm_desktop.agents.runtime.errors import ServerTrouble, Stopped
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from fitnesscrm_desktop.agents.runtime.protocol import (
    DEFAULT_TEMPERATURE,
    DEFAULT_TOKENS,
    ChatMessage,
    Finish,
    ModelCard,
    Priority,
    StopSign,
    Written,
)
from fitnesscrm_desktop.agents.runtime.server import UNUSABLE, Said, ServerRequest
from fitnesscrm_desktop.agents.runtime.turns import LOOK_EVERY, Turns
from fitnesscrm_desktop.services.assistant.addresses import addresses_of
from fitnesscrm_desktop.services.core.clock import SystemClock

LONGEST_TEXT = 100_000
LONGEST_SECONDS = 600.0
"""For one answer, however often the server gives a sign of life."""
MOST_TOKENS = 10**6
"""A server that counts more than this does not count."""
CUT_OFF = frozenset({"length", "max_tokens", "content_filter"})
"""Why a server says it has stopped before the end of a text."""
LONGEST_ERROR = 120
TOP = 20
"""How many likely first tokens a server tells."""
UNLIKELY = -20.0
"""What is not among them."""


class RemoteModel:
    """A ``LanguageModel`` on a server. Every request looks anew where the server is, and goes only there."""

    def __init__(
        self,
        url: str,
        name: str,
        key: str = "",
        *,
        public_confirmed: bool = False,
        per_hour: int = 0,
        last_hour: LastHour | None = None,
        look_up: Resolve = addresses_of,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._place = place_of(url)
        if not key.isprintable() or not key.isascii():
            raise ServerTrouble("The key has letters that no key has.")
        self._key = key
        self._public = public_confirmed
        self._look_up = look_up
        self._trust = trust
        self._turns = Turns(SystemClock(), per_hour=per_hour, last_hour=last_hour)
        self._card = ModelCard(
            name=name, sha256="", size=0, parameters=0, context=0, free_writing=True, remote=True
        )

    @property
    def card(self) -> ModelCard:
        """What is known about the model."""
        return self._card

    @property
    def place(self) -> str:
        """Where it is, as it is shown."""
        return self._place.name

    def write(  # noqa: PLR0913 - as in the protocol
        self,
        messages: Sequence[ChatMessage],
        *,
        grammar: str | None = None,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = DEFAULT_TOKENS,
        seed: int = 0,
        temperature: float = DEFAULT_TEMPERATURE,
        agent: str = "",  # noqa: ARG002 - a server looks after its own warm beginnings
        priority: Priority = Priority.PERSON,
        hear: Callable[[str], None] | None = None,
        stop: StopSign | None = None,
    ) -> Written:
        """The next line of the conversation."""
        plain = self._body(messages, max_tokens, temperature) | {"stream": True}
        full = plain | {"seed": seed, "stream_options": {"include_usage": True}}
        if grammar:
            full["grammar"] = grammar
        elif schema:
            form = {"name": "answer", "schema": dict(schema), "strict": True}
            full["response_format"] = {"type": "json_schema", "json_schema": form}
        with self._turns.take(priority, stop):
            for body in (full, plain):  # what it writes is verified in any case
                with contextlib.suppress(_NotUnderstood):
                    return self._write(body, hear, stop)
        raise self._trouble("it does not understand what it is asked")

    def score(
        self,
        messages: Sequence[ChatMessage],
        candidates: Sequence[str],
        *,
        agent: str = "",  # noqa: ARG002 - a server looks after its own warm beginnings
        priority: Priority = Priority.PERSON,
        stop: StopSign | None = None,
    ) -> tuple[float, ...]:
        """How likely each of *candidates* is as the answer; a server tells that of the first token only."""
        body = self._body(messages, 1, 0) | {"logprobs": True, "top_logprobs": TOP}
        with self._turns.take(priority, stop):
            try:
                said = list(self._ask(body, stop))
            except _NotUnderstood:
                raise self._trouble("it does not weigh answers") from None
        try:
            first = said[0]["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
            chances = {str(each["token"]): float(each["logprob"]) for each in first}
        except (LookupError, TypeError, ValueError):
            raise self._trouble("it does not weigh answers") from None
        return tuple(_likelihood(candidate, chances) for candidate in candidates)

    def close(self) -> None:
        """Send home who waits; for good."""
        self._turns.close()

    def _body(self, messages: Sequence[ChatMessage], max_tokens: int, temperature: float) -> dict[str, Any]:
        lines = [{"role": message.speaker.value, "content": message.text} for message in messages]
        return {
            "model": self._card.name,
            "messages": lines,
            "max_tokens": max_tokens,
            "temperature": temperature,
        }

    def _write(
        self, body: Mapping[str, Any], hear: Callable[[str], None] | None, stop: StopSign | None
    ) -> Written:
        began = time.monotonic()
        pieces: list[str] = []
        first = 0
        reasons: set[str] = set()
        usage: Mapping[str, Any] = {}
        with contextlib.closing(self._ask(body, stop)) as all_said:
            for said in all_said:
                text, reason = _text_of(said)
                usage = said.get("usage") or usage
                reasons.add(reason)
                if text:
                    first = first or _ms_since(began)
                    pieces.append(text)
                    if sum(map(len, pieces)) > LONGEST_TEXT:
                        raise self._trouble("it says too much")
                    if hear:
                        hear(text)
        if not pieces:
            raise self._trouble("its answer is empty")
        return Written(
            text="".join(pieces),
            tokens=_count(usage.get("completion_tokens"), len(pieces)),
            prompt_tokens=_count(usage.get("prompt_tokens"), 0),
            ms=_ms_since(began),
            first_token_ms=first,
            finish=Finish.DONE if CUT_OFF.isdisjoint(reasons) else Finish.LENGTH,
        )

    def _ask(self, body: Mapping[str, Any], stop: StopSign | None) -> Generator[Mapping[str, Any]]:
        """What the server says, piece by piece. An answer that breaks off before its end is no answer."""
        finished = False
        addresses = checked_addresses(self._place, public_confirmed=self._public, look_up=self._look_up)
        until = time.monotonic() + LONGEST_SECONDS
        request = ServerRequest(self._place, addresses, body, self._key, self._trust)
        try:
            while True:
                if time.monotonic() > until:
                    raise self._trouble("it takes too long")
                event = request.event(LOOK_EVERY)
                if stop and stop.is_set():
                    raise Stopped
                if isinstance(event, Said):
                    if why := _error_in(event.body):
                        raise self._trouble(f"it reports an error ({why})")
                    finished = finished or bool(_text_of(event.body)[1])
                    yield event.body
                elif event and event.status in UNUSABLE:
                    raise _NotUnderstood
                elif event and event.trouble:
                    raise self._trouble(event.trouble)
                elif event:
                    if not (finished or event.said_so):
                        raise self._trouble("its answer broke off before the end")
                    return
        finally:
            request.stop()

    def _trouble(self, why: str) -> ServerTrouble:
        return ServerTrouble(f"The model server {self._place.name} cannot be used: {why}.")


class _NotUnderstood(Exception):
    """The server does not know something that was asked for."""


def _error_in(said: Mapping[str, Any]) -> str:
    """What went wrong on the server, in its words, if that is what it says."""
    error = said.get("error")
    if not error:
        return ""
    told = error.get("message") if isinstance(error, dict) else error
    return " ".join("".join(each if each.isprintable() else " " for each in str(told)).split())[
        :LONGEST_ERROR
    ]


def _text_of(said: Mapping[str, Any]) -> tuple[str, str]:
    """The text in what the server said, and why it is the last."""
    choices = said.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return "", ""
    part = choice.get("delta") or choice.get("message")
    text = part.get("content") if isinstance(part, dict) else ""
    return text if isinstance(text, str) else "", str(choice.get("finish_reason") or "")


def _likelihood(candidate: str, chances: Mapping[str, float]) -> float:
    """The likelihood of the tokens that *candidate* may begin with."""
    fitting = [
        chance
        for token, chance in chances.items()
        if token.strip() and candidate.strip().startswith(token.strip())
    ]
    return math.log(sum(map(math.exp, fitting))) if fitting else UNLIKELY


def _count(said: object, otherwise: int) -> int:
    """How many tokens the server says it were; it may say anything."""
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= MOST_TOKENS:
        return said
    return otherwise


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
