"""The sections of the settings under each other; arrows go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.icons import icon as themed_icon
from fitnesscrm_desktop.ui.core.plain import tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XS

WIDTH, NARROW, ICON, GAP = 184, 38, 18, 6


class SectionList(QWidget):
    """One entry is taken.

    Signals:
        chosen(str): the person wants this section.
    """

    chosen = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Sections"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.buttons: dict[str, QPushButton] = {}
        self._titles = {name: title for name, title, _icon in entries}
        self._collapsed = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        for name, title, icon_name in entries:
            button = QPushButton(title)
            button.setProperty("variant", "section")
            button.setAccessibleName(title)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setIcon(themed_icon(icon_name, color="muted", on="accent_text"))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            button.installEventFilter(self)
            self.buttons[name] = button
            layout.addWidget(button)
        layout.addStretch(1)
        theme_changed.connect(self._dress)
        self._dress()

    def set_current(self, name: str) -> None:
        """Mark *name*; it is the only stop for Tab, and keys that stood in this list go with the mark."""
        if any(button.hasFocus() for button in self.buttons.values()):
            self.buttons[name].setFocus(Qt.FocusReason.OtherFocusReason)
        for other, button in self.buttons.items():
            button.setChecked(other == name)
            taken = Qt.FocusPolicy.StrongFocus if other == name else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(taken)

    def collapse(self, collapsed: bool) -> None:
        """Keep the icons only, where the section needs the room."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        for name, button in self.buttons.items():
            button.setText("" if collapsed else self._titles[name])
            button.setToolTip(tooltip(self._titles[name]) if collapsed else "")
        self._dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down open the neighbour; a button would only pass the focus on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        names = list(self.buttons)
        here = next((place for place, name in enumerate(names) if self.buttons[name].isChecked()), 0)
        if 0 <= here + step < len(names):
            self.chosen.emit(names[here + step])
            self.buttons[names[here + step]].setFocus(Qt.FocusReason.TabFocusReason)

    def _dress(self) -> None:
        side = theme().px(ICON)
        for button in self.buttons.values():
            button.setIconSize(QSize(side if self._collapsed else side + GAP, side))
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        self.setFixedWidth(theme().px(NARROW) if self._collapsed else max(theme().px(WIDTH), widest))


class ScrollingSections(QScrollArea):
    """The list in a window that may be too low for it: as wide as the list, and its bar if there is one."""

    def __init__(self, sections: SectionList) -> None:
        super().__init__()
        self._sections = sections
        self.setWidget(sections)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sections.installEventFilter(self)
        self._fit()

    def show_section(self, name: str) -> None:
        """Bring an entry into sight."""
        self.ensureWidgetVisible(self._sections.buttons[name], 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window needs a bar."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list has become wider, narrower or higher."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        low = self._sections.minimumSizeHint().height() > self.height()
        bar = self.verticalScrollBar().sizeHint().width() if low else 0
        self.setFixedWidth(self._sections.minimumWidth() + bar)
