"""Has the assistant draft a message: three texts to choose from, to change, and to use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.models.values import Tone as DraftTone
from fitnesscrm_desktop.services.assistant.events import AssistantChanged
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.assistant.draft_presenter import CLIENT, About, DraftPresenter
from fitnesscrm_desktop.ui.assistant.draft_state import VARIANTS, DraftState, Phase, Variant
from fitnesscrm_desktop.ui.assistant.facts_card import FactsCard
from fitnesscrm_desktop.ui.assistant.place import promise_words, short_warning, warning_words
from fitnesscrm_desktop.ui.assistant.variant_cards import VariantCards
from fitnesscrm_desktop.ui.assistant.words import (
    TYPED,
    WITH_TONES,
    field_hint,
    field_name,
    kind_name,
    kinds_for,
    tone_name,
)
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plain import tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.states import EmptyState

WIDTH, WIDEST, HEIGHT = 980, 1100, 690
WORDS_HEIGHT, NOTE_HEIGHT = 110, 72
HITS = 12
LONGEST_LINE = 200


class DraftDialog(FormDialog):
    """``outcome`` is the ``Drafted``."""

    def __init__(self, desk: Desk, about: About) -> None:
        super().__init__(desk, self.tr("Draft a message"), self.tr("Use this text"), columns=3)
        self.setMinimumWidth(min(theme().px(WIDTH), WIDEST))
        self._fixed = about.client_id is not None
        self._hit: ClientHit | None = None
        self.presenter = DraftPresenter(desk, self, self, about)
        self._make_order()
        self._make_texts()
        self._lay_out_all()
        self._connect()
        self.resize_on_screen(self.minimumWidth(), HEIGHT)
        self.presenter.begin()
        (self.kind if self._fixed or about.as_template else self.picker).setFocus()

    # --- what it is made of -----------------------------------------------------------------------------

    def _make_order(self) -> None:
        state = self.presenter.state
        self.picker: PickerField[ClientHit] = PickerField(
            self._search,
            self.desk.tasks,
            parent=self,
            label=lambda hit: hit.name,
            detail=lambda hit: self.tr("No. {number}").format(number=hit.member_number),
            hint=self.tr("Name, phone or number of the client"),
        )
        kinds = kinds_for(self.desk.actor, as_template=state.as_template)
        self.kind = ChoiceField([(each.value, kind_name(each)) for each in kinds])
        self.kind.set_code(state.kind.value)
        self.tone = SegmentedControl(
            [(each.value, tone_name(each)) for each in DraftTone], name=self.tr("Tone")
        )
        self.tone.set_current(state.tone.value)
        self.typed: dict[str, QLineEdit | QPlainTextEdit] = {}
        for name in [name for names in TYPED.values() for name in names]:
            field = QPlainTextEdit() if name == "note" else QLineEdit()
            if isinstance(field, QPlainTextEdit):
                field.setFixedHeight(theme().px(NOTE_HEIGHT))
                field.setTabChangesFocus(True)
            else:
                field.setMaxLength(LONGEST_LINE)
            field.setPlaceholderText(field_hint(name))
            self.typed[name] = field
        self.write_button = Button(self.tr("Write"), self._write, icon="sparkles")
        self.stop_button = Button(self.tr("Stop"), self.presenter.stop, icon="x")

    def _make_texts(self) -> None:
        self.away = Label("", "strong", tone=Tone.AMBER, elide=True)
        self.away.hide()
        self.trouble = Banner("", Tone.AMBER)
        self.trouble.hide()
        self.cards = VariantCards()
        self.subject, self.text = QLineEdit(), QPlainTextEdit()
        self.subject.setMaxLength(LONGEST_LINE)
        self.text.setMinimumHeight(theme().px(WORDS_HEIGHT))
        self.text.setTabChangesFocus(True)
        self.words = Form(above=True)
        self.words.add(self.tr("Subject"), self.subject)
        self.words.add(self.tr("Text"), self.text)
        self.facts = FactsCard()
        self.nothing = EmptyState(
            "sparkles",
            self.tr("Three texts to choose from"),
            promise_words(None),
        )
        self.copy_button = Button(self.tr("Copy"), self._copy, icon="copy")

    def _lay_out_all(self) -> None:
        state = self.presenter.state
        if self._fixed or state.as_template:
            self.picker.hide()
            self.picker.setParent(self)
        else:
            self.add_field(CLIENT, self.tr("To"), self.picker, wide=True)
        self.add_field("kind", self.tr("What for"), self.kind)
        self.add_field("tone", self.tr("Tone"), self.tone)
        for name, field in self.typed.items():
            self.add_field(name, field_name(name), field, required=True, wide=name == "note")
        order = QHBoxLayout()
        order.setSpacing(L)
        order.addWidget(self.form, 1)
        side = QVBoxLayout()
        side.addStretch(1)
        side.addWidget(self.write_button)
        side.addWidget(self.stop_button)
        order.addLayout(side)
        right = QWidget()
        right.setProperty("kind", "plain")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.words, 5)
        column.addWidget(self.facts, 4)
        texts = QWidget()
        texts.setProperty("kind", "plain")
        halves = QHBoxLayout(texts)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(L)
        halves.addWidget(self.cards, 1)
        halves.addWidget(right, 1)
        self.pages = QStackedWidget()
        self.pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(texts)
        self.body.addLayout(order)
        self.body.addWidget(self.away)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.pages, 1)
        self.foot.insertWidget(0, self.copy_button)

    def _connect(self) -> None:
        ask = self.presenter
        self.picker.picked.connect(self._write_to)
        self.kind.chosen.connect(lambda code: ask.choose_kind(DraftKind(code)))
        self.tone.chosen.connect(lambda code: ask.choose_tone(DraftTone(code)))
        self.cards.taken.connect(ask.choose)
        self.trouble.acted.connect(self._write_again)
        self.desk.bridge.on(AssistantChanged, lambda _event: ask.look_who_writes(), owner=self)
        self.subject.textChanged.connect(lambda _text: self._edited())
        self.text.textChanged.connect(self._edited)
        for number in range(VARIANTS):
            keys = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            keys.activated.connect(lambda number=number: self._take(number))

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: DraftState) -> None:
        """Show it."""
        if state.as_template:
            self.set_sub(self.tr("Words for a template: with fields where facts will stand."))
        elif self._fixed and state.client_name:
            self.set_sub(self.tr("To {name}").format(name=state.client_name))
        self._show_order(state)
        shown = bool(state.variants)
        self.pages.setCurrentIndex(1 if shown else 0)
        writing = state.phase is Phase.WRITING
        self.cards.show_variants(state.variants, state.chosen, writing=writing)
        for field in (self.subject, self.text):
            field.setEnabled(state.variant is not None)
        self.facts.show_variant(state.variant, state.place)
        self.nothing.set_text(self.tr("Three texts to choose from"), promise_words(state.place))
        self.away.setText(short_warning(state.place))
        self.away.setToolTip(tooltip(warning_words(state.place)))
        self.away.setVisible(bool(self.away.text()))
        self.trouble.setVisible(bool(state.trouble))
        again = self.tr("Try again") if state.can_try_again and not writing else ""
        self.trouble.set_text(state.trouble, Tone.AMBER, again)
        ready = state.variant is not None
        for button in (self.verb, self.copy_button):
            button.setEnabled(ready)
        # Enter does what comes next.
        self.verb.setDefault(ready)
        self.write_button.setDefault(not ready)

    def _show_order(self, state: DraftState) -> None:
        self.form.set_visible(self.tone, state.kind in WITH_TONES)
        wanted = TYPED.get(state.kind, ())
        for name, field in self.typed.items():
            self.form.set_visible(field, name in wanted)
        for name, field_of_form in self._fields.items():
            self.form.set_error(field_of_form, state.errors.get(name, ""))
        if state.errors:
            self.form.focus_first_error()
        writing = state.phase is Phase.WRITING
        self.write_button.setText(self.tr("Write others") if state.finished else self.tr("Write"))
        self.write_button.setVisible(not writing)
        self.stop_button.setVisible(writing)

    def show_words(self, variant: Variant | None) -> None:
        """Put the chosen words into the fields."""
        with QSignalBlocker(self.subject), QSignalBlocker(self.text):
            self.subject.setText("" if variant is None else variant.subject)
            self.subject.setCursorPosition(0)
            self.text.setPlainText("" if variant is None else variant.text)

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self.desk.window.report(error)

    # --- deeds ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        if self.presenter.state.edited and not self._may_replace():
            return
        self.presenter.write(self._given())
        if self.presenter.state.phase is Phase.WRITING:
            self.cards.take_focus()

    def _write_again(self) -> None:
        if not self.presenter.state.edited or self._may_replace():
            self.presenter.write_again()

    def _write_to(self, hit: ClientHit | None) -> None:
        """A text for one client is of no use for another, changed or not."""
        if hit == self._hit:
            return
        if self.presenter.state.edited and not self._may_leave_client():
            self.picker.set_value(self._hit)
            return
        self._hit = hit
        self.presenter.write_to(None if hit is None else hit.id, "" if hit is None else hit.name)

    def _may_leave_client(self) -> bool:
        return self.desk.dialogs.confirm(
            self.tr("Another client"),
            self.tr("You have changed a text for {name}. It is thrown away.").format(
                name=self.presenter.state.client_name
            ),
            self.tr("Throw it away"),
        )

    def _may_replace(self) -> bool:
        return self.desk.dialogs.confirm(
            self.tr("Write others"),
            self.tr("You have changed a text. It is thrown away when others are written."),
            self.tr("Write others"),
        )

    def _given(self) -> dict[str, str]:
        given = {}
        for name in TYPED.get(self.presenter.state.kind, ()):
            field = self.typed[name]
            given[name] = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        return given

    def _take(self, number: int) -> None:
        self.presenter.choose(number)
        self.cards.take_focus()

    def _edited(self) -> None:
        self.presenter.edit(self.subject.text(), self.text.toPlainText())

    def _copy(self) -> None:
        subject, text = self.subject.text(), self.text.toPlainText()
        QGuiApplication.clipboard().setText(f"{subject}\n\n{text}" if subject else text)
        self.desk.toasts.show_toast(self.tr("Copied."), tone="good")

    def submit(self) -> None:
        """Hand the text over; what is still being written is no longer wanted."""
        drafted = self.presenter.drafted()
        if drafted is not None:
            self.presenter.stop()
            self.succeeded(drafted)

    def deed(self) -> Callable[[], Any] | None:
        """Nothing by itself: ``submit`` hands over what the presenter has."""
        return None

    def reject(self) -> None:
        """Esc stops what is being written, then goes back."""
        if self.presenter.state.phase is Phase.WRITING:
            self.presenter.stop()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 take a text, wherever nobody types."""
        number = event.key() - Qt.Key.Key_1
        bare = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if bare and 0 <= number < len(self.presenter.state.variants):
            self._take(number)
        else:
            super().keyPressEvent(event)

    def _typed(self) -> list[object]:
        """What would be lost: words somebody has typed for the order, or changed in a text."""
        return [*self._given().values(), self.presenter.state.edited]

    def _search(self, text: str) -> Sequence[ClientHit]:
        return self.desk.services.directory.search(self.desk.actor, text, HITS)
