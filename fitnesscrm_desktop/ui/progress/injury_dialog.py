"""What hurts or must not be: from which day to which, and which movements it rules out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from fitnesscrm_desktop.models.values import InjuryKind
from fitnesscrm_desktop.services.progress.history_results import InjuryInfo, NewInjury
from fitnesscrm_desktop.services.progress.history_rules import BODY_PARTS, MOVEMENTS
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.progress.about_client import ProgressDialog
from fitnesscrm_desktop.ui.progress.body_words import movement_words, part_words
from fitnesscrm_desktop.ui.progress.goal_words import injury_word
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

LONGEST = 200
ACROSS, WIDTH = 3, 620


class InjuryDialog(ProgressDialog):
    """``outcome`` is the ``InjuryInfo``. With an *injury_id* that entry is changed, or ended."""

    def __init__(self, desk: Desk, *, client_id: int, injury_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Injury"), client_id, width=WIDTH)
        self._id, self._version, self._note = injury_id, 0, ""
        today = desk.today()
        self.text = QLineEdit()
        self.text.setMaxLength(LONGEST)
        self.kind = SegmentedControl([(kind, injury_word(kind)) for kind in InjuryKind], name=self.tr("Kind"))
        parts = part_words()
        self.part = ChoiceField(
            [("", self.tr("No part in particular")), *((p, parts[p]) for p in BODY_PARTS)]
        )
        self.first = DateField(today, optional=False, today=lambda: today)
        self.last = DateField(None, today=lambda: today)
        self.avoids: dict[str, QCheckBox] = {}
        self.add_field("text", self.tr("What is it?"), self.text, required=True)
        self.add_field("kind", self.tr("Kind"), self.kind)
        self.add_field("body_part", self.tr("Where"), self.part)
        self.add_field("from_day", self.tr("From"), self.first)
        self.add_field("to_day", self.tr("Last day"), self.last, hint=self.tr("Empty: until further notice."))
        self.add_field("avoids", self.tr("Rules out exercises with"), self._boxes())
        injuries, actor = desk.services.injuries, desk.actor
        self.begin(
            lambda: next((each for each in injuries.list(actor, client_id) if each.id == injury_id), None),
            self._show,
        )
        if injury_id is not None:
            self.add_removal(
                self.tr("Remove"),
                lambda: injuries.remove(actor, injury_id),
                self.tr("The entry is removed."),
                lambda: injuries.restore(actor, injury_id),
            )

    def _boxes(self) -> QWidget:
        boxes, words = QWidget(), movement_words()
        grid = QGridLayout(boxes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(S)
        for place, movement in enumerate(MOVEMENTS):
            box = self.avoids[movement] = QCheckBox(words[movement])
            grid.addWidget(box, place // ACROSS, place % ACROSS)
        boxes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return boxes

    def _show(self, injury: InjuryInfo | None) -> None:
        if injury is None:
            return
        self._version, self._note = injury.version, injury.note
        self.text.setText(injury.text)
        self.kind.set_current(injury.kind)
        self.part.set_code(injury.body_part)
        self.first.set_value(injury.from_day)
        self.last.set_value(injury.to_day)
        for movement, box in self.avoids.items():
            box.setChecked(movement in injury.avoids)

    def deed(self) -> Callable[[], InjuryInfo] | None:
        """Write it down."""
        injuries, actor, client_id = self.desk.services.injuries, self.desk.actor, self.client_id
        injury_id, version = self._id, self._version
        new = NewInjury(
            self.text.text(),
            InjuryKind(self.kind.current()),
            self.part.code(),
            tuple(movement for movement, box in self.avoids.items() if box.isChecked()),
            self._note,
            self.first.value(),
            self.last.value(),
        )
        if injury_id is None:
            return lambda: injuries.add(actor, client_id, new)
        return lambda: injuries.edit(actor, injury_id, version, new)
