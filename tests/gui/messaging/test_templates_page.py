"""Templates are written, tried, kept and taken back on one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtTest import QTest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Channel, Purpose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.messaging.results import TemplateDetail
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft
from fitnesscrm_desktop.ui.messaging.insert_menu import insert_menu
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from tests.gui.messaging.screen import TemplatesScreen
from tests.support.people import People


def stored(services: Services, owner: Actor, name: str) -> TemplateDetail:
    return services.templates.get(owner, services.templates.named(owner, name).id)


def text_of(detail: TemplateDetail, language: str = "en") -> str:
    return next(part.text for part in detail.texts if part.language == language)


def change_behind(services: Services, owner: Actor, name: str, **changes: str) -> None:
    """Another desk changes the English words."""
    seen = stored(services, owner, name)
    texts = tuple(replace(part, **changes) if part.language == "en" else part for part in seen.texts)
    draft = TemplateDraft(seen.row.name, seen.row.purpose, texts)
    services.templates.edit(owner, seen.row.id, seen.row.version, draft)


def test_the_first_one_is_open_and_shown_for_somebody(screen: TemplatesScreen, people: People) -> None:
    people.add("Anna Bauer")
    page = screen.open()
    assert page.editor.name.text() == page.model.rows()[0].name
    screen.choose("Birthday")
    assert page.preview.subject.text() == "Happy birthday, Anna!"
    assert "Hello Anna," in page.preview.mail.toPlainText()
    assert "Test studio" in page.preview.mail.toPlainText()
    assert not page.save_button.isEnabled()


def test_what_is_typed_is_shown_checked_and_saved(
    screen: TemplatesScreen, services: Services, owner: Actor, people: People
) -> None:
    people.add("Anna Bauer")
    page = screen.open()
    screen.choose("Birthday")
    screen.write(page.editor.bodies["text"], "Dear {{ client.firstname }}")
    assert "Did you mean “client.first_name”" in page.editor.problems.text()
    assert "Birthday • not saved" in screen.names()
    screen.click(page.save_button)
    assert "Text (English)" in page.editor.problems.text()
    screen.write(page.editor.bodies["text"], "Dear {{ client.first_name }}")
    assert not page.editor.problems.isVisible()
    assert "Dear Anna" in page.preview.mail.toPlainText()
    screen.click(page.save_button)
    assert text_of(stored(services, owner, "Birthday")) == "Dear {{ client.first_name }}"
    assert screen.at_hand.toasts.texts == ["“Birthday” is saved"]
    assert "Birthday" in screen.names()
    screen.undo()
    assert text_of(stored(services, owner, "Birthday")).startswith("Hello")
    assert page.editor.bodies["text"].toPlainText().startswith("Hello")


def test_typing_does_not_move_the_cursor(screen: TemplatesScreen) -> None:
    page = screen.open()
    body = page.editor.bodies["text"]
    body.setFocus()
    cursor = body.textCursor()
    cursor.setPosition(5)
    body.setTextCursor(cursor)
    QTest.keyClicks(body, "abc")
    screen.settle()
    assert body.textCursor().position() == 8
    assert page.presenter.state.changed


def test_what_is_not_saved_stays_while_one_looks_at_another(screen: TemplatesScreen) -> None:
    page = screen.open()
    screen.choose("Birthday")
    screen.write(page.editor.bodies["text"], "Half a sentence")
    screen.choose("Welcome")
    assert page.editor.bodies["text"].toPlainText().startswith("Hello")
    screen.choose("Birthday")
    assert page.editor.bodies["text"].toPlainText() == "Half a sentence"
    screen.click(page.revert_button)
    assert page.editor.bodies["text"].toPlainText().startswith("Hello")
    assert not page.presenter.state.unsaved


def test_each_language_has_its_own_words(screen: TemplatesScreen, services: Services, owner: Actor) -> None:
    page = screen.open()
    screen.choose("Birthday")
    tabs = page.editor.language
    assert tabs is not None
    assert tabs.segments is not None
    screen.click(tabs.segments.button("de"))
    assert page.editor.bodies["text"].toPlainText().startswith("Hallo")
    page.editor.language_added.emit("fr")
    screen.settle()
    assert page.editor.bodies["text"].toPlainText().startswith("Hallo")
    screen.write(page.editor.bodies["text"], "Bonjour")
    screen.click(page.save_button)
    assert text_of(stored(services, owner, "Birthday"), "fr") == "Bonjour"
    assert page.presenter.state.language == "fr"
    screen.click(page.editor.remove_language)
    screen.click(page.save_button)
    assert stored(services, owner, "Birthday").row.languages == ("en", "de")


def test_many_languages_are_in_a_list(screen: TemplatesScreen) -> None:
    page = screen.open()
    for language in ("fr", "es", "it"):
        page.editor.language_added.emit(language)
        screen.settle()
    tabs = page.editor.language
    assert tabs is not None
    assert tabs.list is not None
    assert tabs.list.code() == "it"
    tabs.list.chosen.emit("de")
    screen.settle()
    assert page.presenter.state.language == "de"


def test_two_desks_choose_field_by_field(screen: TemplatesScreen, services: Services, owner: Actor) -> None:
    page = screen.open()
    screen.choose("Birthday")
    screen.write(page.editor.bodies["text"], "My words")
    change_behind(services, owner, "Birthday", text="Their words", subject="Their subject")
    screen.settle()

    def choose(asked: ConflictDialog) -> bool:
        assert set(asked.mine) == {"en.text", "en.subject"}
        asked.theirs["en.subject"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(choose)
    screen.click(page.save_button)
    now = stored(services, owner, "Birthday")
    assert (now.texts[0].text, now.texts[0].subject) == ("My words", "Their subject")
    assert page.editor.subject.text() == "Their subject"
    assert not page.presenter.state.changed


def test_a_change_of_another_desk_appears_by_itself(
    screen: TemplatesScreen, services: Services, owner: Actor
) -> None:
    page = screen.open()
    screen.choose("Birthday")
    change_behind(services, owner, "Birthday", text="Their words")
    screen.settle()
    assert page.editor.bodies["text"].toPlainText() == "Their words"


def test_the_first_words_come_back_and_can_be_taken_back(
    screen: TemplatesScreen, services: Services, owner: Actor
) -> None:
    change_behind(services, owner, "Birthday", text="Ours")
    page = screen.open()
    screen.choose("Birthday")
    screen.click(page.reset_button)
    assert page.editor.bodies["text"].toPlainText().startswith("Hello")
    assert not page.reset_button.isVisible()
    screen.undo()
    assert text_of(stored(services, owner, "Birthday")) == "Ours"


def test_archiving_is_undone_by_the_toast(screen: TemplatesScreen, services: Services, owner: Actor) -> None:
    page = screen.open()
    screen.choose("Birthday")
    screen.click(page.archive_button)
    assert "Birthday" not in screen.names()
    assert page.presenter.state.draft is not None
    screen.undo()
    assert not stored(services, owner, "Birthday").row.archived
    assert page.editor.name.text() == "Birthday"
    screen.click(page.archive_button)
    screen.click(page.archived)
    assert "Birthday (archived)" in screen.names()


def test_a_new_one_is_begun_and_stored(screen: TemplatesScreen, services: Services, owner: Actor) -> None:
    page = screen.open(new=True)
    assert page.editor.name.text() == ""
    assert not page.archive_button.isVisible()
    screen.type(page.editor.subject, "Summer")
    screen.click(page.save_button)
    assert page.editor.head.error(page.editor.name) == "A template needs a name."
    screen.type(page.editor.name, "Summer party")
    screen.write(page.editor.bodies["text"], "Come!")
    screen.click(page.editor.purpose.button(Purpose.MARKETING.value))
    screen.click(page.save_button)
    now = stored(services, owner, "Summer party")
    assert (now.row.purpose, now.texts[0].subject, now.texts[0].text) == (
        Purpose.MARKETING,
        "Summer",
        "Come!",
    )
    assert "Summer party" in screen.names()
    assert not page.reset_button.isVisible()


def test_files_go_along_and_come_back(
    screen: TemplatesScreen, services: Services, owner: Actor, tmp_path: Path
) -> None:
    file = tmp_path / "House rules.pdf"
    file.write_bytes(b"%PDF")
    page = screen.open()
    screen.choose("Welcome")
    screen.write(page.editor.bodies["text"], "Half a sentence")
    screen.at_hand.dialogs.then(file)
    screen.click(page.files.add_button)
    (attached,) = stored(services, owner, "Welcome").attachments
    assert page.editor.bodies["text"].toPlainText() == "Half a sentence"
    screen.click(page.save_button)
    assert text_of(stored(services, owner, "Welcome")) == "Half a sentence"
    page.files.remove_wanted.emit(attached)
    screen.settle()
    assert stored(services, owner, "Welcome").attachments == ()
    screen.undo()
    (again,) = stored(services, owner, "Welcome").attachments
    assert services.templates.attachment(owner, again.id) == b"%PDF"


def test_a_file_that_cannot_be_read_is_said(screen: TemplatesScreen, tmp_path: Path) -> None:
    page = screen.open()
    screen.at_hand.dialogs.then(tmp_path / "gone.pdf")
    screen.click(page.files.add_button)
    assert "cannot be read" in str(screen.at_hand.window.reported[0])


def test_the_preview_is_for_any_client_and_channel(
    screen: TemplatesScreen, services: Services, owner: Actor, people: People
) -> None:
    people.add("Anna Bauer")
    people.add("Bo Novak", language="de")
    page = screen.open()
    screen.choose("Membership ends soon")
    assert "membership.plan" in page.preview.missing.text()
    screen.choose("Birthday")
    (hit,) = services.directory.search(owner, "Novak")
    page.preview.client_picked.emit(hit)
    screen.settle()
    assert "Hello Bo" in page.preview.mail.toPlainText()
    screen.click(page.preview.channel.button(Channel.SMS.value))
    assert page.preview.plain.toPlainText().startswith("Happy birthday!")
    assert page.preview.reader.text() == "To Bo Novak, one text message"


def test_the_preview_fetches_nothing(screen: TemplatesScreen) -> None:
    page = screen.open()
    screen.write(page.editor.bodies["html"], '<img src="https://example.org/a.png"><b>Hi</b>')
    kind = QTextDocument.ResourceType.ImageResource.value
    assert page.preview.mail.loadResource(kind, QUrl("https://example.org/a.png")) is None
    assert not page.preview.mail.openLinks()


def test_without_clients_the_preview_says_what_is_missing(screen: TemplatesScreen) -> None:
    page = screen.open()
    assert "Choose a client" in page.preview.missing.text()


def test_everything_can_be_inserted_from_a_list(screen: TemplatesScreen) -> None:
    page = screen.open()
    state = page.presenter.state
    inserted: list[str] = []
    menu = insert_menu(page, state.fields, state.filters, inserted.append)
    for action in menu.findChildren(QAction):
        if action.menu() is None:
            action.trigger()
    assert "{{ client.first_name }}" in inserted
    assert len(inserted) == len(state.fields) + len(state.filters) + 3
    page.editor.bodies["text"].clear()
    page.editor.insert("{{ client.first_name }}")
    screen.settle()
    assert page.presenter.state.part is not None
    assert page.presenter.state.part.text == "{{ client.first_name }}"


@pytest.mark.parametrize(("width", "beside"), [(1090, True), (760, False)])
def test_words_and_preview_share_a_narrow_window(screen: TemplatesScreen, width: int, beside: bool) -> None:
    page = screen.open()
    page.resize(width, 600)
    screen.settle()
    assert page.words.isVisible()
    assert page.read.isVisible() is beside
    if not beside:
        screen.click(page.side.button("read"))
        assert page.read.isVisible()
        assert not page.words.isVisible()
