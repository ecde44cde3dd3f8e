"""Files and progress photos."""

from __future__ import annotations

import enum


class FileCategory(enum.StrEnum):
    """What a file is to the studio."""

    CONTRACT = "contract"
    WAIVER = "waiver"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    PHOTO = "photo"
    INVOICE = "invoice"
    OTHER = "other"


class Pose(enum.StrEnum):
    """From where a progress photo shows somebody."""

    FRONT = "front"
    SIDE = "side"
    BACK = "back"
