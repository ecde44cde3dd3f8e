"""Style sheet rules of the main window itself, beside the common ones of ui.core."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.ui.core.theme import Theme, theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import CONTROL_HEIGHT, RADIUS, TYPE_HEADING, TYPE_SMALL, Tone


def shell_rules(look: Theme) -> str:
    """The rules for this theme and text size."""
    c = look.colors
    control = look.px(CONTROL_HEIGHT) - 2
    status = look.px(27)
    small, heading = look.px(TYPE_SMALL), look.px(TYPE_HEADING)
    return f"""
QFrame[kind="topline"] {{ background: {c.window}; border: none; }}
QFrame[kind="statusline"] {{ background: {c.sidebar}; border: none; border-top: 1px solid {c.border}; }}
QPushButton[variant="search"] {{ color: {c.muted}; background: {c.surface}; border: 1px solid {c.border_strong};
    border-radius: {RADIUS}px; padding: 0 11px; min-height: {control}px; text-align: left; font-weight: 400; }}
QPushButton[variant="search"]:hover {{ border-color: {c.muted}; }}
QPushButton[variant="search"]:focus {{ border: 2px solid {c.focus}; padding: 0 10px; min-height: {control - 2}px; }}
QToolButton[variant="chip"] {{ color: {c.text}; font-weight: 600; padding: 0 8px 0 4px; min-height: {control}px; }}
QToolButton[variant="chip"]:focus {{ border: 2px solid {c.focus}; padding: 0 7px 0 3px;
    min-height: {control - 2}px; }}
QToolButton[variant="status"] {{ color: {c.muted}; font-size: {small}px; padding: 0 8px; border-radius: 6px;
    min-height: {status}px; }}
QToolButton[variant="status"][loud="true"] {{ color: {c.tone(Tone.AMBER).text}; font-weight: 600;
    background: {c.tone(Tone.AMBER).soft}; }}
QToolButton[variant="status"]:hover {{ color: {c.text}; }}
QToolButton[variant="status"]:focus {{ border: 2px solid {c.focus}; padding: 0 7px; min-height: {status - 2}px; }}
QFrame[kind="palette"] {{ background: {c.raised}; border: 1px solid {c.border_strong}; border-radius: 12px; }}
QFrame[kind="palette"] QLineEdit {{ border: none; background: transparent; font-size: {heading}px;
    min-height: {look.px(44)}px; padding: 0 4px; }}
QFrame[kind="palette"] QListView {{ border: none; background: transparent; border-radius: 0; }}
QFrame[kind="foot"] {{ background: transparent; border: none; border-top: 1px solid {c.border}; }}
QTextBrowser[kind="help"], QTextBrowser[kind="help"]:focus {{ border: none; background: {c.surface};
    border-radius: {RADIUS}px; padding: 12px 24px; }}
"""


class Dress(QObject):
    """Puts the rules on one part of the window, now and whenever the look changes.

    On the whole window they would make Qt look at every widget of every page once more.
    """

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        theme_changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        self._part.setStyleSheet(shell_rules(theme()))
