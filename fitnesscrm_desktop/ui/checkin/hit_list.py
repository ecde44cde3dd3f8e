"""Who fits what is typed, in a list below the field; the keyboard stays in the field."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.services.checkin.found_by import FoundBy, found_by, may_go_in
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.checkin.state import Hits
from fitnesscrm_desktop.ui.checkin.words import found_text
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.plain import one_line
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS, TYPE_BODY, TYPE_HEADING, XS, L, S
from fitnesscrm_desktop.ui.widgets.labels import Label

ROW = 52
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 20
Index = QModelIndex | QPersistentModelIndex


class _HitDelegate(QStyledItemDelegate):
    """The name, and below it what tells it from others of the same name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(theme().px(280), theme().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one hit."""
        colors, px = theme().colors, theme().px
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.selection))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), RADIUS, RADIUS)
        inner = area.adjusted(L, px(5), -L, -px(5))
        upper = QRect(inner.left(), inner.top(), inner.width(), round(inner.height() * 0.54))
        lower = QRect(inner.left(), upper.bottom(), inner.width(), inner.height() - upper.height())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        for text, font, ink, place in (
            (index.data(), app_font(px(TYPE_HEADING), strong=True), colors.text, upper),
            (index.data(DETAIL_ROLE), app_font(px(TYPE_BODY)), colors.muted, lower),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            cut = QFontMetrics(font).elidedText(one_line(text), Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, flags, cut)
        painter.restore()


class HitList(QFrame):
    """Lies over the page; knows on which client it stands.

    Signals:
        chosen(object): a ``ClientHit`` was clicked.
    """

    chosen = Signal(object)

    def __init__(self, formats: Formats, parent: QWidget) -> None:
        super().__init__(parent)
        self._formats, self._page = formats, parent
        self.hits = Hits("", ())
        self.setProperty("kind", "popup")
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Clients who fit"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setProperty("kind", "bare")
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setItemDelegate(_HitDelegate(self.view))
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        self.view.clicked.connect(lambda index: self.chosen.emit(self.hits.clients[index.row()]))
        self.nobody = Label("", "body", wrap=True)
        self.nobody.setContentsMargins(L, L, L, L)
        self.hint = Label(self.tr("Nobody is called so, or has this number. ↓ chooses somebody."), "muted")
        self.hint.setContentsMargins(L, S, L, S)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(XS, XS, XS, XS)
        self._column.addWidget(self.nobody)
        self._column.addWidget(self.view)
        self._column.addWidget(self.hint)
        self.hide()

    def show_hits(self, hits: Hits, anchor: QWidget) -> None:
        """Show them below *anchor*; the first one is marked, so that Enter takes it, if that is the name."""
        self.hits = hits
        self._model.clear()
        for client in hits.clients:
            item = QStandardItem(client.name)
            detail = self._detail(client, hits.text)
            item.setData(detail, DETAIL_ROLE)
            item.setAccessibleText(f"{client.name}, {detail}")
            self._model.appendRow(item)
        if not hits.text.strip():
            self.hide()
            return
        self.view.setVisible(bool(hits.clients))
        self.nobody.setVisible(not hits.clients)
        self.nobody.setText(self.tr("Nobody fits “{text}”.").format(text=hits.text.strip()))
        sure = bool(hits.clients) and _is_sure(hits.text, hits.clients[0])
        self.view.setCurrentIndex(self._model.index(0, 0) if sure else QModelIndex())
        self.hint.setVisible(bool(hits.clients) and not sure)
        self.place(anchor)
        self.show()
        self.raise_()

    def place(self, anchor: QWidget) -> None:
        """Lie right below *anchor*."""
        rows = len(self.hits.clients)
        height = theme().px(ROW) * rows + 2 * XS + 4 if rows else theme().px(ROW) + 2 * XS
        if self.hint.isVisibleTo(self):
            height += self.hint.sizeHint().height() + self._column.spacing()
        top = anchor.mapTo(self._page, anchor.rect().bottomLeft())
        room = self._page.height() - top.y() - L
        self.setGeometry(top.x(), top.y() + XS, anchor.width(), min(height, room))

    def move_by(self, step: int) -> None:
        """Mark another client."""
        count = len(self.hits.clients)
        if self.isVisible() and count:
            row = self.view.currentIndex().row()
            row = (row + step) % count if row >= 0 or step > 0 else count - 1
            self.view.setCurrentIndex(self._model.index(row, 0))

    def marked(self, text: str) -> ClientHit | None:
        """On whom the list stands, if it belongs to *text*."""
        row = self.view.currentIndex().row()
        fits = self.isVisible() and self.hits.text.strip() == text.strip()
        return self.hits.clients[row] if fits and 0 <= row < len(self.hits.clients) else None

    def _detail(self, client: ClientHit, text: str) -> str:
        """What tells the client from others; first how it fits, unless that can be read in the name."""
        how = found_by(text, client)
        number = self.tr("No. {number}").format(number=client.member_number)
        shown = "" if how is FoundBy.NAME else found_text(how)
        reached = client.email if how is FoundBy.EMAIL else shown_phone(client.phone) or client.email
        parts = [shown, number, client.plan_name, reached or "", self._formats.day(client.born)]
        return " · ".join(part for part in parts if part)


def _is_sure(text: str, hit: ClientHit) -> bool:
    """Whether Enter may mean *hit* without anybody pointing at it."""
    return may_go_in(text, hit) or found_by(text, hit) is FoundBy.NUMBER
