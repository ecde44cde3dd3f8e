"""Pictures of the assistant: with engine, without one, at work, and broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fitnesscrm_desktop.agents.runtime.errors import ModelBroke
from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.ui.assistant.draft_dialog import DraftDialog
from fitnesscrm_desktop.ui.assistant.draft_state import Phase
from tests.support.scripted_model import ScriptedModel, by_grammar, choosing
from tests.support.scripted_office import HeldModel, ScriptedOffice, give_office
from tests.support.window import StudioWindow

if TYPE_CHECKING:
    from tests.support.gallery import Gallery

BROKE = "The language model stopped twice in the middle of its work."
NAMES = (
    "assistant-writing",
    "assistant-drafts",
    "assistant-no-engine",
    "assistant-broken",
    "assistant-composer",
)


def visit_assistant(gallery: Gallery, window: StudioWindow, mode: str, known: dict[str, Any]) -> None:
    """Take a picture of each state."""
    if not any(gallery.only in name for name in NAMES):
        return
    office = give_office(window.work.services)
    client_id = known["client_id"]
    for name, prepare in (
        ("assistant-writing", _writing),
        ("assistant-drafts", _drafts),
        ("assistant-no-engine", _no_engine),
        ("assistant-broken", _broken),
    ):
        _take(gallery, window, f"{name}-{mode}", office, client_id, prepare)


def _take(
    gallery: Gallery,
    window: StudioWindow,
    name: str,
    office: ScriptedOffice,
    client_id: int,
    prepare: Callable[[ScriptedOffice], HeldModel | None],
) -> None:
    if not gallery.wants(name):
        return
    held = prepare(office)
    window.go("clients.client", client_id=client_id)
    window.work.window.open_dialog("assistant.draft", client_id=client_id, kind=DraftKind.WELCOME)
    window.settle()
    dialog = window.dialog
    assert isinstance(dialog, DraftDialog)
    dialog.write_button.click()
    if held is not None:
        window.until(held.reached.is_set)
        window.until(lambda: dialog.presenter.state.chosen is not None)
        gallery.take(name, window, at_rest=False)
        held.let_go.set()
    else:
        window.until(lambda: dialog.presenter.state.phase is Phase.DONE)
        gallery.take(name, window)
    window.settle()
    dialog.done(0)


def _writing(office: ScriptedOffice) -> HeldModel:
    held = HeldModel(at=1)
    office.model = held
    return held


def _drafts(office: ScriptedOffice) -> None:
    office.model = choosing()


def _no_engine(office: ScriptedOffice) -> None:
    office.model = None


def _broken(office: ScriptedOffice) -> None:
    office.model = ScriptedModel([by_grammar, ModelBroke(BROKE)])
