"""Files that were read in for a client, each with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fitnesscrm_desktop.services.imports.scan_results import PastScan, ScanUndone
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label

MOST = 4


class PastScans(QWidget):
    """The last few files.

    Signals:
        undone: one of them was taken back.
    """

    undone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(0, 1)
        self._parts: list[QWidget] = []
        self.hide()

    def show_scans(self, scans: Sequence[PastScan]) -> None:
        """Show the newest of them."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for row, scan in enumerate(scans[:MOST]):
            self._add(row, scan)
        self.setVisible(bool(self._parts))

    def _add(self, row: int, scan: PastScan) -> None:
        text = self.tr("{count} values, {moment}").format(
            count=self._desk.formats.number(scan.imported), moment=self._desk.formats.moment(scan.at)
        )
        parts: list[QWidget] = [Label(scan.file_name, "body", elide=True), Label(text, "muted")]
        if scan.undone_at is None:
            button = Button(self.tr("Take back"), partial(self._undo, scan))
            button.setAccessibleName(self.tr("Take back {file}").format(file=scan.file_name))
            button.setAutoDefault(False)
            parts.append(button)
        else:
            parts.append(Label(self.tr("Taken back"), "muted"))
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column)
        self._parts += parts

    def _undo(self, scan: PastScan) -> None:
        scans, actor = self._desk.services.scans, self._desk.actor
        self._desk.tasks.write(
            lambda: scans.undo(actor, scan.id),
            done=self._done,
            failed=self._desk.window.report,
            owner=self,
        )

    def _done(self, undone: ScanUndone) -> None:
        text = self.tr("{count} values of {file} are taken back.")
        count = self._desk.formats.number(undone.removed)
        self._desk.toasts.show_toast(text.format(count=count, file=undone.file_name))
        self.undone.emit()
