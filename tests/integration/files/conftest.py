"""Fixtures of the tests of files and photos."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.support.actors import an_actor
from tests.support.brought_files import Drop
from tests.support.studio_rows import StudioRows
from tests.unit.services.files.test_real_type import pdf


@pytest.fixture
def store(services: Services) -> ContentStore:
    """Give the encrypted store, as another program on the same PC sees it."""
    return ContentStore(services.core, services.home, SecretStore(services.home.root))


@pytest.fixture
def studio_rows(services: Services) -> StudioRows:
    """Write clients straight into the tables."""
    return StudioRows(services)


@pytest.fixture
def anna(studio_rows: StudioRows) -> int:
    """Give a client."""
    return studio_rows.client("Anna Berg")


@pytest.fixture
def desk() -> Actor:
    """Give somebody at the front desk, who may not see health data."""
    return an_actor(Role.FRONT_DESK)


@pytest.fixture
def trainer() -> Actor:
    """Give somebody who trains people."""
    return an_actor(Role.TRAINER)


@pytest.fixture
def manager() -> Actor:
    """Give somebody who runs the studio, but trains nobody."""
    return an_actor(Role.MANAGER)


@pytest.fixture
def audited(services: Services) -> Callable[[], list[tuple[str, str]]]:
    """Tell what was written down about who did what: actions and details, in their order."""

    def look() -> list[tuple[str, str]]:
        with services.core.read() as session:
            rows = session.execute(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
            return [(action, detail) for action, detail in rows]

    return look


@pytest.fixture
def heard(services: Services) -> Callable[[], list[Event]]:
    """Tell what was published since the test began."""
    events: list[Event] = []
    services.core.bus.subscribe(Event, events.append)
    return lambda: events


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    """Lay a file on the disk as somebody brings it."""
    folder = tmp_path / "brought"
    folder.mkdir()

    def lay(name: str = "Contract.pdf", content: bytes = pdf()) -> Path:
        file = folder / name
        file.write_bytes(content)
        return file

    return lay
