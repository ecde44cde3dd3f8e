"""The lines of the quick entry: a field for each metric, with yesterday's and the last value beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fitnesscrm_desktop.models.values import UnitSystem
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.progress import rules
from fitnesscrm_desktop.services.progress.catalogue import LOWER, UPPER
from fitnesscrm_desktop.services.progress.results import GridRow, Value
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, L, Tone
from fitnesscrm_desktop.ui.progress.words import metric_word, typed_number, unit_of, value_text
from fitnesscrm_desktop.ui.widgets.labels import Label

FIELD_WIDTH = 108
LONGEST = 24
NAME, FIELD, UNIT, YESTERDAY, LAST = range(5)


class EntryField(QLineEdit):
    """One value; Enter, Down and Up go on and back.

    Signals:
        moved(int): to the next field, or the one before.
        came: the cursor is in it now.
    """

    moved = Signal(int)
    came = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes here wants to see it."""
        super().focusInEvent(event)
        self.came.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does not press the button of the dialog: there is another field to fill in."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.moved.emit(1)
        elif plain and event.key() == Qt.Key.Key_Up:
            self.moved.emit(-1)
        else:
            super().keyPressEvent(event)


@dataclass(slots=True)
class _Line:
    row: GridRow
    field: EntryField
    remark: Label
    parts: list[QWidget]


class EntryRows(QWidget):
    """All lines in a grid; a value that cannot be, or is hard to believe, is said right below itself.

    Signals:
        edited: something was typed.
        finished: Enter was pressed in the last field.
        came(object): the cursor is in this field now.
    """

    edited = Signal()
    finished = Signal()
    came = Signal(object)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._lines: dict[str, _Line] = {}
        self._system, self._day = UnitSystem.METRIC, date.min
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, L, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(XS)
        self._grid.setColumnStretch(NAME, 1)
        for column, text in (
            (YESTERDAY, self.tr("Yesterday")),
            (LAST, self.tr("Last time")),
        ):
            self._grid.addWidget(Label(text, "muted"), 0, column)

    def show_rows(self, rows: Sequence[GridRow], system: UnitSystem, day: date) -> None:
        """Show these lines; what was typed stays, and so does the cursor."""
        typed = self.typed()
        held = next((key for key, line in self._lines.items() if line.field.hasFocus()), None)
        for line in self._lines.values():
            for part in line.parts:
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._system, self._day = system, day
        self._lines = {row.metric.key: self._line(place, row) for place, row in enumerate(rows)}
        for key, text in typed.items():
            if key in self._lines:
                self._lines[key].field.setText(text)
        previous: QWidget | None = None
        for line in self._lines.values():
            if previous is not None:
                QWidget.setTabOrder(previous, line.field)
            previous = line.field
        if held in self._lines:
            self._lines[held].field.setFocus()

    def _line(self, place: int, row: GridRow) -> _Line:
        name, unit = metric_word(row.metric), unit_of(row.metric, self._system)
        field = EntryField()
        field.setMaxLength(LONGEST)
        field.setFixedWidth(theme().px(FIELD_WIDTH))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(f"{name}, {unit.code}" if unit.code else name)
        if row.today is not None:
            field.setPlaceholderText(typed_number(row.today.value, unit, self._formats))
        caption = Label(name, "body", wrap=True)
        caption.setBuddy(field)
        remark = Label("", "error", wrap=True)
        remark.hide()
        parts: list[QWidget] = [
            caption,
            field,
            Label(unit.code, "muted"),
            Label(self._told(row, row.yesterday), "muted"),
            Label(self._told_with_day(row, row.last), "muted"),
        ]
        for column, part in enumerate(parts):
            self._grid.addWidget(part, 2 * place + 1, column)
        # A field that its layout shows only later does not get the keyboard in a window that is coming up.
        field.show()
        self._grid.addWidget(remark, 2 * place + 2, FIELD, 1, LAST)
        field.came.connect(lambda: self.came.emit(field))
        field.moved.connect(lambda step: self._move(row.metric.key, step))
        field.editingFinished.connect(lambda: self._look_at(row.metric.key))
        field.textEdited.connect(lambda _text: self._edited(row.metric.key))
        return _Line(row, field, remark, [*parts, remark])

    def _told(self, row: GridRow, value: Value | None) -> str:
        return "–" if value is None else value_text(value.value, row.metric, self._system, self._formats)

    def _told_with_day(self, row: GridRow, value: Value | None) -> str:
        if value is None:
            return "–"
        text = self.tr("{value} on {day}")
        return text.format(value=self._told(row, value), day=self._formats.day(value.day))

    # --- typing -----------------------------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """What is typed, by metric."""
        found = {key: line.field.text().strip() for key, line in self._lines.items()}
        return {key: text for key, text in found.items() if text}

    def field(self, key: str) -> EntryField:
        """The field of a metric."""
        return self._lines[key].field

    def remark(self, key: str) -> str:
        """What is said below a field."""
        return self._lines[key].remark.text()

    def keys(self) -> list[str]:
        """The metrics in the order of the lines."""
        return list(self._lines)

    def focus_first(self) -> None:
        """Begin at the top."""
        if self._lines:
            next(iter(self._lines.values())).field.setFocus()

    def say(self, remarks: dict[str, str], tone: Tone) -> None:
        """Say something below the fields that are named; the first of them gets the cursor."""
        for key, line in self._lines.items():
            self._say(line, remarks.get(key, ""), tone)
        first = next((key for key in self._lines if key in remarks), None)
        if first is not None:
            self._lines[first].field.setFocus()
            self._lines[first].field.selectAll()

    def _say(self, line: _Line, said: str, tone: Tone) -> None:
        text = self._formats.sentence(said)
        line.remark.setText(text)
        line.remark.set_tone(tone)
        line.remark.setVisible(bool(text))
        line.field.setAccessibleDescription(text)
        set_look(line.field, "state", "error" if text and tone is Tone.RED else "")

    def _edited(self, key: str) -> None:
        self._say(self._lines[key], "", Tone.RED)
        self.edited.emit()

    def _look_at(self, key: str) -> None:
        """Say at once what the service would say."""
        line = self._lines.get(key)
        if key == UPPER:
            self._part_pressure()
        text = "" if line is None else line.field.text().strip()
        if line is None or not text:
            return
        near = line.row.today or line.row.last
        try:
            typed = rules.read_value(line.row.metric, text, self._system)
        except StudioError as error:
            self._say(line, error.text, Tone.RED)
            return
        self._say(line, rules.doubt(typed, self._day, near), Tone.AMBER)

    def _part_pressure(self) -> None:
        """120/80, typed into the upper one, is both, unless the lower one is typed already."""
        upper, lower = self._lines.get(UPPER), self._lines.get(LOWER)
        if upper is None or lower is None or lower.field.text().strip():
            return
        first, slash, second = upper.field.text().partition("/")
        if slash:
            upper.field.setText(first.strip())
            lower.field.setText(second.strip())
            self._look_at(LOWER)

    def _move(self, key: str, step: int) -> None:
        keys = self.keys()
        place = keys.index(key) + step
        if place == len(keys):
            self._look_at(key)
            self.finished.emit()
        elif place >= 0:
            self._lines[keys[place]].field.setFocus()
            self._lines[keys[place]].field.selectAll()
