"""Files in words: what they are, what is in them, and how long they hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import FileCategory, Permission, Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import FileInfo, PhotoInfo, VersionInfo
from fitnesscrm_desktop.services.files.rules import HEALTH
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone

KILOBYTE, MEGABYTE = 1024, 1024**2
SOON = 30
"""Days before its end on which a file is worth a look."""
TABLES = frozenset(
    {
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
SLIDES = frozenset(
    {
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
)


def tr(text: str) -> str:
    """A text of this feature in the language of the window."""
    return QCoreApplication.translate("Files", text)


def category_word(category: FileCategory) -> str:
    """What it is to the studio."""
    return {
        FileCategory.CONTRACT: tr("Contract"),
        FileCategory.WAIVER: tr("Waiver"),
        FileCategory.ASSESSMENT: tr("Assessment"),
        FileCategory.PLAN: tr("Plan"),
        FileCategory.PHOTO: tr("Photo"),
        FileCategory.INVOICE: tr("Invoice"),
        FileCategory.OTHER: tr("Other"),
    }[category]


def category_choices(actor: Actor, *, of_staff: bool = False) -> list[tuple[str, str]]:
    """The categories that *actor* may give to a file."""
    sees_all = of_staff or actor.may(Permission.VIEW_HEALTH)
    return [
        (category.value, category_word(category))
        for category in FileCategory
        if sees_all or category not in HEALTH
    ]


def type_icon(media_type: str) -> str:
    """The icon of what is in a file."""
    kind = media_type.partition("/")[0]
    if kind in {"image", "video"}:
        return "image" if kind == "image" else "film"
    return "table" if media_type in TABLES else "file"


def type_word(media_type: str) -> str:
    """What is in a file."""
    kind = media_type.partition("/")[0]
    if media_type == "application/pdf":
        return tr("PDF")
    if kind in {"image", "video"}:
        return tr("Picture") if kind == "image" else tr("Video")
    if media_type in TABLES:
        return tr("Table")
    return tr("Slides") if media_type in SLIDES else tr("Text")


def size_text(size: int, formats: Formats) -> str:
    """``120 kB``."""
    if size < MEGABYTE:
        return tr("{size} kB").format(size=formats.number(max(1, round(size / KILOBYTE))))
    return tr("{size} MB").format(size=formats.number(round(size / MEGABYTE)))


def expiry_text(file: FileInfo, formats: Formats) -> str:
    """Until when a file holds; empty: for ever."""
    if file.expires_on is None or file.expires_in is None:
        return ""
    if file.expires_in < 0:
        return tr("Expired {day}").format(day=formats.day(file.expires_on))
    if file.expires_in == 0:
        return tr("Ends today")
    return formats.day(file.expires_on)


def state_text(file: FileInfo, formats: Formats) -> str:
    """Until when a file holds, or that nobody can read it."""
    return tr("Cannot be opened") if file.newest.lost else expiry_text(file, formats)


def expiry_tone(file: FileInfo) -> Tone | None:
    """Red once it has expired or cannot be opened any more, amber shortly before."""
    if file.newest.lost:
        return Tone.RED
    if file.expires_in is None:
        return None
    if file.expires_in < 0:
        return Tone.RED
    return Tone.AMBER if file.expires_in <= SOON else None


def expiry_sentence(file: FileInfo, formats: Formats) -> str:
    """Until when a file holds, to be read by itself."""
    if file.expires_on is None or file.expires_in is None:
        return ""
    if file.expires_in < 0:
        return tr("Expired on {day}").format(day=formats.day(file.expires_on))
    if file.expires_in == 0:
        return tr("Ends today")
    if file.expires_in == 1:
        return tr("Ends tomorrow")
    if file.expires_in <= SOON:
        return tr("Ends in {days} days").format(days=formats.number(file.expires_in))
    return tr("Holds until {day}").format(day=formats.day(file.expires_on))


def state_sentence(file: FileInfo, formats: Formats) -> str:
    """Until when a file holds, or that nobody can read it, to be read by itself."""
    return tr("Cannot be opened any more") if file.newest.lost else expiry_sentence(file, formats)


def version_text(version: VersionInfo, formats: Formats) -> str:
    """One version among others."""
    text = tr("Version {number} · {moment} · {who}").format(
        number=formats.number(version.number), moment=formats.moment(version.added_at), who=version.by
    )
    return tr("{version} · cannot be opened").format(version=text) if version.lost else text


def about_version(version: VersionInfo, formats: Formats) -> str:
    """What came, when and from whom."""
    return tr("{type}, {size} · {who}, {moment}").format(
        type=type_word(version.media_type),
        size=size_text(version.size, formats),
        who=version.by,
        moment=formats.moment(version.added_at),
    )


def stored_text(count: int, formats: Formats) -> str:
    """So many files are kept."""
    if count == 1:
        return tr("One file is stored.")
    return tr("{count} files are stored.").format(count=formats.number(count))


def told_of(text: str, kept: Sequence[FileInfo]) -> str:
    """*text*, and what to know about what is stored now."""
    return " ".join([text, *(f"{file.name}: {file.remark}" for file in kept if file.remark)])


def removed_text(files: list[FileInfo], formats: Formats) -> str:
    """What was put away."""
    if len(files) == 1:
        return tr("“{name}” is removed.").format(name=files[0].name)
    return tr("{count} files are removed.").format(count=formats.number(len(files)))


def tags_of(typed: str) -> tuple[str, ...]:
    """The tags in a line that were typed with commas between them."""
    return tuple(tag for tag in (part.strip() for part in typed.replace(";", ",").split(",")) if tag)


def pose_word(pose: Pose) -> str:
    """From where a photo shows somebody."""
    return {Pose.FRONT: tr("Front"), Pose.SIDE: tr("Side"), Pose.BACK: tr("Back")}[pose]


def photo_text(photo: PhotoInfo, formats: Formats) -> str:
    """One photo among others."""
    return tr("{day} · {pose}").format(day=formats.day(photo.day), pose=pose_word(photo.pose))


def spoken_photo_text(photo: PhotoInfo, formats: Formats) -> str:
    """The same for a screen reader, which does not see what stands in the place of the picture."""
    text = photo_text(photo, formats)
    return tr("{photo}, cannot be opened any more").format(photo=text) if photo.lost else text


def photos_stored_text(count: int, formats: Formats) -> str:
    """So many photos are kept."""
    if count == 1:
        return tr("One photo is stored.")
    return tr("{count} photos are stored.").format(count=formats.number(count))


def photos_mended_text(photos: Sequence[PhotoInfo], formats: Formats) -> str:
    """Which photos were there already and open again; empty: none."""
    if not photos:
        return ""
    if len(photos) == 1:
        return tr("The photo of {day} opens again.").format(day=formats.day(photos[0].day))
    days = sorted(photo.day for photo in photos)
    return tr("{count} photos from {first} to {last} open again.").format(
        count=formats.number(len(photos)), first=formats.day(days[0]), last=formats.day(days[-1])
    )


def photos_removed_text(count: int, formats: Formats) -> str:
    """So many photos were put away."""
    if count == 1:
        return tr("One photo is removed.")
    return tr("{count} photos are removed.").format(count=formats.number(count))
