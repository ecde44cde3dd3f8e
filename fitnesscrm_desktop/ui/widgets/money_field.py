"""A field for an amount of money, in whole minor units."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import MAX_AMOUNT
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.money_text import Style, Trouble, format_amount, parse_amount

MAX_TYPED = 60


class _Line(QLineEdit):
    """Shows the currency at its end, where it cannot be deleted."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._unit = Label(currency, "muted", parent=self)
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def set_unit(self, unit: str) -> None:
        """Name another currency."""
        self._unit.setText(unit)
        self.place_unit()

    def place_unit(self) -> None:
        """Put the currency at the end, and keep the text off it."""
        size = self._unit.sizeHint()
        inset = theme().px(11)
        right = self.layoutDirection() != Qt.LayoutDirection.RightToLeft
        room = size.width() + theme().px(6) if self._unit.text() else 0
        self.setTextMargins(0 if right else room, 0, room if right else 0, 0)
        left = self.width() - size.width() - inset if right else inset
        self._unit.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())

    def resizeEvent(self, event: object) -> None:
        """Keep the currency in place."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.place_unit()


class MoneyField(QWidget):
    """Reads what the locale writes ("1,234.50", "1.234,50") and says below itself why something is no amount.

    ``value()`` is the amount in minor units, or None while the field is empty or wrong; ``problem()`` tells.

    Signals:
        value_changed(object): the new amount, or None.
        committed: Enter was pressed on an amount that can be used.
    """

    value_changed = Signal(object)
    committed = Signal()

    def __init__(
        self,
        currency: str = "",
        *,
        digits: int = 2,
        largest: int = MAX_AMOUNT,
        locale: QLocale | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._locale, self._largest, self._currency = locale or QLocale(), largest, currency
        self._style = Style(self._locale.decimalPoint(), self._locale.groupSeparator(), digits)
        self._problem = ""
        self._last: int | None = None
        self.edit = _Line(currency)
        self.edit.setMaxLength(MAX_TYPED)
        self.edit.setPlaceholderText(format_amount(0, self._style))
        self.error = Label("", "error", wrap=True)
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.edit)
        layout.addWidget(self.error)
        self.setFocusProxy(self.edit)
        self.setAccessibleName(self.tr("Amount"))
        self.edit.textChanged.connect(self._typed)
        self.edit.editingFinished.connect(self._tidy)
        self.edit.returnPressed.connect(self._entered)

    def value(self) -> int | None:
        """The amount in minor units; None: nothing usable is typed."""
        parsed = self._parse()
        return parsed if isinstance(parsed, int) else None

    def problem(self) -> str:
        """What is wrong with the text, as the person reads it; empty if nothing is."""
        return self._problem

    def set_value(self, units: int | None) -> None:
        """Show an amount."""
        self.edit.setText("" if units is None else format_amount(units, self._style))

    def set_currency(self, currency: str, digits: int = 2) -> None:
        """Ask for another currency."""
        self._style = Style(self._style.decimal, self._style.group, digits)
        self._currency = currency
        self.edit.set_unit(currency)
        self.edit.setPlaceholderText(format_amount(0, self._style))
        self._typed()

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def setAccessibleName(self, name: str) -> None:
        """Name the part that has the focus."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Room for a large amount and its currency."""
        return QSize(theme().px(180), super().sizeHint().height())

    def _parse(self) -> int | Trouble | None:
        return parse_amount(self._without_currency(self.edit.text()), self._style, self._largest)

    def _without_currency(self, text: str) -> str:
        """Pasted amounts often bring their currency along."""
        text = text.strip()
        for mark in (self._currency, self._locale.currencySymbol(), "€", "$", "£"):
            if mark and text.casefold().startswith(mark.casefold()):
                return text[len(mark) :]
            if mark and text.casefold().endswith(mark.casefold()):
                return text[: -len(mark)]
        return text

    def _typed(self) -> None:
        parsed = self._parse()
        self._say(self._sentence(parsed) if isinstance(parsed, Trouble) else "")
        value = parsed if isinstance(parsed, int) else None
        if value != self._last:
            self._last = value
            self.value_changed.emit(value)

    def _sentence(self, trouble: Trouble) -> str:
        if trouble is Trouble.NEGATIVE:
            return self.tr("An amount cannot be negative.")
        if trouble is Trouble.TOO_LARGE:
            largest = format_amount(self._largest, self._style)
            return self.tr("The largest amount is {largest}.").format(largest=largest)
        if trouble is Trouble.TOO_MANY_DECIMALS:
            return self.tr("At most {count} decimals.").format(count=self._style.digits)
        example = format_amount(
            12 * 10**self._style.digits + 5 * 10 ** max(self._style.digits - 1, 0), self._style
        )
        return self.tr("Not an amount. Write it like {example}.").format(example=example)

    def _say(self, problem: str) -> None:
        self._problem = problem
        self.error.setText(problem)
        self.error.setVisible(bool(problem))
        self.edit.setAccessibleDescription(problem)
        set_look(self.edit, "invalid", bool(problem))

    def _tidy(self) -> None:
        value = self.value()
        if value is not None:
            self.set_value(value)

    def _entered(self) -> None:
        if self.value() is not None:
            self.committed.emit()
