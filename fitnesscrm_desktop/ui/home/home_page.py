"""What both home pages have in common: header, notice, first steps, body, and the presenter behind them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, Tone
from fitnesscrm_desktop.ui.home.body import HomeBody, inset, page_column
from fitnesscrm_desktop.ui.home.first_steps import FirstSteps
from fitnesscrm_desktop.ui.home.presenter import HomePresenter, Reading
from fitnesscrm_desktop.ui.home.state import HomeState
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader


class HomePage(Page):
    """Subclasses make the left part and the lists, and render them."""

    def __init__(self, desk: Desk, title: str, read: Reading) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.desk = desk
        self._name = title
        self.header = PageHeader(title)
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"))
        self.steps = FirstSteps(desk)
        self.presenter = HomePresenter(desk, self, read, self)
        self.notice.acted.connect(self.presenter.refresh)

    def lay_out(self, left: QWidget, lists: Sequence[QWidget]) -> None:
        """Put everything into its place; call it at the end of the constructor."""
        self.body = HomeBody(left, lists)
        self._welcome = QScrollArea()
        self._welcome.setWidgetResizable(True)
        self._welcome.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.steps, 100)
        across.addStretch(1)
        middle = QVBoxLayout(inner)
        middle.setContentsMargins(XL, L, XL, XL)
        middle.addLayout(across)
        middle.addStretch(1)
        self._welcome.setWidget(inner)
        self._notice_frame = inset(self.notice)
        column = page_column(self)
        column.addWidget(inset(self.header))
        column.addWidget(self._notice_frame)
        column.addWidget(self._welcome, 1)
        column.addWidget(self.body, 1)
        self._notice_frame.hide()
        self._welcome.hide()
        self._say_day()

    def arrive(self, **where: Any) -> None:
        """Load what there is to see today."""
        del where
        self.presenter.arrive()

    def leave(self) -> None:
        """Load nothing until the page is shown again."""
        self.presenter.leave()

    def render_state(self, state: HomeState) -> None:
        """Show it."""
        self._say_day()
        self._notice_frame.setVisible(bool(state.error))
        if state.error:
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        self._welcome.setVisible(not state.beginning.over)
        self.body.setVisible(state.beginning.over)
        self.steps.show_beginning(state.beginning)
        if state.loaded:
            self.render_figures(state)

    @abstractmethod
    def render_figures(self, state: HomeState) -> None:
        """Show the figures and lists of a state that was loaded."""

    def _say_day(self) -> None:
        self.header.set_title(self._name, self.desk.formats.long_day(self.presenter.today()))
