"""What was paid keeps its words; the account says beside them until when a rest has moved the term."""

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.billing.results import EntryKind
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.sales import Till

REST = (date(2026, 3, 10), date(2026, 3, 29))
"""Twenty days of a term from 4 March to 3 April."""


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


@pytest.fixture
def paid(services: Services, owner: Actor, till: Till, anna: int) -> int:
    """Give Anna's membership, which is paid."""
    member = services.memberships.sell(owner, anna, till.plan().id).membership_id
    till.pay(anna, 4900)
    return member


def ends(till: Till, client_id: int) -> list[date | None]:
    """Until when the terms run that are charged, where their words say another day."""
    entries = till.services.billing.ledger(till.actor, client_id).entries
    return [each.runs_until for each in entries if each.kind is EntryKind.CHARGE and not each.reversed]


def test_a_term_that_rested_says_until_when_it_runs(
    services: Services, owner: Actor, till: Till, anna: int, paid: int
) -> None:
    assert ends(till, anna) == [None]
    services.memberships.freeze(owner, paid, *REST)
    assert ends(till, anna) == [date(2026, 4, 23)]
    services.memberships.renew(owner, paid)
    assert ends(till, anna) == [date(2026, 4, 23), None], "the next one is sold with its true days"
    services.memberships.resume(owner, paid, date(2026, 3, 20))
    assert ends(till, anna) == [date(2026, 4, 13), None], "and posted anew when they move"


def test_nothing_is_said_of_what_no_rest_moved_although_days_are_written_in_another_way_now(
    services: Services, owner: Actor, till: Till, anna: int, paid: int
) -> None:
    services.memberships.freeze(owner, paid, *REST)
    services.memberships.renew(owner, paid)
    till.pay(anna, 4900)
    services.settings.change(owner, services.settings.profile().version, locale="de_DE")
    assert ends(till, anna) == [date(2026, 4, 23), None]


def test_nothing_is_said_of_an_end_that_nobody_knows_or_that_is_none(
    services: Services, owner: Actor, till: Till, anna: int, paid: int
) -> None:
    services.memberships.freeze(owner, paid, REST[0])
    assert ends(till, anna) == [None]
    services.memberships.resume(owner, paid, date(2026, 3, 12))
    assert ends(till, anna) == [date(2026, 4, 5)]
    services.memberships.cancel(owner, paid, date(2026, 3, 20))
    assert ends(till, anna) == [None]
