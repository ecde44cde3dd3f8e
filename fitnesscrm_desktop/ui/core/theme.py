"""The look of the whole application: light, dark or as the system says, switched while it runs.

``apply_theme(app, "dark")`` sets style, palette, font and style sheet. Whoever paints by hand asks
``theme()`` at paint time and repaints on ``theme_changed``.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.ui.core import tokens
from fitnesscrm_desktop.ui.core.fonts import app_font, load_fonts
from fitnesscrm_desktop.ui.core.marks import write_marks
from fitnesscrm_desktop.ui.core.palette import palette_of
from fitnesscrm_desktop.ui.core.stylesheet import style_sheet

Mode = Literal["light", "dark", "system"]
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 1.5


@dataclass(frozen=True, slots=True)
class Theme:
    """What the look is right now."""

    dark: bool
    scale: float
    colors: tokens.Colors

    def px(self, size: float) -> int:
        """A size in pixels at the present text size."""
        return round(size * self.scale)


class _Notifier(QObject):
    """Tells everybody who paints by hand."""

    changed = Signal(object)


@dataclass(slots=True)
class _Wish:
    """What was asked for last, to be applied again when the system switches."""

    mode: Mode = "light"
    accent: str | None = None
    scale: float = 1.0
    marks: Path | None = None
    follows: bool = False


_notifier = _Notifier()
theme_changed = _notifier.changed
"""Signal(Theme): the look has changed; ``theme_changed.connect(self.update)``."""

_current = Theme(dark=False, scale=1.0, colors=tokens.colors(dark=False))
_wish = _Wish()
_private_marks: list[Path] = []


def theme() -> Theme:
    """The look of the application right now."""
    return _current


def system_is_dark() -> bool:
    """What the desktop prefers; light where it says nothing."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply_theme(
    app: QApplication,
    mode: Mode,
    accent: str | None = None,
    *,
    scale: float = 1.0,
    marks_folder: Path | None = None,
) -> Theme:
    """Dress *app*; call it again at any time to change mode, studio accent (``#rrggbb``) or text size.

    ``marks_folder`` is where the small arrow and check pictures go (default: a private temporary folder).
    """
    global _current  # noqa: PLW0603 - there is one application, and one look
    _wish.mode, _wish.accent, _wish.scale = mode, accent, scale
    _wish.marks = marks_folder or _wish.marks or _temporary_folder()
    if not _wish.follows:
        QGuiApplication.styleHints().colorSchemeChanged.connect(_system_switched)
        _wish.follows = True
    dark = system_is_dark() if mode == "system" else mode == "dark"
    scale = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
    _current = Theme(dark=dark, scale=scale, colors=tokens.colors(dark=dark, accent=accent))
    load_fonts()
    if app.styleSheet():
        # Over another style sheet Qt dresses every widget once for each widget around it: a full window
        # would stand still for more than a second.
        app.setStyleSheet("")
    else:
        app.setStyle("Fusion")
    app.setPalette(palette_of(_current.colors))
    app.setFont(app_font(_current.px(tokens.TYPE_BODY)))
    # Qt posts the change of font; after the style sheet it would miss the widgets that are there already.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationFontChange)
    app.setStyleSheet(style_sheet(_current.colors, scale, write_marks(_wish.marks, _current.colors)))
    theme_changed.emit(_current)
    return _current


def _temporary_folder() -> Path:
    if not _private_marks:
        folder = tempfile.mkdtemp(prefix="fitnesscrm-look-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _private_marks.append(Path(folder))
    return _private_marks[0]


def _system_switched() -> None:
    app = QApplication.instance()
    if _wish.mode == "system" and isinstance(app, QApplication):
        apply_theme(app, "system", _wish.accent, scale=_wish.scale)
