"""The first run in one window: a rail with the steps, one question after the other."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, XXL, L, M, S, Tone
from fitnesscrm_desktop.ui.setup.fields import OwnerFields, StudioFields
from fitnesscrm_desktop.ui.setup.presenter import SetupPresenter
from fitnesscrm_desktop.ui.setup.start_tiles import StartTiles
from fitnesscrm_desktop.ui.setup.state import Answers, SetupState, Start, Step
from fitnesscrm_desktop.ui.setup.steps_rail import StepsRail
from fitnesscrm_desktop.ui.setup.word_pages import ReadyWords, WelcomeWords
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.brand_panel import BrandPanel
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label

WIDEST, RAIL = 640, 290
ROOMY = 880
"""From this width on there is room for the rail."""


class SetupWizard(QWidget):
    """Welcome, studio, account, what to begin with, ready.

    Signals:
        finished(Actor, str): the owner, signed in, and what the studio begins with: empty, demo, import.
        sign_in_wanted: another desk has set the studio up meanwhile.
    """

    finished = Signal(object, str)
    sign_in_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.studio = StudioFields(desk.profile, desk.services.core.clock)
        self.owner = OwnerFields()
        self.tiles = StartTiles()
        self.ready = ReadyWords()
        self.back_button = Button(self.tr("Back"), self._back, icon="arrow-left")
        self.next_button = PrimaryButton("", self._next)
        self.stop_button = LinkButton(self.tr("Stop"), self._stop)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Making the demo studio"))
        self.error = Banner("", Tone.RED, action="")
        self.error.acted.connect(self.sign_in_wanted.emit)
        self._texts = self._all_texts()
        self.rail = StepsRail([short for short, _title, _sub, _verb in self._texts.values()])
        self._put_together()
        self.presenter = SetupPresenter(desk.services.settings, desk.services.demo, desk.tasks, self, self)
        self._shown: Step | None = None
        self.show_state(self.presenter.state)

    def answers(self) -> Answers:
        """What is typed."""
        return Answers(
            studio_name=self.studio.name.text(),
            country=self.studio.country.code(),
            currency=self.studio.currency.code(),
            zone=self.studio.zone.code(),
            locale=self.studio.written.code(),
            owner_name=self.owner.name.text(),
            login=self.owner.login.text(),
            password=self.owner.password.text(),
            password_again=self.owner.again.text(),
            pin=self.owner.pin.text(),
            start=self.tiles.chosen(),
        )

    def show_state(self, state: SetupState) -> None:
        """Show *state*."""
        _short, title, sub, verb = self._texts[state.step]
        self.rail.set_step(state.step)
        self._count.setText(self.tr("Step {here} of {all}").format(here=state.step + 1, all=len(Step)))
        self._title.setText(title)
        self._sub.setText(sub)
        self._stack.setCurrentIndex(state.step)
        self._show_errors(state)
        self._show_buttons(state, verb)
        self._show_progress(state)
        if state.step is Step.READY:
            self.ready.tell(self.answers())
        if state.step is not self._shown or (state.errors and not state.busy):
            self._shown = state.step
            self._take_focus(state)

    def finish(self, actor: Actor, start: Start) -> None:
        """The studio is open."""
        self.finished.emit(actor, start.value)

    def report(self, error: Exception) -> None:
        """Something went wrong that nobody here can say a sentence about."""
        self._desk.window.report(error)

    def _all_texts(self) -> dict[Step, tuple[str, str, str, str]]:
        """Of each step: its name, title, line and what its button says."""
        return {
            Step.WELCOME: (
                self.tr("Welcome"),
                self.tr("Welcome to FitnessCRM"),
                self.tr("Three short questions, and the front desk can begin."),
                self.tr("Let’s begin"),
            ),
            Step.STUDIO: (
                self.tr("Your studio"),
                self.tr("Your studio"),
                self.tr("How it is called, where it is, and how dates and amounts are written there."),
                self.tr("Next"),
            ),
            Step.OWNER: (
                self.tr("Your account"),
                self.tr("Your account"),
                self.tr("You are the owner: you may do everything, and let others in later."),
                self.tr("Next"),
            ),
            Step.START: (
                self.tr("First data"),
                self.tr("What do you begin with?"),
                self.tr("Everything can be added later too."),
                self.tr("Set up the studio"),
            ),
            Step.READY: (
                self.tr("Ready"),
                self.tr("Your studio is ready"),
                self.tr("You are signed in. Three things that are good to know:"),
                self.tr("Open the studio"),
            ),
        }

    def _put_together(self) -> None:
        self.brand = BrandPanel("FitnessCRM")
        self.brand.body.addSpacing(L)
        self.brand.body.addWidget(self.rail)
        self.brand.body.addStretch(1)
        self._count = Label("", "muted")
        self._title = Label("", "huge", wrap=True)
        self._sub = Label("", "body", wrap=True)
        self._stack = QStackedWidget()
        for page in (WelcomeWords(), self.studio, self.owner, self.tiles, self.ready):
            self._stack.addWidget(_scrolling(page))
        inside = QWidget()
        inside.setMaximumWidth(theme().px(WIDEST))
        self._inside = inside
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self._count)
        column.addWidget(self._title)
        column.addWidget(self._sub)
        column.addSpacing(L)
        column.addWidget(self._stack, 1)
        column.addWidget(self.error)
        column.addLayout(self._progress_row())
        column.addSpacing(S)
        column.addLayout(self._buttons_row())
        around = self._around = QHBoxLayout()
        around.addStretch(1)
        around.addWidget(inside, 100)
        around.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.brand)
        whole.addLayout(around, 1)

    def _progress_row(self) -> QHBoxLayout:
        self._making = Label("", "muted")
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self._making)
        row.addWidget(self.progress, 1)
        row.addWidget(self.stop_button)
        return row

    def _buttons_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.next_button)
        return row

    def _show_errors(self, state: SetupState) -> None:
        for part in (self.studio, self.owner):
            for name, field in part.fields().items():
                part.form.set_error(field, state.errors.get(name, ""))
        self.error.setVisible(bool(state.error))
        self.error.set_text(state.error, Tone.RED, self.tr("Sign in") if state.overtaken else "")

    def _show_buttons(self, state: SetupState, verb: str) -> None:
        self.back_button.setVisible(Step.WELCOME < state.step < Step.READY)
        self.back_button.setEnabled(not state.busy and not self.presenter.is_open)
        opening = state.busy and not state.total
        self.next_button.setText(self.tr("One moment…") if opening else verb)
        self.next_button.setEnabled(not state.busy)
        self._stack.setEnabled(not state.busy)

    def _show_progress(self, state: SetupState) -> None:
        making = state.busy and state.total > 0
        for part in (self._making, self.progress, self.stop_button):
            part.setVisible(making)
        self.progress.setMaximum(max(state.total, 1))
        self.progress.setValue(state.done)
        self._making.setText(
            self.tr("Tidying up…") if state.stopping else self.tr("Making 600 clients and their two years…")
        )
        self.stop_button.setEnabled(not state.stopping)

    def _take_focus(self, state: SetupState) -> None:
        if state.step is Step.STUDIO:
            self.studio.form.focus_first_error() or self.studio.name.setFocus()
        elif state.step is Step.OWNER:
            self.owner.form.focus_first_error() or self.owner.name.setFocus()
        elif state.step is Step.START:
            self.tiles.take_focus()
        else:
            self.next_button.setFocus()

    def _next(self) -> None:
        self.presenter.next(self.answers())

    def _back(self) -> None:
        self.presenter.back()

    def _stop(self) -> None:
        self.presenter.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from any field, or presses the button it is on; Esc goes back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self._next()
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows do without the rail."""
        super().resizeEvent(event)
        look = theme()
        roomy = self.width() >= look.px(ROOMY)
        self.brand.setVisible(roomy)
        self.brand.setFixedWidth(look.px(RAIL))
        self._count.setVisible(not roomy)
        edge = XXL + L if roomy else XL
        self._around.setContentsMargins(edge, edge, edge, XL)
        self._inside.setMaximumWidth(look.px(WIDEST))

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is ready at once."""
        super().showEvent(event)
        self._take_focus(replace(self.presenter.state, errors={}))


def _scrolling(page: QWidget) -> QScrollArea:
    """Large text on a small screen scrolls."""
    page.setProperty("kind", "plain")
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
