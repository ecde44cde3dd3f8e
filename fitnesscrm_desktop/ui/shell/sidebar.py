"""The sidebar of the main window: the studio on top, below it the pages this person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.plain import clipped, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import RADIUS, XS, M
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.sidebar import ICON, Sidebar
from fitnesscrm_desktop.ui.widgets.states import Skeleton

AROUND = 40
"""Beside an icon, where there are only icons."""
LONGEST_NAME = 40
"""Two lines; the tooltip has all of it."""
MARK = 30
SKELETON_ROWS = 6


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page in the sidebar."""

    page_id: str
    title: str
    icon: str
    keys: str = ""


class StudioMark(QWidget):
    """The studio's logo, or the first letter of its name on the accent colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = ""
        self._logo: QPixmap | None = None
        theme_changed.connect(self._resized)
        self._resized()

    def show_studio(self, name: str, logo: QPixmap | None) -> None:
        """Draw this studio's mark."""
        self._letter, self._logo = name.strip()[:1].upper(), logo
        self.update()

    def _resized(self) -> None:
        side = theme().px(MARK)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw logo or letter on a rounded tile."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        tile = QPainterPath()
        tile.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setClipPath(tile)
        colors = theme().colors
        if self._logo is not None:
            painter.fillRect(self.rect(), QColor("#FFFFFF"))
            size = self._logo.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, 0, 0)
            spot.setSize(size.toSizeF())
            painter.drawPixmap(spot, self._logo, QRectF(self._logo.rect()))
        else:
            painter.fillRect(self.rect(), QColor(colors.accent if self._letter else colors.skeleton))
            font = self.font()
            font.setPixelSize(theme().px(16))
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(colors.on_accent))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()


class ShellSidebar(Sidebar):
    """Keeps only the icons where the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._items: tuple[NavItem, ...] = ()
        self._narrow = False
        self._mark = StudioMark()
        self._name = Label("", "strong", wrap=True)
        brand = QHBoxLayout()
        brand.setContentsMargins(XS + 2, 0, 0, M)
        brand.setSpacing(M - 2)
        brand.addWidget(self._mark)
        brand.addWidget(self._name, 1)
        self.top.addLayout(brand)
        self._skeleton = Skeleton(SKELETON_ROWS)
        self.top.addWidget(self._skeleton)
        theme_changed.connect(self._fit)
        self._fit()

    def show_studio(self, name: str, logo: QPixmap | None = None) -> None:
        """Show whose program this is."""
        self._mark.show_studio(name, logo)
        self._mark.setToolTip(tooltip(name))
        self._name.setText(clipped(name, LONGEST_NAME))
        self._name.setToolTip(tooltip(name))

    def show_pages(self, items: Sequence[NavItem]) -> None:
        """Show these pages, in this order."""
        self._skeleton.hide()
        self.clear()
        self._items = tuple(items)
        for item in items:
            self.add_page(item.page_id, item.title, item.icon)
        self.set_current("")
        self._fit()

    def collapse(self, narrow: bool) -> None:
        """Show icons only, or icons with names."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()

    def _fit(self) -> None:
        self._resize_parts()
        if self._narrow:
            self.setFixedWidth(theme().px(ICON) + AROUND)
        self._name.setVisible(not self._narrow)
        for item in self._items:
            button = self.button(item.page_id)
            button.setText("" if self._narrow else f" {item.title}")
            named = f"{item.title}  {item.keys}" if self._narrow else item.keys
            button.setToolTip(tooltip(named.strip()))
        self.place_marks()
