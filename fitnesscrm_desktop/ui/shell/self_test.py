"""``--self-test``: visits every page and dialog of the installed program and says what it has seen."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.program import Program

if TYPE_CHECKING:  # they load SQLAlchemy, which has to wait for the first paint
    from fitnesscrm_desktop.services.maintenance.results import Finding
    from fitnesscrm_desktop.ui.shell.workplace import Workplace

LOOK_MS = 15
PATIENCE_MS = 30_000
HARMLESS = ("This plugin does not support",)
"""What platforms without a screen say about window tricks."""
SAMPLES = "fitnesscrm_desktop.ui.shell.samples"
CLIENT_PAGE = "clients.client"
PLACES = {CLIENT_PAGE: ("client_id",), "rules.rule": ("rule_id",)}
"""What the pages need that have no place in the sidebar."""
ABOUT = {
    "client_id": (
        "billing.take_payment",
        "billing.charge",
        "checkin.override",
        "memberships.sell",
        "products.sell",
    ),
    "payment_id": ("billing.refund", "billing.receipt"),
    "membership_id": (
        "memberships.renew",
        "memberships.freeze",
        "memberships.resume",
        "memberships.extend",
        "memberships.cancel",
    ),
    "rule_id": ("rules.edit",),
    "plan_id": ("plans.edit_plan", "plans.prices"),
    "product_id": ("plans.edit_product", "plans.stock"),
}
"""Which dialogs are about what, where their builders pass on whatever they are given."""


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class SelfTest(QObject):
    """Goes through the whole window, one step at a time, each after all work of the one before is done.

    What it sees it says line by line, or at the end *as_document* for scripts.

    Signals:
        finished(int): the exit code.
    """

    finished = Signal(int)

    def __init__(
        self,
        program: Program,
        crashes: CrashWatch,
        say: Callable[[str], None] = _print,
        *,
        as_document: bool = False,
    ) -> None:
        super().__init__(program)
        self._program, self._say, self._as_document = program, say, as_document
        self._complaints: list[str] = []
        self._steps: Iterator[str] = iter(())
        self._seen: list[str] = []
        self._found: list[str] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        crashes.listen(self._qt_said)
        crashes.happened.connect(lambda error: self._complain(f"{type(error).__name__}: {error}"))
        program.errors.told.connect(self._complain)
        program.troubled.connect(self._give_up)
        program.entered.connect(self._start)

    def _start(self) -> None:
        work = self._program.workplace
        if work is None:
            raise RuntimeError("the self-test starts when the studio is open")
        services, actor = work.services, work.desk.actor
        work.desk.tasks.run(
            lambda: (
                services.doctor.examine_assistant(actor),
                import_module(SAMPLES).samples(services, actor),
            ),
            done=lambda found: self._begin(*found),
            failed=lambda error: self._give_up(str(error)),
        )

    def _begin(self, found: Sequence[Finding], known: Mapping[str, object]) -> None:
        work = self._program.workplace
        for each in found:
            self._found.append(each.text)
            sentence = f"{each.name}: {each.text}"
            if not (self._complain(each.text) if each.state == "bad" else self._tell(sentence)):
                return
        if work is not None:
            self._steps = self._visits(work, known)
            self._since.start()
            self._timer.start()

    def _look(self) -> None:
        if self._since.elapsed() > PATIENCE_MS:
            self._give_up("the work of this step does not end")
        elif self._program.tasks.idle():
            step = next(self._steps, None)
            self._since.restart()
            if step is None:
                self._end()
            elif step:
                self._seen.append(step)
                self._tell(step)

    def _visits(self, work: Workplace, known: Mapping[str, object]) -> Iterator[str]:
        """Do one step and name it; an empty name lets the work of the step end first."""
        for mode in ("light", "dark"):
            work.look.choose("light" if mode == "light" else "dark")
            for page_id in work.window.pages.all_ids():
                work.window.go(page_id, **{name: known[name] for name in PLACES.get(page_id, ())})
                yield ""
                yield f"page {page_id} ({mode})"
            for part in work.window.client_parts():
                work.window.go(CLIENT_PAGE, client_id=known["client_id"], tab=part.id)
                yield ""
                yield f"page {CLIENT_PAGE} {part.id} ({mode})"
        for dialog_id in work.window.dialog_ids():
            work.window.open_dialog(
                dialog_id, **wanted(dialog_id, work.window.dialog_builder(dialog_id), known)
            )
            yield ""
            yield self._seen_dialog(f"dialog {dialog_id}")
        windows = {"palette": work.palette.open, "shortcuts": work.show_shortcuts, "help": work.show_help}
        for name, show in windows.items():
            show()
            yield ""
            yield f"window {name}"
            self._close_dialogs()
            work.palette.close_palette()
        work.session.lock()
        yield ""
        yield "window sign-in"

    def _seen_dialog(self, name: str) -> str:
        if not any(isinstance(each, QDialog) and each.isVisible() for each in QApplication.topLevelWidgets()):
            self._complain(f"{name} did not open")
        self._close_dialogs()
        return name

    def _close_dialogs(self) -> None:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                each.reject()

    def _qt_said(self, text: str) -> None:
        if not text.startswith(HARMLESS):
            self._complain(f"Qt: {text}")

    def _complain(self, text: str) -> bool:
        self._complaints.append(text)
        return self._tell(f"FAILED {text}")

    def _give_up(self, text: str) -> None:
        self._complain(text)
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        wrong = len(self._complaints)
        told = f"{wrong} things went wrong" if wrong else f"all {len(self._seen)} visits went well"
        if self._tell(told, last=True):
            self.finished.emit(1 if wrong else 0)

    def _document(self) -> str:
        seen, wrong = self._seen, self._complaints
        document = {"ok": not wrong, "visited": seen, "found": self._found, "failures": wrong}
        return json.dumps(document, ensure_ascii=False, indent=2)

    def _tell(self, text: str, *, last: bool = False) -> bool:
        """Say it; if nobody listens any more, there is nothing left to do."""
        try:
            if not self._as_document:
                self._say(text)
            elif last:
                self._say(self._document())
        except OSError:
            self._timer.stop()
            self.finished.emit(1)
            return False
        return True


def wanted(dialog_id: str, build: Callable[..., object], known: Mapping[str, object]) -> dict[str, Any]:
    """What of the *known* things a dialog asks for by name. Raises ``KeyError`` for one nobody knows.

    What is known as ``dialog.name`` is meant for that dialog alone.
    """
    parameters = list(inspect.signature(build).parameters.values())[1:]
    names = [
        each.name for each in parameters if each.kind is not each.VAR_KEYWORD and _is_needed(each, known)
    ]
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        names += [name for name, dialogs in ABOUT.items() if dialog_id in dialogs]
    return {name: known.get(f"{dialog_id}.{name}", known[name]) for name in names}


def _is_needed(parameter: inspect.Parameter, known: Mapping[str, object]) -> bool:
    return parameter.name in known or parameter.default is parameter.empty
