"""Runs programs where there is no network but the loopback, and notes every socket they touch.

``python -m tests.support.alone PLAN`` runs inside a network namespace of its own: it sets the loopback up,
starts a mail server and a model server there, and lets one watched program after the other work.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.mail_server import MailServer
from tests.support.model_server import Asked, ModelServer, piece

ROOT = Path(__file__).parents[2]
WATCH = Path(__file__).parent / "socket_watch"
NAMESPACES = (("unshare", "--net", "--map-root-user"), ("unshare", "--net"))
FLAGS = struct.Struct("16sH14s")
UP_AND_RUNNING = 0x1 | 0x8 | 0x40
SET_FLAGS = 0x8914
LETTER = (
    "Happy birthday, [[recipient.first_name]]!\n\nDear [[recipient.first_name]],\n\nall the best for your "
    "birthday. We are glad that you train with us.\n\nYour team at [[studio.name]]"
)
WORKER = [sys.executable, "-m", "tests.support.typist"]


@dataclass(frozen=True)
class Noted:
    """One thing a program did with a socket."""

    event: str
    target: Any
    program: str


@dataclass(frozen=True)
class Watched:
    """What a program left behind."""

    code: int
    out: str
    err: str
    noted: list[Noted]
    packets: int
    """How many went over the loopback."""
    nowhere: int
    """How often the system was asked for a way out of this computer, by Python or by anything else."""
    ports: dict[str, int]
    """Of the servers that were there."""

    @property
    def targets(self) -> set[tuple[str, str]]:
        """What was done, and with which address."""
        return {(each.event, str(each.target)) for each in self.noted if each.event != "watching"}

    @property
    def programs(self) -> list[str]:
        """The command lines of all processes that were watched."""
        return [each.program for each in self.noted if each.event == "watching"]


@dataclass(frozen=True)
class Work:
    """A program to watch. ``{mail}`` and ``{model}`` in its words and input are the ports of the servers."""

    words: Sequence[str]
    typed: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


def typing(*commands: Sequence[object]) -> Work:
    """Let these commands be typed, one after the other in one process."""
    return Work(WORKER, json.dumps([[str(word) for word in each] for each in commands]))


def watched(folder: Path, *works: Work) -> list[Watched]:
    """Let these programs work alone; the test ends here where the system does not allow that."""
    plan = folder / "plan.json"
    plan.write_text(json.dumps([asdict(each) for each in works]), encoding="utf-8")
    done = subprocess.run(
        [*_namespace(), sys.executable, "-m", "tests.support.alone", str(plan)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        Watched(**{**each, "noted": [Noted(**note) for note in each["noted"]]})
        for each in json.loads(done.stdout)
    ]


def _namespace() -> Sequence[str]:
    """What starts a program in a network of its own."""
    for words in NAMESPACES:
        if (
            shutil.which(words[0])
            and not subprocess.run([*words, "true"], capture_output=True, check=False).returncode
        ):
            return words
    why = "this system allows no network namespaces"
    if os.environ.get("CI") and os.name == "posix" and os.geteuid() == 0:
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def _loopback_up() -> None:
    import fcntl

    with socket.socket() as plug:
        fcntl.ioctl(plug, SET_FLAGS, FLAGS.pack(b"lo", UP_AND_RUNNING, b""))


def _count() -> tuple[int, int]:
    """Packets over the loopback, and questions for a way out, since the namespace was made."""
    lines = Path("/proc/self/net/snmp").read_text(encoding="ascii").splitlines()
    names, figures = (line.split() for line in lines if line.startswith("Ip:"))
    old = dict(zip(names[1:], map(int, figures[1:]), strict=True))
    new = {
        name: int(figure)
        for name, figure in (line.split() for line in Path("/proc/self/net/snmp6").read_text().splitlines())
    }
    return old["OutRequests"] + new["Ip6OutRequests"], old["OutNoRoutes"] + new["Ip6OutNoRoutes"]


def _watch(work: Mapping[str, Any], folder: Path, ports: Mapping[str, int]) -> Watched:
    notes = folder / "notes.jsonl"
    notes.write_bytes(b"")
    packets, nowhere = _count()
    env = {"PYTHONPATH": os.pathsep.join([str(WATCH), str(ROOT)]), "SOCKET_NOTES": str(notes)}
    done = subprocess.run(
        [_with(ports, word) for word in work["words"]],
        cwd=ROOT,
        input=_with(ports, work["typed"]),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | env | work["env"],
    )
    packets_now, nowhere_now = _count()
    noted = [Noted(**json.loads(line)) for line in notes.read_text(encoding="utf-8").splitlines()]
    return Watched(
        done.returncode,
        done.stdout,
        done.stderr,
        noted,
        packets_now - packets,
        nowhere_now - nowhere,
        dict(ports),
    )


def _with(ports: Mapping[str, int], text: str) -> str:
    for name, port in ports.items():
        text = text.replace(f"{{{name}}}", str(port))
    return text


def _writes(asked: Asked) -> None:
    asked.stream(piece(LETTER), piece("", "stop"))


def main() -> None:
    """Carry out the plan."""
    plan = Path(sys.argv[1])
    _loopback_up()
    with MailServer() as mail, ModelServer(_writes) as model:
        ports = {"mail": mail.port, "model": model.port}
        seen = [_watch(work, plan.parent, ports) for work in json.loads(plan.read_text(encoding="utf-8"))]
    sys.stdout.write(json.dumps([asdict(each) for each in seen]))


if __name__ == "__main__":
    main()
