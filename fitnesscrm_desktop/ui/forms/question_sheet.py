"""The words and questions of a form, as fields to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import QuestionKind
from fitnesscrm_desktop.services.forms.content import FormText, Question, QuestionText
from fitnesscrm_desktop.services.forms.filling import MORE, NO, YES
from fitnesscrm_desktop.services.forms.paper_words import paper_words
from fitnesscrm_desktop.services.forms.results import FormSheet
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

OPEN = "open"
_LINES, _FINGER, _ANSWER = 64, 60, 240
_SHORT = {QuestionKind.YES_NO, QuestionKind.CHOICE, QuestionKind.DATE, QuestionKind.NUMBER}
"""Questions whose answer has room beside them, so that many are in sight."""


class QuestionSheet(QWidget):
    """One form in one language. ``typed`` is what was answered, by key.

    Signals:
        changed(): another answer.
    """

    changed = Signal()

    def __init__(self, sheet: FormSheet, typed: Mapping[str, str], today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._fields: dict[str, QWidget] = {}
        self.form = Form(above=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(L)
        layout.addWidget(Label(sheet.words.title, "heading", wrap=True))
        if sheet.words.intro:
            layout.addWidget(Label(sheet.words.intro, "body", wrap=True))
        for question, text in zip(sheet.content.questions, sheet.words.questions, strict=True):
            self._add(question, text, sheet.words)
        layout.addWidget(self.form)
        if sheet.words.closing:
            layout.addWidget(Label(sheet.words.closing, "strong", wrap=True))
        self.form.setVisible(bool(sheet.content.questions))
        self._put(typed)

    def typed(self) -> dict[str, str]:
        """What is answered; what is open is left out."""
        found = {key: _value(field) for key, field in self._fields.items() if not field.isHidden()}
        return {key: value for key, value in found.items() if value}

    def say(self, problems: Mapping[str, str]) -> dict[str, str]:
        """Say below each question what is wrong with its answer; what is none of these questions."""
        self.form.clear_errors()
        for key, field in self._fields.items():
            if key in problems:
                self.form.set_error(field, problems[key])
        self.form.focus_first_error()
        return {key: text for key, text in problems.items() if key not in self._fields}

    def first_of(self, problems: Mapping[str, str]) -> QWidget | None:
        """The first field that something is wrong with."""
        return next((field for key, field in self._fields.items() if key in problems), None)

    def field(self, key: str) -> QWidget:
        """The field of a question; of what a yes asks for: ``heart.more``."""
        return self._fields[key]

    def focus_first(self) -> None:
        """Begin with the first question."""
        for field in self._fields.values():
            stops = [field, *field.findChildren(QWidget)]
            stop = next((each for each in stops if each.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
            if stop is not None:
                stop.setFocus()
                return

    def _add(self, question: Question, text: QuestionText, words: FormText) -> None:
        field = _field_for(question, text, words, self._today)
        required = question.required or question.must_be_yes
        self.form.add(text.text, field, required=required, beside=question.kind in _SHORT)
        self._fields[question.key] = field
        if isinstance(field, SegmentedControl) and text.more:
            more = QLineEdit()
            self.form.add(text.more, more, required=True)
            self._fields[question.key + MORE] = more
            self.form.set_visible(more, visible=False)
            field.chosen.connect(lambda word: self.form.set_visible(more, visible=word == YES))
        if isinstance(field, SegmentedControl | ChoiceField):
            field.chosen.connect(lambda _word: self._answered(field))

    def _answered(self, field: QWidget) -> None:
        self.form.set_error(field, "")
        self.changed.emit()

    def _put(self, typed: Mapping[str, str]) -> None:
        for key, value in typed.items():
            field = self._fields.get(key)
            if isinstance(field, SegmentedControl):
                field.set_current(value)
                more = self._fields.get(key + MORE)
                if more is not None:
                    self.form.set_visible(more, visible=value == YES)
            elif isinstance(field, ChoiceField):
                field.set_code(value)
            elif isinstance(field, QLineEdit):
                field.setText(value)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(value)
            elif isinstance(field, DateField):
                field.set_value(date.fromisoformat(value))


def _field_for(question: Question, text: QuestionText, words: FormText, today: Callable[[], date]) -> QWidget:
    if question.kind is QuestionKind.YES_NO:
        said = paper_words(words.language)
        answer = SegmentedControl([(OPEN, "–"), (YES, said.yes), (NO, said.no)], name=text.text)
        for word in (YES, NO):
            answer.button(word).setMinimumWidth(theme().px(_FINGER))
        return answer
    short: QWidget | None = None
    if question.kind is QuestionKind.CHOICE:
        short = ChoiceField([(str(number), each) for number, each in enumerate(text.choices, start=1)])
    elif question.kind is QuestionKind.DATE:
        short = DateField(today=today)
    elif question.kind is QuestionKind.NUMBER:
        short = QLineEdit()
    if short is not None:
        short.setFixedWidth(theme().px(_ANSWER))
        return short
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme().px(_LINES))
    box.setPlaceholderText(tr("Whatever there is to say"))
    return box


def _value(field: QWidget) -> str:
    match field:
        case SegmentedControl():
            return "" if field.current() == OPEN else field.current()
        case ChoiceField():
            return field.code()
        case DateField():
            day = field.value()
            return "" if day is None else day.isoformat()
        case QPlainTextEdit():
            return field.toPlainText().strip()
        case QLineEdit():
            return field.text().strip()
        case _:
            return ""
