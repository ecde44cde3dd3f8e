"""From where the assistant is asked, and where its text goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, MessageState, Permission, Role, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.automation.assisted_words import KINDS
from fitnesscrm_desktop.ui.automation.editor import RuleEditor
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.messaging.composer import ComposerDialog
from fitnesscrm_desktop.ui.messaging.templates_page import TemplatesPage
from tests.gui.assistant.screen import DraftScreen
from tests.support.actors import an_actor
from tests.support.outbox_desk import OutboxDesk
from tests.support.window import StudioWindow


def composer(window: StudioWindow) -> ComposerDialog:
    window.settle()
    found = window.dialog
    assert isinstance(found, ComposerDialog)
    return found


def open_menu_of(window: StudioWindow, client_id: int, text: str) -> None:
    page = window.go("clients.client", client_id=client_id)
    assert isinstance(page, ClientPage)
    menu = {action.text(): action for action in page.header.menu_actions()}
    menu[text].trigger()
    window.settle()


def test_from_the_client_page_to_the_outbox(drafts: DraftScreen, services: Services, anna: int) -> None:
    window = drafts.window
    open_menu_of(window, anna, "Draft a message…")
    page = window.page
    assert isinstance(page, ClientPage)
    page.show_part("timeline")
    assert drafts.state.client_id == anna
    drafts.write()
    text = drafts.words()[1]
    window.click(drafts.dialog.verb)
    dialog = composer(window)
    assert dialog.text.toPlainText() == text
    window.press("Escape", dialog.text)
    assert dialog.isVisible(), "words that were chosen are not lost by one key"
    window.click(dialog.later)
    [row] = OutboxDesk(services).stored()
    assert (row.client_id, row.state, row.language) == (anna, MessageState.DRAFT, "en")
    window.until(lambda: "E-mail waits for a yes" in timeline_titles(page))


def timeline_titles(page: ClientPage) -> list[str]:
    feed = page.timeline.feed
    return [str(feed.index(row, 0).data()) for row in range(feed.rowCount())]


def test_by_command_for_anybody(drafts: DraftScreen, anna: int) -> None:
    window = drafts.window
    window.work.actions.action("assistant.draft").trigger()
    window.settle()
    window.write("ivan", drafts.dialog.picker)
    window.until(drafts.dialog.picker.hits)
    window.press("Return", drafts.dialog.picker)
    drafts.take_kind(DraftKind.WELCOME)
    drafts.write()
    window.click(drafts.dialog.verb)
    dialog = composer(window)
    assert dialog.presenter.state.client_id == anna
    assert not dialog.offer.isChecked()


def test_who_may_write_no_messages_gets_the_text_copied(drafts: DraftScreen, anna: int) -> None:
    window = drafts.window
    trainer = an_actor(Role.TRAINER, "Tara")
    actor = replace(trainer, permissions=trainer.permissions - {Permission.WRITE_MESSAGES})
    window.work.session.sign_in(actor)
    window.work.actions.action("assistant.draft").trigger()
    window.settle()
    window.write("ivan", drafts.dialog.picker)
    window.until(drafts.dialog.picker.hits)
    window.press("Return", drafts.dialog.picker)
    drafts.write()
    text = drafts.words()[1]
    window.click(drafts.dialog.verb)
    assert QGuiApplication.clipboard().text().endswith(text)
    assert "Copied: paste it where you write." in window.toasts()


def test_from_the_composer_and_back(drafts: DraftScreen, anna: int) -> None:
    window = drafts.window
    window.work.window.open_dialog("messages.write", client_id=anna)
    dialog = composer(window)
    window.click(dialog.assist)
    drafts.write()
    text = drafts.words()[1]
    window.click(drafts.dialog.verb)
    assert dialog.text.toPlainText() == text


def test_typed_words_are_asked_about(drafts: DraftScreen, anna: int, monkeypatch: pytest.MonkeyPatch) -> None:
    window = drafts.window
    answers = [False, True]
    monkeypatch.setattr(type(window.work.desk.dialogs), "confirm", lambda *_args, **_more: answers.pop(0))
    window.work.window.open_dialog("messages.write", client_id=anna)
    dialog = composer(window)
    dialog.text.setPlainText("Mine")
    for left in ("Mine", None):
        window.click(dialog.assist)
        drafts.write()
        text = drafts.words()[1]
        window.click(drafts.dialog.verb)
        assert dialog.text.toPlainText() == (left or text)
        assert QGuiApplication.clipboard().text().endswith(text) == bool(left), (
            "what is not taken is not lost"
        )
        QGuiApplication.clipboard().clear()
    dialog.text.undo()
    assert dialog.text.toPlainText() == "Mine"


def test_the_composer_needs_a_client_first(drafts: DraftScreen) -> None:
    window = drafts.window
    window.work.window.open_dialog("messages.write")
    dialog = composer(window)
    window.click(dialog.assist)
    assert dialog.form.error(dialog.picker) == "Choose a client first."


def test_words_of_a_template(drafts: DraftScreen, services: Services, owner: Actor) -> None:
    window = drafts.window
    page = window.go("templates.main", new=True)
    assert isinstance(page, TemplatesPage)
    window.click(page.editor.assist)
    drafts.take_kind(DraftKind.BIRTHDAY)
    drafts.write()
    subject, text = drafts.words()
    window.click(drafts.dialog.verb)
    window.write("Birthday 2", page.editor.name)
    assert (page.editor.subject.text(), page.editor.bodies["text"].toPlainText()) == (subject, text)
    window.click(page.save_button)
    window.settle()
    row = services.templates.named(owner, "Birthday 2")
    [part] = services.templates.get(owner, row.id).texts
    assert "{{ client.first_name }}" in part.text or "{{ recipient.first_name }}" in part.text


def test_words_that_a_template_does_not_take_are_not_lost(
    drafts: DraftScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = drafts.window
    monkeypatch.setattr(type(window.work.desk.dialogs), "confirm", lambda *_args, **_more: False)
    page = window.go("templates.main", new=True)
    assert isinstance(page, TemplatesPage)
    page.editor.bodies["text"].setPlainText("Mine")
    window.click(page.editor.assist)
    drafts.write()
    text = drafts.words()[1]
    window.click(drafts.dialog.verb)
    assert page.editor.bodies["text"].toPlainText() == "Mine"
    assert QGuiApplication.clipboard().text().endswith(text)
    assert "The text of the assistant is on the clipboard." in window.toasts()


def test_a_language_the_assistant_does_not_write_is_not_offered(drafts: DraftScreen) -> None:
    page = drafts.window.go("templates.main", new=True)
    assert isinstance(page, TemplatesPage)
    assert page.editor.assist.isVisible()
    page.presenter.add_language("fr")
    assert not page.editor.assist.isVisible()
    page.presenter.add_language("de")
    assert page.editor.assist.isVisible()


def test_the_words_of_a_rule_become_a_template(drafts: DraftScreen, services: Services, owner: Actor) -> None:
    window = drafts.window
    window.work.window.open_dialog("rules.edit")
    window.settle()
    editor = window.dialog
    assert isinstance(editor, RuleEditor)
    window.click(editor.assist.button)
    assert drafts.state.kind is DraftKind.MEMBERSHIP_ENDING
    drafts.write()
    window.click(drafts.dialog.verb)
    window.settle()
    assert editor.words.currentText() == "A membership ends soon, by the assistant"
    row = services.templates.named(owner, "A membership ends soon, by the assistant")
    assert editor.draft().template_id == row.id
    window.click(editor.assist.button)
    drafts.write()
    window.click(drafts.dialog.verb)
    window.settle()
    assert editor.words.currentText() == "A membership ends soon, by the assistant (2)"


def test_each_occasion_is_written_about_as_such(drafts: DraftScreen) -> None:
    assert KINDS[Trigger.OVERDUE] is DraftKind.PAYMENT_REMINDER
    for kind in KINDS.values():
        drafts.open(as_template=True, kind=kind)
        assert drafts.state.kind is kind
        drafts.dialog.reject()
