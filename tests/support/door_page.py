"""Works at the real check-in page as the desk does: scans, types, reads the verdict, presses its cures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from fitnesscrm_desktop.models.values import CheckInReason, Cure, Verdict
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.ui.checkin.desk_page import CheckInPage
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from tests.support.window import StudioWindow

SCANNER_MS = 6
"""Between two keys of a scanner."""


class DoorPage:
    """The check-in page in the window of a studio; *seen* holds every verdict that was shown."""

    def __init__(self, window: StudioWindow) -> None:
        self.window = window
        page = window.go("checkin.desk")
        assert isinstance(page, CheckInPage)
        self.page = page
        self.seen: list[CheckInResult] = []
        self._clock = 1000

    def scan(self, code: str) -> CheckInResult:
        """A scanner types *code* and Enter, wherever the focus is."""
        self._clock += 1000
        before = self._answers()
        for letter in code:
            self._type(letter, Qt.Key(ord(letter.upper())))
        self._type("\r", Qt.Key.Key_Return)
        return self._verdict(before)

    def _type(self, text: str, key: Qt.Key) -> None:
        self._clock += SCANNER_MS
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._clock)
            QCoreApplication.sendEvent(QApplication.focusWidget() or self.window.frame, event)

    def enter(self, text: str) -> CheckInResult:
        """A person types *text* into the field and presses Enter."""
        self.window.go("checkin.desk")
        before = self._answers()
        self.page.field.setFocus()
        self.window.write(text)
        self.window.press("Return", self.page.field)
        return self._verdict(before)

    def cure(self, cure: Cure) -> None:
        """Press the key of the button that cures the verdict this way."""
        offered = [button.offer.cure for button in self.page.card.cures]
        assert cure in offered, f"{cure} is not among {offered}"
        self.page.field.setFocus()
        self.window.press(f"Alt+{offered.index(cure) + 1}", self.page.field)

    def cured(self, cure: Cure, *texts: str) -> CheckInResult:
        """Cure the verdict by a dialog with *texts* in its fields; say yes to it and to what follows."""
        before = self._answers()
        self.cure(cure)
        dialog = self.dialog()
        for number, text in enumerate(texts):
            if number:
                self.window.press("Tab")
            self.window.write(text)
        self.accept(dialog)
        while QApplication.activeModalWidget() is not None:
            self.accept(self.dialog())
        return self._verdict(before)

    def cured_by(self, cure: Cure, fill: Callable[[FormDialog], None]) -> CheckInResult:
        """Cure the verdict by a dialog that *fill* fills in."""
        before = self._answers()
        self.cure(cure)
        dialog = self.dialog()
        fill(dialog)
        self.accept(dialog)
        return self._verdict(before)

    def cured_at_once(self, cure: Cure) -> CheckInResult:
        """Cure the verdict by a button that does its deed without a question."""
        before = self._answers()
        self.cure(cure)
        return self._verdict(before)

    def new_client(self, first: str, last: str) -> CheckInResult:
        """Add somebody whose card nobody knows, from the verdict."""
        before = self._answers()
        self.window.click(self.window.find(QPushButton, "New client…", self.page.card))
        dialog = self.dialog()
        for text in (first, last):
            self.window.write(text)
            self.window.press("Tab")
        self.accept(dialog)
        return self._verdict(before)

    def dialog(self) -> FormDialog:
        """The form in front, ready to be used."""
        self.window.until(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
        self.window.settle()
        found = QApplication.activeModalWidget()
        assert isinstance(found, FormDialog)
        return found

    def accept(self, dialog: FormDialog) -> None:
        """Press Enter in it, and wait until it has gone."""
        self.window.until(dialog.verb.isEnabled)
        self.window.press("Return", dialog)
        self.window.until(lambda: QApplication.activeModalWidget() is not dialog)
        self.window.settle()

    def undo(self) -> None:
        """Take the last check-in of this desk back."""
        self.window.press("Ctrl+Z", self.page.field)

    def press_toast(self) -> None:
        """Press the button of the newest message: Undo, or what comes next."""
        assert self.window.work.toaster.host.undo_newest(), "no message has a button"
        self.window.settle()

    @property
    def word(self) -> str:
        """What the band says in large type."""
        return self.page.card.band.word()

    def inside(self) -> list[str]:
        """Who is in, from the top."""
        self.page.presenter.look()
        self.window.settle()
        return [row.name for row in self.page.side.inside_rows.rows()]

    def verdicts(self) -> set[Verdict]:
        """Every kind of verdict that was shown."""
        return {result.verdict for result in self.seen}

    def reasons(self) -> set[CheckInReason]:
        """Every reason that was shown, remarks included."""
        return {line.word for result in self.seen for line in (*result.reasons, *result.remarks)}

    def cures_offered(self) -> set[Cure]:
        """Every cure that stood beside a reason."""
        return {offer.cure for result in self.seen for line in result.reasons for offer in line.cures}

    def _answers(self) -> int:
        return max((answer.number for answer in self.page.presenter.state.answers), default=0)

    def _verdict(self, before: int) -> CheckInResult:
        self.window.until(lambda: self._answers() > before)
        self.window.settle()
        result = self.page.card.result()
        assert result is not None
        self.seen.append(result)
        return result
