"""One client at the door: what is stored of the decision, and what the desk is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fitnesscrm_desktop.models.values import CheckInReason, Verdict
from fitnesscrm_desktop.services.checkin import statements
from fitnesscrm_desktop.services.checkin.events import ClientCheckedIn
from fitnesscrm_desktop.services.checkin.queries import Person
from fitnesscrm_desktop.services.checkin.reasons import Reason, sentence
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ClientAtDoor, ReasonLine
from fitnesscrm_desktop.services.checkin.rules import Admission, DoorFacts
from fitnesscrm_desktop.services.checkin.storing import (
    close_earlier,
    count_hour,
    count_visit,
    leaving_time,
    spend_visit,
)
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_SHOWN = 40
"""Letters of an unknown code that are said back."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Why the staff let somebody in against the rules, and against which."""

    reason: str
    over: tuple[CheckInReason, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the door, and what was decided."""

    person: Person
    facts: DoorFacts
    admitted: Admission
    moment: datetime
    day: date
    """The studio's day of that moment."""
    studio: StudioProfile
    decision: Decision | None = None
    key: str | None = None
    """By which the visit is found again."""

    def store(self, work: Work, actor: Actor) -> CheckInResult:
        """Write down what follows from the decision, in the caller's transaction."""
        if self.admitted.verdict is Verdict.REFUSED:
            words = list(dict.fromkeys(each.word for each in self.admitted.refusals))
            work.audit(actor, "checkin.refused", "client", self.person.id, reasons=words)
            return self._result(None)
        if self.admitted.same_visit is not None:
            return self._result(self._find_again(work, self.admitted.same_visit.id))
        visit_id = self._store_visit(work, actor)
        work.record(ClientCheckedIn(self.person.id, visit_id, self.admitted.verdict))
        return self._result(visit_id)

    def told(self, visit_id: int) -> CheckInResult:
        """The answer about a visit that is there; nothing is changed."""
        return self._result(visit_id)

    def _find_again(self, work: Work, visit_id: int) -> int:
        """Who had been checked out and comes back within minutes is inside again."""
        same = self.admitted.same_visit
        is_now = self.moment >= work.now
        if is_now and same is not None and same.left_at is not None and same.left_at <= self.moment:
            work.connection.execute(statements.REOPEN_VISIT, {"visit_id": visit_id})
            work.record(ClientCheckedIn(self.person.id, visit_id, self.admitted.verdict))
        return visit_id

    def _store_visit(self, work: Work, actor: Actor) -> int:
        connection, day, visits = work.connection, self.day, self.facts.visits
        membership = self._membership_id
        left_at = leaving_time(visits, self.moment, work.now, self.studio)
        visit = {
            "client_id": self.person.id,
            "membership_id": membership,
            "at": self.moment,
            "day": day,
            "verdict": self.admitted.verdict,
            "override_reason": "" if self.decision is None else self.decision.reason,
            "staff_id": actor.staff_id,
            "left_at": left_at,
            "left_by_itself": left_at is not None,
        }
        (visit_id,) = statements.ADD_VISIT.rows(connection, visit)[0]
        close_earlier(connection, visits, self.moment, self.studio)
        count_visit(connection, self.person.id, day)
        if self.admitted.spends and membership is not None:
            left = spend_visit(connection, membership, visit_id, self.moment)
            if left == 0:
                refresh_client(work.session, self.person.id, self.studio)
        self._audit(work, actor, visit_id)
        count_hour(connection, self.moment, self.studio)
        return int(visit_id)

    def _audit(self, work: Work, actor: Actor, visit_id: int) -> None:
        detail: dict[str, object] = {"client": self.person.id}
        if self.key is not None:
            detail["key"] = self.key
        if self.decision is None:
            work.audit(actor, "checkin.create", "visit", visit_id, **detail)
        else:
            detail |= {"reason": self.decision.reason, "over": self.decision.over}
            work.audit(actor, "checkin.override", "visit", visit_id, **detail)

    @property
    def _membership_id(self) -> int | None:
        """The membership the visit is written down for: one whose time it is, even if it had refused."""
        found = self.admitted.membership
        return found.id if found is not None and found.runs_on(self.day) else None

    def _result(self, visit_id: int | None) -> CheckInResult:
        refusals, notices = self._lines(self.admitted.refusals), self._lines(self.admitted.notices)
        fresh = visit_id is not None and self.admitted.same_visit is None
        same = self.admitted.same_visit
        return CheckInResult(
            verdict=self.admitted.verdict,
            at=self.moment if same is None else same.at,
            client=self._client(fresh=fresh),
            visit_id=visit_id,
            membership_id=None if visit_id is None else (same.membership_id if same else self._membership_id),
            reasons=refusals or notices,
            remarks=notices if refusals else (),
        )

    def _lines(self, reasons: tuple[Reason, ...]) -> tuple[ReasonLine, ...]:
        return tuple(
            ReasonLine(each.word, sentence(each, self.day, self.studio), each.cures, each.text)
            for each in reasons
        )

    def _client(self, *, fresh: bool) -> ClientAtDoor:
        membership = self.admitted.membership
        left = None if membership is None else membership.visits_left
        if left is not None and fresh:
            left -= self.admitted.spends
        end = None if membership is None else membership.known_end
        return ClientAtDoor(
            id=self.person.id,
            member_number=self.person.member_number,
            first_name=self.person.first_name,
            last_name=self.person.last_name,
            has_photo=bool(self.person.has_photo),
            plan="" if membership is None else membership.plan,
            ends_on=end,
            days_left=None if end is None else (end - self.day).days,
            visits_left=left,
            visits=(self.person.visits or 0) + fresh,
            balance=self.facts.balance,
        )


def unknown(work: Work, actor: Actor, code: str, moment: datetime, studio: StudioProfile) -> CheckInResult:
    """Nobody has this code; the attempt is written down, the code is not."""
    work.audit(actor, "checkin.refused", "client", None, reasons=[CheckInReason.UNKNOWN_CODE])
    shown = " ".join(code.split())
    cut = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
    reason = Reason(CheckInReason.UNKNOWN_CODE, text=cut)
    line = ReasonLine(reason.word, sentence(reason, studio.day_of(moment), studio))
    return CheckInResult(Verdict.REFUSED, moment, reasons=(line,))
