"""One request to a model server, on a thread of its own, so that whoever asked can stop at any moment."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fitnesscrm_desktop.agents.runtime.addresses import Place

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 120.0
LONGEST_LINE = 2**20
MOST_BYTES = 8 * 2**20
UNUSABLE = (400, 422)
_NO_SERVER = "it does not speak the language of model servers"


class _ToAddress(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever its name stands for a moment later."""

    def __init__(self, place: Place, addresses: Sequence[str], trust: ssl.SSLContext | None) -> None:
        super().__init__(place.host, place.port, timeout=CONNECT_SECONDS)
        self._place = place
        self._addresses = addresses
        self._trust = trust
        self._lock = threading.Lock()
        self._plug: socket.socket | None = None
        self._unwanted = False

    def hang_up(self) -> None:
        """End it, wherever it is; nothing is sent any more. From any thread.

        ``http.client`` forgets the socket of an answer that ends with the connection, so it is kept here.
        """
        with self._lock:
            self._unwanted = True
            plug = self._plug
        if plug:
            with contextlib.suppress(OSError):
                plug.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        """Try one address after the other."""
        for number, address in enumerate(self._addresses, start=1):
            try:
                plug = socket.create_connection((address, self._place.port), CONNECT_SECONDS)
            except OSError:
                if number == len(self._addresses):
                    raise
            else:
                break
        if self._place.secure:
            trust = self._trust or ssl.create_default_context()
            plug = trust.wrap_socket(plug, server_hostname=self._place.host)
        plug.settimeout(SILENCE_SECONDS)
        with self._lock:
            self._plug = plug
            unwanted = self._unwanted
        if unwanted:
            plug.close()
            raise ConnectionAbortedError
        self.sock = plug


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the server said."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """The server has said everything; with ``trouble``, why not."""

    trouble: str = ""
    status: int = 200
    said_so: bool = False
    """It has told that this is the end; else the connection was merely over."""


class ServerRequest:
    """Asks at once; what comes is taken from ``event``."""

    def __init__(
        self,
        place: Place,
        addresses: Sequence[str],
        body: Mapping[str, Any],
        key: str,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._events: queue.SimpleQueue[Said | Ended] = queue.SimpleQueue()
        self._place = place
        self._body = json.dumps(body).encode()
        self._key = key
        self._connection = _ToAddress(place, addresses, trust)
        threading.Thread(target=self._run, name="model-server", daemon=True).start()

    def event(self, seconds: float) -> Said | Ended | None:
        """What the server says next; nothing if it says nothing for so long."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return None

    def stop(self) -> None:
        """Hang up."""
        self._connection.hang_up()

    def _run(self) -> None:
        ended = Ended(_NO_SERVER)  # whatever happens: somebody waits for the end
        try:
            ended = self._ask()
        except (OSError, http.client.HTTPException, ValueError, TypeError, RecursionError) as reason:
            ended = Ended(_words(reason))
        finally:
            self._events.put(ended)
            self._connection.close()

    def _ask(self) -> Ended:
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            "Host": self._place.name,
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        self._connection.request("POST", self._place.path, self._body, headers)
        answer = self._connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            return Ended(_status(answer.status), answer.status)
        if "event-stream" not in answer.headers.get("Content-Type", ""):
            self._events.put(Said(_object(answer.read(MOST_BYTES))))
            return Ended(said_so=True)
        for body in _bodies(answer):
            if body is None:
                return Ended(said_so=True)
            self._events.put(Said(body))
        return Ended()


def _bodies(answer: http.client.HTTPResponse) -> Iterator[Mapping[str, Any] | None]:
    """What a stream of events carries; None is its end."""
    left = MOST_BYTES
    while line := answer.readline(LONGEST_LINE):
        left -= len(line)
        if left < 0:
            message = "it says too much"
            raise ValueError(message)
        field, _, value = line.partition(b":")
        if field != b"data":
            continue
        if value.strip() == b"[DONE]":
            yield None
            return
        yield _object(value)


def _object(raw: bytes) -> Mapping[str, Any]:
    body = json.loads(raw)
    if not isinstance(body, dict):
        message = "its answer is no object"
        raise TypeError(message)
    return body


def _words(reason: Exception) -> str:
    if isinstance(reason, ssl.SSLError):
        return "its certificate is not trusted"
    if isinstance(reason, TimeoutError):
        return "it does not answer"
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(reason, OSError):
        return "the connection was lost"
    return _NO_SERVER


def _status(status: int) -> str:
    words = {
        401: "it wants another key",
        403: "it wants another key",
        404: "it does not know this model or address",
        429: "it has too much to do",
    }
    if 300 <= status < 400:  # noqa: PLR2004 - redirects
        return "it sends on to another address, which is not followed"
    return words.get(status, f"it answers with error {status}")
