"""The owner's home: the figures of today, a year of takings, and what to do about money today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.analytics.results import MonthTakings, TodayFigures
from fitnesscrm_desktop.ui.charts.bar_chart import BarChart, preload
from fitnesscrm_desktop.ui.charts.series import BarSeries
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.saved_files import tell_saved
from fitnesscrm_desktop.ui.core.tokens import M, Tone
from fitnesscrm_desktop.ui.home.home_page import HomePage
from fitnesscrm_desktop.ui.home.lists import ending_list, owing_list
from fitnesscrm_desktop.ui.home.reading import read_owner
from fitnesscrm_desktop.ui.home.state import HomeState
from fitnesscrm_desktop.ui.home.words import change, counted, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.cards import Card, KpiCard

IN_A_ROW = 3


class OwnerPage(HomePage):
    """Every figure opens the rows behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Dashboard"), read_owner)
        self._drawn: tuple[tuple[MonthTakings, ...], Formats] | None = None
        self._chart_ready = False
        self.takings = self._card(tr("Takings today"), "coins", self._open_day)
        self.visits = self._card(tr("Visits today"), "door-in", lambda: desk.window.go("checkin.desk"))
        self.active = self._card(tr("Active members"), "users", lambda: self._open_list("active"))
        self.month = self._card(tr("Takings this month"), "trend-up", self._open_this_month)
        self.ends = self._card(tr("Ending soon"), "calendar", lambda: self._open_list("ends_soon"))
        self.owes = self._card(
            tr("Owed to the studio"), "wallet", lambda: desk.window.go("billing.money", tab="owing")
        )
        self.visits.set_openable(desk.actor.may(Permission.CHECK_IN))
        self.month.set_openable(desk.actor.may(Permission.VIEW_REPORTS))
        self.chart = BarChart(desk.tasks, desk.dialogs)
        self.chart.show_loading(tr("Takings of the last 12 months"))
        self.chart.set_empty_text(
            tr("No takings yet"), tr("Each month’s payments stand here as soon as the first one is taken.")
        )
        self.chart.opened.connect(self._open_month)
        self.chart.saved.connect(lambda path: tell_saved(desk.toasts, path))
        self.ending, self.owing = ending_list(desk), owing_list(desk)
        self.reports = Button(tr("Reports"), lambda: desk.window.go("reports.main"), icon="bar-chart")
        if not desk.actor.may(Permission.VIEW_REPORTS):
            self.reports.hide()
        self.header.add(self.reports)
        self.lay_out(self._left(), [self.ending, self.owing])

    def _card(self, label: str, icon: str, opens: Callable[[], None]) -> KpiCard:
        card = KpiCard(label, icon=icon)
        card.opened.connect(opens)
        return card

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        grid = QGridLayout()
        grid.setSpacing(M)
        cards = (self.takings, self.visits, self.active, self.month, self.ends, self.owes)
        for place, card in enumerate(cards):
            grid.addWidget(card, place // IN_A_ROW, place % IN_A_ROW)
            grid.setColumnStretch(place % IN_A_ROW, 1)
        frame = Card()
        frame.add(self.chart, 1)
        column.addLayout(grid)
        column.addWidget(frame, 1)
        return left

    # --- showing ----------------------------------------------------------------------------------------

    def render_figures(self, state: HomeState) -> None:
        """Show the cards, the chart and the lists."""
        if state.figures is not None:
            self._show_money(state.figures)
            self._show_people(state.figures)
        self._show_months(state.months)
        self.ending.show_rows(state.ending)
        self.owing.show_rows(state.owing)

    def _show_money(self, figures: TodayFigures) -> None:
        formats = self.desk.formats
        if figures.takings is not None and figures.payments is not None:
            payments = counted(figures.payments, tr("{count} payment"), tr("{count} payments"), formats)
            self.takings.set_value(
                formats.money(figures.takings), payments if figures.payments else tr("No payments yet")
            )
        if figures.month_takings is not None and figures.last_month_takings is not None:
            last = tr("Last month: {amount}").format(amount=formats.money(figures.last_month_takings))
            self.month.set_value(formats.money(figures.month_takings), last)
        if figures.owing_amount is not None and figures.owing_clients is not None:
            clients = counted(
                figures.owing_clients, tr("by {count} client"), tr("by {count} clients"), formats
            )
            self.owes.set_value(
                formats.money(figures.owing_amount),
                clients if figures.owing_clients else tr("Everything is paid"),
                Tone.AMBER if figures.owing_clients else Tone.GREEN,
            )

    def _show_people(self, figures: TodayFigures) -> None:
        formats = self.desk.formats
        self.visits.set_value(
            formats.number(figures.visits),
            tr("a week ago: {before}").format(before=formats.number(figures.visits_last_week)),
        )
        gained = figures.active - figures.active_month_ago
        self.active.set_value(
            formats.number(figures.active),
            tr("{change} in 30 days · {new} new").format(
                change=change(figures.active, figures.active_month_ago, formats),
                new=formats.number(figures.new_this_month),
            ),
            Tone.GREEN if gained > 0 else Tone.RED if gained < 0 else None,
        )
        days = self.desk.profile.ends_soon_days
        self.ends.set_label(counted(days, tr("Ending tomorrow"), tr("Ending in {count} days"), formats))
        self.ends.set_value(
            formats.number(figures.ends_soon),
            tr("Renew them in the list") if figures.ends_soon else tr("Nothing to renew"),
        )

    def _show_months(self, months: tuple[MonthTakings, ...]) -> None:
        if (months, self.desk.formats) == self._drawn:
            return
        self._drawn = (months, self.desk.formats)
        if not any(each.payments for each in months):
            self.chart.show_series(self._series(()))
        elif self._chart_ready:
            self.chart.show_series(self._series(months))
        else:
            # What draws charts takes long to load: only when there is something to draw.
            preload(self.desk.tasks, self._draw, self)

    def _draw(self) -> None:
        self._chart_ready = True
        self.chart.show_series(self._series(self.presenter.state.months))

    def _series(self, months: tuple[MonthTakings, ...]) -> BarSeries:
        formats = self.desk.formats
        unit = 10**formats.decimals
        return BarSeries(
            title=tr("Takings of the last 12 months"),
            unit=tr("{currency} per month, refunds taken off").format(currency=formats.currency),
            labels=[formats.short_month(each.month) for each in months],
            values=[each.amount / unit for each in months],
            keys=[each.month for each in months],
            texts=[formats.money(each.amount) for each in months],
            axis=f"{formats.month(months[0].month)} – {formats.month(months[-1].month)}" if months else "",
        )

    # --- opening ----------------------------------------------------------------------------------------

    def _open_day(self) -> None:
        self.desk.window.go("billing.money", tab="takings", day=self.presenter.today())

    def _open_list(self, saved: str) -> None:
        self.desk.window.go("clients.list", saved=saved)

    def _open_this_month(self) -> None:
        self._open_month(self.presenter.today().replace(day=1))

    def _open_month(self, first: date) -> None:
        if self.desk.actor.may(Permission.VIEW_REPORTS):
            last = min(last_of_month(first), self.presenter.today())
            self.desk.window.go("reports.main", kind="takings", first=first, last=last)


def last_of_month(first: date) -> date:
    """The last day of the month that begins on *first*."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
