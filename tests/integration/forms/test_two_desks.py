"""Desks have the same client sign the same form: one paper is sealed, and the others are told."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.support.bare_pc import give_back, use_a_bare_pc
from tests.support.form_desk import FormDesk
from tests.support.other_desks import Place, all_at_once
from tests.support.people import People
from tests.support.signing_desks import SIGNED, WHO, sealed, sign_what_lies_there

DESKS = 4


@pytest.fixture
def desk(services: Services, owner: Actor, monkeypatch: pytest.MonkeyPatch) -> FormDesk:
    """Give one of the desks, on a PC on which the others find the key of the files."""
    give_back(monkeypatch)
    use_a_bare_pc(services.home.root)
    return FormDesk(services, owner)


def place_of(services: Services) -> Place:
    url = services.core.database.url.render_as_string(hide_password=False)
    return Place(services.home.root, url, services.core.clock.now())


def test_of_desks_that_sign_at_the_same_moment_one_comes_first(
    services: Services, desk: FormDesk, people: People
) -> None:
    anna, waiver = people.add(), desk.template("waiver").id
    desk.sign(people.add("Bo Novak"), "waiver", signed_by="Bo Novak")
    last = desk.forms.sheet(desk.actor, anna, waiver).last_form
    told = all_at_once(place_of(services), sign_what_lies_there, anna, waiver, last, count=DESKS)
    assert told.count(SIGNED) == 1
    assert sum(f"signed by {WHO} at another desk" in each for each in told) == DESKS - 1
    [form] = desk.forms.of_client(desk.actor, anna)
    assert form.signed_by == WHO
    papers = sealed(services)
    assert len(papers) == 2, "this one and Bo’s"
    assert all(paper.startswith(b"%PDF-") for paper, _answers in papers)


def test_a_form_is_signed_again_when_somebody_has_seen_the_last_one(desk: FormDesk, people: People) -> None:
    anna, waiver = people.add(), desk.template("waiver").id
    stale = desk.forms.sheet(desk.actor, anna, waiver).last_form
    first = desk.sign(anna, "waiver", after=stale)
    with pytest.raises(RuleBroken, match="Nothing was stored a second time"):
        desk.sign(anna, "waiver", after=stale)
    assert desk.forms.sheet(desk.actor, anna, waiver).last_form == first.id
    again = desk.sign(anna, "waiver", after=first.id)
    assert [form.id for form in desk.forms.of_client(desk.actor, anna)] == [again.id, first.id]


def test_another_form_of_the_same_client_is_nobodys_second(desk: FormDesk, people: People) -> None:
    anna = people.add()
    desk.sign(anna, "waiver", after=0)
    desk.sign(anna, "photo_consent", after=0)
    assert len(desk.forms.of_client(desk.actor, anna)) == 2
