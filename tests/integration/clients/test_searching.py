"""Search finds everybody by anything, from the middle of a word, on both databases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients import listing, ranges, searching
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.results import ListQuery, NewClient, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from tests.support.actors import an_actor
from tests.support.people import People

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=40).filter(
    fold
)


@pytest.fixture
def studio(people: People) -> People:
    """A few clients with something in common."""
    people.add("Anna Ivanova", email="anna.i@web.de", phone="0151 1058756")
    people.add("Änne Müller-Lüdenscheid", email="aenne@gmx.de", phone="+43 664 1234567")
    people.add("Ivan Annenkov", phone="030 1234567")
    people.add("100% Fit_ness", email="x_y%z@web.de")
    people.add("李 明")
    people.add("<b>Bold</b> O'Neil")
    return people


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ivanova", ["Anna Ivanova"]),
        ("vanov", ["Anna Ivanova"]),
        ("IVANOVA anna", ["Anna Ivanova"]),
        ("anna iva", ["Anna Ivanova"]),
        ("an iv", ["Ivan Annenkov", "Anna Ivanova"]),
        ("iv an", ["Anna Ivanova", "Ivan Annenkov"]),
        ("muller", ["Änne Müller-Lüdenscheid"]),
        ("MÜLLER", ["Änne Müller-Lüdenscheid"]),
        ("denschei", ["Änne Müller-Lüdenscheid"]),
        ("8756", ["Anna Ivanova"]),
        ("0151 105 87 56", ["Anna Ivanova"]),
        ("0151-105/8756", ["Anna Ivanova"]),
        ("+49 151 1058756", ["Anna Ivanova"]),
        ("+49 (0)151 1058756", ["Anna Ivanova"]),
        ("0049151", ["Anna Ivanova"]),
        ("0664 1234567", ["Änne Müller-Lüdenscheid"]),
        ("anna 8756", ["Anna Ivanova"]),
        ("8756 anna", ["Anna Ivanova"]),
        ("web.de", ["100% Fit_ness", "Anna Ivanova"]),
        ("gmx", ["Änne Müller-Lüdenscheid"]),
        ("#3", ["Ivan Annenkov"]),
        ("李", ["李 明"]),
        ("明", ["李 明"]),
        ("<b>", ["<b>Bold</b> O'Neil"]),
        ("o'neil", ["<b>Bold</b> O'Neil"]),
        ("t_n", ["100% Fit_ness"]),
        ("00%", ["100% Fit_ness"]),
        ("a__", []),
        ("%%%", []),
        ("%", ["100% Fit_ness"]),
        ("ov", ["Ivan Annenkov", "Anna Ivanova"]),
        ("75", ["Anna Ivanova"]),
        ("nn ov", ["Ivan Annenkov", "Anna Ivanova"]),
        ("zq", []),
        ("anna %", []),
        ("an _", []),
        ("nobody", []),
        ("anna nobody", []),
        ("", []),
        ("   ", []),
    ],
)
def test_what_is_typed_finds_who_is_meant(studio: People, typed: str, found: list[str]) -> None:
    assert studio.names(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '""',
        "anna OR",
        "anna AND NOT",
        "NEAR(anna)",
        "search_key:anna",
        "anna*",
        "^anna",
        "(",
        "a'b\"c",
        "\\",
    ],
)
def test_operators_are_just_text(studio: People, typed: str) -> None:
    assert "Ivan Annenkov" not in studio.names(typed)


def test_the_number_itself_comes_first(services: Services, owner: Actor, people: People) -> None:
    numbered = [people.add(f"Client {letter}", phone=f"0151 22222{i}2") for i, letter in enumerate("abc")]
    assert services.directory.search(owner, "2")[0].id == numbered[1]


def test_names_that_begin_so_come_before_names_that_hold_it(people: People) -> None:
    for name in ("Joanna Abel", "Anna Zorn", "Bo Annas"):
        people.add(name)
    assert people.names("anna") == ["Bo Annas", "Anna Zorn", "Joanna Abel"]


def test_the_list_holds_everybody_the_search_finds(services: Services, owner: Actor, studio: People) -> None:
    for typed in ("ann", "an iv", "web.de", "151", "8756", "i", "nobody"):
        ids = services.directory.ids(owner, ListQuery(text=typed))
        assert {hit.id for hit in services.directory.search(owner, typed)} == set(ids)


@settings(max_examples=25)
@given(NAMES, NAMES, st.data())
def test_any_part_of_a_name_finds_its_client(
    services: Services, owner: Actor, first: str, last: str, data: st.DataObject
) -> None:
    people = People(services)
    added = services.clients.add(owner, NewClient(first, last))
    for name in (added.first_name, added.last_name, added.name, f"{added.last_name} {added.first_name}"):
        start = data.draw(st.integers(0, max(0, len(name) - 3)))
        part = name[start : data.draw(st.integers(min(start + 3, len(name)), len(name)))]
        if len(fold(part)) >= 3:
            assert added.id in services.directory.ids(owner, ListQuery(text=part))
    assert people.detail(added.id).name == added.name


@settings(max_examples=20)
@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_breaks_the_search(services: Services, owner: Actor, typed: str) -> None:
    services.directory.search(owner, typed)
    services.directory.ids(owner, ListQuery(text=typed))
    services.directory.by_code(owner, typed)


@pytest.mark.parametrize("few", [0, 1000], ids=["asking everybody in order", "sorting a few"])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("meyer", ["Anna", "Dan", "Bo", "Cara", "Eve"]),
        ("m", ["Anna", "Dan", "Bo", "Cara", "Eve"]),
        ("ev", ["Eve"]),
        ("an", ["Anna", "Dan"]),
        ("33", ["Cara"]),
        ("an me", ["Anna", "Dan"]),
        ("web.de", ["Bo", "Eve"]),
        ("meyer web.de", ["Bo", "Eve"]),
        ("0151 222", ["Cara"]),
        ("#2", ["Bo"]),
        ("k7", ["Dan"]),
        ("nobody", []),
    ],
)
def test_the_list_is_the_same_however_many_fit(
    services: Services,
    owner: Actor,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    typed: str,
    found: list[str],
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(ranges, "AT_ONCE", 2)
    people.add("Anna E Meyer")
    people.add("Bo Meyer", email="bo@web.de")
    people.add("Cara Meyer", phone="0151 2223334")
    services.records.add_code(owner, people.add("Dan Meyer Anders"), "K7")
    people.add("Eve Meyer", email="eve@web.de")
    services.clients.archive(owner, people.add("Mia Meyer", email="mia@web.de"))
    ids = services.directory.ids(owner, ListQuery(text=typed))
    assert [row.first_name for row in services.directory.rows(owner, ids)] == found
    archived = services.directory.ids(owner, ListQuery(text=typed, saved=SavedList.ARCHIVED))
    assert len(archived) == (typed in {"meyer", "m", "web.de", "meyer web.de"})


@pytest.mark.parametrize(
    ("screen", "found"), [(2, ["Ann", "Andy"]), (3, ["Ann", "Joan", "Andy"])], ids=["full", "room left"]
)
def test_two_letters_look_inside_words_while_the_screen_is_not_full_of_names_that_begin_so(
    services: Services,
    owner: Actor,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
    screen: int,
    found: list[str],
) -> None:
    monkeypatch.setattr(searching, "SCREENFUL", screen)
    for name in ("Ann Abel", "Joan Bell", "Andy Cole", "Eve Dorn"):
        people.add(name)
    ids = services.directory.ids(owner, ListQuery(text="an"))
    assert [row.first_name for row in services.directory.rows(owner, ids)] == found
    assert people.names("an") == ["Andy Cole", "Ann Abel", "Joan Bell"], "who begins so comes first"


def test_archived_clients_are_found_only_when_asked_for(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova")
    services.clients.archive(owner, anna)
    assert people.names("ivanova") == people.names("#1") == []
    found = services.directory.search(owner, "ivanova", archived=True)
    assert [(hit.id, hit.archived) for hit in found] == [(anna, True)]


def test_who_may_not_see_clients_finds_nobody(services: Services, studio: People) -> None:
    nobody = Actor("Nobody", Role.TRAINER)
    with pytest.raises(NotAllowed):
        services.directory.search(nobody, "anna")
    with pytest.raises(NotAllowed):
        services.directory.ids(nobody, ListQuery())
    assert services.directory.search(an_actor(Role.TRAINER), "anna iv")
