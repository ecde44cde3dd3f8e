"""The gallery: thumbnails that are read as they come into sight, off the UI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.services.files.results import PhotoInfo
from fitnesscrm_desktop.ui.core.columns import ROW_ROLE
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import RADIUS, XS, S
from fitnesscrm_desktop.ui.files.words import photo_text, spoken_photo_text, tr

WIDTH, HEIGHT, CAPTION = 148, 196, 26
AT_ONCE, MOST_KEPT = 24, 200
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class PhotoModel(QAbstractListModel):
    """Photos, the newest first. A thumbnail is asked for when it is painted; the last ones are kept.

    One that cannot be opened is null.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.photos: Sequence[PhotoInfo] = ()
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read)

    def show_photos(self, photos: Sequence[PhotoInfo]) -> None:
        """Show these."""
        self.beginResetModel()
        self.photos = photos
        self.endResetModel()

    def look_again(self) -> None:
        """Somebody may have mended what could not be opened."""
        closed = [photo_id for photo_id, image in self._kept.items() if image.isNull()]
        for photo_id in closed:
            del self._kept[photo_id]
        self._paint_again(closed)

    def forget(self) -> None:
        """Nothing of what was seen is kept in memory."""
        self._kept.clear()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Day and pose, the photo itself, or its thumbnail as soon as it is there."""
        if not index.isValid() or index.row() >= len(self.photos):
            return None
        photo = self.photos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return photo_text(photo, self._desk.formats)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_photo_text(photo, self._desk.formats)
        if role == ROW_ROLE:
            return photo
        wanted = role == Qt.ItemDataRole.DecorationRole and not photo.lost
        return self._thumbnail(photo.id) if wanted else None

    def _thumbnail(self, photo_id: int) -> QImage | None:
        found = self._kept.get(photo_id)
        if found is None and photo_id not in self._asked and photo_id not in self._wanted:
            self._wanted.append(photo_id)
            self._soon.start()
        return found

    def _read(self) -> None:
        """The newest wishes first: whoever scrolls fast wants to see where they stop."""
        ids, self._wanted = self._wanted[-AT_ONCE:], []
        photos, actor = self._desk.services.photos, self._desk.actor
        self._asked.update(ids)
        size = QSize(theme().px(WIDTH), theme().px(HEIGHT)) * 2

        def work() -> dict[int, QImage]:
            found = photos.thumbnails(actor, ids)
            return {photo_id: _scaled(QImage.fromData(jpeg), size) for photo_id, jpeg in found.items()}

        def failed(error: Exception) -> None:
            self._asked.difference_update(ids)
            self._desk.window.report(error)

        self._desk.tasks.run(work, done=lambda found: self._take(ids, found), failed=failed, owner=self)

    def _take(self, ids: Sequence[int], found: dict[int, QImage]) -> None:
        self._asked.difference_update(ids)
        self._kept.update({photo_id: found.get(photo_id, QImage()) for photo_id in ids})
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self._paint_again(ids)

    def _paint_again(self, ids: Collection[int]) -> None:
        places = [place for place, photo in enumerate(self.photos) if photo.id in ids]
        for place in places:
            self.dataChanged.emit(self.index(place), self.index(place), [Qt.ItemDataRole.DecorationRole])


def _scaled(image: QImage, size: QSize) -> QImage:
    if image.width() <= size.width() and image.height() <= size.height():
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


class _PhotoDelegate(QStyledItemDelegate):
    """Paints a thumbnail with its day and pose below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are of one size."""
        del option, index
        px = theme().px
        return QSize(px(WIDTH) + 2 * S, px(HEIGHT) + px(CAPTION) + 2 * S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one."""
        colors, px = theme().colors, theme().px
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRect(option.rect).adjusted(XS, XS, -XS, -XS)
        painter.setPen(QPen(QColor(colors.accent if chosen else colors.border), 2 if chosen else 1))
        painter.setBrush(QColor(colors.accent_soft if chosen else colors.surface))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        area = frame.adjusted(XS, XS, -XS, -px(CAPTION) - XS)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        self._picture(painter, area, image)
        painter.setPen(QColor(colors.text))
        painter.setFont(option.font)
        if index.data(ROW_ROLE).lost or (image is not None and image.isNull()):
            centre = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.adjusted(S, S, -S, -S), centre, tr("Cannot be opened any more"))
        line = QRect(frame.left() + XS, frame.bottom() - px(CAPTION), frame.width() - 2 * XS, px(CAPTION))
        text = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colors.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), RADIUS, RADIUS)
        painter.restore()

    @staticmethod
    def _picture(painter: QPainter, area: QRect, image: QImage | None) -> None:
        shape = QPainterPath()
        if image is None or image.isNull():
            shape.addRoundedRect(area, RADIUS - 2, RADIUS - 2)
            painter.fillPath(shape, QColor(theme().colors.skeleton))
            return
        size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRect(0, 0, size.width(), size.height())
        spot.moveCenter(area.center())
        shape.addRoundedRect(spot, RADIUS - 2, RADIUS - 2)
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        painter.drawImage(spot, image)
        painter.setClipping(False)


class PhotoGrid(QListView):
    """``grid.model_of_photos.show_photos(photos)``; several can be chosen.

    Signals:
        opened: Enter or a double click.
        chosen_changed: others are chosen.
    """

    opened = Signal()
    chosen_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Photos"))
        self.photos = PhotoModel(desk, self)
        self.setModel(self.photos)
        self.setItemDelegate(_PhotoDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("kind", "bare")
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        theme_changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def chosen(self) -> list[PhotoInfo]:
        """What is chosen, the newest first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.photos.photos[row] for row in rows]

    def choose(self, photo_ids: set[int]) -> None:
        """Choose these, or the first."""
        flags = self.selectionModel().SelectionFlag
        places = [place for place, photo in enumerate(self.photos.photos) if photo.id in photo_ids]
        for number, place in enumerate(places or [0][: len(self.photos.photos)]):
            index = self.photos.index(place)
            if number == 0:
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
            else:
                self.selectionModel().select(index, flags.Select)
