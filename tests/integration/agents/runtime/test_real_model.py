"""The model that is shipped, for the little that only a real one can show."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from fitnesscrm_desktop.agents.runtime.inspection import inspect_model
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
from fitnesscrm_desktop.agents.runtime.shipped import CARD
from tests.support.engine import require_shipped_model

SYSTEM = ChatMessage(Speaker.SYSTEM, "You write short and friendly messages to the members of a studio.")
BIRTHDAY = [SYSTEM, ChatMessage(Speaker.USER, "Write a birthday message.")]
BARE = """
import json, sys
from llama_cpp import Llama
model = Llama(sys.argv[1], n_ctx=2048, n_threads=1, n_threads_batch=1, verbose=False)
answer = model.create_chat_completion(json.loads(sys.argv[2]), max_tokens=6, temperature=0)
print(json.dumps([answer["choices"][0]["message"]["content"], answer["usage"]["prompt_tokens"]]))
"""


@pytest.fixture(scope="module")
def model() -> Iterator[LocalModel]:
    """Open it once."""
    opened = LocalModel(require_shipped_model(), CARD)
    yield opened
    opened.close()


def test_it_is_what_its_card_says() -> None:
    seen = inspect_model(require_shipped_model())
    assert (seen.sha256, seen.size, seen.parameters) == (CARD.sha256, CARD.size, CARD.parameters)
    assert (seen.context, seen.free_writing) == (CARD.context, CARD.free_writing)


def test_it_reads_and_begins_what_the_bare_engine_reads_and_begins(model: LocalModel) -> None:
    lines = json.dumps([{"role": each.speaker.value, "content": each.text} for each in BIRTHDAY])
    script = [sys.executable, "-c", BARE, str(require_shipped_model()), lines]
    done = subprocess.run(
        script, check=True, capture_output=True, env=os.environ | {"OMP_WAIT_POLICY": "passive"}
    )
    text, prompt_tokens = json.loads(done.stdout)
    written = model.write(BIRTHDAY, max_tokens=6, temperature=0)
    assert written.prompt_tokens == prompt_tokens
    assert written.text.strip() == text.strip()


def test_it_picks_phrases_and_the_same_again_for_the_same_seed(model: LocalModel) -> None:
    grammar = (
        'root ::= open " " wish\n'
        'open ::= "Happy birthday, [[name]]!" | "Dear [[name]], all the best!"\n'
        'wish ::= "We are glad that you train with us." | "See you at the studio soon."\n'
    )
    texts = [model.write(BIRTHDAY, grammar=grammar, seed=seed, agent="letters").text for seed in (1, 2, 3, 1)]
    assert all(text.endswith(("with us.", "studio soon.")) and "[[name]]" in text for text in texts)
    assert texts[0] == texts[-1]


def test_it_knows_what_is_likely(model: LocalModel) -> None:
    question = [ChatMessage(Speaker.USER, "What is the capital of France?")]
    scores = model.score(question, ["The capital of France is Paris.", "The capital of France is green."])
    assert scores[0] > scores[1]
