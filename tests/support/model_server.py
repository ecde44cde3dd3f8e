"""A small model server on this computer, which answers as it is told to and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Piece = Mapping[str, Any]


def piece(text: str, finish: str | None = None) -> Piece:
    """One piece of an answer."""
    return {"choices": [{"delta": {"content": text}, "finish_reason": finish}]}


class Asked:
    """One request to the server."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler
        self.path = handler.path
        self.headers = dict(handler.headers)
        self.body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))

    def stream(self, *pieces: Piece) -> None:
        """Answer piece by piece."""
        self.begin()
        for each in pieces:
            self.say(each)
        self._handler.wfile.write(b"data: [DONE]\n\n")

    def begin(self) -> None:
        """Say that an answer comes piece by piece."""
        self.raw("200 OK", "text/event-stream", b"")

    def say(self, each: Piece) -> None:
        """Give one piece of it."""
        self._handler.wfile.write(f": a comment\ndata: {json.dumps(each)}\n\n".encode())
        self._handler.wfile.flush()

    def whole(self, body: object) -> None:
        """Answer in one go."""
        self.raw("200 OK", "application/json", json.dumps(body).encode())

    def raw(self, status: str, kind: str, content: bytes, **headers: str) -> None:
        """Answer with anything."""
        code, _, reason = status.partition(" ")
        self._handler.send_response(int(code), reason)
        self._handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()
        self._handler.wfile.write(content)
        self._handler.wfile.flush()


class ModelServer:
    """Answers every request with *answer*."""

    def __init__(self, answer: Callable[[Asked], None]) -> None:
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = Asked(self)
                outer.asked.append(request)
                answer(request)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address, as a person types it."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)
