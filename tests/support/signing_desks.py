"""What desks do that have forms signed, in processes of their own, and what they leave behind."""

from __future__ import annotations

from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.files import StoredContent
from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.forms.results import FilledForm
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.support.bare_pc import use_a_bare_pc
from tests.support.form_desk import PEN
from tests.support.other_desks import Seat

WHO = "Anna Ivanova"
SIGNED = "signed"


def open_studio(seat: Seat) -> Services:
    """The studio as a desk opens it that finds the key of the files."""
    services = seat.open()
    use_a_bare_pc(services.home.root)
    return services


def sign_what_lies_there(seat: Seat, client_id: int, template_id: int, after: int) -> str:
    """Have a sheet signed that was laid before; what the desk is told."""
    services = open_studio(seat)
    services.forms.sheet(seat.actor, client_id, template_id)
    filled = FilledForm({"rules": "yes"}, WHO, strokes=PEN, after=after)
    seat.meet()
    try:
        services.forms.fill(seat.actor, client_id, template_id, filled)
    except RuleBroken as refused:
        return refused.text
    seat.tell(SIGNED)
    return SIGNED


def count_points(seat: Seat, client_id: int, template_id: int) -> int:
    """The same to its end: at how many points one could have died."""
    assert sign_what_lies_there(seat, client_id, template_id, 0) == SIGNED
    return seat.points.passed


def store_of(services: Services) -> ContentStore:
    """The encrypted store, as another program on the same PC sees it."""
    return ContentStore(services.core, services.home, SecretStore(services.home.root))


def sealed(services: Services) -> list[tuple[bytes, bytes]]:
    """Paper and answers of all that is signed, read to the end; nothing else is in the store."""
    store = store_of(services)
    with services.core.read() as session:
        rows = session.execute(select(ClientForm.paper_sha256, ClientForm.answers_sha256)).all()
        known = set(session.scalars(select(StoredContent.hash)))
        assert known == {digest for row in rows for digest in row}
        return [(store.get(session, paper), store.get(session, answers)) for paper, answers in rows]
