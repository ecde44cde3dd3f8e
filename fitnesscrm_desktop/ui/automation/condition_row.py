"""One comparison on one line: what, how, and with which value."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from fitnesscrm_desktop.models.values import CustomFieldKind
from fitnesscrm_desktop.services.automation.conditions import ORDERED, Comparison, Field, Op
from fitnesscrm_desktop.ui.automation.condition_words import field_name, op_name
from fitnesscrm_desktop.ui.automation.offers import NUMBERS, Offers
from fitnesscrm_desktop.ui.automation.words import tr
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.widgets.buttons import IconButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField
from fitnesscrm_desktop.ui.widgets.number_field import NumberField

OLDEST = 120
LONGEST = 200
LEAST = 90
"""Three of them stand beside each other, in a group even with large text."""
OWN = "custom:"


class ConditionRow(QWidget):
    """Shows and makes one ``Comparison``.

    Signals:
        changed: it says something else now.
        removed: the person takes it away.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, offers: Offers) -> None:
        super().__init__()
        self._desk, self._offers = desk, offers
        self.field = ChoiceField(self._fields())
        self.field.setAccessibleName(tr("What is asked about"))
        self.op = ChoiceField()
        self.op.setAccessibleName(tr("How it is compared"))
        for choice in (self.field, self.op):
            choice.setMinimumWidth(LEAST)
        self.value: QWidget = QLineEdit()
        self.remove = IconButton("x", tr("Remove this condition"), self.removed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.field, 5)
        row.addWidget(self.op, 4)
        row.addWidget(self.value, 6)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self._row = row
        self.field.chosen.connect(self._field_chosen)
        self.op.chosen.connect(lambda _code: self.changed.emit())
        self.setFocusProxy(self.field)
        self.show_test(Comparison(Field.STAGE, Op.IS, "active"))

    def test(self) -> Comparison:
        """What the line says; an empty value: nothing is chosen yet."""
        field, custom = self._asked()
        return Comparison(field, Op(self.op.code()), self._text(), custom)

    def show_test(self, test: Comparison) -> None:
        """Show *test*."""
        own = test.field is Field.CUSTOM
        self.field.set_code(f"{OWN}{test.custom}" if own else test.field.value)
        self._fit(test.op)
        self._show_value(test.value)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order in which one reads."""
        return [self.field, self.op, self.value, self.remove]

    def _fields(self) -> list[tuple[str, str]]:
        fixed = [(each.value, field_name(each)) for each in Field if each is not Field.CUSTOM]
        if not self._offers.tags:
            fixed.remove((Field.TAG.value, field_name(Field.TAG)))
        return fixed + [(f"{OWN}{each.id}", each.name) for each in self._offers.fields]

    def _asked(self) -> tuple[Field, int | None]:
        code = self.field.code()
        if code.startswith(OWN):
            return Field.CUSTOM, int(code.removeprefix(OWN))
        return Field(code), None

    def _field_chosen(self, _code: str) -> None:
        self._fit(None)
        self.changed.emit()

    def _fit(self, op: Op | None) -> None:
        """Offer the ways to compare and the kind of value that go with the field; None: the usual way."""
        field, custom = self._asked()
        own = self._offers.own(custom)
        ordered = field in ORDERED and (own is None or own.kind in NUMBERS)
        ops = [Op.IS, Op.IS_NOT, Op.AT_LEAST, Op.AT_MOST] if ordered else [Op.IS, Op.IS_NOT]
        self.op.set_choices([(each.value, op_name(field, each)) for each in ops])
        usual = Op.AT_LEAST if field in {Field.AGE, Field.BALANCE} else Op.IS
        self.op.set_code((usual if op is None else op).value)
        made = self._value_field(field, custom)
        made.setAccessibleName(tr("Value"))
        made.setMinimumWidth(LEAST)
        self._row.replaceWidget(self.value, made)
        self.value.hide()
        self.value.deleteLater()
        self.value = made
        for one, next_one in pairwise(self.stops()):
            QWidget.setTabOrder(one, next_one)

    def _value_field(self, field: Field, custom: int | None) -> QWidget:
        if field is Field.AGE:
            number = NumberField(0, OLDEST, value=18)
            number.valueChanged.connect(lambda _value: self.changed.emit())
            number.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            return number
        if field is Field.BALANCE:
            money = MoneyField(self._desk.formats.currency, digits=self._desk.formats.decimals)
            money.value_changed.connect(lambda _value: self.changed.emit())
            return money
        own = self._offers.own(custom)
        if own is not None and own.kind is CustomFieldKind.DATE:
            today = self._desk.today()
            day = DateField(optional=False, today=lambda: today)
            day.value_changed.connect(lambda _value: self.changed.emit())
            return day
        if own is not None and own.kind not in {CustomFieldKind.YES_NO, CustomFieldKind.CHOICE}:
            line = QLineEdit()
            line.setMaxLength(LONGEST)
            line.textChanged.connect(lambda _text: self.changed.emit())
            return line
        if own is None:
            choices = self._offers.choices(field) if field is not Field.CUSTOM else ()
        elif own.kind is CustomFieldKind.YES_NO:
            choices = (("yes", tr("Yes")), ("no", tr("No")))
        else:
            choices = tuple((each, each) for each in own.choices)
        choice = ChoiceField(choices)
        choice.chosen.connect(lambda _code: self.changed.emit())
        return choice

    def _text(self) -> str:
        value = self.value
        if isinstance(value, ChoiceField):
            return value.code()
        if isinstance(value, NumberField):
            return str(value.value())
        if isinstance(value, MoneyField):
            amount = value.value()
            return "" if amount is None else str(amount)
        if isinstance(value, DateField):
            day = value.value()
            return "" if day is None else day.isoformat()
        return value.text().strip() if isinstance(value, QLineEdit) else ""

    def _show_value(self, text: str) -> None:
        value = self.value
        if isinstance(value, ChoiceField):
            value.set_code(text)
        elif isinstance(value, NumberField):
            value.setValue(int(text) if text.isdigit() else 0)
        elif isinstance(value, MoneyField):
            value.set_value(int(text) if text.removeprefix("-").isdigit() else None)
        elif isinstance(value, DateField):
            value.set_value(_day(text) or value.value())
        elif isinstance(value, QLineEdit):
            value.setText(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
