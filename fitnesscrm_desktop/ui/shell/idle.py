"""Notices when nobody has touched the window for a while."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
MS_PER_MINUTE = 60_000


class IdleWatch(QObject):
    """Listens at the windows, where input arrives once, and not at every widget.

    Signals:
        idle: nothing was touched for the whole time.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit = 0
        self._since = QElapsedTimer()
        self._since.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen_at)
        self._heard: set[int] = set()

    def start(self, minutes: int) -> None:
        """Watch; 0 minutes means never."""
        self.start_ms(minutes * MS_PER_MINUTE)

    def start_ms(self, limit: int) -> None:
        """Watch for this many milliseconds without a touch."""
        self._limit = limit
        for window in QGuiApplication.topLevelWindows():
            self._listen_at(window)
        self.touched()
        if limit > 0:
            self._timer.start(limit)
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def untouched_ms(self) -> int:
        """For how long nothing was touched."""
        return int(self._since.elapsed())

    def touched(self) -> None:
        """Somebody is there."""
        self._since.restart()

    def _look(self) -> None:
        left = self._limit - self.untouched_ms()
        if left > 0:
            self._timer.start(left)
        else:
            self.idle.emit()

    def _listen_at(self, window: QWindow | None) -> None:
        if window is not None and id(window) not in self._heard:
            self._heard.add(id(window))
            window.installEventFilter(self)
            number = id(window)
            window.destroyed.connect(lambda *_: self._heard.discard(number))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is touched, keep nothing of it."""
        if event.type() in TOUCHES:
            self.touched()
        return False
