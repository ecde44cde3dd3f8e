"""The templates that come with the program are good in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE, Facts, RecipientFields
from fitnesscrm_desktop.services.messaging.rendering import Renderer
from fitnesscrm_desktop.services.messaging.shipped import (
    BY_KEY,
    LANGUAGES,
    SHIPPED,
    shipped_name,
    shipped_words,
)
from fitnesscrm_desktop.services.messaging.template_names import free_name
from fitnesscrm_desktop.services.messaging.template_rules import problems_of, tidy_part
from tests.support.door import a_studio

STUDIO = a_studio(name="Studio Nord", phone="+49 30 123456")
ALL = [(each.key, language) for each in SHIPPED for language in LANGUAGES]
PARENT = replace(EXAMPLE, recipient=RecipientFields("Eva", "Eva Bauer"))


def test_there_are_enough_and_each_has_its_files() -> None:
    assert len(BY_KEY) == len(SHIPPED) >= 12
    files = {file.name for file in resource("templates").iterdir()}
    assert files == {f"{key}.{language}.toml" for key, language in ALL}


@pytest.mark.parametrize(("key", "language"), ALL)
def test_nothing_is_wrong_with_the_words(key: str, language: str) -> None:
    part = shipped_words(key)[language]
    assert problems_of(part, STUDIO) == ()
    assert tidy_part(part) == part


@pytest.mark.parametrize("reader", [EXAMPLE, PARENT], ids=["client", "parent"])
@pytest.mark.parametrize(("key", "language"), ALL)
def test_a_message_reads_well(key: str, language: str, reader: Facts) -> None:
    made = Renderer(STUDIO).render(shipped_words(key)[language], reader, Channel.EMAIL)
    assert made.missing == ()
    assert "{" not in made.text + made.subject
    assert "\n\n\n" not in made.text
    assert "  " not in made.text
    assert not any(line.startswith((" ", ",", ".")) for line in made.text.splitlines())
    assert made.text.startswith(
        f"{'Hello' if language == 'en' else 'Hallo'} {reader.recipient.first_name},\n\n"
    )
    assert "Studio Nord" in made.text
    assert 5 < len(made.subject) <= 60


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
@pytest.mark.parametrize("reader", [EXAMPLE, PARENT], ids=["client", "parent"])
@pytest.mark.parametrize(("key", "language"), ALL)
def test_the_words_hold_on_whatever_day_they_are_approved(
    key: str, language: str, reader: Facts, channel: Channel
) -> None:
    days_later = replace(
        reader,
        client=replace(reader.client, age=36),
        membership=replace(reader.membership, days_left=3),
        account=replace(reader.account, days_overdue=16),
        visit=replace(reader.visit, days_since=25),
    )
    words = shipped_words(key)[language]
    made = [Renderer(STUDIO).render(words, facts, channel) for facts in (reader, days_later)]
    assert made[0] == made[1]
    said = f"{made[0].subject} {made[0].text}".casefold()
    assert not any(
        word in said for word in ("today", "heute", "enjoy the day", "einen schönen tag", "has a birthday")
    )


@pytest.mark.parametrize(("key", "language"), ALL)
def test_a_text_message_costs_one_part(key: str, language: str) -> None:
    made = Renderer(STUDIO).render(shipped_words(key)[language], EXAMPLE, Channel.SMS)
    assert made.parts == 1, made.text


def test_a_name_comes_in_the_studios_language() -> None:
    assert shipped_name("birthday", "de_AT") == "Geburtstag"
    assert shipped_name("birthday", "fr_FR") == "Birthday"


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name("Birthday", {"birthday", "birthday (2)"}) == "Birthday (3)"
