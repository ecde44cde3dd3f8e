"""Trial runs that store nothing, and figures that are counts of what there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.client import ImportRun
from fitnesscrm_desktop.models.message import MessagingSettings
from fitnesscrm_desktop.models.values import MatchState, MessageState, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MAIL = "anna@example.org"


def test_a_trial_run_stores_nothing_and_says_what_a_look_then_does(
    services: Services, owner: Actor, people: People, rows: StudioRows, book: RuleBook
) -> None:
    people.add("Anna Ivanova", born=date(1990, 3, 4), email=MAIL)
    people.add("Hugo Rossi", born=date(1990, 3, 4))
    plan = rows.plan()
    rows.membership(people.add("Maria Meyer", email="maria@example.org"), plan, ends_on=TODAY + 7 * DAY)
    book.mail(Trigger.BIRTHDAY)
    book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    before = _row_counts(services)
    trial = services.rules.dry_run(owner, back=0, ahead=0)
    assert _row_counts(services) == before
    book.look()
    said = {(each.rule_id, each.client_id, each.state.value, each.reason) for each in trial.entries}
    with services.core.read() as session:
        done = {
            (each.rule_id, each.client_id, each.state.value, each.reason)
            for each in session.scalars(select(RuleMatch))
        }
    assert said == done
    assert {each.to_address for each in trial.entries} == {MAIL, "maria@example.org", ""}


def test_a_trial_run_looks_back_and_ahead_and_keeps_to_the_cap(
    services: Services, owner: Actor, people: People, rows: StudioRows, book: RuleBook
) -> None:
    for day in (1, 4, 10):
        anna = people.add(f"Anna Day{day}", born=date(1990, 3, day), email=f"{day}@example.org")
        rows.change_client(anna, created_at=LONG_AGO)
    people.add("Hugo Late", born=date(1990, 4, 1), email=MAIL)
    rule = book.mail(Trigger.BIRTHDAY)
    trial = services.rules.dry_run(owner, rule.id, back=30, ahead=7)
    assert [(each.day, each.state.value) for each in trial.entries] == [
        (date(2026, 3, 1), "queued"),
        (date(2026, 3, 4), "queued"),
        (date(2026, 3, 10), "queued"),
    ]


def test_who_was_added_later_had_no_birthday_here_before(
    services: Services, owner: Actor, people: People, rows: StudioRows, book: RuleBook
) -> None:
    """The day counts, not the moment: somebody added in the evening was written to on that day."""
    added: dict[str, int] = {}
    for name, at in (
        ("Before", "2026-02-28T22:59+00:00"),
        ("Same day", "2026-03-01T20:00+00:00"),
        ("Day after", "2026-03-01T23:30+00:00"),
        ("Today", "2026-03-04T08:00+00:00"),
    ):
        added[name] = people.add(f"{name} One", born=date(1990, 3, 1), email=f"{len(added)}@example.org")
        rows.change_client(added[name], created_at=datetime.fromisoformat(at))
    with services.core.write() as work:
        run = ImportRun(file_name="old.csv", at=work.now)
        work.session.add(run)
        work.session.flush()
        imported = run.id
    added["Imported"] = people.add("Imported One", born=date(1990, 3, 1), email="imported@example.org")
    rows.change_client(added["Imported"], import_id=imported)
    rule = book.mail(Trigger.BIRTHDAY)
    trial = services.rules.dry_run(owner, rule.id, back=30, ahead=7)
    there = {added[name] for name in ("Before", "Same day", "Imported")}
    assert {each.client_id for each in trial.entries} == there


def test_a_trial_run_asks_how_old_somebody_will_be(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    people.add(born=date(1966, 3, 7), email=MAIL)
    book.mail(Trigger.BIRTHDAY, conditions=Comparison(Field.AGE, Op.AT_LEAST, "60"))
    (entry,) = services.rules.dry_run(owner, back=0, ahead=7).entries
    assert entry.day == date(2026, 3, 7)


def test_a_trial_run_knows_what_clients_have_got_this_week(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    people.add("Anna Ivanova", born=date(1990, 3, 4), email=MAIL)
    with services.core.write() as work:
        work.session.add(MessagingSettings(id=1, weekly_cap=1))
    first = book.mail(Trigger.BIRTHDAY)
    book.look()
    services.outbox.approve(owner, [each.id for each in book.messages()])
    second = book.mail(Trigger.BIRTHDAY)
    trial = {each.rule_id: each for each in services.rules.dry_run(owner, back=0, ahead=0).entries}
    assert (trial[first.id].state.value, trial[first.id].done) == ("queued", True)
    assert (trial[second.id].state.value, trial[second.id].reason) == ("queued", "weekly_cap")
    assert book.look() == {"queued": 1}


def test_a_trial_run_writes_to_somebody_who_is_grown_up_by_then(
    services: Services, owner: Actor, people: People, book: RuleBook, clock: FakeClock
) -> None:
    payer = people.add("Maria Meyer", email="payer@example.org")
    for name, year, email in (("Young", 2008, MAIL), ("Younger", 2009, "younger@example.org")):
        client = people.add(f"{name} One", born=date(year, 3, 7), email=email)
        services.clients.set_payer(owner, client, payer)
    book.mail(Trigger.BIRTHDAY)
    trial = services.rules.dry_run(owner, back=0, ahead=7)
    assert {each.to_address for each in trial.entries} == {MAIL, "payer@example.org"}
    clock.advance(days=3)
    book.look()
    assert {each.to_address for each in book.messages()} == {each.to_address for each in trial.entries}


def test_a_trial_of_one_rule_leaves_the_others_their_share_of_the_week(
    services: Services, owner: Actor, people: People, rows: StudioRows, book: RuleBook, clock: FakeClock
) -> None:
    anna = people.add("Anna Ivanova", born=date(1990, 3, 7), email=MAIL)
    rows.membership(anna, rows.plan(), ends_on=TODAY + 5 * DAY)
    with services.core.write() as work:
        work.session.add(MessagingSettings(id=1, weekly_cap=2))
    others = {book.mail(Trigger.MEMBERSHIP_ENDING, days).id for days in (5, 3)}
    birthday = book.mail(Trigger.BIRTHDAY)
    book.look()
    services.outbox.approve(owner, [each.id for each in book.messages()])
    (entry,) = services.rules.dry_run(owner, birthday.id, back=0, ahead=7).entries
    assert (entry.day, entry.state.value, entry.reason) == (TODAY + 3 * DAY, "queued", "weekly_cap")
    for _ in range(3):
        clock.advance(days=1)
        book.look()
    assert [state for _, _, state, _ in book.matches(birthday)] == ["queued"]
    assert {each.rule_id for each in book.messages()} == {*others, birthday.id}


def test_a_trial_run_knows_when_the_week_is_over(
    services: Services, owner: Actor, people: People, rows: StudioRows, book: RuleBook, clock: FakeClock
) -> None:
    anna = people.add("Anna Ivanova", born=date(1990, 3, 4), email=MAIL)
    rows.membership(anna, rows.plan(), ends_on=TODAY + 7 * DAY)
    with services.core.write() as work:
        work.session.add(MessagingSettings(id=1, weekly_cap=1))
    book.mail(Trigger.BIRTHDAY)
    ending = book.mail(Trigger.MEMBERSHIP_ENDING, 0)
    book.look()
    services.outbox.approve(owner, [each.id for each in book.messages()])
    clock.advance(days=2)
    (entry,) = services.rules.dry_run(owner, ending.id, back=0, ahead=7).entries
    clock.advance(days=5)
    assert book.look() == {"queued": 1}
    assert (entry.state.value, entry.reason) == ("queued", "")


def test_the_figures_of_a_rule_are_counts_of_what_there_is(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    debtors = [till.client(f"Anna{each}", email=f"{each}@example.org") for each in range(4)]
    till_only = till.client("Hugo")
    for client in (*debtors, till_only):
        till.charge(client, 1000, TODAY)
    rule = book.mail(Trigger.OVERDUE, 3)
    clock.advance(days=3)
    book.look()
    with services.core.write() as work:
        for message in book.messages()[:3]:
            stored = work.session.merge(message)
            stored.state, stored.sent_at = MessageState.SENT, work.now
            stored.approved_at = work.now
    clock.advance(days=2)
    till.pay(debtors[0], 1000)
    clock.advance(days=6)
    till.pay(debtors[1], 1000)
    figures = services.rules.statistics(owner, rule.id)
    assert (figures.matched, figures.queued, figures.sent, figures.drafts) == (5, 4, 3, 1)
    assert (figures.approved, figures.on_the_way) == (3, 0)
    assert figures.skipped == {"no_address": 1}
    assert figures.followed is not None
    assert (figures.followed.word, figures.followed.n, figures.followed.of) == ("payment", 1, 3)


def test_a_payment_of_which_nothing_is_left_has_not_followed(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    debtors = [till.client(f"Anna{each}", email=f"{each}@example.org") for each in range(2)]
    for client in debtors:
        till.charge(client, 1000, TODAY)
    rule = book.mail(Trigger.OVERDUE, 3)
    clock.advance(days=3)
    book.look()
    with services.core.write() as work:
        for message in book.messages():
            stored = work.session.merge(message)
            stored.state, stored.sent_at = MessageState.SENT, work.now
    clock.advance(days=2)

    def followed() -> int:
        figures = services.rules.statistics(owner, rule.id).followed
        return 0 if figures is None else figures.n

    kept, returned = (till.pay(client, 1000).payment_id for client in debtors)
    assert followed() == 2
    for payment in (kept, returned):
        services.billing.refund(owner, payment, 400, "A part")
    assert followed() == 2
    services.billing.refund(owner, returned, reason="The rest")
    assert followed() == 1


def test_the_rows_behind_the_figures_are_listed_page_by_page(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    rule, other = book.mail(Trigger.CLIENT_CREATED), book.mail(Trigger.CLIENT_CREATED)
    for name, email in (("Anna", MAIL), ("Berta", None), ("Carla", MAIL)):
        till.client(name, email=email)
        book.look()
        clock.advance(minutes=1)
    first = services.rules.found(owner, rule.id, limit=2)
    rest = services.rules.found(owner, rule.id, after=first.next_cursor, limit=2)
    assert [each.client_name for each in (*first.rows, *rest.rows)] == [
        "Carla Example",
        "Berta Example",
        "Anna Example",
    ]
    assert rest.next_cursor is None
    (left_out,) = services.rules.found(owner, rule.id, state=MatchState.SKIPPED, reason="no_address").rows
    assert (left_out.client_name, left_out.state, left_out.day) == (
        "Berta Example",
        MatchState.SKIPPED,
        TODAY,
    )
    assert len(services.rules.found(owner, rule.id, state=MatchState.QUEUED).rows) == 2
    assert not services.rules.found(owner, rule.id, reason="opted_out").rows
    assert len(services.rules.found(owner, other.id).rows) == 3


def _row_counts(services: Services) -> dict[str, int]:
    with services.core.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }
