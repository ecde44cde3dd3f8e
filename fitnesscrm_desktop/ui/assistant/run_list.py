"""Everything the assistant has written, the newest first."""

from __future__ import annotations

from fitnesscrm_desktop.services.assistant.results import RunRow
from fitnesscrm_desktop.ui.assistant.words import (
    VERDICT_TONES,
    stored_kind_name,
    took_text,
    tr,
    verdict_name,
)
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.feed_list import Deeds, FeedList

OPEN, CLIENT = "open", "client"
ROOMY = 900
MODEL, TOOK = 4, 7


class RunList(FeedList[RunRow]):
    """Enter shows one with everything about it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(tr("What the assistant has written"), self._columns, desk.tasks, _deeds)
        self.table.leave_out_below(ROOMY, MODEL, TOOK)
        self.table.set_empty(
            "sparkles",
            tr("Nothing has been written yet"),
            tr("Each text is listed here with the facts it was given, and whether it kept to them."),
        )

    def _columns(self) -> list[Column[RunRow]]:
        formats = self._desk.formats
        return [
            Column(tr("When"), lambda row: formats.moment(row.at), width=165),
            Column(tr("What for"), lambda row: stored_kind_name(row.kind), width=170),
            Column(tr("To"), lambda row: row.client_name or tr("A template")),
            Column(tr("Asked for by"), lambda row: row.staff_name, width=140),
            Column(tr("Written by"), lambda row: row.model or "–", width=130),
            Column(
                tr("Result"),
                lambda row: verdict_name(row.verdict),
                tone=lambda row: VERDICT_TONES[row.verdict],
                width=120,
            ),
            Column(tr("Tokens"), lambda row: formats.number(row.tokens), width=80, numeric=True),
            Column(tr("Took"), lambda row: took_text(row.ms), width=80, numeric=True),
        ]


def _deeds(row: RunRow) -> Deeds:
    deeds = [(OPEN, tr("Details…"))]
    return deeds if row.client_id is None else [*deeds, (CLIENT, tr("Open the client"))]
