"""The dialog that drafts a message: choose, change, use; whatever the model does, the window goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from fitnesscrm_desktop.agents.communication.books import WITH_TONES
from fitnesscrm_desktop.agents.communication.results import AGENT
from fitnesscrm_desktop.agents.runtime.errors import EngineMissing, ModelBroke
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, Role, RunVerdict
from fitnesscrm_desktop.services.assistant.facts import WANTED
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, SERVER
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.assistant import words
from fitnesscrm_desktop.ui.assistant.draft_state import Phase
from tests.gui.assistant.screen import DraftScreen
from tests.support.actors import an_actor
from tests.support.scripted_model import ScriptedModel, by_grammar

BROKE = "The language model stopped twice in the middle of its work."


def test_three_texts_one_of_which_is_chosen_changed_and_used(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    assert "To Anna Ivanova" in drafts.window.words()
    assert not dialog.verb.isEnabled()
    drafts.write()
    assert drafts.statuses() == ["Verified", "Verified", "Verified"]
    assert drafts.state.chosen == 0, "the first one that is finished is shown"
    texts = {variant.text for variant in drafts.state.variants}
    assert len(texts) == 3
    drafts.window.press("2")
    second = drafts.state.variants[1]
    assert drafts.words() == (second.subject, second.text)
    dialog.text.setPlainText(f"{second.text}\n\nThe cake is on us, come by.")
    assert drafts.statuses()[1] == "Changed by you"
    drafts.window.click(dialog.verb)
    [drafted] = drafts.outcomes
    assert drafted.text.endswith("The cake is on us, come by.")
    assert (drafted.subject, drafted.edited, drafted.client_id) == (second.subject, True, anna)
    assert drafted.run_id == second.run_id > 0


def test_a_change_stays_with_its_text(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    dialog.text.setPlainText("Mine")
    drafts.window.press("3", dialog.cards.cards[0])
    assert drafts.words()[1] == drafts.state.variants[2].text
    drafts.window.press("Alt+1", dialog.text)
    assert drafts.words()[1] == "Mine"


def test_by_keyboard_alone(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    assert dialog.kind.hasFocus()
    drafts.window.press("Return", dialog.kind)
    drafts.window.until(lambda: drafts.state.phase is Phase.DONE)
    assert dialog.cards.cards[0].hasFocus()
    drafts.window.press("Down")
    assert drafts.state.chosen == 1
    assert dialog.cards.cards[1].hasFocus()
    drafts.window.press("Return")
    assert len(drafts.outcomes) == 1


def test_digits_are_typed_where_somebody_types(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    dialog.subject.setFocus()
    QTest.keyClicks(dialog.subject, "2")
    assert drafts.state.chosen == 0
    assert dialog.subject.text().startswith("2") or dialog.subject.text().endswith("2")


def test_the_facts_stand_beside_the_text(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    facts = dialog.facts.list.texts()
    assert "Anna" in facts.values()
    assert all(fact in "\n".join(drafts.words()) for fact in facts.values())
    assert dialog.facts.writer.text().startswith("Written by scripted in ")


def test_what_a_person_changed_is_not_said_to_be_checked(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    facts = dialog.facts.list.texts()
    dialog.text.appendPlainText("PS: 50 EUR off for you")
    assert dialog.facts.writer.text() == "Changed by you: what you add is not checked."
    assert "Written by" not in drafts.window.words(dialog)
    assert dialog.facts.title.text() == "Facts it was written from"
    assert dialog.facts.list.texts() == facts, "they stay to be looked at"
    drafts.window.press("2", dialog.cards.cards[0])
    assert dialog.facts.writer.text().startswith("Written by scripted in ")
    assert dialog.facts.title.text() == "Facts it states"


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_a_card_keeps_the_lines_of_a_letter_and_ends_where_its_room_ends(
    drafts: DraftScreen, anna: int, size: tuple[int, int]
) -> None:
    drafts.window.frame.resize(*size)
    dialog = drafts.open(anna)
    drafts.write()
    assert dialog.width() <= size[0]
    for card, variant in zip(dialog.cards.cards, drafts.state.variants, strict=True):
        lines = [line for line in variant.text.splitlines() if line]
        shown = card.words.text()
        assert shown.splitlines()[0] == lines[0], "the greeting stands alone"
        assert shown == "\n".join(lines) or shown.endswith("…")
        assert card.words.heightForWidth(card.words.width()) <= card.words.height(), "no line is cut"


@pytest.mark.parametrize(
    ("url", "said", "warned"),
    [
        ("", "on this PC", False),
        ("http://192.168.1.20:11434", "on the studio’s server 192.168.1.20", False),
        ("https://8.8.8.8", "on 8.8.8.8, outside the studio", True),
    ],
)
def test_where_a_text_is_written_is_said(
    drafts: DraftScreen, services: Services, owner: Actor, anna: int, url: str, said: str, *, warned: bool
) -> None:
    if url:
        services.assistant.save_server(owner, 0, url, "large", typed=CONFIRMATION)
        services.assistant.choose_model(owner, AGENT, SERVER)
    drafts.window.frame.resize(1024, 700)
    dialog = drafts.open(anna)
    drafts.window.until(lambda: drafts.state.place is not None)
    assert f"Written {said}" in drafts.window.words(dialog)
    assert dialog.away.isVisible() == warned
    drafts.write()
    assert (said in dialog.facts.writer.text()) == bool(url)
    assert dialog.minimumSizeHint().height() <= 660, "a low screen has room for all of it"
    assert dialog.away.isVisible() == warned, "it stays while texts are chosen"


def test_a_text_is_seen_while_it_is_written_and_can_be_stopped(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    held = drafts.hold(at=1)
    assert drafts.statuses() == ["Verified", "Being written", "Waits"]
    assert dialog.cards.cards[1].words.text(), "as far as it has come"
    assert dialog.stop_button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    drafts.window.until(lambda: drafts.state.phase is Phase.DONE)
    assert dialog.isVisible(), "Esc stops first"
    assert not held.let_go.is_set()
    assert drafts.statuses() == ["Verified"], "what is finished stays"
    assert dialog.verb.isEnabled()


def test_stopped_before_anything_was_finished(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.hold(at=0)
    dialog.stop_button.click()
    drafts.window.until(lambda: drafts.state.phase is Phase.ORDER)
    assert drafts.trouble() == "Stopped before a text was finished."
    drafts.office.model = ScriptedModel([by_grammar] * 3)
    drafts.window.click(dialog.trouble.action_button)
    drafts.window.until(lambda: drafts.state.phase is Phase.DONE)
    assert drafts.trouble() == ""
    assert len(drafts.statuses()) == 3


@pytest.mark.parametrize("at", range(3))
def test_when_the_model_breaks_the_rest_is_plain_text(drafts: DraftScreen, anna: int, at: int) -> None:
    dialog = drafts.open(anna)
    drafts.office.model = ScriptedModel([by_grammar] * at + [ModelBroke(BROKE)])
    drafts.write()
    assert drafts.statuses() == ["Verified"] * at + ["Plain text"] * (3 - at)
    assert drafts.trouble() == f"{BROKE} What no model has written is plain text."
    drafts.office.model = ScriptedModel([by_grammar] * 3)
    drafts.window.click(dialog.trouble.action_button)
    drafts.window.until(lambda: drafts.state.phase is Phase.DONE)
    assert drafts.statuses() == ["Verified"] * 3


def test_without_an_engine_there_are_plain_texts_and_a_sentence(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.office.model = None
    drafts.write()
    assert drafts.statuses() == ["Plain text"] * 3
    assert drafts.trouble() == f"{EngineMissing().text} What no model has written is plain text."
    assert not dialog.trouble.action_button.isVisible(), "another try would end the same"
    assert EngineMissing().text in dialog.facts.writer.text()


def test_others_are_written_with_other_words(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    before = [variant.text for variant in drafts.state.variants]
    assert dialog.write_button.text() == "Write others"
    drafts.write()
    assert [variant.text for variant in drafts.state.variants] != before


def test_what_nobody_can_know_is_typed(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna, kind=DraftKind.SESSION_CHANGE)
    drafts.write()
    assert "Which session is it?" in dialog.form.error(dialog.typed["session"])
    for name, text in (("session", "Yoga"), ("old_time", "Monday 18:00"), ("new_time", "Tuesday 19:00")):
        field = dialog.typed[name]
        QTest.keyClicks(field, text)
    drafts.write()
    assert all("Tuesday 19:00" in variant.text for variant in drafts.state.variants)
    drafts.take_kind(DraftKind.BIRTHDAY)
    assert not dialog.typed["session"].isVisible()
    assert all("Tuesday 19:00" in variant.text for variant in drafts.state.variants), "until others are there"


def test_a_message_that_means_nothing_for_this_client_is_refused(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna, kind=DraftKind.PAYMENT_REMINDER)
    assert dialog.tone.isVisible()
    drafts.write()
    assert drafts.trouble() == "Anna Ivanova owes nothing that is overdue: there is nothing to remind of."


def test_for_whom_is_asked_where_nobody_knows(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open()
    drafts.window.click(dialog.write_button)
    assert dialog.form.error(dialog.picker) == "Choose a client first."
    drafts.window.write("ivan", dialog.picker)
    drafts.window.until(dialog.picker.hits)
    drafts.window.press("Return", dialog.picker)
    assert drafts.state.client_id == anna
    drafts.write()
    assert len(drafts.statuses()) == 3


def test_a_template_has_fields_in_the_place_of_facts(drafts: DraftScreen) -> None:
    dialog = drafts.open(as_template=True, kind=DraftKind.MEMBERSHIP_ENDING)
    assert not dialog.picker.isVisible()
    drafts.write()
    assert "{{ membership.ends_on }}" in drafts.words()[1]
    assert "{%" in drafts.words()[0], "it is chosen by who reads it"
    for card in dialog.cards.cards:
        assert "{%" not in card.subject.text() + card.words.text()


def test_changed_texts_stay_when_something_else_is_chosen_until_it_is_written(
    drafts: DraftScreen, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    dialogs = type(drafts.window.work.desk.dialogs)
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_more: answers.pop(0))
    dialog = drafts.open(anna)
    drafts.write()
    before = drafts.state.variants
    dialog.text.setPlainText("Mine")
    drafts.take_kind(DraftKind.WELCOME)
    assert drafts.words()[1] == "Mine"
    assert drafts.statuses() == ["Changed by you", "Verified", "Verified"]
    drafts.window.press("Alt+2", dialog.text)
    assert drafts.words()[1] == before[1].text
    drafts.window.press("Alt+1", dialog.text)
    drafts.window.click(dialog.write_button)
    assert drafts.words()[1] == "Mine", "kept, as nobody wanted it thrown away"
    drafts.write()
    assert drafts.state.written_kind is DraftKind.WELCOME
    assert not drafts.state.edited


def test_a_changed_text_is_for_its_client_only(
    drafts: DraftScreen, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    dialogs = type(drafts.window.work.desk.dialogs)
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_more: answers.pop(0))
    dialog = drafts.open()
    drafts.window.write("ivan", dialog.picker)
    drafts.window.until(dialog.picker.hits)
    drafts.window.press("Return", dialog.picker)
    drafts.write()
    dialog.text.setPlainText("Mine")
    clear = dialog.picker.actions()[-1]
    clear.trigger()
    assert (drafts.state.client_id, drafts.words()[1]) == (anna, "Mine")
    assert dialog.picker.text() == "Anna Ivanova"
    clear.trigger()
    assert (drafts.state.client_id, drafts.words()) == (None, ("", ""))


def test_they_stay_when_it_is_chosen_in_the_middle_of_writing(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    held = drafts.hold(at=1)
    dialog.text.setPlainText("Mine")
    drafts.take_kind(DraftKind.WELCOME)
    assert drafts.state.phase is Phase.DONE
    held.let_go.set()
    drafts.window.settle()
    assert (drafts.words()[1], len(drafts.state.variants)) == ("Mine", 1)


def test_a_kept_text_is_used_as_what_it_was_written_for(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    dialog.text.setPlainText("Mine")
    drafts.take_kind(DraftKind.WIN_BACK)
    drafts.window.click(dialog.verb)
    [drafted] = drafts.outcomes
    assert (drafted.text, drafted.offer) == ("Mine", False)


def test_finished_texts_stay_when_another_kind_is_chosen_until_others_are_there(
    drafts: DraftScreen, anna: int
) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    before, words = drafts.state.variants, drafts.words()
    drafts.take_kind(DraftKind.WELCOME)
    assert (drafts.state.variants, drafts.words()) == (before, words)
    assert drafts.trouble().startswith("These texts were written for “Birthday”.")
    drafts.take_kind(DraftKind.BIRTHDAY)
    assert drafts.trouble() == ""
    drafts.take_kind(DraftKind.WELCOME)
    drafts.hold(at=0)
    dialog.stop_button.click()
    drafts.window.until(lambda: drafts.state.phase is Phase.DONE)
    assert (drafts.state.variants, drafts.words()) == (before, words), "nothing new was finished"
    kept_for = drafts.state.written_kind
    assert kept_for is DraftKind.BIRTHDAY
    drafts.office.model = ScriptedModel([by_grammar] * 3)
    drafts.write()
    assert drafts.state.written_kind is DraftKind.WELCOME
    assert drafts.trouble() == ""
    dialog.presenter.write_to(None)
    assert (drafts.state.variants, drafts.words()) == ((), ("", ""))


def test_what_was_finished_stays_when_another_kind_is_chosen_in_the_middle(
    drafts: DraftScreen, anna: int
) -> None:
    drafts.open(anna)
    held = drafts.hold(at=1)
    words = drafts.words()
    drafts.take_kind(DraftKind.WELCOME)
    assert drafts.statuses() == ["Verified"]
    assert drafts.words() == words
    held.let_go.set()
    drafts.window.settle()
    assert (drafts.statuses(), drafts.words()) == (["Verified"], words)


def test_words_in_another_language_are_told_and_the_message_is_in_theirs(
    drafts: DraftScreen, anna: int
) -> None:
    dialog = drafts.open(anna)
    drafts.take_kind(DraftKind.FREE)
    drafts.window.write("Die Duschen sind wieder warm, und das Wasser ist da.", dialog.typed["note"])
    drafts.write()
    assert drafts.statuses() == ["Verified", "Verified", "Verified"]
    assert drafts.trouble().startswith("Your words are German, so the whole message is")
    assert {each.language for each in drafts.state.variants} == {"de"}


def test_the_text_can_be_copied(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    drafts.window.click(dialog.copy_button)
    subject, text = drafts.words()
    assert QGuiApplication.clipboard().text() == f"{subject}\n\n{text}"


def test_a_changed_text_is_not_lost_by_one_key(drafts: DraftScreen, anna: int) -> None:
    dialog = drafts.open(anna)
    drafts.write()
    dialog.text.setPlainText("Mine")
    drafts.window.press("Escape", dialog.text)
    assert dialog.isVisible()
    drafts.window.press("Escape", dialog.text)
    assert drafts.outcomes == []


def test_closing_the_dialog_ends_the_writing(
    drafts: DraftScreen, services: Services, owner: Actor, anna: int
) -> None:
    dialog = drafts.open(anna)
    drafts.hold(at=1)
    dialog.done(0)
    drafts.window.settle()
    verdicts = [row.verdict for row in services.runs.rows(owner).rows]
    assert verdicts == [RunVerdict.STOPPED, RunVerdict.VERIFIED]


def test_the_names_of_kinds_tones_and_fields_are_all_known() -> None:
    assert words.WITH_TONES == WITH_TONES
    assert {kind: wanted.typed for kind, wanted in WANTED.items() if wanted.typed} == words.TYPED
    owner, trainer = an_actor(Role.OWNER), an_actor(Role.TRAINER)
    assert words.kinds_for(owner) == tuple(DraftKind)
    assert DraftKind.PAYMENT_REMINDER not in words.kinds_for(trainer)
    assert not set(words.TYPED) & set(words.kinds_for(owner, as_template=True))
