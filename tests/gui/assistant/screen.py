"""The dialog of the assistant as a person uses it."""

from __future__ import annotations

from typing import Any

from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.ui.assistant.draft_dialog import DraftDialog
from fitnesscrm_desktop.ui.assistant.draft_state import DraftState, Phase
from fitnesscrm_desktop.ui.assistant.results import Drafted
from tests.support.scripted_office import HeldModel, ScriptedOffice
from tests.support.window import StudioWindow


class DraftScreen:
    """Opens it, and reads what it says."""

    def __init__(self, window: StudioWindow, office: ScriptedOffice) -> None:
        self.window, self.office = window, office
        self.outcomes: list[Drafted] = []

    def open(self, client_id: int | None = None, **about: Any) -> DraftDialog:
        """Open it."""
        self.window.work.window.open_dialog(
            "assistant.draft", then=self.outcomes.append, client_id=client_id, **about
        )
        self.window.settle()
        return self.dialog

    @property
    def dialog(self) -> DraftDialog:
        """The dialog in front."""
        found = self.window.dialog
        assert isinstance(found, DraftDialog)
        return found

    @property
    def state(self) -> DraftState:
        """What it shows."""
        return self.dialog.presenter.state

    def take_kind(self, kind: DraftKind) -> None:
        """Choose what is to be written."""
        self.dialog.kind.set_code(kind.value)
        self.dialog.kind.chosen.emit(kind.value)

    def write(self) -> None:
        """Press the button, and wait until all is written."""
        self.window.click(self.dialog.write_button)
        self.window.until(lambda: self.state.phase is not Phase.WRITING)

    def hold(self, at: int) -> HeldModel:
        """Write until the model waits in the middle of the text *at*."""
        held = HeldModel(at)
        self.office.model = held
        self.dialog.write_button.click()
        self.window.until(held.reached.is_set)
        self.window.until(lambda: self.state.variants[at].text)
        return held

    def words(self) -> tuple[str, str]:
        """What stands in the fields."""
        return self.dialog.subject.text(), self.dialog.text.toPlainText()

    def statuses(self) -> list[str]:
        """What the cards say, from the top."""
        return [card.pill.text() for card in self.dialog.cards.cards if card.isVisibleTo(self.dialog)]

    def trouble(self) -> str:
        """What the banner says."""
        return self.dialog.trouble.text() if self.dialog.trouble.isVisibleTo(self.dialog) else ""
