"""Pictures of the door: each verdict, somebody unknown, and a database that does not let go."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitnesscrm_desktop.models.values import CheckInReason, Verdict
from fitnesscrm_desktop.services.clients.results import ClientRow, ClientSort, ListQuery, SavedList
from fitnesscrm_desktop.ui.checkin.presenter import DoorPresenter
from tests.support.door_page import DoorPage
from tests.support.window import StudioWindow

if TYPE_CHECKING:
    from tests.support.gallery import Gallery

MOST_TRIED = 12


def visit_door(gallery: Gallery, window: StudioWindow, mode: str) -> None:
    """Take a picture of each verdict."""
    services, actor = window.work.services, window.work.desk.actor
    owing = [each.client_id for each in services.billing.who_owes(actor).fetch(None, 50).rows]
    soon = [each.client_id for each in services.memberships.ending_soon(actor)]
    calm = [each for each in running(window) if each not in {*owing, *soon}]
    door = DoorPage(window)
    for verdict, people in ((Verdict.ADMITTED, calm), (Verdict.NOTICE, soon), (Verdict.REFUSED, owing)):
        for row in services.directory.rows(actor, people[:MOST_TRIED]):
            result = door.enter(str(row.member_number))
            if result.verdict is verdict and CheckInReason.ALREADY_IN not in result.words:
                break
        gallery.take(f"door-{verdict}-{mode}", window)
    door.enter("NOBODY-1")
    gallery.take(f"door-unknown-{mode}", window)


def visit_resting_door(gallery: Gallery, window: StudioWindow, mode: str) -> None:
    """Take pictures of the door while another program does not let go of the database."""
    door, file = DoorPage(window), window.work.services.core.database.file
    assert file is not None
    presenter = door.page.presenter
    numbers = [row.member_number for row in latecomers(window)]
    greedy = sqlite3.connect(file, isolation_level=None)
    greedy.execute("BEGIN IMMEDIATE")
    for number in numbers:
        presenter.scan(str(number))
    window.until(lambda: kept_scans(presenter) == len(numbers))
    gallery.take(f"door-resting-{mode}", window)
    presenter.dismiss()
    gallery.take(f"door-kept-{mode}", window)
    greedy.close()
    presenter.kept.ask()
    window.until(lambda: kept_scans(presenter) == 0)
    window.settle()
    window.work.toaster.clear()


def latecomers(window: StudioWindow) -> Sequence[ClientRow]:
    """Two people who come while nothing can be stored."""
    return window.work.services.directory.rows(window.work.desk.actor, running(window)[-2:])


def kept_scans(presenter: DoorPresenter) -> int:
    """How many wait for the database."""
    trouble = presenter.state.trouble
    return 0 if trouble is None else len(trouble.scans)


def running(window: StudioWindow) -> Sequence[int]:
    """Who has a membership that lets in, the ones that run longest first."""
    query = ListQuery(saved=SavedList.ACTIVE, sort=ClientSort.ENDS_ON, descending=True)
    return window.work.services.directory.ids(window.work.desk.actor, query)
