"""Buttons: one primary per page, plain ones beside it, red for what takes something away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from fitnesscrm_desktop.ui.core.icons import icon as themed_icon
from fitnesscrm_desktop.ui.core.plain import clipped, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed

ICON = 18
GAP = 4
"""Air between icon and text, on top of the 4 pixels Qt gives."""


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether *event* was Enter, which presses the button that has the focus, as Space does.

    Qt leaves Enter to the default button of a dialog, and to nobody on a page.
    """
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
    if not plain or event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A plain button; *clicked* may be given at once.

    ``&`` in the text marks the key that presses it together with Alt, as everywhere in Qt.
    """

    variant = ""
    icon_color: str | None = "text"

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(clipped(text, 200), parent)
        self.setProperty("variant", self.variant)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if icon:
            self.set_icon(icon)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())
        theme_changed.connect(self._size_icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, name: str) -> None:
        """Show the icon *name* before the text."""
        self.setIcon(themed_icon(name, color=self.icon_color))
        self._size_icon()

    def _size_icon(self) -> None:
        side = theme().px(ICON)
        self.setIconSize(QSize(side + GAP, side))


class PrimaryButton(Button):
    """The one thing to do here."""

    variant = "primary"
    icon_color = "on_accent"


class DangerButton(Button):
    """Takes something away."""

    variant = "danger"
    icon_color = "red"


class LinkButton(Button):
    """A quiet button which reads like a link."""

    variant = "link"
    icon_color = "accent_text"


class IconButton(QToolButton):
    """A button that is only an icon; *label* is its tooltip and what a screen reader says."""

    def __init__(
        self,
        icon: str,
        label: str,
        clicked: Callable[[], object] | None = None,
        *,
        outline: bool = False,
        color: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("variant", "outline" if outline else "icon")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_icon(icon, color)
        self.set_label(label)
        theme_changed.connect(self._size_icon)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, name: str, color: str | None = None) -> None:
        """Show another icon."""
        self.setIcon(themed_icon(name, color=color))
        self._size_icon()

    def _size_icon(self) -> None:
        side = theme().px(ICON)
        self.setIconSize(QSize(side, side))

    def set_label(self, label: str) -> None:
        """Say something else about it."""
        self.setAccessibleName(label)
        self.setToolTip(tooltip(label))


class ActionButton(Button):
    """A button for an action of the registry: text, icon and whether it can be pressed come from there."""

    def __init__(self, action: QAction, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(action.text(), action.trigger, parent=parent)
        if primary:
            self.setProperty("variant", "primary")
        self._action = action
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())
        keys = self._action.shortcut().toString()
        self.setToolTip(tooltip(keys))
