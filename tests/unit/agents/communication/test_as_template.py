"""The words of a rule: fields in the place of facts, right for the client and for who reads instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from babel import Locale

from fitnesscrm_desktop.agents.communication.results import DraftOrder
from fitnesscrm_desktop.models.values import DraftKind, Tone
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE, RecipientFields
from fitnesscrm_desktop.services.messaging.sandbox import Scribe, complaints
from fitnesscrm_desktop.services.messaging.speech import Speech
from tests.support.fact_sheets import EVERY_BOOK, LANGUAGES
from tests.support.scripted_model import choosing
from tests.unit.agents.communication.desk import OWNER, Desk

PARENT = replace(EXAMPLE, recipient=RecipientFields("Petra", "Petra Bauer"))
TEMPLATES = [
    (kind, tone) for kind, tone in EVERY_BOOK if kind not in {DraftKind.FREE, DraftKind.SESSION_CHANGE}
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tone"), TEMPLATES)
@pytest.mark.parametrize("engine", [True, False])
def test_a_template_fills_for_both_who_may_read_it(
    kind: DraftKind, tone: Tone, language: str, engine: bool
) -> None:
    desk = Desk(choosing() if engine else None)
    scribe = Scribe(Speech(Locale.parse({"en": "en_IE", "de": "de_DE"}[language]), "EUR"))

    drafts = desk.agent.draft(OWNER, DraftOrder(kind, None, tone, as_template=True, language=language))

    assert len({each.text for each in drafts}) == 3
    for draft in drafts:
        assert not complaints(draft.text) + complaints(draft.subject)
        assert "{{ recipient.first_name }}" in draft.text
        for facts, reader in ((EXAMPLE, "Anna"), (PARENT, "Petra")):
            text, missing = scribe.fill(draft.text, facts)
            subject, _none = scribe.fill(draft.subject, facts)
            assert not missing
            assert reader in text
            assert "\n\n\n" not in text
            assert "{" not in text + subject
            assert "\n" not in subject
    assert all(run.client_id is None for run in desk.runs)


def test_a_parent_reads_about_the_client() -> None:
    scribe = Scribe(Speech(Locale("en", "IE"), "EUR"))
    (draft, *_others) = Desk(None).agent.draft(OWNER, DraftOrder(DraftKind.BIRTHDAY, as_template=True))

    own, _ = scribe.fill(draft.text, EXAMPLE)
    theirs, _ = scribe.fill(draft.text, PARENT)

    assert "Anna" in theirs.split("\n\n", 1)[1]
    assert own != theirs


def test_a_template_names_fields_and_nobody_of_the_example() -> None:
    (draft, *_others) = Desk(None).agent.draft(OWNER, DraftOrder(DraftKind.BIRTHDAY, as_template=True))

    assert draft.facts
    assert all(fact.text == f"{{{{ {fact.key} }}}}" for fact in draft.facts)
    assert all(fact.text in draft.text + draft.subject for fact in draft.facts)


@pytest.mark.parametrize(("kind", "tone"), TEMPLATES)
def test_what_differs_for_the_reader_stands_together(kind: DraftKind, tone: Tone) -> None:
    for draft in Desk(None).agent.draft(OWNER, DraftOrder(kind, None, tone, as_template=True)):
        assert "{% endif %}\n\n{% if" not in draft.text
