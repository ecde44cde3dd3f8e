"""The jobs of rules: each looks for some occasions, so that one that fails does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fitnesscrm_desktop.models.values import MatchState, Trigger
from fitnesscrm_desktop.services.automation.rhythm import JOB, Mark, changed_since, newest, refresh
from fitnesscrm_desktop.services.automation.service import RuleService
from fitnesscrm_desktop.services.automation.turns import Matched
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.jobs.results import Every, JobContext, JobSpec


class RulesFailed(StudioError):
    """One rule or several could not do their work; the text names them, and says what the others did."""


_OFTEN, _NOW_AND_THEN = Every(1), Every(15)

_LOOKS: tuple[tuple[str, str, str, Every, tuple[Trigger, ...]], ...] = (
    (
        "birthdays",
        "Birthdays",
        "Finds whose birthday it is, for the rules that wait for it.",
        _NOW_AND_THEN,
        (Trigger.BIRTHDAY,),
    ),
    (
        "memberships-ending",
        "Memberships that end",
        "Finds memberships that end soon, have ended, or go on after a freeze.",
        _NOW_AND_THEN,
        (Trigger.MEMBERSHIP_ENDING, Trigger.MEMBERSHIP_ENDED, Trigger.MEMBERSHIP_RETURNED),
    ),
    ("due-soon", "Due soon", "Finds what is to be paid in some days.", _NOW_AND_THEN, (Trigger.DUE_SOON,)),
    (
        "overdue",
        "Overdue",
        "Finds what should have been paid some days ago.",
        _NOW_AND_THEN,
        (Trigger.OVERDUE,),
    ),
    (
        "inactivity",
        "Who stays away",
        "Finds clients who stay away longer than is usual for them.",
        _NOW_AND_THEN,
        (Trigger.INACTIVITY,),
    ),
    (
        "milestones",
        "Milestones",
        "Finds the hundredth visit, the first year, goals that were reached, and other such days.",
        _NOW_AND_THEN,
        (Trigger.VISITS_REACHED, Trigger.ANNIVERSARY, Trigger.GOAL_REACHED),
    ),
    (
        "events",
        "What has just happened",
        "Finds new clients, visits, payments and sales, for the rules that wait for them.",
        _OFTEN,
        (
            Trigger.CLIENT_CREATED,
            Trigger.VISIT,
            Trigger.PAYMENT,
            Trigger.REFUND,
            Trigger.MEMBERSHIP_SOLD,
            Trigger.MEMBERSHIP_FROZEN,
        ),
    ),
)


def automation_jobs(core: Core, rules: RuleService) -> Iterator[JobSpec]:
    """First the rhythms, which one of the others reads."""
    yield JobSpec(
        JOB,
        "How often clients come",
        "Learns from new visits how often each client usually comes.",
        _NOW_AND_THEN,
        lambda context: _learn(core, context),
    )
    for name, title, about, schedule, triggers in _LOOKS:
        yield JobSpec(name, title, about, schedule, _looking(rules, triggers))


def _looking(rules: RuleService, triggers: tuple[Trigger, ...]) -> Callable[[JobContext], str]:
    def look(context: JobContext) -> str:
        matched = rules.look(context.actor, triggers, context.stop)
        if matched.failed:
            raise RulesFailed(told(matched))
        return told(matched)

    return look


def told(matched: Matched) -> str:
    """What came of a look, in a sentence, and what went wrong for which rule; empty if nothing did."""
    parts = [
        f"{count} {word}"
        for state, word in (
            (MatchState.QUEUED, "acted on"),
            (MatchState.SKIPPED, "skipped"),
            (MatchState.TOO_LATE, "too late"),
        )
        if (count := matched.counts[state])
    ]
    found = [f"Found {matched.total}: {', '.join(parts)}."] if parts else []
    return " ".join([*found, *matched.failed.values()])


def _learn(core: Core, context: JobContext) -> str:
    with core.read() as session:
        mark = newest(session)
        client_ids = changed_since(session, Mark.read(context.mark))
    changed = 0
    for some in portions(client_ids):
        if context.stop.is_set():
            return ""
        with core.write() as work:
            changed += refresh(work.session, some)
    context.keep_mark(mark.written())
    return f"Learned the rhythm of {changed} clients." if changed else ""
