"""Finds text that a person could not read to its end, and widgets that stand on each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from fitnesscrm_desktop.ui.home.person_cell import PersonCell
from fitnesscrm_desktop.ui.widgets.labels import Label
from tests.support.long_words import FIRST, LAST

SLACK = 1
"""Pixels that are lost to rounding."""
HEADER_AIR, FIELD_AIR, SIGN_AIR = 24, 24, 24
"""What the style leaves free at both sides of a title or of what is typed, and for each sign in a field."""
ROWS = 25


def cut_off(place: QWidget) -> list[str]:
    """What cannot be read, or lies over something else, in *place* and everything in it."""
    shown = [each for each in place.findChildren(QWidget) if each.isVisibleTo(place)]
    found: list[str] = []
    for each in shown:
        found += [f"{kind}: {text!r} ({_where(each, place)})" for kind, text in _problems(each)]
    found += [
        f"over each other: {_said(one)!r} and {_said(other)!r} ({_where(one, place)})"
        for one, other in _collisions(shown)
    ]
    return found


def _where(widget: QWidget, place: QWidget) -> str:
    names: list[str] = []
    parent: QWidget | None = widget
    while parent is not None and parent is not place and len(names) < 4:
        names.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names)


def _problems(widget: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton | QToolButton):
        yield from _button(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QTableView):
        yield from _cells(widget)
    elif isinstance(widget, QLineEdit):
        yield from _field(widget)
    elif isinstance(widget, QComboBox) and not widget.isEditable():
        needed = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
        if needed > widget.width() - 40:
            yield "choice", widget.currentText()
    if _said(widget) and _sticks_out(widget):
        yield "sticks out", _said(widget)


def _label(label: QLabel) -> Iterator[tuple[str, str]]:
    text = label.text()
    if not text:
        return
    area = label.contentsRect()
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + SLACK:
            yield "lines of label", text
        return
    # Asked of QLabel itself: a label that may shrink says that it needs less.
    needed = QLabel.sizeHint(label) - (label.size() - area.size())
    if needed.height() > area.height() + SLACK:
        yield "height of label", text
    elides = isinstance(label, Label) and label._elide  # noqa: SLF001 - nobody else wants to know
    ours = text.startswith(FIRST) and text.endswith(LAST)
    if needed.width() > area.width() + SLACK and (ours or not elides):
        yield "label", text


def _button(button: QPushButton | QToolButton) -> Iterator[tuple[str, str]]:
    if isinstance(button, QToolButton) and isinstance(button.parent(), QLineEdit):
        return  # a mark inside a line shows its icon only; its text is for screen readers
    needed: QSize = button.sizeHint()
    if button.text() and needed.width() > button.width() + SLACK:
        yield "button", button.text()
    if button.text() and needed.height() > button.height() + SLACK:
        yield "height of button", button.text()


def _tabs(bar: QTabBar) -> Iterator[tuple[str, str]]:
    """A bar with more tabs than room has arrows at its end and follows the keys: the chosen tab is whole."""
    tabs = [bar.currentIndex()] if bar.usesScrollButtons() and bar.count() else range(bar.count())
    for tab in tabs:
        if bar.isTabVisible(tab) and not bar.rect().contains(bar.tabRect(tab)):
            yield "tab", bar.tabText(tab)


def _header(header: QHeaderView) -> Iterator[tuple[str, str]]:
    model = header.model()
    if header.orientation() != Qt.Orientation.Horizontal:
        return
    metrics = QFontMetrics(header.font())
    for section in range(header.count()):
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        needed = metrics.horizontalAdvance(title) + HEADER_AIR
        if title and not header.isSectionHidden(section) and needed > header.sectionSize(section) + SLACK:
            yield "header", title


def _cells(table: QTableView) -> Iterator[tuple[str, str]]:
    model = table.model()
    for row in range(min(model.rowCount(), ROWS)):
        for column in range(model.columnCount()):
            index: QModelIndex = model.index(row, column)
            text = str(index.data() or "")
            if table.isColumnHidden(column) or not text:
                continue
            if isinstance(table.itemDelegateForIndex(index), PersonCell):
                continue  # it says the text to screen readers only, and paints two lines
            if table.sizeHintForIndex(index).width() > table.columnWidth(column) + SLACK:
                yield f"cell of {table.accessibleName()}", text


def _field(field: QLineEdit) -> Iterator[tuple[str, str]]:
    if isinstance(field.parentWidget(), QComboBox | QAbstractSpinBox):
        return
    metrics = QFontMetrics(field.font())
    text = field.placeholderText()
    room = field.contentsRect().width() - FIELD_AIR - (SIGN_AIR if field.actions() else 0)
    if text and metrics.horizontalAdvance(text) > room:
        yield "hint in a field", text


def _said(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    return ""


def _sticks_out(widget: QWidget) -> bool:
    parent: QWidget | None = widget.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return False
    return not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry())


def _collisions(shown: list[QWidget]) -> Iterator[tuple[QWidget, QWidget]]:
    by_parent: dict[int, list[QWidget]] = {}
    for each in shown:
        if _said(each) and each.parentWidget() is not None:
            by_parent.setdefault(id(each.parentWidget()), []).append(each)
    for siblings in by_parent.values():
        for one, other in combinations(siblings, 2):
            common: QRect = one.geometry().intersected(other.geometry())
            if common.width() > SLACK and common.height() > SLACK:
                yield one, other
