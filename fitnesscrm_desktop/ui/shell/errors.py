"""What to do about an error: a sentence where one was written for people, else the crash dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from fitnesscrm_desktop.services.core.errors import StorageTrouble, StudioError
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.shell.crash import CrashDialog, CrashWatch
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.lockable_dialogs import front_window
from fitnesscrm_desktop.ui.widgets.banner import Banner


class Errors(QObject):
    """Tells the person: a sentence where one was written for them, else the crash dialog.

    Signals:
        told(str): the sentence a person is shown.
    """

    told = Signal(str)

    def __init__(self, frame: Frame, crashes: CrashWatch, retry: Callable[[], None]) -> None:
        super().__init__(frame)
        self._frame, self._crashes = frame, crashes
        self._say: Callable[[str], None] = lambda _text: None
        self._crash: CrashDialog | None = None
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"), closable=True)
        self.notice.hide()
        self.notice.acted.connect(self.notice.hide)
        self.notice.acted.connect(retry)
        frame.add_notice(self.notice)
        crashes.happened.connect(self._show_crash)

    def speak_through(self, say: Callable[[str], None]) -> None:
        """How a sentence is shown that needs no answer."""
        self._say = say

    def report(self, error: BaseException) -> None:
        """Tell the person about *error*."""
        if isinstance(error, StudioError):
            self.told.emit(error.text)
        if isinstance(error, StorageTrouble):
            self.notice.set_text(error.text, Tone.RED, self.tr("Try again") if error.retry else "")
            self.notice.show()
        elif isinstance(error, StudioError):
            self._say(error.text)
        else:
            self._crashes.take(error)

    def take_back(self) -> None:
        """What was told was told to somebody who is not there any more."""
        self.notice.hide()

    @property
    def crash(self) -> CrashDialog | None:
        """The crash dialog that is open."""
        return self._crash

    def _show_crash(self, error: BaseException) -> None:
        if self._crash is not None:
            self._crash.again(error)
            return
        self._crash = CrashDialog(error, front_window(self._frame))
        self._crash.finished.connect(self._crash_seen)
        self._crash.open()

    def _crash_seen(self) -> None:
        if self._crash is not None:
            self._crash.deleteLater()
            self._crash = None
