"""The first rows of the file as they would be stored, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.services.imports.results import ImportField, PreviewRow
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.imports.state import ListedRows
from fitnesscrm_desktop.ui.imports.words import field_name
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

NAMES = (ImportField.FULL_NAME, ImportField.FIRST_NAME, ImportField.LAST_NAME)
"""They come first, whatever the order of the file."""
DAYS = (ImportField.BORN, ImportField.JOINED_ON)
WIDTHS = {
    ImportField.EMAIL: 190,
    ImportField.PHONE: 130,
    ImportField.BORN: 100,
    ImportField.POSTAL_CODE: 90,
    ImportField.MEMBER_NUMBER: 90,
    ImportField.CODE: 90,
    ImportField.JOINED_ON: 100,
}


class PreviewTable(QWidget):
    """A table whose columns follow the mapping."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._fields: dict[ImportField, str] | None = None
        self._rows: tuple[PreviewRow, ...] | None = ()
        self._model: FeedTableModel[PreviewRow] | None = None
        self.table = DataTable(self.tr("First rows of the file"))
        self.table.set_empty(
            "file",
            self.tr("Nothing to show yet"),
            self.tr("Say which column is the first name and which one the last name."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_rows(
        self,
        mapping: Mapping[int, ImportField],
        titles: Mapping[int, str],
        rows: tuple[PreviewRow, ...] | None,
    ) -> None:
        """Show *rows* in columns of the fields in *mapping*; None: they are on their way.

        *titles* names the columns of the file, by which a row says what is wrong with it.
        """
        fields: dict[ImportField, str] = {}
        for index, field in sorted(mapping.items(), key=lambda pair: (_place(pair[1]), pair[0])):
            fields.setdefault(field, titles.get(index, ""))
        if rows is None or (fields, rows) == (self._fields, self._rows):
            return
        if fields != self._fields or self._model is None:
            self._renew_columns(fields)
        self._rows = rows
        if self._model is not None:
            self._model.show(ListedRows(rows))

    def _renew_columns(self, fields: dict[ImportField, str]) -> None:
        old, self._fields = self._model, fields
        columns = [
            Column[PreviewRow](
                self.tr("Row"), lambda row: self._desk.formats.number(row.row), width=52, numeric=True
            ),
            Column[PreviewRow](
                self.tr("State"),
                self._verdict,
                tone=lambda row: Tone.RED if row.errors else Tone.GREEN,
                tooltip=lambda row: "\n".join(f"{each.column}: {each.text}" for each in row.errors),
                width=100,
            ),
            *(self._column(field, title) for field, title in fields.items()),
        ]
        self._model = FeedTableModel(columns, self._desk.tasks, parent=self)
        self.table.setModel(self._model)
        if old is not None:
            old.deleteLater()

    def _column(self, field: ImportField, title: str) -> Column[PreviewRow]:
        def wrong(row: PreviewRow) -> str:
            return next((each.text for each in row.errors if each.column == title), "")

        def shown(row: PreviewRow) -> str:
            value = row.values.get(field, "")
            return self._day(value) if field in DAYS else value

        def text(row: PreviewRow) -> str:
            return shown(row) or (self.tr("missing") if wrong(row) else "")

        return Column(
            field_name(field),
            text,
            tone=lambda row: Tone.RED if wrong(row) else None,
            tooltip=lambda row: wrong(row) or shown(row),
            width=WIDTHS.get(field, 120),
        )

    def _day(self, value: str) -> str:
        """A day as the studio writes it; what is no day as it stands in the file."""
        try:
            return self._desk.formats.day(date.fromisoformat(value))
        except ValueError:
            return value

    def _verdict(self, row: PreviewRow) -> str:
        return self.tr("left out") if row.errors else self.tr("good")


def _place(field: ImportField) -> int:
    return NAMES.index(field) if field in NAMES else len(NAMES)
