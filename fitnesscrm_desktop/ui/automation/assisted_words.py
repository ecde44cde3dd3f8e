"""Lets the assistant write the words of a rule; what is chosen becomes a template of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Audience, DraftKind, Permission, Purpose, Trigger
from fitnesscrm_desktop.services.messaging.results import TemplateRow, TextPart
from fitnesscrm_desktop.ui.automation.words import trigger_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton

KINDS = {
    Trigger.CLIENT_CREATED: DraftKind.WELCOME,
    Trigger.MEMBERSHIP_SOLD: DraftKind.WELCOME,
    Trigger.MEMBERSHIP_ENDING: DraftKind.MEMBERSHIP_ENDING,
    Trigger.OVERDUE: DraftKind.PAYMENT_REMINDER,
    Trigger.BIRTHDAY: DraftKind.BIRTHDAY,
    Trigger.INACTIVITY: DraftKind.WIN_BACK,
    Trigger.VISITS_REACHED: DraftKind.MILESTONE,
}
"""What the assistant knows to write, by what the rule waits for."""
TO_CLIENTS = (Audience.CLIENT, Audience.PAYER)


class AssistedWords(QWidget):
    """One button, where there is something to write.

    Signals:
        added(object): the ``TemplateRow`` of the words.
    """

    added = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._trigger = Trigger.CLIENT_CREATED
        self.button = LinkButton(self.tr("Let the assistant write the words…"), self._ask, icon="sparkles")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.button)

    def offer(self, trigger: Trigger, audience: Audience, *, shown: bool) -> None:
        """The rule waits for *trigger* and speaks to *audience*."""
        self._trigger = trigger
        actor = self._desk.actor
        allowed = actor.may(Permission.USE_ASSISTANT) and actor.may(Permission.MANAGE_RULES)
        self.setVisible(shown and allowed and trigger in KINDS and audience in TO_CLIENTS)

    def _ask(self) -> None:
        trigger = self._trigger
        self._desk.window.open_dialog(
            "assistant.draft",
            as_template=True,
            kind=KINDS[trigger],
            then=lambda drafted: self._store(trigger, drafted),
        )

    def _store(self, trigger: Trigger, drafted: Any) -> None:
        templates, actor = self._desk.services.templates, self._desk.actor
        purpose = Purpose.MARKETING if drafted.offer else Purpose.SERVICE
        part = TextPart(drafted.language, subject=drafted.subject, text=drafted.text)
        name = self.tr("{occasion}, by the assistant").format(occasion=trigger_name(trigger))

        def store() -> TemplateRow:
            # They bring the language of templates along: not before somebody needs it.
            from fitnesscrm_desktop.services.messaging.template_names import folded_name, free_name
            from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft

            taken = {folded_name(row.name) for row in templates.list(actor, archived=True)}
            free = free_name(name, taken)
            return templates.add(actor, TemplateDraft(free, purpose, (part,))).row

        self._desk.tasks.write(store, done=self._stored, failed=self._desk.window.report, owner=self)

    def _stored(self, row: TemplateRow) -> None:
        self._desk.toasts.show_toast(
            self.tr("Saved as the template “{name}”.").format(name=row.name), tone="good"
        )
        self.added.emit(row)
