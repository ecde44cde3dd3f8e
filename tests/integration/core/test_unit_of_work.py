"""One transaction: all of it or nothing, and nobody hears of what did not happen."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Tag
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, Counter, Studio
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class TagMade(Event):
    name: str


class PowerCutError(Exception):
    """Something nobody has foreseen."""


def count(services: Services, kind: type[Tag | AuditEntry]) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_change_audit_and_event_come_together(services: Services, owner: Actor) -> None:
    heard: list[TagMade] = []
    services.core.bus.subscribe(TagMade, heard.append)
    before = count(services, AuditEntry)
    with services.core.write() as work:
        work.session.add(Tag(name="Yoga", folded="yoga"))
        work.audit(owner, "tag.make", "tag", 1, name="Yoga")
        work.record(TagMade("Yoga"))
        assert heard == []
    assert heard == [TagMade("Yoga")]
    assert (count(services, Tag), count(services, AuditEntry)) == (1, before + 1)


def test_a_failure_leaves_no_trace(services: Services, owner: Actor) -> None:
    heard: list[TagMade] = []
    services.core.bus.subscribe(TagMade, heard.append)
    before = count(services, AuditEntry)

    def interrupted() -> None:
        with services.core.write() as work:
            work.session.add(Tag(name="Yoga", folded="yoga"))
            work.audit(owner, "tag.make", "tag", 1)
            work.record(TagMade("Yoga"))
            work.session.flush()
            raise PowerCutError

    with pytest.raises(PowerCutError):
        interrupted()
    assert heard == []
    assert (count(services, Tag), count(services, AuditEntry)) == (0, before)


def test_numbers_have_no_gap_after_a_failure(services: Services) -> None:
    def take(*, and_fail: bool = False) -> int:
        with services.core.write() as work:
            number = work.next_number(MEMBER_NUMBERS)
            if and_fail:
                raise PowerCutError
        return number

    assert take() == 1
    with pytest.raises(PowerCutError):
        take(and_fail=True)
    assert take() == 2


def test_numbers_can_be_taken_in_bulk(services: Services) -> None:
    with services.core.write() as work:
        assert work.next_number(MEMBER_NUMBERS, 50) == 1
        assert work.next_number(MEMBER_NUMBERS) == 51
        assert work.next_number("a counter nobody has used yet") == 1
    with services.core.read() as session:
        assert session.get_one(Counter, MEMBER_NUMBERS).value == 51


def test_a_stale_record_is_a_conflict(services: Services) -> None:
    def rename_while_another_desk_does() -> None:
        with services.core.write() as work:
            studio = work.session.get_one(Studio, 1)
            work.session.execute(text("UPDATE studio SET version = version + 1, name = 'Theirs'"))
            studio.name = "Mine"

    with pytest.raises(Conflict, match="Somebody else"):
        rename_while_another_desk_does()


def test_a_failing_listener_silences_nobody(services: Services, expected_log: object) -> None:
    heard: list[TagMade] = []

    def broken(_event: TagMade) -> None:
        raise PowerCutError

    services.core.bus.subscribe(TagMade, broken)
    services.core.bus.subscribe(TagMade, heard.append)
    assert callable(expected_log)
    expected_log("failed for TagMade")
    with services.core.write() as work:
        work.record(TagMade("Yoga"))
    assert heard == [TagMade("Yoga")]
