"""A photo that does not open is in no report, and that is said before the report is approved."""

from __future__ import annotations

import io
from datetime import date, timedelta

import keyring
import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.files import ProgressPhoto
from fitnesscrm_desktop.models.values import ConsentKind, Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.progress.report_results import NewReport, ReportInfo
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.integration.files.test_store import lose, spoil
from tests.support.clock import START, FakeClock
from tests.support.memory_keyring import MemoryKeyring

TODAY = START.date()
PERIOD = NewReport(TODAY - timedelta(days=60), TODAY, with_photos=True)
MEND = "“fitnesscrm doctor --repair” takes what is damaged from the last backup. Or add the same photo again."


@pytest.fixture
def store(services: Services) -> ContentStore:
    return ContentStore(services.core, services.home, SecretStore(services.home.root))


@pytest.fixture
def willing(services: Services, owner: Actor, anna: int) -> int:
    """Somebody who has agreed to photos."""
    services.records.record_consent(owner, anna, ConsentKind.PHOTO, given=True, source="form")
    return anna


def taken(services: Services, owner: Actor, client_id: int, days_ago: int, pose: Pose = Pose.FRONT) -> str:
    """A photo of its own; the hash of its content."""
    buffer = io.BytesIO()
    Image.new("RGB", (300, 400), (8 * days_ago % 256, 30 * len(pose), 90)).save(buffer, "JPEG")
    day = TODAY - timedelta(days=days_ago)
    added = services.photos.add(owner, NewPhoto(client_id, pose, buffer.getvalue(), day))
    with services.core.read() as session:
        query = select(ProgressPhoto.content_hash).where(ProgressPhoto.id == added.photo.id)
        return session.scalars(query).one()


def written(services: Services, owner: Actor, client_id: int) -> ReportInfo:
    return services.progress_reports.write(owner, client_id, PERIOD)


def captions(pdf: bytes) -> list[str]:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return [line for line in text.splitlines() if line.startswith(("Front,", "Side,", "Back,"))]


def named(pose: str, days_ago: int) -> str:
    day: date = TODAY - timedelta(days=days_ago)
    return f"{pose}, {day.day} {day:%b %Y}"


def test_nothing_is_said_where_all_photos_open(services: Services, owner: Actor, willing: int) -> None:
    taken(services, owner, willing, 0)
    assert services.progress_reports.pages(owner, written(services, owner, willing).id).left_out == ""


@pytest.mark.parametrize("fault", ["damaged", "missing"])
def test_what_is_damaged_is_left_out_with_its_day_and_the_next_one_takes_its_place(
    services: Services, store: ContentStore, owner: Actor, willing: int, fault: str
) -> None:
    for days_ago in (40, 20):
        taken(services, owner, willing, days_ago)
    digest = taken(services, owner, willing, 1)
    if fault == "damaged":
        spoil(services, store, digest, lambda box: bytes([*box[:60], box[60] ^ 1, *box[61:]]))
    else:
        lose(services, store, digest)
    made = written(services, owner, willing)
    pages = services.progress_reports.pages(owner, made.id)
    assert captions(pages.pdf) == [named("Front", 40), named("Front", 20)]
    told = f"A photo cannot be opened here and is not in this report: {named('Front', 1)}. {MEND}"
    assert pages.left_out == told
    assert services.progress_reports.approve(owner, made.id, made.version, pages.seen).left_out == told
    assert taken(services, owner, willing, 1) == digest, "the same photo again mends it"
    again = services.progress_reports.pages(owner, written(services, owner, willing).id)
    assert (captions(again.pdf), again.left_out) == ([named("Front", 40), named("Front", 1)], "")


def test_what_does_not_open_any_more_is_shown_before_it_is_approved(
    services: Services, store: ContentStore, owner: Actor, willing: int
) -> None:
    digest = taken(services, owner, willing, 1)
    made = written(services, owner, willing)
    seen = services.progress_reports.pages(owner, made.id).seen
    spoil(services, store, digest, lambda box: bytes(box[:-1]))
    with pytest.raises(Confirmable, match="Read the new ones"):
        services.progress_reports.approve(owner, made.id, made.version, seen)


def test_the_key_that_is_lost_is_named_and_only_photos_that_were_wanted(
    services: Services, owner: Actor, willing: int, clock: FakeClock
) -> None:
    for days_ago, pose in ((90, Pose.FRONT), (30, Pose.FRONT), (29, Pose.SIDE)):
        taken(services, owner, willing, days_ago, pose)
    keyring.set_keyring(MemoryKeyring())
    later = build(services.core.database, services.home, clock=clock)
    later.file_keys.start_anew(owner, "new key")
    for days_ago in (20, 10):
        taken(later, owner, willing, days_ago)
    pages = later.progress_reports.pages(owner, written(later, owner, willing).id)
    assert captions(pages.pdf) == [named("Front", 20), named("Front", 10)]
    assert pages.left_out.startswith(
        "2 photos cannot be opened here and are not in this report: "
        f"{named('Front', 30)}; {named('Side', 29)}. They were stored with a former key"
    )
    assert "recovery code" in pages.left_out
    assert "doctor" not in pages.left_out


def test_of_many_the_first_are_named(
    services: Services, store: ContentStore, owner: Actor, willing: int
) -> None:
    for days_ago in range(1, 8):
        lose(services, store, taken(services, owner, willing, days_ago))
    pages = services.progress_reports.pages(owner, written(services, owner, willing).id)
    assert captions(pages.pdf) == []
    assert pages.left_out.startswith("7 photos cannot be opened here")
    assert f"{named('Front', 7)}; {named('Front', 6)}; {named('Front', 5)} and 4 more." in pages.left_out


def test_one_that_is_damaged_does_not_take_the_gallery_along(
    services: Services, store: ContentStore, owner: Actor, willing: int
) -> None:
    for days_ago in (40, 20):
        taken(services, owner, willing, days_ago)
    newer, older = services.photos.rows(owner, willing)
    with services.core.read() as session:
        thumbnail = session.get_one(ProgressPhoto, newer.id).thumbnail_hash
    lose(services, store, thumbnail)
    assert set(services.photos.thumbnails(owner, [newer.id, older.id])) == {older.id}
