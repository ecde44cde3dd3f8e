"""The page "Assistant": how the model is doing, what can be written, and what was written."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from fitnesscrm_desktop.agents.communication.results import AGENT, DraftOrder
from fitnesscrm_desktop.agents.office import AgentState, Readiness
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, Role, RunVerdict
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, SERVER, TOLD
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.assistant.draft_dialog import DraftDialog
from fitnesscrm_desktop.ui.assistant.page import AssistantPage
from fitnesscrm_desktop.ui.assistant.run_dialog import RunDialog
from fitnesscrm_desktop.ui.assistant.words import pace_text, readiness_word
from tests.support.actors import an_actor
from tests.support.scripted_model import choosing
from tests.support.scripted_office import ScriptedOffice
from tests.support.window import StudioWindow

MEGABYTE = 2**20


def open_page(window: StudioWindow) -> AssistantPage:
    page = window.go("assistant.main")
    assert isinstance(page, AssistantPage)
    return page


def cells(page: AssistantPage, row: int) -> list[str]:
    model = page.list.model
    return [str(model.index(row, column).data() or "") for column in range(model.columnCount())]


@pytest.fixture
def written(office: ScriptedOffice, owner: Actor, anna: int) -> ScriptedOffice:
    """Let three verified texts and three plain ones be there."""
    office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna))
    office.model = None
    office.communication.draft(owner, DraftOrder(DraftKind.WELCOME, anna))
    office.model = choosing()
    return office


def test_before_anything_was_written(window: StudioWindow, office: ScriptedOffice) -> None:
    page = open_page(window)
    assert page.engine.pill.text() == "Ready"
    assert "Nothing has been written yet" in window.words(page)
    assert {figure.value() for figure in page.figures.values()} == {"0"}


@pytest.mark.parametrize("readiness", Readiness)
def test_each_state_of_the_model_has_a_word_and_its_sentence(
    window: StudioWindow, office: ScriptedOffice, readiness: Readiness
) -> None:
    office.shown = AgentState(AGENT, readiness, f"This is {readiness}.", "Tiny", 190 * MEGABYTE, waiting=2)
    page = open_page(window)
    assert page.engine.pill.text() == readiness_word(readiness.value)[0]
    assert page.engine.sentence.text() == f"This is {readiness}."
    assert page.engine.numbers.text() == "190 MB of memory · 2 waiting"


def test_how_long_a_draft_took_counts_what_the_model_wrote() -> None:
    assert pace_text(4, 6_200) == "1.6 s per draft in the last 30 days"
    assert pace_text(0, 900) == pace_text(2, 0) == ""


def test_what_was_written_is_counted_and_listed(window: StudioWindow, written: ScriptedOffice) -> None:
    page = open_page(window)
    assert page.figures[RunVerdict.VERIFIED].value() == "3"
    assert page.figures[RunVerdict.FALLBACK].value() == "3"
    assert page.list.model.rowCount() == 6
    assert cells(page, 5)[1:6] == ["Birthday", "Anna Ivanova", "Test owner", "scripted", "Verified"]
    assert cells(page, 0)[4:6] == ["–", "Plain text"]


def test_a_figure_opens_the_rows_behind_it(window: StudioWindow, written: ScriptedOffice) -> None:
    page = open_page(window)
    window.press("Return", page.figures[RunVerdict.FALLBACK])
    assert page.list.model.rowCount() == 3
    assert page.only.text() == "Only: Plain text"
    window.click(page.all_runs)
    assert page.list.model.rowCount() == 6


def test_a_run_is_read_with_everything_that_led_to_it(
    window: StudioWindow, written: ScriptedOffice, services: Services, owner: Actor
) -> None:
    page = open_page(window)
    page.list.table.select_row(0)
    window.press("Return", page.list.table)
    dialog = window.dialog
    assert isinstance(dialog, RunDialog)
    run = services.runs.get(owner, services.runs.rows(owner).rows[0].id)
    assert dialog.text.toPlainText() == run.row.text
    assert dialog.problems.text() == "The engine for language models is not installed on this PC."
    assert dialog.facts.texts()["The client"] == "Anna"
    assert run.prompt_version in dialog.numbers.text()
    window.click(dialog.copy_button)
    copied = QGuiApplication.clipboard().text()
    assert run.row.text in copied
    assert "client.first_name: Anna" in copied
    dialog.accept()


def test_a_model_is_named_with_its_hash(
    window: StudioWindow, written: ScriptedOffice, services: Services, owner: Actor
) -> None:
    first = services.runs.rows(owner).rows[-1].id
    window.work.window.open_dialog("assistant.run", run_id=first)
    window.settle()
    dialog = window.dialog
    assert isinstance(dialog, RunDialog)
    assert "Model: scripted, 0000000000000000" in dialog.numbers.text()
    dialog.accept()


def test_the_client_of_a_run_is_opened(window: StudioWindow, written: ScriptedOffice, anna: int) -> None:
    page = open_page(window)
    page.list.wanted.emit("client", page.list.model.row_at(0))
    window.settle()
    assert window.page_id == "clients.client"


def test_a_kind_is_a_button(window: StudioWindow, office: ScriptedOffice) -> None:
    page = open_page(window)
    window.click(page.kinds.buttons[DraftKind.FREE])
    dialog = window.dialog
    assert isinstance(dialog, DraftDialog)
    assert dialog.presenter.state.kind is DraftKind.FREE
    assert dialog.picker.isVisible()
    dialog.reject()


def test_who_may_only_use_it_reads_no_texts_of_others(window: StudioWindow, written: ScriptedOffice) -> None:
    window.work.session.sign_in(an_actor(Role.TRAINER, "Tara"))
    page = open_page(window)
    assert not page.list.isVisible()
    assert not page.engine.settings.isVisible()
    assert DraftKind.PAYMENT_REMINDER not in page.kinds.buttons
    assert page.figures[RunVerdict.VERIFIED].value() == "3", "counts name nobody"


def test_what_is_written_meanwhile_appears(
    window: StudioWindow, office: ScriptedOffice, owner: Actor, anna: int
) -> None:
    page = open_page(window)
    office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna))
    window.until(lambda: page.figures[RunVerdict.VERIFIED].value() == "3")
    window.until(lambda: page.list.model.rowCount() == 3)


def test_that_texts_leave_the_studio_is_said(
    window: StudioWindow, office: ScriptedOffice, services: Services, owner: Actor
) -> None:
    page = open_page(window)
    assert not page.away.isVisible()
    version = services.assistant.get(owner).settings.version
    services.assistant.save_server(owner, version, "https://8.8.8.8:8080", "large", typed=CONFIRMATION)
    services.assistant.choose_model(owner, AGENT, SERVER)
    window.until(page.away.isVisible)
    assert page.away.text() == f"8.8.8.8 is outside the studio. {TOLD}"
    assert "Drafts messages on 8.8.8.8, outside the studio" in window.words(page)


def test_the_page_says_where_texts_are_written(
    window: StudioWindow, office: ScriptedOffice, services: Services, owner: Actor
) -> None:
    page = open_page(window)
    assert "Drafts messages on this PC" in window.words(page)
    version = services.assistant.get(owner).settings.version
    services.assistant.save_server(owner, version, "http://192.168.1.20:11434", "large")
    services.assistant.choose_model(owner, AGENT, SERVER)
    window.until(lambda: "on the studio’s server 192.168.1.20" in window.words(page))
    assert "on this PC" not in window.words(page)
    assert not page.away.isVisible()
