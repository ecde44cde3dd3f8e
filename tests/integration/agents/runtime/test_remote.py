"""A model on a server in the studio: what is sent, what is understood, and where it never goes."""

import socket
import threading
from collections.abc import Callable

import pytest

from fitnesscrm_desktop.agents.runtime.errors import LimitReached, ServerTrouble, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Finish, Speaker
from fitnesscrm_desktop.agents.runtime.remote import UNLIKELY, RemoteModel
from tests.support.model_server import Asked, ModelServer, piece

HELLO = [ChatMessage(Speaker.SYSTEM, "Be kind."), ChatMessage(Speaker.USER, "Hello")]


def greets(asked: Asked) -> None:
    asked.stream(piece("Dear "), piece("Anna"), piece("", "stop"), {"choices": [], "usage": USAGE})


USAGE = {"completion_tokens": 7, "prompt_tokens": 21}


def test_the_conversation_is_sent_and_the_answer_heard() -> None:
    heard: list[str] = []
    with ModelServer(greets) as server:
        model = RemoteModel(server.url, "qwen", "secret-key")
        written = model.write(HELLO, seed=5, max_tokens=9, grammar='root ::= "x"', hear=heard.append)
    assert (written.text, written.tokens, written.prompt_tokens) == ("Dear Anna", 7, 21)
    assert written.finish is Finish.DONE
    assert heard == ["Dear ", "Anna"]
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == "Bearer secret-key"
    assert asked.body == {
        "model": "qwen",
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}],
        "max_tokens": 9,
        "temperature": 0.7,
        "stream": True,
        "stream_options": {"include_usage": True},
        "seed": 5,
        "grammar": 'root ::= "x"',
    }


def test_a_schema_is_sent_in_the_way_of_these_servers() -> None:
    with ModelServer(greets) as server:
        RemoteModel(server.url, "qwen").write(HELLO, schema={"type": "object"})
    form = server.asked[0].body["response_format"]["json_schema"]
    assert form == {"name": "answer", "schema": {"type": "object"}, "strict": True}
    assert "Authorization" not in server.asked[0].headers


def test_a_server_that_knows_no_grammar_is_asked_without() -> None:
    def answer(asked: Asked) -> None:
        if "grammar" in asked.body:
            asked.raw("400 Bad Request", "application/json", b"{}")
        else:
            asked.whole({"choices": [{"message": {"content": "Hi"}, "finish_reason": "length"}]})

    with ModelServer(answer) as server:
        written = RemoteModel(server.url, "old").write(HELLO, grammar='root ::= "x"')
    assert (written.text, written.finish) == ("Hi", Finish.LENGTH)


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    looked: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["8.8.8.8"]

    with ModelServer(greets) as server:
        model = RemoteModel(f"http://ai.studio.example:{server.port}", "qwen", look_up=look_up)
        assert model.write(HELLO).text == "Dear Anna"
        assert server.asked[0].headers["Host"] == f"ai.studio.example:{server.port}"
        with pytest.raises(ServerTrouble, match="that was not confirmed"):  # the name moved
            model.write(HELLO)
    assert looked == ["ai.studio.example"] * 2
    assert len(server.asked) == 1


def test_it_is_not_sent_on_to_elsewhere() -> None:
    with ModelServer(greets) as other:

        def answer(asked: Asked) -> None:
            asked.raw("307 Temporary Redirect", "text/plain", b"", Location=other.url)

        with ModelServer(answer) as server, pytest.raises(ServerTrouble, match="not followed"):
            RemoteModel(server.url, "qwen").write(HELLO)
    assert other.asked == []


def raw(status: str, kind: str, content: bytes) -> Callable[[Asked], None]:
    return lambda asked: asked.raw(status, kind, content)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (raw("401 No", "text/plain", b"<img src=x>"), "another key"),
        (raw("404 No", "text/plain", b""), "does not know this model"),
        (raw("422 No", "text/plain", b""), "does not understand"),
        (raw("500 No", "text/plain", b""), "error 500"),
        (raw("200 OK", "text/html", b"<html>"), "does not speak the language"),
        (raw("200 OK", "application/json", b"[]"), "does not speak the language"),
        (raw("200 OK", "text/event-stream", b"data: [1]\n\n"), "does not speak the language"),
        (raw("200 OK", "text/event-stream", b'data: {"choices":"\xff"}\n\n'), "does not speak the language"),
    ],
)
def test_trouble_is_told_in_a_sentence(answer: Callable[[Asked], None], words: str) -> None:
    with ModelServer(answer) as server, pytest.raises(ServerTrouble, match=words) as trouble:
        RemoteModel(server.url, "qwen").write(HELLO)
    assert "img" not in trouble.value.text


def test_a_server_that_never_ends_is_cut_off() -> None:
    with (
        ModelServer(lambda asked: asked.stream(*[piece("x" * 10_000)] * 50)) as server,
        pytest.raises(ServerTrouble, match="says too much"),
    ):
        RemoteModel(server.url, "qwen").write(HELLO)


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plug:
        port = plug.getsockname()[1]
    with pytest.raises(ServerTrouble, match="nothing listens there"):
        RemoteModel(f"http://127.0.0.1:{port}", "qwen").write(HELLO)


def test_it_can_be_stopped_while_the_server_thinks() -> None:
    thinks, stop = threading.Event(), threading.Event()

    def answer(asked: Asked) -> None:
        stop.set()
        thinks.wait(20)

    with ModelServer(answer) as server:
        with pytest.raises(Stopped):
            RemoteModel(server.url, "qwen").write(HELLO, stop=stop)
        thinks.set()


def test_candidates_are_weighed_by_their_first_token() -> None:
    top = [
        {"token": "Pay", "logprob": -0.5},
        {"token": " Bo", "logprob": -1.5},
        {"token": "Bookin", "logprob": -3},
    ]
    weighed = {"choices": [{"logprobs": {"content": [{"top_logprobs": top}]}}]}
    with ModelServer(lambda asked: asked.whole(weighed)) as server:
        scores = RemoteModel(server.url, "qwen").score(HELLO, ["Payment", "Booking", "Other"])
    assert scores[0] == pytest.approx(-0.5)
    assert scores[1] == pytest.approx(-1.2986, abs=1e-3)
    assert scores[2] == UNLIKELY


def test_a_server_that_does_not_weigh_says_so() -> None:
    with ModelServer(greets) as server, pytest.raises(ServerTrouble, match="does not weigh"):
        RemoteModel(server.url, "qwen").score(HELLO, ["a"])


def test_the_limit_of_the_hour_holds() -> None:
    with ModelServer(greets) as server:
        model = RemoteModel(server.url, "qwen", per_hour=1)
        model.write(HELLO)
        with pytest.raises(LimitReached):
            model.write(HELLO)
    assert len(server.asked) == 1


def test_a_key_that_would_change_the_request_is_refused() -> None:
    with pytest.raises(ServerTrouble, match="key"):
        RemoteModel("http://127.0.0.1", "qwen", "key\r\nHost: elsewhere")


def test_the_card_says_that_it_is_elsewhere() -> None:
    card = RemoteModel("http://127.0.0.1:8080", "qwen").card
    assert card.remote
    assert card.free_writing


def breaks_off(asked: Asked) -> None:
    asked.begin()
    asked.say(piece("Dear Anna, we are"))


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    with ModelServer(breaks_off) as server, pytest.raises(ServerTrouble, match="broke off before the end"):
        RemoteModel(server.url, "qwen").write(HELLO)


def test_a_reason_for_the_end_or_the_word_for_it_will_do() -> None:
    def with_reason(asked: Asked) -> None:
        asked.begin()
        asked.say(piece("Dear Anna", "stop"))

    for answer in (with_reason, lambda asked: asked.stream(piece("Dear Anna"))):
        with ModelServer(answer) as server:
            assert RemoteModel(server.url, "qwen").write(HELLO).text == "Dear Anna"


def test_what_goes_wrong_on_the_server_is_told() -> None:
    trouble = {"error": {"message": "out of\nmemory"}}
    with (
        ModelServer(lambda asked: asked.stream(trouble)) as server,
        pytest.raises(ServerTrouble, match="out of memory"),
    ):
        RemoteModel(server.url, "qwen").write(HELLO)
    with (
        ModelServer(lambda asked: asked.stream(piece("", "stop"))) as server,
        pytest.raises(ServerTrouble, match="is empty"),
    ):
        RemoteModel(server.url, "qwen").write(HELLO)
