"""What to begin with: three tiles, one of which is taken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, XS, L, M
from fitnesscrm_desktop.ui.setup.state import Start
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

DOT = 18


class _Tile(QAbstractButton):
    """Icon, title and what it means; the whole of it can be clicked."""

    def __init__(self, icon_name: str, title: str, text: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addWidget(Label(title, "heading", wrap=True))
        words.addWidget(Label(text, "body", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(L, L, L + theme().px(DOT) + M, L)
        row.setSpacing(L)
        row.addWidget(IconLabel(icon_name, color="accent_text", size=28), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def sizeHint(self) -> QSize:
        """As high as its words need."""
        layout = self.layout()
        assert layout is not None  # noqa: S101 - set in the constructor
        width = max(self.width(), theme().px(320))
        return QSize(width, layout.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Narrow tiles are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the words need at this width."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the mark; the words are widgets."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = self.isChecked()
        edge = colors.accent_text if taken or self.hasFocus() else colors.border
        width = 2 if taken or self.hasFocus() else 1
        ground = colors.accent_soft if taken else colors.hover if self.underMouse() else colors.surface
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(ground))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS_CARD, RADIUS_CARD
        )
        side = theme().px(DOT)
        left = L if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - L - side
        mark = QRectF(left, L, side, side)
        painter.setPen(QPen(QColor(colors.accent if taken else colors.muted), 1.5))
        painter.setBrush(QColor(colors.accent if taken else colors.surface))
        painter.drawEllipse(mark)
        if taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.on_accent))
            painter.drawEllipse(mark.adjusted(5, 5, -5, -5))


class StartTiles(QWidget):
    """Empty, demo, or a list to import."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.tiles = {
            Start.IMPORT: _Tile(
                "upload",
                self.tr("Bring my client list"),
                self.tr(
                    "A table from another program or a spreadsheet (CSV or XLSX). The import opens next."
                ),
            ),
            Start.EMPTY: _Tile(
                "plus",
                self.tr("Start with nothing"),
                self.tr("Add plans and clients as they come. You can import a list at any time."),
            ),
            Start.DEMO: _Tile(
                "star",
                self.tr("Look around in a demo studio"),
                self.tr(
                    "600 made-up clients and two years of visits and payments. The studio takes the demo’s "
                    "name, currency and zone; for your own, start again with another file later."
                ),
            ),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        for tile in self.tiles.values():
            self._group.addButton(tile)
            layout.addWidget(tile)
        layout.addStretch(1)
        self.tiles[Start.IMPORT].setChecked(True)

    def chosen(self) -> Start:
        """What is taken."""
        return next((start for start, tile in self.tiles.items() if tile.isChecked()), Start.EMPTY)

    def take_focus(self) -> None:
        """Put the keyboard on what is taken."""
        self.tiles[self.chosen()].setFocus(Qt.FocusReason.OtherFocusReason)
