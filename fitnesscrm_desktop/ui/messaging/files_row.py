"""The files that go along with every e-mail made from a template."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fitnesscrm_desktop.services.messaging.results import AttachmentRow
from fitnesscrm_desktop.ui.core.plain import clipped, tooltip
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.widgets.buttons import IconButton, LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label

LONGEST_NAME = 18


class FilesRow(QWidget):
    """Names with a cross each, and a button to add one.

    Signals:
        add_wanted: choose a file.
        remove_wanted(object): take this ``AttachmentRow`` away.
    """

    add_wanted = Signal()
    remove_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._files: tuple[AttachmentRow, ...] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(S)
        self.add_button = LinkButton(self.tr("Attach a file…"), self.add_wanted.emit, icon="file")
        self._row.addWidget(self.add_button)
        self._row.addStretch(1)
        self._shown: list[QWidget] = []

    def show_files(self, files: Sequence[AttachmentRow]) -> None:
        """Show these."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        for widget in self._shown:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown = [self._one(file) for file in files]
        for place, widget in enumerate(self._shown):
            self._row.insertWidget(place, widget)

    def _one(self, file: AttachmentRow) -> QWidget:
        chip = QWidget()
        row = QHBoxLayout(chip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        name = Label(clipped(file.file_name, LONGEST_NAME))
        size = self.tr("{name}, {size} kB").format(name=file.file_name, size=max(1, file.size // 1024))
        name.setToolTip(tooltip(size))
        row.addWidget(name)
        label = self.tr("Take {name} away").format(name=file.file_name)
        row.addWidget(IconButton("x", label, lambda: self.remove_wanted.emit(file)))
        return chip
