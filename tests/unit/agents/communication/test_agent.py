"""The Communication agent: three variants to choose from, whatever happens to the model."""

from __future__ import annotations

from threading import Event
from time import monotonic

import pytest

from fitnesscrm_desktop.agents.communication.results import DraftOrder
from fitnesscrm_desktop.agents.runtime.errors import LimitReached, ModelBroke, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import Finish, ModelCard
from fitnesscrm_desktop.agents.writing.prompts import PROMPT_VERSION
from fitnesscrm_desktop.agents.writing.tongue import tongue
from fitnesscrm_desktop.agents.writing.writer import Effort
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict, Tone
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.support.fact_sheets import EVERY_BOOK, LANGUAGES
from tests.support.scripted_model import CARD, FREE_CARD, Asked, ScriptedModel, by_grammar, choosing
from tests.unit.agents.communication.desk import OWNER, Desk

BIRTHDAY = DraftOrder(DraftKind.BIRTHDAY, client_id=7)
BROKE = ModelBroke("The model stopped twice. Try again later.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
@pytest.mark.parametrize("other", [False, True])
def test_three_verified_variants_that_differ(kind: DraftKind, tone: Tone, language: str, other: bool) -> None:
    desk = Desk(choosing(), language=language, about_other=other)
    order = DraftOrder(
        kind, 7, tone, instruction="The showers are warm again." if kind is DraftKind.FREE else ""
    )

    drafts = desk.agent.draft(OWNER, order)

    assert len({each.text for each in drafts}) == len({each.subject for each in drafts}) == 3
    assert all(each.verified and not each.fallback and not each.why_fallback for each in drafts)
    assert all("[[" not in each.text + each.subject for each in drafts)
    assert all("Studio Nord" in each.text for each in drafts)
    bodies = [each.text.split("\n\n", 1)[1] for each in drafts]
    shared = set.intersection(*(set(body.splitlines()) for body in bodies)) - {"", "Studio Nord"}
    assert kind is DraftKind.FREE or not shared


def test_each_variant_is_remembered_as_a_run() -> None:
    desk = Desk(choosing())

    drafts = desk.agent.draft(OWNER, BIRTHDAY)

    assert [each.run_id for each in drafts] == [1, 2, 3]
    for run, draft in zip(desk.runs, drafts, strict=True):
        assert run.verdict is RunVerdict.VERIFIED
        assert run.text == f"{draft.subject}\n\n{draft.text}"
        assert (run.agent, run.kind, run.client_id) == ("communication", "birthday", 7)
        assert (run.model, run.model_sha256) == ("scripted", "0" * 64)
        assert run.prompt_version == PROMPT_VERSION
        assert set(draft.facts) < set(run.facts)
        assert all(fact.text in run.text for fact in draft.facts)
        assert {"recipient.first_name", "studio.name"} <= {fact.key for fact in draft.facts}
        assert (run.tokens, run.prompt_tokens, run.ms, run.attempts) == (draft.tokens, 50, 20, 1)


def test_the_same_seed_writes_the_same_and_another_one_does_not() -> None:
    def written(seed: int, *, engine: bool) -> list[str]:
        desk = Desk(choosing() if engine else None)
        order = DraftOrder(DraftKind.BIRTHDAY, 7, seed=seed)
        return [each.text for each in desk.agent.draft(OWNER, order)]

    for engine in (True, False):
        assert written(3, engine=engine) == written(3, engine=engine)
        assert written(3, engine=engine) != written(4, engine=engine)


def test_the_model_sees_no_fact() -> None:
    model = choosing()
    for kind, tone in EVERY_BOOK:
        Desk(model).agent.draft(
            OWNER, DraftOrder(kind, 7, tone, instruction="Zebra" if kind is DraftKind.FREE else "")
        )

    seen = "\n".join(each.all_it_saw for each in model.asked)
    for fact in ("Anna", "Studio Nord", "49", "December", "Gold", "Tom", "Yoga", "Zebra", "+353", "104"):
        assert fact not in seen


def test_without_an_engine_the_plain_text_says_so() -> None:
    desk = Desk(None)

    drafts = desk.agent.draft(OWNER, BIRTHDAY)

    assert len({each.text for each in drafts}) == 3
    assert all(each.verified and each.fallback and not each.model for each in drafts)
    assert all("not installed" in each.why_fallback for each in drafts)
    assert {run.verdict for run in desk.runs} == {RunVerdict.FALLBACK}
    assert all("not installed" in run.problems[0] for run in desk.runs)


def test_a_wrong_text_is_tried_again_with_another_seed() -> None:
    model = ScriptedModel(["You have won €500!", by_grammar])
    desk = Desk(model)

    (draft,) = desk.agent.draft(OWNER, DraftOrder(DraftKind.BIRTHDAY, 7, variants=1))

    assert (draft.fallback, draft.attempts) == (False, 2)
    assert model.asked[0].seed != model.asked[1].seed
    assert draft.seed == model.asked[1].seed
    assert any("amount" in each for each in desk.runs[0].problems)


def test_after_three_wrong_texts_the_plain_one_is_taken() -> None:
    desk = Desk(ScriptedModel(["You have won €500!"] * 9))

    drafts = desk.agent.draft(OWNER, BIRTHDAY)

    assert len({each.text for each in drafts}) == 3
    assert all(each.fallback and each.attempts == 3 and each.model == "scripted" for each in drafts)
    assert all("could be verified" in each.why_fallback for each in drafts)
    assert not any("500" in each.text for each in drafts)


def test_a_text_that_was_cut_off_is_not_shown() -> None:
    def cut_off(asked: Asked) -> str:
        return by_grammar(asked)[:-2]

    drafts = Desk(ScriptedModel([cut_off] * 3)).agent.draft(
        OWNER, DraftOrder(DraftKind.WELCOME, 7, variants=1)
    )
    assert drafts[0].fallback
    whole = ScriptedModel([by_grammar] * 3, finish=Finish.LENGTH)
    assert Desk(whole).agent.draft(OWNER, DraftOrder(DraftKind.WELCOME, 7, variants=1))[0].fallback


@pytest.mark.parametrize("finished", [0, 1, 2])
@pytest.mark.parametrize("wrong_first", [False, True])
def test_what_was_finished_stays_when_the_model_breaks(finished: int, wrong_first: bool) -> None:
    desk = Desk(ScriptedModel([*[by_grammar] * finished, *(["wrong"] if wrong_first else []), BROKE]))
    kept: list[str] = []

    drafts = desk.agent.draft(OWNER, BIRTHDAY, hear=lambda _variant, text: kept.append(text))

    assert [each.fallback for each in drafts] == [False] * finished + [True] * (3 - finished)
    assert all(each.why_fallback == BROKE.text for each in drafts[finished:])
    assert len({each.text for each in drafts}) == 3
    assert [run.verdict for run in desk.runs].count(RunVerdict.VERIFIED) == finished
    assert all(draft.text in kept for draft in drafts)


def test_a_limit_is_no_reason_to_write_nothing() -> None:
    desk = Desk(ScriptedModel([by_grammar, LimitReached("That is enough for this hour.")]))

    drafts = desk.agent.draft(OWNER, BIRTHDAY)

    assert [each.why_fallback for each in drafts] == ["", *["That is enough for this hour."] * 2]


def test_a_stop_hands_out_what_is_finished() -> None:
    stop = Event()

    def last(asked: Asked) -> str:
        stop.set()
        return by_grammar(asked)

    desk = Desk(ScriptedModel([by_grammar, last]))
    drafts = desk.agent.draft(OWNER, BIRTHDAY, stop=stop)

    assert len(drafts) == 1
    assert [run.verdict for run in desk.runs] == [RunVerdict.VERIFIED, RunVerdict.STOPPED]


def test_a_stop_before_anything_is_finished() -> None:
    stop = Event()
    stop.set()
    desk = Desk(choosing())

    with pytest.raises(Stopped):
        desk.agent.draft(OWNER, BIRTHDAY, stop=stop)
    assert [run.verdict for run in desk.runs] == [RunVerdict.STOPPED]


@pytest.mark.parametrize("card", [CARD, FREE_CARD])
def test_a_stop_in_the_middle_remembers_what_it_took(card: ModelCard) -> None:
    class StopsSoon(Event):
        """Set after some pieces of text."""

        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 5

    desk = Desk(ScriptedModel(["Happy birthday and all the best to you"], card))

    with pytest.raises(Stopped):
        desk.agent.draft(OWNER, BIRTHDAY, stop=StopsSoon())
    (run,) = desk.runs
    assert (run.verdict, run.attempts, run.tokens) == (RunVerdict.STOPPED, 1, 3)


def test_a_try_without_an_end_took_its_time() -> None:
    effort = Effort(tokens=5, ms=20)

    effort.broke_off(2, monotonic() - 1)

    assert effort.tokens == 7
    assert effort.ms >= 1020


def test_only_verified_phrases_are_heard_while_it_writes() -> None:
    heard: list[tuple[int, str]] = []
    desk = Desk(ScriptedModel(["Evil words first.\n" * 9, by_grammar, by_grammar, by_grammar]))

    drafts = desk.agent.draft(OWNER, BIRTHDAY, hear=lambda variant, text: heard.append((variant, text)))

    for variant, draft in enumerate(drafts):
        texts = [text for number, text in heard if number == variant]
        assert len(texts) > 3
        assert all(draft.text.startswith(text) for text in texts)
        assert texts[-1] == draft.text
    assert not any("Evil" in text or "[[" in text for _variant, text in heard)


def test_a_free_message_says_what_was_typed() -> None:
    words = "Bring a towel on Friday: 17:30, room 4.\nSee you!"
    for model in (choosing(), None):
        drafts = Desk(model).agent.draft(OWNER, DraftOrder(DraftKind.FREE, 7, instruction=words))
        assert all(words in each.text for each in drafts)


@pytest.mark.parametrize(
    ("usual", "words", "language", "told"),
    [
        ("en", "The showers are warm again.", "en", ""),
        ("de", "Die Duschen sind wieder warm.", "de", ""),
        ("en", "Die Duschen sind wieder warm, und das Wasser ist da.", "de", "Your words are German"),
        ("de", "The showers are warm again and we are open.", "en", "Your words are English"),
        (
            "en",
            "Les douches fonctionnent encore depuis samedi, merci pour votre patience.",
            "en",
            "do not read as",
        ),
        ("de", "OK!", "de", ""),
    ],
)
def test_no_message_mixes_two_languages_unsaid(usual: str, words: str, language: str, told: str) -> None:
    for model in (choosing(), None):
        desk = Desk(model, language=usual)
        drafts = desk.agent.draft(OWNER, DraftOrder(DraftKind.FREE, 7, instruction=words))

        assert {each.language for each in drafts} == {language}
        for draft in drafts:
            around = draft.text.replace(words, "")
            assert tongue(f"{draft.subject} {around}", language) == language
            assert told in draft.remark
            assert bool(draft.remark) == bool(told)


def test_a_large_model_finds_its_own_words() -> None:
    answer = (
        "Subject: See you on [[given.w1]]\n\nHi [[recipient.first_name]],\n\n"
        "please bring a towel when you come on [[given.w1]].\n\nBest wishes\n[[studio.name]]"
    )
    model = ScriptedModel([answer], FREE_CARD)
    desk = Desk(model)

    (draft,) = desk.agent.draft(
        OWNER, DraftOrder(DraftKind.FREE, 7, variants=1, instruction="bring a towel on Friday")
    )

    assert draft.subject == "See you on Friday"
    assert draft.text.startswith("Hi Anna,\n\nplease bring a towel when you come on Friday.")
    assert not draft.fallback
    assert any(fact.text == "Friday" for fact in draft.facts)
    assert model.asked[0].grammar is None
    assert "Friday" not in model.asked[0].prompt
    assert "Anna" not in model.asked[0].prompt


@pytest.mark.parametrize(
    "answer",
    [
        "Hello\n\nHi Anna, we are glad that you are with us.",  # a name it cannot know, and no studio
        "Hello\n\nHi [[recipient.first_name]], come on Monday. Best wishes, [[studio.name]]",
        "Hello\n\nHi [[recipient.first_name]], call [[client.phone]] at [[studio.name]], please.",
        "Hello\n\nHi [[recipient.first_name]], you get a free month. [[studio.name]] is there for you.",
    ],
)
def test_and_is_held_to_the_same_rules(answer: str) -> None:
    (draft,) = Desk(ScriptedModel([answer] * 3, FREE_CARD)).agent.draft(
        OWNER, DraftOrder(DraftKind.BIRTHDAY, 7, variants=1)
    )

    assert draft.fallback


@pytest.mark.parametrize(
    ("typed", "written", "passes"),
    [
        ("Yoga moves from Monday to Tuesday.", "yoga moves from [[given.w1]] to [[given.w2]]", True),
        ("Yoga moves from Monday to Tuesday.", "yoga moves from [[given.w2]] to [[given.w1]]", False),
        (
            "Yoga moves from Monday to Tuesday.",
            "yoga is now on [[given.w2]]. It was on [[given.w1]]",
            True,
        ),
        ("We are not here on Monday.", "we are not here on [[given.w1]]", True),
        ("We are not here on Monday.", "we are here on [[given.w1]]", False),
        ("We are not here on Monday.", "we are not here", False),
        ("Please bring 15 euros.", "please bring [[given.w2]]", False),
        ("Please bring 15 euros.", "please bring [[given.w1]] [[given.w2]]", True),
        ("Please bring Bob along.", "please come along", True),
    ],
)
def test_what_was_typed_is_not_turned_round(typed: str, written: str, *, passes: bool) -> None:
    answer = f"Some news\n\nHi [[recipient.first_name]], {written}. Best wishes, [[studio.name]]"
    (draft,) = Desk(ScriptedModel([answer] * 3, FREE_CARD)).agent.draft(
        OWNER, DraftOrder(DraftKind.FREE, 7, instruction=typed, variants=1)
    )

    assert draft.fallback != passes


def test_a_model_that_the_limit_kept_from_writing_took_no_part() -> None:
    desk = Desk(ScriptedModel([LimitReached("The limit of an hour is reached.")]))
    (draft,) = desk.agent.draft(OWNER, DraftOrder(DraftKind.BIRTHDAY, 7, variants=1))

    assert draft.fallback
    assert "limit" in draft.why_fallback
    assert (draft.model, draft.model_sha256, draft.attempts) == ("", "", 0)


def test_no_sign_that_turns_words_round_stands_in_a_remark() -> None:
    desk = Desk(choosing(), notice="When \u202eAnna has a birthday is not known here.")
    (draft,) = desk.agent.draft(OWNER, DraftOrder(DraftKind.BIRTHDAY, 7, variants=1))

    assert draft.remark == "When Anna has a birthday is not known here."


def test_what_cannot_be_ordered() -> None:
    desk = Desk(choosing())
    for order in (
        DraftOrder(DraftKind.BIRTHDAY),
        DraftOrder(DraftKind.BIRTHDAY, 7, variants=0),
        DraftOrder(DraftKind.BIRTHDAY, 7, variants=7),
    ):
        with pytest.raises(RuleBroken):
            desk.agent.draft(OWNER, order)
    assert not desk.runs


def test_nobody_is_written_to_without_a_name() -> None:
    desk = Desk(choosing(), {"client__first_name": "\u202e", "recipient__first_name": "\u200b"})

    with pytest.raises(RuleBroken, match="first name"):
        desk.agent.draft(OWNER, BIRTHDAY)
