"""A real HTTP server on this computer that takes text messages, and can be told to be difficult."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


Answer = tuple[int, str]
TAKEN: Answer = (201, '{"sid": "SM123", "status": "queued"}')


@dataclass(slots=True)
class SmsGateway:
    """Listens on 127.0.0.1 between ``start`` and ``stop``."""

    answer: Callable[[Asked], Answer | None] = lambda _asked: TAKEN
    """Status and content; None: never answers."""
    asked: list[Asked] = field(default_factory=list)
    redirect_to: str = ""
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.handle(self)

            def do_GET(self) -> None:
                gateway.handle(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Write nothing on the terminal."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._over.set()
        self._server.shutdown()
        self._thread.join(PATIENCE)
        self._server.server_close()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Note what was asked, and answer as told."""
        length = int(request.headers.get("Content-Length") or 0)
        body = request.rfile.read(length).decode()
        asked = Asked(request.command, request.path, dict(request.headers), body)
        self.asked.append(asked)
        answer = self.answer(asked)
        if answer is None:
            self._over.wait(PATIENCE)
            return
        status, content = answer
        request.send_response(status)
        if self.redirect_to:
            request.send_header("Location", self.redirect_to)
        request.send_header("Content-Length", str(len(content.encode())))
        request.end_headers()
        request.wfile.write(content.encode())
