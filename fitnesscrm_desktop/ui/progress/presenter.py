"""What the progress part of a client shows and does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.progress.results import MetricInfo, Overview
from fitnesscrm_desktop.ui.charts.lines import LineSet
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.progress.backdrop import Backdrop
from fitnesscrm_desktop.ui.progress.charting import DAY, Drawing, chart_of, sparks
from fitnesscrm_desktop.ui.progress.comparing import Compared, Earlier
from fitnesscrm_desktop.ui.progress.goal_words import goal_sentence
from fitnesscrm_desktop.ui.progress.state import DAYS, Known, MetricRow, Period, ProgressState, Wish
from fitnesscrm_desktop.ui.progress.words import (
    about_metric,
    change_text,
    change_tone,
    metric_word,
    value_text,
)

SPARK_DAYS = 365


class ProgressView(Protocol):
    """What the presenter asks of the part."""

    def show_state(self, state: ProgressState) -> None:
        """Show this."""
        ...


class ProgressPresenter(QObject):
    """Loads one client's measurements and charts what is chosen."""

    def __init__(self, desk: Desk, view: ProgressView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self.state = ProgressState()
        self._under_way: CancelToken | None = None
        self._whole = False
        """Nothing but the chart is under way, if anything is: what is known is what is stored."""

    def show_client(self, client_id: int) -> None:
        """Show this client; what was chosen before stays chosen, as far as it was measured."""
        if client_id != self.state.client_id:
            self._become(ProgressState(client_id=client_id, wish=self.state.wish))
        self.load()

    def load(self) -> None:
        """Load everything again."""
        client_id, wish = self.state.client_id, self.state.wish
        self._run(client_id, wish)

    def choose(self, metrics: Sequence[str]) -> None:
        """Chart these."""
        self._wish(replace(self.state.wish, metrics=tuple(metrics)))

    def look_back(self, period: Period) -> None:
        """Chart so much time."""
        self._wish(replace(self.state.wish, period=period))

    def compare(self, compared: Compared) -> None:
        """Lay other days under it, or none."""
        self._wish(replace(self.state.wish, compared=compared))

    def average(self, *, averaged: bool) -> None:
        """Lay a moving average over it, or not."""
        self._wish(replace(self.state.wish, averaged=averaged))

    def note_of_saving(self) -> Callable[[], None]:
        """What writes down that this client's chart leaves the studio."""
        progress, actor = self._desk.services.progress, self._desk.actor
        client_id, metrics = self.state.client_id, self.state.wish.metrics
        return lambda: progress.note_export(actor, client_id, metrics)

    def shown_since(self, period: Period) -> date | None:
        """The first day of a chart of so much time; None: it begins with what was measured first."""
        days = DAYS[period]
        return self._desk.today() - timedelta(days=days) if days else None

    def may_record(self) -> bool:
        """Whether this person may measure."""
        return self._desk.actor.may(Permission.RECORD_PROGRESS)

    def may_write_health(self) -> bool:
        """Whether this person may write down injuries."""
        return self.may_record() and self._desk.actor.may(Permission.VIEW_HEALTH)

    def open_dialog(self, dialog_id: str, **about: Any) -> None:
        """Open a dialog about this client."""
        self._desk.window.open_dialog(dialog_id, client_id=self.state.client_id, **about)

    def _wish(self, wish: Wish) -> None:
        if wish != self.state.wish:
            known = self.state.known if self._whole else None
            self.state = replace(self.state, wish=wish)
            self._run(self.state.client_id, wish, known)

    def _run(self, client_id: int, wish: Wish, known: Known | None = None) -> None:
        """Read what the chart shows; everything else, too, if it is not *known* already."""
        if self._under_way is not None:
            self._under_way.cancel()
        self._whole = known is not None
        self._under_way = self._desk.tasks.run(
            lambda: self._read(client_id, wish, known), done=self._become, failed=self._failed, owner=self
        )

    def _become(self, state: ProgressState) -> None:
        self.state = state
        self._whole = state.known is not None
        self._view.show_state(state)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self._become(ProgressState(client_id=self.state.client_id, trouble=error.text))
        else:
            self._desk.window.report(error)

    # --- off the UI thread ------------------------------------------------------------------------------

    def _read(self, client_id: int, wish: Wish, known: Known | None) -> ProgressState:
        """One look at everything, or at the chart alone."""
        found = known or self._look(client_id)
        overview, behind = found.overview, found.behind
        chosen = tuple(key for key in wish.metrics if key in overview.latest)
        chosen = chosen or tuple(overview.latest)[:1]
        goal = behind.goal_of(chosen[0]) if len(chosen) == 1 else None
        return ProgressState(
            client_id,
            found,
            replace(wish, metrics=chosen),
            self._lines(found, [overview.latest[key].metric for key in chosen], wish),
            goal=goal,
            goal_text="" if goal is None else goal_sentence(goal, overview.body.units, self._desk.formats),
        )

    def _look(self, client_id: int) -> Known:
        services, actor = self._desk.services, self._desk.actor
        overview = services.progress.overview(actor, client_id)
        metrics = services.metrics.list(actor, archived=True)
        behind = Backdrop(
            tuple(services.goals.list(actor, client_id)),
            tuple(services.chart_marks.remarks(actor, client_id)),
            tuple(services.chart_marks.phases(actor, client_id)),
        )
        places = {metric.key: place for place, metric in enumerate(metrics)}
        return Known(overview, self._rows(client_id, overview), behind, places)

    def _rows(self, client_id: int, overview: Overview) -> tuple[MetricRow, ...]:
        services, actor, formats = self._desk.services, self._desk.actor, self._desk.formats
        system = overview.body.units
        since = self._desk.today() - timedelta(days=SPARK_DAYS)
        series = services.progress.series(actor, client_id, overview.latest, since=since)
        return tuple(
            MetricRow(
                key,
                metric_word(latest.metric),
                value_text(latest.now.value, latest.metric, system, formats),
                formats.day(latest.now.day),
                change_text(latest, system, formats),
                change_tone(latest, system, formats),
                sparks(series[key]),
                about_metric(latest, formats),
            )
            for key, latest in overview.latest.items()
        )

    def _lines(self, known: Known, metrics: list[MetricInfo], wish: Wish) -> LineSet:
        overview = known.overview
        services, actor = self._desk.services, self._desk.actor
        client_id, keys = overview.body.client_id, [metric.key for metric in metrics]
        since = self.shown_since(wish.period)
        found = services.progress.series(actor, client_id, keys, since=since)
        days = None
        if since is not None and len(keys) == 1:
            days = wish.compared.days(since, self._desk.today())
        earlier = None
        if since is not None and days is not None:
            first, last = days
            series = services.progress.series(actor, client_id, keys, since=first, until=last)
            earlier = Earlier(first, last, (since - first).days * DAY, series)
        drawing = Drawing(overview.body.units, self._desk.formats, known.places, averaged=wish.averaged)
        pairs = [(metric, found[metric.key]) for metric in metrics]
        return chart_of(drawing, pairs, earlier, known.behind)
