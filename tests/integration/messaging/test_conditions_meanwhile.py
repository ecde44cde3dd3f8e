"""The conditions of a rule are looked at again before what it has written goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import MessageState, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Condition, Every, Field, Op
from fitnesscrm_desktop.services.messaging.outbox_results import Refusal
from tests.support.clock import START
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.staff import hire, make_hashing_cheap
from tests.support.studio_rows import StudioRows

TODAY = START.date()
DAY = timedelta(days=1)
BORN = TODAY.replace(year=1990)


class Studio:
    """Anna and Boris, of whom a rule writes the same; then Boris changes."""

    def __init__(self, services: Services, outbox: OutboxDesk, server: MailServer) -> None:
        self.services, self.owner = services, outbox.owner
        self.outbox, self.server = outbox, server
        self.book, self.rows = RuleBook(services, outbox.owner), StudioRows(services)
        people = People(services)
        self.anna = people.add("Anna Ivanova", BORN, email="anna@example.com", language="en")
        self.boris = people.add("Boris Novak", BORN, email="boris@example.com", language="en")
        self.both = (self.anna, self.boris)

    def write(self, only_if: Condition, trigger: Trigger = Trigger.BIRTHDAY, days: int = 0) -> None:
        """A rule with conditions has found both."""
        self.book.mail(trigger, days, conditions=only_if)
        assert self.book.look() == {"queued": 2}

    def approve(self) -> None:
        """A person approves all that waits."""
        ids = [each.id for each in self.outbox.stored()]
        assert len(self.services.outbox.approve(self.owner, ids).done) == 2

    def edit(self, client_id: int, **changes: object) -> None:
        """Change a client as the desk does."""
        version = self.services.directory.detail(self.owner, client_id).version
        self.services.clients.edit(self.owner, client_id, version, changes)

    @property
    def boriss(self) -> int:
        """The message about Boris."""
        (found,) = [each for each in self.outbox.stored() if each.client_id == self.boris]
        return found.id

    def only_anna_is_written_to(self) -> None:
        """What is sent, and what became of the rest."""
        done = self.outbox.deliver()
        assert (done.sent, done.dropped) == (1, 1)
        assert [each.to for each in self.server.received] == ["anna@example.com"]
        seen = self.outbox.see(self.boriss)
        assert (seen.row.state, seen.row.outcome) == (MessageState.DROPPED, "unmet")
        assert (seen.events[-1].state, seen.events[-1].text) == (MessageState.DROPPED, "unmet")


@pytest.fixture
def studio(services: Services, outbox: OutboxDesk, server: MailServer) -> Studio:
    return Studio(services, outbox, server)


def only_if(field: Field, value: object, op: Op = Op.IS, custom: int | None = None) -> Condition:
    return Every((Comparison(field, op, str(value), custom),))


def test_nothing_goes_to_who_speaks_another_language_now(studio: Studio) -> None:
    studio.write(only_if(Field.LANGUAGE, "en"))
    studio.approve()
    studio.edit(studio.boris, language="de")
    studio.only_anna_is_written_to()


def test_nothing_goes_to_who_turns_out_to_be_too_old(studio: Studio) -> None:
    studio.write(only_if(Field.AGE, 40, Op.AT_MOST))
    studio.approve()
    studio.edit(studio.boris, born=BORN.replace(year=1970))
    studio.only_anna_is_written_to()


def test_nothing_goes_to_who_has_the_tag_no_more(studio: Studio) -> None:
    tag = studio.services.records.create_tag(studio.owner, "Loyal").id
    studio.services.records.tag(studio.owner, studio.both, tag)
    studio.write(only_if(Field.TAG, tag))
    studio.approve()
    studio.services.records.untag(studio.owner, [studio.boris], tag)
    studio.only_anna_is_written_to()


def test_nothing_goes_to_who_has_another_trainer_now(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    make_hashing_cheap(monkeypatch)
    trainer = hire(studio.services, "tom", Role.OWNER).id
    for each in studio.both:
        studio.services.records.set_trainer(studio.owner, each, trainer)
    studio.write(only_if(Field.TRAINER, trainer))
    studio.approve()
    studio.services.records.set_trainer(studio.owner, studio.boris, None)
    studio.only_anna_is_written_to()


def test_nothing_goes_to_who_is_no_lead_any_more(studio: Studio) -> None:
    studio.write(only_if(Field.STAGE, "lead"))
    studio.approve()
    studio.rows.membership(studio.boris, studio.rows.plan(), ends_on=TODAY + 30 * DAY)
    studio.only_anna_is_written_to()


def test_an_occasion_about_a_membership_is_judged_by_the_plan_of_that_one(studio: Studio) -> None:
    silver, gold = studio.rows.plan(), studio.rows.plan()
    for each in studio.both:
        studio.rows.membership(each, gold, ends_on=TODAY + 7 * DAY)
    studio.write(only_if(Field.PLAN, gold), Trigger.MEMBERSHIP_ENDING, 7)
    studio.approve()
    studio.rows.membership(studio.anna, silver, ends_on=TODAY + 3 * DAY)
    assert studio.outbox.deliver().sent == 2


def test_a_draft_that_does_not_hold_any_more_is_dropped_when_it_would_be_approved(studio: Studio) -> None:
    studio.write(only_if(Field.LANGUAGE, "en"))
    studio.edit(studio.boris, language="de")
    studio.services.outbox.edit(
        studio.owner, studio.boriss, studio.outbox.see(studio.boriss).row.version, text="Dear Boris"
    )
    ids = [each.id for each in studio.outbox.stored()]
    bulk = studio.services.outbox.approve(studio.owner, ids)
    assert len(bulk.done) == 1
    assert bulk.refused == (Refusal(studio.boriss, "unmet"),)
    assert studio.outbox.see(studio.boriss).row.outcome == "unmet"
    assert studio.outbox.deliver().sent == 1
    assert [each.to for each in studio.server.received] == ["anna@example.com"]


def test_who_wants_it_sent_after_the_change_sends_it(studio: Studio) -> None:
    studio.write(only_if(Field.LANGUAGE, "en"))
    studio.approve()
    studio.edit(studio.boris, language="de")
    studio.only_anna_is_written_to()
    assert studio.services.outbox.retry(studio.owner, [studio.boriss]).done == (studio.boriss,)
    row = studio.outbox.see(studio.boriss).row
    assert (row.state, row.outcome) == (MessageState.APPROVED, "")
    assert studio.outbox.deliver().sent == 1
    assert studio.server.received[-1].to == "boris@example.com"


def test_what_a_person_has_dropped_is_not_tried_again(studio: Studio) -> None:
    studio.write(only_if(Field.LANGUAGE, "en"))
    studio.services.outbox.drop(studio.owner, [studio.boriss])
    bulk = studio.services.outbox.retry(studio.owner, [studio.boriss])
    assert bulk.refused == (Refusal(studio.boriss, "wrong_state"),)


def test_no_letter_is_printed_for_who_does_not_meet_the_conditions_any_more(studio: Studio) -> None:
    home = {"street": "Hill Road 1", "postal_code": "12345", "city": "Berlin"}
    for each in studio.both:
        studio.edit(each, **home)
    studio.book.add(
        Trigger.BIRTHDAY,
        action=RuleAction.LETTER,
        template_id=studio.book.words(),
        conditions=only_if(Field.LANGUAGE, "en"),
    )
    assert studio.book.look() == {"queued": 2}
    studio.approve()
    studio.edit(studio.boris, language="de")
    letters = studio.services.outbox.letters(studio.owner, [])
    assert letters.dropped == (Refusal(studio.boriss, "unmet"),)
    assert letters.client_ids == (studio.anna,)
