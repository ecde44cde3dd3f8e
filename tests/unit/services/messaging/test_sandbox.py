from __future__ import annotations

from dataclasses import replace

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.fields import (
    EXAMPLE,
    FIELD_NAMES,
    GROUPS,
    ClientFields,
    MembershipFields,
    TrainerFields,
    describe,
)
from fitnesscrm_desktop.services.messaging.sandbox import LONGEST_OUTPUT, Scribe, complaints
from fitnesscrm_desktop.services.messaging.speech import FILTERS, Speech

BARE = replace(EXAMPLE, membership=MembershipFields(), trainer=TrainerFields())
"""A client without membership and trainer."""


def scribe(locale: str = "en_GB") -> Scribe:
    return Scribe(Speech(Locale.parse(locale), "EUR"))


def filled(source: str, locale: str = "en_GB") -> str:
    text, missing = scribe(locale).fill(source, EXAMPLE)
    assert missing == ()
    return text


@pytest.mark.parametrize(
    ("source", "english", "german"),
    [
        ("{{ account.balance|money }}", "€49.00", "49,00\u00a0€"),
        ("{{ account.balance }}", "€49.00", "49,00\u00a0€"),
        ("{{ occasion.day|date }}", "4 March 2026", "4. März 2026"),
        ("{{ occasion.day }}", "4 March 2026", "4. März 2026"),
        ("{{ occasion.day|day_month }}", "4 March", "4. März"),
        ("{{ occasion.day|weekday }}", "Wednesday", "Mittwoch"),
        ("{{ visit.count|ordinal }}", "100th", "100."),
        ("{{ trainer.name|first_name }}", "Tom", "Tom"),
        ("{{ 'Dr. Marco Esposito'|first_name }}", "Marco", "Marco"),
        ("{{ 'Esposito, Marco'|first_name }}", "Marco", "Marco"),
        ("{{ 'Tom Reed, MSc'|first_name }}", "Tom", "Tom"),
        ("{{ 'Frau Dr. Anna Bauer'|first_name }}", "Anna", "Anna"),
        ("{{ 'Dr.'|first_name }}", "Dr.", "Dr."),
        ('{{ occasion.n|plural("day", "days") }}', "days", "days"),
        ("{% if account.balance > 0 %}owes{% else %}owes nothing{% endif %}", "owes", "owes"),
    ],
)
def test_fields_read_as_the_language_writes_them(source: str, english: str, german: str) -> None:
    assert (filled(source), filled(source, "de")) == (english, german)


@pytest.mark.parametrize(("n", "word"), [(1, "dzień"), (3, "dni"), (5, "dnów"), (12, "dnów")])
def test_a_language_may_have_more_than_two_forms(n: int, word: str) -> None:
    facts = replace(EXAMPLE, occasion=replace(EXAMPLE.occasion, n=n))
    assert scribe("pl").fill('{{ occasion.n|plural("dzień", "dni", "dnów") }}', facts)[0] == word


@pytest.mark.parametrize(("n", "word"), [(1, "1st"), (2, "2nd"), (11, "11th"), (23, "23rd"), (112, "112th")])
def test_english_counts_in_order(n: int, word: str) -> None:
    facts = replace(EXAMPLE, occasion=replace(EXAMPLE.occasion, n=n))
    assert scribe().fill("{{ occasion.n|ordinal }}", facts)[0] == word


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("{{ membership.ends_on }} {{ trainer.name }}", ("membership.ends_on", "trainer.name")),
        ("{{ membership.price|money }}", ("membership.price",)),
        ("{{ trainer.name|upper }}", ("trainer.name",)),
        ("{{ 'Ask ' ~ trainer.name }}", ("trainer.name",)),
        ("{% if membership.days_left < 3 %}soon{% endif %}", ("membership.days_left",)),
        ("{% if trainer.name %}{{ trainer.name }}{% endif %}", ()),
        ("{{ trainer.name|default('our team') }}", ()),
    ],
)
def test_what_a_client_has_nothing_for_is_named(source: str, missing: tuple[str, ...]) -> None:
    assert scribe().fill(source, BARE)[1] == missing
    assert scribe().fill(source, EXAMPLE)[1] == ()


def test_what_was_missing_for_one_client_is_not_missing_for_the_next() -> None:
    writer = scribe()
    assert writer.fill("{{ trainer.name }}", BARE) == ("", ("trainer.name",))
    assert writer.fill("{{ trainer.name }}", EXAMPLE) == ("Tom Reed", ())


def test_an_unknown_field_is_named_with_the_one_that_was_meant() -> None:
    assert complaints("{{ client.firstname }}") == [
        "There is no field “client.firstname”. Did you mean “client.first_name”?"
    ]
    assert complaints("{{ client }}") == [
        "“client” alone is not a field. Say what of it, like client.first_name."
    ]
    assert complaints("{{ account.balance|mony }}") == ["There is no filter “mony”. Did you mean “money”?"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert len(complaints("{{ client.firstname }} {{ trainer.nam }} {{ client.born|strftime }}")) == 3


HOSTILE = {
    "a loop": "{% for x in range(10**9) %}{{ x }}{% endfor %}",
    "a loop over a field": "{% for x in client.first_name %}{{ x }}{% endfor %}",
    "a huge text": "{{ 'a' * 10**9 }}",
    "a huge number": "{{ 9 ** 9 ** 9 }}",
    "a huge number by digits": "{{ " + "9" * 6000 + " }}",
    "padding": "{{ client.first_name|center(10000000) }}",
    "formatting": "{{ '%999999999s'|format(1) }}",
    "the class of a text": "{{ ''.__class__ }}",
    "the class by brackets": "{{ ''['__class__'] }}",
    "the class by a filter": "{{ client.first_name|attr('__class__') }}",
    "the class of a group": "{{ client.__class__ }}",
    "a method": "{{ client.first_name.upper() }}",
    "a slice": "{{ client.first_name[0] }}",
    "a global": "{{ cycler('a') }}",
    "itself": "{{ self }}",
    "a macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "an include": "{% include '/etc/passwd' %}",
    "an import": "{% from 'os' import system %}",
    "a name of its own": "{% set x = 'a' %}{{ x }}",
    "brackets without end": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "a sum without end": "{{ " + "1+" * 5000 + "1 }}",
    "conditions without end": "{% if 1 %}" * 200 + "{% endif %}" * 200,
    "unescaped HTML": "{{ '<script>'|safe }}",
    "an open tag": "{{ client.first_name",
    "an open condition": "{% if client.age %}",
    "a division by zero": "{{ 1 / 0 }}",
    "a word and a number": "{{ client.first_name + 1 }}",
    "a word as money": "{{ client.first_name|money }}",
    "a plural without words": "{{ occasion.n|plural }}",
    "half a character": "{{ '\ud800' }}{{ nothing }}",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_template_gets_a_sentence(what: str) -> None:
    for html in (False, True):
        with pytest.raises(RuleBroken) as refused:
            scribe().fill(HOSTILE[what], EXAMPLE, html=html)
        assert refused.value.text.endswith((".", "?"))
        assert "Traceback" not in refused.value.text


@pytest.mark.parametrize("sign", ["*", "/", "//", "%", "**"])
def test_nothing_is_multiplied(sign: str) -> None:
    assert complaints("{{ 2 " + sign + " 3 }}") == [
        f"“{sign}” cannot be used in a template, only fields, filters and “if”."
    ]


def test_a_text_that_grows_too_long_is_refused() -> None:
    long_name = replace(EXAMPLE, client=ClientFields("A" * 200, "B", "A B", 1))
    with pytest.raises(RuleBroken, match="far too long"):
        scribe().fill("{{ client.first_name }}" * (LONGEST_OUTPUT // 200 + 1), long_name)


def test_html_is_escaped_only_where_html_is_made() -> None:
    sly = replace(EXAMPLE, client=ClientFields("<b>Anna</b>", "B", "A B", 1))
    assert scribe().fill("{{ client.first_name }}", sly)[0] == "<b>Anna</b>"
    assert scribe().fill("{{ client.first_name }}", sly, html=True)[0] == "&lt;b&gt;Anna&lt;/b&gt;"
    assert scribe().fill("{{ client.first_name|upper }}", sly, html=True)[0] == "&lt;B&gt;ANNA&lt;/B&gt;"


def test_every_field_is_documented_and_has_an_example() -> None:
    for name in FIELD_NAMES:
        assert describe(name, "").about
        assert filled("{{ " + name + " }}")


def test_every_filter_of_the_list_works_as_its_example_says() -> None:
    for name, about in FILTERS.items():
        example = about.partition(": ")[2]
        assert filled(example or "{{ client.first_name|" + name + " }}")


MARKS = ("{{", "}}", "{%", "%}", "{#", "if ", "endif", "for ", "|", "money", "default(1)", "(", ")", "[", "]")
MORE_MARKS = (".", "__class__", "~", "*", "+", "'", '"', "\n")
PIECES = st.sampled_from([*(f"{{{{ {name} }}}}" for name in FIELD_NAMES), *GROUPS, *MARKS, *MORE_MARKS])


@given(st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join))
def test_whatever_is_typed_gives_a_text_or_a_sentence(source: str) -> None:
    wrong = complaints(source)
    try:
        scribe().fill(source, BARE)
    except RuleBroken as error:
        told = error.text
    else:
        told = ""
    assert all(each in told for each in wrong)
