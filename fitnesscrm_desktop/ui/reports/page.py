"""Reports: choose one and a period, read it, take it along."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from fitnesscrm_desktop.services.reports.results import ReportFile, ReportKind
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.saved_files import tell_saved
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.reports.columns import report_columns
from fitnesscrm_desktop.ui.reports.periods import Preset
from fitnesscrm_desktop.ui.reports.presenter import ReportPresenter
from fitnesscrm_desktop.ui.reports.state import Form, Line, Made, ReportState
from fitnesscrm_desktop.ui.reports.totals import TotalsStrip
from fitnesscrm_desktop.ui.reports.words import (
    kind_name,
    nothing_words,
    preset_name,
    rows_text,
    total_text,
)
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

DAY_WIDTH = 150


class ReportsPage(Page):
    """The page "Reports"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._came_with: dict[str, Any] | None = None
        self._shown: Made | None = None
        self.presenter = ReportPresenter(desk, self, self)
        self.header = PageHeader(self.tr("Reports"))
        self.csv = Button(self.tr("Save CSV"), lambda: self.presenter.save(Form.CSV), icon="download")
        self.pdf = Button(self.tr("Save PDF"), lambda: self.presenter.save(Form.PDF), icon="save")
        self.preview = PrimaryButton(self.tr("Preview and print"), self._preview, icon="printer")
        self.header.add(self.csv, self.pdf, self.preview)
        self.kinds = SegmentedControl(
            [(kind.value, kind_name(kind)) for kind in self.presenter.state.kinds], name=self.tr("Report")
        )
        self.kinds.chosen.connect(lambda key: self.presenter.choose_kind(ReportKind(key)))
        self.presets = SegmentedControl(
            [(preset.value, preset_name(preset)) for preset in Preset], name=self.tr("Period")
        )
        self.presets.chosen.connect(self._preset_chosen)
        state = self.presenter.state
        self._days_shown: dict[DateField, date] = {}
        self.first = self._day_field(state.first, self.tr("First day"))
        self.last = self._day_field(state.last, self.tr("Last day"))
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.notice.acted.connect(self._swap_days)
        self.saving = Label("", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("The report is being written"))
        self.model: RowsTableModel[Line] = RowsTableModel(key=lambda line: line.place, parent=self)
        self.table = DataTable(self.tr("Rows of the report"))
        self.table.setModel(self.model)
        self.table.row_activated.connect(self._open_client)
        self.totals = TotalsStrip()
        self._lay_out()
        self.render_state(state)

    def _day_field(self, day: date, name: str) -> DateField:
        field = DateField(day, optional=False, today=self.presenter.today)
        field.setAccessibleName(name)
        field.setFixedWidth(theme().px(DAY_WIDTH))
        field.value_changed.connect(lambda _day: self._days_chosen())
        return field

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(S)
        upper.addWidget(self.kinds)
        upper.addStretch(1)
        upper.addWidget(Label(self.tr("from"), "muted"))
        upper.addWidget(self.first)
        upper.addWidget(Label(self.tr("to"), "muted"))
        upper.addWidget(self.last)
        lower = QHBoxLayout()
        lower.setSpacing(M)
        lower.addWidget(self.presets)
        lower.addStretch(1)
        lower.addWidget(self.saving)
        lower.addWidget(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addLayout(upper)
        layout.addLayout(lower)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.totals)

    # --- what the window asks ---------------------------------------------------------------------------

    def arrive(self, **where: Any) -> None:
        """``kind``, ``first`` and ``last`` lead to the rows behind a figure.

        The same question once more (F5) does not take back what was chosen since.
        """
        again = where == self._came_with
        self._came_with = dict(where)
        if again:
            self.presenter.refresh()
            return
        kind = where.get("kind")
        self.presenter.arrive(ReportKind(kind) if kind else None, where.get("first"), where.get("last"))

    def leave(self) -> None:
        """Whoever comes back with a question gets its answer."""
        self._came_with = None

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: ReportState) -> None:
        """Show it."""
        if state.kinds:
            self.kinds.set_current(state.kind.value)
        self.presets.set_current(state.preset.value)
        for field, day in ((self.first, state.first), (self.last, state.last)):
            if self._days_shown.get(field) != day:  # what somebody is typing stays
                self._days_shown[field] = day
                blocked = field.blockSignals(True)
                field.set_value(day)
                field.blockSignals(blocked)
        self.notice.setVisible(bool(state.error))
        if state.error:
            swap = self.tr("Swap them") if state.last < state.first else ""
            self.notice.set_text(state.error, Tone.RED, swap)
        self._show_report(state)
        ready = state.made is not None and state.saving is None and not state.error
        for button in (self.csv, self.pdf, self.preview):
            button.setEnabled(ready)
        self.bar.setVisible(state.saving is not None)
        self.saving.setText(self.tr("Writing the file…") if state.saving is not None else "")

    def _show_report(self, state: ReportState) -> None:
        made, formats = state.made, self._desk.formats
        if made is None:
            self._shown = None
            self._show_waiting(failed=bool(state.error) or not state.kinds)
            return
        self.header.set_title(
            self.tr("Reports"),
            self.tr("{rows} · made at {time}").format(
                rows=rows_text(len(made.lines), formats), time=formats.time(made.report.made_at)
            ),
        )
        if made is self._shown:
            return
        self._shown = made
        self.table.set_empty(*nothing_words(made.report.kind))
        self.model.show_table(report_columns(made, formats), made.lines)
        self.totals.show_totals([(each.label, total_text(each, formats)) for each in made.report.totals])
        self.totals.setVisible(True)

    def _show_waiting(self, *, failed: bool) -> None:
        self.header.set_title(self.tr("Reports"), "" if failed else self.tr("The report is being made…"))
        self.totals.hide()
        if failed:
            text = self.tr("Your rights allow none of the reports. Ask the owner of the studio.")
            none = not self.presenter.state.kinds
            self.table.set_empty("calendar", self.tr("There is no report to show"), text if none else "")
            self.model.show_table((), ())
        else:
            self.model.show_loading()

    def saved(self, form: Form, file: ReportFile) -> None:
        """Say where it is, and lead there."""
        tell_saved(self._desk.toasts, Path(file.path))

    # --- deeds ------------------------------------------------------------------------------------------

    def _preset_chosen(self, key: str) -> None:
        self.presenter.choose_preset(Preset(key))
        if Preset(key) is Preset.CUSTOM:
            self.first.setFocus()

    def _days_chosen(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is not None and last is not None:
            self.presenter.choose_days(first, last)

    def _swap_days(self) -> None:
        state = self.presenter.state
        self.presenter.choose_days(state.last, state.first)

    def _preview(self) -> None:
        state = self.presenter.state
        if state.made is not None:
            self._desk.window.open_dialog("reports.preview", report=state.made.report)

    def _open_client(self, line: Line) -> None:
        self._desk.window.go("clients.client", client_id=line.client_id)
