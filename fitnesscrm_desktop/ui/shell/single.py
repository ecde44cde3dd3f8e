"""One program per database file: a second start brings the first window forward and ends."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

ANSWER_MS = 1500
"""How long a window that somebody looks at stands still for an answer."""
START_MS = 10_000
"""How long a second start waits, which shows nothing yet: the first window may be busy."""
HELLO = b"come forward\n"
CONNECTED = QLocalSocket.LocalSocketState.ConnectedState


def database_file(home_file: Path, url: str | None) -> Path | None:
    """The file this program will work on; None for a server. SQLAlchemy, which knows better, loads later."""
    if not url:
        return home_file.absolute()
    scheme, separator, path = url.partition(":///")
    if separator and scheme.partition("+")[0] == "sqlite" and path and path != ":memory:":
        return Path(path.partition("?")[0]).absolute()
    return None


class SingleInstance(QObject):
    """Holds the lock of one database file and listens for second starts.

    Signals:
        called: the program was started again on the same file.
    """

    called = Signal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(file.with_name(file.name + ".lock")))
        self._lock.setStaleLockTime(0)  # a lock is stale when its process is gone, however long that lives
        name = hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]
        self._name = f"fcrm-{name}"  # short: with its folder it has to fit into 107 bytes
        self._server: QLocalServer | None = None
        self._sockets: list[QLocalSocket] = []

    def acquire(self) -> bool:
        """Whether this is the only program on the file; yes where no lock can be written."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            log.info("no lock beside the database: %s", self._lock.error())
            return True
        return False

    def listen(self) -> None:
        """Wait for second starts."""
        QLocalServer.removeServer(self._name)  # what a killed program left behind; the lock says it is gone
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        if not self._server.listen(self._name):
            log.info("second starts cannot be heard: %s", self._server.errorString())

    def greet(self) -> QLocalSocket | None:
        """Say hello to the program that holds the lock; None if it does not listen."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return None
        socket.write(HELLO)
        socket.flush()
        return socket

    def call_first(self, patience_ms: int = ANSWER_MS) -> bool:
        """Ask the program that holds the lock to come forward; whether it has answered."""
        socket = self.greet()
        if socket is None:
            return False
        heard = socket.waitForReadyRead(patience_ms)
        socket.disconnectFromServer()
        return heard

    def release(self) -> None:
        """Let the next one in."""
        for socket in self._sockets:
            socket.disconnect(self)
            socket.abort()
        self._sockets.clear()
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _welcome(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._sockets.append(socket)
            socket.readyRead.connect(self._answer)

    def _answer(self) -> None:
        for socket in self._sockets:
            if bytes(socket.readAll().data()).startswith(HELLO):
                socket.write(b"here\n")
                socket.flush()
                self.called.emit()
        self._sockets = [socket for socket in self._sockets if socket.state() is CONNECTED]
