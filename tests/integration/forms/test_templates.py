"""Forms the studio hands out: those that ship, its own, and their versions."""

from dataclasses import replace

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FormAudience, FormKind, QuestionKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.forms.content import FormContent, FormText, Question, QuestionText
from fitnesscrm_desktop.services.forms.events import FormTemplatesChanged
from fitnesscrm_desktop.services.forms.results import FormTemplateDetail
from fitnesscrm_desktop.services.forms.shipped import KEYS, shipped_draft
from fitnesscrm_desktop.services.forms.template_rules import FormDraft, checked_draft
from tests.support.door import STUDIO
from tests.support.form_desk import FormDesk
from tests.support.people import People

CONTENT = FormContent(
    (Question("towel"),), (FormText("en", "Towels", "Bring one.", questions=(QuestionText("Agreed?"),)),)
)


def draft_of(detail: FormTemplateDetail) -> FormDraft:
    row = detail.row
    return FormDraft(row.name, detail.content, row.kind, row.required_for, row.valid_months)


@pytest.mark.parametrize("key", KEYS)
def test_what_ships_keeps_to_its_own_rules(key: str) -> None:
    draft = shipped_draft(key)
    assert checked_draft(draft, STUDIO) == draft
    assert draft.content.languages == ("en", "de")


def test_the_forms_that_ship_are_there(desk: FormDesk) -> None:
    assert [(row.key, row.kind, row.valid_months) for row in desk.templates.list(desk.actor)] == [
        ("photo_consent", FormKind.PHOTO_CONSENT, None),
        ("health", FormKind.HEALTH, 12),
        ("waiver", FormKind.WAIVER, None),
        ("contract", FormKind.CONTRACT, None),
    ]
    assert all(row.required_for is FormAudience.NOBODY for row in desk.templates.list(desk.actor))


def test_every_yes_of_the_health_questionnaire_asks_for_clearance(desk: FormDesk) -> None:
    content = desk.templates.get(desk.actor, desk.template("health").id).content
    yes_or_no = [each for each in content.questions if each.kind is QuestionKind.YES_NO]
    assert yes_or_no
    assert all(each.clearance for each in yes_or_no)


def test_a_form_of_the_studio(services: Services, desk: FormDesk) -> None:
    heard: list[FormTemplatesChanged] = []
    services.core.bus.subscribe(FormTemplatesChanged, heard.append)
    detail = desk.templates.add(desk.actor, FormDraft(" Towels ", CONTENT, required_for=FormAudience.ALL))
    assert (detail.row.name, detail.row.number, detail.content) == ("Towels", 1, CONTENT)
    assert heard == [FormTemplatesChanged(detail.row.id)]
    assert desk.template("towels").required_for is FormAudience.ALL


def test_other_words_are_a_new_version_and_the_old_one_stays(desk: FormDesk) -> None:
    first = desk.templates.add(desk.actor, FormDraft("Towels", CONTENT))
    words = replace(CONTENT.texts[0], intro="Bring two.")
    changed = replace(draft_of(first), content=replace(CONTENT, texts=(words,)))
    second = desk.templates.edit(desk.actor, first.row.id, first.row.version, changed)
    assert (second.row.number, second.content.texts[0].intro) == (2, "Bring two.")
    assert desk.templates.get(desk.actor, first.row.id, 1).content == CONTENT


def test_other_settings_are_no_new_version(desk: FormDesk) -> None:
    first = desk.templates.add(desk.actor, FormDraft("Towels", CONTENT))
    settings = replace(draft_of(first), valid_months=6, blocks_checkin=True)
    second = desk.templates.edit(desk.actor, first.row.id, first.row.version, settings).row
    assert (second.number, second.valid_months, second.blocks_checkin) == (1, 6, True)
    assert second.version > first.row.version


def test_two_editors(desk: FormDesk) -> None:
    first = desk.templates.add(desk.actor, FormDraft("Towels", CONTENT))
    version, before = first.row.version, draft_of(first)
    desk.templates.edit(desk.actor, first.row.id, version, replace(before, valid_months=6))
    with pytest.raises(Conflict) as refused:
        desk.templates.edit(desk.actor, first.row.id, version, replace(before, valid_months=12))
    assert (refused.value.mine, refused.value.theirs) == ({"valid_months": 12}, {"valid_months": 6})
    desk.templates.edit(desk.actor, first.row.id, version, replace(before, valid_months=6))


def test_going_back_to_the_first_words(desk: FormDesk) -> None:
    row = desk.template("waiver")
    before = desk.templates.get(desk.actor, row.id)
    desk.templates.edit(desk.actor, row.id, row.version, replace(draft_of(before), content=CONTENT))
    after = desk.templates.reset(desk.actor, row.id)
    assert (after.row.number, after.content) == (3, before.content)
    own = desk.templates.add(desk.actor, FormDraft("Towels", CONTENT))
    with pytest.raises(RuleBroken):
        desk.templates.reset(desk.actor, own.row.id)


def test_in_the_archive_and_back(desk: FormDesk, people: People) -> None:
    row, anna = desk.template("waiver"), people.add()
    desk.templates.archive(desk.actor, row.id)
    assert "waiver" not in [each.key for each in desk.templates.list(desk.actor)]
    assert desk.template("waiver").archived
    with pytest.raises(RuleBroken, match="archive"):
        desk.sign(anna, "waiver")
    desk.templates.restore(desk.actor, row.id)
    assert desk.sign(anna, "waiver").name == row.name


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FormDraft(" ", CONTENT), "name"),
        (FormDraft("Towels", CONTENT, valid_months=0), "valid_months"),
        (FormDraft("Towels", FormContent((), ())), "texts"),
        (FormDraft("Towels", FormContent((), (FormText("en", "Nothing"),))), "en.intro"),
        (FormDraft("Towels", FormContent((), (FormText("klingon", "x", "y"),))), "klingon.language"),
        (FormDraft("Towels", FormContent((), (FormText("en", "x", "{{ client.shoe }}"),))), "en.intro"),
        (FormDraft("Towels", FormContent((), (FormText("en", "x", "{{ 9 ** 9 }}"),))), "en.intro"),
        (
            FormDraft("Towels", FormContent((), (FormText("en", "x", closing="{% for a in b %}"),))),
            "en.closing",
        ),
        (FormDraft("Towels", replace(CONTENT, questions=(Question("Big Toe"),))), "questions.0"),
        (FormDraft("Towels", replace(CONTENT, questions=(Question("a"), Question("a")))), "questions"),
        (
            FormDraft(
                "Towels", replace(CONTENT, questions=(Question("a", must_be_yes=True, clearance=True),))
            ),
            "questions.0",
        ),
        (FormDraft("Towels", replace(CONTENT, questions=(Question("a"), Question("b")))), "en.questions"),
        (
            FormDraft("Towels", replace(CONTENT, questions=(Question("a", QuestionKind.CHOICE),))),
            "en.questions.0",
        ),
        (
            FormDraft(
                "Towels", replace(CONTENT, questions=(Question("a", QuestionKind.TEXT, clearance=True),))
            ),
            "questions.0",
        ),
    ],
)
def test_a_form_that_cannot_be(desk: FormDesk, draft: FormDraft, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        desk.templates.add(desk.actor, draft)
    assert field in refused.value.fields


def test_a_name_is_there_once(desk: FormDesk) -> None:
    desk.templates.add(desk.actor, FormDraft("Towels", CONTENT))
    with pytest.raises(RuleBroken, match="already") as refused:
        desk.templates.add(desk.actor, FormDraft("TOWELS", CONTENT))
    assert list(refused.value.fields) == ["name"]


def test_who_may(desk: FormDesk, front: Actor, trainer: Actor) -> None:
    row = desk.template("waiver")
    for actor in (front, trainer):
        assert desk.templates.list(actor)
        with pytest.raises(NotAllowed):
            desk.templates.archive(actor, row.id)
    with pytest.raises(NotFound):
        desk.templates.named(front, "Nothing")
