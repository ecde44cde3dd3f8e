"""300 drafts over clients of a demo studio by lot, by the model that ships: all verified."""

from __future__ import annotations

import faulthandler
import itertools
import os
import random
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from fitnesscrm_desktop.agents.communication.results import Draft, DraftOrder
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, Tone
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.benchmarks.table import Table
from tests.support.engine import require_shipped_model

DRAFTS = int(os.environ.get("FITNESSCRM_BENCH_DRAFTS", "300"))
GIVEN = {
    DraftKind.SESSION_CHANGE: {"session": "Yoga", "old_time": "Monday 18:00", "new_time": "Tuesday 19:30"},
    DraftKind.FREE: {"note": "The showers on the ground floor are warm again. Sorry for the wait!"},
}
SECONDS_A_DRAFT = 10
MOST_FALLING_BACK = 0.02


def bench_drafts_by_the_model(copy_of: Callable[..., Services], owner: Actor, table: Table) -> None:
    """Facts, prompt, grammar, model, verifier and run, one draft after another."""
    require_shipped_model()
    faulthandler.cancel_dump_traceback_later()  # 300 drafts take longer than a test may
    drafts = list(_drafts(copy_of(600, 1), owner))
    fallen = sum(each.fallback for each in drafts)
    times = [each.ms / 1000 for each in drafts]
    tokens = sum(each.tokens for each in drafts)
    print(
        f"\n{len(drafts)} drafts by {drafts[0].model}: {fallen} fell back ({fallen / len(drafts):.1%}), "
        f"{sum(each.attempts > 1 for each in drafts)} needed another try; "
        f"{statistics.median(times):.2f} s a draft (most {max(times):.2f} s), "
        f"{tokens / sum(times):.0f} tokens/s, "
        f"{dict(Counter(each.language for each in drafts))}"
    )
    assert len(drafts) == DRAFTS
    assert all(each.verified for each in drafts)
    assert fallen <= MOST_FALLING_BACK * len(drafts)
    table.bound(
        "a draft by the model that ships, of 300", ours=statistics.median(times), goal=SECONDS_A_DRAFT
    )


def _drafts(services: Services, owner: Actor) -> Iterator[Draft]:
    """Of all kinds, tones and languages, for clients by lot; what a client has no facts for is left out."""
    settings = services.assistant.get(owner).settings
    services.assistant.save(owner, settings.version, replace(settings, per_hour=0))
    chance = random.Random(4)
    clients = services.directory.ids(owner, ListQuery())
    owing = services.directory.ids(owner, ListQuery(saved=SavedList.OWES_MONEY))
    made: Counter[DraftKind] = Counter()
    for number in itertools.count():
        kind = chance.choice(list(DraftKind))
        order = DraftOrder(
            kind,
            chance.choice(owing if kind is DraftKind.PAYMENT_REMINDER else clients),
            chance.choice(list(Tone)),
            variants=1,
            seed=number,
            given=GIVEN.get(kind, {}),
            language=chance.choice(("en", "de", None)),
        )
        try:
            (draft,) = services.agents.communication.draft(owner, order)
        except RuleBroken:
            continue
        made[kind] += 1
        yield draft
        if made.total() == DRAFTS:
            print(f"\n{dict(made)}")
            return
