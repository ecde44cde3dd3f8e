"""A PostgreSQL server for tests, thrown away at the end (standard library only: packaging/dev.py uses it)."""

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


def find_tools() -> Path | None:
    """Find the folder that holds initdb and pg_ctl; Debian keeps it off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


def memory_folder() -> str | None:
    """The system's folder in memory, where a test that stores waits for no disk, if there is room in it."""
    folder = Path("/dev/shm")
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return None
    return str(folder) if shutil.disk_usage(folder).free > ENOUGH_MEMORY else None


class PrivateServer:
    """A server on a socket (on Windows: a port) of its own, from ``with`` to its end."""

    def __init__(self, tools: Path) -> None:
        self._tools = tools
        # The path of a socket must be short, so the folder is not made below $TMPDIR.
        root = memory_folder() or ("/tmp" if os.name == "posix" else None)
        self._place = Path(tempfile.mkdtemp(prefix="fitnesscrm-pg-", dir=root))
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
        self._control("-l", self._place / "log", "start")

    def stop(self) -> None:
        """Stop it as a power cut would: connections break, nothing is tidied up."""
        self._control("-m", "immediate", "stop")

    def _create(self) -> None:
        if _is_root():
            shutil.chown(self._place, "postgres")
        locale = ["--locale=C.UTF-8"] if sys.platform == "linux" else []
        owner = ["--username=postgres", "--auth=trust"]
        self._run("initdb", "-D", self._data, *owner, "--encoding=UTF8", "--no-sync", *locale)
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(self._settings)

    def _control(self, *arguments: str | Path) -> None:
        self._run("pg_ctl", "-D", self._data, "-s", "-w", *arguments)

    def _run(self, tool: str, *arguments: str | Path) -> None:
        """Run *tool* as somebody who is not root: the server refuses to be."""
        user = ["runuser", "-u", "postgres", "--"] if _is_root() else []
        command = [*user, self._tools / tool, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._place)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
