"""Edit a form that the studio hands out: who needs it, what it says, what it asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import FormAudience
from fitnesscrm_desktop.services.forms.results import FormTemplateDetail
from fitnesscrm_desktop.services.settings.languages import USUAL, base_of, language_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.forms.editing import Editing
from fitnesscrm_desktop.ui.forms.question_editor import QuestionEditor
from fitnesscrm_desktop.ui.forms.words import audience_word, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label

_WIDTH, _HIGH, _BODY, _LIST = 760, 300, 96, 110


class TemplateDialog(FormDialog):
    """``outcome`` is the ``FormTemplateDetail``. Without a *template_id* it is a form of the studio's own."""

    def __init__(self, desk: Desk, *, template_id: int | None = None) -> None:
        title = tr("New form") if template_id is None else tr("Edit form")
        super().__init__(desk, title, tr("Save"), width=_WIDTH, columns=3)
        self._template_id, self._version = template_id, 0
        self.editing = Editing.fresh(base_of(desk.profile.locale))
        self._add_settings()
        self._add_words()
        self._add_questions()
        self._connect()
        self.name.setFocus()
        if template_id is None:
            self._render()
            return
        self.verb.setEnabled(False)
        templates, actor = desk.services.form_templates, desk.actor
        self.load(lambda: templates.get(actor, template_id), self._loaded)

    def deed(self) -> Callable[[], FormTemplateDetail] | None:
        """Store it; other words are a new version. Months that are no number are not taken for no end."""
        if problem := _problem_with(self.months.text()):
            self.form.set_error(self.months, problem)
            self.months.setFocus()
            return None
        templates, actor, draft = self.desk.services.form_templates, self.desk.actor, self.editing.draft
        template_id, version = self._template_id, self._version
        if template_id is None:
            return lambda: templates.add(actor, draft)
        return lambda: templates.edit(actor, template_id, version, draft)

    def succeeded(self, outcome: FormTemplateDetail) -> None:
        """Say which version it is, and close."""
        said = tr("“{form}” is saved as version {number}.")
        text = said.format(form=outcome.row.name, number=outcome.row.number)
        self.desk.toasts.show_toast(text, tone="good")
        super().succeeded(outcome)

    def _add_settings(self) -> None:
        self.name = QLineEdit()
        self.audience = ChoiceField([(each.value, audience_word(each)) for each in FormAudience])
        self.months = QLineEdit()
        self.months.setPlaceholderText(tr("for good"))
        self.add_field("name", tr("Name"), self.name, required=True)
        self.add_field("required_for", tr("Who has to sign"), self.audience)
        self.add_field("valid_months", tr("Counts for so many months"), self.months)
        self.door = QCheckBox(tr("Without it, check-in refuses"))
        self.form.add_wide(self.door)

    def _add_words(self) -> None:
        self.language = ChoiceField()
        self.title, self.intro, self.closing = QLineEdit(), _Body(), _Body()
        self.words = Form(above=True, columns=2)
        self.words.add(tr("Language"), self.language)
        self.words.add(tr("Title"), self.title, required=True)
        hint = tr("Fields such as {{ client.full_name }} are filled in, as in templates of messages.")
        self.words.add(tr("Introduction"), self.intro, hint=hint, wide=True)
        self.words.add(tr("What is agreed to by signing"), self.closing, wide=True)

    def _add_questions(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Questions"))
        self.list.setFixedHeight(theme().px(_LIST))
        self.add_question = Button(tr("Question"), icon="plus")
        self.remove_question = Button(tr("Remove"), icon="trash")
        self.question = QuestionEditor()
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(Label(tr("Questions"), "heading"), 1)
        buttons.addWidget(self.add_question)
        buttons.addWidget(self.remove_question)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, M, 0)
        column.setSpacing(M)
        column.addWidget(self.words)
        column.addLayout(buttons)
        column.addWidget(self.list)
        column.addWidget(self.question)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setMinimumHeight(theme().px(_HIGH))
        area.setWidget(inside)
        self.form.add_wide(area)

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda text: self._settings(name=text))
        self.audience.chosen.connect(lambda code: self._settings(required_for=FormAudience(code)))
        self.months.textEdited.connect(self._months_typed)
        self.door.clicked.connect(lambda checked: self._settings(blocks_checkin=checked))
        self.title.textEdited.connect(lambda text: self._edit(self.editing.with_words(title=text)))
        self.intro.textChanged.connect(lambda: self._body_typed("intro", self.intro))
        self.closing.textChanged.connect(lambda: self._body_typed("closing", self.closing))
        self.language.chosen.connect(lambda code: self._edit(self.editing.in_language(code)))
        self.list.currentRowChanged.connect(self._looked)
        self.add_question.clicked.connect(lambda: self._edit(self.editing.with_new_question()))
        self.remove_question.clicked.connect(lambda: self._edit(self.editing.without_question()))
        self.question.asked.connect(lambda changes: self._edit(self.editing.with_question(**changes)))
        self.question.worded.connect(lambda words: self._edit(self.editing.with_question_words(**words)))

    def _loaded(self, detail: FormTemplateDetail) -> None:
        self._version = detail.row.version
        self.editing = Editing.of(detail, self.desk.profile.locale)
        self.verb.setEnabled(True)
        self._render()
        self.name.setFocus()
        self.remember_typed()

    def _settings(self, **settings: object) -> None:
        self._edit(self.editing.with_settings(**settings))

    def _months_typed(self, text: str) -> None:
        problem = _problem_with(text)
        self.form.set_error(self.months, problem)
        self._settings(valid_months=None if problem or not text.strip() else int(text))

    def _body_typed(self, field: str, box: QPlainTextEdit) -> None:
        text = box.toPlainText()
        if getattr(self.editing.words, field) != text:
            self._edit(self.editing.with_words(**{field: text}))

    def _looked(self, place: int) -> None:
        if place >= 0 and place != self.editing.place:
            self._edit(self.editing.looking_at(place))

    def _edit(self, editing: Editing) -> None:
        self.editing = editing
        self._render()

    def _render(self) -> None:
        editing, draft = self.editing, self.editing.draft
        months = "" if draft.valid_months is None else str(draft.valid_months)
        for line, value in ((self.name, draft.name), (self.title, editing.words.title)):
            if line.text() != value:
                line.setText(value)
        if not self.months.hasFocus():
            self.months.setText(months)
        for box, value in ((self.intro, editing.words.intro), (self.closing, editing.words.closing)):
            if box.toPlainText() != value:
                box.setPlainText(value)
        self.audience.set_code(draft.required_for.value)
        self.door.setChecked(draft.blocks_checkin)
        self._render_languages()
        self._render_questions()

    def _render_languages(self) -> None:
        there = self.editing.draft.content.languages
        new = tr("{language} (new)")
        choices = [(each, language_name(each, each)) for each in there]
        choices += [
            (each, new.format(language=language_name(each, each))) for each in USUAL if each not in there
        ]
        self.language.set_choices(choices)
        self.language.set_code(self.editing.language)

    def _render_questions(self) -> None:
        editing = self.editing
        lines = [
            words.text or question.key
            for question, words in zip(editing.draft.content.questions, editing.words.questions, strict=True)
        ]
        self.list.blockSignals(True)
        if [self.list.item(place).text() for place in range(self.list.count())] != lines:
            self.list.clear()
            self.list.addItems(lines)
        self.list.setCurrentRow(editing.place)
        self.list.blockSignals(False)
        question, words = editing.question, editing.question_words
        self.question.setVisible(question is not None)
        self.remove_question.setEnabled(question is not None)
        if question is not None and words is not None:
            self.question.show_question(question, words)


def _problem_with(months: str) -> str:
    """Why this is no number of months; nothing typed is none, for good."""
    typed = months.strip()
    known = typed.isascii() and typed.isdigit() and len(typed) < 6  # noqa: PLR2004 - no studio lasts longer
    return "" if known or not typed else tr("This is a number of months.")


class _Body(QPlainTextEdit):
    """Some lines of text."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme().px(_BODY))
