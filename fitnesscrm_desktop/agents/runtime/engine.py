"""A loaded model: it reads, writes and weighs. It lives in the process of the model."""

from __future__ import annotations

import codecs
import ctypes
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fitnesscrm_desktop.agents.runtime.bindings import StopFlag, grammar_of, open_library
from fitnesscrm_desktop.agents.runtime.chat import Line, Template, TemplateTrouble
from fitnesscrm_desktop.agents.runtime.forced import Forced, ForcedText
from fitnesscrm_desktop.agents.runtime.recall import Aborted, Recall

BATCH = 512
LARGE = 1_000_000_000
"""Parameters from which on a model reads in small steps, so that it can be stopped between them."""
STEP, SMALL_STEP = 256, 64
SIDE_BY_SIDE = 15
"""How many answers are weighed in one step."""
LEAST_ROOM = 8
SEEDS = 2**31 - 1
STUB = "\u2026"
TOP_K, TOP_P, MIN_P = 40, 0.95, 0.05


class Unusable(Exception):
    """The file is not a model that can hold a conversation; ``why`` is a ``Refusal``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TooLong(Exception):
    """The conversation does not fit into the model."""


class NoFigures(Exception):
    """What the model makes of a text is not a number: there is nothing to choose by."""


class BadForm(Exception):
    """The grammar or schema cannot be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written."""

    text: str
    tokens: int
    prompt_tokens: int
    ms: int
    first_token_ms: int
    done: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What the answer has to look like."""

    grammar: str = ""
    schema: str = ""
    temperature: float = 0.7
    seed: int = 0

    @property
    def holds(self) -> bool:
        """Whether there is a grammar."""
        return bool(self.grammar or self.schema)


class Engine:
    """One model in memory."""

    def __init__(self, file: Path, *, context: int, threads: int, library: Any = None) -> None:
        self.flag = StopFlag()
        self._library = lib = library or open_library()
        self._model = lib.llama_model_load_from_file(os.fsencode(file), lib.llama_model_default_params())
        if not self._model:
            raise Unusable("damaged")
        if not lib.llama_model_has_decoder(self._model):
            raise Unusable("no-chat")
        self._vocabulary = lib.llama_model_get_vocab(self._model)
        self._words = lib.llama_vocab_n_tokens(self._vocabulary)
        self.parameters = int(lib.llama_model_n_params(self._model))
        self.trained = int(lib.llama_model_n_ctx_train(self._model))
        self._template = self._own_template()
        self._open_context(context, threads)

    def _open_context(self, context: int, threads: int) -> None:
        lib = self._library
        wanted = lib.llama_context_default_params()
        wanted.n_ctx = self._room = min(context, self.trained) if self.trained > 0 else context
        wanted.n_batch = BATCH
        wanted.n_ubatch = SMALL_STEP if self.parameters >= LARGE else STEP
        wanted.n_threads = wanted.n_threads_batch = threads
        wanted.n_seq_max = SIDE_BY_SIDE + 1
        wanted.kv_unified = True
        wanted.no_perf = True
        wanted.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
        self._context = lib.llama_init_from_model(self._model, wanted)
        if not self._context:
            raise Unusable("too-big")
        if not lib.llama_get_memory(self._context):
            raise Unusable("no-chat")
        self.flag.watch(lib, self._context)
        self.recall = Recall(lib, self._context, self.flag, batch=BATCH, sequences=SIDE_BY_SIDE + 1)

    @property
    def name(self) -> str:
        """What the model calls itself."""
        space = ctypes.create_string_buffer(256)
        length = self._library.llama_model_meta_val_str(self._model, b"general.name", space, len(space))
        return space.value.decode("utf-8", "replace") if length > 0 else ""

    def write(
        self, lines: Sequence[Line], form: Form, *, max_tokens: int, agent: str, hear: Callable[[str], None]
    ) -> Answer:
        """Go on with the conversation; *hear* is told what comes."""
        began = time.perf_counter()
        tokens = self._load(lines, agent)
        places = min(max_tokens, self._room - len(tokens))
        written: list[str] = []
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        first = count = 0
        done = False
        self._require_figures()
        with self._sampler(form) as sampler:
            while count < places and not done:
                part, done = self._next(sampler, form, places - count)
                first = first or _ms_since(began)
                if text := decoder.decode(b"".join(map(self._text_of, part))):
                    written.append(text)
                    hear(text)
                if self.flag.is_set():
                    raise Aborted
                if part and not done and count + len(part) < places:
                    self.recall.take(part, at=len(tokens) + count)
                count += len(part)
        return Answer("".join(written), count, len(tokens), _ms_since(began), first, done)

    def _next(self, sampler: Any, form: Form, room: int) -> tuple[list[int], bool]:
        """The next tokens, and whether the text ends with them: all that must follow, or one that may."""
        if form.holds:
            forced = self._forced.after(self._library.llama_sampler_chain_get(sampler, 0))
            tokens = self._tokens_of_forced(forced)
            for token in tokens[:room]:
                self._library.llama_sampler_accept(sampler, token)
            if tokens or (forced.ends and not forced.text):
                return tokens[:room], forced.ends and len(tokens) <= room
        if not math.isfinite(self._library.llama_get_logits_ith(self._context, -1)[0]):
            raise NoFigures
        token = self._library.llama_sampler_sample(sampler, self._context, -1)
        if self._library.llama_vocab_is_eog(self._vocabulary, token):
            return [], True
        return [token], False

    def _require_figures(self) -> None:
        """Refuse to choose where there are no figures: the engine would end the process over it.

        What the weights spoil in one place they spoil after every prompt, so it is looked at once for each.
        """
        if not math.isfinite(sum(self._library.llama_get_logits_ith(self._context, -1)[: self._words])):
            raise NoFigures

    def _tokens_of_forced(self, forced: Forced) -> list[int]:
        """The tokens of a text; if it goes on, less the last one, which may change with what follows."""
        try:
            tokens = self._tokens(forced.text.decode(), control=False, begin=False)
        except UnicodeDecodeError:  # it ends within a letter
            return []
        if b"".join(map(self._text_of, tokens)) != forced.text:
            return []  # this vocabulary does not cut every text into tokens that give the same text
        return tokens if forced.ends else tokens[:-1]

    @cached_property
    def _forced(self) -> ForcedText:
        return ForcedText(self._library, self._vocabulary)

    def score(self, lines: Sequence[Line], candidates: Sequence[str], *, agent: str) -> list[float]:
        """How likely each of *candidates* is as the next line: the sum of the logarithms over its tokens."""
        answers = [self._tokens(candidate, control=False, begin=False) for candidate in candidates]
        prompt = self._load(lines, agent)
        first = self._chances(-1)
        scores = [float(first[answer[0]]) if answer else 0.0 for answer in answers]
        for group in self._groups(answers, self._room - len(prompt)):
            places = self.recall.branches([answers[number][:-1] for number in group])
            for number, where in zip(group, places, strict=True):
                for place, token in zip(where, answers[number][1:], strict=True):
                    scores[number] += float(self._chances(place)[token])
            self.recall.drop_branches(len(group))
        return scores

    @staticmethod
    def _groups(answers: Sequence[Sequence[int]], room: int) -> Iterator[list[int]]:
        """Which answers of more than one token are read in one step."""
        group: list[int] = []
        used = 0
        for number, answer in enumerate(answers):
            need = len(answer) - 1
            if need < 1:
                continue
            if need > min(room, BATCH):
                raise TooLong
            if len(group) == SIDE_BY_SIDE or used + need > min(room, BATCH):
                yield group
                group, used = [], 0
            group.append(number)
            used += need
        if group:
            yield group

    def _chances(self, place: int) -> Any:
        """The logarithm of the likelihood of every token at *place* of the last step."""
        import numpy as np

        raw = self._library.llama_get_logits_ith(self._context, place)
        values = np.ctypeslib.as_array(raw, shape=(self._words,)).astype(np.float64)
        if not np.isfinite(values).all():
            raise NoFigures
        values -= values.max()
        return values - np.log(np.exp(values).sum())

    def _load(self, lines: Sequence[Line], agent: str) -> list[int]:
        """Read the conversation, as far as it is not remembered."""
        tokens = self._prompt(lines)
        if len(tokens) > self._room - LEAST_ROOM:
            raise TooLong
        self.recall.load(tokens, beginning=self._beginning(lines, tokens), agent=agent)
        return tokens

    def _beginning(self, lines: Sequence[Line], tokens: Sequence[int]) -> int:
        """How many tokens would be the same if the user said something else."""
        fixed = [line for line in lines if line[0] == "system"]
        if not fixed or len(fixed) == len(lines):
            return 0
        try:
            other = self._prompt([*fixed, ("user", STUB)])
        except TemplateTrouble:
            return 0
        same = 0
        for one, two in zip(tokens, other, strict=False):
            if one != two:
                break
            same += 1
        return same

    def _prompt(self, lines: Sequence[Line]) -> list[int]:
        tokens: list[int] = []
        for number, piece in enumerate(self._template.pieces(lines)):
            tokens += self._tokens(piece.text, control=piece.control, begin=number == 0)
        first = self._library.llama_vocab_bos(self._vocabulary)
        return tokens[1:] if tokens[:2] == [first, first] else tokens  # some templates bring their own

    def _tokens(self, text: str, *, control: bool, begin: bool) -> list[int]:
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 16
        space = (ctypes.c_int32 * room)()
        tokenize = self._library.llama_tokenize
        count = tokenize(self._vocabulary, raw, len(raw), space, room, begin, control)
        if count < 0:
            raise TooLong
        return list(space[:count])

    def _text_of(self, token: int) -> bytes:
        space = ctypes.create_string_buffer(256)
        length = self._library.llama_token_to_piece(self._vocabulary, token, space, 256, 0, False)  # noqa: FBT003 - C
        return space.raw[: max(length, 0)]

    def _own_template(self) -> Template:
        source = self._library.llama_model_chat_template(self._model, None)
        if not source or not source.strip():
            raise Unusable("no-chat")
        try:
            return Template(source.decode("utf-8", "replace"), begin=self._word("bos"), end=self._word("eos"))
        except TemplateTrouble as reason:
            raise Unusable("no-chat") from reason

    def _word(self, which: str) -> str:
        token = getattr(self._library, f"llama_vocab_{which}")(self._vocabulary)
        if token < 0:
            return ""
        return str(
            (self._library.llama_vocab_get_text(self._vocabulary, token) or b"").decode("utf-8", "replace")
        )

    @contextmanager
    def _sampler(self, form: Form) -> Iterator[Any]:
        """How the next token is chosen."""
        lib = self._library
        chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        try:
            for part in self._choosers(form):
                lib.llama_sampler_chain_add(chain, part)
            yield chain
        finally:
            lib.llama_sampler_free(chain)

    def _choosers(self, form: Form) -> Iterator[Any]:
        lib = self._library
        grammar = form.grammar or (grammar_of(form.schema) if form.schema else "")
        if grammar:
            rules = lib.llama_sampler_init_grammar(self._vocabulary, grammar.encode(), b"root")
            if not rules:
                raise BadForm
            yield rules
        if form.temperature <= 0:
            yield lib.llama_sampler_init_greedy()
            return
        yield lib.llama_sampler_init_top_k(TOP_K)
        yield lib.llama_sampler_init_top_p(TOP_P, 1)
        yield lib.llama_sampler_init_min_p(MIN_P, 1)
        yield lib.llama_sampler_init_temp(form.temperature)
        yield lib.llama_sampler_init_dist(form.seed & SEEDS)


def _ms_since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)
