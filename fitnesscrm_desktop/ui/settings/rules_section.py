"""What decides at the door, and when things happen by themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from fitnesscrm_desktop.services.settings.events import StudioChanged
from fitnesscrm_desktop.services.settings.rules import LIMITS
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField

FIELD_WIDTH = 150


class RulesSection(ProfileSection):
    """Numbers, each with a sentence that says what it does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._add_door()
        self._add_clients()
        self._add_desk()
        self.ready()
        self._add_kiosk()
        desk.bridge.on(StudioChanged, lambda _event: self._look_for_pin(), owner=self)

    def arrive(self) -> None:
        """Read what is stored."""
        super().arrive()
        self._look_for_pin()

    def _add_door(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("At the door")).add(form)
        self._number(
            "capacity",
            form,
            self.tr("Capacity"),
            "",
            self.tr("People inside at once, for the occupancy bar."),
        )
        self._number(
            "grace_days",
            form,
            self.tr("Grace for debts"),
            self.tr(" days"),
            self.tr("Who owes something for longer is not let in."),
        )
        self._number(
            "reentry_minutes",
            form,
            self.tr("Second scan"),
            self.tr(" min"),
            self.tr("Within this time it is “already in”, never a second visit."),
        )
        self._number(
            "auto_checkout_hours",
            form,
            self.tr("Automatic check-out"),
            self.tr(" hours"),
            self.tr("Nobody stays inside for longer."),
        )

    def _add_clients(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("Clients and memberships")).add(form)
        self._number(
            "ends_soon_days",
            form,
            self.tr("Ends soon"),
            self.tr(" days"),
            self.tr("So long before the end the desk is reminded to renew."),
        )
        self._number(
            "adult_age",
            form,
            self.tr("Of age from"),
            self.tr(" years"),
            self.tr("Younger clients need the consent of a guardian."),
        )
        self._number(
            "former_after_days",
            form,
            self.tr("Former after"),
            self.tr(" days"),
            self.tr("So long after the last membership a client counts as former."),
        )

    def _add_desk(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("This screen")).add(form)
        self._number(
            "idle_lock_minutes",
            form,
            self.tr("Lock when idle"),
            self.tr(" min"),
            self.tr("0: never. Ctrl+L locks at once."),
        )

    def _add_kiosk(self) -> None:
        card = self.card(
            self.tr("Kiosk"),
            self.tr("The screen on the client’s side of the counter is left by this PIN."),
        )
        self._pin_says = Label("", "body", wrap=True)
        self.set_pin = Button("", self._ask_pin, icon="key")
        self.remove_pin = Button(self.tr("Remove"), self._remove_pin)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self._pin_says, 1)
        row.addWidget(self.set_pin)
        row.addWidget(self.remove_pin)
        card.body.addLayout(row)
        self._show_pin(False)

    def _number(self, name: str, form: Form, caption: str, suffix: str, hint: str) -> None:
        least, most = LIMITS[name]
        field = NumberField(least, most, suffix=suffix)
        field.setMaximumWidth(theme().px(FIELD_WIDTH))
        self.bind(name, form, caption, field, hint=hint)

    def _look_for_pin(self) -> None:
        self.desk.tasks.run(self.desk.services.settings.has_kiosk_pin, done=self._show_pin, owner=self)

    def _show_pin(self, there: bool) -> None:
        self._pin_says.setText(self.tr("A PIN is set.") if there else self.tr("There is no PIN yet."))
        self.set_pin.setText(self.tr("Change PIN…") if there else self.tr("Set PIN…"))
        self.remove_pin.setVisible(there)

    def _ask_pin(self) -> None:
        self.desk.window.open_dialog("settings.kiosk_pin")

    def _remove_pin(self) -> None:
        settings, actor = self.desk.services.settings, self.desk.actor
        self.desk.tasks.write(
            lambda: settings.set_kiosk_pin(actor, None),
            done=lambda _nothing: self.desk.toasts.show_toast(self.tr("The kiosk’s PIN is removed.")),
            failed=self.desk.window.report,
            owner=self,
        )
