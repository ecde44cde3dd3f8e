"""``fitnesscrm photos``: progress photos of clients."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.files import unlock_files
from fitnesscrm_desktop.cli.runtime import answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.files.reading import read_file
from fitnesscrm_desktop.services.files.results import NewPhoto, PhotoInfo

app = typer.Typer(help="Progress photos of clients.", no_args_is_help=True)

Client = Annotated[int, typer.Argument(metavar="CLIENT", help="Whose they are.", **AN_ID)]
PhotoId = Annotated[int, typer.Argument(metavar="ID", help="As `photos list` shows it.", **AN_ID)]
Confirmed = Annotated[bool, typer.Option("--confirmed", help="Do it all the same.")]


@app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add(
    client: Client,
    file: Annotated[Path, typer.Argument(help="A JPEG, PNG or WebP file.")],
    pose: Annotated[Pose, typer.Option(help="From where it shows the client.")],
    *,
    day: Annotated[
        date | None,
        typer.Option(
            "--on", parser=a_day, metavar="YYYY-MM-DD", help="Else what the camera says, else today."
        ),
    ] = None,
    confirmed: Confirmed = False,
) -> None:
    """Keep a photo: turned upright, and nothing else of it."""
    with at_desk() as desk:
        unlock_files(desk)
        new = NewPhoto(client, pose, read_file(file), day)
        added = desk.services.photos.add(desk.actor, new, confirmed=confirmed)
    warning = " The client has not agreed to photos." if added.no_consent else ""
    document = {**_document(added.photo), "no_consent": added.no_consent, "mended": added.mended}
    there = f"Photo {added.photo.id}, of {added.photo.day}, was there already. It opens again."
    kept = f"Kept as photo {added.photo.id}, of {added.photo.day}."
    answer(document, f"{there if added.mended else kept}{warning}")


@app.command("list", context_settings=MAY_START_WITH_A_DASH)
def show_list(
    client: Client,
    *,
    pose: Annotated[Pose | None, typer.Option(help="Only these.")] = None,
    removed: Annotated[bool, typer.Option("--removed", help="Only what was removed.")] = False,
) -> None:
    """List the photos of a client, the newest first."""
    with at_desk() as desk:
        rows = desk.services.photos.rows(desk.actor, client, pose, removed=removed)
    answer({"photos": list(map(_document, rows))}, lambda: "\n".join(map(_line, rows)) or "No photos.")


@app.command("get", context_settings=MAY_START_WITH_A_DASH)
def get(
    photo: PhotoId,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file or folder to write to.")],
    *,
    confirmed: Confirmed = False,
) -> None:
    """Write a photo to the disk; that it was taken out is noted."""
    with at_desk() as desk:
        unlock_files(desk)
        saved = desk.services.photos.save(desk.actor, photo, out, confirmed=confirmed)
    answer({"id": photo, "file": str(saved)}, f"Wrote {saved}.")


@app.command("remove", context_settings=MAY_START_WITH_A_DASH)
def remove(photo: PhotoId) -> None:
    """Put a photo away; for 30 days it can be brought back."""
    with at_desk() as desk:
        away = desk.services.photos.remove(desk.actor, photo)
    answer(_document(away), f"Photo {away.id} was removed. For 30 days: fitnesscrm photos restore {away.id}")


@app.command("restore", context_settings=MAY_START_WITH_A_DASH)
def restore(photo: PhotoId) -> None:
    """Bring back a photo that was removed."""
    with at_desk() as desk:
        back = desk.services.photos.restore(desk.actor, photo)
    answer(_document(back), f"Photo {back.id} is back.")


def _document(photo: PhotoInfo) -> dict[str, object]:
    return {
        "id": photo.id,
        "client_id": photo.client_id,
        "on": photo.day,
        "pose": photo.pose,
        "width": photo.width,
        "height": photo.height,
        "by": photo.by,
        "removed": photo.removed_at is not None,
    }


def _line(photo: PhotoInfo) -> str:
    return f"{photo.id:>6}  {photo.day}  {photo.pose}  by {photo.by}"
