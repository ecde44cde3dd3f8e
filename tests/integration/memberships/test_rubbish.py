"""Plans and memberships, asked for with what nobody can mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import tidy_line, tidy_paragraphs
from tests.support.rubbish import DAYS, NUMBERS, TEXTS, try_all
from tests.support.sales import MONTHLY, PACK, Till
from tests.support.soundness import assert_sound

Deed = Callable[[Till, Any], object]
MEMBER = PLAN = ANNA = 1


def plan_named(till: Till, text: str) -> None:
    assert till.plan(name=text).name == tidy_line(text)


def plan_renamed(till: Till, text: str) -> None:
    plan = till.services.plans.get(till.actor, PLAN)
    edited = till.services.plans.edit(till.actor, PLAN, replace(plan.draft, name=text), plan.version)
    assert edited.name == tidy_line(text)


def plan_described(till: Till, text: str) -> None:
    plan = till.services.plans.get(till.actor, PLAN)
    draft = replace(plan.draft, description=text)
    kept = till.services.plans.edit(till.actor, PLAN, draft, plan.version).draft
    assert kept.description == tidy_paragraphs(text)


def frozen_because(till: Till, text: str) -> None:
    first = date(2026, 3, 4)
    till.services.memberships.freeze(till.actor, MEMBER, first, first, text)
    assert till.membership(MEMBER).holds[0].reason == tidy_line(text)
    till.services.memberships.resume(till.actor, MEMBER, first)


def extended_because(till: Till, text: str) -> None:
    till.services.memberships.extend(till.actor, MEMBER, 1, text)
    assert till.membership(MEMBER).facts[-1].reason == tidy_line(text)


def cancelled_because(till: Till, text: str) -> None:
    till.services.memberships.cancel(till.actor, MEMBER, note=text)
    assert till.membership(MEMBER).facts[-1].reason in {tidy_line(text), "other"}
    till.services.memberships.uncancel(till.actor, MEMBER)


WITH_TEXT: dict[str, Deed] = {
    "plan name": plan_named,
    "new plan name": plan_renamed,
    "description": plan_described,
    "freeze": frozen_because,
    "extension": extended_because,
    "cancellation": cancelled_because,
    "sale key": lambda till, text: till.services.memberships.sell(
        till.actor, ANNA, PLAN, key=text, confirmed=True
    ),
    "renewal key": lambda till, text: till.services.memberships.renew(till.actor, MEMBER, text),
    "extension key": lambda till, text: till.services.memberships.extend(till.actor, MEMBER, 1, "", text),
}
WITH_NUMBER: dict[str, Deed] = {
    "price": lambda till, number: till.plan(number),
    "new price": lambda till, number: till.services.plans.set_price(till.actor, PLAN, number),
    "own price": lambda till, number: till.services.memberships.sell(
        till.actor, ANNA, PLAN, price=number, confirmed=True
    ),
    "days": lambda till, number: till.services.memberships.extend(till.actor, MEMBER, number),
    **{
        field: lambda till, number, field=field: till.plan(draft=PACK, **{field: number})  # type: ignore[misc]
        for field in ("visits", "days", "visits_per_week", "signup_fee", "tax_rate", "weekdays")
    },
    "from_minute": lambda till, number: till.plan(from_minute=number),
    "to_minute": lambda till, number: till.plan(to_minute=number),
}
WITH_DAY: dict[str, Deed] = {
    "sale": lambda till, day: till.services.memberships.sell(till.actor, ANNA, PLAN, day, confirmed=True),
    "preview": lambda till, day: till.services.memberships.preview(till.actor, ANNA, PLAN, day),
    "freeze from": lambda till, day: till.services.memberships.freeze(till.actor, MEMBER, day),
    "freeze to": lambda till, day: till.services.memberships.freeze(till.actor, MEMBER, None, day),
    "resume": lambda till, day: till.services.memberships.resume(till.actor, MEMBER, day),
    "cancellation": lambda till, day: till.services.memberships.cancel(till.actor, MEMBER, day),
    "price": lambda till, day: till.services.plans.set_price(till.actor, PLAN, 100, day),
    "price on": lambda till, day: till.services.plans.price_on(till.actor, PLAN, day),
}


@pytest.fixture
def till(services: Services, owner: Actor) -> Till:
    """Give a studio with one plan, one client and her membership, whose ids are all 1."""
    made = Till(services, owner)
    services.memberships.sell(owner, made.client(), made.plan(draft=MONTHLY).id)
    return made


@pytest.mark.parametrize("name", WITH_TEXT)
def test_any_text_is_kept_or_refused(till: Till, name: str) -> None:
    try_all(till.services, TEXTS, lambda text: WITH_TEXT[name](till, text))
    assert_sound(till.services)


@pytest.mark.parametrize("name", WITH_NUMBER)
def test_any_number_is_kept_or_refused(till: Till, name: str) -> None:
    try_all(till.services, NUMBERS, lambda number: WITH_NUMBER[name](till, number))
    assert_sound(till.services)


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("name", WITH_DAY)
def test_any_day_is_kept_or_refused(till: Till, name: str, *, frozen: bool) -> None:
    if frozen:
        till.services.memberships.freeze(till.actor, MEMBER)
    try_all(till.services, DAYS, lambda day: WITH_DAY[name](till, day))
    assert till.services.memberships.of_client(till.actor, ANNA)
    assert_sound(till.services)
