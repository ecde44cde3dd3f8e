"""The language in which a client is written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.support.people import People


def test_it_is_stored_by_its_code(services: Services, owner: Actor, people: People) -> None:
    anna = people.add(language="German")
    assert people.detail(anna).details.language == "de"
    services.clients.edit(owner, anna, 1, {"language": "pt-BR"})
    assert people.detail(anna).details.language == "pt_BR"
    services.clients.edit(owner, anna, 2, {"language": ""})
    assert people.detail(anna).details.language == ""


def test_what_is_no_language_is_refused(people: People) -> None:
    with pytest.raises(RuleBroken) as refused:
        people.add(language="Klingon")
    assert set(refused.value.fields) == {"language"}


def test_a_merge_keeps_the_language_that_is_known(services: Services, owner: Actor, people: People) -> None:
    kept, other = people.add(), people.add("Anna Iwanowa", language="de")
    services.clients.merge(owner, kept, other)
    assert people.detail(kept).details.language == "de"


def test_it_is_exported_and_imported(
    services: Services, owner: Actor, people: People, tmp_path: Path
) -> None:
    people.add("Anna Ivanova", language="fr")
    out = tmp_path / "out.csv"
    services.directory.export(owner, ListQuery(), out)
    header, line = out.read_text(encoding="utf-8-sig").splitlines()
    place = header.replace(";", ",").split(",").index("Language")
    assert line.replace(";", ",").split(",")[place] == "fr"
    come = tmp_path / "in.csv"
    come.write_text(
        "First name;Last name;Sprache\nBo;Novak;Deutsch\nCy;Day;\nDi;Dee;Klingon\n", encoding="utf-8"
    )
    looked = services.imports.look(come)
    outcome = services.imports.run(owner, come, looked.suggested)
    assert outcome.imported == 2
    assert [error.row for error in outcome.errors] == [4]
    ids = services.directory.ids(owner, ListQuery(text="Novak"))
    assert people.detail(ids[0]).details.language == "de"
