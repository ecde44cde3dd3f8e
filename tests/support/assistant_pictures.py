"""Pictures of the assistant: with engine, without one, at work, and broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from fitnesscrm_desktop.agents.communication.results import AGENT, DraftOrder
from fitnesscrm_desktop.agents.office import AgentState, Readiness
from fitnesscrm_desktop.agents.runtime import bindings
from fitnesscrm_desktop.agents.runtime.errors import EngineMissing, ModelBroke
from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION
from fitnesscrm_desktop.ui.assistant.draft_dialog import DraftDialog
from fitnesscrm_desktop.ui.assistant.draft_state import Phase
from fitnesscrm_desktop.ui.shell.assistant_facts import AWAY
from tests.support.scripted_model import ScriptedModel, by_grammar, choosing
from tests.support.scripted_office import HeldModel, ScriptedOffice, give_office
from tests.support.window import StudioWindow

if TYPE_CHECKING:
    from tests.support.gallery import Gallery

MEGABYTE = 2**20
NO_ENGINE = f"{EngineMissing().text} Until then the agents write from their templates."
BROKE = "The language model stopped twice in the middle of its work."
NAMES = (
    "assistant-writing",
    "assistant-drafts",
    "assistant-no-engine",
    "assistant-broken",
    "assistant-composer",
    "assistant-page-full",
    "assistant-page-busy",
    "assistant-page-broken",
    "assistant-page-no-engine",
    "assistant-run",
    "assistant-leaving",
    "assistant-settings-no-engine",
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
    _pages(gallery, window, mode, office, client_id)
    _leaving(gallery, window, mode)
    if gallery.wants(f"assistant-settings-no-engine-{mode}"):
        with patch.object(bindings, "PACKAGE", "an_engine_nobody_has"):
            window.go("settings.main", section="assistant")
            gallery.take(f"assistant-settings-no-engine-{mode}", window)
    if gallery.wants(f"assistant-composer-{mode}"):
        window.work.window.open_dialog("messages.write", client_id=client_id)
        gallery.take(f"assistant-composer-{mode}", window)
        window.dialog.done(0)


def _leaving(gallery: Gallery, window: StudioWindow, mode: str) -> None:
    """A server in the world: said on the page, in the settings and in the status line, all the time."""
    if not gallery.wants(f"assistant-leaving-{mode}"):
        return
    service, actor = window.work.services.assistant, window.work.desk.actor
    line = window.frame.status
    version = service.get(actor).settings.version
    setup = service.save_server(actor, version, "https://8.8.8.8:8080", "qwen3-30b", typed=CONFIRMATION)
    window.until(lambda: AWAY in line.names())
    window.go("settings.main", section="model_server")
    gallery.take(f"assistant-leaving-{mode}", window)
    service.save_server(actor, setup.settings.version, "", "")
    window.until(lambda: AWAY not in line.names())


def _pages(gallery: Gallery, window: StudioWindow, mode: str, office: ScriptedOffice, client_id: int) -> None:
    actor = window.work.desk.actor
    for kind in (DraftKind.BIRTHDAY, DraftKind.WELCOME, DraftKind.WIN_BACK):
        office.model = choosing() if kind is not DraftKind.WIN_BACK else None
        office.communication.draft(actor, DraftOrder(kind, client_id))
    model = "SmolLM2-135M"
    for name, readiness, sentence, memory in (
        ("full", Readiness.READY, f"{model} is ready.", 190 * MEGABYTE),
        ("busy", Readiness.BUSY, f"{model} is writing.", 190 * MEGABYTE),
        (
            "broken",
            Readiness.BROKEN,
            f"{model} stopped in the middle of its work. It is started again when it is needed.",
            0,
        ),
        ("no-engine", Readiness.NO_ENGINE, NO_ENGINE, 0),
    ):
        named = "" if readiness is Readiness.NO_ENGINE else model
        office.shown = AgentState(AGENT, readiness, sentence, named, memory)
        window.go("assistant.main")
        gallery.take(f"assistant-page-{name}-{mode}", window)
    if gallery.wants(f"assistant-run-{mode}"):
        [run, *_] = window.work.services.runs.rows(actor).rows
        window.work.window.open_dialog("assistant.run", run_id=run.id)
        gallery.take(f"assistant-run-{mode}", window)
        window.dialog.done(0)


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
