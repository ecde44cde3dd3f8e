"""What else has to be true: lines of comparisons, joined by "all of" or "any of", in groups if need be."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.automation.conditions import ALWAYS, Comparison, Condition, Every, Some
from fitnesscrm_desktop.ui.automation.condition_row import ConditionRow
from fitnesscrm_desktop.ui.automation.offers import Offers
from fitnesscrm_desktop.ui.automation.words import tr
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.widgets.buttons import IconButton, LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

ALL, ANY = "all", "any"
OFFERED_DEPTH = 1
"""How deep new groups may be put into each other; what was written elsewhere is shown as deep as it is."""


class ConditionGroup(QFrame):
    """Some lines and groups that belong together.

    Signals:
        changed: it says something else now.
        removed: the person takes the whole group away.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, depth: int = 0) -> None:
        super().__init__()
        self._desk, self._depth = desk, depth
        self._offers = Offers()
        self.parts: list[ConditionRow | ConditionGroup] = []
        if depth:
            self.setProperty("kind", "card")
        self.join = SegmentedControl([(ALL, tr("All of these")), (ANY, tr("Any of these"))], name=tr("Join"))
        self.join.chosen.connect(lambda _key: self.changed.emit())
        self.nothing = Label(
            tr("Nothing else has to be true: the rule is for everybody."), "muted", wrap=True
        )
        self.remove = IconButton("x", tr("Remove this group"), self.removed.emit)
        self.add_row = LinkButton(tr("Add a condition"), self._add_row, icon="plus")
        self.add_group = LinkButton(tr("Add a group"), self._add_group, icon="plus")
        self._lay_out()
        self.remove.setVisible(bool(depth))
        self.add_group.setVisible(depth < OFFERED_DEPTH)
        self._show_what_fits()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.join)
        head.addStretch(1)
        head.addWidget(self.remove)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(S)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.add_row)
        foot.addWidget(self.add_group)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        side = M if self._depth else 0
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(S)
        column.addWidget(self.nothing)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addLayout(foot)
        self.setFocusProxy(self.add_row)

    def offer(self, offers: Offers) -> None:
        """What there is to choose from; call it before conditions are shown."""
        self._offers = offers

    def value(self) -> Condition:
        """What the lines say, in the simplest form."""
        found: list[Condition] = []
        for each in self.parts:
            part = each.test() if isinstance(each, ConditionRow) else each.value()
            if part != ALWAYS:
                found.append(part)
        if len(found) == 1:
            return found[0]
        return Some(tuple(found)) if found and self.join.current() == ANY else Every(tuple(found))

    def is_complete(self) -> bool:
        """Whether every line has a value."""
        return all(
            bool(each.test().value) if isinstance(each, ConditionRow) else each.is_complete()
            for each in self.parts
        )

    def set_value(self, condition: Condition) -> None:
        """Show *condition*."""
        for each in list(self.parts):
            self._take_out(each)
        if isinstance(condition, Comparison):
            condition = Every((condition,))
        self.join.set_current(ANY if isinstance(condition, Some) else ALL)
        for part in condition.parts:
            if isinstance(part, Comparison):
                row = ConditionRow(self._desk, self._offers)
                row.show_test(part)
                self._put_in(row)
            else:
                group = self._new_group()
                group.set_value(part)
                self._put_in(group)
        self._show_what_fits()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order in which one reads."""
        stops: list[QWidget] = [self.join.button(ALL), self.join.button(ANY), self.remove]
        for part in self.parts:
            stops += part.stops()
        return [*stops, self.add_row, self.add_group]

    def _new_group(self) -> ConditionGroup:
        group = ConditionGroup(self._desk, self._depth + 1)
        group.offer(self._offers)
        return group

    def _add_row(self) -> None:
        row = ConditionRow(self._desk, self._offers)
        self._put_in(row)
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self._tell()

    def _add_group(self) -> None:
        group = self._new_group()
        group.join.set_current(ALL if self.join.current() == ANY else ANY)
        self._put_in(group)
        group._add_row()  # noqa: SLF001 - a group is made of groups
        self._tell()

    def _put_in(self, part: ConditionRow | ConditionGroup) -> None:
        part.changed.connect(self._tell)
        part.removed.connect(lambda: self._remove(part))
        self.parts.append(part)
        self._lines.addWidget(part)

    def _remove(self, part: ConditionRow | ConditionGroup) -> None:
        self._take_out(part)
        self.add_row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _take_out(self, part: ConditionRow | ConditionGroup) -> None:
        self.parts.remove(part)
        self._lines.removeWidget(part)
        part.hide()
        part.setParent(None)
        part.deleteLater()

    def _tell(self) -> None:
        self._show_what_fits()
        self.changed.emit()

    def _show_what_fits(self) -> None:
        """Also for the keyboard: Qt would put what was added behind everything there is."""
        for one, next_one in pairwise(self.stops()):
            QWidget.setTabOrder(one, next_one)
        several = len(self.parts) > 1
        self.join.setVisible(several or bool(self._depth))
        self.nothing.setVisible(not self.parts and not self._depth)


class ConditionsField(QWidget):
    """The whole of it, as a field of a form.

    Signals:
        changed: it says something else now.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.group = ConditionGroup(desk)
        self.group.changed.connect(self.changed.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.group)
        self.setFocusProxy(self.group)

    def offer(self, offers: Offers) -> None:
        """What there is to choose from."""
        self.group.offer(offers)

    def value(self) -> Condition:
        """What has to be true."""
        return self.group.value()

    def is_complete(self) -> bool:
        """Whether every line has a value."""
        return self.group.is_complete()

    def set_value(self, condition: Condition) -> None:
        """Show *condition*."""
        self.group.set_value(condition)
