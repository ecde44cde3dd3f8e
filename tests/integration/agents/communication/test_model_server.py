"""Drafts by a model server: what it is sent, and what becomes of whatever it answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from fitnesscrm_desktop.agents.communication.results import AGENT, Draft, DraftOrder
from fitnesscrm_desktop.agents.office import Agents
from fitnesscrm_desktop.agents.runtime import remote
from fitnesscrm_desktop.agents.runtime.errors import Stopped
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.services.assistant.settings import SERVER
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, RuleBroken
from tests.support.alone import LETTER
from tests.support.command_line import run
from tests.support.model_server import Asked, ModelServer, piece
from tests.support.people import People
from tests.support.waiting import until

pytestmark = pytest.mark.sqlite_only

UNVERIFIED = "Nothing the model wrote could be verified, so this is the plain text."
Answer = Callable[[Asked], None]


def writes(text: str) -> Answer:
    """Answer with this text, piece by piece."""
    pieces = [piece(text[place : place + 20]) for place in range(0, len(text), 20)]
    return lambda asked: asked.stream(*pieces, piece("", "stop"))


def says(status: str, kind: str = "text/plain", content: bytes = b"", **headers: str) -> Answer:
    """Answer with anything."""
    return lambda asked: asked.raw(status, kind, content, **headers)


def hangs_up(asked: Asked) -> None:
    """Begin well, and be gone."""
    asked.raw("200 OK", "text/event-stream", b'data: {"choices": [{"delta": {"content": "Happy')


@dataclass
class Studio:
    """A studio whose agents write with a server."""

    services: Services
    office: Agents
    owner: Actor
    anna: int

    def use(self, url: str, *, key: str = "", typed: str = "") -> None:
        """Name the server, and let the agents write with it."""
        settings = self.services.assistant
        settings.save_server(
            self.owner, settings.get(self.owner).settings.version, url, "qwen", key=key, typed=typed
        )
        settings.choose_model(self.owner, AGENT, SERVER)

    def draft(self, variants: int = 1, stop: threading.Event | None = None) -> tuple[Draft, ...]:
        """Ask for birthday messages to Anna."""
        order = DraftOrder(DraftKind.BIRTHDAY, self.anna, variants=variants)
        return self.office.communication.draft(self.owner, order, stop=stop)


@pytest.fixture
def studio(services: Services, owner: Actor) -> Iterator[Studio]:
    anna = People(services).add("Anna Bauer")
    with closing(Agents(services, engine=lambda: False)) as office:
        yield Studio(services, office, owner, anna)


def assert_plain(studio: Studio, draft: Draft, why: str) -> None:
    """It is the plain text, says why, and is remembered as that."""
    assert (draft.verified, draft.fallback) == (True, True)
    assert why in draft.why_fallback
    assert "Anna" in draft.text
    kept = studio.services.runs.get(studio.owner, draft.run_id)
    assert kept.row.verdict is RunVerdict.FALLBACK
    assert any(why in each for each in kept.problems) or why == UNVERIFIED


def test_a_good_answer_becomes_a_verified_draft(studio: Studio) -> None:
    with ModelServer(writes(LETTER)) as server:
        studio.use(server.url, key="sesame-street")
        drafts = studio.draft(variants=2)
    assert [(each.verified, each.fallback, each.model) for each in drafts] == [(True, False, "qwen")] * 2
    assert drafts[0].text.startswith("Dear Anna,\n\nall the best for your birthday.")
    assert {each.headers["Authorization"] for each in server.asked} == {"Bearer sesame-street"}
    assert all(each.body["stream"] for each in server.asked)
    assert not any("Anna" in str(each.body) or "sesame" in str(each.body) for each in server.asked)
    assert studio.services.assistant.server_key(studio.owner) == "sesame-street"


def test_a_server_without_a_key_is_sent_none(studio: Studio) -> None:
    with ModelServer(writes(LETTER)) as server:
        studio.use(server.url)
        studio.draft()
    assert "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says("401 Unauthorized"), "it wants another key"),
        (says("429 Too Many Requests"), "it has too much to do"),
        (says("500 Internal Server Error", "text/html", b"<h1>500</h1>"), "error 500"),
        (says("200 OK", "application/json", b"\xff\xfe not json"), "does not speak the language"),
        (says("200 OK", "text/html", b"<html>Sign in</html>"), "does not speak the language"),
        (says("200 OK", "text/event-stream", b"data: {{{\n\n"), "does not speak the language"),
        (
            says("200 OK", "text/event-stream", b"data: " + b"[" * 100_000 + b"\n\n"),
            "does not speak the language",
        ),
        (hangs_up, "cannot be used"),
        (says("302 Found", Location="http://192.0.2.1/"), "is not followed"),
    ],
)
def test_trouble_ends_in_the_plain_text_with_a_sentence(studio: Studio, answer: Answer, why: str) -> None:
    with ModelServer(answer) as server:
        studio.use(server.url)
        drafts = studio.draft(variants=2)
    for each in drafts:
        assert_plain(studio, each, why)
    assert drafts[0].text != drafts[1].text
    assert len(server.asked) == 1, "it is not asked again for the second text"


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        LETTER[: LETTER.index("all the best")] + "all the",
        LETTER.replace("all the best", "all the best, and 50% off,"),
        LETTER.replace("all the best", "see you on Monday, all the best"),
        LETTER.replace("all the best", "greetings from Bernd, all the best"),
        LETTER.replace("all the best", "look at https://example.com, all the best"),
        LETTER.replace("all the best", "<|im_end|> all the best"),
        LETTER.replace("all the best", "your phone is [[client.phone]], all the best"),
        LETTER.replace("all the best", "you owe €49.00, all the best"),
        LETTER + "\x00\x1b[31m",
        LETTER * 30,
    ],
)
def test_what_states_something_else_is_thrown_away(studio: Studio, text: str) -> None:
    with ModelServer(writes(text)) as server:
        studio.use(server.url)
        (draft,) = studio.draft()
    assert_plain(studio, draft, UNVERIFIED)
    assert (draft.attempts, len(server.asked)) == (3, 3)


@pytest.mark.parametrize("count", [2**70, 2**31, -4, True, "many"])
def test_whatever_a_server_counts_the_draft_is_kept(studio: Studio, count: object) -> None:
    def answer(asked: Asked) -> None:
        usage = {"completion_tokens": count, "prompt_tokens": count}
        asked.stream(piece(LETTER), piece("", "stop"), {"choices": [], "usage": usage})

    with ModelServer(answer) as server:
        studio.use(server.url)
        (draft,) = studio.draft()
    assert not draft.fallback
    run = studio.services.runs.get(studio.owner, draft.run_id)
    assert (run.row.tokens, run.prompt_tokens) == (1, 0)


@pytest.mark.parametrize("reason", ["length", "max_tokens", "content_filter"])
def test_what_a_server_cut_off_is_not_shown_however_whole_it_looks(studio: Studio, reason: str) -> None:
    with ModelServer(lambda asked: asked.stream(piece(LETTER), piece("", reason))) as server:
        studio.use(server.url)
        (draft,) = studio.draft()
    assert_plain(studio, draft, UNVERIFIED)


def test_an_answer_without_a_word_or_without_an_end_is_told_as_that(studio: Studio) -> None:
    def breaks_off(asked: Asked) -> None:
        asked.begin()
        asked.say(piece(LETTER))

    for answer, why in ((writes(""), "its answer is empty"), (breaks_off, "broke off before the end")):
        with ModelServer(answer) as server:
            studio.use(server.url)
            (draft,) = studio.draft()
        assert_plain(studio, draft, why)


def test_a_second_try_may_be_better(studio: Studio) -> None:
    answers = [writes("You get 50% off!"), writes(LETTER)]

    def answer(asked: Asked) -> None:
        answers.pop(0)(asked)

    with ModelServer(answer) as server:
        studio.use(server.url)
        (draft,) = studio.draft()
    assert (draft.fallback, draft.attempts) == (False, 2)
    assert server.asked[0].body["seed"] != server.asked[1].body["seed"]


def test_a_server_that_only_gives_signs_of_life_is_left(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "LONGEST_SECONDS", 0.5)
    left = threading.Event()

    def dawdle(asked: Asked) -> None:
        try:
            asked.begin()
            while not left.wait(0.01):
                asked.say(piece(""))
        except OSError:
            left.set()  # they have hung up

    with ModelServer(dawdle) as server:
        studio.use(server.url)
        (draft,) = studio.draft()
        assert_plain(studio, draft, "it takes too long")
        assert left.wait(20)


def test_a_slow_server_is_hung_up_on_when_nobody_waits_any_more(studio: Studio) -> None:
    stop, left = threading.Event(), threading.Event()

    def dawdle(asked: Asked) -> None:
        try:
            asked.begin()
            while not left.wait(0.01):
                asked.say(piece("Happy "))
                stop.set()
        except OSError:
            left.set()

    with ModelServer(dawdle) as server:
        studio.use(server.url)
        with pytest.raises(Stopped):
            studio.draft(stop=stop)
        assert left.wait(20), "the server has noticed"
    (row,) = studio.services.runs.rows(studio.owner).rows
    assert row.verdict is RunVerdict.STOPPED


def test_a_name_that_moves_out_of_the_studio_is_sent_nothing(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"ai.studio.example": ["127.0.0.1"]}
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *_, **__: [(2, 1, 6, "", (place, port)) for place in places.get(host, [host])],
    )
    with ModelServer(writes(LETTER)) as server:
        url = f"http://ai.studio.example:{server.port}"
        studio.use(url)
        assert not studio.draft()[0].fallback
        places["ai.studio.example"] = ["127.0.0.1", "8.8.8.8"]
        (draft,) = studio.draft()
        assert_plain(studio, draft, "outside the studio (8.8.8.8), and that was not confirmed")
        with pytest.raises(RuleBroken):
            studio.use(url)
        with pytest.raises(Confirmable):
            studio.use(url.replace("http", "https"))
    assert len(server.asked) == 1


def test_a_name_nobody_knows_any_more(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise OSError

    with ModelServer(writes(LETTER)) as server:
        studio.use(f"http://localhost:{server.port}")
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        (draft,) = studio.draft()
        assert_plain(studio, draft, "cannot be found")
        with pytest.raises(RuleBroken, match="cannot be found"):
            studio.use("http://ai.studio.example:1")
    assert server.asked == []


def test_nothing_is_sent_after_a_stop_while_it_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    connecting, go = threading.Event(), threading.Event()
    connect = socket.create_connection

    def slowly(*words: Any, **more: Any) -> socket.socket:
        connecting.set()
        assert go.wait(20)
        return connect(*words, **more)

    with ModelServer(writes(LETTER)) as server:
        monkeypatch.setattr(socket, "create_connection", slowly)
        model = remote.RemoteModel(server.url, "qwen")
        with pytest.raises(Stopped):
            model.write([], stop=connecting)
        go.set()
        until(lambda: not [each for each in threading.enumerate() if each.name == "model-server"])
    assert server.asked == []


def test_the_command_says_what_the_server_did() -> None:
    run("clients", "add", "--first", "Anna", "--last", "Bauer")
    with ModelServer(says("500 No")) as server:
        assert run("model", "server", server.url, "--model", "qwen").code == 0
        run("model", "use", "server")
        ran = run("agents", "draft", "birthday", "--client", 1, "--variants", 1, "--json")
    assert ran.code == 0
    assert ran.document[0]["why_fallback"] == (
        f"The model server 127.0.0.1:{server.port} cannot be used: it answers with error 500."
    )
