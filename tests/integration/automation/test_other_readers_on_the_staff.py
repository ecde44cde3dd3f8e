"""Who on the staff reads about a client may be somebody else by the time a message goes out, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Event

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Audience, MessageState, Role, Trigger
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sent_statements import sent_statements
from tests.support.staff import hire, signed_in
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


@pytest.fixture
def outbox(services: Services) -> Iterator[OutboxDesk]:
    """Give a studio whose e-mail goes through a server."""
    with MailServer() as server:
        desk = OutboxDesk(services)
        desk.set_up_mail(server.port)
        yield desk


def seen(outbox: OutboxDesk) -> list[tuple[str, MessageState, str]]:
    return [(each.to_address, each.state, each.outcome) for each in outbox.stored()]


class Team:
    """Tom and Eva train, and Tom looks after Anna, whose birthday it is; a boss can let them go."""

    def __init__(self, services: Services, owner: Actor) -> None:
        self.services, self.owner = services, owner
        hire(services, "boss", Role.OWNER)
        self.tom, self.eva = (self.hired(login) for login in ("tom", "eva"))
        self.anna = People(services).add("Anna Meyer", TODAY.replace(year=1990), language="en")
        services.records.set_trainer(owner, self.anna, self.tom)

    def hired(self, login: str) -> int:
        staff = hire(self.services, login, Role.TRAINER)
        self.change(staff.id, login, Role.TRAINER)
        return staff.id

    def change(self, staff_id: int, login: str, role: Role, email: str | None = "") -> None:
        version = self.services.staff.member(self.owner, staff_id).version
        self.services.staff.edit(
            self.owner,
            staff_id,
            version,
            name=login.capitalize(),
            login=login,
            role=role,
            email=f"{login}@example.org" if email == "" else email or "",
        )


@pytest.fixture
def team(services: Services, owner: Actor) -> Team:
    return Team(services, owner)


def test_who_trains_a_client_now_reads_it_and_not_who_did(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.TRAINER)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    services.records.set_trainer(owner, team.anna, team.eva)
    assert outbox.deliver().dropped == 1
    book.look()
    book.look()
    assert seen(outbox) == [
        ("tom@example.org", MessageState.DROPPED, "not_responsible"),
        ("eva@example.org", MessageState.DRAFT, ""),
    ]


@pytest.mark.parametrize("audience", [Audience.TRAINER, Audience.STAFF])
def test_who_has_left_reads_nothing_about_clients(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team, audience: Audience
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=audience, audience_role=Role.TRAINER, by_itself=True)
    book.look()
    services.staff.leave(owner, team.tom)
    outbox.deliver()
    told = {"tom@example.org": "not_responsible", "eva@example.org": "250 2.0.0 Taken"}
    assert {to: outcome for to, _, outcome in seen(outbox)} == {to: told[to] for to, _, _ in seen(outbox)}
    assert "tom@example.org" in {to for to, _, _ in seen(outbox)}
    before = seen(outbox)
    book.look()
    assert seen(outbox) == before  # who has got it does not get it once more


def test_who_has_another_role_by_now_reads_no_more_for_it(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.STAFF, audience_role=Role.TRAINER, by_itself=True)
    book.look()
    team.change(team.eva, "eva", Role.FRONT_DESK)
    assert (done := outbox.deliver()).sent == 1
    assert done.dropped == 1
    hired = team.hired("ida")
    book.look()
    assert [each.recipient_id for each in outbox.stored()] == [team.tom, team.eva, hired]


def test_what_somebody_was_to_do_who_has_left_is_for_anybody(
    services: Services, owner: Actor, book: RuleBook, team: Team
) -> None:
    book.add(Trigger.BIRTHDAY, audience=Audience.TRAINER)
    book.look()
    eva = signed_in(services, "eva")
    assert services.staff_tasks.rows(eva, TaskList.MINE).rows == []
    services.staff.leave(owner, team.tom)
    assert [each.for_name for each in services.staff_tasks.rows(eva, TaskList.MINE).rows] == ["Tom"]
    assert services.staff_tasks.open_count(eva) == 1


def test_who_has_left_is_given_nothing_to_do(
    services: Services, owner: Actor, book: RuleBook, team: Team
) -> None:
    services.staff.leave(owner, team.tom)
    book.add(Trigger.BIRTHDAY, audience=Audience.TRAINER, audience_role=Role.TRAINER)
    book.look()
    assert [(each.for_staff_id, each.for_role) for each in book.tasks()] == [(None, Role.TRAINER)]


def test_what_is_for_the_staff_goes_to_the_address_they_have_when_it_leaves(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.STAFF, audience_role=Role.TRAINER)
    book.look()
    toms, evas = outbox.stored()
    services.outbox.edit(owner, evas.id, evas.version, to_address="typed@example.org")
    services.outbox.approve(owner, [toms.id, evas.id])
    team.change(team.tom, "tom", Role.TRAINER, "thomas@example.org")
    team.change(team.eva, "eva", Role.TRAINER, "evelyn@example.org")
    assert outbox.deliver().sent == 2
    assert [each.to_address for each in outbox.stored()] == ["thomas@example.org", "typed@example.org"]


def test_nothing_goes_to_an_address_that_was_taken_away_from_the_staff(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.STAFF, audience_role=Role.TRAINER)
    book.look()
    toms, evas = outbox.stored()
    services.outbox.edit(owner, evas.id, evas.version, to_address="typed@example.org")
    services.outbox.approve(owner, [toms.id, evas.id])
    team.change(team.tom, "tom", Role.TRAINER, None)
    team.change(team.eva, "eva", Role.TRAINER, None)
    outbox.deliver()
    assert seen(outbox) == [
        ("tom@example.org", MessageState.DROPPED, "no_address"),
        ("typed@example.org", MessageState.SENT, "250 2.0.0 Taken"),
    ]


def test_nobody_approves_what_would_go_to_an_address_that_was_taken_away(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.TRAINER)
    book.look()
    team.change(team.tom, "tom", Role.TRAINER, None)
    (message,) = outbox.stored()
    refused = services.outbox.approve(owner, [message.id]).refused
    assert [each.reason for each in refused] == ["no_address"]
    assert seen(outbox) == [("tom@example.org", MessageState.DRAFT, "")]
    services.outbox.edit(owner, message.id, message.version, to_address="typed@example.org")
    assert services.outbox.approve(owner, [message.id]).done == (message.id,), "it has one now"


def test_what_nobody_reads_holds_up_nothing_and_is_not_looked_at_every_minute(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team, clock: FakeClock
) -> None:
    """Tom has left, and only the last of his many clients has somebody else now."""
    many = [People(services).add(f"Client {n}", TODAY.replace(year=1990)) for n in range(51)]
    for client_id in many:
        services.records.set_trainer(owner, client_id, team.tom)
    book.mail(Trigger.BIRTHDAY, audience=Audience.TRAINER)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    services.staff.leave(owner, team.tom)
    outbox.deliver()
    services.records.set_trainer(owner, many[-1], team.eva)
    book.look()
    written = [each for each in outbox.stored() if each.state is MessageState.DRAFT]
    assert [(each.client_id, each.to_address) for each in written] == [(many[-1], "eva@example.org")]
    for _ in range(2):
        clock.advance(minutes=15)
        with sent_statements(services) as sent:
            book.look()
        assert len(sent) < len(many)
    services.records.set_trainer(owner, many[0], team.eva)
    clock.advance(minutes=45)
    book.look()
    assert outbox.stored()[-1].client_id == many[0]


@pytest.mark.parametrize("trigger", [Trigger.VISITS_REACHED, Trigger.VISIT])
def test_what_is_written_anew_is_found_among_the_visits_of_its_client_alone(
    services: Services,
    owner: Actor,
    book: RuleBook,
    outbox: OutboxDesk,
    rows: StudioRows,
    team: Team,
    trigger: Trigger,
) -> None:
    """However many others have come since, the look at what was dropped does not go through their visits."""
    book.mail(trigger, 1, audience=Audience.TRAINER)
    rows.membership(team.anna, rows.plan(), starts_on=TODAY, ends_on=TODAY + 30 * DAY)
    services.checkin.check_in(owner, client_id=team.anna)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    services.records.set_trainer(owner, team.anna, team.eva)
    assert outbox.deliver().dropped == 1
    with sent_statements(services) as sent:
        book.look()
    of_everybody = [
        each
        for each in sent
        if "\nFROM visit \n" in each and "visit.client_id " not in each.split("WHERE")[1]
    ]
    assert len(of_everybody) == 1  # the look for new ones, from where it left off
    assert outbox.stored()[-1].to_address == "eva@example.org"


def test_who_is_told_to_stop_looks_at_nothing_more_of_what_was_dropped(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    many = [People(services).add(f"Client {n}", TODAY.replace(year=1990)) for n in range(30)]
    for client_id in many:
        services.records.set_trainer(owner, client_id, team.tom)
    book.mail(Trigger.BIRTHDAY, audience=Audience.TRAINER)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    services.staff.leave(owner, team.tom)
    outbox.deliver()
    stop = Event()
    stop.set()
    with sent_statements(services) as sent:
        services.rules.look(owner, stop=stop)
    assert len(sent) < len(many)


def test_one_of_several_who_was_left_out_by_a_slip_gets_it_after_all(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, team: Team
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.STAFF, audience_role=Role.TRAINER)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    team.change(team.tom, "tom", Role.FRONT_DESK)
    outbox.deliver()
    team.change(team.tom, "tom", Role.TRAINER)
    team.hired("ida")
    book.look()
    assert seen(outbox) == [
        ("tom@example.org", MessageState.DRAFT, "so_again"),
        ("eva@example.org", MessageState.SENT, "250 2.0.0 Taken"),
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"text": "See you"}, ("See you", "tom@example.org")),
        ({"to_address": "typed@example.org"}, ("Hello Ana", "typed@example.org")),
        ({"text": "See you", "to_address": "typed@example.org"}, ("See you", "typed@example.org")),
        ({}, ("Hello Ana", "tom@example.org")),
    ],
)
def test_what_a_person_has_written_stays_when_a_message_is_taken_up_again(
    services: Services,
    owner: Actor,
    book: RuleBook,
    outbox: OutboxDesk,
    team: Team,
    typed: dict[str, str],
    kept: tuple[str, str],
) -> None:
    book.mail(Trigger.BIRTHDAY, audience=Audience.TRAINER)
    book.look()
    (draft,) = outbox.stored()
    services.outbox.edit(owner, draft.id, draft.version, **typed)
    services.outbox.approve(owner, [draft.id])
    services.records.set_trainer(owner, team.anna, team.eva)
    assert outbox.deliver().dropped == 1
    services.records.set_trainer(owner, team.anna, team.tom)
    version = services.directory.detail(owner, team.anna).version
    services.clients.edit(owner, team.anna, version, {"first_name": "Ana"})
    book.look()
    (again,) = outbox.stored()
    assert (again.state, again.text, again.to_address) == (MessageState.DRAFT, *kept)
    history = [each.text for each in outbox.see(again.id).events]
    assert ("figures_anew" in history) == ("text" not in typed)
