"""What happens to an error nobody expected: it is logged and shown, can be saved, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop import __version__
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.shell.logs import private_traceback
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label

log = logging.getLogger(__name__)

PARTS = ("PySide6-Essentials", "SQLAlchemy", "psycopg")


def crash_report(error: BaseException, times: int = 1) -> str:
    """Versions and traceback; not the texts of the errors, which may hold what a client has said."""
    lines = [
        f"FitnessCRM {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}",
        *(f"{name} {_version(name)}" for name in PARTS),
        f"happened {times} times" if times > 1 else "happened once",
        "",
        private_traceback(error),
        "",
        "The texts of the errors and all data of the studio are left out of this report.",
    ]
    return "\n".join(lines)


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow, and wanted in an accident only

    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


class CrashDialog(QDialog):
    """Says that something unexpected happened, and offers the report."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error, self._times = error, 1
        self.setWindowTitle(self.tr("Something unexpected happened"))
        self.setMinimumSize(theme().px(620), theme().px(420))
        self.report = QPlainTextEdit(self)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addWidget(Label(self.windowTitle(), "heading", wrap=True))
        layout.addWidget(
            Label(
                self.tr(
                    "This is a mistake of the program, not yours. Everything that was stored before is safe, "
                    "and the program goes on. Please save the report and send it to whoever looks after the "
                    "program: it holds no data of your clients."
                ),
                wrap=True,
            )
        )
        layout.addWidget(self.report, 1)
        self._trouble = Label("", "error", wrap=True)
        layout.addWidget(self._trouble)
        layout.addLayout(self._buttons())
        self._show()

    def again(self, error: BaseException) -> None:
        """It happened again while this is open: one dialog is enough."""
        self._times += 1
        if type(error) is not type(self._error):
            self._error = error
        self._show()

    def save(self, file: Path) -> None:
        """Write the report."""
        file.write_text(self.report.toPlainText(), encoding="utf-8")

    def _show(self) -> None:
        self.report.setPlainText(crash_report(self._error, self._times))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        close = PrimaryButton(self.tr("Go on"), self.accept)
        close.setDefault(True)
        row.addWidget(Button(self.tr("Save report…"), self._ask_where, icon="save"))
        row.addWidget(Button(self.tr("Copy"), self._copy, icon="copy"))
        row.addStretch(1)
        row.addWidget(close)
        close.setFocus()
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())

    def _ask_where(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save report"), str(Path.home() / "fitnesscrm-report.txt"), self.tr("Text (*.txt)")
        )
        if name:
            try:
                self.save(Path(name))
            except OSError as error:
                self._trouble.setText(
                    self.tr("The report was not saved: %s. Choose another place.") % error.strerror
                )


class CrashWatch(QObject):
    """Catches what nobody else has caught, on every thread, and brings it to the UI thread.

    Signals:
        happened(BaseException): an error of ours.
    """

    happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self.happened, Qt.ConnectionType.QueuedConnection)
        self._old_hook = sys.excepthook
        self._old_thread_hook = threading.excepthook
        self._complain: Callable[[str], None] = lambda _text: None

    _arrived = Signal(object)

    def install(self) -> None:
        """Take over the hooks of Python and Qt."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(self._qt_message)

    def uninstall(self) -> None:
        """Give them back."""
        sys.excepthook = self._old_hook
        threading.excepthook = self._old_thread_hook
        qInstallMessageHandler(None)

    def listen(self, complain: Callable[[str], None]) -> None:
        """Tell *complain* about every warning of Qt (the self-test counts them)."""
        self._complain = complain

    def take(self, error: BaseException) -> None:
        """Log it, and show it on the UI thread."""
        log.error("unexpected error", exc_info=error)
        self._arrived.emit(error)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._old_hook(kind, error, trace)
        else:
            self.take(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self.take(caught.exc_value)

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            log.info("Qt: %s", text)
            self._complain(text)
