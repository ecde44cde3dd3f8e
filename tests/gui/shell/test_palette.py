"""The command palette: clients and commands by a few letters, arrows and Enter."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.shell import workplace
from fitnesscrm_desktop.ui.shell.palette import EntryModel
from fitnesscrm_desktop.ui.shell.palette_search import ClientHit, Entry, Found, PaletteSearch
from tests.support.actors import an_actor
from tests.support.inline_tasks import InlineTasks
from tests.support.stand_ins import stand_ins
from tests.support.window import StudioWindow


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the pages write down."""
    written: list[str] = []
    monkeypatch.setattr(workplace, "FEATURES", stand_ins(written))
    return written


@pytest.fixture
def at_work(window: StudioWindow, services: Services, owner: Actor, notes: list[str]) -> StudioWindow:
    """The window with two clients in the studio and the owner signed in."""
    services.clients.add(owner, NewClient("Anna", "Ivanova"))
    services.clients.add(owner, NewClient("Bodil", "<b>Hansen</b>"))
    return window.open(services, owner)


def titles(window: StudioWindow) -> list[str]:
    model = window.work.palette.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def search(window: StudioWindow, text: str) -> None:
    window.press("Ctrl+K")
    window.write(text)
    window.until(lambda: not window.work.palette.is_waiting())
    window.settle()


def test_a_client_is_found_and_opened_by_enter(at_work: StudioWindow, notes: list[str]) -> None:
    search(at_work, "ivan")
    assert titles(at_work)[:2] == ["Clients", "Anna Ivanova"]
    notes.clear()
    at_work.press("Return")
    assert at_work.page_id == "clients.client"
    assert any("client_id" in note for note in notes)
    assert not at_work.work.palette.isVisible()


def test_a_name_is_shown_letter_by_letter(at_work: StudioWindow) -> None:
    search(at_work, "hansen")
    assert "Bodil <b>Hansen</b>" in titles(at_work)


def test_a_command_is_found_with_its_keys_and_run(at_work: StudioWindow) -> None:
    search(at_work, "count cli")
    entry = at_work.work.palette.model.entry(1)
    assert entry is not None
    assert (entry.title, entry.keys) == ("Count clients", "Ctrl+Shift+C")
    at_work.press("Return")
    assert at_work.toasts() == ["There are some"]


def test_arrows_go_round_and_skip_headings(at_work: StudioWindow) -> None:
    search(at_work, "clients")
    palette = at_work.work.palette
    first = palette.list.currentIndex().row()
    seen = []
    for _ in titles(at_work):
        seen.append(palette.list.currentIndex().row())
        at_work.press("Down")
    entries = [palette.model.entry(row) for row in seen]
    assert all(entry is not None and not entry.is_heading for entry in entries)
    assert first in seen[1:]


def test_esc_closes_it_and_gives_the_focus_back(at_work: StudioWindow) -> None:
    at_work.go("clients.list")
    before = QApplication.focusWidget()
    at_work.press("Ctrl+K")
    at_work.press("Escape")
    assert not at_work.work.palette.isVisible()
    assert QApplication.focusWidget() is before
    assert at_work.page_id == "clients.list"


def test_nothing_found_is_said(at_work: StudioWindow) -> None:
    search(at_work, "zzzzqqq")
    assert titles(at_work) == []
    assert "Nothing found" in at_work.words(at_work.work.palette)


def test_a_page_one_may_not_see_is_not_offered(
    window: StudioWindow, services: Services, notes: list[str]
) -> None:
    window.open(services, an_actor(Role.TRAINER))
    search(window, "go to")
    assert "Go to Settings.Main" not in titles(window)
    assert "Go to Clients.List" in titles(window)


def test_only_the_newest_text_is_answered() -> None:
    shown: list[Found] = []
    asked: list[str] = []

    def clients(text: str, _most: int) -> Sequence[ClientHit]:
        asked.append(text)
        return [ClientHit(1, text, "")]

    search = PaletteSearch(
        tasks=InlineTasks(),
        commands=lambda _text: [],
        icon_of=lambda _id: "",
        clients=clients,
        open_client=lambda _id: None,
        show=shown.append,
        failed=lambda error: pytest.fail(str(error)),
        headings=("Clients", "Actions"),
    )
    search.search("an")
    search.search("   ")
    assert asked == ["an"]
    assert shown[-1].entries == ()


def test_the_model_of_the_palette_is_sound(qtmodeltester: ModelTester) -> None:
    model = EntryModel()
    model.show((Entry("Clients"), Entry("Anna", run=lambda: None)))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # of pytest-qt
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
