"""The one style sheet, generated from the tokens.

Widgets choose their look by dynamic properties, never by colours of their own:
``role`` and ``tone`` on labels, ``variant`` on buttons, ``kind`` on frames, ``invalid`` on fields.
"""

from __future__ import annotations

from collections.abc import Mapping

from fitnesscrm_desktop.ui.core import tokens as t
from fitnesscrm_desktop.ui.core.contrast import mixed
from fitnesscrm_desktop.ui.core.stylesheet_fields import field_rules
from fitnesscrm_desktop.ui.core.stylesheet_views import view_rules

Pixels = Mapping[str, int]


def _pixels(scale: float) -> dict[str, int]:
    """Sizes that grow with the text; lines and radii do not."""

    def px(size: float) -> int:
        return round(size * scale)

    return {
        "small": px(t.TYPE_SMALL),
        "body": px(t.TYPE_BODY),
        "heading": px(t.TYPE_HEADING),
        "title": px(t.TYPE_TITLE),
        "huge": px(t.TYPE_HUGE),
        "inner": px(t.CONTROL_HEIGHT) - 2,
        "inner_focus": px(t.CONTROL_HEIGHT) - 4,
        "control": px(t.CONTROL_HEIGHT),
        "row": px(t.ROW_HEIGHT),
        "header": px(40),
        "menu": px(32),
        "mark": px(18),
        "icon": px(16),
        "spin": px(12),
    }


def style_sheet(c: t.Colors, scale: float, marks: Mapping[str, str]) -> str:
    """The style sheet for these colours at this text size; *marks* are the arrow and tick pictures."""
    p = _pixels(scale)
    return "\n".join(
        (_text_rules(c, p), _button_rules(c, p), field_rules(c, p, marks), view_rules(c, p, marks))
    )


def _text_rules(c: t.Colors, p: Pixels) -> str:
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {shade.text}; }}\n'
        f'QLabel[pill="{tone}"] {{ color: {shade.text}; background: {shade.soft}; }}\n'
        f'QFrame[kind="banner"][tone="{tone}"] {{ background: {shade.soft}; border: 1px solid {mixed(shade.text, shade.soft, 0.28)}; }}'
        for tone, shade in c.tones.items()
    )
    return f"""
QMainWindow, QDialog, QWidget[kind="page"] {{ background: {c.window}; }}
QLabel {{ color: {c.text}; background: transparent; }}
QLabel:disabled {{ color: {c.disabled}; }}
QLabel[role="small"] {{ font-size: {p["small"]}px; }}
QLabel[role="muted"] {{ color: {c.muted}; font-size: {p["small"]}px; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {p["heading"]}px; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {p["title"]}px; font-weight: 600; }}
QLabel[role="huge"] {{ font-size: {p["huge"]}px; font-weight: 600; }}
QLabel[role="error"] {{ color: {c.tone(t.Tone.RED).text}; font-size: {p["small"]}px; }}
QLabel[role="key"] {{ color: {c.muted}; font-size: {p["small"]}px; font-weight: 600; background: {c.hover};
    border: 1px solid {c.border_strong}; border-radius: 4px; padding: 1px 5px; }}
{tones}
QLabel[kind="pill"] {{ border-radius: {p["small"] * 3 // 4}px; padding: 3px 10px; font-size: {p["small"]}px;
    font-weight: 600; }}
QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.border};
    border-radius: {t.RADIUS_CARD}px; }}
QFrame[kind="card"][clickable="true"]:hover {{ border-color: {c.accent_text}; }}
QFrame[kind="card"][clickable="true"]:focus {{ border: 2px solid {c.focus}; }}
QFrame[kind="card"][chosen="true"] {{ background: {c.accent_soft}; border-color: {c.accent_text}; }}
QFrame[kind="sidebar"] {{ background: {c.sidebar}; border: none; border-right: 1px solid {c.border}; }}
QFrame[kind="line"] {{ background: {c.border}; border: none; min-height: 1px; max-height: 1px; }}
QFrame[kind="popup"] {{ background: {c.raised}; border: 1px solid {c.border_strong};
    border-radius: {t.RADIUS}px; }}
QFrame[kind="toast"] {{ background: {c.tooltip}; border: none; border-radius: {t.RADIUS_CARD}px; }}
QFrame[kind="toast"] QLabel {{ color: {c.on_tooltip}; }}
QFrame[kind="banner"] {{ border-radius: {t.RADIUS}px; }}
QFrame[kind="banner"] QLabel {{ color: {c.text}; }}
QToolTip {{ color: {c.on_tooltip}; background: {c.tooltip}; border: 1px solid {c.tooltip}; padding: 4px 6px;
    font-size: {p["small"]}px; }}
QStatusBar {{ background: {c.sidebar}; color: {c.muted}; border-top: 1px solid {c.border}; }}
QStatusBar::item {{ border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="plain"] {{ background: transparent; border: none; }}
QScrollArea {{ border: none; }}
"""


def _button_rules(c: t.Colors, p: Pixels) -> str:
    red = c.tone(t.Tone.RED)
    return f"""
QPushButton {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border_strong};
    border-radius: {t.RADIUS}px; padding: 0 14px; min-height: {p["inner"]}px; font-weight: 600; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.pressed}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; padding: 0 13px; min-height: {p["inner_focus"]}px; }}
QPushButton:disabled {{ color: {c.disabled}; background: {c.hover}; border-color: {c.border}; }}
QPushButton[variant="primary"] {{ color: {c.on_accent}; background: {c.accent}; border-color: {c.accent}; }}
QPushButton[variant="primary"]:hover, QPushButton[variant="primary"]:pressed {{ background: {c.accent_hover};
    border-color: {c.accent_hover}; }}
QPushButton[variant="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[variant="primary"]:disabled {{ color: {c.disabled}; background: {c.pressed};
    border-color: {c.pressed}; }}
QPushButton[variant="danger"] {{ color: {red.text}; border-color: {red.text}; }}
QPushButton[variant="danger"]:hover {{ background: {red.soft}; }}
QPushButton[variant="danger"]:focus {{ border: 2px solid {red.text}; }}
QPushButton[variant="danger-solid"] {{ color: {red.on_solid}; background: {red.solid};
    border-color: {red.solid}; }}
QPushButton[variant="danger-solid"]:hover {{ background: {red.solid}; }}
QPushButton[variant="danger-solid"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[variant="danger"]:disabled {{ color: {c.disabled}; border-color: {c.border};
    background: {c.hover}; }}
QPushButton[variant="link"] {{ color: {c.accent_text}; background: transparent; border: 1px solid transparent;
    padding: 0 6px; }}
QPushButton[variant="link"]:hover {{ background: {c.hover}; }}
QPushButton[variant="link"]:focus {{ border: 2px solid {c.focus}; padding: 0 5px; }}
QFrame[kind="toast"] QPushButton {{ color: {c.on_tooltip}; background: transparent;
    border: 1px solid {c.on_tooltip}; min-height: {p["inner"]}px; }}
QFrame[kind="toast"] QPushButton:hover {{ background: {c.tooltip}; text-decoration: underline; }}
QFrame[kind="toast"] QPushButton:focus {{ border: 2px solid {c.on_tooltip};
    min-height: {p["inner_focus"]}px; }}
QFrame[kind="toast"] QToolButton:hover {{ background: transparent; border: 1px solid {c.on_tooltip}; }}
QFrame[kind="toast"] QToolButton:focus {{ border: 2px solid {c.on_tooltip}; }}
QPushButton[variant="nav"] {{ color: {c.muted}; background: transparent; border: 2px solid transparent;
    border-radius: {t.RADIUS}px; padding: 0 10px; min-height: {p["row"] - 6}px; text-align: left;
    font-weight: 400; }}
QPushButton[variant="nav"]:hover {{ background: {c.hover}; color: {c.text}; }}
QPushButton[variant="nav"]:focus {{ border-color: {c.focus}; }}
QPushButton[variant="nav"]:checked {{ color: {c.on_accent}; background: {c.accent}; font-weight: 600; }}
QPushButton[variant="nav"]:checked:focus {{ border-color: {c.text}; }}
QPushButton[variant="section"] {{ color: {c.text}; background: transparent; border: 2px solid transparent;
    border-radius: {t.RADIUS}px; padding: 0 8px; min-height: {p["inner"]}px; text-align: left;
    font-weight: 400; }}
QPushButton[variant="section"]:hover {{ background: {c.hover}; }}
QPushButton[variant="section"]:focus {{ border-color: {c.focus}; }}
QPushButton[variant="section"]:checked {{ color: {c.accent_text}; background: {c.accent_soft};
    font-weight: 600; }}
QPushButton[variant="segment"] {{ color: {c.muted}; background: transparent; border: 1px solid transparent;
    border-radius: 6px; padding: 0 12px; min-height: {p["inner"] - 2}px; font-weight: 400; }}
QPushButton[variant="segment"]:hover {{ color: {c.text}; }}
QPushButton[variant="segment"]:checked {{ color: {c.text}; background: {c.surface}; font-weight: 600;
    border: 1px solid {c.border_strong}; }}
QPushButton[variant="segment"]:focus {{ border: 2px solid {c.focus}; padding: 0 11px;
    min-height: {p["inner"] - 4}px; }}
QFrame[kind="segments"] {{ background: {c.pressed}; border: none; border-radius: {t.RADIUS}px; }}
QToolButton {{ color: {c.text}; background: transparent; border: 1px solid transparent;
    border-radius: {t.RADIUS}px; padding: 0; }}
QToolButton[variant="icon"], QToolButton[variant="outline"] {{ min-width: {p["inner"]}px;
    max-width: {p["inner"]}px; min-height: {p["inner"]}px; max-height: {p["inner"]}px; }}
QToolButton[variant="outline"] {{ background: {c.surface}; border: 1px solid {c.border_strong}; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.pressed}; }}
QToolButton:focus {{ border: 2px solid {c.focus}; }}
QToolButton[variant="icon"]:focus, QToolButton[variant="outline"]:focus {{ min-width: {p["inner_focus"]}px;
    max-width: {p["inner_focus"]}px; min-height: {p["inner_focus"]}px; max-height: {p["inner_focus"]}px; }}
QToolButton::menu-indicator {{ image: none; }}
"""
