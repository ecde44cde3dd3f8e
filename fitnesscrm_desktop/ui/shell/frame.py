"""The main window's furniture: painted before anything heavy is loaded, so it knows no service."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.typed import typed_text
from fitnesscrm_desktop.ui.shell.app_icon import app_icon
from fitnesscrm_desktop.ui.shell.opening import OpeningPanel
from fitnesscrm_desktop.ui.shell.shell_style import Dress
from fitnesscrm_desktop.ui.shell.sidebar import ShellSidebar
from fitnesscrm_desktop.ui.shell.status_line import StatusLine
from fitnesscrm_desktop.ui.shell.top_line import TopLine

SMALLEST = (1024, 700)
FIRST = (1280, 800)
NARROW_BELOW = 1180
APP_TITLE = "FitnessCRM"


class Frame(QMainWindow):
    """Sidebar, top line, content, status line; and covers that hide all of them.

    Signals:
        back_wanted: Esc was pressed and nobody else wanted it.
        typed(str): text was typed and nobody wanted it.
        resized: the window has another size.
        closing: the window is being closed.
    """

    back_wanted = Signal()
    typed = Signal(str)
    resized = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(APP_TITLE)
        self.setWindowIcon(app_icon())
        self.sidebar = ShellSidebar()
        self.top = TopLine()
        self.status = StatusLine()
        self.content = QStackedWidget()
        self._opening = OpeningPanel()
        self.content.addWidget(self._opening)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(0, 0, 0, 0)
        self.workspace = self._put_together()
        self._layers = QStackedWidget()
        self._layers.addWidget(self.workspace)
        self.ground = QWidget()
        column = QVBoxLayout(self.ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._notices)
        column.addWidget(self._layers, 1)
        self.setCentralWidget(self.ground)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST)
        self._opening.setFocus()  # or a button would look as if somebody had chosen it
        for part in (self.top, self.status):
            Dress(part)
        theme_changed.connect(self._collapse)
        self._collapse()

    def _put_together(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.content, 1)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.sidebar)
        upper.addWidget(right, 1)
        workspace = QWidget()
        whole = QVBoxLayout(workspace)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.status)
        return workspace

    def show_title(self, *parts: str) -> None:
        """Name the window after page and studio."""
        self.setWindowTitle(" – ".join([*filter(None, parts), APP_TITLE]))

    def show_opening(self) -> None:
        """Show the skeleton of a page."""
        self.content.setCurrentWidget(self._opening)

    def show_page(self, page: QWidget) -> None:
        """Show *page* in the content."""
        if self.content.indexOf(page) < 0:
            self.content.addWidget(page)
        self.content.setCurrentWidget(page)

    def drop_page(self, page: QWidget) -> None:
        """Take *page* out of the window for good."""
        self.content.removeWidget(page)
        page.deleteLater()

    def cover(self, panel: QWidget) -> None:
        """Hide everything behind *panel*."""
        if self._layers.indexOf(panel) < 0:
            self._layers.addWidget(panel)
        self._layers.setCurrentWidget(panel)

    def uncover(self) -> None:
        """Show the workspace; covers are thrown away."""
        self._layers.setCurrentWidget(self.workspace)
        for index in reversed(range(1, self._layers.count())):
            if (panel := self._layers.widget(index)) is not None:
                self._layers.removeWidget(panel)
                panel.deleteLater()

    @property
    def covered(self) -> QWidget | None:
        """The panel that hides everything, if there is one."""
        shown = self._layers.currentWidget()
        return None if shown is self.workspace else shown

    def add_notice(self, notice: QWidget) -> None:
        """Show *notice* over everything else, a locked screen included."""
        self._notices.addWidget(notice)

    def place(self, kept: str) -> None:
        """Put the window where it was (``kept`` is what ``placement`` gave)."""
        if kept and not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(*FIRST)

    def placement(self) -> str:
        """Size and place, to be kept."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def come_forward(self) -> None:
        """Somebody started the program again: this is the window they look for."""
        self.setWindowState(
            (self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive
        )
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def _collapse(self) -> None:
        self.sidebar.collapse(self.width() < theme().px(NARROW_BELOW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep only the icons of the sidebar."""
        super().resizeEvent(event)
        self._collapse()
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no field wanted goes back; text may be meant for the page."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.back_wanted.emit()
            event.accept()
        elif text := typed_text(event):
            self.typed.emit(text)
            event.accept()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell before the window is gone; somebody may still want to wait."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
