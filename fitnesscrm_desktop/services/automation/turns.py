"""One look of all rules. Each has its turn by itself: one that fails does not stop the others."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Event

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.values import MatchState, Trigger
from fitnesscrm_desktop.services.automation.by_row import last_row
from fitnesscrm_desktop.services.automation.marks import move_mark
from fitnesscrm_desktop.services.automation.matching import (
    Acting,
    Case,
    in_portions,
    new_cases,
    switched_on,
)
from fitnesscrm_desktop.services.automation.other_readers import (
    InVain,
    dropped_for_their_reader,
    with_a_reader,
    write_anew,
)
from fitnesscrm_desktop.services.automation.so_again import (
    AT_ONCE_ANEW,
    dropped_as_settled,
    so_again,
    take_up_again,
)
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.clock import is_made_up
from fitnesscrm_desktop.services.core.errors import StorageTrouble, StudioError
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

log = logging.getLogger(__name__)

FAILED = "The rule “{name}” could not do its work, and is tried again with the next look: {why}"
MISTAKE = "The program has made a mistake ({what}). The log file tells more."


@dataclass(slots=True)
class Matched:
    """What came of one look of all rules."""

    counts: Counter[MatchState] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)
    """Rule -> what went wrong, as a sentence that names it. What it had done by then is done."""

    @property
    def total(self) -> int:
        """How many occasions were new."""
        return self.counts.total()

    @contextmanager
    def by_itself(self, rule: Rule) -> Iterator[None]:
        """What goes wrong for *rule* is noted, and goes no farther.

        Raises ``StorageTrouble`` when the same has befallen another rule: then it befalls all.
        """
        try:
            yield
        except StudioError as error:
            if isinstance(error, StorageTrouble) and self._has_befallen_another(rule, error):
                raise
            log.warning("the rule %s failed: %s", rule.id, error.text)
            self.failed[rule.id] = FAILED.format(name=rule.name, why=error.text)
        except Exception as error:
            log.exception("the rule %s failed", rule.id)
            what = f"{type(error).__name__}: {error}"
            self.failed[rule.id] = FAILED.format(name=rule.name, why=MISTAKE.format(what=what))

    def _has_befallen_another(self, rule: Rule, error: StorageTrouble) -> bool:
        return any(said.endswith(error.text) for each, said in self.failed.items() if each != rule.id)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one rule has to do now."""

    rule: Rule
    seen: int
    """The last row there was when it looked."""
    cases: Sequence[Case]
    unread: Mapping[int, int]
    again: Sequence[int]


def look(
    core: Core,
    triggers: Collection[Trigger] | None = None,
    stop: Event | None = None,
    in_vain: InVain | None = None,
) -> Matched:
    """Let every rule that is switched on look once, those of *triggers* only if some are given.

    May be broken off and repeated at any moment: what is done is done, the rest is found again. So is what
    a rule that failed has left.
    """
    matched, in_vain = Matched(), in_vain or InVain()
    with core.read() as session:
        profile, rules, now = studio_profile(session), switched_on(session, triggers), core.clock.now()
        unread = dropped_for_their_reader(session, rules, now)
        settled = dropped_as_settled(session, rules, now)
        session.expunge_all()
    turns: list[_Turn] = []
    for rule in rules:
        with matched.by_itself(rule), core.read() as session:
            turns.append(
                _Turn(
                    rule,
                    last_row(session, rule.trigger),
                    list(new_cases(session, profile, rule, profile.day_of(now))),
                    with_a_reader(session, profile, rule, unread.get(rule.id, {}), now, in_vain, stop),
                    so_again(session, profile, settled.get(rule.id, ()), now),
                )
            )
    cases = [case for turn in turns for case in turn.cases]
    cases.sort(key=lambda case: (case.found.day, case.rule.id, case.found.client_id, case.found.key))
    for rule, some in in_portions(cases):
        if stop is not None and stop.is_set():
            return matched
        if rule.id not in matched.failed:
            with matched.by_itself(rule):
                with core.write() as work:
                    counts = Acting(work, profile, rule).act(some)
                matched.counts.update(counts)
    for turn in turns:
        if stop is not None and stop.is_set():
            return matched
        if turn.rule.id not in matched.failed:
            with matched.by_itself(turn.rule):
                _write_again(core, profile, turn, stop)
    _move_marks(core, profile.day_of(now), turns, matched)
    return matched


def _write_again(core: Core, profile: StudioProfile, turn: _Turn, stop: Event | None) -> None:
    for match_id, message_id in turn.unread.items():
        if stop is not None and stop.is_set():
            return
        with core.write() as work:
            write_anew(work, profile, match_id, message_id)
    for some in portions(turn.again, AT_ONCE_ANEW):
        if stop is not None and stop.is_set():
            return
        with core.write() as work:
            take_up_again(work, profile, some)


def _move_marks(core: Core, today: date, turns: Sequence[_Turn], matched: Matched) -> None:
    """Of the rules that have done all they had to do; what the others have found, they find again."""
    done = [turn for turn in turns if turn.rule.id not in matched.failed]
    if not done or is_made_up(core.clock):  # the days up to the real one are still to be looked at
        return
    with core.write() as work:
        for turn in done:
            if work.session.get(Rule, turn.rule.id) is not None:
                move_mark(work.session, turn.rule, today, turn.seen)
