"""A language model of 100 kB that knows nothing and speaks nonsense, in a real GGUF file.

The process of the model is tested with it: it loads in no time, and any part of it can be made wrong.
"""

import math
import random
import struct
from array import array
from collections.abc import Mapping
from pathlib import Path

WIDTH, LAYERS, HEADS, INNER, CONTEXT = 32, 1, 2, 64, 2048
CONTROL, NORMAL = 3, 1
TEMPLATE = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content']"
    " + '<|im_end|>\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
ALIGNMENT = 32

type_ = {"u32": 4, "i32": 5, "f32": 6, "bool": 7, "str": 8, "list": 9}
Value = str | int | float | bool | list[str] | list[int]


def _letters() -> list[str]:
    """The 256 letters that stand for bytes in this kind of vocabulary."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    letter = {byte: chr(byte) for byte in shown} | {byte: chr(256 + at) for at, byte in enumerate(hidden)}
    return [letter[byte] for byte in range(256)]


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", type_["bool"], value)
    if isinstance(value, int):
        return struct.pack("<II", type_["u32"], value)
    if isinstance(value, float):
        return struct.pack("<If", type_["f32"], value)
    if isinstance(value, str):
        return struct.pack("<I", type_["str"]) + _text(value)
    head = struct.pack("<I", type_["list"])
    if all(isinstance(each, str) for each in value):
        texts = b"".join(_text(str(each)) for each in value)
        return head + struct.pack("<IQ", type_["str"], len(value)) + texts
    return head + struct.pack(f"<IQ{len(value)}i", type_["i32"], len(value), *map(int, value))


def metadata() -> dict[str, Value]:
    """What the file says of itself."""
    letters = _letters()
    merged = letters[32] + "t"
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *letters, merged]
    return {
        "general.architecture": "llama",
        "general.name": "Tiny nonsense",
        "general.file_type": 0,
        "llama.context_length": CONTEXT,
        "llama.embedding_length": WIDTH,
        "llama.block_count": LAYERS,
        "llama.feed_forward_length": INNER,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.vocab_size": len(tokens),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [CONTROL] * 3 + [NORMAL] * (len(tokens) - 3),
        "tokenizer.ggml.merges": [f"{letters[32]} t"],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def _tensors(words: int) -> dict[str, tuple[int, ...]]:
    square = (WIDTH, WIDTH)
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (WIDTH, words),
        "output_norm.weight": (WIDTH,),
        "output.weight": (WIDTH, words),
    }
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        shapes |= {f"{block}{name}_norm.weight": (WIDTH,) for name in ("attn", "ffn")}
        shapes |= {f"{block}attn_{name}.weight": square for name in ("q", "k", "v", "output")}
        shapes |= {f"{block}ffn_{name}.weight": (WIDTH, INNER) for name in ("gate", "up")}
        shapes[f"{block}ffn_down.weight"] = (INNER, WIDTH)
    return shapes


def _figures(name: str, count: int, chance: random.Random) -> bytes:
    norm = name.endswith("norm.weight")
    return array("f", (1.0 if norm else chance.gauss(0, 0.1) for _ in range(count))).tobytes()


def tiny_model(changed: Mapping[str, Value | None] | None = None, *, seed: int = 0) -> bytes:
    """The bytes of the file, with some of its metadata *changed* (or left out: None)."""
    said = {key: value for key, value in (metadata() | dict(changed or {})).items() if value is not None}
    shapes = _tensors(len(_letters()) + 4)
    chance = random.Random(seed)
    head = [struct.pack("<4sIQQ", b"GGUF", 3, len(shapes), len(said))]
    head += [_text(key) + _value(value) for key, value in said.items()]
    data = bytearray()
    for name, shape in shapes.items():
        place = struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(data))
        head.append(_text(name) + place)
        data += _figures(name, math.prod(shape), chance)
        data += bytes(-len(data) % ALIGNMENT)
    start = b"".join(head)
    return start + bytes(-len(start) % ALIGNMENT) + bytes(data)


def write_tiny_model(file: Path, changed: Mapping[str, Value | None] | None = None, *, seed: int = 0) -> Path:
    """Write it to *file*."""
    file.write_bytes(tiny_model(changed, seed=seed))
    return file
