"""The progress of a client: what was measured on the left, how it went on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import GoalState
from fitnesscrm_desktop.ui.charts.bar_chart import preload
from fitnesscrm_desktop.ui.charts.line_chart import LineChart
from fitnesscrm_desktop.ui.core.desk import ClientPart, Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.progress import BRIEF, BRIEF_KEYS, MEASURE, MEASURE_KEYS, VALUES
from fitnesscrm_desktop.ui.progress.comparing import Comparison
from fitnesscrm_desktop.ui.progress.metric_list import MetricList
from fitnesscrm_desktop.ui.progress.presenter import ProgressPresenter
from fitnesscrm_desktop.ui.progress.state import Known, Period, ProgressState
from fitnesscrm_desktop.ui.progress.words import missing_text
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

LIST_WIDTH, CHART_WIDTH = 470, 550


class ProgressTab(ClientPart):
    """``show_client(7)``; ``show_moment(metric="waist")`` charts that one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ready = False
        self.presenter = ProgressPresenter(desk, self, self)
        self.list = MetricList()
        self.chart = LineChart(desk.tasks, desk.dialogs, desk.formats)
        self.chart.set_empty_text(
            self.tr("Nothing measured in this time"), self.tr("Look at a longer time, or measure.")
        )
        self.period = SegmentedControl(
            [
                (Period.QUARTER, self.tr("3 months")),
                (Period.YEAR, self.tr("Year")),
                (Period.ALL, self.tr("All")),
            ],
            name=self.tr("Period"),
        )
        self.period.set_current(Period.YEAR)
        self.averaged = QCheckBox(self.tr("Moving average"))
        self.compared = Comparison(desk)
        self.measure = PrimaryButton(self.tr("Measure"), self._measure, icon="plus")
        self.measure.setToolTip(QKeySequence(MEASURE_KEYS).toString(QKeySequence.SequenceFormat.NativeText))
        self.brief = Button(self.tr("Brief"), self._open_brief, icon="list-check")
        self.brief.setAccessibleName(self.tr("Session brief"))
        self.brief.setToolTip(QKeySequence(BRIEF_KEYS).toString(QKeySequence.SequenceFormat.NativeText))
        self.more = IconButton("more", self.tr("More"), self._open_menu, outline=True)
        self.goal = Label("", "small", tone=Tone.GREEN, wrap=True)
        self.goal_button = Button(self.tr("Goal…"), self._open_goal)
        self._missing = Label("", "muted", wrap=True)
        self._wire()
        self._lay_out()
        self.show_state(self.presenter.state)
        preload(desk.tasks, self._can_draw, self)

    def _wire(self) -> None:
        self.list.chosen.connect(self.presenter.choose)
        self.list.opened.connect(lambda key: self.presenter.open_dialog(VALUES, metric=key))
        self.period.chosen.connect(lambda period: self.presenter.look_back(Period(period)))
        self.averaged.toggled.connect(lambda on: self.presenter.average(averaged=on))
        self.compared.compared.connect(self.presenter.compare)
        self.chart.note_saves(self.presenter.note_of_saving)
        self.chart.opened.connect(lambda _id: self._open_values())
        if self.presenter.may_record():
            # It works from the tabs, too: whoever has just turned to this part need not go into it first.
            QShortcut(QKeySequence(MEASURE_KEYS), self, self._measure)
        else:
            self.measure.hide()

    def _lay_out(self) -> None:
        self._tools = QHBoxLayout()
        self._tools.setSpacing(S)
        for button in (self.measure, self.brief, self.more):
            self._tools.addWidget(button)
        self._tools.addStretch(1)
        self._tools.addWidget(self.averaged)
        self._tools.addWidget(self.compared)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.list, 1)
        column.addWidget(self._missing)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(M)
        halves.addWidget(left)
        halves.addWidget(self._chart_card())
        halves.setStretchFactor(1, 1)
        halves.setSizes([theme().px(LIST_WIDTH), theme().px(CHART_WIDTH)])
        self._full = QWidget()
        whole = QVBoxLayout(self._full)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addLayout(self._tools)
        whole.addWidget(halves, 1)
        self._loading = Skeleton(6)
        self._empty = EmptyState("trend-up", "")
        self._empty.acted.connect(self._measure)
        self._layers = QStackedLayout(self)
        for layer in (self._loading, self._empty, self._full):
            self._layers.addWidget(layer)

    def _chart_card(self) -> Card:
        card = self._card = Card()
        self._goal_and_period = QWidget()
        self._goal_and_period.setProperty("kind", "plain")
        row = QHBoxLayout(self._goal_and_period)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.goal_button)
        row.addStretch(1)
        row.addWidget(self.period)
        card.add(self._goal_and_period)
        card.add(self.compared.row)
        card.add(self.goal)
        area = _ChartArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("kind", "plain")  # the card shines through
        ground = QVBoxLayout(inside)
        ground.setContentsMargins(0, 0, 0, 0)
        ground.addWidget(self.chart)
        area.setWidget(inside)
        card.add(area, 1)
        return card

    def event(self, event: QEvent) -> bool:
        """Goal and period go into the first line where it has room: the card belongs to the chart."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._place_goal_and_period()
        return super().event(event)

    def _place_goal_and_period(self) -> None:
        parts = (
            self.measure,
            self.brief,
            self.more,
            self.averaged,
            self.compared,
            self.goal_button,
            self.period,
        )
        needed = sum(part.sizeHint().width() for part in parts) + S * (len(parts) - 1)
        above = needed <= self.width()
        if above == (self._tools.indexOf(self._goal_and_period) >= 0):
            return
        focus = self._goal_and_period.focusWidget()
        if above:
            self._tools.addWidget(self._goal_and_period)
        else:
            self._card.body.insertWidget(self._card.body.indexOf(self.compared.row), self._goal_and_period)
        self._goal_and_period.show()
        if focus is not None:
            focus.setFocus()

    # --- what the page says -----------------------------------------------------------------------------

    def show_client(self, client_id: int) -> None:
        """Show this client."""
        self.presenter.show_client(client_id)

    def show_moment(self, **where: object) -> None:
        """Chart the metric somebody was led to."""
        if "metric" in where:
            self.presenter.choose([str(where["metric"])])

    # --- showing ----------------------------------------------------------------------------------------

    def show_state(self, state: ProgressState) -> None:
        """Show this."""
        if state.trouble:
            self._say_empty(self.tr("This cannot be shown"), state.trouble, "")
        elif state.known is None:
            self._layers.setCurrentWidget(self._loading)
        elif not state.known.rows:
            self._say_empty(
                self.tr("Nothing measured yet"),
                self.tr("Weight, girths, pulse and more: what is measured here becomes a chart."),
                self.tr("Measure") if self.presenter.may_record() else "",
            )
        else:
            self._show_full(state, state.known)

    def _say_empty(self, title: str, text: str, action: str) -> None:
        self._empty.set_text(title, text, action)
        self._layers.setCurrentWidget(self._empty)

    def _show_full(self, state: ProgressState, known: Known) -> None:
        self.list.show_rows(known.rows, state.wish.metrics)
        self.period.set_current(state.wish.period)
        one = len(state.wish.metrics) == 1
        self.compared.show_days(self.presenter.shown_since(state.wish.period), one=one)
        self.goal.setText(state.goal_text)
        self.goal.setVisible(bool(state.goal_text))
        self.goal_button.setVisible(one and self.presenter.may_record())
        text = missing_text(known.overview.missing)
        self._missing.setText(text)
        self._missing.setVisible(bool(text))
        self._layers.setCurrentWidget(self._full)
        self._draw()

    def _can_draw(self) -> None:
        self._ready = True
        self._draw()

    def _draw(self) -> None:
        """Draw, once what draws is loaded."""
        lines = self.presenter.state.lines
        if lines is None:
            return
        if self._ready:
            self.chart.show_lines(lines)
        else:
            self.chart.show_loading(lines.title)

    # --- deeds ------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        self.presenter.open_dialog(MEASURE)

    def menu_actions(self) -> list[QAction]:
        """What is done less often."""
        listed = [
            (self.tr("All values…"), VALUES, True),
            (self.tr("Goals and events…"), "progress.plan", True),
            (self.tr("Remark on the chart…"), "progress.remark", self.presenter.may_record()),
            (self.tr("Phase…"), "progress.phase", self.presenter.may_record()),
            (self.tr("Injury…"), "progress.injury", self.presenter.may_write_health()),
            (self.tr("Report…"), "progress.report", True),
            (self.tr("Body scanner’s file…"), "progress.import", self.presenter.may_record()),
            (self.tr("About the body…"), "progress.body", self.presenter.may_record()),
        ]
        return [self._opener(text, dialog_id) for text, dialog_id, allowed in listed if allowed]

    def _opener(self, text: str, dialog_id: str) -> QAction:
        action = QAction(text, self)
        if dialog_id == VALUES:
            action.triggered.connect(lambda _checked=False: self._open_values())
        else:
            action.triggered.connect(lambda _checked=False: self.presenter.open_dialog(dialog_id))
        return action

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _open_brief(self) -> None:
        self.presenter.open_dialog(BRIEF)

    def _open_goal(self) -> None:
        """The goal that runs, else a new one."""
        state = self.presenter.state
        if state.goal is not None and state.goal.state is GoalState.ACTIVE:
            self.presenter.open_dialog("progress.goal", goal_id=state.goal.id)
        else:
            self.presenter.open_dialog("progress.goal", metric=state.wish.metrics[0])

    def _open_values(self) -> None:
        chosen = self.presenter.state.wish.metrics
        if chosen:
            self.presenter.open_dialog(VALUES, metric=chosen[0])


class _ChartArea(QScrollArea):
    """Scrolls up and down; it is never narrower than the chart, whose end is what is new."""

    def minimumSizeHint(self) -> QSize:
        """As wide as the chart has to be, and the bar beside it."""
        inside, least = self.widget(), super().minimumSizeHint()
        if inside is None:
            return least
        width = inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), width), least.height())
