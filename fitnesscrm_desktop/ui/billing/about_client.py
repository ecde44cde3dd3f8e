"""The base of dialogs about one client's money: shows who it is, or asks for whom."""

from __future__ import annotations

import uuid

from fitnesscrm_desktop.services.billing.results import Account
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.billing.person import PersonLine, client_picker
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog


class ClientDialog(FormDialog):
    """Without a ``client_id`` there is a picker on top; the account is loaded as soon as it is known who.

    ``key`` is made when the dialog opens: a second try after lost contact books nothing twice.
    """

    def __init__(
        self, desk: Desk, title: str, verb: str, *, client_id: int | None, width: int = 460, columns: int = 1
    ) -> None:
        super().__init__(desk, title, verb, width=width, columns=columns)
        self.client_id = client_id
        self.account: Account | None = None
        self.key = uuid.uuid4().hex
        self.picker = client_picker(desk, self.tr("Name, phone or number of the client"))
        self.picker.picked.connect(self._picked)
        self.person = PersonLine(desk)
        self.person.other_wanted.connect(self.turn_to)
        self.body.addWidget(self.picker)
        self.body.addWidget(self.person)
        self.picker.setVisible(client_id is None)
        self.person.hide()

    def begin(self) -> None:
        """Load what the dialog shows; called at the end of the constructor of each dialog."""
        if self.client_id is not None:
            self.turn_to(self.client_id)
        else:
            self.picker.setFocus()

    def turn_to(self, client_id: int) -> None:
        """Make it about this client."""
        self.client_id = client_id
        actor, billing = self.desk.actor, self.desk.services.billing
        self.load(lambda: billing.account(actor, client_id), self._loaded)

    def account_shown(self, account: Account) -> None:
        """The account is there: fill in what depends on it."""

    def chosen_client(self) -> int | None:
        """Whom it is about; says so if nobody is chosen yet."""
        if self.client_id is None:
            self.say(
                self.tr("Choose a client first: type a name, phone number or member number."), Tone.AMBER
            )
            self.picker.setFocus()
        return self.client_id

    def _picked(self, hit: ClientHit | None) -> None:
        self.say("")
        if hit is None:
            self.client_id, self.account = None, None
            self.person.hide()
        else:
            self.turn_to(hit.id)

    def _loaded(self, account: Account) -> None:
        if account.client_id != self.client_id:
            return  # somebody else was chosen meanwhile
        self.account = account
        self.person.show_account(account)
        self.person.show()
        self.account_shown(account)
        self.remember_typed()
