"""The endless lists of one client: everything that happened, and every visit."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import Permission, Verdict
from fitnesscrm_desktop.services.checkin.results import VisitRow
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.ui.clients.timeline_words import timeline_line
from fitnesscrm_desktop.ui.clients.words import translate
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.timeline import Timeline

PAGE = 60
_PARTS = {
    TimelineKind.MEASURED: "progress",
    TimelineKind.GOAL: "progress",
    TimelineKind.GOAL_REACHED: "progress",
    TimelineKind.INJURY: "progress",
    TimelineKind.REMARK: "progress",
    TimelineKind.PHASE: "progress",
    TimelineKind.PHOTO: "photos",
    TimelineKind.FILE: "files",
    TimelineKind.FORM: "forms",
}
"""Which part of the page shows more of an entry, once its feature brings it."""


class TimelineSource:
    """The timeline of one client, page by page; read off the UI thread."""

    def __init__(self, desk: Desk, client_id: int) -> None:
        self._desk, self._client_id = desk, client_id

    def fetch(self, after: Cursor | None, limit: int) -> Page[TimelineEntry]:
        """One page."""
        return self._desk.services.directory.timeline(self._desk.actor, self._client_id, after, limit)


class VisitSource:
    """The visits of one client, page by page; read off the UI thread."""

    def __init__(self, desk: Desk, client_id: int) -> None:
        self._desk, self._client_id = desk, client_id

    def fetch(self, after: Cursor | None, limit: int) -> Page[VisitRow]:
        """One page."""
        return self._desk.services.visits.visits_of(self._desk.actor, self._client_id).fetch(after, limit)


class ClientTimeline(Timeline):
    """Everything that happened to a client."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            translate("clients", "Timeline"), entry_of=lambda row: timeline_line(row, desk.formats)
        )
        self._desk = desk
        self.feed: FeedTableModel[TimelineEntry] = FeedTableModel(
            [Column("", lambda row: timeline_line(row, desk.formats).title)],
            desk.tasks,
            page_size=PAGE,
            parent=self,
        )
        self.setModel(self.feed)
        self.opened.connect(self._open_thing)
        self._client_id = 0

    def show_client(self, client_id: int) -> None:
        """Show another client's."""
        if client_id != self._client_id:
            self._client_id = client_id
            self.feed.show(TimelineSource(self._desk, client_id))

    def _open_thing(self, entry: TimelineEntry) -> None:
        """A payment leads to its receipt, a note to its text, and so on: each to its source."""
        window = self._desk.window
        if entry.kind is TimelineKind.PAYMENT:
            window.open_dialog("billing.receipt", payment_id=entry.id)
        elif entry.kind is TimelineKind.NOTE:
            window.open_dialog("clients.note", client_id=self._client_id, note_id=entry.id)
        elif entry.kind is TimelineKind.MESSAGE and self._desk.actor.may(Permission.WRITE_MESSAGES):
            window.go("outbox.main", client_id=self._client_id)
        elif entry.kind is TimelineKind.PROGRESS_REPORT:
            window.open_dialog("progress.report", client_id=self._client_id, report_id=entry.id)
        elif entry.kind in _PARTS:
            window.go("clients.client", client_id=self._client_id, tab=_PARTS[entry.kind])


class VisitsTable(DataTable):
    """Every visit of a client."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(translate("clients", "Visits"))
        self._desk = desk
        formats = desk.formats
        self.feed: FeedTableModel[VisitRow] = FeedTableModel(
            [
                Column(translate("clients", "Came"), lambda row: formats.moment(row.at), width=176),
                Column(translate("clients", "Left"), lambda row: _left(row, desk), width=130),
                Column(translate("clients", "Answer"), _answer, tone=_tone, width=140),
                Column(translate("clients", "Membership"), lambda row: row.plan, width=150),
                Column(translate("clients", "Remark"), lambda row: row.override_reason),
            ],
            desk.tasks,
            parent=self,
        )
        self.setModel(self.feed)
        self.set_empty(
            "door-in",
            translate("clients", "No visits yet"),
            translate("clients", "Each check-in is listed here, the newest first."),
        )
        self._client_id = 0

    def show_client(self, client_id: int) -> None:
        """Show another client's."""
        if client_id != self._client_id:
            self._client_id = client_id
            self.feed.show(VisitSource(self._desk, client_id))


def _left(row: VisitRow, desk: Desk) -> str:
    if row.left_at is None:
        return ""
    time = desk.formats.time(row.left_at)
    return translate("clients", "{time} (by itself)").format(time=time) if row.left_by_itself else time


def _answer(row: VisitRow) -> str:
    if row.undone_at is not None:
        return translate("clients", "Taken back")
    if row.override_reason:
        return translate("clients", "Overridden")
    return {
        Verdict.ADMITTED: translate("clients", "Admitted"),
        Verdict.NOTICE: translate("clients", "With a notice"),
        Verdict.REFUSED: translate("clients", "Refused"),
    }[row.verdict]


def _tone(row: VisitRow) -> Tone:
    if row.undone_at is not None:
        return Tone.NEUTRAL
    if row.override_reason or row.verdict is Verdict.NOTICE:
        return Tone.AMBER
    return Tone.GREEN if row.verdict is Verdict.ADMITTED else Tone.RED
