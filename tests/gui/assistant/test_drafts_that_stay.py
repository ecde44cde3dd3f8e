"""What a person has changed in a draft is theirs: not thrown away unasked, and not left to somebody else."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.agents.runtime.errors import ModelBroke
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.ui.assistant.draft_state import Phase
from tests.gui.assistant.screen import DraftScreen
from tests.support.actors import an_actor
from tests.support.scripted_model import ScriptedModel, by_grammar

BROKE = "The language model stopped twice in the middle of its work."


def test_another_try_does_not_throw_a_changed_text_away_unasked(
    drafts: DraftScreen, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    dialogs = type(drafts.window.work.desk.dialogs)
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_more: answers.pop(0))
    dialog = drafts.open(anna)
    drafts.office.model = ScriptedModel([by_grammar, ModelBroke(BROKE)])
    drafts.write()
    dialog.text.setPlainText("Mine")
    drafts.office.model = ScriptedModel([by_grammar] * 3)
    drafts.window.click(dialog.trouble.action_button)
    assert drafts.words()[1] == "Mine", "kept, as nobody wanted it thrown away"
    drafts.window.click(dialog.trouble.action_button)
    drafts.window.until(lambda: drafts.state.phase is Phase.DONE)
    assert drafts.statuses() == ["Verified"] * 3


@pytest.mark.parametrize("writing", [False, True])
def test_somebody_else_finds_no_draft_of_the_first(drafts: DraftScreen, anna: int, *, writing: bool) -> None:
    dialog = drafts.open(anna)
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    held = drafts.hold(at=1)
    dialog.text.setPlainText("Private")
    if not writing:
        dialog.stop_button.click()
        held.let_go.set()
        drafts.window.until(lambda: drafts.state.phase is not Phase.WRITING)
    drafts.window.work.session.lock()
    assert not ended
    drafts.window.work.session.sign_in(an_actor(Role.FRONT_DESK))
    assert ended == [0]
    held.let_go.set()
    drafts.window.settle()
