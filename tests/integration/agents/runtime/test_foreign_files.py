"""Fifty damaged and foreign files: each is refused with a sentence, and none does any harm."""

import random
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.errors import ModelRefused, Refusal
from fitnesscrm_desktop.agents.runtime.inspection import InspectionLimits, inspect_model
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
from tests.support.engine import a_tiny_model, card_of, require_engine
from tests.support.tiny_model import Value, tiny_model

LIMITS = InspectionLimits(seconds=30)
SHORT = InspectionLimits(seconds=3)
BOMB = "{% for a in range(99999) %}{% for b in range(99999) %}{{ messages }}{% endfor %}{% endfor %}"

FOREIGN = {
    "empty": b"",
    "text": b"This is a letter, not a model.\n" * 50,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(5000),
    "database": b"SQLite format 3\0" + bytes(5000),
    "program": b"\x7fELF\x02\x01\x01" + bytes(5000),
    "pickle": b"\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94." + bytes(200),
    "old format": b"ggjt\x03\0\0\0" + bytes(5000),
    "letters in the wrong order": b"FUGG" + tiny_model()[4:],
    "safetensors": struct.pack("<Q", 40) + b'{"__metadata__":{"format":"pt"}}        ' + bytes(500),
    "nothing but zeros": bytes(20_000),
}

CHANGED: Mapping[str, Mapping[str, Value | None]] = {
    "no chat template": {"tokenizer.chat_template": None},
    "empty chat template": {"tokenizer.chat_template": ""},
    "blank chat template": {"tokenizer.chat_template": " \n\t "},
    "broken chat template": {"tokenizer.chat_template": "{% for m in messages %}"},
    "template that always refuses": {"tokenizer.chat_template": "{{ raise_exception('no') }}"},
    "template that reads our objects": {"tokenizer.chat_template": "{{ cycler.__init__.__globals__.os }}"},
    "template that fills the memory": {"tokenizer.chat_template": "{{ 'x' * 10 ** 11 }}"},
    "template without an end": {"tokenizer.chat_template": BOMB},
    "unknown architecture": {"general.architecture": "quantum"},
    "no architecture": {"general.architecture": None},
    "no tokens": {"tokenizer.ggml.tokens": None},
    "too few tokens": {"tokenizer.ggml.tokens": ["a", "b"]},
    "unknown tokenizer": {"tokenizer.ggml.model": "abacus"},
    "no heads": {"llama.attention.head_count": 0},
    "thousands of heads": {"llama.attention.head_count": 2**31},
    "no layers": {"llama.block_count": 0},
    "two billion layers": {"llama.block_count": 2**31 - 1},
    "width of nothing": {"llama.embedding_length": 0},
    "width of four billion": {"llama.embedding_length": 2**32 - 1},
    "odd rope": {"llama.rope.dimension_count": 7},
    "name of a megabyte that is no text": {"general.architecture": "\x00" * 1_000_000},
    "tokens that end beyond the end": {"tokenizer.ggml.eos_token_id": 2**31, "llama.block_count": 5},
}


def cut(raw: bytes) -> Iterator[tuple[str, bytes]]:
    for part in (5, 23, 24, 100, 1000, 4000, len(raw) // 2, len(raw) - 40_000, len(raw) - 4000):
        yield f"cut after {part}", raw[:part]


def broken(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Damage the description of the model; in the figures nobody could tell."""
    places = {
        "version": (4, struct.pack("<I", 999)),
        "number of tensors": (8, struct.pack("<Q", 2**62)),
        "number of entries": (16, struct.pack("<Q", 2**62)),
        "number of tensors, believable": (8, struct.pack("<Q", 900_000)),
        "number of entries, believable": (16, struct.pack("<Q", 900_000)),
        "length of the first key": (24, struct.pack("<Q", 2**60)),
        "type of the first value": (52, struct.pack("<I", 77)),
        "place of a tensor": (raw.index(b"output.weight") + 33, struct.pack("<Q", 2**61)),
        "shape of a tensor": (raw.index(b"output.weight") + 17, struct.pack("<Q", 2**63)),
        "kind of a tensor": (raw.index(b"output.weight") + 29, struct.pack("<I", 4096)),
    }
    for name, (place, value) in places.items():
        yield f"wrong {name}", raw[:place] + value + raw[place + len(value) :]
    chance = random.Random(1)
    noise = bytearray(raw)
    for place in range(24, 3000, 7):
        noise[place] = chance.randrange(256)
    yield "noise over the description", bytes(noise)


def all_files() -> dict[str, bytes]:
    good = tiny_model()
    changed = {name: tiny_model(change) for name, change in CHANGED.items()}
    return FOREIGN | dict(cut(good)) | dict(broken(good)) | changed


FILES = all_files()


def test_there_are_fifty() -> None:
    assert len(FILES) >= 50


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_good_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    require_engine()
    file = tmp_path / "foreign.gguf"
    file.write_bytes(FILES[name])
    with pytest.raises(ModelRefused) as refused:
        inspect_model(file, SHORT if "without an end" in name else LIMITS)
    assert refused.value.text.startswith("foreign.gguf ")
    assert refused.value.text.endswith(".")
    assert refused.value.reason in {Refusal.NOT_A_MODEL, Refusal.DAMAGED, Refusal.NO_CHAT, Refusal.TOO_BIG}


@pytest.mark.parametrize("bytes_at_the_end", [4, 40_000], ids=["one weight", "the last layers"])
def test_weights_that_are_no_numbers_are_damage(tmp_path: Path, bytes_at_the_end: int) -> None:
    require_engine()
    raw = tiny_model()
    end = len(raw.rstrip(b"\0"))
    file = tmp_path / "spoilt.gguf"
    file.write_bytes(raw[: end - bytes_at_the_end] + b"\xff" * bytes_at_the_end + raw[end:])
    with pytest.raises(ModelRefused) as refused:
        inspect_model(file, LIMITS)
    assert refused.value.reason is Refusal.DAMAGED


def test_a_model_that_makes_no_numbers_is_told_and_its_process_lives(tmp_path: Path) -> None:
    require_engine()
    raw = tiny_model()
    file = tmp_path / "spoilt.gguf"
    file.write_bytes(raw[:-40_000] + b"\xff" * 40_000)
    model = LocalModel(file, card_of(file))
    hello = [ChatMessage(Speaker.USER, "Hello")]
    try:
        model.warm_up()
        process = model.pid
        for grammar in (None, 'root ::= "yes" | "no"'):
            with pytest.raises(ModelRefused, match=r"spoilt\.gguf is damaged"):
                model.write(hello, grammar=grammar)
        with pytest.raises(ModelRefused, match=r"spoilt\.gguf is damaged"):
            model.score(hello, ["yes", "no"])
        assert model.pid == process is not None
    finally:
        model.close()


def test_an_archive_with_a_model_in_it_is_no_model(tmp_path: Path) -> None:
    require_engine()
    file = tmp_path / "model.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("model.gguf", tiny_model())
    with pytest.raises(ModelRefused, match="not a language model"):
        inspect_model(file, LIMITS)


def test_one_that_is_larger_than_the_memory_is_refused_unread(tmp_path: Path) -> None:
    require_engine()
    file, _ = a_tiny_model(tmp_path)
    with pytest.raises(ModelRefused, match="too big for the memory"):
        inspect_model(file, InspectionLimits(memory=50_000))


def test_a_strange_name_in_a_good_file_is_made_harmless(tmp_path: Path) -> None:
    require_engine()
    file = tmp_path / "good.gguf"
    file.write_bytes(tiny_model({"general.name": "<b>Best\n\u202emodel</b> " + "!" * 500}))
    assert inspect_model(file).name == "<b>Best model</b> " + "!" * 42


def test_a_good_file_may_have_any_name(tmp_path: Path) -> None:
    require_engine()
    file = tmp_path / "Modèle №1 – (копия).gguf"
    file.write_bytes(tiny_model({"general.name": None}))
    assert inspect_model(file).name == "Modèle №1 – (копия)"
