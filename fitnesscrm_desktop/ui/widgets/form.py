"""Labels and fields, aligned; a field that is wrong says so right below itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import CONTROL_HEIGHT, XS, M
from fitnesscrm_desktop.ui.widgets.labels import Label


def _changes(field: QWidget) -> list[SignalInstance]:
    """What tells that somebody has changed what is in *field*, or in a part of it.

    A dialog that empties a field after a wrong password has corrected nothing: its sentence stays.
    """
    parts = [field, *field.findChildren(QWidget)]
    told = [part.textEdited for part in parts if isinstance(part, QLineEdit)]
    told += [part.textChanged for part in parts if isinstance(part, QPlainTextEdit)]
    return told + [part.toggled for part in parts if isinstance(part, QAbstractButton) and part.isCheckable()]


def _says(field: QWidget, text: str) -> bool:
    """Whether *field* says by itself what is wrong, as amounts do."""
    problem = getattr(field, "problem", None)
    return callable(problem) and problem() == text


class _Slot:
    """One field with what surrounds it."""

    def __init__(self, label: QLabel, field: QWidget, hint: Label, error: Label) -> None:
        self.label, self.field, self.hint, self.error = label, field, hint, error


class Form(QWidget):
    """Fields under each other: ``form.add("Last name", field, required=True)``.

    ``above`` puts labels above the fields (narrow dialogs), else they stand before them. ``columns`` makes
    several of them stand beside each other; ``add(..., wide=True)`` takes a whole line.
    """

    def __init__(self, *, above: bool = False, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._above, self._columns = above, columns
        self._slots: list[_Slot] = []
        self._cell = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(M)
        for column in range(columns):
            self._grid.setColumnStretch(column * 2 + 1, 1)

    def add(
        self,
        label: str,
        field: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        wide: bool = False,
        beside: bool = False,
    ) -> None:
        """Add a field; *required* marks it with an asterisk, *hint* stands small below it.

        *beside* puts a label that may be long before the field on a whole line, also among labels above.
        """
        if not field.accessibleName():
            field.setAccessibleName(label)
        caption = Label(f"{label} *" if required else label, "strong" if self._above else "body")
        caption.setBuddy(field)
        if required:
            caption.setToolTip(self.tr("Required"))
            field.setAccessibleDescription(self.tr("Required"))
        hint_label, error = Label(hint, "muted", wrap=True), Label("", "error", wrap=True)
        if not hint:
            hint_label.hide()
        error.hide()
        box = QVBoxLayout()
        box.setSpacing(XS)
        if beside and self._above:
            caption.setWordWrap(True)
            line = QHBoxLayout()
            line.setSpacing(M)
            line.addWidget(caption, 1)
            line.addWidget(field)
            box.addLayout(line)
        else:
            if self._above:
                box.addWidget(caption)
            box.addWidget(field)
        box.addWidget(hint_label)
        box.addWidget(error)
        self._place(caption, box, wide=wide or beside)
        self._slots.append(_Slot(caption, field, hint_label, error))
        for change in _changes(field):
            change.connect(lambda *_: self._corrected(field))

    def add_wide(self, widget: QWidget) -> None:
        """Add something without a label, over the whole width."""
        self._next_line()
        self._grid.addWidget(widget, self._cell // self._columns, 0, 1, self._columns * 2)
        self._cell += self._columns

    def set_visible(self, field: QWidget, visible: bool) -> None:
        """Show or hide a field together with its label."""
        slot = self._slot(field)
        slot.label.setVisible(visible)
        slot.field.setVisible(visible)
        slot.hint.setVisible(visible and bool(slot.hint.text()))
        slot.error.setVisible(visible and bool(slot.error.text()))

    def set_label(self, field: QWidget, label: str) -> None:
        """Call a field something else, because it means something else now."""
        self._slot(field).label.setText(label)
        field.setAccessibleName(label)

    def set_error(self, field: QWidget, text: str) -> None:
        """Say below *field* what is wrong with it; an empty text takes that back."""
        slot = self._slot(field)
        slot.error.setText(text)
        slot.error.setVisible(bool(text) and not _says(field, text))
        slot.hint.setVisible(bool(slot.hint.text()) and not text)
        slot.field.setAccessibleDescription(text)
        set_look(slot.field, "invalid", bool(text))

    def error(self, field: QWidget) -> str:
        """What is said to be wrong with *field*."""
        return self._slot(field).error.text()

    def refuse_problems(self) -> bool:
        """Whether something is typed that cannot be used, in a field that knows it (amounts, days)."""
        wrong = False
        for slot in self._slots:
            problem = getattr(slot.field, "problem", None)
            said = problem() if callable(problem) and slot.field.isVisibleTo(self) else ""
            if said:
                self.set_error(slot.field, said)
                wrong = True
        return wrong

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        for slot in self._slots:
            self.set_error(slot.field, "")

    def focus_first_error(self) -> bool:
        """Go to the first field that is wrong; False if there is none."""
        for slot in self._slots:
            if slot.error.text():
                slot.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _corrected(self, field: QWidget) -> None:
        """What was said of a field is about what was in it."""
        if self._slot(field).error.text():
            self.set_error(field, "")

    def _slot(self, field: QWidget) -> _Slot:
        for slot in self._slots:
            if slot.field is field:
                return slot
        raise KeyError("this field is not in the form")

    def _next_line(self) -> None:
        self._cell += -self._cell % self._columns

    def _place(self, caption: QLabel, box: QVBoxLayout, *, wide: bool) -> None:
        if wide:
            self._next_line()
        row, column = divmod(self._cell, self._columns)
        span = self._columns * 2 - 1 if wide else 1
        if self._above:
            self._grid.addLayout(box, row, column * 2, 1, span + 1, Qt.AlignmentFlag.AlignTop)
        else:
            # Beside the first line of the field, also when an error grows below it.
            caption.setMinimumHeight(theme().px(CONTROL_HEIGHT))
            caption.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self._grid.addWidget(caption, row, column * 2, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(box, row, column * 2 + 1, 1, span)
        self._cell += self._columns if wide else 1
