"""Nobody's name is ever rendered as markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.avatar import Avatar, initials
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import IconButton
from fitnesscrm_desktop.ui.widgets.cards import Card, KpiCard
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.pills import Pill
from fitnesscrm_desktop.ui.widgets.states import EmptyState, ErrorPanel
from fitnesscrm_desktop.ui.widgets.timeline import TimelineEntry, entry_data
from fitnesscrm_desktop.ui.widgets.toasts import ToastHost

EVIL = '<img src="http://x/y"><b>Bobby</b>'


def kpi() -> QWidget:
    card = KpiCard(EVIL)
    card.set_value(EVIL, EVIL)
    return card


def form() -> QWidget:
    made, field = Form(), QWidget()
    made.add(EVIL, field, hint=EVIL, required=True)
    made.set_error(field, EVIL)
    return made


def toast() -> QWidget:
    window = QWidget()
    window.resize(800, 600)
    ToastHost(window).say(EVIL, undo=lambda: None)
    return window


@pytest.mark.parametrize(
    "make",
    [
        lambda: Label(EVIL),
        lambda: Label(EVIL, elide=True),
        lambda: Pill(EVIL, Tone.RED),
        lambda: Card(EVIL),
        kpi,
        form,
        toast,
        lambda: Banner(EVIL),
        lambda: PageHeader(EVIL, EVIL),
        lambda: EmptyState("users", EVIL, EVIL, EVIL),
        lambda: ErrorPanel(EVIL, EVIL, EVIL),
    ],
)
def test_every_label_is_plain(qtbot: QtBot, make: object) -> None:
    assert callable(make)
    widget = make()
    qtbot.addWidget(widget)
    labels = [*widget.findChildren(QLabel), *([widget] if isinstance(widget, QLabel) else [])]
    assert any(EVIL in label.text() for label in labels)
    for label in labels:
        assert label.textFormat() == Qt.TextFormat.PlainText
    for tip in (w.toolTip() for w in [widget, *widget.findChildren(QWidget)]):
        assert "<img" not in tip


def test_tooltips_are_plain(qtbot: QtBot) -> None:
    button = IconButton("edit", EVIL)
    qtbot.addWidget(button)
    assert "<img" not in button.toolTip()
    assert "&lt;img" in button.toolTip()
    assert button.accessibleName() == EVIL
    tip = entry_data(TimelineEntry("edit", "now", EVIL, EVIL), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Elena Larsen", "EL"),
        ("Madonna", "M"),
        ("Anna Maria von Trapp", "AT"),
        ("<b>x</b> y", "BY"),
        ("", ""),
        ("— —", ""),
        ("Иван Петров", "ИП"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_an_avatar_takes_any_name(qtbot: QtBot) -> None:
    avatar = Avatar(40)
    qtbot.addWidget(avatar)
    for name in ("", EVIL, "x" * 100_000, "שרה כהן"):
        avatar.set_person(name)
        assert not avatar.grab().isNull()


def test_a_very_long_text_is_cut(qtbot: QtBot) -> None:
    label = Label("x" * 10_000_000)
    qtbot.addWidget(label)
    assert len(label.text()) <= 1000
