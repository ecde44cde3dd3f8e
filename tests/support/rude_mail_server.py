"""A mail server that keeps to no rules: it answers what it was told to, or hangs up in the middle."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from typing import BinaryIO, Self

HANG_UP = "hang up"
_USUAL = {"EHLO": "250 rude", "DATA": "354 Go on", "QUIT": "221 Bye"}


@dataclass(slots=True)
class RudeMailServer:
    """Listens on 127.0.0.1 inside ``with``. ``says`` may be changed while it runs."""

    says: dict[str, str] = field(default_factory=dict)
    """By command, GREETING, TEXT (a line of a mail) or DOT (its end): the answer, or HANG_UP; "": nothing."""
    taken: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    _listening: socket.socket | None = None

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._listening is not None
        self._listening.close()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:  # the test is over
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line, line.makefile("rb") as heard:  # the other side was faster
            self._answer_all(line, heard)
        self.hung_up.set()

    def _answer_all(self, line: socket.socket, heard: BinaryIO) -> None:
        if not self._say(line, "GREETING", "220 rude"):
            return
        in_mail = False
        for words in heard:
            command = words.split()[0].decode("ascii").upper() if words.split() else ""
            if in_mail and command != ".":
                if "TEXT" in self.says and not self._say(line, "TEXT", ""):
                    return
                continue
            name = "DOT" if in_mail else command
            said = self.says.get(name, _USUAL.get(name, "250 OK"))
            self.taken += name == "DOT" and said.startswith("2")
            in_mail = not in_mail and command == "DATA" and said.startswith("354")
            if not self._say(line, name, said):
                return

    def _say(self, line: socket.socket, name: str, usual: str) -> bool:
        said = self.says.get(name, usual)
        if said == HANG_UP:
            return False
        if said:
            line.sendall(f"{said}\r\n".encode())
        return True
