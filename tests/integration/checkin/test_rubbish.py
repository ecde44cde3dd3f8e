"""The door, asked with what nobody can mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import tidy_line
from tests.support.rubbish import DAYS, TEXTS, try_all
from tests.support.soundness import assert_sound
from tests.support.studio_rows import StudioRows
from tests.support.visits import stored_visit

Deed = Callable[[Services, Actor, int, Any], object]
EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
MOMENTS: dict[str, datetime] = {
    "the first of all moments": datetime.min.replace(tzinfo=UTC),
    "before it": datetime.min.replace(tzinfo=EAST),
    "the last of all moments": datetime.max.replace(tzinfo=UTC),
    "after it": datetime.max.replace(tzinfo=WEST),
    "1900": datetime(1900, 1, 1, tzinfo=UTC),
    "2100": datetime(2100, 1, 1, tzinfo=UTC),
    "no zone": datetime(2026, 3, 4, 12),  # noqa: DTZ001 - that is the rubbish
}


def let_in_because(services: Services, owner: Actor, stranger: int, text: str) -> None:
    found = services.checkin.check_in(owner, client_id=stranger, override=text)
    assert found.visit_id is not None
    assert stored_visit(services, found.visit_id).override_reason == tidy_line(text)
    services.checkin.undo(owner, found.visit_id)


def unknown(services: Services, owner: Actor, _stranger: int, text: str) -> None:
    found = services.checkin.check_in(owner, text)
    assert found.verdict is Verdict.REFUSED
    assert len(found.text) < 500


WITH_TEXT: dict[str, Deed] = {
    "code": unknown,
    "kiosk": lambda services, owner, _stranger, text: services.checkin.kiosk_check_in(owner, text),
    "override": let_in_because,
}


@pytest.mark.parametrize("name", WITH_TEXT)
def test_any_text_is_kept_or_refused(services: Services, rows: StudioRows, owner: Actor, name: str) -> None:
    stranger = rows.client("Hugo Rossi")
    try_all(services, TEXTS, lambda text: WITH_TEXT[name](services, owner, stranger, text))
    assert_sound(services)


def test_any_moment_is_kept_or_refused(services: Services, rows: StudioRows, owner: Actor) -> None:
    anna = rows.member()

    def come(at: datetime) -> None:
        services.checkin.check_in(owner, client_id=anna, at=at)

    try_all(services, MOMENTS, come, everywhere=True)


def test_any_day_can_be_asked_about(services: Services, rows: StudioRows, owner: Actor) -> None:
    rows.member()
    try_all(services, DAYS, lambda day: services.visits.feed(owner, first=day).fetch(None, 5))
    try_all(services, DAYS, lambda day: services.visits.feed(owner, last=day).fetch(None, 5))
