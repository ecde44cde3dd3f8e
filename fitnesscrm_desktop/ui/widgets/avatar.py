"""A face, or the initials where there is no picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import Tone

# Red is left out: it would look like a warning beside a name.
GROUNDS = (Tone.ACCENT, Tone.GREEN, Tone.AMBER, Tone.BLUE, Tone.NEUTRAL)
BIG = 48


def initials(name: str) -> str:
    """At most two letters: of the first and of the last word."""
    words = [word for word in name.split() if any(letter.isalnum() for letter in word)]
    picked = words if len(words) < 2 else [words[0], words[-1]]  # noqa: PLR2004 - first and last
    return "".join(next(letter for letter in word if letter.isalnum()) for word in picked).upper()


class Avatar(QWidget):
    """Round, *size* pixels wide at 100 % text size."""

    def __init__(self, size: int = 36, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._name = size, ""
        self._photo: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_person(self, name: str, photo: QImage | QPixmap | None = None) -> None:
        """Show this person; without a *photo* the initials."""
        self._name = name
        picture = QPixmap.fromImage(photo) if isinstance(photo, QImage) else photo
        self._photo = None if picture is None or picture.isNull() else picture
        self.setAccessibleName(name)
        self.update()

    def set_size(self, size: int) -> None:
        """Be so many pixels wide at 100 % text size."""
        if size != self._size:
            self._size = size
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        side = theme().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Does not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face or the initials."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        circle = QRectF(self.rect())
        if self._photo is not None:
            path = QPainterPath()
            path.addEllipse(circle)
            painter.setClipPath(path)
            side = min(self._photo.width(), self._photo.height())
            source = QRectF((self._photo.width() - side) / 2, (self._photo.height() - side) / 2, side, side)
            painter.drawPixmap(circle, self._photo, source)
            return
        tone = theme().colors.tone(GROUNDS[sum(map(ord, self._name[:50])) % len(GROUNDS)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.soft))
        painter.drawEllipse(circle)
        painter.setPen(QColor(tone.text))
        painter.setFont(app_font(round(self.height() * (0.36 if self._size >= BIG else 0.4)), strong=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(self._name[:200]) or "?")
