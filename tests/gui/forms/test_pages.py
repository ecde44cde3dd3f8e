"""The page of forms, the forms of a client, and the editor."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, FormAudience, FormState, QuestionKind
from fitnesscrm_desktop.services.forms.clearance import Clearance
from fitnesscrm_desktop.ui.forms import lists, signed_table
from fitnesscrm_desktop.ui.forms.clearance_dialog import ClearanceDialog, VoidFormDialog
from fitnesscrm_desktop.ui.forms.client_part import FormsPart
from fitnesscrm_desktop.ui.forms.fill_dialog import FillFormDialog
from fitnesscrm_desktop.ui.forms.page import FormsPage
from fitnesscrm_desktop.ui.forms.paper_dialog import SignedPaperDialog
from fitnesscrm_desktop.ui.forms.template_dialog import TemplateDialog
from tests.support.form_desk import HEALTHY, FormDesk
from tests.support.people import People
from tests.support.window import StudioWindow

ILL = HEALTHY | {"heart": "yes", "heart.more": "stents in 2019"}


def forms_page(screen: StudioWindow, tab: str = "missing") -> FormsPage:
    page = screen.go("forms.main", tab=tab)
    assert isinstance(page, FormsPage)
    return page


def client_part(screen: StudioWindow, client_id: int) -> FormsPart:
    page = screen.go("clients.client", client_id=client_id, tab="forms")
    part = page.findChild(FormsPart)
    assert part is not None
    return part


def test_what_is_missing_is_filled_in_from_the_list(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    people.add()
    desk.require("waiver", required_for=FormAudience.ALL)
    page = forms_page(screen)
    [row] = page.missing.model.rows()
    assert (row.client_name, row.state) == ("Anna Ivanova", FormState.MISSING)
    page.missing.wanted.emit(lists.FILL, row)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, FillFormDialog)
    assert dialog.which.currentText() == "Training at your own risk"
    dialog.reject()
    desk.sign(row.client_id, "waiver")
    screen.settle()
    assert page.missing.model.rows() == ()


def test_what_a_client_has_signed(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    anna = people.add()
    desk.require("waiver", required_for=FormAudience.ALL)
    part = client_part(screen, anna)
    assert "Training at your own risk" in part.lacking.text()
    form = desk.sign(anna, "waiver")
    screen.settle()
    assert (part.lacking.isHidden(), [each.id for each in part.signed.model.rows()]) == (True, [form.id])
    part.signed.wanted.emit(signed_table.OPEN, form)
    screen.settle()
    assert isinstance(screen.dialog, SignedPaperDialog)
    screen.dialog.reject()
    part.signed.wanted.emit(signed_table.VOID, form)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, VoidFormDialog)
    dialog.reason.setText("withdrawn")
    screen.click(dialog.verb)
    assert [each.state for each in part.signed.model.rows()] == [FormState.VOID]


def test_clearance_shows_what_was_answered_with_yes(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    form = desk.sign(people.add(), "health", ILL)
    screen.work.window.open_dialog("forms.clearance", form_id=form.id)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, ClearanceDialog)
    assert "stents in 2019" in dialog.answers.text()
    assert dialog.answers.text().count("•") == 1
    screen.click(dialog.verb)
    [after] = desk.forms.of_client(desk.actor, form.client_id)
    assert not after.waits_for_clearance


def test_a_letter_that_was_handed_in_can_be_read_again(
    screen: StudioWindow, desk: FormDesk, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = desk.sign(people.add(), "health", ILL)
    part = client_part(screen, form.client_id)
    assert signed_table.LETTER not in dict(part.signed.deeds_of(form))
    letter = Clearance(file_name="doctor.pdf", content=b"%PDF-1.7 letter")
    cleared = desk.forms.give_clearance(desk.actor, form.id, letter)
    assert signed_table.LETTER in dict(part.signed.deeds_of(cleared))
    monkeypatch.setattr(screen.work.desk.dialogs, "choose_save_file", lambda *_asked: tmp_path / "copy.pdf")
    part.signed.wanted.emit(signed_table.LETTER, cleared)
    screen.settle()
    assert (tmp_path / "copy.pdf").read_bytes() == letter.content


def test_a_form_goes_to_the_archive_and_back(screen: StudioWindow, desk: FormDesk) -> None:
    row = desk.template("waiver")
    page = forms_page(screen, "templates")
    page.templates.wanted.emit(lists.ARCHIVE, row)
    screen.settle()
    assert desk.template("waiver").archived
    [toast] = screen.work.toaster.host.toasts()
    screen.click(screen.find(QPushButton, "Undo", toast))
    assert not desk.template("waiver").archived


def edited(screen: StudioWindow, template_id: int | None = None) -> TemplateDialog:
    screen.work.window.open_dialog("forms.edit", template_id=template_id)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, TemplateDialog)
    return dialog


def test_a_form_of_the_studio_is_written(screen: StudioWindow, desk: FormDesk) -> None:
    dialog = edited(screen)
    screen.write("Towels", on=dialog.name)
    screen.write("About towels", on=dialog.title)
    screen.write("Bring one, {{ client.first_name }}.", on=dialog.intro)
    screen.click(dialog.add_question)
    screen.write("Agreed?", on=dialog.question.text)
    dialog.question.must_be_yes.click()
    dialog.audience.set_code("all")
    dialog.audience.chosen.emit("all")
    screen.write("12", on=dialog.months)
    screen.click(dialog.verb)
    row = desk.template("towels")
    assert (row.required_for, row.valid_months, row.number) == (FormAudience.ALL, 12, 1)
    content = desk.templates.get(desk.actor, row.id).content
    assert [question.must_be_yes for question in content.questions] == [True]
    assert (content.texts[0].title, content.texts[0].questions[0].text) == ("About towels", "Agreed?")
    assert screen.toasts() == ["“Towels” is saved as version 1."]


def test_other_words_become_the_next_version(screen: StudioWindow, desk: FormDesk) -> None:
    row = desk.template("waiver")
    dialog = edited(screen, row.id)
    assert dialog.list.count() == 1
    dialog.title.clear()
    screen.write("At your own risk", on=dialog.title)
    screen.click(dialog.verb)
    after = desk.templates.get(desk.actor, row.id)
    assert (after.row.number, after.content.in_language("en").title) == (2, "At your own risk")
    assert after.content.in_language("de").title == "Training auf eigene Verantwortung"


def test_months_that_are_no_number_do_not_make_a_form_count_for_good(
    screen: StudioWindow, desk: FormDesk
) -> None:
    health = desk.template("health")
    screen.work.window.open_dialog("forms.edit", template_id=health.id)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, TemplateDialog)
    dialog.months.setFocus()
    dialog.months.selectAll()
    screen.write("6 months")
    screen.click(dialog.verb)
    assert screen.dialog is dialog
    assert "This is a number of months." in screen.words(dialog)
    assert desk.template("health").valid_months == health.valid_months
    dialog.months.selectAll()
    screen.write("6")
    screen.click(dialog.verb)
    assert desk.template("health").valid_months == 6


def test_an_answer_may_be_a_consent_to_photos_or_to_photos_in_reports(
    screen: StudioWindow, services: Services, desk: FormDesk
) -> None:
    template = desk.template("photo_consent")
    screen.work.window.open_dialog("forms.edit", template_id=template.id)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, TemplateDialog)
    assert [dialog.question.consent.code()] == ["photo"]
    dialog.list.setCurrentRow(1)
    assert dialog.question.consent.code() == "photo_report"
    dialog.question.consent.set_code("")
    dialog.question.consent.chosen.emit("")
    screen.click(dialog.verb)
    stored = services.form_templates.get(desk.actor, template.id)
    assert [each.consent for each in stored.content.questions] == [ConsentKind.PHOTO, None]


def test_what_is_wrong_with_a_form_is_said(screen: StudioWindow, desk: FormDesk) -> None:
    dialog = edited(screen, desk.template("waiver").id)
    dialog.name.clear()
    dialog.name.textEdited.emit("")
    screen.click(dialog.verb)
    assert "A form needs a name." in screen.words(dialog)


def test_a_choice_in_two_languages(screen: StudioWindow, desk: FormDesk) -> None:
    row = desk.template("waiver")
    dialog = edited(screen, row.id)
    screen.click(dialog.add_question)
    screen.write("How often?", on=dialog.question.text)
    dialog.question.kind.set_code(QuestionKind.CHOICE.value)
    dialog.question.kind.chosen.emit(QuestionKind.CHOICE.value)
    dialog.question.choices.setPlainText("Once\nTwice")
    dialog.language.chosen.emit("de")
    screen.write("Wie oft?", on=dialog.question.text)
    dialog.question.choices.setPlainText("Einmal\nZweimal")
    screen.click(dialog.verb)
    content = desk.templates.get(desk.actor, row.id).content
    assert [text.questions[1].choices for text in content.texts] == [("Once", "Twice"), ("Einmal", "Zweimal")]
