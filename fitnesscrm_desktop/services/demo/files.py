"""Files and progress photos of a few people of the demo studio; the photos are drawings, of nobody."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.files import FileTag, FileVersion, ProgressPhoto, StudioFile
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import ConsentKind, FileCategory, Pose, Role
from fitnesscrm_desktop.services.clients.consents import has_consented
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.demo.forms import who_came_last
from fitnesscrm_desktop.services.files.progress_picture import prepare_picture
from fitnesscrm_desktop.services.files.rules import good_tags, search_key
from fitnesscrm_desktop.services.forms.signing import Store

_PHOTOGRAPHED = 2
_AGO = (168, 84, 7)
"""Days ago on which photos were taken."""
_WIDTH, _HEIGHT, _HEAD, _FEET = 480, 720, 0.12, 0.95
_WALL, _FLOOR, _SKIN, _CLOTHES = (226, 228, 233), (196, 200, 208), (201, 160, 138), (79, 70, 229)
_EXERCISES = (
    "Goblet squat     3 x 10",
    "Push-up          3 x 8",
    "Rowing           3 x 12",
    "Plank            3 x 40 s",
    "Farmer’s walk    4 x 30 m",
    "Dead bug         3 x 8",
    "Step-up          3 x 10",
)


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Puts things into the tables as somebody on the staff would."""

    work: Work
    store: Store
    trainer: Staff
    today: date

    def _at(self, day: date) -> datetime:
        """A moment of that day, or of now."""
        return self.work.now - (self.today - day)

    def file(
        self, name: str, category: FileCategory, versions: list[tuple[date, str]], **more: object
    ) -> None:
        """A text, as it was on the days of its versions."""
        session = self.work.session
        tags = good_tags(more.pop("tags", ()))  # type: ignore[arg-type]  # words
        row = StudioFile(category=category, name=name, search_key=search_key(name, tags.values()), **more)
        row.added_at = self._at(versions[0][0])
        session.add(row)
        session.flush()
        session.add_all(FileTag(file_id=row.id, folded=folded, name=tag) for folded, tag in tags.items())
        for number, (day, text) in enumerate(versions, 1):
            data = text.encode()
            session.add(
                FileVersion(
                    file_id=row.id,
                    number=number,
                    content_hash=self.store.put(self.work, data, "text/plain"),
                    file_name=f"{name}.txt",
                    media_type="text/plain",
                    size=len(data),
                    added_at=self._at(day),
                    by_staff_id=self.trainer.id,
                    by=self.trainer.name,
                )
            )

    def photo(self, client_id: int, day: date, pose: Pose, girth: float) -> None:
        """A drawing, kept as a photo is."""
        picture = prepare_picture(_drawn(pose, girth))
        self.work.session.add(
            ProgressPhoto(
                client_id=client_id,
                day=day,
                pose=pose,
                content_hash=self.store.put(self.work, picture.jpeg, "image/jpeg"),
                thumbnail_hash=self.store.put(self.work, picture.thumbnail, "image/jpeg"),
                width=picture.width,
                height=picture.height,
                first_x=0.5,
                first_y=_HEAD,
                second_x=0.5,
                second_y=_FEET,
                added_at=self._at(day),
                by_staff_id=self.trainer.id,
                by=self.trainer.name,
            )
        )


def keep_files(work: Work, store: Store, today: date, seed: int) -> None:
    """Give those who came last a plan in versions, two of them photos, and a trainer a certificate."""
    draw = Random(f"files {seed}")
    first = select(Staff).where(Staff.role == Role.TRAINER).order_by(Staff.id).limit(1)
    trainer = work.session.scalars(first).one()
    keeper = _Keeper(work, store, trainer, today)
    came = who_came_last(work.session)
    agreed = [each.id for each in came if has_consented(work.session, each.id, ConsentKind.PHOTO)]
    for place, client in enumerate(came):
        days = [today - timedelta(days=60), today - timedelta(days=4)][: 1 + place % 2]
        keeper.file(
            f"Training plan {client.first_name}",
            FileCategory.PLAN,
            [(day, _plan(client, number, draw)) for number, day in enumerate(days, 1)],
            client_id=client.id,
            tags=("strength",) if place % 2 else ("strength", "beginner"),
            expires_on=today + timedelta(days=10) if place % 4 == 1 else None,
        )
        for ago in _AGO if client.id in agreed[:_PHOTOGRAPHED] else ():
            for pose in Pose:
                keeper.photo(client.id, today - timedelta(days=ago), pose, 0.85 + ago / 1000 + place / 20)
    keeper.file(
        "First-aid certificate",
        FileCategory.OTHER,
        [(today, f"First aid, refreshed. {trainer.name}")],
        staff_id=trainer.id,
        expires_on=today + timedelta(days=12),
    )


def _plan(client: Client, number: int, draw: Random) -> str:
    lines = draw.sample(_EXERCISES, 5)
    return "\n".join([f"Plan {number} for {client.first_name} {client.last_name}", "", *lines, ""])


def _drawn(pose: Pose, girth: float) -> bytes:
    """Somebody in training clothes before a wall; the narrower, the smaller *girth*."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 620, _WIDTH, _HEIGHT), fill=_FLOOR)
    middle = _WIDTH / 2
    side = 0.62 if pose is Pose.SIDE else 1.0

    def block(top: float, bottom: float, upper: float, lower: float, fill: tuple[int, int, int]) -> None:
        up, low = upper * girth * side, lower * girth * side
        pen.polygon(
            [(middle - up, top), (middle + up, top), (middle + low, bottom), (middle - low, bottom)],
            fill=fill,
        )

    for leg in (-1, 1) if pose is not Pose.SIDE else (0,):
        at = middle + leg * 34 * girth
        pen.rounded_rectangle((at - 26 * girth, 400, at + 26 * girth, 670), 22, fill=_SKIN)
        pen.rounded_rectangle((at - 29 * girth, 655, at + 34 * girth, 684), 12, fill=_CLOTHES)
    for arm in (-1, 1) if pose is not Pose.SIDE else (0,):
        at = middle + arm * 92 * girth
        pen.rounded_rectangle((at - 17, 190, at + 17, 410), 16, fill=_SKIN)
    block(180, 330, 82, 68, _CLOTHES)
    block(325, 440, 68, 74, (45, 48, 58))
    pen.rectangle((middle - 18, 150, middle + 18, 190), fill=_SKIN)
    pen.ellipse((middle - 40, 78, middle + 40, 168), fill=_SKIN)
    if pose is Pose.BACK:
        pen.ellipse((middle - 41, 76, middle + 41, 150), fill=(70, 52, 44))
    else:
        pen.chord((middle - 41, 76, middle + 41, 158), 180, 360, fill=(70, 52, 44))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
