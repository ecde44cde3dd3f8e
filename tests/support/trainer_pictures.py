"""Pictures of a trainer's day: the home with own clients, the brief, and who nothing is known about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitnesscrm_desktop.models.values import Better, Quantity, Role
from fitnesscrm_desktop.services.clients.results import ListQuery, NewClient, SavedList
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.demo.staff import PASSWORD, STAFF
from fitnesscrm_desktop.services.progress.results import OwnMetric
from tests.support.window import StudioWindow

if TYPE_CHECKING:
    from tests.support.gallery import Gallery, Mode

OWN = 9
OWN_METRICS = (
    OwnMetric("Grip strength, right hand", "N", Better.UP, 0, 900),
    OwnMetric("Forearm", "", Better.UP, 0.1, 0.6, Quantity.LENGTH),
    OwnMetric("Hours of sleep", "h", Better.NEITHER, 0, 24),
)


def visit_trainer(gallery: Gallery, window: StudioWindow, mode: Mode, client_id: int) -> None:
    """Take the pictures; *client_id* is somebody to whom much has happened."""
    pictures = ("metrics", "home", "brief-empty", "brief-search")
    if not any(gallery.wants(f"trainer-{name}-{mode}") for name in pictures):
        return
    services, owner = window.work.services, window.work.desk.actor
    for own in OWN_METRICS:
        services.metrics.add(owner, own)
    window.go("settings.main", section="progress")
    gallery.take(f"trainer-metrics-{mode}", window)
    trainer = services.staff.sign_in(
        next(each.login for each in STAFF if each.role is Role.TRAINER), PASSWORD
    )
    for each in (client_id, *services.directory.ids(owner, ListQuery(saved=SavedList.ACTIVE))[:OWN]):
        services.records.set_trainer(owner, each, trainer.staff_id)
    window.work.session.sign_in(trainer)
    window.settle()
    gallery.take(f"trainer-home-{mode}", window)
    fresh = services.clients.add(command_line(), NewClient("Bo", "Novak"))
    for name, about in (("brief-empty", fresh.id), ("brief-search", None)):
        window.work.window.open_dialog("progress.brief", client_id=about)
        window.settle()
        gallery.take(f"trainer-{name}-{mode}", window)
        window.dialog.reject()
