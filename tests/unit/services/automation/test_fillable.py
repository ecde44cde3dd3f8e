"""What a trigger can never fill in."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.services.automation.fillable import empty_fields


def test_who_was_added_just_now_owes_nothing_and_is_no_member() -> None:
    empty = empty_fields(Trigger.CLIENT_CREATED)
    assert {"account.balance", "membership.plan", "visit.last_on", "occasion.n"} <= set(empty)
    assert not {name for name in empty if name.startswith(("client.", "studio.", "trainer."))}


@pytest.mark.parametrize("trigger", [Trigger.VISIT, Trigger.PAYMENT, Trigger.MEMBERSHIP_FROZEN])
def test_where_nothing_is_counted_there_is_no_number(trigger: Trigger) -> None:
    assert set(empty_fields(trigger)) == {"occasion.n"}


@pytest.mark.parametrize("trigger", [Trigger.BIRTHDAY, Trigger.OVERDUE, Trigger.ANNIVERSARY])
def test_the_others_have_everything(trigger: Trigger) -> None:
    assert not empty_fields(trigger)
