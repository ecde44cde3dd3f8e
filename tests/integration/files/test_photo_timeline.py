"""A photo of progress stands in the timeline on the day it was taken, as what was measured does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewPhoto
from tests.integration.files.test_photos import shot
from tests.support.clock import START, FakeClock

TODAY = START.date()
MAY = date(2025, 5, 17)


def told(services: Services, actor: Actor, client_id: int, limit: int = 50) -> list[TimelineEntry]:
    """All photos, page by page."""
    found: list[TimelineEntry] = []
    page = services.directory.timeline(actor, client_id, limit=limit)
    while True:
        found += (entry for entry in page.rows if entry.kind is TimelineKind.PHOTO)
        if page.next_cursor is None:
            return found
        page = services.directory.timeline(actor, client_id, page.next_cursor, limit)


def test_a_photo_of_today_stands_at_its_moment(services: Services, trainer: Actor, anna: int) -> None:
    services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot()))
    (entry,) = told(services, trainer, anna)
    assert (entry.at, entry.day) == (START, None)


def test_a_photo_that_is_added_later_stands_at_noon_of_its_day(
    services: Services, trainer: Actor, anna: int
) -> None:
    services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot(), day=MAY))
    services.photos.add(trainer, NewPhoto(anna, Pose.SIDE, shot((200, 300), taken="2025:12:24 18:00:00")))
    newer, older = told(services, trainer, anna)
    assert (newer.at, newer.day) == (datetime(2025, 12, 24, 11, tzinfo=UTC), TODAY)  # noon in Berlin
    assert (older.at, older.day) == (datetime(2025, 5, 17, 10, tzinfo=UTC), TODAY)


def test_pages_lose_and_repeat_no_photo(
    services: Services, trainer: Actor, anna: int, clock: FakeClock
) -> None:
    for back in (0, 40, 3, 3, 11):
        clock.advance(hours=1)
        new = NewPhoto(anna, Pose.BACK, shot((300, 200 + clock.now().hour)), day=TODAY - timedelta(days=back))
        services.photos.add(trainer, new)
    whole = told(services, trainer, anna)
    assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
    assert len(whole) == 5
    for limit in (1, 2, 3):
        assert told(services, trainer, anna, limit) == whole
