"""The last verdicts of this desk as a row of chips: a queue goes by faster than anybody can read."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from fitnesscrm_desktop.ui.checkin.state import MOST_CHIPS, Answer, DoorState
from fitnesscrm_desktop.ui.checkin.words import TONES, tr, verdict_sign, verdict_word
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS, TYPE_SMALL, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import pressed_by_enter

HEIGHT, SIGN, INSET = 48, 14, 7


class Chip(QAbstractButton):
    """One verdict: sign, first name, time."""

    def __init__(self) -> None:
        super().__init__()
        self._tone, self._sign, self._time = Tone.NEUTRAL, "", ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def show_answer(self, answer: Answer, formats: Formats, *, current: bool) -> None:
        """Show this verdict; *current*: it is the one in large type."""
        result = answer.result
        client = result.client
        name = tr("Unknown") if client is None else client.first_name
        whole = name if client is None else f"{client.first_name} {client.last_name}"
        word = tr("Taken back") if answer.undone else verdict_word(result.verdict, result.words)
        self._tone = Tone.NEUTRAL if answer.undone else TONES[result.verdict]
        self._sign = "undo" if answer.undone else verdict_sign(result)
        self._time = formats.time(result.at)
        self.setText(one_line(name, 60))
        self.setChecked(current)
        said = f"{word}: {whole}, {self._time}"
        self.setAccessibleName(said)
        self.setToolTip(tooltip(said))
        self.update()

    def sizeHint(self) -> QSize:
        """All chips share the row."""
        return QSize(theme().px(104), theme().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Room for the sign and some letters."""
        return QSize(theme().px(40), theme().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        colors, px = theme().colors, theme().px
        shade = colors.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colors.focus if self.hasFocus() else shade.text
        shown = self.hasFocus() or self.isChecked() or self.underMouse()
        painter.setPen(QPen(QColor(edge), 2) if shown else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        inner = self.rect().adjusted(INSET, 5, -INSET, -5)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = upper.translated(0, inner.height() // 2)
        side = px(SIGN)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sign = QRect(upper.right() - side if mirrored else upper.left(), 0, side, side)
        sign.moveTop(upper.center().y() - side // 2)
        icon(self._sign, color=shade.text).paint(painter, sign)
        gap = side + 5
        beside = upper.adjusted(0, 0, -gap, 0) if mirrored else upper.adjusted(gap, 0, 0, 0)
        for text, font, ink, area in (
            (self._time, app_font(px(TYPE_SMALL), tabular=True), shade.text, beside),
            (self.text(), app_font(px(TYPE_SMALL), strong=True), colors.text, lower),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            if text == self._time and QFontMetrics(font).horizontalAdvance(text) > area.width():
                continue  # half a time says nothing
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), cut)


class ChipRow(QWidget):
    """The newest first.

    Signals:
        chosen(int): look at the answer of this number again.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("The last check-ins"))
        self.chips = [Chip() for _ in range(MOST_CHIPS)]
        self._numbers: list[int] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        for place, chip in enumerate(self.chips):
            layout.addWidget(chip, 1)
            chip.clicked.connect(lambda _checked=False, at=place: self._clicked(at))
            chip.hide()
        self._answers: tuple[Answer, ...] = ()
        self._low = False
        self._keep_room(MOST_CHIPS)

    def show_state(self, state: DoorState, formats: Formats) -> None:
        """Show the last answers."""
        self._answers = state.answers
        self._numbers = [answer.number for answer in state.answers]
        for chip, answer in zip(self.chips, state.answers, strict=False):
            chip.show_answer(answer, formats, current=answer.number == state.shown)
        self._fit()

    def set_low(self, *, low: bool) -> None:
        """Leave the room of a low page to the verdict."""
        if low != self._low:
            self._low = low
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """Two chips; a narrow row leaves the older ones out."""
        least = self.chips[0].minimumSizeHint()
        return QSize(2 * least.width() + S, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        least = self.chips[0].minimumSizeHint().width()
        room = min(max((self.width() + S) // (least + S), 1), MOST_CHIPS)
        self._keep_room(room)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < min(room, len(self._answers)))
        self.setVisible(
            bool(self._answers) and not self._low
        )  # before the first one, the room is the verdict's

    def _keep_room(self, room: int) -> None:
        """Chips keep their width and place while there are fewer of them."""
        for place, chip in enumerate(self.chips):
            policy = chip.sizePolicy()
            policy.setRetainSizeWhenHidden(place < room)
            chip.setSizePolicy(policy)

    def _clicked(self, place: int) -> None:
        self.chosen.emit(self._numbers[place])
