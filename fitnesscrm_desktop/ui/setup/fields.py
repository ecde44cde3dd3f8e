"""The two forms of the wizard: the studio, and the owner's account."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.clock import Clock
from fitnesscrm_desktop.services.settings import places
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import XXL, L, M
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.strength_bar import StrengthBar

EXAMPLE_AMOUNT = 123450
LONGEST_NAME, LONGEST_SECRET = 200, 200


class StudioFields(QWidget):
    """Name, country and what goes with it, with live examples."""

    def __init__(self, profile: StudioProfile, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("What is on the door"))
        self.country = ChoiceField([(one.code, one.name) for one in places.countries()])
        self.currency = ChoiceField([(one.code, one.name) for one in places.currencies()])
        self.zone = ChoiceField([(name, name.replace("_", " ")) for name in places.zones()])
        self.written = ChoiceField()
        self.form = Form(above=True, columns=2)
        self.form.add(self.tr("Name of the studio"), self.name, required=True, wide=True)
        self.form.add(self.tr("Country"), self.country)
        self.form.add(self.tr("Currency"), self.currency)
        self.form.add(self.tr("Time zone"), self.zone)
        self.form.add(self.tr("Dates and amounts as in"), self.written)
        self._amount, self._day, self._time = Label("", "strong"), Label("", "strong"), Label("", "strong")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(L)
        layout.addWidget(self.form)
        layout.addWidget(self._examples())
        layout.addStretch(1)
        self._start_from(profile)
        self.country.chosen.connect(self._moved)
        for field in (self.currency, self.zone, self.written):
            field.chosen.connect(lambda _code: self._show_examples())

    def fields(self) -> dict[str, QWidget]:
        """The fields by the names of the answers."""
        return {
            "studio_name": self.name,
            "country": self.country,
            "currency": self.currency,
            "zone": self.zone,
            "locale": self.written,
        }

    def _examples(self) -> QWidget:
        card = Card(padding=M)
        row = QHBoxLayout()
        row.setSpacing(XXL)
        for caption, label in (
            (self.tr("An amount"), self._amount),
            (self.tr("Today"), self._day),
            (self.tr("Now"), self._time),
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Label(caption, "muted"))
            column.addWidget(label)
            row.addLayout(column)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _start_from(self, profile: StudioProfile) -> None:
        """Start from what the PC says."""
        self.country.set_code(profile.country)
        self._offer_locales(profile.country)
        self.currency.set_code(profile.currency)
        self.zone.set_code(profile.zone)
        self.written.set_code(profile.locale)
        self._show_examples()

    def _moved(self, country: str) -> None:
        """Another country: what usually goes with it."""
        found = places.suggestion(country)
        self._offer_locales(country)
        if found.currency:
            self.currency.set_code(found.currency)
        self.zone.set_code(found.zone)
        self.written.set_code(found.locale)
        self._show_examples()

    def _offer_locales(self, country: str) -> None:
        self.written.set_choices([(one.code, one.name) for one in places.locales(country)])

    def _show_examples(self) -> None:
        try:
            formats = Formats(
                Locale.parse(self.written.code()), self.currency.code(), ZoneInfo(self.zone.code())
            )
        except (UnknownLocaleError, ValueError, ZoneInfoNotFoundError):
            return
        now: datetime = self._clock.now()
        self._amount.setText(formats.money(EXAMPLE_AMOUNT))
        self._day.setText(formats.day(now.astimezone(formats.zone).date()))
        self._time.setText(formats.time(now))


class OwnerFields(QWidget):
    """Name, login, password twice, and a PIN if wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.login = QLineEdit(), QLineEdit()
        self.password, self.again, self.pin = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.name, self.login, self.password, self.again):
            field.setMaxLength(LONGEST_SECRET)
        for field in (self.password, self.again, self.pin):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,8}"), self.pin))
        self.strength = StrengthBar()
        self.form = Form(above=True, columns=2)
        self.form.add(self.tr("Your name"), self.name, required=True)
        self.form.add(
            self.tr("Login"), self.login, required=True, hint=self.tr("Short, without blanks, like “anna”.")
        )
        self.form.add(self.tr("Password"), self.password, required=True)
        self.form.add(self.tr("The same password again"), self.again, required=True)
        self.form.add_wide(self.strength)
        self.form.add(
            self.tr("PIN"),
            self.pin,
            hint=self.tr("4 to 8 digits, to switch quickly at the desk. You can add it later."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        layout.addStretch(1)
        self._login_is_guessed = True
        self.name.textEdited.connect(self._guess_login)
        self.login.textEdited.connect(self._login_typed)
        for field in (self.name, self.login, self.password):
            field.textChanged.connect(lambda _text: self._judge())

    def fields(self) -> dict[str, QWidget]:
        """The fields by the names of the answers."""
        return {
            "owner_name": self.name,
            "login": self.login,
            "password": self.password,
            "password_again": self.again,
            "pin": self.pin,
        }

    def _judge(self) -> None:
        self.strength.judge(self.password.text(), (self.name.text(), self.login.text()))

    def _guess_login(self, name: str) -> None:
        """Offer the first name, until a login is typed."""
        if self._login_is_guessed:
            first = next(iter(name.split()), "")
            self.login.setText("".join(letter for letter in first.casefold() if letter.isalnum()))

    def _login_typed(self, login: str) -> None:
        self._login_is_guessed = not login
