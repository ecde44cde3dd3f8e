"""Whoever cannot see a widget hears what it is."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.charts.bar_chart import BarChart
from fitnesscrm_desktop.ui.charts.series import BarSeries
from fitnesscrm_desktop.ui.core.theme import apply_theme
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, DangerButton, IconButton, LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import KpiCard
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField
from fitnesscrm_desktop.ui.widgets.number_field import NumberField, TimeField
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from fitnesscrm_desktop.ui.widgets.search_field import SearchField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.sidebar import Sidebar
from fitnesscrm_desktop.ui.widgets.states import EmptyState, ErrorPanel
from fitnesscrm_desktop.ui.widgets.timeline import Timeline
from tests.support.inline_tasks import InlineTasks
from tests.support.scripted_dialogs import ScriptedDialogs


def everything() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    form = Form()
    fields: list[tuple[str, QWidget]] = [
        ("Name", QLineEdit()),
        ("Birthday", DateField(today=lambda: date(2026, 3, 4))),
        ("Price", MoneyField("EUR")),
        ("Visits", NumberField()),
        ("Opens", TimeField(time(6, 0))),
        ("Client", PickerField(lambda _text: ["Ann"], InlineTasks(), label=str)),
    ]
    for label, field in fields:
        form.add(label, field, required=True)
    chart = BarChart(InlineTasks(), ScriptedDialogs())
    chart.show_series(BarSeries("Visits", "Visits", ["Mon"], [3]))
    sidebar = Sidebar()
    sidebar.add_page("home", "Home", "home")
    for widget in (
        Button("Save"),
        PrimaryButton("Save"),
        DangerButton("Delete"),
        LinkButton("Show all"),
        IconButton("edit", "Edit"),
        KpiCard("Members"),
        SearchField("Search clients…"),
        SegmentedControl([("a", "All"), ("b", "Leads")], name="Show"),
        DataTable("Clients"),
        Timeline("History"),
        Banner("Old backup", Tone.AMBER, action="Back up", closable=True),
        EmptyState("users", "Nothing", "", "Add"),
        ErrorPanel("Not saved", "Disk full"),
        PageHeader("Clients", back=True),
        PdfView(InlineTasks(), ScriptedDialogs()),
        form,
        chart,
        sidebar,
    ):
        layout.addWidget(widget)
    return page


def test_everything_one_can_reach_has_a_name(qtbot: QtBot) -> None:
    page = everything()
    qtbot.addWidget(page)
    page.show()
    nameless = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page) or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if widget.focusProxy() is not None or widget.objectName().startswith("qt_"):
            continue  # the proxy is named; what Qt builds for itself belongs to its parent
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_lower_than_a_finger(qtbot: QtBot, scale: float, dark: bool) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "dark" if dark else "light", scale=scale)
    try:
        page = everything()
        qtbot.addWidget(page)
        page.show()
        for control in [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]:
            inner = control.parent() is not None and control.objectName().startswith("qt_")
            if control.isVisible() and not inner and type(control).__module__.startswith("fitnesscrm"):
                # A segment lies in a frame of its own, which has the full height.
                least = 26 if control.property("variant") == "segment" else 32
                assert control.sizeHint().height() >= least, control
    finally:
        apply_theme(app, "light")
