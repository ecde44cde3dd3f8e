"""Files of models before anything looks into them."""

import os
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.errors import ModelRefused, Refusal, Stopped
from fitnesscrm_desktop.agents.runtime.files import Checked, check_header, refusal, sha256_of, size_of
from tests.support.engine import a_tiny_model


class Set:
    def is_set(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Refusal.NOT_A_MODEL),
        (b"%PDF-1.7 and so on and so on", Refusal.NOT_A_MODEL),
        (b"GGUF", Refusal.DAMAGED),
        (b"GGUF" + b"\xff" * 40, Refusal.DAMAGED),
        (b"GGUF\x03\0\0\0" + b"\0" * 16, Refusal.DAMAGED),
        (b"GGUF\x01\0\0\0" + b"\x01" * 16, Refusal.OTHER_FORMAT),
        (b"GGUF\x04\0\0\0" + b"\x01" * 16, Refusal.OTHER_FORMAT),
        (b"GGUF\0\0\0\x03" + b"\x01" * 16, Refusal.OTHER_FORMAT),
    ],
)
def test_what_does_not_begin_like_a_model_is_refused(tmp_path: Path, raw: bytes, reason: Refusal) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(raw)
    with pytest.raises(ModelRefused) as refused:
        check_header(file)
    assert refused.value.reason is reason
    assert refused.value.text.startswith("model.gguf ")


def test_only_a_regular_file_is_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for place in (tmp_path, pipe, tmp_path / "gone.gguf", Path("no\0name")):
        with pytest.raises(ModelRefused, match="not there or cannot be read"):
            size_of(place)


def test_a_strange_name_is_told_harmlessly() -> None:
    assert refusal(Refusal.DAMAGED, Path("evil\n\u202ename.gguf")).text.startswith(
        "evil??name.gguf is damaged"
    )


def test_a_file_that_was_exchanged_is_refused(tmp_path: Path) -> None:
    file, card = a_tiny_model(tmp_path)
    checked = Checked(file, card.sha256)
    checked.check()
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    os.utime(file, ns=(1, 1))
    with pytest.raises(ModelRefused, match="not the file it was"):
        checked.check()


def test_adding_up_a_large_file_can_be_stopped(tmp_path: Path) -> None:
    file, _ = a_tiny_model(tmp_path)
    with pytest.raises(Stopped):
        sha256_of(file, Set())
