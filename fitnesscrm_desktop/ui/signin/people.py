"""The people who work here, as tiles one of which is taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.security.results import StaffBadge
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, M, S
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.labels import Label

HEIGHT = 60


class PersonTile(QAbstractButton):
    """Avatar, name and role of one person."""

    def __init__(self, person: StaffBadge, role: str, chosen: Callable[[], None]) -> None:
        super().__init__()
        self.person = person
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(person.name)
        self.setAccessibleDescription(role)
        avatar = Avatar(38)
        avatar.set_person(person.name)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(person.name, "strong", elide=True))
        words.addWidget(Label(role, "muted", elide=True))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(M)
        row.addWidget(avatar)
        row.addLayout(words, 1)
        self.clicked.connect(lambda _checked=False: chosen())

    def sizeHint(self) -> QSize:
        """One height for all."""
        return QSize(theme().px(240), theme().px(HEIGHT))

    def nextCheckState(self) -> None:
        """Which tile is taken is decided by the presenter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground; the words are widgets."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width, ground = colors.border, 1, colors.surface
        if self.isChecked():
            edge, width, ground = colors.accent_text, 2, colors.accent_soft
        elif self.underMouse():
            ground = colors.hover
        if self.hasFocus():
            edge, width = colors.focus, 2
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(ground))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS_CARD, RADIUS_CARD
        )


class PeopleList(QScrollArea):
    """All tiles under each other.

    Signals:
        chosen(int): this person (staff id) was picked.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("People who work here"))
        self.tiles: list[PersonTile] = []
        self._shown: tuple[StaffBadge, ...] | None = None
        inside = QWidget()
        inside.setProperty("kind", "plain")
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, S, 0)
        self._rows.setSpacing(S)
        self._rows.addStretch(1)
        self.setWidget(inside)

    def show_people(self, people: tuple[StaffBadge, ...], chosen: StaffBadge | None) -> None:
        """Show these people; *chosen* is marked and the only stop for Tab."""
        if people != self._shown:
            self._shown = people
            self._make(people)
        for tile in self.tiles:
            taken = tile.person == chosen
            tile.setChecked(taken)
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if taken else Qt.FocusPolicy.ClickFocus)
        self.reveal()

    def reveal(self) -> None:
        """Scroll to the tile that is taken, once everything has its place."""
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        for tile in self.tiles:
            if tile.isChecked():
                self.ensureWidgetVisible(tile, 0, S)

    def _make(self, people: tuple[StaffBadge, ...]) -> None:
        for tile in self.tiles:
            self._rows.removeWidget(tile)
            tile.deleteLater()
        self.tiles = [self._tile(person) for person in people]
        for place, tile in enumerate(self.tiles):
            self._rows.insertWidget(place, tile)

    def _tile(self, person: StaffBadge) -> PersonTile:
        return PersonTile(person, self._role(person.role), lambda: self.chosen.emit(person.id))

    def _role(self, role: Role) -> str:
        return {
            Role.OWNER: self.tr("Owner"),
            Role.MANAGER: self.tr("Manager"),
            Role.FRONT_DESK: self.tr("Front desk"),
            Role.TRAINER: self.tr("Trainer"),
        }[role]
