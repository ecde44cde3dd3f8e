"""The parts of a body and the movements by which exercises are filtered."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Body", text)


def part_words() -> dict[str, str]:
    """Where it hurts."""
    return {
        "neck": _tr("Neck"),
        "shoulder": _tr("Shoulder"),
        "elbow": _tr("Elbow"),
        "wrist": _tr("Wrist"),
        "hand": _tr("Hand"),
        "chest": _tr("Chest"),
        "upper_back": _tr("Upper back"),
        "lower_back": _tr("Lower back"),
        "abdomen": _tr("Abdomen"),
        "hip": _tr("Hip"),
        "thigh": _tr("Thigh"),
        "knee": _tr("Knee"),
        "calf": _tr("Calf"),
        "ankle": _tr("Ankle"),
        "foot": _tr("Foot"),
        "heart": _tr("Heart"),
        "lungs": _tr("Lungs"),
        "head": _tr("Head"),
    }


def movement_words() -> dict[str, str]:
    """What exercises have in common."""
    return {
        "squat": _tr("Squatting"),
        "lunge": _tr("Lunges"),
        "hinge": _tr("Bending at the hip"),
        "push": _tr("Pushing"),
        "overhead_push": _tr("Pushing overhead"),
        "pull": _tr("Pulling"),
        "overhead_pull": _tr("Pulling from above"),
        "rotation": _tr("Turning the trunk"),
        "jump": _tr("Jumping"),
        "run": _tr("Running"),
        "carry": _tr("Carrying"),
        "grip": _tr("Gripping hard"),
        "lying_face_down": _tr("Lying face down"),
        "inverted": _tr("Head below the hips"),
        "high_intensity": _tr("High intensity"),
        "heavy_load": _tr("Heavy loads"),
    }
