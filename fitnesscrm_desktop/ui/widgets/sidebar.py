"""The pages of the application, at the left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon as themed_icon
from fitnesscrm_desktop.ui.core.plain import tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL, XS, M, S

WIDTH = 200
ICON = 20
GAP = 6
MARK, SMALL_MARK, MARK_INSET = 20, 16, 10
SMALL_TYPE = 10
MOST_SHOWN = 99


class CountMark(QWidget):
    """How much of a page waits, at the end of its row; over the corner of its icon where it is narrow."""

    def __init__(self, row: QPushButton) -> None:
        super().__init__(row)
        self._row, self._text = row, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def text(self) -> str:
        """The number as it is shown; empty: nothing waits."""
        return self._text

    def show_count(self, count: int) -> None:
        """Show *count*; none is not shown."""
        self._text = f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count or "")
        self.setVisible(bool(count))
        self.place()
        self.update()

    def place(self) -> None:
        """Stand where the row has room for it."""
        narrow = self._narrow()
        side = theme().px(SMALL_MARK if narrow else MARK)
        width = max(side, QFontMetrics(self._font()).horizontalAdvance(self._text) + side // 2)
        inset = 1 if narrow else theme().px(MARK_INSET)
        mirrored = self._row.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = inset if mirrored else self._row.width() - width - inset
        top = 1 if narrow else (self._row.height() - side) // 2
        self.setGeometry(left, top, width, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number on a pill that also shows on the accent colour."""
        del event
        colors, on = theme().colors, self._row.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.on_accent if on else colors.accent))
        painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
        painter.setFont(self._font())
        painter.setPen(QColor(colors.accent if on else colors.on_accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()

    def _font(self) -> QFont:
        size = SMALL_TYPE if self._narrow() else TYPE_SMALL
        return app_font(theme().px(size), strong=True, tabular=True)

    def _narrow(self) -> bool:
        return not self._row.text()


class Sidebar(QFrame):
    """Rows of icon and label; arrows move between them, Enter or Space opens.

    ``top`` and ``bottom`` are layouts for the studio's name and for who is signed in.

    Signals:
        page_chosen(str): the person wants this page.
    """

    page_chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._marks: dict[str, CountMark] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S, M, S + 1, M)
        layout.setSpacing(S)
        self.top = QVBoxLayout()
        layout.addLayout(self.top)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)  # rows of this height are far enough apart, and so all pages are in sight
        column.addLayout(self._rows)
        column.addStretch(1)
        self._area = QScrollArea()  # many pages, large letters and a low window do not fit otherwise
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self._area, 1)
        self.bottom = QVBoxLayout()
        layout.addLayout(self.bottom)
        theme_changed.connect(self._resize_parts)
        self._resize_parts()

    def add_page(self, key: str, label: str, icon: str, *, shortcut: str = "") -> None:
        """Add a page; the first one added is taken."""
        if key in self._buttons:
            raise ValueError(f"page {key!r} is there already")
        button = QPushButton(label)
        button.setProperty("variant", "nav")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setIcon(themed_icon(icon, color="muted", on="on_accent"))
        button.setAccessibleName(label)
        button.setToolTip(tooltip(shortcut))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False: self.page_chosen.emit(key))
        button.installEventFilter(self)
        self._group.addButton(button)
        self._buttons[key] = button
        self._marks[key] = CountMark(button)
        self._rows.addWidget(button)
        if len(self._buttons) == 1:
            button.setChecked(True)
        self._resize_parts()

    def pages(self) -> list[str]:
        """The keys of all pages, from the top."""
        return list(self._buttons)

    def current(self) -> str:
        """The key of the page that is open."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Mark *key* as open, without a signal; an unknown key marks nothing."""
        button = self._buttons.get(key)
        if button is not None:
            self._area.ensureWidgetVisible(button, 0, 0)
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(other is button)
        self._group.setExclusive(button is not None)

    def button(self, key: str) -> QPushButton:
        """The row of a page."""
        return self._buttons[key]

    def set_count(self, key: str, count: int, said: str = "") -> None:
        """Show how much of a page waits; *said* is what a screen reader says of it."""
        self._marks[key].show_count(count)
        self._buttons[key].setAccessibleDescription(said)

    def place_marks(self) -> None:
        """The rows are of another width now, or say something else."""
        for mark in self._marks.values():
            mark.place()

    def count_text(self, key: str) -> str:
        """The number beside a page; empty for none."""
        return self._marks[key].text()

    def set_visible(self, key: str, visible: bool) -> None:
        """Show a page only to those who may see it."""
        self._buttons[key].setVisible(visible)

    def clear(self) -> None:
        """Take all pages away, before another person signs in."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._rows.removeWidget(button)
            button.deleteLater()
        self._buttons.clear()
        self._marks.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between the rows, and keep the numbers at their ends."""
        if event.type() == QEvent.Type.Resize:
            self.place_marks()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            rows = [button for button in self._buttons.values() if button.isVisibleTo(self)]
            place = next((i for i, button in enumerate(rows) if button is watched), None)
            goal = {
                Qt.Key.Key_Down: (place or 0) + 1,
                Qt.Key.Key_Up: (place or 0) - 1,
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: len(rows) - 1,
            }.get(Qt.Key(event.key()))
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(watched, QPushButton):
                watched.click()
                return True
            if place is not None and goal is not None:
                row = rows[min(max(goal, 0), len(rows) - 1)]
                row.setFocus(Qt.FocusReason.TabFocusReason)
                self._area.ensureWidgetVisible(row, 0, 0)
                return True
        return False

    def _resize_parts(self) -> None:
        side = theme().px(ICON)
        for button in self._buttons.values():
            button.setIconSize(QSize(side + GAP, side))
        # As wide as its longest word: at 150 % the page needs the room more than the sidebar does.
        words = max((button.sizeHint().width() for button in self._buttons.values()), default=0)
        self.setFixedWidth(max(WIDTH, words + 2 * S + 1 + XS))
