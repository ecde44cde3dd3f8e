"""The models of this PC in the settings: what each is, how fast it is here, and what one may do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.assistant.results import ModelRow
from fitnesscrm_desktop.ui.core.tokens import XS, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import Label, line
from fitnesscrm_desktop.ui.widgets.pills import Pill

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.runtime.trial import Trial

TEST, REMOVE = "test", "remove"
_MILLION, _MEGABYTE, _SECOND_MS = 10**6, 2**20, 1000


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


class ModelLine(QWidget):
    """One model.

    Signals:
        wanted(str): what to do with it.
    """

    wanted = Signal(str)

    def __init__(self, row: ModelRow, measured: str) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.name = Label(row.facts.name, "strong", elide=True)
        self.about = Label(about_model(row), "muted", wrap=True)
        self.measured = Label(measured, "muted", wrap=True)
        self.measured.setVisible(bool(measured))
        self.test = Button(_tr("Test"), partial(self.wanted.emit, TEST))
        self.test.setAccessibleName(_tr("Test {name}").format(name=row.facts.name))
        self.test.setEnabled(row.there)
        self.remove = IconButton(
            "x",
            _tr("Take {name} off the list").format(name=row.facts.name),
            partial(self.wanted.emit, REMOVE),
        )
        words = QVBoxLayout()
        words.setSpacing(XS)
        for label in (self.name, self.about, self.measured):
            words.addWidget(label)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(S)
        across.addLayout(words, 1)
        if row.shipped or not row.there:
            across.addWidget(_pill(row))
        across.addWidget(self.test)
        across.addWidget(self.remove)
        if row.shipped:
            self.remove.hide()


class ModelLines(QWidget):
    """All of them under each other.

    Signals:
        wanted(str, object): what to do with which ``ModelRow``.
    """

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ModelLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(M)

    def show_rows(self, rows: Sequence[ModelRow], measured: Mapping[int, Trial]) -> None:
        """Show these; *measured* is what was found out just now, by id."""
        while item := self._column.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        for row in rows:
            if self.lines:
                self._column.addWidget(line(self))
            made = ModelLine(row, _measured(row, measured.get(row.id)))
            made.wanted.connect(lambda deed, row=row: self.wanted.emit(deed, row))
            self.lines.append(made)
            self._column.addWidget(made)


def about_model(row: ModelRow) -> str:
    """Size, and how it writes."""
    facts = row.facts
    size = _tr("{millions} million parameters, {megabytes} MB").format(
        millions=max(1, round(facts.parameters / _MILLION)), megabytes=max(1, round(facts.size / _MEGABYTE))
    )
    how = (
        _tr("finds its own words, which are checked")
        if row.free_writing
        else _tr("chooses among our phrases")
    )
    return _tr("{size}; {how}").format(size=size, how=how)


def _measured(row: ModelRow, trial: Trial | None) -> str:
    if trial is not None:
        return _tr(
            "Writes {writes:.0f} and reads {reads:.0f} tokens a second, is loaded in {load:.1f} s, "
            "holds {memory} MB."
        ).format(
            writes=trial.tokens_per_second,
            reads=trial.prompt_per_second,
            load=trial.load_ms / _SECOND_MS,
            memory=round(trial.memory / _MEGABYTE),
        )
    if row.tokens_per_second and row.memory:
        return _tr("Writes {writes:.0f} tokens a second, holds {memory} MB.").format(
            writes=row.tokens_per_second, memory=round(row.memory / _MEGABYTE)
        )
    return ""


def _pill(row: ModelRow) -> Pill:
    if not row.there:
        return Pill(_tr("File missing"), Tone.AMBER)
    return Pill(_tr("Ships with the program"), Tone.NEUTRAL)
