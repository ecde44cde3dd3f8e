"""The whole screen before, and between, the work of the staff."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, XXL, L, S
from fitnesscrm_desktop.ui.signin.clock_face import ClockFace
from fitnesscrm_desktop.ui.signin.doorway import Doorway
from fitnesscrm_desktop.ui.signin.people import PeopleList
from fitnesscrm_desktop.ui.signin.presenter import SignInPresenter
from fitnesscrm_desktop.ui.signin.proof import ProofCard
from fitnesscrm_desktop.ui.signin.state import SignInState, Way
from fitnesscrm_desktop.ui.widgets.brand_panel import BrandPanel
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label

SECOND_MS = 1000
WIDEST = 860
ROOMY = (880, 560)
"""From this size on there is room for the studio's side, and for faces."""
BRAND_SHARE, NARROWEST_BRAND, WIDEST_BRAND = 0.3, 250, 440


class SignInView(QWidget):
    """Who is working? Arrows choose a name, digits are the PIN, whatever has the focus.

    *locked_for* is who was at work when the screen was locked; that name is chosen first.

    Signals:
        signed_in(Actor): somebody has proved who they are.
    """

    signed_in = Signal(object)

    def __init__(
        self, doorway: Doorway, locked_for: Actor | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._doorway = doorway
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.brand = BrandPanel(doorway.studio)
        self._clock = ClockFace(doorway.time_and_day)
        self.people = PeopleList()
        self.proof = ProofCard()
        self.login_link = LinkButton(
            self.tr("Sign in with login and password"), lambda: self.presenter.use(Way.LOGIN)
        )
        self._told = Label("", "muted", wrap=True, selectable=True)
        self._told.hide()
        self._put_together(locked_for)
        last = str(locked_for.staff_id) if locked_for else doorway.preferences.chosen.last_login
        self.presenter = SignInPresenter(doorway.staff, doorway.tasks, self, owner=self, last=last)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.presenter.second_passed)
        self.people.chosen.connect(self.presenter.choose)
        self.proof.pin_entered.connect(self.presenter.pin_entered)
        self.proof.password_entered.connect(self.presenter.password_entered)
        self.proof.way_wanted.connect(self.presenter.use)
        if doorway.people is not None:
            self.presenter.show_people(doorway.people)
        if doorway.bridge is not None:
            self.keep_up(doorway.bridge)
        doorway.tasks.run(doorway.logo, done=self.brand.set_logo, owner=self)

    def keep_up(self, bridge: BusBridge) -> None:
        """The studio is open: show who works there now, and whenever that changes."""
        bridge.on(StaffChanged, lambda _event: self.presenter.load(), owner=self)
        self.presenter.load()

    def tell(self, text: str) -> None:
        """Say below the people how a made-up studio opens."""
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def show_state(self, state: SignInState) -> None:
        """Show *state*."""
        self.people.show_people(state.people or (), None if state.way is Way.LOGIN else state.chosen)
        self.people.setEnabled(not state.busy)
        self.login_link.setVisible(bool(state.people) and state.way is not Way.LOGIN)
        self.proof.show_state(state)
        if state.wait and not self._second.isActive():
            self._second.start()
        elif not state.wait:
            self._second.stop()

    def came_in(self, actor: Actor) -> None:
        """Somebody has signed in: remember the name for the next time, and make room."""
        self._doorway.preferences.change(last_login=str(actor.staff_id))
        self.signed_in.emit(actor)

    def report(self, error: Exception) -> None:
        """Something went wrong that is no refusal."""
        self._doorway.report(error)

    def _put_together(self, locked_for: Actor | None) -> None:
        self.brand.body.addStretch(1)
        self.brand.body.addWidget(self._clock)
        title = Label(self.tr("Locked") if locked_for else self.tr("Who is working?"), "huge", elide=True)
        self._sub = Label(
            self.tr("Pick your name and type your PIN to go on.")
            if locked_for
            else self.tr("Pick your name, then type your PIN."),
            "body",
            elide=True,
        )
        left = QVBoxLayout()
        left.setSpacing(L)
        left.addWidget(self.people, 1)
        left.addWidget(self._told)
        left.addWidget(self.login_link, 0, Qt.AlignmentFlag.AlignLeading)
        columns = QHBoxLayout()
        columns.setSpacing(XL)
        columns.addLayout(left, 1)
        columns.addWidget(self.proof)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(S)
        inside.addWidget(title)
        inside.addWidget(self._sub)
        inside.addSpacing(L)
        inside.addLayout(columns, 1)
        around = self._around = QHBoxLayout()
        around.addStretch(1)
        around.addWidget(self._inside, 100)
        around.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.brand)
        whole.addLayout(around, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the names, Esc gives the PIN back its place, digits are the PIN."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.presenter.choose_next(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.presenter.use(Way.PIN)
        elif not (self.presenter.state.way is Way.PIN and self.proof.pad.takes(event)):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The studio's side takes its share; the rest never gets wider than one can look at."""
        super().resizeEvent(event)
        look = theme()
        wide, tall = self.width() >= look.px(ROOMY[0]), self.height() >= look.px(ROOMY[1])
        share = round(self.width() * BRAND_SHARE)
        self.brand.setVisible(wide)
        self.brand.setFixedWidth(min(max(share, NARROWEST_BRAND), look.px(WIDEST_BRAND)))
        edge = XXL if wide and tall else L
        self._around.setContentsMargins(edge, edge, edge, edge)
        self._sub.setVisible(tall)
        self.proof.set_compact(not tall)
        self._inside.setMaximumSize(look.px(WIDEST), look.px(640))
        self.people.reveal()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is ready at once."""
        super().showEvent(event)
        self.proof.take_focus()
