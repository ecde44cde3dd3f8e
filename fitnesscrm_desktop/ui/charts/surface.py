"""The ground of a chart in pixels: moments go to the right, heights from 0 to 1 go up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from fitnesscrm_desktop.ui.charts.trend import Array


@dataclass(frozen=True, slots=True)
class Surface:
    """A painter, where it paints, and which time that is."""

    painter: QPainter
    area: QRectF
    first: float
    last: float

    def holds(self, moment: float) -> bool:
        """Whether a moment is in sight."""
        return self.first <= moment <= self.last

    def x(self, moment: float) -> float:
        """Where a moment is."""
        return self.area.left() + (moment - self.first) / (self.last - self.first) * self.area.width()

    def y(self, height: float) -> float:
        """Where a height is."""
        return self.area.bottom() - height * self.area.height()

    def points(self, moments: Array, heights: float | Array) -> tuple[Array, Array]:
        """Where many points are."""
        x = self.area.left() + (moments - self.first) * (self.area.width() / (self.last - self.first))
        y = self.area.bottom() - np.asarray(heights) * self.area.height()
        return x, y

    def stripe(self, bottom: float, top: float) -> QRectF:
        """The whole width between two heights."""
        return QRectF(self.area.left(), self.y(top), self.area.width(), self.y(bottom) - self.y(top))
