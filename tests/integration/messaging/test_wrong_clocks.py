"""A wrong clock neither loses nor holds up what waits, and nobody gets more than the cap allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime

import pytest

from fitnesscrm_desktop.bootstrap import build
from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.values import Audience, MatchState, MessageState, RuleAction, Trigger
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.automation.by_row import BY_ROW
from fitnesscrm_desktop.services.core.clock import ClockSetTo
from fitnesscrm_desktop.services.core.engine import open_database
from fitnesscrm_desktop.services.messaging.outbox_results import SendingRules
from fitnesscrm_desktop.services.messaging.queueing import Origin
from fitnesscrm_desktop.services.messaging.waiting import JUST_HAPPENED
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


class Writer:
    """Writes what rules would write to one client."""

    def __init__(self, outbox: OutboxDesk, people: People) -> None:
        self.outbox, self.people = outbox, people
        self.anna = people.add(email="anna@example.com")
        self.written = 0

    def rule(self, trigger: Trigger = Trigger.MEMBERSHIP_RETURNED, *, ignores_cap: bool = False) -> int:
        with self.outbox.services.core.write() as work:
            rule = Rule(
                name="A rule",
                trigger=trigger,
                audience=Audience.CLIENT,
                action=RuleAction.EMAIL,
                ignores_cap=ignores_cap,
                created_at=work.now,
            )
            work.session.add(rule)
            work.session.flush()
            return rule.id

    def write(self, rule_id: int, on_day: date = TODAY, *, approved: bool = True, days: int = 30) -> int:
        self.written += 1
        with self.outbox.services.core.write() as work:
            match = RuleMatch(
                rule_id=rule_id,
                client_id=self.anna,
                occurrence=f"occasion {self.written}",
                on_day=on_day,
                at=work.now,
                state=MatchState.QUEUED,
            )
            work.session.add(match)
            work.session.flush()
            origin, good_until = Origin(match_id=match.id, rule_id=rule_id), work.now + days * DAY
        return self.outbox.queue(
            "anna@example.com",
            client_id=self.anna,
            approved=approved,
            origin=origin,
            good_until=good_until,
            subject=f"Number {self.written}",
        )

    def approve(self, *ids: int) -> None:
        assert not self.outbox.services.outbox.approve(self.outbox.owner, ids).refused

    def cap(self, weekly_cap: int) -> None:
        service = self.outbox.services.messaging
        rules = SendingRules(0, 0, weekly_cap)
        service.save_rules(self.outbox.owner, service.get(self.outbox.owner).version, rules)

    def states(self) -> list[str]:
        return [each.state.value for each in self.outbox.stored()]


@pytest.fixture
def writer(outbox: OutboxDesk, people: People) -> Writer:
    return Writer(outbox, people)


def subjects(server: MailServer) -> list[str]:
    return [str(message_from_bytes(each.content)["Subject"]) for each in server.received]


def test_triggers_that_have_a_day_are_told_from_what_has_just_happened() -> None:
    assert frozenset(BY_ROW) == JUST_HAPPENED


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=20)])
def test_what_was_approved_before_the_clock_was_set_back_goes_first_and_at_once(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock, back: timedelta
) -> None:
    outbox.queue(subject="First")
    draft = outbox.queue(subject="Second", approved=False)
    outbox.services.outbox.approve(outbox.owner, [draft])
    clock.advance(-back)
    outbox.queue(subject="Third")
    assert outbox.deliver().sent == 3
    assert subjects(server) == ["First", "Second", "Third"]


def test_a_try_that_failed_while_the_clock_was_ahead_is_repeated_now(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_address = lambda _to: "451 Try again later"
    message_id = outbox.queue()
    clock.advance(days=2)
    assert outbox.deliver().later == 1
    clock.advance(days=-2)
    server.manners.on_address = lambda _to: None
    assert outbox.deliver().sent == 1
    assert outbox.see(message_id).row.state is MessageState.SENT


def test_what_only_seemed_too_late_stands_again_where_it_stood(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    ends = clock.now() + 3 * DAY
    ready, draft = outbox.queue(good_until=ends), outbox.queue(good_until=ends, approved=False)
    clock.advance(days=20)
    assert outbox.deliver().too_late == 2
    clock.advance(days=-20)
    assert outbox.deliver().sent == 1
    assert outbox.see(ready).row.state is MessageState.SENT
    row = outbox.see(draft).row
    assert (row.state, row.send_at, row.outcome) == (MessageState.DRAFT, None, "")
    clock.advance(days=4)
    assert outbox.deliver().too_late == 1
    clock.advance(minutes=1)
    assert outbox.deliver().too_late == 0


def test_what_was_found_before_its_day_waits_for_it(
    outbox: OutboxDesk, writer: Writer, server: MailServer, clock: FakeClock
) -> None:
    early = writer.write(writer.rule(), TODAY + 5 * DAY)
    stored = writer.write(writer.rule(Trigger.PAYMENT), TODAY + 5 * DAY)
    assert outbox.deliver().sent == 1
    assert outbox.see(stored).row.state is MessageState.SENT
    row = outbox.see(early).row
    assert (row.outcome, row.send_at) == ("its_day", datetime(2026, 3, 8, 23, 0, tzinfo=UTC))
    clock.advance(days=5)
    assert outbox.deliver().sent == 1
    assert len(server.received) == 2


def test_old_drafts_and_new_ones_together_keep_to_the_weekly_cap(
    outbox: OutboxDesk, writer: Writer, server: MailServer, clock: FakeClock
) -> None:
    rule = writer.rule()
    writer.cap(3)
    old = [writer.write(rule, approved=False) for _ in range(3)]
    clock.advance(days=8)
    new = [writer.write(rule, approved=False) for _ in range(3)]
    writer.approve(*old, *new)
    assert outbox.deliver().sent == 3
    assert subjects(server) == ["Number 1", "Number 2", "Number 3"]
    waits = [outbox.see(each).row for each in new]
    assert {(row.state, row.outcome, row.send_at) for row in waits} == {
        (MessageState.APPROVED, "weekly_cap", clock.now() + 7 * DAY)
    }
    assert outbox.see(new[0]).events[-1].text == "weekly_cap"
    clock.advance(days=6)
    assert outbox.deliver().sent == 0
    clock.advance(days=1)
    assert outbox.deliver().sent == 3
    assert len(server.received) == 6


def test_each_week_has_its_share_and_what_means_nothing_any_more_ends(
    outbox: OutboxDesk, writer: Writer, server: MailServer, clock: FakeClock
) -> None:
    rule = writer.rule()
    writer.cap(1)
    for days in (30, 30, 10):
        writer.write(rule, days=days)
    sent = []
    for _ in range(16):
        sent.append(outbox.deliver().sent)
        clock.advance(days=1)
    assert sent == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert writer.states() == ["sent", "sent", "too_late"]


def test_what_waits_for_room_is_not_overtaken_by_what_comes_later(
    outbox: OutboxDesk, writer: Writer, server: MailServer, clock: FakeClock
) -> None:
    rule = writer.rule()
    writer.cap(1)
    writer.write(rule)
    assert outbox.deliver().sent == 1
    clock.advance(days=1)
    writer.write(rule)
    assert outbox.deliver().sent == 0
    clock.advance(days=6)
    third = writer.write(rule)
    assert outbox.deliver().sent == 1
    assert subjects(server) == ["Number 1", "Number 2"]
    assert outbox.see(third).row.outcome == "weekly_cap"
    clock.advance(days=7)
    assert outbox.deliver().sent == 1


def test_rules_that_ignore_the_cap_and_people_are_not_held_back(
    outbox: OutboxDesk, writer: Writer, server: MailServer
) -> None:
    writer.cap(1)
    rule, urgent = writer.rule(), writer.rule(Trigger.OVERDUE, ignores_cap=True)
    writer.write(rule)
    writer.write(rule)
    with outbox.services.core.write() as work:
        work.session.get_one(Rule, urgent).trigger = Trigger.MEMBERSHIP_RETURNED
    writer.write(urgent)
    outbox.queue("anna@example.com", client_id=writer.anna, subject="By hand")
    assert outbox.deliver().sent == 3
    assert subjects(server) == ["Number 1", "Number 3", "By hand"]


def test_another_cap_counts_at_once(outbox: OutboxDesk, writer: Writer, server: MailServer) -> None:
    writer.cap(1)
    rule = writer.rule()
    for _ in range(3):
        writer.write(rule)
    assert outbox.deliver().sent == 1
    writer.cap(2)
    assert outbox.deliver().sent == 1
    writer.cap(0)
    assert outbox.deliver().sent == 1


@pytest.fixture
def made_up(outbox: OutboxDesk, database_url: str, clock: FakeClock) -> Iterator[OutboxDesk]:
    """Give a second program that acts as if it were ten days later; the first has the right time."""
    clock.set(datetime.now(UTC))
    other = build(open_database(database_url), Home.find(), clock=ClockSetTo(clock.now() + 10 * DAY))
    yield OutboxDesk(other)
    other.close()


def test_a_mail_that_is_sent_as_if_it_were_later_has_the_real_date(
    outbox: OutboxDesk, made_up: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    message_id = outbox.queue()
    assert made_up.deliver().sent == 1
    dated = parsedate_to_datetime(str(message_from_bytes(server.received[0].content)["Date"]))
    assert abs(dated - clock.now()) < timedelta(minutes=5)
    seen = outbox.see(message_id)
    assert seen.row.sent_at is not None
    assert abs(seen.row.sent_at - clock.now()) < timedelta(minutes=5)
    assert abs(seen.events[-1].at - clock.now()) < timedelta(minutes=5)


def test_what_seemed_too_late_to_a_made_up_moment_is_sent_all_the_same(
    outbox: OutboxDesk, made_up: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    outbox.queue(good_until=clock.now() + 3 * DAY)
    assert made_up.deliver().too_late == 1
    assert outbox.deliver().sent == 1
    assert len(server.received) == 1
