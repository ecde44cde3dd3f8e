"""Choose who on the staff looks after a client, and see who did before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.services.clients.results import ClientDetail, TrainerInfo, TrainerSpan
from fitnesscrm_desktop.ui.clients.parts import breakable
from fitnesscrm_desktop.ui.clients.small_dialogs import AboutClientDialog
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.labels import Label

NOBODY = "0"


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the dialog needs to know."""

    people: Sequence[TrainerInfo]
    spans: Sequence[TrainerSpan]


class TrainerDialog(AboutClientDialog):
    """``outcome`` is the ``TrainerInfo`` of before, or None."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__(desk, self.tr("Trainer"), self.tr("Save"), client_id)
        self.trainer = ChoiceField([(NOBODY, self.tr("Nobody"))])
        self.add_field(
            "trainer",
            self.tr("Who looks after this client"),
            self.trainer,
            hint=self.tr("Rules can write to the trainer, and messages can name the trainer."),
        )
        self.before = Label("", "muted", wrap=True)
        self.form.add_wide(self.before)
        self.before.hide()
        self.trainer.setFocus()
        self.begin()

    def client_shown(self, detail: ClientDetail) -> None:
        """Read who could do it, and who did."""
        directory, actor, client_id = self.desk.services.directory, self.desk.actor, self.client_id
        current = detail.trainer

        def show(looked: _Looked) -> None:
            self._offer(looked, current)

        self.load(
            lambda: _Looked(directory.possible_trainers(actor), directory.trainers(actor, client_id)), show
        )

    def deed(self) -> Callable[[], TrainerInfo | None]:
        """Store it."""
        records, actor, client_id = self.desk.services.records, self.desk.actor, self.client_id
        chosen = self.trainer.code()
        return lambda: records.set_trainer(actor, client_id, int(chosen) if chosen != NOBODY else None)

    def succeeded(self, outcome: TrainerInfo | None) -> None:
        """Say it with a way back, and close."""
        records, actor, client_id = self.desk.services.records, self.desk.actor, self.client_id
        back = outcome.staff_id if outcome else None
        chosen = self.trainer.code()
        if chosen != (str(back) if back else NOBODY):

            def undo() -> None:
                self.desk.tasks.write(
                    lambda: records.set_trainer(actor, client_id, back),
                    done=lambda _done: None,
                    failed=self.desk.window.report,
                )

            name = self.trainer.currentText()
            words = (
                self.tr("{name} is the trainer now").format(name=name)
                if chosen != NOBODY
                else self.tr("There is no trainer any more")
            )
            self.desk.toasts.show_toast(words, undo=undo, tone="good")
        super().succeeded(outcome)

    def _offer(self, looked: _Looked, current: TrainerInfo | None) -> None:
        people = list(looked.people)
        if current is not None and current.staff_id not in {each.staff_id for each in people}:
            people.insert(0, current)
        choices = [(NOBODY, self.tr("Nobody")), *((str(each.staff_id), each.name) for each in people)]
        self.trainer.set_choices(choices)
        self.trainer.set_code(str(current.staff_id) if current else NOBODY)
        day = self.desk.formats.day
        past = [
            self.tr("{name}: {first} to {last}").format(
                name=span.trainer.name, first=day(span.from_day), last=day(span.to_day)
            )
            for span in looked.spans
            if span.to_day is not None
        ]
        self.before.setText(breakable("\n".join([self.tr("Before:"), *past])))
        self.before.setVisible(bool(past))
        self.remember_typed()
