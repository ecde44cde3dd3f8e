"""Whom it is about: a picker to find somebody, and a line that shows who it is and what they owe."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.results import Account, Person
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.billing.words import balance_text
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField

HITS = 12


def client_picker(desk: Desk, hint: str) -> PickerField[ClientHit]:
    """A field that finds clients by name, phone, e-mail or number."""
    actor = desk.actor

    def search(text: str) -> Sequence[ClientHit]:
        return desk.services.directory.search(actor, text, HITS)

    return PickerField(search, desk.tasks, label=lambda hit: hit.name, detail=_about, hint=hint)


def _about(hit: ClientHit) -> str:
    number = QCoreApplication.translate("PersonLine", "No. {number}").format(number=hit.member_number)
    parts = (number, hit.plan_name, shown_phone(hit.phone) or hit.email or "")
    return " · ".join(part for part in parts if part)


class PersonLine(QWidget):
    """Name, number and balance of the one it is about, and the family whose account one may look at instead.

    Signals:
        other_wanted(int): the id of somebody of the family.
    """

    other_wanted = Signal(int)

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._avatar = Avatar(40)
        self._shown: int | None = None
        self.has_photo = False
        self._name, self._owes = Label("", "heading", elide=True), Label("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._owes)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        self._family = QVBoxLayout()
        self._family.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addLayout(row)
        layout.addLayout(self._family)

    def show_account(self, account: Account) -> None:
        """Show this person."""
        formats = self._desk.formats
        self._avatar.set_person(account.name)
        self._show_photo(account)
        self._name.setText(account.name)
        owes = balance_text(account.balance, formats)
        if account.balance > 0 and account.oldest_due_on is not None:
            due = formats.day(account.oldest_due_on)
            owes = self.tr("{owes}, the oldest part due {day}").format(owes=owes, day=due)
        number = self.tr("No. {number}").format(number=account.member_number)
        self._owes.setText(f"{number} · {owes}")
        self._owes.set_tone(Tone.RED if account.overdue else None)
        self._show_family(account)

    def _show_photo(self, account: Account) -> None:
        """The face tells more than initials, as soon as it is there."""
        self._shown, self.has_photo = account.client_id, False
        directory, actor = self._desk.services.directory, self._desk.actor
        if not actor.may(Permission.VIEW_CLIENTS):
            return

        def arrived(photo: QImage) -> None:
            if self._shown == account.client_id and not photo.isNull():
                self._avatar.set_person(account.name, photo)
                self.has_photo = True

        self._desk.tasks.run(
            lambda: QImage.fromData(directory.photo(actor, account.client_id) or b""),
            done=arrived,
            failed=lambda _error: None,
            owner=self,
        )

    def _show_family(self, account: Account) -> None:
        while (item := self._family.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if account.payer is not None:
            text = self.tr("{name} pays for this client ({owes})")
            self._add_relative(text, account.payer)
        for person in account.pays_for:
            self._add_relative(self.tr("Also pays for {name} ({owes})"), person)

    def _add_relative(self, text: str, person: Person) -> None:
        owes = balance_text(person.balance, self._desk.formats)
        button = LinkButton(text.format(name=person.name, owes=owes).replace("&", "&&"))
        button.clicked.connect(lambda _checked=False: self.other_wanted.emit(person.client_id))
        self._family.addWidget(button)
