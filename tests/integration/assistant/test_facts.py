"""What a text may state is what the studio knows, written as a message writes it."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, FactForm, Role
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.people import People
from tests.support.sales import MONTHLY, PACK, Till
from tests.support.studio import NAME

OWNER = an_actor(Role.OWNER)
TODAY = START.date()


def stated(services: Services, kind: DraftKind, client_id: int, **given: str) -> dict[str, str]:
    sheet = services.facts.sheet(OWNER, kind, client_id, given)
    return {each.key: each.text for each in sheet.facts}


def test_every_text_may_name_the_reader_and_the_studio(services: Services, people: People) -> None:
    anna = people.add("Anna Ivanova")
    assert stated(services, DraftKind.BIRTHDAY, anna) == {
        "recipient.first_name": "Anna",
        "client.first_name": "Anna",
        "studio.name": NAME,
    }


def test_a_reminder_states_the_amount_as_a_message_writes_it(services: Services, till: Till) -> None:
    anna = till.client()
    till.charge(anna, 4900, TODAY - timedelta(days=12))
    facts = services.facts.sheet(OWNER, DraftKind.PAYMENT_REMINDER, anna)
    amount, due, days = (
        facts.fact(key) for key in ("account.oldest_due", "account.oldest_due_on", "account.days_overdue")
    )
    assert amount is not None
    assert due is not None
    assert days is not None
    assert (amount.text, amount.form) == ("€49.00", FactForm.MONEY)
    assert due.form is FactForm.DATE
    assert days.text == "12"
    assert amount.field == "{{ account.oldest_due }}"


def test_nobody_is_reminded_of_what_is_not_overdue(services: Services, till: Till) -> None:
    anna = till.client()
    with pytest.raises(RuleBroken, match="owes nothing"):
        stated(services, DraftKind.PAYMENT_REMINDER, anna)
    till.charge(anna, 4900, TODAY + timedelta(days=3))
    with pytest.raises(RuleBroken, match="owes nothing that is overdue"):
        stated(services, DraftKind.PAYMENT_REMINDER, anna)


def test_a_trainer_who_sees_no_money_writes_no_reminders(services: Services, till: Till) -> None:
    anna = till.client()
    till.charge(anna, 4900, TODAY - timedelta(days=12))
    with pytest.raises(NotAllowed):
        services.facts.sheet(an_actor(Role.TRAINER), DraftKind.PAYMENT_REMINDER, anna)


def test_an_ending_names_the_plan_and_its_last_day(services: Services, till: Till) -> None:
    anna = till.client()
    with pytest.raises(RuleBroken, match="no membership that ends"):
        stated(services, DraftKind.MEMBERSHIP_ENDING, anna)
    services.memberships.sell(OWNER, anna, till.plan(draft=PACK).id, from_day=TODAY)
    found = stated(services, DraftKind.MEMBERSHIP_ENDING, anna)
    assert found["membership.plan"] == "Ten visits"
    assert found["membership.days_left"] == "89"


def test_who_never_came_is_not_won_back(services: Services, people: People) -> None:
    with pytest.raises(RuleBroken, match="has not stayed away"):
        stated(services, DraftKind.WIN_BACK, people.add())


def test_what_only_a_person_knows_is_asked_for_by_field(services: Services, people: People) -> None:
    anna = people.add()
    with pytest.raises(RuleBroken) as wrong:
        stated(services, DraftKind.SESSION_CHANGE, anna, session="Yoga")
    assert set(wrong.value.fields) == {"old_time", "new_time"}
    found = stated(
        services, DraftKind.SESSION_CHANGE, anna, session="Yoga", old_time="Monday 18:00", new_time="19:00"
    )
    assert found["given.new_time"] == "19:00"
    with pytest.raises(RuleBroken, match="does not take"):
        stated(services, DraftKind.BIRTHDAY, anna, note="Buy two")


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"new_time": "monday  18:00"}, "new_time", "is the old one"),
        ({"new_time": "Monday 25:99"}, "new_time", "no such time as 25:99"),
        ({"old_time": "Monday 18:60"}, "old_time", "no such time as 18:60"),
        ({"new_time": "Monday 18:0"}, "new_time", "no such time"),
        ({"session": "<b>Yoga</b>"}, "session", "Leave out"),
        ({"session": "[[studio.name]]"}, "session", "Leave out"),
        ({"old_time": "{{ client.born }}"}, "old_time", "Leave out"),
        ({"new_time": "<|im_start|>"}, "new_time", "Leave out"),
    ],
)
def test_what_is_typed_about_a_session_is_checked(
    services: Services, people: People, changed: dict[str, str], field: str, said: str
) -> None:
    given = {"session": "Yoga [all levels]", "old_time": "Monday 18:00", "new_time": "19:00"}
    anna = people.add()
    assert stated(services, DraftKind.SESSION_CHANGE, anna, **given)["given.session"] == "Yoga [all levels]"
    with pytest.raises(RuleBroken, match=said) as wrong:
        stated(services, DraftKind.SESSION_CHANGE, anna, **(given | changed))
    assert field in wrong.value.fields


def test_words_with_double_brackets_are_refused(services: Services, people: People) -> None:
    with pytest.raises(RuleBroken, match="double brackets"):
        stated(services, DraftKind.FREE, people.add(), note="Come to [[studio.name]]!")


def test_the_language_is_the_clients_own_where_the_assistant_speaks_it(
    services: Services, people: People
) -> None:
    languages = [
        services.facts.sheet(OWNER, DraftKind.BIRTHDAY, people.add(f"Anna X{code}", language=code)).language
        for code in ("de", "fr", "")
    ]
    assert languages == ["de", "en", "en"]
    assert services.facts.sheet(OWNER, DraftKind.BIRTHDAY, 1, language="de_AT").language == "de"


def test_a_child_is_written_about_not_to(services: Services, people: People) -> None:
    parent = people.add("Maria Ivanova", email="maria@example.org")
    child = people.add("Tim Ivanova", born=date(TODAY.year - 9, 1, 2))
    services.clients.set_payer(OWNER, child, parent)
    sheet = services.facts.sheet(OWNER, DraftKind.BIRTHDAY, child)
    assert sheet.about_other
    assert {each.key: each.text for each in sheet.facts}["recipient.first_name"] == "Maria"


def test_a_parent_without_an_e_mail_address_reads_it_all_the_same(services: Services, people: People) -> None:
    parent = people.add("Maria Ivanova", phone="+49 30 1234567")
    child = people.add("Tim Ivanova", born=date(TODAY.year - 9, 1, 2), email="tim@example.org")
    services.clients.set_payer(OWNER, child, parent)
    sheet = services.facts.sheet(OWNER, DraftKind.BIRTHDAY, child)
    assert sheet.about_other
    assert {each.key: each.text for each in sheet.facts}["recipient.first_name"] == "Maria"


def test_a_template_is_written_about_an_example(services: Services) -> None:
    sheet = services.facts.template_sheet(OWNER, DraftKind.PAYMENT_REMINDER)
    assert sheet.client_id is None
    assert sheet.fact("account.oldest_due") is not None
    with pytest.raises(RuleBroken, match="cannot become a template"):
        services.facts.template_sheet(OWNER, DraftKind.FREE)


def test_what_is_not_due_yet_is_not_called_overdue(services: Services, till: Till) -> None:
    anna = till.client()
    till.charge(anna, 3450, TODAY - timedelta(days=40))
    till.charge(anna, 52000, TODAY + timedelta(days=60))
    found = stated(services, DraftKind.PAYMENT_REMINDER, anna)
    assert found["account.oldest_due"] == "€34.50"
    assert "account.overdue" not in found


def test_each_amount_stands_beside_its_own_day_and_the_sum_by_itself(services: Services, till: Till) -> None:
    anna = till.client()
    till.charge(anna, 3450, TODAY - timedelta(days=40))
    till.charge(anna, 5200, TODAY - timedelta(days=10))
    till.pay(anna, 450)
    found = stated(services, DraftKind.PAYMENT_REMINDER, anna)
    assert (found["account.oldest_due"], found["account.overdue"]) == ("€30.00", "€82.00")


def test_who_was_here_lately_is_not_missed_yet(services: Services, till: Till, clock: FakeClock) -> None:
    anna = till.client()
    services.memberships.sell(OWNER, anna, till.plan(draft=PACK).id, from_day=TODAY)
    services.checkin.check_in(OWNER, client_id=anna)
    clock.advance(timedelta(days=13))
    with pytest.raises(RuleBroken, match="has not stayed away"):
        stated(services, DraftKind.WIN_BACK, anna)
    clock.advance(timedelta(days=1))
    assert stated(services, DraftKind.WIN_BACK, anna)["visit.days_since"] == "14"


def test_a_membership_that_has_ended_is_not_spoken_of_as_if_it_ran(
    services: Services, till: Till, clock: FakeClock
) -> None:
    anna = till.client()
    services.memberships.sell(OWNER, anna, till.plan(draft=PACK).id, from_day=TODAY)
    assert stated(services, DraftKind.WELCOME, anna)["membership.plan"] == "Ten visits"
    clock.advance(timedelta(days=89))
    assert "membership.starts_on" in stated(services, DraftKind.WELCOME, anna)
    clock.advance(timedelta(days=1))
    assert not {"membership.plan", "membership.starts_on"} & set(stated(services, DraftKind.WELCOME, anna))


def test_a_pack_without_a_visit_left_is_over_whatever_its_last_day(services: Services, till: Till) -> None:
    anna = till.client()
    services.memberships.sell(OWNER, anna, till.plan(draft=PACK, visits=1).id, from_day=TODAY)
    assert stated(services, DraftKind.WELCOME, anna)["membership.plan"] == "Ten visits"
    services.checkin.check_in(OWNER, client_id=anna)
    assert not {"membership.plan", "membership.starts_on"} & set(stated(services, DraftKind.WELCOME, anna))
    with pytest.raises(RuleBroken, match="no membership that ends"):
        stated(services, DraftKind.MEMBERSHIP_ENDING, anna)

    services.memberships.sell(OWNER, anna, till.plan().id, from_day=TODAY)
    assert stated(services, DraftKind.WELCOME, anna)["membership.plan"] == "Gold"
    assert stated(services, DraftKind.MEMBERSHIP_ENDING, anna)["membership.plan"] == "Gold"


@pytest.mark.parametrize(("after", "follows"), [(MONTHLY, True), (PACK, False)])
def test_who_goes_on_in_another_membership_is_not_told_of_an_end(
    services: Services, till: Till, after: PlanDraft, *, follows: bool
) -> None:
    anna = till.client()
    first = services.memberships.sell(OWNER, anna, till.plan().id, from_day=TODAY)
    last = till.membership(first.membership_id).ends_on
    assert last is not None
    assert "membership.ends_on" in stated(services, DraftKind.MEMBERSHIP_ENDING, anna)
    services.memberships.sell(
        OWNER, anna, till.plan(draft=after, name="Next").id, from_day=last + timedelta(days=1)
    )
    if not follows:
        assert stated(services, DraftKind.MEMBERSHIP_ENDING, anna)["membership.plan"] == "Gold"
        return
    with pytest.raises(RuleBroken, match="another membership that goes on"):
        stated(services, DraftKind.MEMBERSHIP_ENDING, anna)


def test_a_visit_is_the_last_one_only_while_it_is_fresh(
    services: Services, till: Till, clock: FakeClock
) -> None:
    anna = till.client()
    services.memberships.sell(OWNER, anna, till.plan(draft=PACK).id, from_day=TODAY)
    services.checkin.check_in(OWNER, client_id=anna)
    clock.advance(timedelta(days=3))
    assert "visit.last_on" in stated(services, DraftKind.MILESTONE, anna)
    clock.advance(timedelta(days=1))
    found = stated(services, DraftKind.MILESTONE, anna)
    assert found["visit.count"] == "1"
    assert "visit.last_on" not in found


@pytest.mark.parametrize(
    ("offset", "said"), [(-1, "birthday was on"), (-40, "birthday was on"), (40, "birthday is on")]
)
def test_the_clerk_is_told_when_the_birthday_is(
    services: Services, people: People, offset: int, said: str
) -> None:
    day = TODAY + timedelta(days=offset)
    anna = people.add("Anna Ivanova", born=day.replace(year=1990))
    cara = people.add("Cara Lind", born=TODAY.replace(year=1990))
    assert not services.facts.sheet(OWNER, DraftKind.BIRTHDAY, cara).notice
    assert said in services.facts.sheet(OWNER, DraftKind.BIRTHDAY, anna).notice
    assert "is not known" in services.facts.sheet(OWNER, DraftKind.BIRTHDAY, people.add("Ben Hill")).notice
    assert not services.facts.sheet(OWNER, DraftKind.WELCOME, anna).notice
