"""Icons: outline SVGs drawn for this project, tinted by the theme at the moment they are painted.

``icon("users")`` follows every change of the theme by itself: nothing has to be set again.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.ui.core import theme as look
from fitnesscrm_desktop.ui.core.tokens import Tone

DEFAULT_SIZE = 20


def icon_names() -> list[str]:
    """All icons there are."""
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


@cache
def _source(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    if not path.is_file():
        raise KeyError(f"there is no icon called {name!r}")
    return path.read_text(encoding="utf-8")


def colour_of(color: str | None) -> str:
    """The colour of a token (``accent_text``) or a tone (``red``), or ``#rrggbb`` itself; None is muted."""
    colors = look.theme().colors
    if color is None:
        return colors.muted
    if color.startswith("#"):
        return color
    if color in tuple(Tone):
        return colors.tone(Tone(color)).text
    return str(getattr(colors, color))


def _rendered(name: str, colour: str, width: int, height: int) -> QPixmap:
    """The icon in device pixels, out of Qt's own cache (which Qt empties before it shuts down)."""
    key = f"fitnesscrm/{name}/{colour}/{width}x{height}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    side = min(width, height)
    # A place wider than high asks for air between the icon and the words that follow it.
    left = width - side if QGuiApplication.isRightToLeft() else 0
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(left, (height - side) / 2, side, side))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon_pixmap(
    name: str, *, color: str | None = None, size: int = DEFAULT_SIZE, ratio: float = 1.0
) -> QPixmap:
    """The icon as a picture of *size* logical pixels for a screen of device pixel *ratio*."""
    pixels = round(size * ratio)
    pixmap = QPixmap(_rendered(name, colour_of(color), pixels, pixels))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class _ThemedEngine(QIconEngine):
    """Asks the theme for the colour each time it paints."""

    def __init__(self, name: str, color: str | None, on: str | None) -> None:
        super().__init__()
        self._name, self._color, self._on = name, color, on

    def clone(self) -> QIconEngine:
        """Another one of the same."""
        return _ThemedEngine(self._name, self._color, self._on)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        """Any size is fine."""
        return size

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The picture in device pixels."""
        colour = self._colour(mode, state)
        return QPixmap(_rendered(self._name, colour, max(size.width(), 1), max(size.height(), 1)))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it, sharp on every screen."""
        ratio = painter.device().devicePixelRatio()
        pixmap = self.pixmap(rect.size() * ratio, mode, state)
        pixmap.setDevicePixelRatio(ratio)
        painter.drawPixmap(rect.topLeft(), pixmap)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return look.theme().colors.disabled
        if state == QIcon.State.On and self._on is not None:
            return colour_of(self._on)
        return colour_of(self._color)


def icon(name: str, *, color: str | None = None, on: str | None = None) -> QIcon:
    """The icon *name*; *color* is a token such as ``accent_text``, a tone such as ``red``, or ``#rrggbb``.

    ``on`` is its colour while a checkable button is checked. Ask the button for the size: ``setIconSize``.
    """
    _source(name)  # a wrong name is a bug, and is told where it is made
    return QIcon(_ThemedEngine(name, color, on))
