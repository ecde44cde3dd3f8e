"""Letters and copies are looked at once more before a person hands them over, as mails are before they go."""

from __future__ import annotations

from typing import Any

import pytest

from fitnesscrm_desktop.models.values import Channel, ConsentKind, MessageState, Purpose, RuleAction, Trigger
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.pdf import fonts
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten, Refusal
from tests.support.clock import START, FakeClock
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till

TODAY = START.date()
HOME: dict[str, Any] = {"street": "Hill Road 1", "postal_code": "12345", "city": "Berlin"}


class ByHand:
    """Anna and Boris owe something, and a rule has written to both; everything is approved."""

    def __init__(self, outbox: OutboxDesk, clock: FakeClock) -> None:
        self.outbox, self.owner, self.clock = outbox, outbox.owner, clock
        self.services = outbox.services
        self.till = Till(self.services, self.owner)
        people = People(self.services)
        phones = iter(("+491511058756", "+491511058757"))
        self.anna, self.boris = (
            people.add(name, phone=next(phones), **HOME) for name in ("Anna Ivanova", "Boris Novak")
        )

    def write(self, action: RuleAction) -> tuple[int, int]:
        """What is to be handed over, to Anna and to Boris."""
        book = RuleBook(self.services, self.owner)
        for each in (self.anna, self.boris):
            self.till.charge(each, 1000, TODAY)
        book.add(Trigger.OVERDUE, 3, action=action, template_id=book.words())
        self.clock.advance(days=3)
        assert book.look() == {"queued": 2}
        ids = {each.client_id: each.id for each in self.outbox.stored()}
        self.services.outbox.approve(self.owner, ids.values())
        return ids[self.anna], ids[self.boris]


@pytest.fixture
def by_hand(outbox: OutboxDesk, clock: FakeClock) -> ByHand:
    return ByHand(outbox, clock)


def test_no_letter_is_printed_about_what_is_paid(by_hand: ByHand) -> None:
    annas, boriss = by_hand.write(RuleAction.LETTER)
    by_hand.till.pay(by_hand.boris, 1000)
    letters = by_hand.services.outbox.letters(by_hand.owner, [])
    assert (letters.ids, letters.client_ids) == ((annas,), (by_hand.anna,))
    assert letters.dropped == (Refusal(boriss, "settled"),)
    row = by_hand.outbox.see(boriss)
    assert (row.row.state, row.row.outcome, row.events[-1].text) == (
        MessageState.DROPPED,
        "settled",
        "settled",
    )


def test_a_letter_that_was_chosen_by_itself_is_not_printed_either(by_hand: ByHand) -> None:
    _, boriss = by_hand.write(RuleAction.LETTER)
    by_hand.services.clients.block(by_hand.owner, by_hand.boris, "Broke the door")
    with pytest.raises(RuleBroken, match=r"no letter left to print\. This client is blocked\."):
        by_hand.services.outbox.letters(by_hand.owner, [boriss])
    assert by_hand.outbox.see(boriss).row.state is MessageState.DROPPED


def test_a_letter_that_comes_too_late_is_not_printed(by_hand: ByHand) -> None:
    _, boriss = by_hand.write(RuleAction.LETTER)
    by_hand.clock.advance(days=100)
    with pytest.raises(RuleBroken, match="too late"):
        by_hand.services.outbox.letters(by_hand.owner, [])
    assert by_hand.outbox.see(boriss).row.state is MessageState.TOO_LATE


def test_no_copy_is_handed_out_about_what_is_paid(by_hand: ByHand) -> None:
    annas, boriss = by_hand.write(RuleAction.COPY)
    by_hand.till.pay(by_hand.boris, 1000)
    outbox, owner = by_hand.services.outbox, by_hand.owner
    assert outbox.words_to_pass_on(owner, annas) == "Hello Anna"
    with pytest.raises(RuleBroken, match=r"settled already\. Nothing was copied"):
        outbox.words_to_pass_on(owner, boriss)
    assert [each.state for each in by_hand.outbox.stored()] == [MessageState.APPROVED, MessageState.DROPPED]
    assert outbox.mark_copied(owner, [annas, boriss]).refused == (Refusal(boriss, "wrong_state"),)


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.COPY])
def test_offers_go_to_nobody_who_has_said_no_to_offers(by_hand: ByHand, channel: Channel) -> None:
    offer = by_hand.outbox.queue(
        "Hill Road 1", client_id=by_hand.anna, channel=channel, purpose=Purpose.MARKETING
    )
    outbox, records = by_hand.services.outbox, by_hand.services.records

    def says(*, given: bool) -> None:
        records.record_consent(
            by_hand.owner, by_hand.anna, ConsentKind.MARKETING, given=given, source="At the desk"
        )

    def hand_over() -> None:
        if channel is Channel.LETTER:
            outbox.letters(by_hand.owner, [offer])
        else:
            outbox.words_to_pass_on(by_hand.owner, offer)

    says(given=True)
    hand_over()
    says(given=False)
    with pytest.raises(RuleBroken, match="has not agreed"):
        hand_over()


def test_what_a_person_wrote_about_a_debt_is_printed_all_the_same(by_hand: ByHand) -> None:
    letter = by_hand.outbox.queue("Hill Road 1", client_id=by_hand.anna, channel=Channel.LETTER)
    by_hand.services.clients.block(by_hand.owner, by_hand.anna, "Broke the door")
    assert by_hand.services.outbox.letters(by_hand.owner, [letter]).ids == (letter,)


@pytest.mark.parametrize(("shown_here", "named"), [(False, ("김 민수", "王 小明")), (True, ("김 민수",))])
def test_whose_letters_no_font_shows_is_named_before_they_are_handed_over(
    outbox: OutboxDesk,
    monkeypatch: pytest.MonkeyPatch,
    shown_here: bool,
    named: tuple[str, ...],
) -> None:
    """Where every font of the system is missing, and where other programs show what is not embedded."""
    monkeypatch.setattr(fonts, "_found_here", lambda: ((), shown_here))
    service, owner, people = outbox.services.outbox, outbox.owner, People(outbox.services)
    anna = people.add("Анна Řeháková", **HOME)
    minsu = people.add("김 민수", phone="+491511058756", **HOME)
    ming = people.add("王 小明", phone="+491511058757", **HOME)
    for client in (anna, minsu, ming):
        words = HandWritten(channel=Channel.LETTER, subject="Hello", text="Come back")
        service.write(owner, client, words, key=f"{client:032x}", approve=True)
    assert service.letters(owner, []).boxed == named
    assert service.labels(owner, [anna, minsu, ming]).boxed == named
