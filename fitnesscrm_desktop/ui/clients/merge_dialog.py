"""Make two records of one person one: both side by side, and what will be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.results import CLIENT_FIELDS, ClientDetail, ClientHit, Merged
from fitnesscrm_desktop.ui.clients.details_fields import PHONES
from fitnesscrm_desktop.ui.clients.parts import breakable
from fitnesscrm_desktop.ui.clients.small_dialogs import client_picker
from fitnesscrm_desktop.ui.clients.words import field_word, translate
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label, line

JOINED = ("medical_alert", "goals")
LIST_HEIGHT = 300
SHARES, SHARE = (2, 4, 4, 5), 42


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One line of the comparison: both values, and what will be there afterwards."""

    caption: str
    mine: str
    theirs: str
    kept: str
    noted: bool = False
    """The other value goes into a staff note."""


def merge_rows(keep: ClientDetail, other: ClientDetail, formats: Formats) -> list[MergeRow]:
    """What a merge will make of two clients; only lines in which there is something."""
    rows = [
        MergeRow(
            translate("clients", "Number"),
            str(keep.member_number),
            str(other.member_number),
            translate("clients", "{number}; {other} leads here too").format(
                number=keep.member_number, other=other.member_number
            ),
        )
    ]
    for field in CLIENT_FIELDS:
        mine = _said(field, getattr(keep.details, field), formats)
        theirs = _said(field, getattr(other.details, field), formats)
        if not (mine or theirs):
            continue
        if field in JOINED and mine and theirs and mine != theirs:
            rows.append(MergeRow(field_word(field), mine, theirs, f"{mine}\n{theirs}"))
        else:
            noted = bool(mine and theirs and mine != theirs)
            rows.append(MergeRow(field_word(field), mine, theirs, mine or theirs, noted))
    return [*rows, *_sums(keep, other, formats)]


def _sums(keep: ClientDetail, other: ClientDetail, formats: Formats) -> list[MergeRow]:
    """Everything that moves is added up."""
    rows = [
        MergeRow(
            translate("clients", "Visits"),
            formats.number(keep.visits),
            formats.number(other.visits),
            formats.number(keep.visits + other.visits),
        )
    ]
    if keep.balance is not None and other.balance is not None:
        mine, theirs = keep.balance, other.balance
        rows.append(
            MergeRow(
                translate("clients", "Owes"),
                formats.money(mine),
                formats.money(theirs),
                formats.money(mine + theirs),
            )
        )
    if keep.notes or other.notes:
        mine, theirs = len(keep.notes), len(other.notes)
        rows.append(
            MergeRow(translate("clients", "Notes"), str(mine), str(theirs), formats.number(mine + theirs + 1))
        )
    return rows


def _said(field: str, value: object, formats: Formats) -> str:
    if isinstance(value, date):
        return formats.day(value)
    text = str(value or "")
    return shown_phone(text) if field in PHONES else text


class MergeDialog(FormDialog):
    """``outcome`` is the ``Merged``. *client_id* is kept, unless the person turns it round."""

    def __init__(self, desk: Desk, *, client_id: int, other_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Merge two clients"), self.tr("Merge"), width=760)
        self.set_sub(
            self.tr(
                "For one person who is here twice. Everything moves to the one that is kept; nothing is lost."
            )
        )
        self._keep_id, self._other_id = client_id, other_id
        self._people: tuple[ClientDetail, ClientDetail] | None = None
        self.other = client_picker(desk, self.tr("Name, phone or number of the other one"), without=client_id)
        self.other.picked.connect(self._picked)
        self.turn = Button(self.tr("Keep the other one instead"), self.turn_round, icon="refresh")
        self._grid_area = QScrollArea()
        self._grid_area.setWidgetResizable(True)
        self._grid_area.setFrameShape(QFrame.Shape.NoFrame)
        self._grid_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grid_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grid_area.setMinimumHeight(theme().px(LIST_HEIGHT))
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(self.other, 1)
        top.addWidget(self.turn)
        self.body.addLayout(top)
        self.body.addWidget(self._grid_area, 1)
        self.verb.setEnabled(False)
        self.turn.setEnabled(False)
        self._compare()
        self.other.setFocus()

    def deed(self) -> Callable[[], Merged] | None:
        """Merge them."""
        if self._people is None:
            self.say(self.tr("Choose the other one first."), Tone.AMBER)
            return None
        clients, actor = self.desk.services.clients, self.desk.actor
        keep, other = (each.id for each in self._people)
        return lambda: clients.merge(actor, keep, other)

    def succeeded(self, outcome: Merged) -> None:
        """Say it, and show the one that was kept."""
        text = self.tr("Both are one now: {name}, number {number}").format(
            name=outcome.kept.name, number=outcome.kept.member_number
        )
        self.desk.toasts.show_toast(text, tone="good")
        super().succeeded(outcome)

    def turn_round(self) -> None:
        """Keep the other one."""
        if self._other_id is not None:
            self._keep_id, self._other_id = self._other_id, self._keep_id
            self._compare()

    def _picked(self, hit: ClientHit | None) -> None:
        self._other_id = None if hit is None else hit.id
        self._compare()

    def _compare(self) -> None:
        directory, actor = self.desk.services.directory, self.desk.actor
        keep_id, other_id = self._keep_id, self._other_id
        self._people = None
        self.verb.setEnabled(False)
        self.turn.setEnabled(False)
        if other_id is None:
            self._show_hint()
        else:
            self.load(
                lambda: (directory.detail(actor, keep_id), directory.detail(actor, other_id)), self._show
            )

    def _show_hint(self) -> None:
        hint = Label(self.tr("Pick the other one, and both are compared here."), "muted", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid_area.setWidget(hint)

    def _show(self, people: tuple[ClientDetail, ClientDetail]) -> None:
        keep, other = people
        if {keep.id, other.id} != {self._keep_id, self._other_id}:
            return  # somebody else was chosen meanwhile, or they are one already
        self._people = people
        if self.other.value() is None:
            self.other.setPlaceholderText(other.name)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        for column, share in enumerate(SHARES):
            grid.setColumnStretch(column, share)
            grid.setColumnMinimumWidth(column, theme().px(share * SHARE))
        heads = ("", self.tr("Is kept"), self.tr("Goes"), self.tr("Afterwards"))
        for column, text in enumerate(heads):
            grid.addWidget(Label(text, "muted"), 0, column)
        grid.addWidget(line(), 1, 0, 1, 4)
        for place, row in enumerate(merge_rows(keep, other, self.desk.formats), start=2):
            kept = self.tr("{value} (the other one in a note)") if row.noted else "{value}"
            cells = (row.caption, row.mine, row.theirs, kept.format(value=row.kept))
            for column, text in enumerate(cells):
                label = Label(breakable(text), "muted" if column == 0 else "body", wrap=True)
                label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
                grid.addWidget(label, place, column)
        column_of_rows = QVBoxLayout(inside)
        column_of_rows.setContentsMargins(0, 0, S, 0)
        column_of_rows.addLayout(grid)
        column_of_rows.addStretch(1)
        self._grid_area.setWidget(inside)
        self.verb.setEnabled(True)
        self.turn.setEnabled(True)
