"""The same paper twice is one paper, and what says anything else, or no longer holds, is another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Consent
from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.forms.results import FilledForm, SignedOnce
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.integration.files.test_store import lose
from tests.support.clock import FakeClock
from tests.support.form_desk import FormDesk
from tests.support.people import People

YESTERDAY = date(2026, 3, 3)
PHOTOS = {"photos": "yes", "report": "yes"}


@pytest.fixture
def desk(services: Services, owner: Actor) -> FormDesk:
    return FormDesk(services, owner)


@pytest.fixture
def anna(people: People) -> int:
    return people.add("Anna Ivanova", date(1990, 5, 1))


def fill(desk: FormDesk, client_id: int, key: str = "photo_consent", **about: Any) -> SignedOnce:
    told: dict[str, Any] = {"answers": PHOTOS, "signed_by": "Anna Ivanova", "on": YESTERDAY} | about
    return desk.forms.fill_once(desk.actor, client_id, desk.template(key).id, FilledForm(**told))


def test_nothing_is_stored_written_down_or_told_a_second_time(
    services: Services, desk: FormDesk, anna: int, clock: FakeClock
) -> None:
    first = fill(desk, anna)
    assert not first.already
    clock.advance(hours=23)
    heard: list[Event] = []
    services.core.bus.subscribe(Event, heard.append)
    assert fill(desk, anna, answers={"photos": "ja", "report": "Y"}) == SignedOnce(first.form, already=True)
    assert heard == []
    assert list(desk.forms.of_client(desk.actor, anna)) == [first.form]
    with services.core.read() as session:
        assert session.scalar(select(func.count()).select_from(Consent)) == 2


@pytest.mark.parametrize(
    "about",
    [
        {"answers": PHOTOS | {"report": "no"}},
        {"signed_by": "Olga Ivanova", "relation": "guardian"},
        {"on": YESTERDAY - timedelta(days=1)},
        {"language": "de"},
        {"strokes": (((1.0, 1.0), (40.0, 40.0)),)},
    ],
)
def test_what_says_anything_else_is_another_paper(desk: FormDesk, anna: int, about: dict[str, Any]) -> None:
    first = fill(desk, anna)
    other = fill(desk, anna, **about)
    assert not other.already
    assert other.form.id != first.form.id
    assert not fill(desk, anna).already, "what was signed in between is the last word"


def test_a_day_later_it_is_meant(desk: FormDesk, anna: int, clock: FakeClock) -> None:
    fill(desk, anna)
    clock.advance(hours=25)
    assert not fill(desk, anna).already


def test_a_paper_that_is_void_is_signed_again(desk: FormDesk, anna: int) -> None:
    first = fill(desk, anna)
    desk.forms.void(desk.actor, first.form.id, "signed by mistake")
    assert not fill(desk, anna).already


def test_a_consent_that_was_taken_back_since_is_given_again(
    services: Services, desk: FormDesk, anna: int
) -> None:
    fill(desk, anna)
    services.records.record_consent(desk.actor, anna, ConsentKind.PHOTO, given=False, source="by phone")
    assert not fill(desk, anna).already
    consents = {each.kind: each.given for each in services.directory.consents(desk.actor, anna)}
    assert consents[ConsentKind.PHOTO]


def test_the_same_of_somebody_else_or_on_another_form_is_another_paper(
    desk: FormDesk, anna: int, people: People
) -> None:
    fill(desk, anna)
    assert not fill(desk, people.add("Anna Ivanova", date(1990, 5, 1))).already
    assert not fill(desk, anna, "waiver", answers={"rules": "yes"}).already


def test_a_paper_that_nobody_can_read_is_signed_again(services: Services, desk: FormDesk, anna: int) -> None:
    first = fill(desk, anna)
    store = ContentStore(services.core, services.home, SecretStore(services.home.root))
    lose(services, store, answers_of(services, first.form.id))
    assert not fill(desk, anna).already


def answers_of(services: Services, form_id: int) -> str:
    with services.core.read() as session:
        return session.get_one(ClientForm, form_id).answers_sha256
