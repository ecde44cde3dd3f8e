"""However often the clock jumps: whoever could be greeted in time is greeted, and nobody twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MatchState, MessageState, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.messaging.outbox_results import SendingRules, Which
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.studio_rows import StudioRows

DAY = timedelta(days=1)
PATIENCE = 7 * DAY
HOME = "Europe/Berlin"
BORN = [
    date(1984, 2, 29),
    *(date(1990, month, day) for month, day in ((3, 4), (3, 5), (3, 12), (3, 29), (4, 9))),
]

steps = st.lists(
    st.one_of(
        st.tuples(st.just("on for"), st.integers(1, 240)),
        st.tuples(st.just("off for"), st.integers(24, 720)),
        st.tuples(st.just("clock wrong by"), st.integers(-400 * 24, 400 * 24)),
        st.tuples(st.just("moved to"), st.sampled_from([HOME, "Pacific/Auckland", "America/Los_Angeles"])),
    ),
    min_size=3,
    max_size=14,
)


class Studio:
    """One studio under one clock, which knows when somebody really looked."""

    def __init__(self, outbox: OutboxDesk, clock: FakeClock, owner: Actor, *, by_itself: bool) -> None:
        self.outbox, self.clock, self.owner, self.by_itself = outbox, clock, owner, by_itself
        self.services: Services = outbox.services
        self.rows = StudioRows(self.services)
        self.book = RuleBook(self.services, owner)
        self._forget()
        self.rule = self.book.mail(Trigger.BIRTHDAY, by_itself=by_itself)
        self.from_day, self.looked_on = self._today(), set[date]()

    def do(self, step: str, value: int | str) -> None:
        if step == "moved to":
            self.rows.change_studio(zone=value)
        elif step == "clock wrong by":
            self.clock.advance(hours=int(value))
            self._look()
            self.clock.advance(hours=-int(value))
        else:
            self.clock.advance(hours=int(value))
            if step == "on for":
                self.look()

    def look(self) -> None:
        """By a clock that is right."""
        self._look()
        self.looked_on.add(self._today())

    def could_be_greeted(self, day: date) -> bool:
        return day >= self.from_day and any(day <= each <= day + PATIENCE for each in self.looked_on)

    def greeted(self) -> Counter[tuple[int, str]]:
        """How many messages about each birthday have left."""
        query = (
            select(RuleMatch.client_id, RuleMatch.occurrence)
            .join(Message, Message.match_id == RuleMatch.id)
            .where(RuleMatch.rule_id == self.rule.id, Message.state == MessageState.SENT)
        )
        with self.services.core.read() as session:
            return Counter((client_id, occurrence) for client_id, occurrence in session.execute(query))

    def missed(self) -> set[tuple[int, str]]:
        """What is written down as too late."""
        query = select(RuleMatch.client_id, RuleMatch.occurrence).where(
            RuleMatch.rule_id == self.rule.id, RuleMatch.state == MatchState.TOO_LATE
        )
        with self.services.core.read() as session:
            return {(client_id, occurrence) for client_id, occurrence in session.execute(query)}

    def _look(self) -> None:
        self.book.look(Trigger.BIRTHDAY)
        if not self.by_itself:
            drafts = self.services.outbox.ids(self.owner, Which.DRAFT)
            self.services.outbox.approve(self.owner, drafts)
        self.outbox.deliver()

    def _today(self) -> date:
        return self.services.settings.profile().day_of(self.clock.now())

    def _forget(self) -> None:
        """What the last example has left."""
        self.clock.set(START)
        self.rows.change_studio(zone=HOME)
        for row in self.services.rules.list(self.owner):
            self.services.rules.archive(self.owner, row.id)
        with self.services.core.write() as work:
            left = update(Message).where(Message.state.not_in([MessageState.SENT, MessageState.DROPPED]))
            work.session.execute(left.values(state=MessageState.DROPPED))


@pytest.fixture
def clients(outbox: OutboxDesk, people: People) -> list[int]:
    """Give those who were born on these days, in a studio where rules may always write."""
    service = outbox.services.messaging
    service.save_rules(outbox.owner, service.get(outbox.owner).version, SendingRules(0, 0, 0))
    return [people.add(f"Anna Number{n}", born=born, email="a@example.com") for n, born in enumerate(BORN)]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.booleans(), steps)
@example(False, [("off for", 216), ("clock wrong by", 2400), ("on for", 1), ("on for", 96)])
@example(True, [("on for", 1), ("clock wrong by", 480), ("on for", 24), ("on for", 168), ("on for", 168)])
@example(True, [("moved to", "Pacific/Auckland"), ("on for", 5), ("moved to", HOME), ("on for", 24)])
def test_everybody_is_greeted_once(
    outbox: OutboxDesk,
    clients: list[int],
    server: MailServer,
    clock: FakeClock,
    owner: Actor,
    by_itself: bool,
    moves: list[tuple[str, int | str]],
) -> None:
    studio = Studio(outbox, clock, owner, by_itself=by_itself)
    for step, value in moves:
        studio.do(step, value)
    studio.look()
    greeted = studio.greeted()
    assert set(greeted.values()) <= {1}
    for client, born in zip(clients, BORN, strict=True):
        for year in (2026, 2027):
            day = date(year, 2, 28) if (born.month, born.day) == (2, 29) else born.replace(year=year)
            if studio.could_be_greeted(day):
                assert greeted[client, f"year:{year}"] == 1, f"nobody has greeted who was born on {born}"
                assert (client, f"year:{year}") not in studio.missed()
    sent = [message_from_bytes(each.content)["Message-ID"] for each in server.received]
    assert len(sent) == len(set(sent))
