"""How a progress report looks on paper. Loads the PDF library: import it when a report is wanted."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import GoalState, Quantity
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.billing.receipt_page import studio_head
from fitnesscrm_desktop.services.core.pdf import Column, Document, Paper, Plot
from fitnesscrm_desktop.services.core.pdf.paper import MUTED
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.report_results import MetricStory, ReportFacts
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.services.progress.units import Unit
from fitnesscrm_desktop.services.settings.profile import StudioProfile

FEWEST_FOR_A_CHART = 3
MOST_CHARTS = 12
PHOTOS_ACROSS = 2


def report_document(facts: ReportFacts, profile: StudioProfile, logo: bytes | None) -> Document:
    """The report, ready to render."""
    period = f"{amounts.day(facts.first, profile)} – {amounts.day(facts.last, profile)}"
    state = "Draft, not approved yet" if facts.draft else ""
    document = Document(
        Paper.A4,
        title=f"Progress of {facts.client_name}, {period}",
        author=profile.name,
        foot=f"{profile.name} · {facts.client_name} · {period}",
    )
    made = f"Made {amounts.moment(facts.made_at, profile)}"
    document.head(studio_head(profile, logo), "Progress report", [facts.client_name, period, made, state])
    document.gap(8)
    _summary(document, facts)
    if facts.comment:
        document.heading("Your trainer says")
        document.text(facts.comment, size=10)
        if facts.trainer:
            document.text(facts.trainer, color=MUTED)
    _goals(document, facts, profile)
    _table(document, facts, profile)
    _charts(document, facts, profile)
    _marks(document, facts, profile)
    if facts.photos:
        document.heading("Photos")
        for place in range(0, len(facts.photos), PHOTOS_ACROSS):
            document.pictures(facts.photos[place : place + PHOTOS_ACROSS])
    return document


def _summary(document: Document, facts: ReportFacts) -> None:
    days = len({value.day for story in facts.stories for value in story.values})
    document.pairs(
        [
            ("Visits", str(facts.visits)),
            ("Days with measurements", str(days)),
            ("Goals reached", str(sum(goal.state is GoalState.REACHED for goal in facts.goals))),
        ],
        across=3,
    )
    if not facts.stories:
        document.text("Nothing was measured in this period.", color=MUTED)


def _goals(document: Document, facts: ReportFacts, profile: StudioProfile) -> None:
    if not facts.goals:
        return
    document.heading("Goals")
    values = [Column(each, 1, "right", wrap=True) for each in ("Start", "Now", "Target")]
    columns = [Column("Goal", 2.2, wrap=True), *values, Column("By", 1.2), Column("Stands", 2, wrap=True)]
    document.table(columns, (_goal_row(goal, facts, profile) for goal in facts.goals))


def _goal_row(goal: GoalInfo, facts: ReportFacts, profile: StudioProfile) -> list[str]:
    unit = _unit(goal.metric, facts)
    share = "" if goal.share is None else f"{int(goal.share * 100)} % of the way"
    reached = goal.reached_on
    return [
        goal.title or goal.metric.name,
        "" if goal.start is None else shown(goal.start.value, unit, profile),
        "" if goal.now is None else shown(goal.now.value, unit, profile),
        shown(goal.target, unit, profile),
        "" if goal.due_on is None else amounts.day(goal.due_on, profile),
        share if reached is None else f"Reached {amounts.day(reached, profile)}",
    ]


def _table(document: Document, facts: ReportFacts, profile: StudioProfile) -> None:
    if not facts.stories:
        return
    document.heading("Measurements")
    first, last, change = (Column(each, 1.1, "right", wrap=True) for each in ("First", "Last", "Change"))
    day = Column("on", 1.1)
    columns = [Column("What", 2.4, wrap=True), first, day, last, day, change]
    document.table(columns, (_story_row(story, facts, profile) for story in facts.stories))


def _story_row(story: MetricStory, facts: ReportFacts, profile: StudioProfile) -> list[str]:
    unit = _unit(story.metric, facts)
    first, last = story.values[0], story.values[-1]
    alone = len(story.values) == 1
    return [
        story.metric.name,
        shown(first.value, unit, profile),
        amounts.day(first.day, profile),
        "" if alone else shown(last.value, unit, profile),
        "" if alone else amounts.day(last.day, profile),
        "" if alone else signed(story.change, unit, profile),
    ]


def _unit(metric: MetricInfo, facts: ReportFacts) -> Unit:
    return units.shown_unit(metric.quantity, facts.units, metric.unit)


def shown(value: float, unit: Unit, profile: StudioProfile) -> str:
    """A value with its unit, with the decimal mark of the studio's locale: ``82,5 cm``."""
    return units.shown(value, unit).replace(".", amounts.decimal_mark(profile), 1)


def signed(change: float, unit: Unit, profile: StudioProfile) -> str:
    """A change with its sign: ``+1.5 kg``, ``−2 cm``, ``±0 points``; a share changes by points."""
    text = shown(abs(change), unit, profile)
    if unit.quantity is Quantity.SHARE:
        text = text.replace(unit.code, "points")
    if units.number_shown(abs(change), unit) == "0":
        return f"±{text}"
    return f"{'+' if change > 0 else '−'}{text}"


def _charts(document: Document, facts: ReportFacts, profile: StudioProfile) -> None:
    stories = [story for story in facts.stories if len(story.values) >= FEWEST_FOR_A_CHART]
    if not stories:
        return
    document.heading("Charts")
    for story in stories[:MOST_CHARTS]:
        document.plot(_plot(story, facts, profile))


def _plot(story: MetricStory, facts: ReportFacts, profile: StudioProfile) -> Plot:
    unit = _unit(story.metric, facts)
    factor = float(unit.factor)
    goal = next((each for each in facts.goals if each.metric.key == story.metric.key), None)
    first, last = story.values[0].day, story.values[-1].day
    began = shown(story.values[0].value, unit, profile)
    return Plot(
        title=f"{story.metric.name}: {signed(story.change, unit, profile)}",
        subtitle=f"{began} to {shown(story.values[-1].value, unit, profile)}",
        points=[(value.at.timestamp(), value.value / factor) for value in story.values],
        goal=None if goal is None else goal.target / factor,
        goal_text="" if goal is None else f"Goal {shown(goal.target, unit, profile)}",
        first=(story.values[0].at.timestamp(), amounts.day(first, profile)),
        last=(story.values[-1].at.timestamp(), amounts.day(last, profile)),
        accent=profile.accent,
        unit=unit.code,
        decimal_mark=amounts.decimal_mark(profile),
    )


def _marks(document: Document, facts: ReportFacts, profile: StudioProfile) -> None:
    if not facts.remarks and not facts.phases:
        return
    document.heading("On the way")
    rows = [(each.day, amounts.day(each.day, profile), each.text) for each in facts.remarks]
    for phase in facts.phases:
        first, last = amounts.day(phase.from_day, profile), phase.to_day
        span = f"since {first}" if last is None else f"{first} – {amounts.day(last, profile)}"
        rows.append((phase.from_day, span, phase.name or PHASES[phase.kind]))
    document.table(
        [Column("When", 1.4), Column("What", 3, wrap=True)],
        ([when, what] for _day, when, what in sorted(rows)),
    )


PHASES = {
    "bulk": "Building up",
    "cut": "Losing fat",
    "maintain": "Keeping",
    "rehab": "Recovering",
    "other": "Phase",
}
"""What a phase without a name is called."""
