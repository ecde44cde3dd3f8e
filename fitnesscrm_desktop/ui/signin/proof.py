"""The card in which one proves who one is: keypad, password, or login and password."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, M, S
from fitnesscrm_desktop.ui.signin.state import SignInState, Way
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pin_pad import PinPad

WIDTH = 340
LONGEST_TYPED = 200


class _Passwords(QWidget):
    """Login and password, or the password alone."""

    entered = Signal(str, str)
    """Signal(password, login)."""

    def __init__(self) -> None:
        super().__init__()
        self._held = False
        self.login, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.login, self.password):
            field.setMaxLength(LONGEST_TYPED)
        self.form = Form(above=True)
        self.form.add(self.tr("Login"), self.login)
        self.form.add(self.tr("Password"), self.password)
        self.button = PrimaryButton(self.tr("Sign in"), self.enter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self.form)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.login.returnPressed.connect(self._after_login)
        self.password.returnPressed.connect(self.enter)

    def want_login(self, wanted: bool) -> None:
        """Ask for the login too, or not."""
        self.form.set_visible(self.login, wanted)

    def hold(self, held: bool) -> None:
        """Take nothing for now, but keep the keyboard's place."""
        self._held = held
        for field in (self.login, self.password):
            field.setReadOnly(held)
        self.button.setEnabled(not held)

    def start(self) -> None:
        """Empty the password, and wait for it."""
        self.password.clear()
        ask_login = self.login.isVisibleTo(self) and not self.login.text()
        (self.login if ask_login else self.password).setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Send both, if there is something to send."""
        if self._held:
            return
        if self.password.text() and (self.login.text().strip() or not self.login.isVisibleTo(self)):
            self.entered.emit(self.password.text(), self.login.text())
        elif self.isVisible():
            self.start()

    def _after_login(self) -> None:
        if self.password.text():
            self.enter()
        else:
            self.password.setFocus(Qt.FocusReason.TabFocusReason)


class ProofCard(Card):
    """Who was chosen, and the place to type.

    Signals:
        pin_entered(str): a whole PIN.
        password_entered(str, str): password and (typed or empty) login.
        way_wanted(Way): the person wants to prove it in another way.
    """

    pin_entered = Signal(str)
    password_entered = Signal(str, str)
    way_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=XL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._round, self._waited, self._compact = -1, False, False
        self._avatar = Avatar(56)
        self._name = Label("", "heading", elide=True)
        self.says = Label("", "muted", wrap=True)
        self.pad = PinPad()
        self.passwords = _Passwords()
        self.other_way = LinkButton("", self._want_other_way)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pad)
        self._stack.addWidget(self.passwords)
        centre = Qt.AlignmentFlag.AlignHCenter
        for label in (self._name, self.says):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.setSpacing(S)
        self.body.addWidget(self._avatar, 0, centre)
        self.body.addWidget(self._name)
        self.body.addWidget(self.says)
        self.body.addSpacing(S)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.other_way, 0, centre)
        self.pad.entered.connect(self.pin_entered.emit)
        self.passwords.entered.connect(self.password_entered.emit)
        self._way = Way.PIN

    def show_state(self, state: SignInState) -> None:
        """Show *state*; the focus goes to where one types, once per round."""
        self._way = state.way
        chosen = None if state.way is Way.LOGIN else state.chosen
        self._avatar.set_person(chosen.name if chosen else "")
        self.set_compact(self._compact)
        self._name.setText(chosen.name if chosen else self.tr("Sign in"))
        self._stack.setCurrentWidget(self.pad if state.way is Way.PIN else self.passwords)
        self.passwords.want_login(state.way is Way.LOGIN)
        waiting = state.busy or state.wait > 0
        self.pad.hold(waiting or state.chosen is None)
        self.passwords.hold(waiting)
        self._say(state)
        self._show_other_way(state)
        if state.round != self._round:
            self.pad.expect(state.chosen.pin_length if state.chosen else 0)
            self.passwords.password.clear()
        if not waiting and (state.round != self._round or self._waited):
            self.take_focus()
        self._round, self._waited = state.round, waiting

    def set_compact(self, compact: bool) -> None:
        """Leave out the face where there is no room for it."""
        self._compact = compact
        self._avatar.setVisible(not compact and bool(self._avatar.accessibleName()))

    def take_focus(self) -> None:
        """Let the keyboard type where it is wanted."""
        if self._way is Way.PIN:
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.passwords.start()

    def sizeHint(self) -> QSize:
        """One width, so that nothing jumps."""
        hint = super().sizeHint()
        hint.setWidth(theme().px(WIDTH))
        return hint

    def _say(self, state: SignInState) -> None:
        """What to do, or what was wrong: in one place, so that nothing jumps."""
        text = {
            Way.PIN: self.tr("Type your PIN"),
            Way.PASSWORD: self.tr("Type your password"),
            Way.LOGIN: self.tr("With your login and password"),
        }[state.way]
        if state.wait:
            text = self.tr("That was wrong. Next try in {seconds} s.").format(seconds=state.wait)
        elif state.error:
            text = state.error
        elif state.busy:
            text = self.tr("One moment…")
        self.says.setText(text)
        self.says.set_role("error" if state.error else "muted")

    def _show_other_way(self, state: SignInState) -> None:
        texts = {
            Way.PIN: self.tr("Use the password"),
            Way.PASSWORD: self.tr("Use the PIN"),
            Way.LOGIN: self.tr("Pick a name instead"),
        }
        possible = state.way is Way.PIN or (
            state.chosen is not None and (state.chosen.has_pin or state.way is Way.LOGIN)
        )
        self.other_way.setText(texts[state.way])
        self.other_way.setVisible(possible)

    def _want_other_way(self) -> None:
        if self._way is Way.PIN:
            self.way_wanted.emit(Way.PASSWORD)
        else:
            self.way_wanted.emit(Way.PIN)
