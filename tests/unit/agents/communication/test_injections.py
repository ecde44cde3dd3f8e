"""Two hundred attempts to make a model obey, and one that does: nothing changes but the text of a draft."""

from __future__ import annotations

from itertools import product

import pytest

from fitnesscrm_desktop.agents.communication.results import DraftOrder
from fitnesscrm_desktop.agents.writing.fence import cleaned, steers_models
from fitnesscrm_desktop.agents.writing.personal_names import is_name
from fitnesscrm_desktop.agents.writing.standins import stand_ins
from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.support.scripted_model import FREE_CARD, ScriptedModel, choosing
from tests.unit.agents.communication.desk import OWNER, Desk
from tests.unit.agents.communication.injections import ATTACKS, WISHES, obeying

CARRIERS = {
    "name": ("client__first_name", "recipient__first_name"),
    "studio": ("studio__name",),
    "plan": ("membership__plan",),
    "session": ("given__session",),
}
ATTEMPTS = [
    pytest.param(carrier, attack, WISHES[number % len(WISHES)], id=f"{carrier}-{number % len(ATTACKS)}")
    for number, (carrier, attack) in enumerate(product(CARRIERS, ATTACKS))
]
KINDS = {"name": DraftKind.BIRTHDAY, "studio": DraftKind.WIN_BACK, "plan": DraftKind.MEMBERSHIP_ENDING}


def order_for(carrier: str, attack: str) -> DraftOrder:
    kind = KINDS.get(carrier, DraftKind.SESSION_CHANGE)
    given = {"session": attack, "old_time": "18:00", "new_time": "19:00"}
    return DraftOrder(kind, 7, variants=1, given=given if kind is DraftKind.SESSION_CHANGE else {})


def desk_of(carrier: str, attack: str, model: ScriptedModel) -> Desk:
    names = () if carrier == "session" else CARRIERS[carrier]
    return Desk(model, {**dict.fromkeys(names, attack)})


def is_refused(carrier: str, attack: str) -> bool:
    """Whether the attack is so plain that nothing is written before it is put right."""
    shown = " ".join(cleaned(attack).split())
    return steers_models(shown) or (carrier == "name" and not is_name(shown))


def test_there_are_two_hundred() -> None:
    assert len(ATTEMPTS) >= 200
    assert len(set(ATTACKS)) == len(ATTACKS)


@pytest.mark.parametrize(("carrier", "attack", "wish"), ATTEMPTS)
def test_a_model_that_obeys_gets_nothing_past_the_verifier(carrier: str, attack: str, wish: str) -> None:
    for card in (None, FREE_CARD):
        model = obeying(wish) if card is None else obeying(wish, card)
        desk = desk_of(carrier, attack, model)
        honest = desk_of(carrier, attack, choosing()).agent
        if is_refused(carrier, attack):
            for agent in (desk.agent, honest):
                with pytest.raises(RuleBroken, match=r"first name|steer"):
                    agent.draft(OWNER, order_for(carrier, attack))
            assert not model.asked
            continue

        (draft,) = desk.agent.draft(OWNER, order_for(carrier, attack))

        assert draft.fallback
        assert draft.verified
        assert wish not in draft.text.replace(cleaned(attack), "") + draft.subject.replace(
            cleaned(attack), ""
        )
        assert honest.draft(OWNER, order_for(carrier, attack))[0].verified


@pytest.mark.parametrize(("carrier", "attack", "wish"), ATTEMPTS)
def test_no_model_is_told_and_the_name_stays_a_name(carrier: str, attack: str, wish: str) -> None:
    small, large = choosing(), obeying(wish, FREE_CARD)
    plain_small, plain_large = choosing(), obeying(wish, FREE_CARD)
    for model in (plain_small, plain_large):
        desk_of(carrier, "Zacharias", model).agent.draft(OWNER, order_for(carrier, "Zacharias"))
    if is_refused(carrier, attack):
        for model in (small, large):
            with pytest.raises(RuleBroken, match=r"first name|steer"):
                desk_of(carrier, attack, model).agent.draft(OWNER, order_for(carrier, attack))
            assert not model.asked
        return

    (draft,) = desk_of(carrier, attack, small).agent.draft(OWNER, order_for(carrier, attack))
    desk_of(carrier, attack, large).agent.draft(OWNER, order_for(carrier, attack))

    assert [each.all_it_saw for each in small.asked] == [each.all_it_saw for each in plain_small.asked]
    assert [each.all_it_saw for each in large.asked] == [each.all_it_saw for each in plain_large.asked]
    shown = " ".join(cleaned(attack).split())
    assert shown in " ".join(draft.text.split())
    assert not draft.fallback


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_for_a_large_model_are_fenced_and_only_words(attack: str) -> None:
    model = obeying(WISHES[0], FREE_CARD)
    desk = Desk(model)
    try:
        drafts = desk.agent.draft(OWNER, DraftOrder(DraftKind.FREE, 7, variants=1, instruction=attack))
    except RuleBroken:
        assert not cleaned(attack) or steers_models(attack)  # nothing that can be seen, or nothing for people
        return

    for asked in model.asked:
        system, user = asked.messages
        assert attack not in system.text
        assert user.text.count("~~~~") == (2 if "What the studio" in user.text else 0)
        for sign in ("<|", "[INST]", "<<SYS>>", "</s>", "\x00", "\u202e", "\u200b", "\x1b"):
            assert sign not in user.text
        known = {fact.key for fact in desk.runs[0].facts}
        assert {each.key for each in stand_ins(user.text)} <= known
    assert " ".join(cleaned(attack).split()) in " ".join(drafts[0].text.split())


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_holds_no_word_of_an_attack(attack: str) -> None:
    desk = desk_of("studio", attack, choosing())

    (draft,) = desk.agent.draft(OWNER, DraftOrder(DraftKind.BIRTHDAY, variants=1, as_template=True))

    assert "{{ studio.name }}" in draft.text
