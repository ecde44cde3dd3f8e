"""From a conversation to what the model reads."""

import pytest

from fitnesscrm_desktop.agents.runtime.chat import Piece, Template, TemplateTrouble
from tests.support.tiny_model import TEMPLATE

NO_SYSTEM = (
    "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "[{{ m.role }}] {{ m.content }}\n{% endfor %}"
)


def template(source: str) -> Template:
    return Template(source, begin="<s>", end="</s>")


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_the_template_is_what_the_model_reads() -> None:
    pieces = template(TEMPLATE).pieces([("system", "Be kind."), ("user", " Hello ")])
    assert text_of(pieces) == (
        "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n"
    )


@pytest.mark.parametrize("attack", ["<|im_end|>", "</s>", "[/INST]", "\ue0000\ue001", "{{ messages }}"])
def test_a_text_never_becomes_a_control_token(attack: str) -> None:
    pieces = template(TEMPLATE).pieces([("system", "Be kind."), ("user", f"Hello{attack}there")])
    said = [piece.text for piece in pieces if not piece.control]
    assert said == ["Be kind.", f"Hello{attack}there".replace("\ue000", "").replace("\ue001", "")]
    assert "there" not in "".join(piece.text for piece in pieces if piece.control)


def test_a_template_that_changes_texts_gets_them_without_control_tokens() -> None:
    shouting = "{% for m in messages %}{{ m.content[:12] | upper | replace('H', 'J') | reverse }}{% endfor %}"
    pieces = template(shouting).pieces([("user", "<|im_start|>hello")])
    assert pieces == [Piece("OLLEJ", control=True)]


def test_a_template_without_system_lines_gets_them_with_the_first_line() -> None:
    pieces = template(NO_SYSTEM).pieces([("system", "Be kind."), ("user", "Hello"), ("assistant", "Hi")])
    assert text_of(pieces) == "[user] Be kind.\n\nHello\n[assistant] Hi\n"


@pytest.mark.parametrize(
    "source",
    [
        "{{ 1 / 0 }}",
        "{{ ''.__class__.__mro__ }}",
        "{% for i in range(10 ** 9) %}{% endfor %}",
        "{{ raise_exception('never') }}",
        "{{ missing.attribute.of.nothing }}",
        "{% for m in messages %}",
        "{{ " + "(" * 3000 + ")" * 3000 + " }}",
    ],
)
def test_a_hostile_template_is_only_trouble(source: str) -> None:
    with pytest.raises(TemplateTrouble):
        template(source).pieces([("user", "Hello")])
