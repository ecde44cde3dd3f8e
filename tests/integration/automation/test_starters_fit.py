"""The rules a studio is offered use words that are written for what they wait for."""

from __future__ import annotations

from dataclasses import replace

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.automation.fillable import MEANT_FOR, doubts_about
from fitnesscrm_desktop.services.automation.starters import STARTERS
from fitnesscrm_desktop.services.messaging.shipped import SHIPPED, ensure_templates, template_ids


def test_none_of_them_is_doubted(services: Services) -> None:
    ensure_templates(services.core)
    with services.core.read() as session:
        ids = template_ids(session)
        doubts = [
            doubts_about(session, replace(draft, template_id=ids[key])) for draft, key in STARTERS if key
        ]
    assert set(doubts) == {()}


def test_every_template_that_ships_says_what_it_is_written_for() -> None:
    assert set(MEANT_FOR) == {each.key for each in SHIPPED}
