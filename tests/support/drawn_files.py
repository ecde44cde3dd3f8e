"""Files as people bring them to a studio, drawn for the tests: nobody is in them."""

from __future__ import annotations

import io
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FileCategory, Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewFile, NewPhoto


def contract(title: str = "Training contract", pages: int = 1) -> bytes:
    """A PDF with a title and some lines."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in range(pages):
        canvas.setFont("Helvetica-Bold", 22)
        canvas.drawString(72, 740, title)
        canvas.setFont("Helvetica", 12)
        for line in range(18):
            canvas.drawString(
                72, 700 - 22 * line, f"{page + 1}.{line + 1}  What the two of us have agreed upon."
            )
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def silhouette(
    turn: str = "front",
    waist: float = 1.0,
    *,
    size: tuple[int, int] = (600, 900),
    shift: tuple[int, int] = (0, 0),
) -> bytes:
    """A JPEG of a neutral figure: from the front, the side or the back, wider or slimmer at the *waist*."""
    width, height = size
    picture = Image.new("RGB", size, "#E7ECF3")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, round(height * 0.9), width, height), fill="#CBD3DF")
    dx, dy = shift
    middle, unit = width / 2 + dx, height / 100
    broad = 0.62 if turn == "side" else 1.0
    body = "#7C8AA0" if turn == "back" else "#8E9BB0"

    def place(x: float, y: float) -> tuple[float, float]:
        return middle + x * unit * broad, y * unit + dy

    head = (*place(-5, 8), *place(5, 22))
    draw.ellipse(head, fill=body)
    trunk = [
        (-4, 21), (-14, 26), (-12, 40), (-9 * waist, 47), (-12, 57), (-11, 72), (-8, 90), (-2, 90), (-1, 62),
        (1, 62), (2, 90), (8, 90), (11, 72), (12, 57), (9 * waist, 47), (12, 40), (14, 26), (4, 21),
    ]  # fmt: skip
    draw.polygon([place(x, y) for x, y in trunk], fill=body)
    if turn != "side":
        for side in (-1, 1):
            arm = [(14 * side, 26), (17 * side, 30), (19 * side, 56), (16.5 * side, 57), (13 * side, 36)]
            draw.polygon([place(x, y) for x, y in arm], fill=body)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def lay(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into *folder*, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return file


def give_files(services: Services, actor: Actor, client_id: int, today: date) -> None:
    """A client with files of every kind, and somebody on the staff with one."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content, category, about in _usual(today):
            new = NewFile(lay(Path(folder), name, content), category, client_id, **about)
            kept = services.files.add(actor, new)
            if category is FileCategory.PLAN:
                services.files.add_version(
                    actor, kept.id, lay(Path(folder), name, contract("Plan, week 5 to 8"))
                )
        licence = lay(Path(folder), "First aid course.pdf", contract("First aid"))
        until = today + timedelta(days=19)
        services.files.add(
            actor, NewFile(licence, FileCategory.OTHER, staff_id=actor.staff_id, expires_on=until)
        )


def _usual(today: date) -> list[tuple[str, bytes, FileCategory, dict[str, Any]]]:
    day = timedelta(days=1)
    return [
        ("Invoice 2025-118.pdf", contract("Invoice"), FileCategory.INVOICE, {"tags": ("paid",)}),
        ("Waiver on paper.pdf", contract("Waiver"), FileCategory.WAIVER, {"expires_on": today - 12 * day}),
        ("Shoulder.jpg", silhouette("side"), FileCategory.ASSESSMENT, {"tags": ("shoulder", "rehab")}),
        ("What was agreed.txt", b"Mondays and Thursdays at 7.\nNo jumps.", FileCategory.OTHER, {}),
        ("Strength plan.pdf", contract("Plan, week 1 to 4"), FileCategory.PLAN, {"tags": ("strength",)}),
        (
            "Training contract 2026.pdf",
            contract("Training contract", 3),
            FileCategory.CONTRACT,
            {"tags": ("signed", "gold"), "expires_on": today + 24 * day},
        ),
    ]


def give_photos(services: Services, actor: Actor, client_id: int, today: date) -> None:
    """A year of photos of a drawn figure that becomes slimmer, each taken a little differently."""
    for place, weeks in enumerate((48, 36, 24, 12, 2)):
        day = today - timedelta(weeks=weeks)
        for pose in Pose:
            shift = (18 - 9 * place, 6 * place)
            picture = silhouette(pose.value, 1.35 - 0.12 * place, shift=shift)
            services.photos.add(actor, NewPhoto(client_id, pose, picture, day), confirmed=True)
