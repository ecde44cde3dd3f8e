"""Look at what a form asks about, and give clearance; and let a form count no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.services.forms.clearance import Clearance, clearance_with
from fitnesscrm_desktop.services.forms.filling import YES
from fitnesscrm_desktop.services.forms.results import SignedDetail, SignedForm
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label

_WIDTH = 520


class ClearanceDialog(FormDialog):
    """``outcome`` is the ``SignedForm``. Shows what was answered with yes, and that look is written down."""

    def __init__(self, desk: Desk, *, form_id: int) -> None:
        super().__init__(desk, tr("Give clearance"), tr("Give clearance"), width=_WIDTH)
        self._form_id = form_id
        self._file: Path | None = None
        self.answers = Label("", "body", wrap=True)
        self.body.addWidget(self.answers)
        today = desk.today()
        self.day = DateField(today, optional=False, today=lambda: today)
        self.add_field("on", tr("Looked at on"), self.day)
        self.choose = Button(tr("Add a letter…"), self._choose, icon="upload")
        self.add_field("file", tr("Paper that was handed in"), self.choose)
        self.verb.setEnabled(False)
        forms, actor = desk.services.forms, desk.actor
        desk.tasks.write(
            lambda: forms.read(actor, form_id), done=self._show, failed=self.show_error, owner=self
        )

    def deed(self) -> Callable[[], SignedForm] | None:
        """Write it down."""
        forms, actor, form_id = self.desk.services.forms, self.desk.actor, self._form_id
        day, file = self.day.value(), self._file

        def give() -> SignedForm:
            clearance = Clearance(day) if file is None else clearance_with(file, day)
            return forms.give_clearance(actor, form_id, clearance)

        return give

    def succeeded(self, outcome: SignedForm) -> None:
        """Say it, and close."""
        said = tr("Clearance given for {client}.").format(client=outcome.client_name)
        self.desk.toasts.show_toast(said, tone="good")
        super().succeeded(outcome)

    def _show(self, found: SignedDetail) -> None:
        self.set_sub(tr("{client} · {form}").format(client=found.form.client_name, form=found.form.name))
        lines = [
            f"• {each.question}\n   {each.more or tr('Yes')}" for each in found.answers if each.answer == YES
        ]
        self.answers.setText("\n".join(lines))
        self.verb.setEnabled(found.form.waits_for_clearance)
        if not found.form.waits_for_clearance:
            self.say(tr("This form does not wait for clearance."))

    def _choose(self) -> None:
        path = self.desk.dialogs.choose_open_file(
            tr("The paper that was handed in"), tr("Papers (*.pdf *.png *.jpg *.jpeg)")
        )
        if path is not None:
            self._file = path
            self.choose.setText(path.name)


class VoidFormDialog(FormDialog):
    """``outcome`` is the ``SignedForm``."""

    def __init__(self, desk: Desk, *, form_id: int) -> None:
        super().__init__(
            desk,
            tr("Let the form count no more"),
            tr("Make it void"),
            sub=tr("It is kept and stays readable. What it agreed to ends."),
            danger=True,
        )
        self._form_id = form_id
        self.reason = QLineEdit()
        self.add_field("reason", tr("Why?"), self.reason, required=True)

    def deed(self) -> Callable[[], SignedForm] | None:
        """Write it down."""
        forms, actor, form_id, reason = (
            self.desk.services.forms,
            self.desk.actor,
            self._form_id,
            self.reason.text(),
        )
        return lambda: forms.void(actor, form_id, reason)
