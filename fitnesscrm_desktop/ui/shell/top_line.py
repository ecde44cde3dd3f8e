"""The line above the page: back, the search of everything, theme, lock and who is signed in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import L, M, S
from fitnesscrm_desktop.ui.widgets.buttons import IconButton, pressed_by_enter
from fitnesscrm_desktop.ui.widgets.labels import Label

SEARCH_WIDTH = 380
LONGEST_NAME = 24


class SearchBar(QPushButton):
    """Looks like a search field and opens the palette, where one types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("variant", "search")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setIcon(icon("search"))
        self.setAccessibleName(self.tr("Search clients, pages and actions"))
        self._keys = Label("", "key")
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, 0, S, 0)
        row.addStretch(1)
        row.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setText(self.tr("Search everything…"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_changed.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def show_keys(self, keys: str) -> None:
        """Show the shortcut at the right end."""
        self._keys.setText(keys)
        self._keys.setVisible(bool(keys))

    def _fit(self) -> None:
        self.setMaximumWidth(theme().px(SEARCH_WIDTH))
        self.setIconSize(QSize(theme().px(16), theme().px(16)))


class StaffChip(QToolButton):
    """Who is signed in: initials in a circle, the name, and a menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("variant", "chip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._name = ""
        theme_changed.connect(self._draw)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def show_staff(self, name: str, role: str) -> None:
        """Show this person."""
        self._name = name
        self.setText(f" {one_line(name, LONGEST_NAME)}")
        self.setToolTip(tooltip(f"{name}\n{role}"))
        self.setAccessibleName(self.tr("Signed in: %s, %s") % (name, role))
        self._draw()

    def _draw(self) -> None:
        side = theme().px(26)
        self.setIconSize(QSize(side, side))
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        colors = theme().colors
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent_soft))
        circle = QRectF(0, 0, side, side)
        painter.drawEllipse(circle)
        painter.setPen(QColor(colors.accent_text))
        font = self.font()
        font.setPixelSize(theme().px(11))
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        painter.end()
        self.setIcon(QIcon(pixmap))


def initials(name: str) -> str:
    """``Anna Maria Ivanova`` -> ``AI``."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class TopLine(QFrame):
    """Back, search, theme, lock, staff.

    Signals:
        back_wanted, search_wanted, theme_wanted, lock_wanted, switch_wanted, sign_out_wanted
    """

    back_wanted = Signal()
    search_wanted = Signal()
    theme_wanted = Signal()
    lock_wanted = Signal()
    switch_wanted = Signal()
    sign_out_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "topline")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.back = IconButton("arrow-left", self.tr("Back"), self.back_wanted.emit)
        self.search = SearchBar(self)
        self.search.clicked.connect(self.search_wanted)
        self.theme = IconButton("moon", self.tr("Dark look"), self.theme_wanted.emit)
        self.lock = IconButton("lock", self.tr("Lock the screen"), self.lock_wanted.emit)
        self.staff = StaffChip(self)
        self.staff.setMenu(self._menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(S)
        row.addWidget(self.back)
        row.addWidget(self.search, 2)
        row.addStretch(1)
        row.addWidget(self.theme)
        row.addWidget(self.lock)
        row.addWidget(self.staff)
        theme_changed.connect(self._show_theme)
        self._show_theme()
        self.show_signed_out()

    def show_staff(self, name: str, role: str) -> None:
        """Somebody is signed in."""
        self.staff.show_staff(name, role)
        for widget in (self.lock, self.staff, self.search):
            widget.setVisible(True)

    def show_signed_out(self) -> None:
        """Nobody is signed in: there is nothing to search and nothing to lock."""
        for widget in (self.lock, self.staff, self.search):
            widget.setVisible(False)
        self.show_back(False)

    def show_back(self, possible: bool) -> None:
        """Whether there is a page to go back to."""
        self.back.setEnabled(possible)

    def show_keys(self, *, search: str, lock: str, back: str) -> None:
        """Tell the shortcuts on the buttons they belong to."""
        self.search.show_keys(search)
        self.lock.setToolTip(tooltip(f"{self.lock.accessibleName()}  ({lock})"))
        self.back.setToolTip(tooltip(f"{self.back.accessibleName()}  ({back})"))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for name, title, wanted in (
            ("key", self.tr("Switch staff…"), self.switch_wanted),
            ("log-out", self.tr("Sign out"), self.sign_out_wanted),
        ):
            action = QAction(icon(name), title, menu)
            action.triggered.connect(wanted)
            menu.addAction(action)
        return menu

    def _show_theme(self) -> None:
        dark = theme().dark
        self.theme.set_icon("sun" if dark else "moon")
        self.theme.set_label(self.tr("Light look") if dark else self.tr("Dark look"))
        side = theme().px(18)
        for button in (self.back, self.theme, self.lock):
            button.setIconSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline keeps the line apart from what scrolls below it."""
        painter = QPainter(self)
        painter.setPen(QColor(theme().colors.border))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
