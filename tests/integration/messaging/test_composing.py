"""Whom a message goes to, in which words, and why somebody gets none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client, ClientTrainer
from fitnesscrm_desktop.models.message import MessageTemplate
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Audience, Channel, ConsentKind, Purpose, RecipientKind, Role
from fitnesscrm_desktop.services.messaging import queueing
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.rendering import LONGEST_SMS, LONGEST_TEXT
from fitnesscrm_desktop.services.messaging.results import NotComposed, Occasion, Order, SkipReason
from fitnesscrm_desktop.services.settings.profile import studio_profile
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.composing import Writer
from tests.support.people import People
from tests.support.sales import PACK, Till
from tests.support.sent_statements import sent_statements
from tests.support.staff import hire, make_hashing_cheap

OWNER = an_actor(Role.OWNER)


@pytest.fixture
def writer(services: Services) -> Writer:
    return Writer(services)


def says(services: Services, client_id: int, kind: ConsentKind, *, given: bool) -> None:
    services.records.record_consent(OWNER, client_id, kind, given=given, source="at the desk")


def in_language(services: Services, client_id: int, language: str) -> None:
    with services.core.write() as work:
        work.session.get_one(Client, client_id).language = language


def a_colleague(services: Services, login: str, role: Role, **contact: str) -> int:
    if not services.settings.is_set_up():
        hire(services, "owner", Role.OWNER)
    member = hire(services, login, role)
    with services.core.write() as work:
        row = work.session.get_one(Staff, member.id)
        row.email, row.phone = contact.get("email", ""), contact.get("phone", "")
    return member.id


def looks_after(services: Services, staff_id: int, client_id: int, from_day: date) -> None:
    with services.core.write() as work:
        work.session.add(ClientTrainer(client_id=client_id, staff_id=staff_id, from_day=from_day))


def test_the_client_gets_the_words_with_every_field_filled_in(people: People, writer: Writer) -> None:
    client = people.add("Anna Bauer", email="anna@example.org")
    made = writer.composed(
        client,
        writer.template({"subject": "For {{ client.first_name }}", "text": "Number {{ occasion.n }}"}),
        n=7,
    )
    assert (made.recipient.kind, made.recipient.id) == (RecipientKind.CLIENT, client)
    assert (made.recipient.name, made.recipient.address) == ("Anna Bauer", "anna@example.org")
    assert (made.subject, made.text, made.language) == ("For Anna", "Number 7", "en")
    assert "<p " in made.html
    assert "Test studio" in made.html


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.EMAIL, "anna@example.org"),
        (Channel.SMS, "+4930123456"),
        (Channel.LETTER, "Street 1\n10115 Berlin\nGermany"),
        (Channel.COPY, "+4930123456"),
    ],
)
def test_each_channel_has_its_own_address(
    people: People, writer: Writer, channel: Channel, address: str
) -> None:
    client = people.add(
        email="anna@example.org",
        phone="+4930123456",
        street="Street 1",
        postal_code="10115",
        city="Berlin",
        country="Germany",
    )
    assert writer.composed(client, channel=channel).recipient.address == address


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS, Channel.LETTER])
def test_without_an_address_nothing_goes_out(people: People, writer: Writer, channel: Channel) -> None:
    assert writer.refused(people.add(), channel=channel) == "no_address"


def test_words_to_read_out_need_no_address(people: People, writer: Writer) -> None:
    assert writer.composed(people.add("Anna Bauer"), channel=Channel.COPY).text == "Hello Anna"


def test_who_is_archived_or_blocked_gets_nothing(services: Services, people: People, writer: Writer) -> None:
    archived, blocked = people.add(email="a@example.org"), people.add("Tom Reed", email="b@example.org")
    services.clients.archive(OWNER, archived)
    services.clients.block(OWNER, blocked, "House ban")
    assert writer.refused(archived) == "archived"
    assert writer.refused(blocked) == "blocked"


def test_a_merged_client_gets_nothing_twice(services: Services, people: People, writer: Writer) -> None:
    kept, merged = people.add(email="a@example.org"), people.add("Tom Reed", email="b@example.org")
    services.clients.merge(OWNER, kept, merged)
    assert writer.refused(merged) == "archived"


def test_a_minors_mail_goes_to_who_pays_and_signs(services: Services, people: People, writer: Writer) -> None:
    parent = people.add("Eva Bauer", email="eva@example.org")
    child = people.add("Tim Bauer", email="tim@example.org", born=writer.today() - timedelta(days=3000))
    assert writer.refused(child) == "no_guardian"
    services.clients.set_payer(OWNER, child, parent)
    words = writer.template({"text": "{{ recipient.first_name }}, {{ client.first_name }} was here."})
    made = writer.composed(child, words)
    assert (made.recipient.id, made.recipient.address) == (parent, "eva@example.org")
    assert made.text == "Eva, Tim was here."
    assert made.client_id == child


def test_a_minor_cannot_be_the_guardian(services: Services, people: People, writer: Writer) -> None:
    born = writer.today() - timedelta(days=5000)
    brother = people.add("Ben Bauer", email="ben@example.org", born=born)
    child = people.add("Tim Bauer", email="tim@example.org", born=born)
    services.clients.set_payer(OWNER, child, brother)
    assert writer.refused(child) == "no_guardian"


def test_who_turns_adult_today_is_written_to(people: People, writer: Writer) -> None:
    today = writer.today()
    grown_up = people.add(email="a@example.org", born=today.replace(year=today.year - 18))
    still_minor = people.add(
        "Tom Reed", email="b@example.org", born=today.replace(year=today.year - 18) + timedelta(days=1)
    )
    assert writer.composed(grown_up).recipient.id == grown_up
    assert writer.refused(still_minor) == "no_guardian"


def test_the_payer_gets_what_is_for_the_payer(services: Services, people: People, writer: Writer) -> None:
    payer, client = people.add("Eva Bauer", email="eva@example.org"), people.add(email="a@example.org")
    assert writer.composed(client, audience=Audience.PAYER).recipient.id == client
    services.clients.set_payer(OWNER, client, payer)
    assert writer.composed(client, audience=Audience.PAYER).recipient.id == payer
    assert writer.composed(client).recipient.id == client


def test_a_no_to_a_channel_holds_for_every_purpose(
    services: Services, people: People, writer: Writer
) -> None:
    client = people.add(email="a@example.org", phone="+4930123456")
    says(services, client, ConsentKind.EMAIL, given=False)
    assert writer.refused(client) == "opted_out"
    assert writer.composed(client, channel=Channel.SMS).recipient.id == client
    says(services, client, ConsentKind.EMAIL, given=True)
    assert writer.composed(client).recipient.id == client


def test_marketing_needs_a_yes(services: Services, people: People, writer: Writer) -> None:
    client = people.add(email="a@example.org")
    offer = writer.template(purpose=Purpose.MARKETING)
    assert writer.refused(client, offer) == "no_consent"
    says(services, client, ConsentKind.MARKETING, given=True)
    assert writer.composed(client, offer).recipient.id == client
    says(services, client, ConsentKind.MARKETING, given=False)
    assert writer.refused(client, offer) == "no_consent"


def test_the_guardians_no_holds_for_the_child(services: Services, people: People, writer: Writer) -> None:
    parent = people.add("Eva Bauer", email="eva@example.org")
    child = people.add("Tim Bauer", born=writer.today() - timedelta(days=3000))
    services.clients.set_payer(OWNER, child, parent)
    says(services, parent, ConsentKind.EMAIL, given=False)
    assert writer.refused(child) == "opted_out"


def test_each_reader_gets_the_own_language(services: Services, people: People, writer: Writer) -> None:
    words = writer.template(
        {"language": "en", "text": "Hello"},
        {"language": "de", "text": "Hallo"},
        {"language": "fr", "text": "Bonjour"},
    )
    client = people.add(email="a@example.org")
    assert writer.composed(client, words).text == "Hello"
    writer.usual_language("fr")
    assert writer.composed(client, words).text == "Bonjour"
    in_language(services, client, "de_AT")
    assert writer.composed(client, words).text == "Hallo"


def test_what_a_client_has_nothing_for_keeps_the_message_back(people: People, writer: Writer) -> None:
    client = people.add(email="a@example.org")
    (made,) = writer.outcomes(client, writer.template({"text": "{{ membership.plan }} {{ trainer.name }}"}))
    assert made == NotComposed(SkipReason.MISSING_FIELD, "membership.plan, trainer.name")


def test_an_archived_template_is_not_sent(services: Services, people: People, writer: Writer) -> None:
    words = writer.template()
    with services.core.write() as work:
        work.session.get_one(MessageTemplate, words).archived_at = work.now
    assert writer.refused(people.add(email="a@example.org"), words) == "no_template"
    assert writer.refused(people.add("Tom Reed", email="a@example.org"), 4711) == "no_template"


def test_the_membership_is_the_one_that_runs(
    services: Services, people: People, writer: Writer, till: Till, clock: FakeClock
) -> None:
    client = people.add(email="a@example.org")
    words = writer.template(
        {"text": "{{ membership.plan }} {{ membership.days_left }} {{ membership.price }}"}
    )
    first = services.memberships.sell(OWNER, client, till.plan(4900).id)
    assert writer.composed(client, words).text.startswith("Gold ")
    assert writer.composed(client, words).text.endswith(" €49.00")
    pack = writer.template({"text": "{{ membership.plan }}: {{ membership.visits_left }}"})
    clock.advance(timedelta(days=60))
    later = services.memberships.sell(OWNER, client, till.plan(9900, PACK).id)
    assert writer.composed(client, pack).text == "Ten visits: 10"
    assert writer.composed(client, words, membership_id=first.membership_id).text == "Gold 0 €49.00"
    assert writer.composed(client, pack, membership_id=later.membership_id).text == "Ten visits: 10"


def test_the_membership_that_runs_comes_before_one_that_lasts_longer(
    services: Services, people: People, writer: Writer, till: Till
) -> None:
    client = people.add(email="a@example.org")
    services.memberships.sell(OWNER, client, till.plan(4900).id)
    later = writer.today() + timedelta(days=40)
    services.memberships.sell(OWNER, client, till.plan(9900, PACK).id, later)
    assert writer.composed(client, writer.template({"text": "{{ membership.plan }}"})).text == "Gold"


def test_nobody_knows_when_a_frozen_membership_ends(
    services: Services, people: People, writer: Writer, till: Till
) -> None:
    client = people.add(email="a@example.org")
    sold = services.memberships.sell(OWNER, client, till.plan().id)
    services.memberships.freeze(OWNER, sold.membership_id, writer.today())
    assert writer.refused(client, writer.template({"text": "{{ membership.ends_on }}"})) == "missing_field"


def test_debts_and_visits_can_be_named(
    services: Services, people: People, writer: Writer, till: Till, clock: FakeClock
) -> None:
    client = people.add(email="a@example.org")
    till.charge(client, 4500)
    services.checkin.check_in(OWNER, client_id=client, override="Guest of the house")
    clock.advance(timedelta(days=9))
    words = writer.template(
        {"text": "{{ account.balance }} {{ account.days_overdue }} {{ visit.count }} {{ visit.days_since }}"}
    )
    assert writer.composed(client, words).text == "€45.00 9 1 9"


def test_the_trainer_is_told_about_the_own_client(
    services: Services, people: People, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    client = people.add("Anna Bauer")
    assert writer.refused(client, audience=Audience.TRAINER) == "no_trainer"
    trainer = a_colleague(services, "tom", Role.TRAINER, email="tom@example.org")
    looks_after(services, trainer, client, writer.today())
    made = writer.composed(
        client,
        writer.template({"text": "{{ recipient.first_name }}: {{ client.full_name }}, {{ trainer.name }}"}),
        audience=Audience.TRAINER,
    )
    assert (made.recipient.kind, made.recipient.address) == (RecipientKind.STAFF, "tom@example.org")
    assert made.text == "Tom: Anna Bauer, Tom"


def test_everybody_with_the_role_is_told(
    services: Services, people: People, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    client = people.add()
    assert writer.refused(client, audience=Audience.STAFF, role=Role.MANAGER) == "no_staff"
    for login in ("mia", "leo"):
        a_colleague(services, login, Role.MANAGER, email=f"{login}@example.org")
    a_colleague(services, "zoe", Role.MANAGER)
    a_colleague(services, "tom", Role.TRAINER, email="tom@example.org")
    made = writer.outcomes(client, audience=Audience.STAFF, role=Role.MANAGER)
    assert [each.detail if isinstance(each, NotComposed) else each.recipient.name for each in made] == [
        "Mia",
        "Leo",
        "Zoe",
    ]


def test_a_text_message_uses_its_short_form_and_narrow_blanks(
    services: Services, people: People, writer: Writer, till: Till
) -> None:
    client = people.add(phone="+4930123456")
    in_language(services, client, "de")
    till.charge(client, 4500)
    words = writer.template({"language": "de", "text": "Lang", "sms": "Offen: {{ account.balance }}"})
    made = writer.composed(client, words, channel=Channel.SMS)
    assert (made.text, made.html, made.subject, made.parts) == ("Offen: 45,00 €", "", "", 1)


def test_a_subject_is_one_line_whatever_it_names(services: Services, people: People, writer: Writer) -> None:
    services.settings.change(
        OWNER, services.settings.profile().version, address="Street 1\nBcc: all@example.org"
    )
    words = writer.template({"subject": "{{ studio.address }}", "text": "Hi"})
    made = writer.composed(people.add(email="a@example.org"), words)
    assert made.subject == "Street 1 Bcc: all@example.org"


def test_a_hundred_clients_cost_as_many_statements_as_one(
    services: Services, people: People, writer: Writer
) -> None:
    clients = [people.add(f"Anna Bauer{n}", email="a@example.org") for n in range(40)]
    words = writer.template()
    counts = []
    for some in (clients[:1], clients):
        with sent_statements(services) as sent, services.core.read() as session:
            profile, now = studio_profile(session), services.core.clock.now()
            occasions = [Occasion(client, profile.day_of(now)) for client in some]
            made = Composer(session, profile, now).compose(occasions, Order(words, Channel.EMAIL))
        assert len(made) == len(some)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_would_be_too_long_to_send_is_not_composed(people: People, writer: Writer) -> None:
    long_name = people.add("A" * 200 + " " + "B" * 200, email="a@example.org", phone="+4930123456")
    words = writer.template({"text": "{{ client.full_name }}" * 60, "sms": "{{ client.full_name }}" * 4})
    assert writer.refused(long_name, words) == "no_template"
    assert writer.refused(long_name, words, channel=Channel.SMS) == "no_template"
    assert (LONGEST_SMS, LONGEST_TEXT) == (queueing.LONGEST_SMS, queueing.LONGEST_TEXT)
