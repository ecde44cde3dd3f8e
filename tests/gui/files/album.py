"""Photos of a client, and the part of the page that shows them."""

from datetime import date

from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewPhoto, PhotoInfo
from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab
from tests.gui.files.screen import FilesScreen
from tests.support.drawn_files import silhouette


class Album:
    """Photos of a client as another desk has stored them."""

    def __init__(self, services: Services, actor: Actor, client_id: int) -> None:
        self._services, self._actor, self._client_id = services, actor, client_id

    def take(self, day: date, pose: Pose = Pose.FRONT, waist: float = 1.0) -> PhotoInfo:
        """A photo of a drawn figure."""
        new = NewPhoto(self._client_id, pose, silhouette(pose.value, waist), day)
        return self._services.photos.add(self._actor, new, confirmed=True).photo


def tab_of(screen: FilesScreen, client_id: int) -> PhotosTab:
    return screen.part(PhotosTab, "photos", client_id)


def audited(services: Services, action: str) -> int:
    with services.core.read() as session:
        return len(session.scalars(select(AuditEntry.id).where(AuditEntry.action == action)).all())
