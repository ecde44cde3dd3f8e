"""Logo and colour, with a preview of both themes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.settings.events import StudioChanged
from fitnesscrm_desktop.services.settings.logo import LARGEST_FILE
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS, XS, L, M, S
from fitnesscrm_desktop.ui.settings.look_preview import LookPreview
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.widgets.buttons import Button, pressed_by_enter
from fitnesscrm_desktop.ui.widgets.form import Form

SWATCHES = (
    "#4F46E5", "#2563EB", "#0284C7", "#0D9488", "#15803D", "#65A30D",
    "#B45309", "#DC2626", "#DB2777", "#9333EA", "#475569", "#0F172A",
)  # fmt: skip
LOGO_SIDE, SWATCH = 96, 32


class _LogoFrame(QWidget):
    """The logo on white, as on paper; a click chooses another."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.logo = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Logo"))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(LOGO_SIDE * 2), theme().px(LOGO_SIDE))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        empty = self.logo.isNull()
        style = Qt.PenStyle.DashLine if empty else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colors.border_strong), 1, style))
        painter.setBrush(QColor(colors.alternate if empty else "#FFFFFF"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if empty:
            painter.setPen(QColor(colors.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No logo yet"))
            return
        room = self.rect().adjusted(M, M, -M, -M)
        size = self.logo.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawPixmap(place, self.logo, QRectF(self.logo.rect()))


class _Swatch(QAbstractButton):
    """One colour to take."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setAccessibleName(colour)
        self.setToolTip(colour)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(SWATCH), theme().px(SWATCH))

    def nextCheckState(self) -> None:
        """What is taken is decided by the field beside."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(QColor(colors.focus if self.hasFocus() else colors.text), 2))
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(area.adjusted(4, 4, -4, -4))


class BrandingSection(ProfileSection):
    """What clients see of the studio: on receipts, cards, the kiosk and this window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._logo_png: bytes | None = None
        self._add_logo()
        self._add_colour()
        self.ready()
        desk.bridge.on(StudioChanged, lambda _event: self._load_logo(), owner=self)

    def arrive(self) -> None:
        """Read what is stored."""
        super().arrive()
        self._load_logo()

    def _add_logo(self) -> None:
        card = self.card(
            self.tr("Logo"),
            self.tr("On receipts, reports, sign-in and sidebar. PNG or JPEG, best on a clear ground."),
        )
        self.logo = _LogoFrame()
        self.logo.clicked.connect(self.choose_logo)
        self.choose_button = Button(self.tr("Choose a picture…"), self.choose_logo, icon="upload")
        self.remove_button = Button(self.tr("Remove"), lambda: self._set_logo(None))
        buttons = QVBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.logo, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(buttons)
        row.addStretch(1)
        card.body.addLayout(row)

    def _add_colour(self) -> None:
        card = self.card(
            self.tr("Colour"),
            self.tr("Buttons, links and marks. A colour that would be hard to read is darkened a little."),
        )
        self.accent = QLineEdit()
        self.accent.setMaxLength(7)
        self.accent.setMaximumWidth(theme().px(150))
        self.swatches = [_Swatch(colour) for colour in SWATCHES]
        row = QHBoxLayout()
        row.setSpacing(XS)
        for swatch in self.swatches:
            swatch.clicked.connect(partial(self._take, swatch.colour))
            row.addWidget(swatch)
        row.addStretch(1)
        card.body.addLayout(row)
        form = Form(above=True)
        self.bind("accent", form, self.tr("As # and six digits"), self.accent)
        line = QHBoxLayout()
        line.setSpacing(S)
        line.addWidget(form)
        line.addWidget(
            Button(self.tr("More colours…"), self._pick, icon="palette"), 0, Qt.AlignmentFlag.AlignBottom
        )
        line.addStretch(1)
        card.body.addLayout(line)
        self.preview = LookPreview()
        card.add(self.preview)

    def edited(self) -> None:
        """Show what is typed, if it is a colour."""
        typed = self.accent.text().strip().upper()
        for swatch in self.swatches:
            swatch.setChecked(swatch.colour == typed)
        if len(typed) == len("#RRGGBB") and QColor.isValidColorName(typed):
            self.preview.set_accent(typed)

    def choose_logo(self) -> None:
        """Ask for a picture and take it."""
        file = self.desk.dialogs.choose_open_file(
            self.tr("Choose a logo"), self.tr("Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp)")
        )
        if file is not None:
            self._set_logo(file)

    def _take(self, colour: str) -> None:
        self.accent.setText(colour)

    def _pick(self) -> None:
        dialog = QColorDialog(QColor(self.accent.text()), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self.tr("The studio’s colour"))
        dialog.colorSelected.connect(lambda colour: self._take(colour.name().upper()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _load_logo(self) -> None:
        self.desk.tasks.run(
            self.desk.services.settings.logo, done=self._show_logo, failed=self.desk.window.report, owner=self
        )

    def _show_logo(self, png: bytes | None) -> None:
        self._logo_png = png
        picture = QPixmap()
        if png:
            picture.loadFromData(png)
        self.logo.logo = picture
        self.logo.update()
        self.remove_button.setEnabled(png is not None)

    def _set_logo(self, source: Path | bytes | None, *, undoing: bool = False) -> None:
        settings, actor, before = self.desk.services.settings, self.desk.actor, self._logo_png

        def work() -> None:
            settings.set_logo(actor, _read(source) if isinstance(source, Path) else source)

        def say(_nothing: None) -> None:
            words = self.tr("The logo is removed.") if source is None else self.tr("The logo is stored.")
            undo = None if undoing else partial(self._set_logo, before, undoing=True)
            self.desk.toasts.show_toast(words, undo=undo, tone="good")

        self.desk.tasks.write(work, done=say, failed=self.desk.window.report, owner=self)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise RuleBroken(f"The file cannot be read: {error.strerror}.") from error
