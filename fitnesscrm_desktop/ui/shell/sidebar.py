"""The sidebar: the studio on top, below it the pages this person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import RADIUS, XS, L, M, S

WIDTH = 200
NARROW = 60
MARK = 30
SKELETON_LINES = 6


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
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
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
        if self._logo is not None and not self._logo.isNull():
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


class ElidedLabel(QLabel):
    """One line of text that is cut with an ellipsis where there is no room; the tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._full = ""

    def show_text(self, text: str) -> None:
        """Show *text*, or as much of it as there is room for."""
        self._full = one_line(text)
        self.setAccessibleName(self._full)
        self.setToolTip(tooltip(text))
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut again."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, self.width()))


class SkeletonBar(QWidget):
    """A grey bar where text will be."""

    def __init__(self, width: int, height: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(width, height)
        theme_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().colors.skeleton))
        painter.drawRoundedRect(self.rect(), 5, 5)
        painter.end()


class Sidebar(QFrame):
    """The pages as large buttons.

    Signals:
        chosen(str): the id of the page that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self._buttons: dict[str, QPushButton] = {}
        self._items: tuple[NavItem, ...] = ()
        self._narrow = False
        self._mark = StudioMark(self)
        self._name = ElidedLabel(self)
        self._name.setProperty("role", "strong")
        self._brand = QHBoxLayout()
        self._brand.setContentsMargins(XS + 2, 0, 0, 0)
        self._brand.setSpacing(M - 2)
        self._brand.addWidget(self._mark)
        self._brand.addWidget(self._name, 1)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S, M, S, S)
        layout.setSpacing(L)
        layout.addLayout(self._brand)
        layout.addLayout(self._list)
        layout.addStretch(1)
        theme_changed.connect(self._fit)
        self._show_skeleton()
        self._fit()

    def show_studio(self, name: str, logo: QPixmap | None = None) -> None:
        """Show whose program this is."""
        self._mark.show_studio(name, logo)
        self._name.show_text(name)
        self._mark.setToolTip(tooltip(name))

    def show_pages(self, items: Sequence[NavItem]) -> None:
        """Show these pages, in this order."""
        self._items = tuple(items)
        self._clear()
        self._buttons = {item.page_id: self._button(item) for item in items}
        for button in self._buttons.values():
            self._list.addWidget(button)
        self._fit()

    def select(self, page_id: str) -> None:
        """Mark the page that is shown; none of them if it is not in the sidebar."""
        for own, button in self._buttons.items():
            button.setChecked(own == page_id)

    def collapse(self, narrow: bool) -> None:
        """Show icons only, or icons with names."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()

    def page_ids(self) -> list[str]:
        """The pages on offer, top to bottom."""
        return list(self._buttons)

    def button(self, page_id: str) -> QPushButton:
        """The button of a page."""
        return self._buttons[page_id]

    def _button(self, item: NavItem) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("variant", "nav")
        button.setCheckable(True)
        button.setAutoExclusive(False)
        button.setIcon(icon(item.icon, on="on_accent"))
        button.setAccessibleName(item.title)
        button.clicked.connect(lambda _checked=False, page_id=item.page_id: self._chosen(page_id))
        return button

    def _chosen(self, page_id: str) -> None:
        # A click on the shown page must not uncheck it.
        self._buttons[page_id].setChecked(True)
        self.chosen.emit(page_id)

    def _fit(self) -> None:
        look = theme()
        self.setFixedWidth(NARROW if self._narrow else look.px(WIDTH))
        self._name.setVisible(not self._narrow)
        side = look.px(18)
        for item in self._items:
            button = self._buttons[item.page_id]
            button.setText("" if self._narrow else f"  {item.title}")
            hint = f"{item.title}  ({item.keys})" if item.keys else item.title
            button.setToolTip(tooltip(hint if self._narrow or item.keys else ""))
            button.setIconSize(QSize(side, side))

    def _show_skeleton(self) -> None:
        for line in range(SKELETON_LINES):
            row = QWidget(self)
            box = QHBoxLayout(row)
            box.setContentsMargins(M, S + 2, M, S + 2)
            box.addWidget(SkeletonBar(18, 18, row))
            box.addWidget(SkeletonBar(70 + 17 * (line * 7 % 4), 12, row))
            box.addStretch(1)
            self._list.addWidget(row)

    def _clear(self) -> None:
        while (entry := self._list.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
