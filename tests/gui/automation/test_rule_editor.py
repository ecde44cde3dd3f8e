"""The editor: what belongs to a rule is asked for, what it says is read at once, nothing gets lost."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import (
    ALWAYS,
    Comparison,
    Condition,
    Every,
    Field,
    Op,
    Some,
)
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.automation.conditions_field import ConditionGroup
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from tests.gui.automation.rules_screen import RulesScreen
from tests.support.rule_book import RuleBook
from tests.support.sales import Till

ACTIVE = Comparison(Field.STAGE, Op.IS, "active")
GROWN_UP = Comparison(Field.AGE, Op.AT_LEAST, "18")
GERMAN = Comparison(Field.LANGUAGE, Op.IS, "de")
OWING = Comparison(Field.BALANCE, Op.AT_LEAST, "5000")
AGREED = Comparison(Field.CONSENT, Op.IS_NOT, "marketing")


def take(field: ChoiceField, code: str) -> None:
    """Choose as a person does."""
    field.set_code(code)
    field.chosen.emit(code)


def test_a_rule_is_written_and_read_at_the_same_time(
    screen: RulesScreen, services: Services, owner: Actor
) -> None:
    editor = screen.editor()
    screen.window.click(editor.verb)
    assert editor.form.error(editor.name) == "A rule needs a name."
    assert editor.form.error(editor.words) == "Choose the words that are sent."
    screen.window.write("Ends soon", on=editor.name)
    editor.days.setValue(1)
    assert editor.sentence.text() == "When a membership ends tomorrow, e-mail the client."
    template = services.templates.named(owner, "membership_ending")
    take(editor.words, str(template.id))
    assert editor.sentence.text() == (
        "When a membership ends tomorrow, e-mail the client “Membership ends soon”."
    )
    screen.window.click(editor.verb)
    screen.window.until(lambda: len(services.rules.list(owner)) == 1)
    row = services.rules.list(owner)[0]
    assert row.draft == RuleDraft(
        "Ends soon", Trigger.MEMBERSHIP_ENDING, 1, template_id=template.id, conditions=ALWAYS
    )
    assert not row.enabled


def test_only_what_belongs_to_the_kind_of_rule_is_asked(screen: RulesScreen) -> None:
    editor = screen.editor()

    def asked() -> set[str]:
        named = {
            "days": editor.days,
            "role": editor.role,
            "words": editor.words,
            "task": editor.task,
            "approval": editor.approval,
            "counts": editor.counts,
            "preview": editor.preview,
        }
        return {name for name, field in named.items() if field.isVisibleTo(editor)}

    assert asked() == {"days", "words", "approval", "counts", "preview"}
    take(editor.trigger, Trigger.BIRTHDAY.value)
    assert asked() == {"words", "approval", "counts", "preview"}
    screen.window.click(editor.action.button("task"))
    assert asked() == {"role", "task"}
    screen.window.click(editor.action.button("letter"))
    assert [editor.audience.itemData(place) for place in range(editor.audience.count())] == [
        "client",
        "payer",
    ]


DRAFTS = (
    RuleDraft("Task", Trigger.VISIT, action=RuleAction.TASK, audience=Audience.STAFF, task_text="Say hello"),
    RuleDraft(
        "Desk",
        Trigger.INACTIVITY,
        3,
        action=RuleAction.TASK,
        audience=Audience.STAFF,
        audience_role=Role.FRONT_DESK,
        task_text="Call",
    ),
    RuleDraft(
        "Payer",
        Trigger.OVERDUE,
        21,
        audience=Audience.PAYER,
        by_itself=True,
        ignores_cap=True,
        conditions=OWING,
    ),
    RuleDraft("Staff", Trigger.REFUND, audience=Audience.STAFF, audience_role=Role.OWNER),
    RuleDraft("Letter", Trigger.ANNIVERSARY, 5, action=RuleAction.LETTER),
    RuleDraft("All", Trigger.BIRTHDAY, conditions=Every((ACTIVE, GROWN_UP, GERMAN))),
    RuleDraft("Any", Trigger.BIRTHDAY, conditions=Some((ACTIVE, AGREED))),
    RuleDraft(
        "Nested", Trigger.BIRTHDAY, conditions=Every((ACTIVE, Some((GERMAN, Every((GROWN_UP, OWING))))))
    ),
)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_opening_and_saving_changes_nothing(
    screen: RulesScreen, services: Services, owner: Actor, book: RuleBook, draft: RuleDraft
) -> None:
    words = None if draft.action is RuleAction.TASK else book.words()
    row = services.rules.add(owner, replace(draft, template_id=words))
    editor = screen.editor(row.id)
    assert editor.draft() == row.draft
    screen.window.click(editor.verb)
    screen.window.until(lambda: screen.window.front is screen.window.frame)
    assert services.rules.get(owner, row.id).draft == row.draft


def test_conditions_are_put_together_line_by_line(
    screen: RulesScreen, services: Services, owner: Actor, till: Till
) -> None:
    tag = services.records.create_tag(owner, "VIP")
    editor = screen.editor()
    screen.window.click(editor.conditions.group.add_row)
    first = screen.line(editor, 0)
    first.field.set_code("tag")
    first.field.chosen.emit("tag")
    assert not editor.conditions.is_complete()
    screen.window.click(editor.verb)
    assert editor.form.error(editor.conditions) == "Choose a value in every line, or remove the line."
    assert isinstance(first.value, ChoiceField)
    first.value.set_code(str(tag.id))
    first.value.chosen.emit(str(tag.id))
    screen.window.click(editor.conditions.group.add_group)
    second = screen.line(editor, 1, 0)
    second.field.set_code("age")
    second.field.chosen.emit("age")
    assert isinstance(second.value, NumberField)
    second.value.setValue(60)
    expected: Condition = Every(
        (Comparison(Field.TAG, Op.IS, str(tag.id)), Comparison(Field.AGE, Op.AT_LEAST, "60"))
    )
    assert editor.conditions.value() == expected
    assert editor.sentence.text().endswith(
        "if the client has the tag VIP and the client is at least 60 years old."
    )
    screen.window.click(second.remove)
    screen.window.click(screen.line(editor, 0).remove)
    assert editor.conditions.value() == ALWAYS


def test_fields_of_the_studio_are_asked_by_their_kind(
    screen: RulesScreen, services: Services, owner: Actor
) -> None:
    from fitnesscrm_desktop.models.values import CustomFieldKind

    shirt = services.records.define_field(owner, "Shirt", CustomFieldKind.CHOICE, ("S", "M"))
    editor = screen.editor()
    screen.window.click(editor.conditions.group.add_row)
    line = screen.line(editor, 0)
    line.field.set_code(f"custom:{shirt.id}")
    line.field.chosen.emit(line.field.code())
    assert isinstance(line.value, ChoiceField)
    assert [line.value.itemText(place) for place in range(line.value.count())] == ["S", "M"]
    line.value.set_code("M")
    assert line.test() == Comparison(Field.CUSTOM, Op.IS, "M", shirt.id)


def test_the_words_are_shown_for_a_real_client(screen: RulesScreen, book: RuleBook, till: Till) -> None:
    till.client("Berta", email="berta@example.org")
    row = book.mail(Trigger.BIRTHDAY)
    editor = screen.editor(row.id)
    screen.window.until(lambda: "Hello Berta" in screen.window.words(editor.preview))


def test_words_that_make_no_sense_are_pointed_out_before_they_are_saved(
    screen: RulesScreen, services: Services, owner: Actor
) -> None:
    editor = screen.editor()
    take(editor.words, str(services.templates.named(owner, "overdue_firm").id))
    take(editor.trigger, Trigger.CLIENT_CREATED.value)
    screen.window.until(lambda: "nobody has that yet when a client is added" in editor.preview.doubts.text())
    assert editor.preview.doubts.isVisible()
    take(editor.trigger, Trigger.OVERDUE.value)
    screen.window.until(editor.preview.doubts.isHidden)


def test_two_desks_choose_field_by_field(
    screen: RulesScreen, services: Services, owner: Actor, book: RuleBook
) -> None:
    row = book.add(Trigger.MEMBERSHIP_ENDING, 7, name="Ends soon")
    editor = screen.editor(row.id)
    services.rules.edit(owner, row.id, replace(row.draft, name="Theirs", days=10), row.version)
    editor.name.setText("Mine")
    editor.days.setValue(3)
    with screen.answered(lambda asked: asked.theirs["days"].setChecked(True)):
        screen.window.click(editor.verb)
        screen.window.until(lambda: screen.window.front is screen.window.frame)
    kept = services.rules.get(owner, row.id).draft
    assert (kept.name, kept.days) == ("Mine", 10)


def test_only_work_is_asked_about_before_it_is_thrown_away(
    screen: RulesScreen, book: RuleBook, till: Till
) -> None:
    till.client("Berta")
    row = book.mail(Trigger.BIRTHDAY)
    editor = screen.editor(row.id)
    screen.window.until(editor.preview.client.text)
    editor.preview.client.clear()
    screen.window.press("Escape", on=editor)
    assert screen.window.front is screen.window.frame, "on whom words are tried is no work"
    editor = screen.editor(row.id)
    screen.window.write("!", on=editor.name)
    screen.window.press("Escape", on=editor)
    assert "Press Esc once more" in screen.window.words(editor)
    screen.window.press("Escape", on=editor)
    assert screen.window.front is screen.window.frame


def test_tab_goes_through_the_conditions_as_one_reads_them(screen: RulesScreen) -> None:
    editor = screen.editor()
    group = editor.conditions.group
    screen.window.click(group.add_row)
    screen.window.click(group.add_group)
    first, second = screen.line(editor, 0), screen.line(editor, 1, 0)
    second.field.set_code("age")
    second.field.chosen.emit("age")
    inner = group.parts[1]
    assert isinstance(inner, ConditionGroup)
    wanted = [*first.stops(), inner.join, inner.remove, *second.stops(), inner.add_row, group.add_row]
    first.field.setFocus()
    for stop in wanted:
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is stop or stop.isAncestorOf(focused), stop.accessibleName()
        screen.window.press("Tab")
