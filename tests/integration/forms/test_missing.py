"""Who lacks a form: the list, and the door that asks for the same."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CheckInReason, Cure, FormAudience, FormState, Verdict
from fitnesscrm_desktop.services.forms.clearance import Clearance
from tests.support.clock import FakeClock
from tests.support.form_desk import HEALTHY, FormDesk
from tests.support.people import People
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
ILL = HEALTHY | {"heart": "yes", "heart.more": "secret"}


def listed(desk: FormDesk, client_id: int | None = None) -> list[tuple[str, FormState]]:
    return [(each.client_name, each.state) for each in desk.forms.missing(desk.actor, client_id)]


def test_nobody_lacks_what_nobody_needs(desk: FormDesk, people: People) -> None:
    people.add()
    desk.templates.list(desk.actor)
    assert listed(desk) == []


def test_who_lacks_a_form_that_all_need(desk: FormDesk, people: People) -> None:
    olga, anna = people.add("Olga Novak"), people.add("Anna Ivanova")
    desk.require("waiver", required_for=FormAudience.ALL, blocks_booking=True)
    assert listed(desk) == [("Anna Ivanova", FormState.MISSING), ("Olga Novak", FormState.MISSING)]
    first = desk.forms.missing(desk.actor)[0]
    assert (first.client_id, first.form_id, first.blocks_checkin, first.blocks_booking) == (
        anna,
        None,
        False,
        True,
    )
    desk.sign(anna, "waiver")
    assert listed(desk) == [("Olga Novak", FormState.MISSING)]
    assert listed(desk, anna) == []
    assert listed(desk, olga) == [("Olga Novak", FormState.MISSING)]


def test_only_minors(desk: FormDesk, people: People) -> None:
    people.add("Olga Novak", date(1990, 5, 1))
    people.add("Tim Bauer", date(2012, 5, 1))
    desk.require("waiver", required_for=FormAudience.MINORS)
    assert listed(desk) == [("Tim Bauer", FormState.MISSING)]


def test_nobody_asks_those_who_have_left(
    services: Services, desk: FormDesk, rows: StudioRows, people: People
) -> None:
    hugo, long_ago = rows.client("Hugo Rossi"), TODAY - timedelta(days=400)
    rows.membership(hugo, rows.plan(), starts_on=long_ago, ends_on=TODAY - timedelta(days=200))
    archived = people.add("Olga Novak")
    services.clients.archive(desk.actor, archived)
    rows.member("Anna Ivanova")
    desk.require("waiver", required_for=FormAudience.ALL)
    assert listed(desk) == [("Anna Ivanova", FormState.MISSING)]


def test_expiring_and_expired(desk: FormDesk, people: People, clock: FakeClock) -> None:
    anna = people.add()
    desk.require("health", required_for=FormAudience.ALL, valid_months=12)
    desk.sign(anna, "health")
    assert listed(desk) == []
    clock.advance(days=340)
    assert listed(desk) == [("Anna Ivanova", FormState.EXPIRING)]
    clock.advance(days=30)
    assert listed(desk) == [("Anna Ivanova", FormState.EXPIRED)]
    desk.sign(anna, "health")
    assert listed(desk) == []


def test_what_is_void_does_not_count_and_the_one_before_does_again(desk: FormDesk, people: People) -> None:
    anna = people.add()
    desk.require("waiver", required_for=FormAudience.ALL)
    first, second = desk.sign(anna, "waiver"), desk.sign(anna, "waiver")
    desk.forms.void(desk.actor, second.id, "signed twice")
    assert listed(desk) == []
    desk.forms.void(desk.actor, first.id, "withdrawn")
    assert listed(desk) == [("Anna Ivanova", FormState.MISSING)]


def test_what_waits_for_clearance_is_in_the_list_until_it_is_given(desk: FormDesk, people: People) -> None:
    anna = people.add()
    form = desk.sign(anna, "health", ILL)
    [line] = desk.forms.missing(desk.actor)
    assert (line.form_id, line.state, line.waits_for_clearance) == (form.id, FormState.VALID, True)
    desk.forms.give_clearance(desk.actor, form.id, Clearance())
    assert listed(desk) == []


def test_a_newer_form_without_a_yes_waits_no_more(
    services: Services, desk: FormDesk, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    desk.sign(anna, "health", ILL)
    desk.sign(anna, "health")
    assert listed(desk) == []
    assert services.checkin.check_in(desk.actor, client_id=anna).words == ()


@pytest.mark.parametrize("blocks", [True, False])
def test_the_door_asks_for_it(services: Services, desk: FormDesk, rows: StudioRows, *, blocks: bool) -> None:
    anna = rows.member("Anna Ivanova")
    row = desk.require("waiver", required_for=FormAudience.ALL, blocks_checkin=blocks)
    found = services.checkin.check_in(desk.actor, client_id=anna)
    assert found.verdict is (Verdict.REFUSED if blocks else Verdict.NOTICE)
    assert found.words == (CheckInReason.FORM_MISSING,)
    assert (found.reasons[0].cures[0].cure, found.reasons[0].cures[0].form_id) == (Cure.FILL_FORM, row.id)
    assert (found.visit_id is None) is blocks
    desk.sign(anna, "waiver")
    again = services.checkin.check_in(desk.actor, client_id=anna)
    assert CheckInReason.FORM_MISSING not in again.words
    assert again.visit_id is not None


def test_the_door_lets_in_by_decision(services: Services, desk: FormDesk, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    desk.require("waiver", required_for=FormAudience.ALL, blocks_checkin=True)
    found = services.checkin.check_in(desk.actor, client_id=anna, override="will sign after training")
    assert found.words == (CheckInReason.OVERRIDDEN, CheckInReason.FORM_MISSING)


def test_the_door_asks_for_what_has_expired(
    services: Services, desk: FormDesk, rows: StudioRows, clock: FakeClock
) -> None:
    anna = rows.member("Anna Ivanova", days=900)
    desk.require("health", required_for=FormAudience.ALL, valid_months=12)
    desk.sign(anna, "health")
    assert services.checkin.check_in(desk.actor, client_id=anna).words == ()
    clock.advance(days=365)
    found = services.checkin.check_in(desk.actor, client_id=anna)
    assert found.words == (CheckInReason.FORM_MISSING,)
    assert "until 3 March 2027" in found.text


def test_the_door_says_that_a_form_waits_and_not_why(
    services: Services, desk: FormDesk, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    form = desk.sign(anna, "health", ILL)
    found = services.checkin.check_in(desk.actor, client_id=anna)
    assert found.words == (CheckInReason.CLEARANCE_OPEN,)
    assert found.reasons[0].cures[0].form_id == form.id
    assert "secret" not in repr(found)
    desk.forms.give_clearance(desk.actor, form.id, Clearance())
    assert services.checkin.check_in(desk.actor, client_id=anna).words == (CheckInReason.ALREADY_IN,)


def test_a_form_in_the_archive_is_asked_for_by_nobody(
    services: Services, desk: FormDesk, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    row = desk.require("waiver", required_for=FormAudience.ALL, blocks_checkin=True)
    desk.templates.archive(desk.actor, row.id)
    assert listed(desk) == []
    assert services.checkin.check_in(desk.actor, client_id=anna).words == ()


def test_list_and_door_agree(services: Services, desk: FormDesk, rows: StudioRows, clock: FakeClock) -> None:
    desk.require("waiver", required_for=FormAudience.ALL, valid_months=1)
    clients = [rows.member("Anna Ivanova", days=900) for _ in range(4)]
    desk.sign(clients[0], "waiver")
    desk.sign(clients[1], "waiver", on=TODAY - timedelta(days=20))
    void = desk.sign(clients[2], "waiver")
    desk.forms.void(desk.actor, void.id, "mistake")
    clock.advance(days=10)
    lacking = {
        each.client_id
        for each in desk.forms.missing(desk.actor)
        if each.state in {FormState.MISSING, FormState.EXPIRED}
    }
    refused = {
        each
        for each in clients
        if CheckInReason.FORM_MISSING in services.checkin.check_in(desk.actor, client_id=each).words
    }
    assert lacking == refused == {clients[1], clients[2], clients[3]}
