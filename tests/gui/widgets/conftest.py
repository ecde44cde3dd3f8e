"""Every widget is tested in the look people see."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.ui.core.theme import apply_theme, theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Light, at 100 %."""
    if not qapp.styleSheet() or theme().dark or theme().scale != 1:
        apply_theme(qapp, "light")
