"""Add progress photos, and correct the day and pose of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.clients.photos import MAX_BYTES
from fitnesscrm_desktop.services.files.reading import read_file
from fitnesscrm_desktop.services.files.results import NewPhoto, PhotoAdded, PhotoInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.files.storing_dialog import StoringDialog
from fitnesscrm_desktop.ui.files.words import photo_text, pose_word, tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

ORDER = (Pose.FRONT, Pose.SIDE, Pose.BACK)


@dataclass(frozen=True, slots=True)
class _About:
    """Of whom the photos are."""

    name: str
    agreed: bool


def pose_field(path: Path, place: int) -> ChoiceField:
    """From where a photo was taken: as its file is called, else one after the other."""
    field = ChoiceField([(pose.value, pose_word(pose)) for pose in ORDER])
    field.setAccessibleName(tr("Pose of {name}").format(name=path.name))
    named = next((pose for pose in ORDER if pose.value in path.stem.lower()), ORDER[place % len(ORDER)])
    field.set_code(named.value)
    return field


class AddPhotosDialog(StoringDialog[PhotoAdded]):
    """``outcome`` holds the ``PhotoAdded`` of all that were stored."""

    def __init__(self, desk: Desk, *, client_id: int, paths: Sequence[Path] = ()) -> None:
        kinds = tr("Pictures (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff)")
        super().__init__(desk, tr("Add photos"), MAX_BYTES, kinds=kinds, choice=pose_field)
        self._client_id = client_id
        self.day = DateField(today=desk.today)
        hint = tr(
            "Empty: the day that each photo says itself, else today. Place and camera are taken out of it."
        )
        self.add_field("day", tr("Taken on"), self.day, hint=hint, wide=True)
        services, actor = desk.services, desk.actor
        self.load(
            lambda: _About(
                services.directory.detail(actor, client_id).name, services.photos.agreed(actor, client_id)
            ),
            self._tell,
        )
        self.add_paths(paths)
        (self.day if paths else self.choose).setFocus()

    def _tell(self, about: _About) -> None:
        self.set_sub(about.name)
        if not about.agreed:
            self.say(
                tr("{name} has not agreed to photos yet. Ask first.").format(name=about.name), Tone.AMBER
            )

    def job(self, path: Path, *, confirmed: bool) -> Callable[[], PhotoAdded]:
        """Store this photo."""
        photos, actor, client_id = self.desk.services.photos, self.desk.actor, self._client_id
        choice: QWidget | None = self.files.row_of(path).choice
        pose = Pose(choice.code()) if isinstance(choice, ChoiceField) else Pose.FRONT
        day = self.day.value()

        def store() -> PhotoAdded:
            picture = read_file(path, MAX_BYTES)
            return photos.add(actor, NewPhoto(client_id, pose, picture, day), confirmed=confirmed)

        return store


class EditPhotoDialog(FormDialog):
    """``outcome`` is the ``PhotoInfo`` as it is stored now."""

    def __init__(self, desk: Desk, photo: PhotoInfo) -> None:
        super().__init__(desk, tr("About this photo"), tr("Save"), sub=photo_text(photo, desk.formats))
        self._photo = photo
        self.day = DateField(photo.day, optional=False, today=desk.today)
        self.pose = ChoiceField([(pose.value, pose_word(pose)) for pose in ORDER])
        self.pose.set_code(photo.pose.value)
        self.add_field("day", tr("Taken on"), self.day)
        self.add_field("pose", tr("Pose"), self.pose)
        self.day.setFocus()

    def deed(self) -> Callable[[], PhotoInfo] | None:
        """Store it."""
        photos, actor, photo, day = self.desk.services.photos, self.desk.actor, self._photo, self.day.value()
        if day is None:
            return None
        pose = Pose(self.pose.code())
        return lambda: photos.edit(actor, photo.id, photo.version, day, pose)
