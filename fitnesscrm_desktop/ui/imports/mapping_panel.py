"""The file that was chosen: how it is read, what its columns are, and its first rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.imports.results import (
    ColumnLook,
    FileKind,
    ImportField,
    OnDuplicate,
    Preview,
)
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plain import tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, L, M, S, Tone
from fitnesscrm_desktop.ui.imports.preview_table import PreviewTable
from fitnesscrm_desktop.ui.imports.state import ImportState
from fitnesscrm_desktop.ui.imports.words import (
    FIND_OUT,
    LEFT_OUT,
    encoding_choices,
    encoding_name,
    field_choices,
    field_hint,
    separator_choices,
)
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

COLUMNS_WIDTH = 380
OPTION_WIDTH = 180


class MappingPanel(QWidget):
    """Second step of an import.

    Signals:
        read_as(str, object): read the file with another ``encoding``, ``separator``, ``sheet`` or ``header``.
        mapped(int, object): take a column (from 0) as a field, or as None.
        duplicates_chosen(object): skip or merge.
        checked: find out what would happen.
        started: import.
    """

    read_as = Signal(str, object)
    mapped = Signal(int, object)
    duplicates_chosen = Signal(object)
    checked = Signal()
    started = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[ColumnLook, ...] = ()
        self.fields: dict[int, ChoiceField] = {}
        self._make_options()
        self.notice = Banner("", Tone.AMBER)
        self.columns = QVBoxLayout()
        self.columns.setSpacing(S)
        self.columns.setContentsMargins(0, 0, S, 0)
        self.preview = PreviewTable(desk)
        self.duplicates = SegmentedControl(
            [
                (OnDuplicate.SKIP.value, self.tr("Leave as they are")),
                (OnDuplicate.MERGE.value, self.tr("Fill what is missing")),
            ],
            name=self.tr("Who is there already"),
        )
        self.duplicates.chosen.connect(lambda key: self.duplicates_chosen.emit(OnDuplicate(key)))
        self.check_button = Button(self.tr("Try without storing"), self.checked.emit, icon="eye")
        self.start_button = PrimaryButton(self.tr("Import"), self.started.emit, icon="upload")
        self._lay_out()

    def _make_options(self) -> None:
        self.encoding = ChoiceField(encoding_choices())
        self.encoding.setAccessibleName(self.tr("Encoding"))
        self.separator = ChoiceField(separator_choices())
        self.separator.setAccessibleName(self.tr("Separator"))
        self.sheet = ChoiceField()
        self.sheet.setAccessibleName(self.tr("Sheet"))
        self.header = QCheckBox(self.tr("A row names the columns"))
        self.encoding.chosen.connect(lambda code: self.read_as.emit("encoding", _asked(code)))
        self.separator.chosen.connect(lambda code: self.read_as.emit("separator", _asked(code)))
        self.sheet.chosen.connect(lambda name: self.read_as.emit("sheet", name))
        self.header.toggled.connect(lambda on: self.read_as.emit("header", on))
        self._texts = [self._with_label(self.tr("Encoding"), self.encoding)]
        self._texts.append(self._with_label(self.tr("Separator"), self.separator))
        self._sheets = self._with_label(self.tr("Sheet"), self.sheet)
        self._sheets.hide()

    def _with_label(self, text: str, field: ChoiceField) -> QWidget:
        made = QWidget()
        field.setFixedWidth(theme().px(OPTION_WIDTH))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(Label(text, "muted"))
        row.addWidget(field)
        return made

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        options.setSpacing(L)
        for part in (*self._texts, self._sheets, self.header):
            options.addWidget(part)
        options.addStretch(1)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        inside.setLayout(self.columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setAccessibleName(self.tr("Columns of the file"))
        left = Card(self.tr("What the columns are"))
        left.setFixedWidth(theme().px(COLUMNS_WIDTH))
        left.add(scroll, 1)
        right = Card(self.tr("The first rows, as they would be stored"), padding=L)
        right.add(self.preview, 1)
        middle = QHBoxLayout()
        middle.setSpacing(L)
        middle.addWidget(left)
        middle.addWidget(right, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(M)
        bottom.addWidget(Label(self.tr("Who is there already:"), "muted"))
        bottom.addWidget(self.duplicates)
        bottom.addStretch(1)
        bottom.addWidget(self.check_button)
        bottom.addWidget(self.start_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(options)
        layout.addWidget(self.notice)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)
        layout.addWidget(self._who_is_who())

    def _who_is_who(self) -> Label:
        return Label(
            self.tr(
                "Already there is who has the same name and the same date of birth, phone, e-mail or number. "
                "Who shares only the name comes in as a new client, and is listed for you to look at."
            ),
            "muted",
            wrap=True,
        )

    def show_state(self, state: ImportState) -> None:
        """Show the file, as far as it is read."""
        self._say(state)
        self.duplicates.set_current(state.on_duplicate.value)
        self.check_button.setEnabled(state.ready)
        self.start_button.setEnabled(state.ready)
        if state.preview is not None:
            rows = self._desk.formats.number(state.preview.rows)
            one = state.preview.rows == 1
            self.start_button.setText(
                self.tr("Import 1 row") if one else self.tr("Import {rows} rows").format(rows=rows)
            )
            self._show_options(state.preview)
            self._show_columns(state.preview.columns, state.mapping)
        titles = {} if state.preview is None else {each.index: each.title for each in state.preview.columns}
        self.preview.show_rows(state.mapping, titles, state.rows)

    def _say(self, state: ImportState) -> None:
        unreadable = state.preview.unreadable if state.preview is not None else 0
        text, tone = state.error, Tone.RED
        if not text and unreadable:
            text = self.tr("Some characters cannot be read with this encoding. Try another one above.")
            tone = Tone.AMBER
        elif not text and state.preview is not None and not state.preview.rows:
            text, tone = self.tr("There is no row below the titles: nobody to import."), Tone.AMBER
        elif not text and state.preview is not None and state.preview.unclosed is not None:
            row = self._desk.formats.number(state.preview.unclosed)
            text = self.tr("A quote is opened in row {row} and not closed; rows behind it cannot be read.")
            text, tone = text.format(row=row), Tone.AMBER
        self.notice.setVisible(bool(text))
        if text:
            self.notice.set_text(text, tone)

    def _show_options(self, preview: Preview) -> None:
        is_text = preview.kind is FileKind.CSV
        for part in self._texts:
            part.setVisible(is_text)
        self._sheets.setVisible(len(preview.sheets) > 1)
        if is_text:
            found = [each for each in encoding_choices() if each[0] != FIND_OUT]
            if preview.encoding not in dict(found):
                found.insert(0, (preview.encoding, encoding_name(preview.encoding)))
            self.encoding.set_choices(found)
            self.encoding.set_code(preview.encoding)
            self.separator.set_choices([each for each in separator_choices() if each[0] != FIND_OUT])
            self.separator.set_code(preview.separator)
        self.sheet.set_choices([(name, name) for name in preview.sheets])
        self.sheet.set_code(preview.sheet)
        with QSignalBlocker(self.header):
            self.header.setChecked(preview.header_row is not None)

    def _show_columns(self, columns: tuple[ColumnLook, ...], mapping: Mapping[int, ImportField]) -> None:
        if columns != self._shown:
            self._shown = columns
            self._make_columns(columns)
        for index, field in self.fields.items():
            field.set_code(mapping[index].value if index in mapping else LEFT_OUT)
            field.setToolTip(tooltip(field_hint(mapping[index])) if index in mapping else "")

    def _make_columns(self, columns: tuple[ColumnLook, ...]) -> None:
        while (item := self.columns.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.fields = {}
        choices = field_choices()
        for column in columns:
            self.columns.addWidget(self._column_row(column, choices))
        self.columns.addStretch(1)

    def _column_row(self, column: ColumnLook, choices: list[tuple[str, str]]) -> QWidget:
        title = column.title or self.tr("Column {number}").format(number=column.index + 1)
        field = ChoiceField(choices)
        field.setFixedWidth(theme().px(190))
        field.setAccessibleName(title)
        field.chosen.connect(
            lambda code, index=column.index: self.mapped.emit(
                index, None if code == LEFT_OUT else ImportField(code)
            )
        )
        self.fields[column.index] = field
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(title, "strong", elide=True))
        words.addWidget(Label(" · ".join(column.samples) or self.tr("empty"), "muted", elide=True))
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, XS, 0, XS)
        row.setSpacing(M)
        row.addLayout(words, 1)
        row.addWidget(field)
        return made


def _asked(code: str) -> str | None:
    return None if code == FIND_OUT else code
