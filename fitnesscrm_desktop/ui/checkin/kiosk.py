"""The kiosk: clients check themselves in, on their side of the counter.

It shows a first name and a verdict, never a reason. It acts with nothing but the right to check in, stays
when the staff's screen is locked, and ends by its PIN only: closing its window asks for the PIN too.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission, Verdict
from fitnesscrm_desktop.services.checkin.results import KioskAnswer
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.checkin.kiosk_panels import AnswerPanel, LeaveCorner, LeavePanel, WaitingPanel
from fitnesscrm_desktop.ui.checkin.sounds import Sounds
from fitnesscrm_desktop.ui.checkin.words import tr
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import L

ANSWER_MS = 6000
FORGET_MS = 20_000
"""After so long, a number that was half typed is forgotten: somebody else stands there now."""
LEAVE_MS = 30_000
LONGEST_CODE = 80
FOR_CLIENTS = "for_clients"
"""The window with this property stays when the staff's screen is locked."""


class KioskWindow(QWidget):
    """One window, three faces."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._desk, self._actor = desk, desk.actor
        self._code, self._may_close = "", False
        self.setProperty("kind", "page")
        self.setProperty(FOR_CLIENTS, True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Kiosk – {studio}").format(studio=desk.profile.name))
        self.setAccessibleName(tr("Kiosk"))
        self.waiting = WaitingPanel(desk.profile.name, None)
        self.answer, self.leaving = AnswerPanel(), LeavePanel()
        self.sounds = Sounds(self)
        self.corner = LeaveCorner()
        self.corner.setParent(self)
        self.corner.clicked.connect(self.ask_to_leave)
        self._stack = QStackedWidget()
        for panel in (self.waiting, self.answer, self.leaving):
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._home = QTimer(self)
        self._home.setSingleShot(True)
        self._home.timeout.connect(self.wait)
        self._connect()
        self._load_logo()
        self.wait()

    def _connect(self) -> None:
        keypad = self.waiting.keypad
        keypad.typed.connect(self._type)
        keypad.deleted.connect(self._delete)
        keypad.entered.connect(self._enter)
        self.leaving.pad.entered.connect(self._try_pin)
        self.leaving.stayed.connect(self.wait)

    @property
    def face(self) -> QWidget | None:
        """What it shows right now."""
        return self._stack.currentWidget()

    # --- the clients ------------------------------------------------------------------------------------

    def wait(self) -> None:
        """Be ready for the next client."""
        self._home.stop()
        self._set_code("")
        self._stack.setCurrentWidget(self.waiting)
        self.corner.show()
        self.corner.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A scanner types a whole code, a client types digits; both end with Enter."""
        if self.face is self.leaving:
            if event.key() == Qt.Key.Key_Escape:
                self.wait()
            else:
                self.leaving.pad.takes(event)
            return
        text = event.text()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif event.key() == Qt.Key.Key_Backspace:
            self._delete()
        elif text.isprintable() and text.strip():
            self._type(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch ends an answer."""
        if self.face is self.answer:
            self.wait()
        super().mousePressEvent(event)

    def _type(self, text: str) -> None:
        if self.face is self.answer:
            self.wait()  # the next client does not wait for six seconds
        self._set_code((self._code + text)[:LONGEST_CODE])
        self._home.start(FORGET_MS)

    def _delete(self) -> None:
        self._set_code(self._code[:-1])

    def _set_code(self, code: str) -> None:
        self._code = code
        self.waiting.display.show_text(code)

    def _enter(self) -> None:
        code = self._code.strip()
        self._set_code("")
        if not code:
            return
        checkin, actor = self._desk.services.checkin, self._actor
        self._desk.tasks.write(
            lambda: checkin.kiosk_check_in(actor, code),
            done=self._answered,
            failed=self._failed,
            owner=self,
        )

    def _answered(self, answer: KioskAnswer) -> None:
        self.answer.say(answer)
        self._show_answer(answer.verdict)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._desk.window.report(error)
        self.answer.say_trouble()
        self._show_answer(Verdict.REFUSED)

    def _show_answer(self, verdict: Verdict) -> None:
        if self.face is self.leaving:
            return
        self._stack.setCurrentWidget(self.answer)
        self.corner.hide()
        self._home.start(ANSWER_MS)
        if self._desk.preferences.chosen.sound:
            self.sounds.play(verdict)

    # --- the end ----------------------------------------------------------------------------------------

    def ask_to_leave(self) -> None:
        """Only who knows the PIN ends the kiosk."""
        self._stack.setCurrentWidget(self.leaving)
        self.corner.hide()
        self.leaving.begin()
        self._home.start(LEAVE_MS)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 asks for the PIN too; only the end of the whole program does not."""
        main = self.parentWidget()
        if self._may_close or (main is not None and not main.isVisible()):
            super().closeEvent(event)
        else:
            event.ignore()
            self.ask_to_leave()

    def end(self) -> None:
        """Close without a question: the program itself ends."""
        self._may_close = True
        self.close()

    def _try_pin(self, pin: str) -> None:
        self.leaving.pad.hold(True)
        self._home.start(LEAVE_MS)
        settings = self._desk.services.settings
        self._desk.tasks.run(
            lambda: settings.kiosk_pin_fits(pin),
            done=lambda fits: self.end() if fits else self._wrong_pin(tr("This is not the PIN.")),
            failed=lambda error: self._wrong_pin(str(error)),
            owner=self,
        )

    def _wrong_pin(self, problem: str) -> None:
        self.leaving.begin()
        self.leaving.say(problem)

    # --- the look ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lock in its corner."""
        super().resizeEvent(event)
        self.corner.adjustSize()
        self.corner.move(self.width() - self.corner.width() - L, L)

    def _load_logo(self) -> None:
        self._desk.tasks.run(
            self._desk.services.settings.logo, done=self._show_logo, failed=lambda _error: None, owner=self
        )

    def _show_logo(self, logo: bytes | None) -> None:
        picture = QPixmap()
        if logo and picture.loadFromData(logo):
            self.waiting.show_logo(picture)


def open_kiosk(desk: Desk) -> None:
    """Open the kiosk on the second screen, or bring the open one forward; it needs a PIN to be ended by."""
    there = open_window()
    if there is not None:
        there.raise_()
        there.activateWindow()
        return
    services = desk.services

    def look() -> tuple[bool, str]:
        told = services.demo.told_secrets().kiosk_pin if desk.profile.demo else ""
        return services.settings.has_kiosk_pin(), told

    desk.tasks.run(look, done=lambda found: _may_open(desk, *found))


def _may_open(desk: Desk, has_pin: bool, told_pin: str) -> None:
    """Nobody is locked in who cannot know how to get out."""
    if not has_pin:
        _ask_for_pin(desk)
    elif not told_pin or desk.dialogs.confirm(
        tr("Open the kiosk?"),
        tr(
            "It fills the screen, for the clients. The lock in its corner ends it, by a PIN: "
            "in this made-up studio it is {pin}."
        ).format(pin=told_pin),
        tr("Open the kiosk"),
    ):
        _open(desk)


def open_window() -> KioskWindow | None:
    """The kiosk that is open, if there is one."""
    windows = QApplication.topLevelWidgets()
    return next((each for each in windows if isinstance(each, KioskWindow) and each.isVisible()), None)


def _open(desk: Desk) -> None:
    if open_window() is None:
        windows = QApplication.topLevelWidgets()
        window = KioskWindow(desk, next((each for each in windows if isinstance(each, QMainWindow)), None))
        screens, own = QGuiApplication.screens(), QGuiApplication.primaryScreen()
        other = next((screen for screen in screens if screen is not own), None)
        if other is not None:
            window.setGeometry(other.geometry())
        window.showFullScreen()


def _ask_for_pin(desk: Desk) -> None:
    """The kiosk is ended by a PIN of its own: it is set first, by who may set it."""
    if desk.actor.may(Permission.MANAGE_SETTINGS):
        desk.window.open_dialog("settings.kiosk_pin", then=lambda _outcome: open_kiosk(desk))
    else:
        desk.toasts.show_toast(
            tr("The kiosk is ended by a PIN of its own, which is not set yet. Ask the owner of the studio."),
            tone="warn",
        )
