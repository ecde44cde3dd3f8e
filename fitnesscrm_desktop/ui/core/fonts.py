"""The bundled fonts: Inter for everything, DejaVu Sans for the scripts Inter has no letters for."""

from __future__ import annotations

import logging
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from fitnesscrm_desktop.paths import resource

log = logging.getLogger(__name__)

FAMILY = "Inter"
FALLBACK = "DejaVu Sans"
FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the bundled fonts known to Qt, once; the families that were found."""
    families: dict[str, None] = {}
    for name in FILES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        if number < 0:
            log.error("font %s could not be loaded", name)
            continue
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(families)


def app_font(pixels: int, *, strong: bool = False, tabular: bool = False) -> QFont:
    """Inter in this size; *tabular* gives all digits the same width, for columns of figures."""
    load_fonts()  # Qt would remember for good that there is no Inter
    font = QFont()
    font.setFamilies([FAMILY, FALLBACK])
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
