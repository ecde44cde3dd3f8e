"""The base of dialogs about one membership: loads it and says whose it is."""

from __future__ import annotations

import uuid

from fitnesscrm_desktop.services.billing.results import Account
from fitnesscrm_desktop.services.memberships.results import MembershipView
from fitnesscrm_desktop.ui.billing.person import PersonLine
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label


class MembershipDialog(FormDialog):
    """The deed can be done as soon as the membership is loaded."""

    def __init__(
        self, desk: Desk, title: str, verb: str, *, membership_id: int, danger: bool = False
    ) -> None:
        super().__init__(desk, title, verb, danger=danger)
        self.membership_id = membership_id
        self.membership: MembershipView | None = None
        self.account: Account | None = None
        self.key = uuid.uuid4().hex
        self.today = desk.today()
        self.person = PersonLine(desk)
        self.what = Label("", "body", wrap=True)
        self.body.addWidget(self.person)
        self.body.addWidget(self.what)
        self.verb.setEnabled(False)

    def begin(self) -> None:
        """Load it; called at the end of the constructor of each dialog."""
        actor, services, membership_id = self.desk.actor, self.desk.services, self.membership_id

        def read() -> tuple[MembershipView, Account]:
            view = services.memberships.get(actor, membership_id)
            return view, services.billing.account(actor, view.client_id)

        self.load(read, self.loaded)

    def loaded(self, found: tuple[MembershipView, Account]) -> None:
        """Show what was read."""
        self.membership, self.account = found
        self.person.show_account(found[1])
        formats, view = self.desk.formats, found[0]
        text = self.tr("{plan}, from {start} to {end}.")
        if view.ends_on is None:
            text = self.tr("{plan}, from {start}; it rests until it is resumed.")
        self.what.setText(
            text.format(plan=view.plan_name, start=formats.day(view.starts_on), end=formats.day(view.ends_on))
        )
        self.verb.setEnabled(True)
        self.membership_shown(view)
        self.remember_typed()

    def membership_shown(self, view: MembershipView) -> None:
        """The membership is there: fill in what depends on it."""

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.account.name if self.account else ""
