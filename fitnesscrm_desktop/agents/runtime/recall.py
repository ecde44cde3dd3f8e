"""What a loaded model has read so far, and how it starts from there instead of from nothing.

A prompt is always read in the same three parts: the beginning that an agent uses again and again, the rest,
and the last token alone. The memory is only ever cut between two of them. So the figures are the same to the
last bit whether a part is read anew or remembered, and the same seed gives the same text.
"""

from __future__ import annotations

import ctypes
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fitnesscrm_desktop.agents.runtime.bindings import StopFlag

WORTH_KEEPING = 32
"""A beginning shorter than this is read again as fast as it is brought back."""
KEPT_BYTES = 128 * 2**20
"""All kept beginnings together."""
ABORTED = 2


class Aborted(Exception):
    """The stop flag was raised while the model was at work."""


class DecodeTrouble(Exception):
    """The engine could not go on."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The state of the model after the first tokens of a conversation."""

    tokens: tuple[int, ...]
    state: Any

    @property
    def size(self) -> int:
        """Bytes."""
        return ctypes.sizeof(self.state)


class Recall:
    """The working memory of one model, and the beginnings kept for the agents."""

    def __init__(self, library: Any, context: Any, flag: StopFlag, *, batch: int, sequences: int) -> None:
        self._library = library
        self._context = context
        self._memory = library.llama_get_memory(context)
        self._flag = flag
        self._room = batch
        self._batch = library.llama_batch_init(batch, 0, sequences)
        self._held: list[int] = []
        self._cuts: set[int] = set()
        self._kept: OrderedDict[str, Beginning] = OrderedDict()
        self.read = 0
        """How many tokens the last prompt cost."""

    def load(self, tokens: Sequence[int], *, beginning: int, agent: str) -> None:
        """Have all of *tokens* in memory, and the engine ready for the one that follows."""
        tokens = list(tokens)
        beginning = beginning if WORTH_KEEPING <= beginning < len(tokens) - 1 else 0
        have = self._cut_back(self._remembered(tokens, beginning, agent))
        self.read = len(tokens) - have
        for cut in sorted({beginning, len(tokens) - 1, len(tokens)}):
            if cut > have:
                self.take(tokens[have:cut], at=have)
                self._held += tokens[have:cut]
                self._cuts.add(cut)
                have = cut
            if agent and cut == beginning:
                self._keep(agent, tuple(tokens[:beginning]))

    def take(self, tokens: Sequence[int], *, at: int) -> None:
        """Read *tokens* at that place."""
        for start in range(0, len(tokens), self._room):
            part = tokens[start : start + self._room]
            batch = self._batch
            batch.n_tokens = len(part)
            for number, token in enumerate(part):
                batch.token[number] = token
                batch.pos[number] = at + start + number
                batch.seq_id[number][0] = 0
                batch.n_seq_id[number] = 1
                batch.logits[number] = False
            batch.logits[len(part) - 1] = True
            self._decode()

    def branches(self, answers: Sequence[Sequence[int]]) -> list[list[int]]:
        """Read *answers* side by side after the prompt, in one step; where in its output each token is."""
        batch, at = self._batch, len(self._held)
        batch.n_tokens = sum(map(len, answers))
        places: list[list[int]] = []
        number = 0
        for sequence, answer in enumerate(answers, start=1):
            self._library.llama_memory_seq_cp(self._memory, 0, sequence, 0, at)
            places.append(list(range(number, number + len(answer))))
            for offset, token in enumerate(answer):
                batch.token[number] = token
                batch.pos[number] = at + offset
                batch.seq_id[number][0] = sequence
                batch.n_seq_id[number] = 1
                batch.logits[number] = True
                number += 1
        self._decode()
        return places

    def drop_branches(self, count: int) -> None:
        """Forget the answers that were read side by side."""
        for sequence in range(1, count + 1):
            self._library.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def forget(self, *, all_agents: bool = False) -> None:
        """Start from nothing; with *all_agents* also what was kept (another adapter makes it worthless)."""
        self._library.llama_memory_clear(self._memory, True)  # noqa: FBT003 - a function of C
        self._held, self._cuts = [], set()
        if all_agents:
            self._kept.clear()

    def _remembered(self, tokens: list[int], beginning: int, agent: str) -> int:
        """How much of the prompt need not be read: what is in memory, or what is kept for the agent."""
        places = [0, *(cut for cut in (beginning, len(tokens) - 1) if cut in self._cuts)]
        have = max(place for place in places if self._held[:place] == tokens[:place])
        kept = self._kept.get(agent)
        if kept and have < beginning == len(kept.tokens) and kept.tokens == tuple(tokens[:beginning]):
            self.forget()
            done = self._library.llama_state_seq_set_data(self._context, kept.state, kept.size, 0)
            if done != kept.size:
                self.forget(all_agents=True)
                return 0
            self._kept.move_to_end(agent)
            self._held, self._cuts = tokens[:beginning], {beginning}
            return beginning
        return have

    def _cut_back(self, have: int) -> int:
        """Forget what follows the first *have* tokens, or all: some models cannot forget a part."""
        if have and self._library.llama_memory_seq_rm(self._memory, 0, have, -1):
            self._held = self._held[:have]
            self._cuts = {cut for cut in self._cuts if cut <= have}
            return have
        self.forget()
        return 0

    def _keep(self, agent: str, tokens: tuple[int, ...]) -> None:
        kept = self._kept.get(agent)
        if kept and kept.tokens == tokens:
            return
        size = self._library.llama_state_seq_get_size(self._context, 0)
        state = (ctypes.c_uint8 * size)()
        if self._library.llama_state_seq_get_data(self._context, state, size, 0) != size:
            return
        self._kept[agent] = Beginning(tokens, state)
        self._kept.move_to_end(agent)
        while sum(each.size for each in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)

    def _decode(self) -> None:
        code = self._library.llama_decode(self._context, self._batch)
        if code == 0:
            return
        self.forget()
        if code == ABORTED or self._flag.is_set():
            raise Aborted
        message = f"the engine gave up with code {code}"
        raise DecodeTrouble(message)
