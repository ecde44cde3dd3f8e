"""What a trainer should know before a session, as lines that lead to where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fitnesscrm_desktop.services.progress.brief import PackLine, SessionBrief
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.goal_words import gap_text, injury_word, outlook_text
from fitnesscrm_desktop.ui.progress.words import change_text, metric_word, tr, value_text

LONGEST_NOTE = 120
CLIENT_PAGE = "clients.client"


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line; ``page`` or ``dialog`` is where it comes from."""

    kind: str
    text: str
    day: str = ""
    tone: Tone | None = None
    dialog: str = ""
    """Empty: a part of the client's page."""
    about: Mapping[str, Any] = field(default_factory=dict)


def brief_lines(brief: SessionBrief, formats: Formats) -> list[BriefLine]:
    """The gravest first."""
    return [
        *_health(brief, formats),
        *_measured(brief, formats),
        *_goals(brief, formats),
        *_visits(brief, formats),
        *_rest(brief, formats),
    ]


def _health(brief: SessionBrief, formats: Formats) -> Iterator[BriefLine]:
    if brief.medical_alert:
        about = {"tab": "overview"}
        yield BriefLine(
            tr("Medical alert"), clipped(brief.medical_alert, LONGEST_NOTE), tone=Tone.RED, about=about
        )
    for injury in brief.injuries:
        yield BriefLine(
            injury_word(injury.kind),
            injury.text,
            tr("since {day}").format(day=formats.day(injury.from_day)),
            Tone.AMBER,
            "progress.injury",
            {"injury_id": injury.id},
        )
    for note in brief.notes:
        yield BriefLine(
            tr("Pinned note"), clipped(note.text, LONGEST_NOTE), tone=Tone.AMBER, about={"tab": "notes"}
        )


def _measured(brief: SessionBrief, formats: Formats) -> Iterator[BriefLine]:
    system = brief.body.units
    for latest in brief.measured:
        value = value_text(latest.now.value, latest.metric, system, formats)
        change = change_text(latest, system, formats)
        text = tr("{value} ({change})").format(value=value, change=change) if change else value
        about = {"tab": "progress", "metric": latest.metric.key}
        yield BriefLine(metric_word(latest.metric), text, formats.day(latest.now.day), about=about)


def _goals(brief: SessionBrief, formats: Formats) -> Iterator[BriefLine]:
    for goal in brief.goals:
        kind = tr("Goal, {metric}").format(metric=metric_word(goal.metric))
        about = {"goal_id": goal.id}
        yield BriefLine(kind, gap_text(goal, brief.body.units, formats), dialog="progress.goal", about=about)
        if outlook := outlook_text(goal, formats):
            yield BriefLine(tr("As it goes now"), outlook, dialog="progress.goal", about=about)


def _visits(brief: SessionBrief, formats: Formats) -> Iterator[BriefLine]:
    about = {"tab": "visits"}
    if not brief.visits:
        yield BriefLine(tr("Visits"), tr("Never here before"), about=about)
        return
    text = tr("{count} in the last 30 days").format(count=formats.number(brief.visits_lately))
    last = tr("last {day}").format(day=formats.day(brief.visits[0].day))
    yield BriefLine(tr("Visits"), text, last, about=about)


def _rest(brief: SessionBrief, formats: Formats) -> Iterator[BriefLine]:
    for pack in brief.packs:
        ends = "" if pack.ends_on is None else tr("until {day}").format(day=formats.day(pack.ends_on))
        about = {"tab": "membership"}
        yield BriefLine(tr("Membership"), _pack_text(pack), ends, about=about)
    if not brief.packs:
        text = tr("Nothing that lets in today")
        yield BriefLine(tr("Membership"), text, tone=Tone.AMBER, about={"tab": "membership"})
    if brief.birthday is not None:
        text = tr("turns {age}").format(age=brief.birthday.turns)
        yield BriefLine(
            tr("Birthday"), text, formats.day(brief.birthday.on), Tone.ACCENT, about={"tab": "overview"}
        )


def _pack_text(pack: PackLine) -> str:
    if pack.visits_left is None:
        return pack.plan_name
    text = tr("{plan}: one visit left") if pack.visits_left == 1 else tr("{plan}: {count} visits left")
    return text.format(plan=pack.plan_name, count=pack.visits_left)
