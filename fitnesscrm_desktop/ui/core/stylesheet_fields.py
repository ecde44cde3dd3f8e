"""Style sheet rules of everything one types or picks a value in."""

from __future__ import annotations

from collections.abc import Mapping

from fitnesscrm_desktop.ui.core import tokens as t


def field_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    """Line edits, texts, combo, spin and date boxes, check marks."""
    return "\n".join((_line_rules(c, p), _box_rules(c, p, marks), _mark_rules(c, p, marks)))


def _line_rules(c: t.Colors, p: Mapping[str, int]) -> str:
    red = c.tone(t.Tone.RED)
    lines = "QLineEdit, QComboBox, QAbstractSpinBox"
    return f"""
{lines} {{ color: {c.text}; background: {c.field}; border: 1px solid {c.border_strong};
    border-radius: {t.RADIUS}px; padding: 0 11px; min-height: {p["inner"]}px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent};
    placeholder-text-color: {c.muted}; }}
QLineEdit[search="true"] {{ padding: 0 4px; }}
QLineEdit[search="true"]:focus {{ padding: 0 3px; }}
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover {{ border-color: {c.muted}; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {c.focus}; padding: 0 10px;
    min-height: {p["inner_focus"]}px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled,
    QTextEdit:disabled {{
    color: {c.disabled}; background: {c.hover}; border-color: {c.border}; }}
QLineEdit:read-only {{ background: {c.alternate}; }}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"] {{
    border-color: {red.text}; }}
QPlainTextEdit, QTextEdit, QTextBrowser {{ color: {c.text}; background: {c.field};
    placeholder-text-color: {c.muted};
    border: 1px solid {c.border_strong}; border-radius: {t.RADIUS}px; padding: 6px 8px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus {{ border: 2px solid {c.focus}; padding: 5px 7px; }}
QPlainTextEdit[invalid="true"] {{ border-color: {red.text}; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QLineEdit[inner="true"] {{ border: none;
    background: transparent;
    padding: 0; min-height: 0; border-radius: 0; }}
QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{ border: none; padding: 0; min-height: 0; }}
"""


def _box_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    return f"""
QComboBox {{ combobox-popup: 0; padding: 0 6px 0 13px; }}
QComboBox:focus {{ padding: 0 5px 0 12px; }}
QComboBox::drop-down {{ subcontrol-origin: padding; subcontrol-position: center right; width: 28px;
    border: none;
    background: transparent; }}
QComboBox::down-arrow {{ image: url("{marks["down"]}"); width: {p["icon"]}px; height: {p["icon"]}px; }}
QComboBox::down-arrow:disabled {{ image: url("{marks["down_off"]}"); }}
QComboBox QAbstractItemView {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border_strong};
    border-radius: {t.RADIUS}px; padding: 4px; outline: none; selection-background-color: {c.selection};
    selection-color: {c.text}; }}
QComboBox QAbstractItemView:focus {{ border: 1px solid {c.border_strong}; }}
QComboBox QAbstractItemView::item {{ min-height: {p["menu"]}px; padding: 0 8px; border: none;
    border-radius: 6px; }}
QComboBox QAbstractItemView::item:selected,
    QComboBox QAbstractItemView::item:hover {{ background: {c.selection};
    color: {c.text}; }}
QAbstractSpinBox {{ padding-right: 4px; max-height: {p["inner"]}px; }}
QAbstractSpinBox:focus {{ padding-right: 3px; max-height: {p["inner_focus"]}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 26px;
    border: none;
    background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 2px 2px 0 0;
    border-top-right-radius: 6px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0 2px 2px 0;
    border-bottom-right-radius: 6px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {c.hover}; }}
QAbstractSpinBox::up-arrow {{ image: url("{marks["spin_up"]}"); width: {p["spin"]}px;
    height: {p["spin"]}px; }}
QAbstractSpinBox::down-arrow {{ image: url("{marks["spin_down"]}"); width: {p["spin"]}px;
    height: {p["spin"]}px; }}
QAbstractSpinBox::up-arrow:off,
    QAbstractSpinBox::up-arrow:disabled {{ image: url("{marks["spin_up_off"]}"); }}
QAbstractSpinBox::down-arrow:off, QAbstractSpinBox::down-arrow:disabled {{
    image: url("{marks["spin_down_off"]}"); }}
QTimeEdit::down-arrow {{ image: url("{marks["spin_down"]}"); }}
"""


def _mark_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    size = p["mark"]
    return f"""
QCheckBox, QRadioButton {{ color: {c.text}; background: transparent; spacing: 8px; min-height: {p["inner"]}px;
    border: 2px solid transparent; border-radius: 6px; padding: 0 3px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.disabled}; }}
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator, QAbstractItemView::indicator {{
    width: {size - 2}px; height: {size - 2}px; border: 1px solid {c.muted}; background: {c.field}; }}
QCheckBox::indicator, QGroupBox::indicator, QAbstractItemView::indicator {{ border-radius: 5px; }}
QRadioButton::indicator {{ border-radius: {size // 2}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c.accent_text}; }}
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {{
    background: {c.accent}; border-color: {c.accent}; image: url("{marks["tick"]}"); }}
QCheckBox::indicator:indeterminate {{ background: {c.accent}; border-color: {c.accent};
    image: url("{marks["dash"]}"); }}
QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
    image: url("{marks["dot"]}"); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {c.hover};
    border-color: {c.border_strong}; }}
QCheckBox::indicator:checked:disabled {{ image: url("{marks["tick_off"]}"); }}
"""
