"""The studio's templates: what is offered, changed, taken back, and shown before it is sent."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.message import MessageTemplate
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import Audience, Channel, Purpose, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.messaging.events import TemplatesChanged
from fitnesscrm_desktop.services.messaging.results import TemplateDetail, TextPart
from fitnesscrm_desktop.services.messaging.shipped import SHIPPED, ensure_templates, template_ids
from fitnesscrm_desktop.services.messaging.template_rules import LARGEST_FILE, MOST_FILES, TemplateDraft
from tests.support.actors import an_actor
from tests.support.people import People
from tests.support.sales import Till

OWNER = an_actor(Role.OWNER)
WORDS = TextPart("en", "News for {{ client.first_name }}", "Hello {{ recipient.first_name }}", "", "Hi")
DRAFT = TemplateDraft("News", Purpose.SERVICE, (WORDS,))


def by_key(services: Services, key: str) -> TemplateDetail:
    services.templates.list(OWNER)
    with services.core.read() as session:
        found = template_ids(session)[key]
    return services.templates.get(OWNER, found)


def draft_of(detail: TemplateDetail) -> TemplateDraft:
    return TemplateDraft(detail.row.name, detail.row.purpose, detail.texts)


def with_text(detail: TemplateDetail, text: str, language: str = "en") -> TemplateDraft:
    texts = tuple(replace(part, text=text) if part.language == language else part for part in detail.texts)
    return replace(draft_of(detail), texts=texts)


def test_a_new_studio_has_the_templates_that_ship(services: Services) -> None:
    rows = services.templates.list(OWNER)
    assert {row.key for row in rows} == {each.key for each in SHIPPED}
    assert all(set(row.languages) == {"en", "de"} for row in rows)
    assert [row.name for row in rows] == sorted((row.name for row in rows), key=str.lower)


def test_they_are_added_once_and_never_over_the_studios_own(services: Services) -> None:
    birthday = by_key(services, "birthday")
    services.templates.edit(OWNER, birthday.row.id, birthday.row.version, with_text(birthday, "Ours"))
    ensure_templates(services.core)
    assert len(services.templates.list(OWNER)) == len(SHIPPED)
    assert by_key(services, "birthday").texts[0].text == "Ours"


def test_a_template_of_the_same_name_stays_the_studios(services: Services) -> None:
    own = services.templates.add(OWNER, replace(DRAFT, name="Birthday"))
    assert by_key(services, "birthday").row.name == "Birthday (2)"
    assert services.templates.get(OWNER, own.row.id).row.name == "Birthday"


def test_a_template_is_added_told_and_written_down(services: Services) -> None:
    told: list[TemplatesChanged] = []
    services.core.bus.subscribe(TemplatesChanged, told.append)
    added = services.templates.add(OWNER, replace(DRAFT, name="  Summer\tnews "))
    assert (added.row.name, added.row.languages, added.texts) == ("Summer news", ("en",), (WORDS,))
    assert told == [TemplatesChanged(added.row.id)]
    with services.core.read() as session:
        last = select(AuditEntry.action, AuditEntry.entity_id).order_by(AuditEntry.id.desc()).limit(1)
        assert tuple(session.execute(last).one()) == ("template.add", added.row.id)


def test_a_name_is_taken_once(services: Services) -> None:
    services.templates.add(OWNER, DRAFT)
    with pytest.raises(RuleBroken, match="already") as refused:
        services.templates.add(OWNER, replace(DRAFT, name="NEWS"))
    assert set(refused.value.fields) == {"name"}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text": "{{ client.firstname }}"}, "en.text", "Did you mean “client.first_name”"),
        ({"text": " "}, "en.text", "no words"),
        ({"text": "a\x00b"}, "en.text", "cannot be sent"),
        ({"text": "x" * 20_001}, "en.text", "longer than"),
        ({"text": "{% for x in 'a' %}{% endfor %}"}, "en.text", "cannot be used"),
        ({"subject": ""}, "en.subject", "need a subject"),
        ({"subject": "Hi\nBcc: all@example.org"}, "en.subject", "one line"),
        ({"subject": "{{ account.balance|mony }}"}, "en.subject", "no filter"),
        ({"html": "<p onclick='x()'>Hi</p>"}, "en.html", "scripts"),
        ({"html": "<SCRIPT>x</SCRIPT>"}, "en.html", "scripts"),
        ({"sms": "{{ ''.__class__ }}"}, "en.sms", "no field"),
        ({"language": "Klingon"}, "Klingon.language", "not a language"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    services: Services, changes: dict[str, str], field: str, said: str
) -> None:
    words = replace(WORDS, **changes)
    with pytest.raises(RuleBroken) as refused:
        services.templates.add(OWNER, replace(DRAFT, texts=(words,)))
    assert said in refused.value.fields[field]
    assert [each.text for each in services.templates.check(OWNER, words)] == list(
        refused.value.fields.values()
    )


def test_words_are_needed_and_a_language_comes_once(services: Services) -> None:
    for texts in ((), (WORDS, WORDS), (WORDS, replace(WORDS, language="EN"))):
        with pytest.raises(RuleBroken) as refused:
            services.templates.add(OWNER, replace(DRAFT, texts=texts))
        assert "texts" in refused.value.fields


def test_two_desks_do_not_overwrite_each_other(services: Services) -> None:
    seen = services.templates.add(OWNER, DRAFT)
    services.templates.edit(OWNER, seen.row.id, seen.row.version, with_text(seen, "Theirs"))
    with pytest.raises(Conflict) as refused:
        services.templates.edit(OWNER, seen.row.id, seen.row.version, with_text(seen, "Mine"))
    assert refused.value.mine == {"en.text": "Mine"}
    assert refused.value.theirs == {"en.text": "Theirs"}
    assert services.templates.get(OWNER, seen.row.id).texts[0].text == "Theirs"


def test_a_changed_language_alone_counts_as_a_change(services: Services) -> None:
    seen = services.templates.add(OWNER, DRAFT)
    changed = services.templates.edit(OWNER, seen.row.id, seen.row.version, with_text(seen, "Other"))
    assert changed.row.version > seen.row.version


def test_the_first_words_come_back_and_added_languages_stay(services: Services) -> None:
    birthday = by_key(services, "birthday")
    french = TextPart("fr", "Bon anniversaire", "Bonjour {{ recipient.first_name }}")
    draft = with_text(birthday, "Ours")
    changed = services.templates.edit(
        OWNER, birthday.row.id, birthday.row.version, replace(draft, texts=(*draft.texts, french))
    )
    assert changed.changed
    back = services.templates.reset(OWNER, birthday.row.id)
    assert not back.changed
    assert back.texts == (*birthday.texts, french)


def test_the_studios_own_have_no_first_words(services: Services) -> None:
    own = services.templates.add(OWNER, DRAFT)
    assert not own.changed
    with pytest.raises(RuleBroken, match="studio’s own"):
        services.templates.reset(OWNER, own.row.id)


def test_an_archived_template_is_offered_no_more_until_it_is_restored(services: Services) -> None:
    own = services.templates.add(OWNER, DRAFT)
    services.templates.archive(OWNER, own.row.id)
    assert own.row.id not in {row.id for row in services.templates.list(OWNER)}
    assert services.templates.list(OWNER, archived=True)[-1].id == own.row.id
    services.templates.restore(OWNER, own.row.id)
    assert own.row.id in {row.id for row in services.templates.list(OWNER)}


def test_a_template_that_a_rule_writes_with_stays(services: Services) -> None:
    own = services.templates.add(OWNER, DRAFT)
    with services.core.write() as work:
        rule = Rule(
            name="Say hello",
            trigger=Trigger.CLIENT_CREATED,
            audience=Audience.CLIENT,
            action=RuleAction.EMAIL,
            template_id=own.row.id,
            enabled_on=date(2026, 1, 1),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        work.session.add(rule)
        work.session.flush()
        rule_id = rule.id
    with pytest.raises(RuleBroken, match="“Say hello”"):
        services.templates.archive(OWNER, own.row.id)
    with services.core.write() as work:
        work.session.get_one(Rule, rule_id).enabled_on = None
    assert services.templates.archive(OWNER, own.row.id).row.archived


def test_a_preview_shows_what_the_client_would_read(services: Services, people: People) -> None:
    client = people.add("Anna Bauer")
    birthday = by_key(services, "birthday")
    shown = services.templates.preview(OWNER, birthday.row.id, client)
    assert shown.subject == "Happy birthday, Anna!"
    assert "<html" in shown.html
    german = services.templates.preview(OWNER, birthday.row.id, client, "de", Channel.SMS)
    assert german.text.startswith("Alles Gute zum Geburtstag!")
    assert (german.html, german.parts) == ("", 1)


def test_a_preview_names_what_is_missing(services: Services, people: People) -> None:
    ending = by_key(services, "membership_ending")
    shown = services.templates.preview(OWNER, ending.row.id, people.add())
    assert shown.missing == ("membership.plan", "membership.ends_on")


def test_words_can_be_tried_before_they_are_stored(services: Services, people: People) -> None:
    shown = services.templates.try_out(
        OWNER, replace(WORDS, html="<b>{{ client.first_name }}</b>"), people.add()
    )
    assert shown.subject == "News for Anna"
    assert "<b>Anna</b>" in shown.html
    with pytest.raises(RuleBroken):
        services.templates.try_out(OWNER, replace(WORDS, text="{{ 1 / 0 }}"), people.add("Tom Reed"))


def test_debts_are_shown_only_to_those_who_may_see_money(
    services: Services, people: People, till: Till
) -> None:
    client = people.add()
    till.charge(client, 4500)
    due = by_key(services, "due_soon")
    trainer = an_actor(Role.TRAINER)
    with pytest.raises(NotAllowed):
        services.templates.preview(trainer, due.row.id, client)
    assert "€45.00" in services.templates.preview(OWNER, due.row.id, client).text
    assert services.templates.preview(trainer, by_key(services, "birthday").row.id, client).text


def test_what_is_not_there_is_said(services: Services, people: People) -> None:
    own = services.templates.add(OWNER, DRAFT)
    with pytest.raises(NotFound):
        services.templates.preview(OWNER, 4711, people.add())
    with pytest.raises(NotFound):
        services.templates.preview(OWNER, own.row.id, 4711)
    with pytest.raises(RuleBroken, match="language"):
        services.templates.preview(OWNER, own.row.id, people.add("Tom Reed"), "fr")


def test_files_go_along_and_can_be_taken_back(services: Services) -> None:
    own = services.templates.add(OWNER, DRAFT)
    file = services.templates.attach(OWNER, own.row.id, "C:\\papers\\House rules.pdf", b"%PDF")
    assert (file.file_name, file.content_type, file.size) == ("House rules.pdf", "application/pdf", 4)
    assert services.templates.get(OWNER, own.row.id).attachments == (file,)
    assert services.templates.attachment(OWNER, file.id) == b"%PDF"
    assert services.templates.detach(OWNER, file.id) == (file, b"%PDF")
    assert services.templates.get(OWNER, own.row.id).attachments == ()
    with pytest.raises(NotFound):
        services.templates.attachment(OWNER, file.id)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "empty"),
        ("large.pdf", b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        ("setup.EXE", b"MZ", "is a program"),
        (" ", b"x", "needs a name"),
    ],
)
def test_a_file_that_no_mail_server_takes_is_refused(
    services: Services, name: str, content: bytes, said: str
) -> None:
    own = services.templates.add(OWNER, DRAFT)
    with pytest.raises(RuleBroken, match=said):
        services.templates.attach(OWNER, own.row.id, name, content)


def test_there_are_not_too_many_files(services: Services) -> None:
    own = services.templates.add(OWNER, DRAFT)
    for number in range(MOST_FILES):
        services.templates.attach(OWNER, own.row.id, f"{number}.txt", b"x")
    with pytest.raises(RuleBroken, match="at most"):
        services.templates.attach(OWNER, own.row.id, "one more.txt", b"x")


def test_the_list_of_fields_has_examples_as_the_studio_writes_them(services: Services) -> None:
    fields = {field.name: field for field in services.templates.fields(OWNER)}
    assert fields["account.balance"].example == "€49.00"
    assert fields["client.born"].example == "4 March 1991"
    filters = {each.name: each for each in services.templates.filters(OWNER)}
    assert filters["money"].example == "{{ account.balance|money }}"


def test_stored_words_that_were_tampered_with_do_no_harm(services: Services, people: People) -> None:
    own = services.templates.add(OWNER, DRAFT)
    with services.core.write() as work:
        row = work.session.get_one(MessageTemplate, own.row.id)
        assert row.name == "News"
        work.connection.exec_driver_sql("UPDATE template_text SET text = '{{ ''''.__class__.__mro__ }}'")
    with pytest.raises(RuleBroken, match="no field"):
        services.templates.preview(OWNER, own.row.id, people.add())


def test_eight_desks_name_a_template_and_one_wins(services: Services) -> None:
    ready = threading.Barrier(8)
    answers: list[str] = []

    def add() -> None:
        ready.wait()
        try:
            services.templates.add(OWNER, DRAFT)
        except RuleBroken as error:
            answers.append(error.text)

    desks = [threading.Thread(target=add) for _ in range(8)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert len(answers) == 7
    assert all("already" in answer for answer in answers)


def test_a_name_that_grows_when_it_is_compared_can_be_kept(services: Services) -> None:
    long_name = "ß" * 200
    assert services.templates.add(OWNER, replace(DRAFT, name=long_name)).row.name == long_name
    with pytest.raises(RuleBroken, match="needs a name"):
        services.templates.add(OWNER, replace(DRAFT, name="\u200b"))
