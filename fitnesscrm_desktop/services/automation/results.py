"""What the rules take and hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fitnesscrm_desktop.models.values import Audience, Channel, MatchState, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import ALWAYS, Condition


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as an editor shows it."""

    name: str
    trigger: Trigger
    days: int = 0
    """The n of "ends in n days", "n days overdue"; the visits or years of a milestone."""
    conditions: Condition = ALWAYS
    audience: Audience = Audience.CLIENT
    audience_role: Role | None = None
    """For audience staff, and for tasks: whose task it is."""
    action: RuleAction = RuleAction.EMAIL
    template_id: int | None = None
    task_text: str = ""
    by_itself: bool = False
    """Sends without asking; else a person approves every message first."""
    ignores_cap: bool = False


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """What came of a rule in short, for the list."""

    matched: int = 0
    waiting: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what came of it."""

    id: int
    draft: RuleDraft
    template_name: str
    enabled_on: date | None
    archived: bool
    version: int
    counts: RuleCounts
    names: Mapping[str, str] = field(default_factory=dict)
    """What the ids in conditions are called: ``plan:3`` -> "Gold"; ``tag:7``, ``trainer:2``, ``custom:1``."""
    held: tuple[int, ...] = ()
    """Messages it had approved that wait for a yes now, because it was just switched off."""

    @property
    def enabled(self) -> bool:
        """Whether it is switched on."""
        return self.enabled_on is not None


@dataclass(frozen=True, slots=True)
class DryEntry:
    """What a rule would have done, or will do, about one occasion."""

    rule_id: int
    client_id: int
    client_name: str
    day: date
    state: MatchState
    reason: str = ""
    """Why nothing would be queued, as a stable word."""
    channel: Channel | None = None
    """None: a task."""
    to_name: str = ""
    to_address: str = ""
    subject: str = ""
    recipient_id: int | None = None
    """A client's id, for messages to clients."""
    done: bool = False
    """The rule has found it for real already."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What rules would have done between two days. Nothing was stored and nothing was sent."""

    first: date
    today: date
    last: date
    entries: tuple[DryEntry, ...]
    cut: bool = False
    """There are more entries than were worked out."""


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One occasion a rule has found, and what came of it."""

    id: int
    client_id: int
    client_name: str
    day: date
    """The studio's day of the occasion."""
    at: datetime
    """When it was found."""
    state: MatchState
    reason: str
    """Why nothing was queued, as a stable word."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What clients did after a rule's messages: *n* of *of* came (or paid) within *days*."""

    word: str
    """``visit`` or ``payment``."""
    n: int
    of: int
    days: int


@dataclass(frozen=True, slots=True)
class RuleStatistics:
    """What became of everything a rule has found. A message counts in one place, and in ``approved``."""

    rule_id: int
    matched: int
    queued: int
    """Occasions that became messages or tasks."""
    drafts: int
    approved: int
    """Messages somebody, or the rule itself, has said yes to, whatever became of them then."""
    on_the_way: int
    """Approved and not sent yet."""
    sent: int
    failed: int
    dropped: int
    too_late: int
    """Occasions that were found too late, and messages that were."""
    tasks: int
    tasks_done: int
    skipped: Mapping[str, int]
    """Reason word -> how many occasions."""
    followed: Followed | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something the staff is to do."""

    id: int
    text: str
    client_id: int | None
    client_name: str
    for_staff_id: int | None
    for_name: str
    """Of whose task it is; empty: of anybody with the role, or at all."""
    for_role: Role | None
    due_on: date
    created_at: datetime
    by: str
    """Who wrote it, or the name of the rule."""
    done_at: datetime | None
    done_by: str
    version: int
