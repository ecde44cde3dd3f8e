"""A studio that writes to its clients."""

from collections.abc import Iterator

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from tests.support.actors import an_actor
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.sales import Till


@pytest.fixture
def till(services: Services) -> Till:
    """Give somebody who sells."""
    return Till(services, an_actor(Role.OWNER))


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Give a mail server that listens."""
    with MailServer() as running:
        yield running


@pytest.fixture
def outbox(services: Services, server: MailServer) -> OutboxDesk:
    """Give a studio whose e-mail goes through the server."""
    desk = OutboxDesk(services)
    desk.set_up_mail(server.port)
    return desk
