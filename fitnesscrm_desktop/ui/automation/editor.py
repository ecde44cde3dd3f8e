"""Write a rule, or change one: when, whom, what, and only if."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.occasions import HAVE_DAYS, NEEDS_DAYS
from fitnesscrm_desktop.services.automation.results import RuleDraft, RuleRow
from fitnesscrm_desktop.services.automation.rules import CHANNELS, MOST_DAYS
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.messaging.results import TemplateRow
from fitnesscrm_desktop.ui.automation.assisted_words import AssistedWords
from fitnesscrm_desktop.ui.automation.conditions_field import ConditionsField
from fitnesscrm_desktop.ui.automation.conflicts import kept_of_rule
from fitnesscrm_desktop.ui.automation.offers import Offers, read_offers
from fitnesscrm_desktop.ui.automation.preview import PreviewCard
from fitnesscrm_desktop.ui.automation.words import (
    action_name,
    audience_name,
    draft_sentence,
    held_text,
    number_name,
    role_name,
    trigger_name,
)
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

ASKS, BY_ITSELF = "asks", "by_itself"
ANYBODY = "anybody"
LONGEST_NAME, LONGEST_TASK = 200, 500
WIDTH, WIDEST = 940, 1090
FORM_WIDTH, FORM_WIDEST, FORM_HEIGHT = 560, 640, 480
"""With large text the fields scroll: the dialog still has to fit into the window."""
ONLY_CLIENTS = (Audience.CLIENT, Audience.PAYER)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the editor needs to know."""

    offers: Offers
    row: RuleRow | None


class RuleEditor(FormDialog):
    """``outcome`` is the ``RuleRow``. A new rule is switched off until somebody switches it on."""

    def __init__(self, desk: Desk, rule_id: int | None = None) -> None:
        title = self.tr("New rule") if rule_id is None else self.tr("Edit rule")
        verb = self.tr("Add rule") if rule_id is None else self.tr("Save")
        super().__init__(desk, title, verb, columns=2)
        self.setMinimumWidth(min(theme().px(WIDTH), WIDEST))
        self._row: RuleRow | None = None
        self._offers = Offers()
        self._make_fields()
        self._add_fields()
        self._put_side_by_side()
        self.resize(self.minimumWidth(), FORM_HEIGHT)  # it grows by itself to what it needs, and no further
        for signal in (
            self.name.textChanged,
            self.trigger.chosen,
            self.days.valueChanged,
            self.conditions.changed,
            self.audience.chosen,
            self.role.chosen,
            self.action.chosen,
            self.words.chosen,
            self.task.textChanged,
        ):
            signal.connect(lambda *_: self._follow())
        self._follow()
        self.name.setFocus()
        self.verb.setEnabled(False)
        services, actor = desk.services, desk.actor
        self.load(
            lambda: _Looked(
                read_offers(services, actor), services.rules.get(actor, rule_id) if rule_id else None
            ),
            self._loaded,
        )

    def _make_fields(self) -> None:
        self.name, self.task = QLineEdit(), QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.task.setMaxLength(LONGEST_TASK)
        self.trigger = ChoiceField([(each.value, trigger_name(each)) for each in Trigger])
        self.trigger.set_code(Trigger.MEMBERSHIP_ENDING.value)
        self.days = NumberField(0, MOST_DAYS, value=7)
        self.conditions = ConditionsField(self.desk)
        self.action = SegmentedControl(
            [(each.value, action_name(each)) for each in RuleAction], name=self.tr("What")
        )
        self.audience, self.role, self.words = ChoiceField(), ChoiceField(), ChoiceField()
        self.approval = SegmentedControl(
            [(ASKS, self.tr("Ask first")), (BY_ITSELF, self.tr("Send by itself"))],
            name=self.tr("Approval"),
        )
        self.counts = QCheckBox(self.tr("Counts towards the messages a client may get in a week"))
        self.counts.setChecked(True)
        self.preview = PreviewCard(self.desk)
        self.assist = AssistedWords(self.desk, self)
        self.assist.added.connect(self._take_template)

    def _add_fields(self) -> None:
        self.add_field("name", self.tr("Name"), self.name, required=True, wide=True)
        self.add_field("trigger", self.tr("When"), self.trigger)
        self.add_field("days", self.tr("Number"), self.days)
        self.add_field("action", self.tr("What"), self.action, wide=True)
        self.add_field("audience", self.tr("To whom"), self.audience)
        self.add_field("template_id", self.tr("Words"), self.words, required=True)
        self.form.add_wide(self.assist)
        self.add_field("audience_role", self.tr("Which of the staff"), self.role, wide=True)
        self.add_field("task_text", self.tr("What is to be done"), self.task, required=True, wide=True)
        self.add_field("conditions", self.tr("Only if"), self.conditions, wide=True)
        self.add_field("by_itself", self.tr("Before it is sent"), self.approval, wide=True)
        self.form.add_wide(self.counts)

    def _put_side_by_side(self) -> None:
        """The sentence on top, the fields below it, and beside them what would be read."""
        self.sentence = Label("", "heading", wrap=True)
        self.sentence.setMinimumHeight(theme().px(44))
        inner = QWidget()
        inner.setProperty("kind", "plain")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, M, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        area.setMinimumSize(min(theme().px(FORM_WIDTH), FORM_WIDEST), FORM_HEIGHT)
        halves = QHBoxLayout()
        halves.setSpacing(L)
        halves.addWidget(area, 3)
        halves.addWidget(self.preview, 2)
        self.body.setSpacing(S)
        self.body.addWidget(self.sentence)
        self.body.addLayout(halves, 1)

    # --- what fits what ---------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Whatever was changed: show the fields that belong to it, the sentence, and the words."""
        self._offer_audiences()
        action, audience = RuleAction(self.action.current()), self._audience()
        trigger, task = Trigger(self.trigger.code()), action is RuleAction.TASK
        self.form.set_visible(self.days, trigger in HAVE_DAYS)
        self.form.set_label(self.days, number_name(trigger) or self.tr("Number"))
        self.days.setMinimum(1 if trigger in NEEDS_DAYS else 0)
        self.form.set_visible(self.role, audience is Audience.STAFF)
        self.form.set_visible(self.words, not task)
        self.assist.offer(trigger, audience, shown=not task)
        self.form.set_visible(self.task, task)
        self.form.set_visible(self.approval, not task)
        self.counts.setVisible(not task and audience in ONLY_CLIENTS)
        self.preview.setVisible(not task)
        draft = self.draft()
        names = {**(self._row.names if self._row else {}), **self._offers.names()}
        words = self.words.itemText(self.words.findData(self.words.code())) if self.words.code() else ""
        self.sentence.setText(draft_sentence(draft, names, self.desk.formats, words))
        if draft.action in CHANNELS:
            self.preview.show_words_of(draft)

    def _offer_audiences(self) -> None:
        action = RuleAction(self.action.current())
        offered = {
            RuleAction.LETTER: ONLY_CLIENTS,
            RuleAction.TASK: (Audience.STAFF, Audience.TRAINER),
        }.get(action, tuple(Audience))
        if self.audience.code() not in {each.value for each in offered}:
            self.audience.set_code(offered[0].value)
        self.audience.set_choices([(each.value, audience_name(each)) for each in offered])
        roles = [(role.value, role_name(role)) for role in Role]
        if action is RuleAction.TASK:
            roles.insert(0, (ANYBODY, role_name(None)))
        if self.role.code() not in {code for code, _ in roles}:
            self.role.set_code(roles[0][0] if action is RuleAction.TASK else Role.FRONT_DESK.value)
        self.role.set_choices(roles)

    def _take_template(self, row: TemplateRow) -> None:
        """The words of the assistant are a template now: take it."""
        self._offers = replace(self._offers, templates=(*self._offers.templates, row))
        self.words.set_choices([(str(each.id), each.name) for each in self._offers.templates])
        self.words.set_code(str(row.id))
        self._follow()

    def _audience(self) -> Audience:
        return Audience(self.audience.code())

    # --- what it holds ----------------------------------------------------------------------------------

    def _loaded(self, looked: _Looked) -> None:
        self._offers, self._row = looked.offers, looked.row
        self.conditions.offer(looked.offers)
        self.words.set_choices([(str(each.id), each.name) for each in looked.offers.templates])
        if looked.row is not None:
            self._show(looked.row)
        self._follow()
        self.verb.setEnabled(True)
        self.remember_typed()

    def _show(self, row: RuleRow) -> None:
        draft = row.draft
        self.name.setText(draft.name)
        self.trigger.set_code(draft.trigger.value)
        self.days.setMinimum(0)
        self.days.setValue(draft.days)
        self.action.set_current(draft.action.value)
        self._offer_audiences()
        self.audience.set_code(draft.audience.value)
        self.role.set_code(draft.audience_role.value if draft.audience_role else ANYBODY)
        if draft.template_id is not None:
            if draft.template_id not in {each.id for each in self._offers.templates}:
                self.words.addItem(row.template_name, str(draft.template_id))
            self.words.set_code(str(draft.template_id))
        self.task.setText(draft.task_text)
        self.conditions.set_value(draft.conditions)
        self.approval.set_current(BY_ITSELF if draft.by_itself else ASKS)
        self.counts.setChecked(not draft.ignores_cap)

    def draft(self) -> RuleDraft:
        """What is typed."""
        trigger, action, audience = (
            Trigger(self.trigger.code()),
            RuleAction(self.action.current()),
            self._audience(),
        )
        role = self.role.code()
        words = self.words.code()
        staff = audience is Audience.STAFF
        return RuleDraft(
            name=self.name.text(),
            trigger=trigger,
            days=self.days.value() if trigger in HAVE_DAYS else 0,
            conditions=self.conditions.value(),
            audience=audience,
            audience_role=Role(role) if staff and role in set(Role) else None,
            action=action,
            template_id=int(words) if words and action is not RuleAction.TASK else None,
            task_text=self.task.text(),
            by_itself=self.approval.current() == BY_ITSELF,
            ignores_cap=not self.counts.isChecked(),
        )

    def _typed(self) -> list[object]:
        """On whom the words are tried is no work that could be lost."""
        return [self.draft()]

    def deed(self) -> Callable[[], RuleRow] | None:
        """Store it."""
        if not self.conditions.is_complete():
            self.form.set_error(self.conditions, self.tr("Choose a value in every line, or remove the line."))
            return None
        draft, row = self.draft(), self._row
        actor, rules = self.desk.actor, self.desk.services.rules
        if row is None:
            return lambda: rules.add(actor, draft)
        rule_id, version = row.id, row.version
        return lambda: rules.edit(actor, rule_id, draft, version)

    def succeeded(self, outcome: RuleRow) -> None:
        """Say what it has approved and may not send as it is now."""
        if text := held_text(len(outcome.held)):
            self.desk.toasts.show_toast(text, tone="good")
        super().succeeded(outcome)

    def show_error(self, error: Exception) -> None:
        """Two desks at once: ask whose values are kept, and store these."""
        if not isinstance(error, Conflict) or not error.mine or self._row is None:
            super().show_error(error)
            return
        names = {**self._row.names, **self._offers.names()}
        kept = kept_of_rule(self.desk, error, names, self._offers)
        if kept is not None:
            self.run_deed(self._merging(self._row.id, kept))

    def _merging(self, rule_id: int, kept: dict[str, Any]) -> Callable[[], RuleRow]:
        actor, rules = self.desk.actor, self.desk.services.rules

        def merge() -> RuleRow:
            theirs = rules.get(actor, rule_id)
            return rules.edit(actor, rule_id, replace(theirs.draft, **kept), theirs.version)

        return merge
