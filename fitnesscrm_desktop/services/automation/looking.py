"""Where a trigger that goes by the calendar looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.values import Trigger


@dataclass(frozen=True, slots=True)
class Look:
    """Which days a rule looks at, both included, and its n."""

    session: Session
    first: date
    last: date
    n: int
    new_for: int | None = None
    """A rule that has looked before: what it has found already need not be found again."""
    client_id: int | None = None
    """Whom alone it has to find, where finding everybody takes time; None: everybody."""

    def before(self) -> tuple[date, date]:
        """The days that lie n days before those."""
        return self.first - timedelta(days=self.n), self.last - timedelta(days=self.n)

    def after(self) -> tuple[date, date]:
        """The days that lie n days after those."""
        return self.first + timedelta(days=self.n), self.last + timedelta(days=self.n)

    def nearer_rules(self, trigger: Trigger) -> Sequence[int]:
        """The days of the rules that remind of the same later than this one, and are on."""
        return self._others(trigger, Rule.days < self.n)

    def later_rules(self, trigger: Trigger) -> Sequence[int]:
        """The days of the rules that look back at the same later than this one, and are on."""
        return self._others(trigger, Rule.days > self.n)

    def _others(self, trigger: Trigger, which: ColumnElement[bool]) -> Sequence[int]:
        query = select(Rule.days).where(
            Rule.trigger == trigger, which, Rule.enabled_on.is_not(None), Rule.archived_at.is_(None)
        )
        return self.session.scalars(query).all()
