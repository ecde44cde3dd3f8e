"""Whom a trainer looks after: who is in now first, with the brief in the row."""

from __future__ import annotations

from collections.abc import Sequence

from fitnesscrm_desktop.services.clients.results import ClientRow
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.home.person_cell import About
from fitnesscrm_desktop.ui.home.row_list import Deed, Nothing, RowList
from fitnesscrm_desktop.ui.home.state import HomeState
from fitnesscrm_desktop.ui.home.words import counted, tr

BRIEF = "brief"
LONG_AWAY = 14
"""Days after which somebody may need a call."""


class OwnClients(RowList[ClientRow]):
    """Enter opens the brief."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            tr("Your clients"),
            [Column(tr("Client"), self._said, tooltip=self._said)],
            lambda row: row.id,
            Nothing(
                "users",
                tr("Nobody is assigned to you yet"),
                tr("On the page of a client, “Trainer…” says who looks after them."),
            ),
            deed=Deed(BRIEF, tr("Brief"), tr("Session brief"), 92),
            whole=tr("All clients"),
        )
        self._desk = desk
        self._inside: frozenset[int] = frozenset()
        self.show_persons(self._about)
        self.wanted.connect(self._open)
        self.all_wanted.connect(lambda: desk.window.go("clients.list"))

    def show_state(self, state: HomeState) -> None:
        """Show them, who is in first."""
        self._inside = frozenset(visit.client_id for visit in state.inside)
        self.show_rows(self._in_order(state.mine))

    def _in_order(self, rows: Sequence[ClientRow]) -> list[ClientRow]:
        return sorted(rows, key=lambda row: row.id not in self._inside)

    def _open(self, deed: str, row: ClientRow) -> None:
        if deed == BRIEF:
            self._desk.window.open_dialog("progress.brief", client_id=row.id)
        else:
            self._desk.window.go("clients.client", client_id=row.id)

    def _about(self, row: ClientRow) -> About:
        words, tone = self._last(row)
        return About(row.name, words, tone, row.plan_name)

    def _said(self, row: ClientRow) -> str:
        return ", ".join(part for part in (row.name, self._last(row)[0], row.plan_name) if part)

    def _last(self, row: ClientRow) -> tuple[str, Tone]:
        if row.id in self._inside:
            return tr("In the studio now"), Tone.GREEN
        if row.last_visit_on is None:
            return tr("Never here yet"), Tone.NEUTRAL
        days = (self._desk.today() - row.last_visit_on).days
        if days <= 0:
            return tr("Here today"), Tone.NEUTRAL
        away = counted(days, tr("Here yesterday"), tr("Here {count} days ago"), self._desk.formats)
        return away, Tone.AMBER if days >= LONG_AWAY else Tone.NEUTRAL
