"""Measuring: one field per metric, yesterday's and the last values beside it, one button, one way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Method
from fitnesscrm_desktop.services.core.errors import Confirmable, StudioError
from fitnesscrm_desktop.services.progress.catalogue import USUAL
from fitnesscrm_desktop.services.progress.results import BodyInfo, GridRow, MeasurementInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import S, Tone
from fitnesscrm_desktop.ui.progress.entry_rows import EntryRows
from fitnesscrm_desktop.ui.progress.words import method_word, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label

LONGEST_NOTE = 200
DAY_WIDTH, TALL = 170, 240
WIDTH, HEIGHT = 640, 690


class QuickEntry(FormDialog):
    """``outcome`` is the tuple of ``MeasurementInfo`` that were stored."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__(desk, self.tr("Measure"), self.tr("Save"), width=WIDTH, columns=2)
        self._client_id = client_id
        self._rows: tuple[GridRow, ...] = ()
        self._body: BodyInfo | None = None
        self._confirmed = False
        today = desk.today()
        self.day = DateField(today, optional=False, today=lambda: today)
        self.day.setFixedWidth(theme().px(DAY_WIDTH))
        self.day.setAccessibleName(self.tr("Day"))
        self.how = ChoiceField(
            [
                ("", self.tr("As usual")),
                *((each.value, method_word(each)) for each in Method if method_word(each)),
            ]
        )
        self.how.setAccessibleName(self.tr("How it was measured"))
        self.rows = EntryRows(desk.formats)
        self.more = Button(self.tr("More metrics"), self._show_more, icon="chevron-down")
        self.more.setAutoDefault(False)
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        column.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(S)
        line.addWidget(Label(self.tr("Day"), "strong"))
        line.addWidget(self.day)
        line.addStretch(1)
        line.addWidget(self.more)
        self.body.addLayout(line)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(theme().px(TALL))
        area.setWidget(inside)
        self.body.addWidget(area, 1)
        self.give_room_to_body()
        self.rows.came.connect(lambda field: area.ensureWidgetVisible(field, 0, field.height()))
        self.add_field("note", self.tr("Note"), self.note)
        self.add_field("method", self.tr("How"), self.how)
        self.verb.setEnabled(False)
        self.resize_on_screen(theme().px(WIDTH), theme().px(HEIGHT))
        self.day.value_changed.connect(self._other_day)
        self.rows.edited.connect(self._edited)
        self.rows.finished.connect(self.verb.setFocus)
        self._load()

    def _load(self) -> None:
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id
        day = self.day.value()

        def work() -> tuple[str, BodyInfo, tuple[GridRow, ...]]:
            name = services.directory.detail(actor, client_id).name
            return name, services.bodies.get(actor, client_id), services.progress.grid(actor, client_id, day)

        self.load(work, lambda found: self._loaded(*found))

    def _loaded(self, name: str, body: BodyInfo, rows: tuple[GridRow, ...]) -> None:
        begun = bool(self._rows)
        self.set_sub(name)
        self._body, self._rows = body, rows
        self._show_rows(self._shown())
        self.verb.setEnabled(True)
        if not begun:
            self.remember_typed()
            self.rows.focus_first()

    def _shown(self) -> list[GridRow]:
        """What this client was measured before, and what is usual; what is shown already stays."""
        kept = set(self.rows.keys())
        return [row for row in self._rows if row.last or row.today or row.metric.key in {*USUAL, *kept}]

    def _show_more(self) -> None:
        before = len(self.rows.keys())
        self._show_rows(self._rows)
        self.rows.field(self.rows.keys()[before]).setFocus()

    def _show_rows(self, rows: Sequence[GridRow]) -> None:
        if self._body is not None:
            self.rows.show_rows(rows, self._body.units, self.day.value() or date.min)
        self.more.setVisible(len(rows) < len(self._rows))

    def _other_day(self) -> None:
        if self.day.value() is not None:
            self._edited()
            self._load()

    def _edited(self) -> None:
        """Another value is another question."""
        self._confirmed = False
        self.verb.setText(self.tr("Save"))
        self.say("")

    def deed(self) -> Callable[[], tuple[MeasurementInfo, ...]] | None:
        """Store everything that is typed, all of it or nothing."""
        typed, day, note = self.rows.typed(), self.day.value(), self.note.text()
        if day is None:
            self.day.setFocus()
            return None
        if not typed:
            self.say(self.tr("Type at least one value."))
            self.rows.focus_first()
            return None
        progress, actor, client_id = self.desk.services.progress, self.desk.actor, self._client_id
        confirmed, code = self._confirmed, self.how.code()
        how = Method(code) if code else None
        return lambda: progress.measure(
            actor, client_id, typed, on=day, method=how, note=note, confirmed=confirmed
        )

    def show_error(self, error: Exception) -> None:
        """What is wrong, or hard to believe, is said beside the value."""
        named = isinstance(error, StudioError) and set(error.fields) & set(self.rows.keys())
        if not named or not isinstance(error, StudioError):
            super().show_error(error)
        elif isinstance(error, Confirmable):
            self._confirmed = True
            self.verb.setText(self.tr("Save anyway"))
            self.rows.say(dict(error.fields), Tone.AMBER)
            self.say(self.tr("Look once more at what is marked. Is it right? Then save it."))
        else:
            self.rows.say(dict(error.fields), Tone.RED)

    def succeeded(self, outcome: tuple[MeasurementInfo, ...]) -> None:
        """Say so, with a way back."""
        progress, actor = self.desk.services.progress, self.desk.actor
        ids = [each.id for each in outcome]
        tasks = self.desk.tasks

        def undo() -> None:
            tasks.write(lambda: progress.remove(actor, ids), done=lambda _removed: None)

        self.desk.toasts.show_toast(stored_text(len(ids)), undo=undo, tone="good")
        super().succeeded(outcome)


def stored_text(count: int) -> str:
    """How many values were stored."""
    return tr("One value is stored.") if count == 1 else tr("{count} values are stored.").format(count=count)
