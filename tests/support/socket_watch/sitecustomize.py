"""Notes what Python does with sockets, in every process that has this folder on its ``PYTHONPATH``.

Python imports a module of this name before anything else. The notes are lines of JSON in the file that
``SOCKET_NOTES`` names. ``SOCKET_TRAITOR`` names a module: the process that runs it tries to reach out.
"""

import json
import os
import socket
import sys
from typing import Any

WATCHED = frozenset(
    {
        "socket.__new__",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    }
)
ELSEWHERE = ("192.0.2.1", 80)
"""An address that is nobody's (RFC 5737)."""


def watch(notes: str) -> None:
    """Note from now on, until the process ends."""
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    program = " ".join(sys.orig_argv)

    def note(event: str, args: tuple[Any, ...]) -> None:
        if event not in WATCHED:
            return
        if event == "socket.__new__":
            if args[1] in {socket.AF_UNIX, -1}:  # inside this computer, or a connection that came to us
                return
            target: object = str(args[1])
        elif event in {"socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname"}:
            target = args[0]
        else:
            target = args[-1]
            if getattr(args[0], "family", None) == socket.AF_UNIX:
                return
        line = {"event": event, "target": target, "program": program}
        os.write(file, json.dumps(line, default=str).encode() + b"\n")

    os.write(file, json.dumps({"event": "watching", "target": "", "program": program}).encode() + b"\n")
    sys.addaudithook(note)


if "SOCKET_NOTES" in os.environ:
    watch(os.environ["SOCKET_NOTES"])
    if os.environ.get("SOCKET_TRAITOR", "?") in sys.orig_argv:
        try:
            socket.create_connection(ELSEWHERE, timeout=5).close()
        except OSError as error:
            sys.stderr.write(f"{error}\n")
