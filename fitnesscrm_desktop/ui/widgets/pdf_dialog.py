"""A dialog around one PDF: look at it, print it, save it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView

T = TypeVar("T")


class PdfDialog(StudioDialog):
    """Subclasses fetch their document, and hand it to ``view``; ``load`` reads it off the UI thread.

    ``size`` is in pixels of a screen without scaling. What stands in front of "Close" goes into ``foot``,
    what is shown until the document is there into ``middle``.
    """

    def __init__(self, desk: Desk, title: str, size: tuple[int, int]) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize_on_screen(theme().px(size[0]), theme().px(size[1]))
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.view = PdfView(desk.tasks, desk.dialogs)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.view)
        self.close_button = Button(self.tr("Close"), self.accept)
        self.close_button.setDefault(True)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(S)
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addWidget(self.notice)
        layout.addWidget(self.middle, 1)
        layout.addLayout(self.foot)

    def load(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Read what is to be shown; an error is said in the dialog."""
        self.desk.tasks.run(work, done=done, failed=self.show_error, owner=self)

    def show_error(self, error: Exception) -> None:
        """Say what is wrong above the document."""
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED)
            self.notice.show()
        else:
            self.desk.window.report(error)
