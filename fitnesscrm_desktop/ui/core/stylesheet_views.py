"""Style sheet rules of lists, tables, menus, tabs, scroll bars and the calendar."""

from __future__ import annotations

from collections.abc import Mapping

from fitnesscrm_desktop.ui.core import tokens as t


def view_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    """Everything that shows more than one thing."""
    return "\n".join(
        (_table_rules(c, p, marks), _menu_rules(c, p, marks), _scroll_rules(c), _calendar_rules(c, p, marks))
    )


def _table_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    views = "QTableView, QListView, QTreeView"
    return f"""
{views} {{ color: {c.text}; background: {c.surface}; alternate-background-color: {c.alternate};
    border: 1px solid {c.border}; border-radius: {t.RADIUS_CARD}px; outline: none; gridline-color: {c.border};
    selection-background-color: {c.selection}; selection-color: {c.text}; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 1px solid {c.focus}; }}
QTableView[kind="bare"], QListView[kind="bare"] {{ border: 1px solid transparent; background: transparent; }}
QTableView[kind="bare"]:focus, QListView[kind="bare"]:focus {{ border: 1px solid {c.focus}; }}
QListView[kind="popup"], QListView[kind="popup"]:focus {{ background: {c.raised};
    border: 1px solid {c.border_strong}; border-radius: {t.RADIUS}px; padding: 0; }}
QTableView::item, QListView::item, QTreeView::item {{ border: none; padding: 0 12px; }}
QTableView[kind="bare"]::item {{ padding: 0 6px; }}
QTableView[kind="flat"] {{ border: 1px solid transparent; }}
QTableView[kind="flat"]:focus {{ border: 1px solid {c.focus}; }}
QListView::item {{ min-height: {p["row"]}px; }}
QTableView::item:hover, QListView::item:hover {{ background: {c.hover}; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {c.selection};
    color: {c.text}; }}
QHeaderView {{ background: {c.surface}; border: none; border-top-left-radius: {t.RADIUS_CARD - 1}px;
    border-top-right-radius: {t.RADIUS_CARD - 1}px; }}
QHeaderView::section {{ color: {c.muted}; background: transparent; border: none;
    border-bottom: 1px solid {c.border}; padding: 0 15px; min-height: {p["header"]}px;
    font-size: {p["small"]}px;
    font-weight: 600; }}
QHeaderView::section:hover {{ color: {c.text}; }}
QHeaderView::up-arrow {{ image: url("{marks["sort_up"]}"); width: {p["icon"]}px; height: {p["icon"]}px;
    subcontrol-position: center right; right: 2px; }}
QHeaderView::down-arrow {{ image: url("{marks["sort_down"]}"); width: {p["icon"]}px; height: {p["icon"]}px;
    subcontrol-position: center right; right: 2px; }}
QTableCornerButton::section {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.border}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.border}; }}
QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{ color: {c.muted}; background: transparent; border: 2px solid transparent;
    border-bottom: 3px solid transparent; padding: 0 8px; min-height: {p["inner"]}px; margin-right: 4px; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.accent_text}; border-bottom: 3px solid {c.accent_text};
    font-weight: 600; }}
QTabBar::tab:focus {{ border: 2px solid {c.focus}; border-radius: 6px; }}
QTabBar::tab:disabled {{ color: {c.disabled}; }}
QGroupBox {{ color: {c.text}; border: 1px solid {c.border}; border-radius: {t.RADIUS_CARD}px;
    margin-top: 10px;
    padding: 14px 12px 12px 12px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; left: 12px; padding: 0 4px; }}
QProgressBar {{ color: {c.text}; background: {c.pressed}; border: none; border-radius: 4px; min-height: 8px;
    max-height: 8px; text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
QSlider:horizontal {{ min-height: 22px; }}
QSlider::groove:horizontal {{ background: {c.pressed}; height: 6px; border-radius: 3px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; height: 6px; border-radius: 3px; }}
QSlider::handle:horizontal {{ background: {c.surface}; border: 2px solid {c.accent}; width: 14px;
    height: 14px;
    margin: -6px 0; border-radius: 9px; }}
QSlider::handle:horizontal:focus {{ border-color: {c.focus}; background: {c.accent_soft}; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {c.border}; }}
"""


def _menu_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    return f"""
QMenu {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border_strong};
    border-radius: {t.RADIUS}px; padding: 5px; }}
QMenu::item {{ padding: 0 24px 0 10px; min-height: {p["menu"]}px; border-radius: 6px; margin: 0; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: 5px 6px; }}
QMenu::indicator:checked {{ image: url("{marks["tick_menu"]}"); width: {p["icon"]}px; height: {p["icon"]}px;
    padding-left: 6px; }}
QMenu::right-arrow {{ image: url("{marks["right"]}"); width: {p["icon"]}px; height: {p["icon"]}px; }}
QMenuBar {{ background: {c.window}; color: {c.text}; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
"""


def _scroll_rules(c: t.Colors) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; border: none; }}
QScrollBar::handle {{ background: {c.border_strong}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""


def _calendar_rules(c: t.Colors, p: Mapping[str, int], marks: Mapping[str, str]) -> str:
    return f"""
QCalendarWidget {{ background: {c.raised}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {c.raised}; border: none;
    border-bottom: 1px solid {c.border}; min-height: {p["row"]}px; }}
QCalendarWidget QToolButton {{ color: {c.text}; background: transparent; font-weight: 600; padding: 2px 8px;
    min-height: {p["menu"] - 4}px; }}
QCalendarWidget QToolButton:hover {{ background: {c.hover}; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url("{marks["left"]}"); }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url("{marks["right"]}"); }}
QCalendarWidget QSpinBox {{ min-width: 64px; min-height: {p["menu"] - 4}px; }}
QCalendarWidget QTableView {{ color: {c.text}; background: {c.raised}; alternate-background-color: {c.raised};
    border: none; border-radius: 0; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QCalendarWidget QTableView:focus {{ border: none; }}
QCalendarWidget QTableView::item {{ padding: 0; border-radius: 6px; }}
QCalendarWidget QTableView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {c.disabled}; }}
"""
