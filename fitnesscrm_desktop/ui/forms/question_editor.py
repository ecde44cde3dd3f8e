"""One question of a form, to be edited in the language that is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import ConsentKind, QuestionKind
from fitnesscrm_desktop.services.forms.content import Question, QuestionText
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form

_HIGH = 72


class QuestionEditor(QWidget):
    """Shows a question and says what is changed about it.

    Signals:
        asked(object): what it asks, whatever the language: its fields that change.
        worded(object): its words in this language: text, more, choices.
    """

    asked = Signal(object)
    worded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self.text, self.more, self.key = QLineEdit(), QLineEdit(), QLineEdit()
        self.kind = ChoiceField([(each.value, _kind_word(each)) for each in QuestionKind])
        self.choices = QPlainTextEdit()
        self.choices.setTabChangesFocus(True)
        self.choices.setFixedHeight(theme().px(_HIGH))
        self.required = QCheckBox(tr("Has to be answered"))
        self.must_be_yes = QCheckBox(tr("Has to be answered with yes, or the form is not signed"))
        self.clearance = QCheckBox(tr("A yes asks for clearance"))
        self.consent = ChoiceField(_consents())
        self.form = Form(above=True, columns=2)
        self.form.add(tr("Question"), self.text, required=True, wide=True)
        self.form.add(tr("Answer"), self.kind)
        self.form.add(tr("Short name"), self.key, hint=tr("For commands, such as knee_pain"))
        self.form.add(tr("What is asked after a yes"), self.more, wide=True)
        self.form.add(tr("Answers to choose from, one per line"), self.choices, wide=True)
        for box in (self.required, self.must_be_yes, self.clearance):
            self.form.add_wide(box)
        self.form.add(tr("The answer is written down as consent"), self.consent, wide=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self._connect()

    def _connect(self) -> None:
        self.text.textEdited.connect(lambda text: self.worded.emit({"text": text}))
        self.more.textEdited.connect(lambda text: self.worded.emit({"more": text}))
        self.choices.textChanged.connect(self._choices_typed)
        self.key.textEdited.connect(lambda text: self.asked.emit({"key": text}))
        self.kind.chosen.connect(lambda code: self.asked.emit({"kind": QuestionKind(code)}))
        self.required.clicked.connect(lambda checked: self.asked.emit({"required": checked}))
        self.must_be_yes.clicked.connect(lambda checked: self.asked.emit({"must_be_yes": checked}))
        self.clearance.clicked.connect(lambda checked: self.asked.emit({"clearance": checked}))
        self.consent.chosen.connect(
            lambda code: self.asked.emit({"consent": ConsentKind(code) if code else None})
        )

    def show_question(self, question: Question, words: QuestionText) -> None:
        """Show it, without a signal; what is typed right now stays under the cursor."""
        self._filling = True
        for field, value in ((self.text, words.text), (self.more, words.more), (self.key, question.key)):
            if field.text() != value:
                field.setText(value)
        if self._typed_choices() != words.choices:
            self.choices.setPlainText("\n".join(words.choices))
        self.kind.set_code(question.kind.value)
        self.required.setChecked(question.required)
        self.must_be_yes.setChecked(question.must_be_yes)
        self.clearance.setChecked(question.clearance)
        self.consent.set_code("" if question.consent is None else question.consent.value)
        yes_no = question.kind is QuestionKind.YES_NO
        self.form.set_visible(self.more, visible=yes_no)
        self.form.set_visible(self.choices, visible=question.kind is QuestionKind.CHOICE)
        self.must_be_yes.setVisible(yes_no)
        self.clearance.setVisible(yes_no)
        self.form.set_visible(self.consent, visible=yes_no)
        self._filling = False

    def _choices_typed(self) -> None:
        if not self._filling:
            self.worded.emit({"choices": self._typed_choices()})

    def _typed_choices(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.choices.toPlainText().split("\n") if line.strip())


def _consents() -> list[tuple[str, str]]:
    """What an answer may be a consent to."""
    return [
        ("", tr("None")),
        (ConsentKind.PHOTO.value, tr("Photos")),
        (ConsentKind.PHOTO_REPORT.value, tr("Photos in progress reports")),
    ]


def _kind_word(kind: QuestionKind) -> str:
    return {
        QuestionKind.YES_NO: tr("Yes or no"),
        QuestionKind.TEXT: tr("Words"),
        QuestionKind.CHOICE: tr("One of several"),
        QuestionKind.NUMBER: tr("A number"),
        QuestionKind.DATE: tr("A day"),
    }[kind]
