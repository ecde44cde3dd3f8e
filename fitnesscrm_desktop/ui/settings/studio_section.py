"""Name, address, place and money of the studio."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from fitnesscrm_desktop.services.settings import places
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label

EXAMPLE_AMOUNT = 123450


class StudioSection(ProfileSection):
    """What stands on receipts and cards, and how dates and amounts are written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._add_contact()
        self._add_place()
        self._add_receipts()
        self.ready()

    def _add_contact(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("Studio")).add(form)
        self.bind("name", form, self.tr("Name"), _line(200), wide=True)
        self.bind("address", form, self.tr("Address"), _text(3), wide=True)
        self.bind("phone", form, self.tr("Phone"), _line(40))
        self.bind("email", form, self.tr("E-mail"), _line(254))

    def _add_place(self) -> None:
        form = Form(above=True, columns=2)
        card = self.card(self.tr("Place and money"))
        card.add(form)
        self._country = ChoiceField([(one.code, one.name) for one in places.countries()])
        self._locale = ChoiceField()
        self.bind("country", form, self.tr("Country"), self._country)
        self.bind(
            "currency",
            form,
            self.tr("Currency"),
            ChoiceField([(one.code, one.name) for one in places.currencies()]),
            hint=self.tr("Can no longer change once money is booked."),
        )
        zones = [(name, name.replace("_", " ")) for name in places.zones()]
        self.bind(
            "zone",
            form,
            self.tr("Time zone"),
            ChoiceField(zones),
            hint=self.tr("Decides when a day begins."),
        )
        self.bind("locale", form, self.tr("Dates and amounts as in"), self._locale)
        self._example = Label("", "muted", wrap=True)
        card.add(self._example)
        self._country.chosen.connect(self._offer_locales)

    def _add_receipts(self) -> None:
        form = Form(above=True)
        self.card(self.tr("On receipts")).add(form)
        self.bind("tax_number", form, self.tr("Tax number"), _line(60))
        self.bind("receipt_footer", form, self.tr("Last lines of a receipt"), _text(2))

    def filled(self) -> None:
        """Offer what goes with the stored country."""
        self._offer_locales(self._country.code())

    def edited(self) -> None:
        """Show how it will be written."""
        if "locale" not in self.bound:
            return
        typed = self.typed()
        try:
            formats = Formats(
                Locale.parse(str(typed["locale"])), str(typed["currency"]), ZoneInfo(str(typed["zone"]))
            )
        except (UnknownLocaleError, ValueError, ZoneInfoNotFoundError):
            return
        now = self.desk.services.core.clock.now()
        self._example.setText(
            self.tr("Looks like this: {amount}   ·   {day}   ·   {time}").format(
                amount=formats.money(EXAMPLE_AMOUNT),
                day=formats.day(now.astimezone(formats.zone).date()),
                time=formats.time(now),
            )
        )

    def _offer_locales(self, country: str) -> None:
        taken = self._locale.code()
        choices = {one.code: one.name for one in places.locales(country)}
        if taken:
            choices.setdefault(taken, places.locale_name(taken))
        self._locale.set_choices(list(choices.items()))


def _line(longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(longest)
    return field


def _text(lines: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(theme().px(18 + 18 * lines))
    return field
