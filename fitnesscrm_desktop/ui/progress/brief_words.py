"""The lines of a session brief, ready to be read, each with the place it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fitnesscrm_desktop.models.values import GoalState, Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.brief import PackLine, SessionBrief
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.history_results import InjuryInfo
from fitnesscrm_desktop.services.progress.results import Latest
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.plain import one_line
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.body_words import movement_words
from fitnesscrm_desktop.ui.progress.goal_words import injury_word, outlook_text
from fitnesscrm_desktop.ui.progress.words import change_text, change_tone, metric_word, tr, value_text

LONGEST = 300
"""Of a note; all of it is where it leads."""
LAST_VISITS = 3
FEW = 2
"""Visits left that are worth a word in this session."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a line leads: a part of the client's page, and perhaps a dialog over it."""

    part: str
    where: Mapping[str, Any] = field(default_factory=dict)
    dialog: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line of the card."""

    icon: str
    name: str
    text: str
    lead: Lead
    detail: str = ""
    side: str = ""
    """A change, at the end of the line."""
    side_tone: Tone | None = None
    tone: Tone | None = None
    """Of the icon and the name; None: nothing out of the ordinary."""
    quiet: bool = False
    """There is nothing, which is said in a lower voice."""


class BriefWords:
    """Says a brief for one reader: what it leads to is what this reader may open."""

    def __init__(self, brief: SessionBrief, actor: Actor, formats: Formats) -> None:
        self._brief, self._actor, self._formats = brief, actor, formats

    def heading(self) -> str:
        """Whom it is about: ``Anna Ivanova, 35``."""
        if self._brief.age is None:
            return self._brief.name
        return tr("{name}, {age}").format(name=self._brief.name, age=self._brief.age)

    def body(self) -> tuple[BriefLine, ...]:
        """The gravest first: what to heed, what was measured, and where it is to go."""
        return (*self._care(), *self._notes(), *self._measured(), *self._goals())

    def coming(self) -> tuple[BriefLine, ...]:
        """Visits, what is left to train with, and the birthday."""
        return (*self._visits(), *self._packs(), *self._birthday())

    # --- the body ---------------------------------------------------------------------------------------

    def _care(self) -> list[BriefLine]:
        brief = self._brief
        if not brief.health_shown:
            return []
        lines = []
        if brief.medical_alert:
            alert = one_line(brief.medical_alert, LONGEST)
            lines.append(
                BriefLine("alert-triangle", tr("Medical alert"), alert, Lead("overview"), tone=Tone.RED)
            )
        lines += [self._injury(each) for each in brief.injuries]
        if not lines:
            lines.append(
                BriefLine("check-circle", tr("Injuries"), tr("None are known"), Lead("progress"), quiet=True)
            )
        return lines

    def _injury(self, injury: InjuryInfo) -> BriefLine:
        words, listed = movement_words(), []
        if injury.avoids:
            avoided = ", ".join(words.get(each, each) for each in injury.avoids)
            listed.append(tr("rules out: {movements}").format(movements=avoided))
        listed.append(tr("since {day}").format(day=self._formats.day(injury.from_day)))
        if injury.to_day is not None:
            listed.append(tr("until {day}").format(day=self._formats.day(injury.to_day)))
        change = self._actor.may(Permission.RECORD_PROGRESS)
        lead = (
            Lead("progress", dialog="progress.injury", about={"injury_id": injury.id})
            if change
            else Lead("progress", dialog="progress.plan")
        )
        text = one_line(injury.text, LONGEST)
        return BriefLine(
            "alert-triangle", injury_word(injury.kind), text, lead, " · ".join(listed), tone=Tone.AMBER
        )

    def _measured(self) -> list[BriefLine]:
        if not self._brief.measured:
            return [
                BriefLine(
                    "trend-up", tr("Measured"), tr("Nothing measured yet"), Lead("progress"), quiet=True
                )
            ]
        return [self._value(each) for each in self._brief.measured]

    def _value(self, latest: Latest) -> BriefLine:
        system, metric = self._brief.body.units, latest.metric
        detail = self._day(latest.now.day)
        if latest.before is not None:
            text = tr("{day}, before that on {before}")
            detail = text.format(day=detail, before=self._formats.day(latest.before.day))
        return BriefLine(
            "trend-up",
            metric_word(metric),
            value_text(latest.now.value, metric, system, self._formats),
            Lead("progress", {"metric": metric.key}),
            detail,
            side=change_text(latest, system, self._formats),
            side_tone=change_tone(latest, system, self._formats),
        )

    def _goals(self) -> list[BriefLine]:
        if not self._brief.goals:
            return [BriefLine("star", tr("Goal"), tr("No goal is set"), Lead("progress"), quiet=True)]
        return [self._goal(each) for each in self._brief.goals]

    def _goal(self, goal: GoalInfo) -> BriefLine:
        system, formats = self._brief.body.units, self._formats
        metric, target = metric_word(goal.metric), value_text(goal.target, goal.metric, system, formats)
        if goal.due_on is None:
            text = tr("{metric}: {value}").format(metric=metric, value=target)
        else:
            text = tr("{metric}: {value} by {day}").format(
                metric=metric, value=target, day=formats.day(goal.due_on)
            )
        gap = ""
        if goal.gap is not None and goal.state is GoalState.ACTIVE:
            left = value_text(abs(goal.gap), goal.metric, system, formats)
            gap = tr("{value} to go").format(value=left)
        detail = " · ".join(part for part in (gap, outlook_text(goal, formats)) if part)
        return BriefLine("star", tr("Goal"), text, Lead("progress", {"metric": goal.metric.key}), detail)

    # --- coming and going -------------------------------------------------------------------------------

    def _visits(self) -> list[BriefLine]:
        brief = self._brief
        if not brief.visits:
            return [BriefLine("door-in", tr("Visits"), tr("Never here yet"), Lead("visits"), quiet=True)]
        days = " · ".join(self._day(each.day) for each in brief.visits[:LAST_VISITS])
        lately = brief.visits_lately
        text = {0: tr("not once in 30 days"), 1: tr("1 visit in 30 days")}.get(
            lately, tr("{count} visits in 30 days")
        )
        detail = text.format(count=self._formats.number(lately))
        tone = None if lately else Tone.AMBER
        return [BriefLine("door-in", tr("Visits"), days, Lead("visits"), detail, tone=tone)]

    def _packs(self) -> list[BriefLine]:
        if not self._brief.packs:
            text = tr("Nothing that lets in today")
            return [
                BriefLine("id-card", tr("Membership"), text, Lead("membership"), tone=Tone.AMBER, quiet=True)
            ]
        return [self._pack(each) for each in self._brief.packs]

    def _pack(self, pack: PackLine) -> BriefLine:
        plan = one_line(pack.plan_name, LONGEST)
        until = (
            tr("rests until it is resumed")
            if pack.ends_on is None
            else tr("until {day}").format(day=self._formats.day(pack.ends_on))
        )
        if pack.visits_left is None:
            return BriefLine("id-card", tr("Membership"), plan, Lead("membership"), until)
        left = tr("1 visit left") if pack.visits_left == 1 else tr("{count} visits left")
        return BriefLine(
            "id-card",
            tr("Pack"),
            left.format(count=self._formats.number(pack.visits_left)),
            Lead("membership"),
            f"{plan} · {until}",
            tone=Tone.AMBER if pack.visits_left <= FEW else None,
        )

    def _notes(self) -> list[BriefLine]:
        return [
            BriefLine(
                "pin",
                tr("Pinned note"),
                one_line(each.text, LONGEST),
                Lead("notes"),
                " · ".join(part for part in (each.staff, self._formats.day_of(each.at)) if part),
            )
            for each in self._brief.notes
        ]

    def _birthday(self) -> list[BriefLine]:
        found = self._brief.birthday
        if found is None:
            return []
        day, today = found.on, self._brief.day
        text = tr("{day}: turns {age}") if day >= today else tr("{day}: has turned {age}")
        write = self._actor.may(Permission.WRITE_MESSAGES)
        lead = Lead("overview", dialog="messages.write") if write else Lead("overview")
        text = text.format(day=self._day(day), age=found.turns)
        return [BriefLine("gift", tr("Birthday"), text, lead, tone=Tone.ACCENT)]

    def _day(self, day: date) -> str:
        return day_word(day, self._brief.day, self._formats)


def day_word(day: date, today: date, formats: Formats) -> str:
    """A day near today by its word, others in short."""
    near = {
        today: tr("Today"),
        today - timedelta(days=1): tr("Yesterday"),
        today + timedelta(days=1): tr("Tomorrow"),
    }
    return near.get(day) or formats.day(day)
