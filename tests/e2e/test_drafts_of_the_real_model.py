"""From the client's page to the outbox and the timeline, with the model that ships, in the real window."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import date
from functools import partial
from os import kill
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.communication.results import AGENT
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, MessageState, RunVerdict
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.assistant.draft_dialog import DraftDialog
from fitnesscrm_desktop.ui.assistant.draft_state import Phase
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.messaging.composer import ComposerDialog
from fitnesscrm_desktop.ui.messaging.outbox_page import OutboxPage
from tests.support.engine import require_shipped_model
from tests.support.outbox_desk import OutboxDesk
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow, window_on

PATIENCE_MS = 120_000
"""A small PC with much to do reads and writes slowly."""
NAMES = ["Verified"] * 3


@pytest.fixture
def window(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[StudioWindow]:
    """Open the studio with its owner; the model ends with it."""
    require_shipped_model()
    with window_on(services, owner, tmp_path) as driven:
        yield driven
    services.agents.close()


@pytest.fixture
def anna(services: Services) -> int:
    """A client who can be written to."""
    return StudioRows(services).client("Anna Ivanova", email="anna@example.com", born=date(1990, 3, 4))


def dialog_of(window: StudioWindow, client_id: int) -> DraftDialog:
    """Open it by the menu of the client's page."""
    page = window.go("clients.client", client_id=client_id)
    assert isinstance(page, ClientPage)
    menu = {action.text(): action for action in page.header.menu_actions()}
    menu["Draft a message…"].trigger()
    window.settle()
    dialog = window.dialog
    assert isinstance(dialog, DraftDialog)
    return dialog


def statuses(dialog: DraftDialog) -> list[str]:
    return [card.pill.text() for card in dialog.cards.cards if card.isVisibleTo(dialog)]


def written(window: StudioWindow, dialog: DraftDialog) -> None:
    window.until(lambda: dialog.presenter.state.phase is Phase.DONE, PATIENCE_MS)


def test_a_birthday_from_the_client_to_the_timeline(
    window: StudioWindow, services: Services, owner: Actor, anna: int
) -> None:
    dialog = dialog_of(window, anna)
    assert dialog.presenter.state.kind is DraftKind.BIRTHDAY
    dialog.write_button.click()
    written(window, dialog)
    assert statuses(dialog) == NAMES
    assert len({variant.text for variant in dialog.presenter.state.variants}) == 3
    assert "SmolLM2-135M" in dialog.facts.writer.text()
    window.press("2")
    text = f"{dialog.text.toPlainText()}\n\nThe cake stands at the bar."
    dialog.text.setPlainText(text)
    window.click(dialog.verb)

    composer = window.dialog
    assert isinstance(composer, ComposerDialog)
    assert composer.text.toPlainText() == text
    window.click(composer.later)
    [message] = OutboxDesk(services).stored()
    assert message.state is MessageState.DRAFT

    outbox = window.go("outbox.main")
    assert isinstance(outbox, OutboxPage)
    window.until(outbox.pane.words.toPlainText)
    assert "The cake stands at the bar." in outbox.pane.words.toPlainText()
    window.press("A")
    window.until(lambda: outbox.table.feed.rowCount() == 0)

    client = window.go("clients.client", client_id=anna, tab="timeline")
    assert isinstance(client, ClientPage)
    feed = client.timeline.feed
    titles = [str(feed.index(row, 0).data()) for row in range(feed.rowCount())]
    assert any("E-mail" in title for title in titles), titles
    assert {row.verdict for row in services.runs.rows(owner).rows} == {RunVerdict.VERIFIED}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed like this here")
def test_a_model_that_is_killed_at_work_starts_again_and_the_window_goes_on(
    window: StudioWindow, services: Services, owner: Actor, anna: int
) -> None:
    dialog = dialog_of(window, anna)
    model = services.agents.model_for(owner, AGENT)
    assert isinstance(model, LocalModel)
    dialog.write_button.click()
    for number in range(3):
        window.until(partial(has_finished, dialog, number), PATIENCE_MS)
        window.until(lambda: model.pid is not None or not is_writing(dialog), PATIENCE_MS)
        if is_writing(dialog) and model.pid is not None:
            kill(model.pid, signal.SIGKILL)
    written(window, dialog)
    assert len(statuses(dialog)) == 3
    assert set(statuses(dialog)) <= {"Verified", "Plain text"}
    assert dialog.verb.isEnabled(), "there is a text to use, whatever happened"
    dialog.write_button.click()
    written(window, dialog)
    assert statuses(dialog) == NAMES, "and the next order is written as if nothing had been"
    dialog.done(0)


def has_finished(dialog: DraftDialog, number: int) -> bool:
    return dialog.presenter.state.finished >= number


def is_writing(dialog: DraftDialog) -> bool:
    return dialog.presenter.state.phase is Phase.WRITING
