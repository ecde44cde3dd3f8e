"""All values of one metric: when, how and by whom; wrong ones are corrected or taken away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.models.values import Permission, UnitSystem
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.results import ListedValue, MetricInfo
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.progress.correct_dialog import CorrectDialog
from fitnesscrm_desktop.ui.progress.words import about_formula, aligned_text, method_word, metric_word
from fitnesscrm_desktop.ui.widgets.buttons import Button, DangerButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label

SIZE = (720, 560)


class ValuesDialog(StudioDialog):
    """Enter corrects the value under the cursor, Delete takes the selected ones away, with a way back."""

    def __init__(self, desk: Desk, *, client_id: int, metric: str) -> None:
        super().__init__()
        self.desk = desk
        self._client_id, self._key = client_id, metric
        self._metric: MetricInfo | None = None
        self._system = UnitSystem.METRIC
        self.setWindowTitle(self.tr("All values"))
        self._title = Label(self.tr("All values"), "title", elide=True)
        self._sub = Label("", "muted", wrap=True)
        self.model: RowsTableModel[ListedValue] = RowsTableModel(
            self._columns(), key=lambda row: (row.id, row.at), parent=self
        )
        self.table = DataTable(self.tr("All values"), multi=True)
        self.table.setModel(self.model)
        self.table.set_empty("list", self.tr("No values yet"))
        self.table.row_activated.connect(self.correct)
        self.table.selection_changed_to.connect(lambda _rows: self._offer())
        self.table.set_menu(lambda _rows: self._menu())
        self.fix = Button(self.tr("Correct…"), lambda: self.correct(self.table.current_row()), icon="edit")
        self.away = DangerButton(self.tr("Remove"), self.remove, icon="trash")
        QShortcut(
            QKeySequence(Qt.Key.Key_Delete),
            self.table,
            self.remove,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self._lay_out()
        self.resize_on_screen(*SIZE)
        desk.bridge.on(ProgressChanged, self._changed, owner=self)
        self._load()

    def _columns(self) -> list[Column[ListedValue]]:
        formats = self.desk.formats
        return [
            Column(self.tr("Day"), lambda row: formats.day(row.on), width=120),
            Column(self.tr("Value"), self._value, width=110, numeric=True),
            Column(self.tr("How"), lambda row: method_word(row.method), width=130),
            Column(self.tr("Who"), lambda row: row.staff, width=120),
            Column(self.tr("Note"), lambda row: row.note, tooltip=lambda row: row.note),
        ]

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        close = Button(self.tr("Close"), self.accept)
        for button in (self.fix, self.away, close):
            button.setAutoDefault(False)
        foot.addWidget(self.fix)
        foot.addWidget(self.away)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addLayout(words)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _load(self) -> None:
        services, actor, client_id, key = self.desk.services, self.desk.actor, self._client_id, self._key

        def work() -> tuple[str, UnitSystem, MetricInfo, list[ListedValue]]:
            metrics = {metric.key: metric for metric in services.metrics.list(actor, archived=True)}
            return (
                services.directory.detail(actor, client_id).name,
                services.bodies.get(actor, client_id).units,
                metrics[key],
                services.progress.listed(actor, client_id, key),
            )

        self.desk.tasks.run(
            work, done=lambda found: self._show(*found), failed=self.desk.window.report, owner=self
        )

    def _show(self, name: str, system: UnitSystem, metric: MetricInfo, rows: list[ListedValue]) -> None:
        first = self._metric is None
        self._metric, self._system = metric, system
        self._title.setText(self.tr("{metric} of {name}").format(metric=metric_word(metric), name=name))
        self._sub.setText(about_formula(metric))
        self._sub.setVisible(metric.derived)
        self.model.show_rows(rows)
        if first and rows:
            self.table.select_row(0)
            self.table.setFocus()
        self._offer()

    def _value(self, row: ListedValue) -> str:
        metric = self._metric
        return "" if metric is None else aligned_text(row.value, metric, self._system, self.desk.formats)

    def _changed(self, event: ProgressChanged) -> None:
        if event.client_id == self._client_id:
            self._load()

    # --- deeds ------------------------------------------------------------------------------------------

    def _may_change(self) -> bool:
        measured = self._metric is not None and not self._metric.derived
        return measured and self.desk.actor.may(Permission.RECORD_PROGRESS)

    def _offer(self) -> None:
        chosen = len(self.table.selected_rows())
        self.fix.setVisible(self._may_change())
        self.away.setVisible(self._may_change())
        self.fix.setEnabled(chosen == 1)
        self.away.setEnabled(chosen > 0)

    def _menu(self) -> list[QAction]:
        if not self._may_change():
            return []
        correct, remove = QAction(self.tr("Correct…"), self), QAction(self.tr("Remove"), self)
        correct.triggered.connect(lambda _checked=False: self.correct(self.table.current_row()))
        remove.triggered.connect(lambda _checked=False: self.remove())
        return [correct, remove]

    def correct(self, row: ListedValue | None) -> None:
        """Put the right value in place of a wrong one."""
        if row is None or self._metric is None or not self._may_change():
            return
        dialog = CorrectDialog(self.desk, row, self._metric, self._system)
        self.desk.dialogs.show(dialog)

    def remove(self) -> None:
        """Take the selected values away."""
        ids = [row.id for row in self.table.selected_rows()]
        if not ids or not self._may_change():
            return
        progress, actor, tasks, toasts = (
            self.desk.services.progress,
            self.desk.actor,
            self.desk.tasks,
            self.desk.toasts,
        )

        def undo() -> None:
            tasks.write(lambda: progress.restore(actor, ids), done=lambda _restored: None)

        def done(_removed: Any) -> None:
            toasts.show_toast(self._removed_text(len(ids)), undo=undo)

        tasks.write(
            lambda: progress.remove(actor, ids), done=done, failed=self.desk.window.report, owner=self
        )

    def _removed_text(self, count: int) -> str:
        if count == 1:
            return self.tr("One value is removed.")
        return self.tr("{count} values are removed.").format(count=count)
