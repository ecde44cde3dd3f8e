"""Have a client fill in a form and sign it, on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QScroller, QWidget

from fitnesscrm_desktop.services.core.errors import Confirmable, StudioError
from fitnesscrm_desktop.services.forms.filling import Filling
from fitnesscrm_desktop.services.forms.results import FilledForm, FormSheet, FormTemplateRow, SignedForm
from fitnesscrm_desktop.services.settings.languages import language_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, Tone
from fitnesscrm_desktop.ui.forms.question_sheet import QuestionSheet
from fitnesscrm_desktop.ui.forms.signature_pad import SignaturePad
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

_WIDTH, _HIGH = 640, 220
_SIZE = (1000, 900)
"""What is filled in with a client beside one has all the room of the screen."""


@dataclass(frozen=True, slots=True)
class _Looked:
    templates: Sequence[FormTemplateRow]
    sheet: FormSheet | None


class FillFormDialog(FormDialog):
    """``outcome`` is the ``SignedForm``. Without a *template_id* the form is chosen first."""

    def __init__(self, desk: Desk, *, client_id: int, template_id: int | None = None) -> None:
        super().__init__(desk, tr("Fill in a form"), tr("Sign"), width=_WIDTH, columns=2)
        self._client_id, self._confirmed = client_id, False
        self.sheet: FormSheet | None = None
        self.questions: QuestionSheet | None = None
        self.which, self.language = ChoiceField(), ChoiceField()
        self.which.setAccessibleName(tr("Form"))
        self.language.setAccessibleName(tr("Language of the form"))
        self.which.chosen.connect(lambda code: self._lay_out_form(int(code)))
        self.language.chosen.connect(self._speak)
        row = QHBoxLayout()
        row.addWidget(self.which, 2)
        row.addWidget(self.language, 1)
        self.body.addLayout(row)
        self.paper = QScrollArea()
        self.paper.setWidgetResizable(True)
        self.paper.setMinimumHeight(theme().px(_HIGH))
        self.body.addWidget(self.paper, 1)
        QScroller.grabGesture(self.paper.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.signed_by, self.relation = QLineEdit(), QLineEdit()
        self.relation.setPlaceholderText(tr("mother, guardian …"))
        self.day = DateField(self.desk.today(), optional=False, today=self.desk.today)
        self.add_field("signed_by", tr("Name of who signs"), self.signed_by, required=True, wide=True)
        self.add_field("relation", tr("Signs for the client as"), self.relation)
        self.add_field("on", tr("Signed on"), self.day)
        self.wipe = Button(tr("Wipe the signature"), self.pad.clear, icon="x")
        self.foot.insertWidget(0, self.wipe)
        self.verb.setEnabled(False)
        self.give_room_to_body()
        self.resize_on_screen(theme().px(_SIZE[0]), theme().px(_SIZE[1]))
        self._look(template_id, None)

    def _lay_out(self, fields: QWidget) -> None:
        """The signature has its place below what scrolls: a finger that signs moves no questions."""
        self.pad = SignaturePad()
        signing = QWidget()
        signing.setProperty("kind", "plain")
        row = QHBoxLayout(signing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(L)
        row.addWidget(fields, 1)
        row.addWidget(self.pad, 1)
        super()._lay_out(signing)

    def deed(self) -> Callable[[], SignedForm] | None:
        """Store it; what is not answered yet is said first."""
        if self.sheet is None or self.questions is None:
            return None
        language = self.sheet.words.language
        filling = Filling(self.sheet.content, language, self.questions.typed())
        wrong = filling.problems()
        if self.questions.say(wrong) or wrong:
            self.say(tr("Some questions are still open."), Tone.AMBER)
            first = self.questions.first_of(wrong)
            if first is not None:  # as soon as what is said has its place
                QTimer.singleShot(0, first, lambda: self.paper.ensureWidgetVisible(first))
            return None
        filled = FilledForm(
            answers=filling.typed,
            signed_by=self.signed_by.text(),
            relation=self.relation.text(),
            strokes=self.pad.strokes(),
            on=self.day.value(),
            language=language,
            number=self.sheet.template.number,
            after=self.sheet.last_form,
        )
        forms, actor, client_id = self.desk.services.forms, self.desk.actor, self._client_id
        template_id, confirmed = self.sheet.template.id, self._confirmed
        return lambda: forms.fill(actor, client_id, template_id, filled, confirmed=confirmed)

    def succeeded(self, outcome: SignedForm) -> None:
        """Say it with a way back, and close."""
        forms, actor, tasks = self.desk.services.forms, self.desk.actor, self.desk.tasks
        window, reason = self.desk.window, tr("Taken back right after signing")

        def undo() -> None:
            tasks.write(
                lambda: forms.void(actor, outcome.id, reason),
                done=lambda _form: None,
                failed=window.report,
                owner=None,
            )

        said = tr("{form} of {client} is signed.").format(form=outcome.name, client=outcome.client_name)
        self.desk.toasts.show_toast(said, undo=undo, tone="good")
        super().succeeded(outcome)

    def show_error(self, error: Exception) -> None:
        """What can be signed all the same says so; answers say it beside their question."""
        if isinstance(error, Confirmable):
            self._confirmed = True
            again = tr("Press “Sign” once more to sign it with gaps.")
            self.say(f"{error.text} {again}", Tone.AMBER)
            return
        if isinstance(error, StudioError) and self.questions is not None and error.fields:
            self.questions.say(error.fields)
        super().show_error(error)

    def _typed(self) -> list[object]:
        """A signature is work, too: nobody throws it away by one key."""
        return [*super()._typed(), self.pad.strokes()]

    def _look(self, template_id: int | None, language: str | None) -> None:
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id

        def look() -> _Looked:
            templates = services.form_templates.list(actor)
            wanted = template_id or (templates[0].id if templates else None)
            if wanted is None:
                return _Looked(templates, None)
            return _Looked(templates, services.forms.sheet(actor, client_id, wanted, language))

        self.load(look, self._loaded)

    def _loaded(self, looked: _Looked) -> None:
        self.which.set_choices([(str(row.id), row.name) for row in looked.templates])
        if looked.sheet is None:
            self.say(tr("There is no form to fill in. Add one on the page “Forms”."))
            return
        other_form = self.sheet is None or self.sheet.template.id != looked.sheet.template.id
        kept = {} if other_form or self.questions is None else self.questions.typed()
        self._show(looked.sheet, kept, fresh=other_form)

    def _show(self, sheet: FormSheet, typed: dict[str, str], *, fresh: bool) -> None:
        before, self.sheet = self.sheet, sheet
        if before is not None and not fresh:  # who signed since this dialog was opened is not passed over
            self.sheet = replace(sheet, last_form=before.last_form)
        if before is not None and before.words != sheet.words:
            self.pad.clear()  # it was drawn below other words
        self.which.set_code(str(sheet.template.id))
        self.language.set_choices([(each, language_name(each, each)) for each in sheet.content.languages])
        self.language.set_code(sheet.words.language)
        self.set_sub(sheet.client_name)
        self.questions = QuestionSheet(sheet, typed, self.desk.today)
        self.paper.setWidget(self.questions)
        if fresh:
            self._confirmed = False
            self.signed_by.setText(sheet.payer if sheet.minor else sheet.client_name)
            self.relation.clear()
        if sheet.minor:
            self.say(tr("The client is not of age: a parent, guardian or the payer signs."))
        elif sheet.missing:
            named = ", ".join(sheet.missing)
            self.say(tr("There is nothing to put in for: {fields}.").format(fields=named))
        else:
            self.say("")
        self.verb.setEnabled(True)
        if fresh:
            self.questions.focus_first()
            self.remember_typed()

    def _lay_out_form(self, template_id: int) -> None:
        self._look(template_id, None)

    def _speak(self, language: str) -> None:
        if self.sheet is not None:
            self._look(self.sheet.template.id, language)
