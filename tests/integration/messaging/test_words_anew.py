"""A message never tells an amount, a day or a name that is another by the time it goes out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message, TemplateText
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import Audience, MessageState, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.core.clock import ClockSetTo
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.shipped import template_ids
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.staff import hire

TODAY = START.date()
DAY = timedelta(days=1)


class Debtor:
    """Anna, who has owed 79.00 for three days, and a rule that reminds her."""

    def __init__(self, services: Services, outbox: OutboxDesk, clock: FakeClock) -> None:
        self.services, self.outbox, self.owner, self.clock = services, outbox, outbox.owner, clock
        self.book, self.till = RuleBook(services, outbox.owner), Till(services, outbox.owner)
        self.anna = People(services).add(
            "Anna Ivanova", email="anna@example.com", phone="+49 30 1234567", language="en"
        )
        self.till.charge(self.anna, 7900, TODAY - 3 * DAY)

    def words(self, key: str = "overdue_firm") -> int:
        with self.services.core.read() as session:
            return template_ids(session)[key]

    def remind(self, **more: object) -> Message:
        """The rule looks, and time goes by."""
        self.book.mail(Trigger.OVERDUE, 3, **{"template_id": self.words(), **more})
        assert self.book.look() == {"queued": 1}
        return self.message(minutes=5)

    def message(self, minutes: float = 0) -> Message:
        self.clock.advance(minutes=minutes)
        return self.outbox.stored()[-1]

    def approve(self) -> list[str]:
        """Why it is not approved; nothing if it is."""
        done = self.services.outbox.approve(self.owner, [self.outbox.stored()[-1].id])
        self.clock.advance(minutes=5)
        return [each.reason for each in done.refused]

    def pay(self, amount: int) -> None:
        self.till.pay(self.anna, amount)
        self.clock.advance(minutes=5)


@pytest.fixture
def debtor(services: Services, outbox: OutboxDesk, clock: FakeClock) -> Debtor:
    services.templates.list(outbox.owner)
    debtor = Debtor(services, outbox, clock)
    clock.advance(hours=2)
    return debtor


def subjects(server: MailServer) -> list[str]:
    return [str(each.mail["Subject"]) for each in server.received]


def test_what_a_person_has_approved_waits_with_todays_figure_for_another_yes(
    debtor: Debtor, server: MailServer
) -> None:
    debtor.remind()
    assert debtor.approve() == []
    debtor.pay(4000)
    assert debtor.outbox.deliver().sent == 0
    held = debtor.message()
    assert (held.state, held.outcome, held.approved_by) == (MessageState.DRAFT, "figures_anew", "")
    assert held.subject == "Please pay €39.00"
    assert "€39.00" in held.text
    assert "€39.00" in held.html
    assert debtor.approve() == []
    assert debtor.outbox.deliver().sent == 1
    assert subjects(server) == ["Please pay €39.00"]


def test_what_a_rule_has_approved_goes_out_with_todays_figure(debtor: Debtor, server: MailServer) -> None:
    debtor.remind(by_itself=True)
    debtor.pay(4000)
    assert debtor.outbox.deliver().sent == 1
    assert subjects(server) == ["Please pay €39.00"]
    sent = debtor.message()
    texts = [each.text for each in debtor.outbox.see(sent.id).events]
    assert texts == ["", "figures_anew", "250 2.0.0 Taken"]


def test_nobody_approves_an_old_figure(debtor: Debtor, server: MailServer) -> None:
    debtor.remind()
    debtor.pay(4000)
    assert debtor.approve() == ["figures_changed"]
    assert (debtor.message().state, debtor.message().subject) == (MessageState.DRAFT, "Please pay €39.00")
    assert debtor.approve() == []
    assert debtor.outbox.deliver().sent == 1
    assert subjects(server) == ["Please pay €39.00"]


def test_words_of_a_person_are_read_again_and_not_written_anew(debtor: Debtor, server: MailServer) -> None:
    written = debtor.remind()
    debtor.services.outbox.edit(debtor.owner, written.id, written.version, text="79 Euros, dear Anna")
    assert debtor.approve() == []
    debtor.pay(4000)
    assert debtor.outbox.deliver().sent == 0
    held = debtor.message()
    assert (held.state, held.outcome, held.text) == (
        MessageState.DRAFT,
        "figures_changed",
        "79 Euros, dear Anna",
    )
    assert debtor.approve() == []
    assert debtor.outbox.deliver().sent == 1
    assert len(server.received) == 1


def test_a_reminder_that_waits_for_the_morning_goes_out_as_it_was_approved(
    debtor: Debtor, server: MailServer
) -> None:
    words = debtor.book.words("{{ account.oldest_due|money }}, since {{ account.days_overdue }} days")
    debtor.remind(template_id=words)
    assert debtor.approve() == []
    debtor.clock.advance(days=1)
    debtor.till.charge(debtor.anna, 250, TODAY + 9 * DAY)  # nothing that the reminder speaks of
    debtor.clock.advance(minutes=5)
    assert debtor.outbox.deliver().sent == 1
    assert "€79.00, since 3 days" in server.received[0].mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one


def test_an_address_that_is_corrected_changes_no_words(debtor: Debtor, server: MailServer) -> None:
    debtor.remind()
    version = debtor.services.directory.detail(debtor.owner, debtor.anna).version
    debtor.services.clients.edit(debtor.owner, debtor.anna, version, {"email": "ann@example.com"})
    debtor.pay(4000)
    assert debtor.approve() == ["figures_changed"]
    assert debtor.message().subject == "Please pay €39.00"
    assert server.received == []


def test_no_copy_with_an_old_figure_is_passed_on(debtor: Debtor) -> None:
    debtor.book.add(Trigger.OVERDUE, 3, action=RuleAction.COPY, template_id=debtor.words())
    debtor.book.look()
    debtor.clock.advance(minutes=5)
    assert debtor.approve() == []
    debtor.pay(4000)
    message = debtor.message()
    with pytest.raises(RuleBroken, match="read it again"):
        debtor.services.outbox.words_to_pass_on(debtor.owner, message.id)
    assert debtor.approve() == []
    assert "€39.00" in debtor.services.outbox.words_to_pass_on(debtor.owner, message.id)


def test_thanks_tell_what_is_open_when_they_go_out(debtor: Debtor, server: MailServer) -> None:
    debtor.book.mail(Trigger.PAYMENT, template_id=debtor.words("payment_received"), by_itself=True)
    debtor.pay(2900)
    debtor.book.look()
    debtor.clock.advance(minutes=5)
    debtor.pay(5000)
    assert debtor.outbox.deliver().sent == 1
    said = server.received[0].mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "Everything is settled." in said


def test_what_is_still_open_is_called_overdue_where_it_is(debtor: Debtor, server: MailServer) -> None:
    debtor.book.mail(Trigger.PAYMENT, template_id=debtor.words("payment_received"), by_itself=True)
    debtor.pay(2900)
    debtor.book.look()
    assert debtor.outbox.deliver().sent == 1
    said = server.received[0].mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "€50.00 is still open, of which €50.00 is overdue." in " ".join(said.split())


def test_what_falls_due_is_told_apart_from_what_is_owed_besides(debtor: Debtor, server: MailServer) -> None:
    debtor.till.charge(debtor.anna, 4900, TODAY + 3 * DAY)
    debtor.till.charge(debtor.anna, 5500, TODAY + 33 * DAY)
    debtor.book.mail(Trigger.DUE_SOON, 3, template_id=debtor.words("due_soon"), by_itself=True)
    debtor.book.look()
    assert debtor.outbox.deliver().sent == 1
    said = " ".join(server.received[0].mail.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]  # it has one
    assert subjects(server) == ["€49.00 due on 7 March"]
    assert "a payment of €49.00 is due. Besides, €79.00 is overdue." in said


def rename(debtor: Debtor, client_id: int, **changes: object) -> None:
    version = debtor.services.directory.detail(debtor.owner, client_id).version
    debtor.services.clients.edit(debtor.owner, client_id, version, changes)
    debtor.clock.advance(minutes=5)


def plain(server: MailServer) -> str:
    return str(server.received[-1].mail.get_body(("plain",)).get_content()).strip()  # type: ignore[union-attr]  # it has one


@pytest.mark.parametrize("approved", ["by a rule", "by a person", "not yet"])
def test_nobody_is_greeted_by_a_name_that_was_a_slip_of_the_pen(
    debtor: Debtor, server: MailServer, approved: str
) -> None:
    words = debtor.book.words("Dear {{ client.first_name }}", subject="For {{ client.full_name }}")
    debtor.remind(template_id=words, by_itself=approved == "by a rule")
    if approved == "by a person":
        assert debtor.approve() == []
    rename(debtor, debtor.anna, first_name="Hannah")
    if approved == "by a person":
        assert debtor.outbox.deliver().sent == 0
        assert debtor.message().outcome == "figures_anew"
    if approved == "not yet":
        assert debtor.approve() == ["figures_changed"]
    if approved != "by a rule":
        assert debtor.approve() == []
    assert debtor.outbox.deliver().sent == 1
    assert (subjects(server), plain(server)) == (["For Hannah Ivanova"], "Dear Hannah")


def test_who_reads_for_a_child_is_greeted_by_the_name_of_today(debtor: Debtor, server: MailServer) -> None:
    mother = People(debtor.services).add("Maria Ivanova", email="maria@example.com", language="en")
    debtor.services.clients.set_payer(debtor.owner, debtor.anna, mother)
    words = debtor.book.words("Dear {{ recipient.first_name }}")
    debtor.remind(template_id=words, audience=Audience.PAYER, by_itself=True)
    rename(debtor, mother, first_name="Mary")
    assert debtor.outbox.deliver().sent == 1
    assert plain(server) == "Dear Mary"


def test_other_changes_of_a_client_cost_nobody_another_yes(debtor: Debtor, server: MailServer) -> None:
    debtor.remind()
    assert debtor.approve() == []
    rename(debtor, debtor.anna, phone="+49 30 7654321", last_name="Petrova")
    assert debtor.outbox.deliver().sent == 1
    assert "Petrova" not in plain(server)


@pytest.mark.parametrize(("text", "sent"), [("Hello Anna, please pay", 0), ("Hello Annabel, please pay", 1)])
def test_words_of_a_person_that_name_somebody_as_before_are_read_again(
    debtor: Debtor, server: MailServer, text: str, sent: int
) -> None:
    written = debtor.remind()
    debtor.services.outbox.edit(debtor.owner, written.id, written.version, text=text, subject="Hello")
    assert debtor.approve() == []
    rename(debtor, debtor.anna, first_name="Hannah")
    assert debtor.outbox.deliver().sent == sent
    assert debtor.message().text == text
    if not sent:
        assert debtor.message().outcome == "figures_changed"
        assert debtor.approve() == []
        assert debtor.outbox.deliver().sent == 1
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("names", "text", "sent"),
    [
        (["Ana", "Anna"], "Hello Anna, please pay", 1),
        (["Ana", "Hannah"], "Hello Hannah, please pay", 1),
        (["Hannah"], "Annas Beitrag ist offen", 0),
    ],
)
def test_only_names_that_nobody_has_by_now_make_words_of_a_person_wait(
    debtor: Debtor, server: MailServer, names: list[str], text: str, sent: int
) -> None:
    written = debtor.remind()
    debtor.services.outbox.edit(debtor.owner, written.id, written.version, text=text, subject="Hello")
    assert debtor.approve() == []
    for name in names:
        rename(debtor, debtor.anna, first_name=name)
    assert debtor.outbox.deliver().sent == sent
    assert len(server.received) == sent


def test_words_of_a_person_are_read_again_where_nobody_can_tell_what_was_renamed(
    debtor: Debtor, server: MailServer
) -> None:
    written = debtor.remind()
    debtor.services.outbox.edit(debtor.owner, written.id, written.version, text="Hello Anna", subject="Hello")
    assert debtor.approve() == []
    rename(debtor, debtor.anna, first_name="Hannah")
    with debtor.services.core.write() as work:
        cut = update(AuditEntry).where(AuditEntry.action == "client.edit").values(detail='{"fields": ["fir…')
        work.session.execute(cut)
    assert debtor.outbox.deliver().sent == 0
    assert server.received == []


def test_no_last_day_is_told_that_is_another_by_now(debtor: Debtor, server: MailServer) -> None:
    words = debtor.book.words("It lasts until {{ membership.ends_on|date }}.")
    debtor.book.mail(Trigger.MEMBERSHIP_SOLD, template_id=words, by_itself=True)
    plan = debtor.till.plan()
    sold = debtor.services.memberships.sell(debtor.owner, debtor.anna, plan.id, confirmed=True)
    debtor.services.memberships.sell(debtor.owner, debtor.anna, plan.id, sold.ends_on + DAY, confirmed=True)
    assert debtor.book.look() == {"queued": 2}
    before = [each.text for each in debtor.outbox.stored()]
    debtor.clock.advance(minutes=5)
    debtor.services.memberships.extend(debtor.owner, sold.membership_id, 3)
    debtor.clock.advance(minutes=5)
    assert debtor.outbox.deliver().sent == 2
    first, second = (each.text for each in debtor.outbox.stored())
    assert first != before[0]
    assert second == before[1], "the other membership has its own last day"


@pytest.mark.parametrize("by_itself", [True, False])
def test_what_cannot_be_written_anew_does_not_leave_with_an_old_figure(
    debtor: Debtor, server: MailServer, *, by_itself: bool
) -> None:
    hire(debtor.services, "boss", Role.OWNER)
    tom = hire(debtor.services, "tom", Role.TRAINER)
    debtor.services.records.set_trainer(debtor.owner, debtor.anna, tom.id)
    words = debtor.book.words("{{ account.oldest_due|money }}. Ask {{ trainer.name }}.")
    debtor.remind(template_id=words, by_itself=by_itself)
    if not by_itself:
        assert debtor.approve() == []
    debtor.services.records.set_trainer(debtor.owner, debtor.anna, None)
    debtor.pay(4000)
    assert debtor.outbox.deliver().sent == 0
    held = debtor.message()
    assert (held.state, held.outcome, held.approved_by) == (MessageState.DRAFT, "figures_changed", "")
    assert debtor.approve() == []
    assert debtor.outbox.deliver().sent == 1, "whoever has read it may send it"
    assert len(server.received) == 1


def test_what_was_written_to_one_of_two_records_tells_what_both_owe(
    debtor: Debtor, server: MailServer
) -> None:
    """The rule has found both, and could write to one only: what it has found stays with each."""
    kept = People(debtor.services).add("Ann Ivanova", language="en")
    debtor.till.charge(kept, 1100, TODAY - 3 * DAY)
    debtor.book.mail(Trigger.OVERDUE, 3, template_id=debtor.words(), by_itself=True)
    assert debtor.book.look() == {"queued": 1, "skipped": 1}
    debtor.clock.advance(minutes=5)
    debtor.services.clients.merge(debtor.owner, kept, debtor.anna)
    debtor.till.pay(kept, 1000)
    debtor.clock.advance(minutes=5)
    assert debtor.outbox.deliver().sent == 1
    assert subjects(server) == ["Please pay €80.00"]


class AsIf(ClockSetTo):
    """What a command goes by that acts as if it were another moment."""

    def __init__(self, clock: FakeClock, ahead: timedelta) -> None:
        self._clock, self._ahead = clock, ahead

    def real(self) -> datetime:
        return self._clock.now()


def test_a_name_is_told_as_it_is_though_the_words_were_written_as_if_it_were_a_later_day(
    debtor: Debtor, server: MailServer
) -> None:
    debtor.book.mail(Trigger.OVERDUE, 5, by_itself=True)
    core = debtor.services.core
    core.clock = AsIf(debtor.clock, 2 * DAY)
    assert debtor.book.look() == {"queued": 1}
    core.clock = debtor.clock
    debtor.clock.advance(hours=3)
    rename(debtor, debtor.anna, first_name="Hannah")
    debtor.clock.advance(days=2)
    assert debtor.outbox.deliver().sent == 1
    assert plain(server) == "Hello Hannah"


def test_a_name_is_told_as_it_is_though_the_clock_was_set_back_before_it_was_corrected(
    debtor: Debtor, server: MailServer
) -> None:
    debtor.remind(template_id=debtor.book.words(), by_itself=True)
    debtor.clock.advance(hours=-1)
    rename(debtor, debtor.anna, first_name="Hannah")
    debtor.clock.advance(hours=1)
    assert debtor.outbox.deliver().sent == 1
    assert plain(server) == "Hello Hannah"


def test_formatted_words_alone_tell_no_old_figure_either(debtor: Debtor, server: MailServer) -> None:
    words = debtor.book.words("Please pay")
    with debtor.services.core.write() as work:
        html = "<p>{{ account.overdue|money }}</p>"
        work.session.execute(update(TemplateText).where(TemplateText.template_id == words).values(html=html))
    debtor.remind(template_id=words, by_itself=True)
    debtor.pay(4000)
    assert debtor.outbox.deliver().sent == 1
    (received,) = server.received
    assert "€39.00" in received.mail.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
