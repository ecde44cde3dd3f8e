"""The fields of one template: name, purpose, and the words in one language at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import Purpose
from fitnesscrm_desktop.services.messaging.template_rules import LONGEST
from fitnesscrm_desktop.services.settings.languages import USUAL, language_name
from fitnesscrm_desktop.ui.core.tokens import S, Tone
from fitnesscrm_desktop.ui.messaging.insert_menu import insert_menu
from fitnesscrm_desktop.ui.messaging.templates_state import TemplatesState
from fitnesscrm_desktop.ui.messaging.words import field_word, purpose_meaning, purpose_word
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

MOST_SAID = 3
MOST_TABS = 3
SHORTEST = 56
"""Pixels, whatever the size of the letters: a low window has no more room for large ones."""
BODIES = ("text", "sms", "html")


class TemplateEditor(QWidget):
    """Shows a draft and says what is typed; knows no service.

    Signals:
        named(str), purposed(str): name or purpose were changed.
        written(str, str): a field of the language that is shown, and what is in it now.
        language_chosen(str), language_added(str), language_removed: which words are shown.
        assistant_wanted: the assistant is to write these words.
    """

    named = Signal(str)
    purposed = Signal(str)
    written = Signal(str, str)
    language_chosen = Signal(str)
    language_added = Signal(str)
    language_removed = Signal()
    assistant_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = TemplatesState()
        self._filled = -1
        self._languages: tuple[str, ...] = ()
        self.name, self.subject = QLineEdit(), QLineEdit()
        self.name.setMaxLength(LONGEST["subject"])
        self.subject.setMaxLength(LONGEST["subject"])
        self.purpose = SegmentedControl(
            [(each.value, purpose_word(each)) for each in Purpose], name=self.tr("Purpose")
        )
        for each in Purpose:
            self.purpose.button(each.value).setToolTip(purpose_meaning(each))
        self.bodies = {field: _Body(field_word(field)) for field in BODIES}
        self.bodies["sms"].setPlaceholderText(self.tr("Empty: the text is sent."))
        self.bodies["html"].setPlaceholderText(
            self.tr("Empty: made from the text, with the studio’s name and colour.")
        )
        self.shown = SegmentedControl([(each, field_word(each)) for each in BODIES], name=self.tr("Edit"))
        self.insert_button = IconButton("plus", self.tr("Insert a field…"), self._open_insert)
        self.assist = IconButton(
            "sparkles", self.tr("Let the assistant write…"), self.assistant_wanted.emit, color="accent_text"
        )
        self.problems = Banner("", Tone.RED)
        self.problems.hide()
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.name.textEdited.connect(self.named.emit)
        self.purpose.chosen.connect(self.purposed.emit)
        self.subject.textEdited.connect(lambda text: self.written.emit("subject", text))
        self.shown.chosen.connect(lambda field: self.pages.setCurrentWidget(self.bodies[field]))
        for field, body in self.bodies.items():
            body.textChanged.connect(lambda field=field: self._body_typed(field))

    def _lay_out(self) -> None:
        self.head = Form(above=True, columns=2)
        self.head.add(self.tr("Name"), self.name, required=True)
        self.head.add(self.tr("Purpose"), self.purpose)
        self.tabs = QHBoxLayout()
        self.tabs.setSpacing(S)
        self.language: LanguageTabs | None = None
        self.add_language = Button(self.tr("Language"), self._open_languages, icon="plus")
        self.remove_language = IconButton("x", self.tr("Remove this language"), self.language_removed.emit)
        self.tabs.addWidget(self.add_language)
        self.tabs.addWidget(self.remove_language)
        self.tabs.addStretch(1)
        self.form = Form(above=True)
        self.form.add(self.tr("Subject"), self.subject, required=True)
        subject = QHBoxLayout()
        subject.setSpacing(S)
        subject.addWidget(self.form, 1)
        subject.addWidget(self.assist, 0, Qt.AlignmentFlag.AlignBottom)
        self.pages = QStackedWidget()
        for body in self.bodies.values():
            self.pages.addWidget(body)
        choice = QHBoxLayout()
        choice.setSpacing(S)
        choice.addWidget(self.shown)
        choice.addStretch(1)
        choice.addWidget(self.insert_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.head)
        layout.addLayout(self.tabs)
        layout.addLayout(subject)
        layout.addLayout(choice)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.problems)

    # --- showing ----------------------------------------------------------------------------------------

    def show_state(self, state: TemplatesState) -> None:
        """Show the draft; fields are filled only when somebody else than the person has changed them."""
        self._state = state
        if state.draft is None:
            return
        self._show_languages(state)
        if state.filled != self._filled:
            self._filled = state.filled
            self._fill(state)
        self.purpose.set_current(state.draft.purpose.value)
        self._show_problems(state)
        self.setEnabled(not state.saving)

    def _fill(self, state: TemplatesState) -> None:
        part = state.part
        self.name.setText(state.draft.name if state.draft is not None else "")
        self.name.setCursorPosition(0)
        self.subject.setText(part.subject if part is not None else "")
        self.subject.setCursorPosition(0)
        for field, body in self.bodies.items():
            with QSignalBlocker(body):
                body.setPlainText(getattr(part, field) if part is not None else "")

    def _show_languages(self, state: TemplatesState) -> None:
        if state.languages != self._languages or self.language is None:
            self._languages = state.languages
            if self.language is not None:
                self.tabs.removeWidget(self.language)
                self.language.hide()
                self.language.deleteLater()
            self.language = LanguageTabs(state.languages)
            self.language.chosen.connect(self.language_chosen.emit)
            self.tabs.insertWidget(0, self.language)
        if state.language in state.languages:
            self.language.set_current(state.language)
        self.remove_language.setVisible(len(state.languages) > 1)

    def _show_problems(self, state: TemplatesState) -> None:
        errors = dict(state.errors)
        self.head.set_error(self.name, errors.pop("name", ""))
        said = list(dict.fromkeys(f"{field_word(field)}: {text}" for field, text in errors.items()))
        if not said and state.changed:
            said = [f"{field_word(each.field)}: {each.text}" for each in state.problems]
        more = len(said) - MOST_SAID
        if more > 0:
            said = [*said[:MOST_SAID], self.tr("And {count} more.").format(count=more)]
        self.problems.set_text("\n".join(said), Tone.RED)
        self.problems.setVisible(bool(said))

    # --- typing -----------------------------------------------------------------------------------------

    def insert(self, text: str) -> None:
        """Type *text* where the cursor is; the body that is shown, unless the subject had the focus last."""
        body = self.bodies[self.shown.current()]
        body.insertPlainText(text)
        body.setFocus()

    def _body_typed(self, field: str) -> None:
        self.written.emit(field, self.bodies[field].toPlainText())

    def _open_insert(self) -> None:
        menu = insert_menu(self, self._state.fields, self._state.filters, self.insert)
        self._pop_up(menu, self.insert_button)

    def _open_languages(self) -> None:
        menu = QMenu(self)
        names = sorted((language_name(code), code) for code in USUAL if code not in self._languages)
        for name, code in names:
            menu.addAction(name).triggered.connect(
                lambda _checked=False, code=code: self.language_added.emit(code)
            )
        self._pop_up(menu, self.add_language)

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))


class LanguageTabs(QWidget):
    """The languages of a template beside each other; many of them in a list.

    Signals:
        chosen(str): the person wants to see the words in this language.
    """

    chosen = Signal(str)

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__()
        choices = [(each, language_name(each)) for each in languages]
        name = self.tr("Language")
        self.segments: SegmentedControl | None = None
        self.list: ChoiceField | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if len(choices) <= MOST_TABS:
            self.segments = SegmentedControl(choices, name=name)
            self.segments.chosen.connect(self.chosen.emit)
            layout.addWidget(self.segments)
        else:
            self.list = ChoiceField(choices)
            self.list.setAccessibleName(name)
            self.list.chosen.connect(self.chosen.emit)
            layout.addWidget(self.list)

    def set_current(self, language: str) -> None:
        """Mark *language*, without a signal."""
        if self.segments is not None:
            self.segments.set_current(language)
        if self.list is not None:
            self.list.set_code(language)


class _Body(QPlainTextEdit):
    """A long text; Tab goes on to the next field."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(SHORTEST)
