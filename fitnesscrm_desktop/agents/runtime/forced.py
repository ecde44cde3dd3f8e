"""What a grammar leaves no choice about.

A phrase grammar is mostly fixed words. To choose each of their tokens among fifty thousand, and to let the
model read it alone, is what takes the time. So the grammar is asked which bytes may follow; as long as it is
one only, that is the text. It is read in one step, as a prompt is. The model chooses where there is a choice.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 4000
END = -1
OF_TEXT = {ord("\n"), *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xC2, 0xF1)}
"""The bytes that phrases are made of; some vocabularies have no token for the others."""


@dataclass(frozen=True, slots=True)
class Forced:
    """The next part of the text, which is the only one possible."""

    text: bytes = b""
    ends: bool = False
    """Whether nothing may follow it."""


class ForcedText:
    """Asks a grammar for it. It needs a token for every byte; without them it never finds anything."""

    def __init__(self, library: Any, vocabulary: Any) -> None:
        self._library = library
        self._tokens = _tokens_of_bytes(library, vocabulary)
        ends = [library.llama_vocab_eos(vocabulary), library.llama_vocab_eot(vocabulary)]
        end = next((token for token in ends if token >= 0), None)
        self._usable = end is not None and set(self._tokens) >= OF_TEXT
        self._bytes = [END, *self._tokens]
        size = len(self._bytes)
        self._data = (library.llama_token_data * size)()
        for place, token in enumerate([end or 0, *self._tokens.values()]):
            self._data[place].id = token
        self._fresh = bytes(self._data)
        self._list = library.llama_token_data_array(self._data, size, END, False)  # noqa: FBT003 - a struct of C

    def after(self, grammar: Any) -> Forced:
        """What must follow in the state of *grammar*, which is left as it is."""
        if not self._usable:
            return Forced()
        ahead = self._library.llama_sampler_clone(grammar)
        text = bytearray()
        try:
            while len(text) < MOST_BYTES:
                possible = self._possible(ahead)
                if possible == [END]:
                    return Forced(bytes(text), ends=True)
                if len(possible) != 1:
                    break
                text.append(possible[0])
                self._library.llama_sampler_accept(ahead, self._tokens[possible[0]])
        finally:
            self._library.llama_sampler_free(ahead)
        return Forced(bytes(text))

    def _possible(self, grammar: Any) -> list[int]:
        """Which bytes may follow, ``END`` among them if the text may end."""
        ctypes.memmove(self._data, self._fresh, len(self._fresh))
        self._library.llama_sampler_apply(grammar, ctypes.byref(self._list))
        return [byte for byte, each in zip(self._bytes, self._data, strict=True) if each.logit == 0]


def _tokens_of_bytes(library: Any, vocabulary: Any) -> dict[int, int]:
    """The first token that is one byte, for every byte that has one."""
    tokens: dict[int, int] = {}
    space = ctypes.create_string_buffer(1)
    piece_of = library.llama_token_to_piece
    for token in range(library.llama_vocab_n_tokens(vocabulary)):
        if piece_of(vocabulary, token, space, 1, 0, False) == 1:  # noqa: FBT003 - a function of C
            tokens.setdefault(space.raw[0], token)
    return tokens
