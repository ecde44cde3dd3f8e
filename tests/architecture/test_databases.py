"""The schema, and the databases that tests get."""

from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.engine import Database, open_database
from fitnesscrm_desktop.services.maintenance import schema
from tests.support.clock import START, FakeClock
from tests.support.postgres import PrivateServer
from tests.support.schema import check, configuration


def test_the_newest_revision_is_known_without_alembic() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert scripts.get_current_head() == schema.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == schema.KNOWN


def test_models_and_migrations_agree(database: Database) -> None:
    assert check(database) == ""


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_database(database: Database, turn: int) -> None:
    assert schema.status(database).state is schema.SchemaState.CURRENT
    with database.write_engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM counter")) == 0
        connection.execute(text("INSERT INTO counter (name, value) VALUES ('turn', :turn)"), {"turn": turn})


def test_the_same_test_runs_on_both(database_url: str, request: pytest.FixtureRequest) -> None:
    assert make_url(database_url).get_backend_name() in request.node.name


def test_a_server_can_be_stopped_and_started_again(stoppable_server: PrivateServer) -> None:
    database = open_database(stoppable_server.url)
    stoppable_server.stop()
    with pytest.raises(OperationalError), database.engine.connect():
        pass
    stoppable_server.start()
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    database.dispose()


def test_services_have_the_clock_of_the_test(services: Services, clock: FakeClock, owner: Actor) -> None:
    clock.advance(days=1, minutes=-5)
    with services.core.write() as work:
        assert work.now == START + timedelta(days=1, minutes=-5)
    assert all(owner.may(permission) for permission in Permission)
