"""The files that are about to be stored, one below the other, each with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, M, S, Tone
from fitnesscrm_desktop.ui.files.storing import Stored
from fitnesscrm_desktop.ui.files.words import size_text, tr
from fitnesscrm_desktop.ui.widgets.buttons import IconButton, LinkButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

HIGH = 232


class FileRow(QFrame):
    """One file: its name, its size or what became of it, and a way to leave it out.

    Signals:
        left_out: it is not to be stored.
        twin_wanted: it is to be stored although this person has it already.
    """

    left_out = Signal()
    twin_wanted = Signal()

    def __init__(
        self, path: Path, size: int | None, formats: Formats, choice: ChoiceField | None = None
    ) -> None:
        super().__init__()
        self.path, self.choice = path, choice
        self.outcome: Stored[Any] | None = None
        self._sign = IconLabel("file")
        name = Label(path.name, "strong", elide=True)
        self.words = Label("" if size is None else size_text(size, formats), "muted", wrap=True)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(name)
        text.addWidget(self.words)
        self.twin = LinkButton(tr("Store anyway"), self.twin_wanted.emit)
        self.twin.hide()
        self.out = IconButton("x", tr("Leave out {name}").format(name=path.name), self.left_out.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(S, XS, XS, XS)
        row.setSpacing(M)
        row.addWidget(self._sign)
        row.addLayout(text, 1)
        row.addWidget(self.twin)
        if choice is not None:
            row.addWidget(choice)
        row.addWidget(self.out)

    @property
    def is_done(self) -> bool:
        """Whether it is stored."""
        return self.outcome is not None and self.outcome.kept is not None

    def show_outcome(self, outcome: Stored[Any]) -> None:
        """Say what became of it."""
        self.outcome = outcome
        self._sign.set_icon(*self._signs(outcome))
        self.words.setText(outcome.text)
        self.words.set_tone(None if outcome.kept is not None or outcome.stopped else Tone.RED)
        self.twin.setVisible(outcome.is_twin)
        self.out.setVisible(outcome.kept is None)
        if self.choice is not None:
            self.choice.setEnabled(outcome.kept is None)

    @staticmethod
    def _signs(outcome: Stored[Any]) -> tuple[str, str]:
        if outcome.kept is not None:
            return "check-circle", Tone.GREEN
        return ("clock", "muted") if outcome.stopped else ("alert-circle", Tone.RED)


class FileRows(QScrollArea):
    """All of them; *choice* makes what is chosen for each of them, by its place.

    Signals:
        changed: one was left out.
        twin_wanted(object): store this path although it is there already.
    """

    changed = Signal()
    twin_wanted = Signal(object)

    def __init__(self, formats: Formats, choice: Callable[[Path, int], ChoiceField] | None = None) -> None:
        super().__init__()
        self._formats, self._choice = formats, choice
        self.rows: list[FileRow] = []
        self.setAccessibleName(tr("Files to be stored"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._inside.setProperty("kind", "plain")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, S, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is said in it, up to a few files."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.setFixedHeight(min(self._inside.sizeHint().height(), theme().px(HIGH)))
        return super().eventFilter(watched, event)

    def add(self, found: Sequence[tuple[Path, int | None]]) -> None:
        """Add files with their sizes; one that is there already is not added twice."""
        known = {row.path for row in self.rows}
        for path, size in dict(found).items():
            if path not in known:
                choice = None if self._choice is None else self._choice(path, len(self.rows))
                row = FileRow(path, size, self._formats, choice)
                row.left_out.connect(lambda row=row: self._leave_out(row))
                row.twin_wanted.connect(lambda path=path: self.twin_wanted.emit(path))
                self.rows.append(row)
                self._column.insertWidget(self._column.count() - 1, row)

    def waiting(self) -> list[FileRow]:
        """Those that are not stored."""
        return [row for row in self.rows if not row.is_done]

    def row_of(self, path: Path) -> FileRow:
        """The row of a file."""
        return next(row for row in self.rows if row.path == path)

    def _leave_out(self, row: FileRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.changed.emit()
