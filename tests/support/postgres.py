"""A PostgreSQL server for tests, thrown away at the end (standard library only: packaging/dev.py uses it)."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.leftovers import is_abandoned

PREFIX, OWNER = "fitnesscrm-pg-", "owner"
SETTINGS = """
port = {port}
listen_addresses = '{addresses}'
unix_socket_directories = '{sockets}'
max_connections = 200
# Nothing in here is worth waiting for a disk.
fsync = off
full_page_writes = off
synchronous_commit = off
"""

ENOUGH_MEMORY = 4 * 1024**3
IN_MEMORY = Path("/dev/shm")
ON_DISK = Path("/tmp" if os.name == "posix" else tempfile.gettempdir())
"""Not $TMPDIR where there are sockets: the path of one must be short."""


def find_tools() -> Path | None:
    """Find the folder that holds initdb and pg_ctl; Debian keeps it off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


def memory_folder() -> str | None:
    """The system's folder in memory, where a test that stores waits for no disk, if there is room in it."""
    if not (IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)):
        return None
    return str(IN_MEMORY) if shutil.disk_usage(IN_MEMORY).free > ENOUGH_MEMORY else None


def take_away_abandoned(tools: Path) -> None:
    """Stop servers whose owner was killed, and take their folders away."""
    for owner in (note for root in (IN_MEMORY, ON_DISK) for note in root.glob(f"{PREFIX}*/{OWNER}")):
        if is_abandoned(owner):
            place = owner.parent
            if any(_answers(file) for file in place.glob(".s.PGSQL.*") if file.is_socket()):
                with contextlib.suppress(subprocess.CalledProcessError):  # another run may be at it as well
                    _stop(tools, place)
            shutil.rmtree(place, ignore_errors=True)


class PrivateServer:
    """A server on a socket (on Windows: a port) of its own, from ``with`` to its end."""

    def __init__(self, tools: Path) -> None:
        self._tools = tools
        take_away_abandoned(tools)
        self._place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=memory_folder() or ON_DISK))
        (self._place / OWNER).write_text(str(os.getpid()), encoding="ascii")
        self._data = self._place / "data"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        posix = os.name == "posix"
        self._host = self._place.as_posix() if posix else "127.0.0.1"
        self._settings = SETTINGS.format(
            port=self._port, addresses="" if posix else self._host, sockets=self._host if posix else ""
        )

    @property
    def url(self) -> str:
        """Where its ``postgres`` database is, for SQLAlchemy."""
        host = urllib.parse.quote(self._host, safe="")
        return f"postgresql+psycopg://postgres@/postgres?host={host}&port={self._port}"

    def __enter__(self) -> Self:
        try:
            self._create()
            self.start()
        except BaseException:
            shutil.rmtree(self._place, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self._place, ignore_errors=True)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        _control(self._tools, self._place, "-l", self._place / "log", "start")

    def stop(self) -> None:
        """Stop it as a power cut would: connections break, nothing is tidied up."""
        _stop(self._tools, self._place)

    def _create(self) -> None:
        if _is_root():
            shutil.chown(self._place, "postgres")
        locale = ["--locale=C.UTF-8"] if sys.platform == "linux" else []
        owner = ["--username=postgres", "--auth=trust"]
        initdb: list[str | Path] = [self._tools / "initdb", "-D", self._data]
        _run(*initdb, *owner, "--encoding=UTF8", "--no-sync", *locale, place=self._place)
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(self._settings)


def _answers(file: Path) -> bool:
    """Whether a server listens at this socket; of one that is dead only the file is there."""
    with socket.socket(socket.AF_UNIX) as plug:
        return plug.connect_ex(str(file)) == 0


def _stop(tools: Path, place: Path) -> None:
    _control(tools, place, "-m", "immediate", "stop")


def _control(tools: Path, place: Path, *arguments: str | Path) -> None:
    _run(tools / "pg_ctl", "-D", place / "data", "-s", "-w", *arguments, place=place)


def _run(*command: str | Path, place: Path) -> None:
    """Run *command* as somebody who is not root: the server refuses to be."""
    user = ["runuser", "-u", "postgres", "--"] if _is_root() else []
    subprocess.run([*user, *command], check=True, stdout=subprocess.DEVNULL, cwd=place)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
