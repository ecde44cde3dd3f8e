from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.theme import apply_theme
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.shell.look import application
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import ActionButton, Button, IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import KpiCard
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.number_field import NumberField, TimeField
from fitnesscrm_desktop.ui.widgets.occupancy_bar import OccupancyBar
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.search_field import SearchField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.sidebar import Sidebar
from fitnesscrm_desktop.ui.widgets.states import EmptyState, ErrorPanel, Skeleton

TODAY = date(2026, 11, 23)


def test_buttons_run_what_they_are_given(qtbot: QtBot) -> None:
    ran: list[str] = []
    for button in (
        Button("Save", lambda: ran.append("plain")),
        PrimaryButton("Save", lambda: ran.append("primary"), icon="save"),
        IconButton("edit", "Edit", lambda: ran.append("icon")),
    ):
        qtbot.addWidget(button)
        button.show()
        button.click()
        assert button.accessibleName() or button.text()
        assert button.height() >= 32
    assert ran == ["plain", "primary", "icon"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus_on_pages_and_in_dialogs(
    qtbot: QtBot, key: Qt.Key
) -> None:
    pressed: list[str] = []
    dialog = QDialog()
    qtbot.addWidget(dialog)
    save = PrimaryButton("Save", lambda: pressed.append("save"), parent=dialog)
    save.setDefault(True)
    for button in (
        Button("Cancel", lambda: pressed.append("cancel"), parent=dialog),
        IconButton("edit", "Edit", lambda: pressed.append("edit"), parent=dialog),
    ):
        QTest.keyClick(button, key)
    assert pressed == ["cancel", "edit"]
    field = QLineEdit(dialog)
    dialog.show()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert pressed == ["cancel", "edit", "save"]


def test_icons_go_back_to_their_size_with_the_text(qtbot: QtBot) -> None:
    apply_theme(application(), "light", scale=1.5)
    buttons = [Button("New client", icon="plus"), IconButton("edit", "Edit")]
    for button in buttons:
        qtbot.addWidget(button)
    large = [button.iconSize().height() for button in buttons]
    apply_theme(application(), "light")
    assert large == [27, 27]
    assert [button.iconSize().height() for button in buttons] == [18, 18]


def test_an_action_button_follows_its_action(qtbot: QtBot) -> None:
    action = QAction("Freeze")
    button = ActionButton(action, primary=True)
    qtbot.addWidget(button)
    action.setEnabled(False)
    assert not button.isEnabled()
    action.setText("Thaw")
    assert button.text() == "Thaw"
    action.setEnabled(True)
    with qtbot.waitSignal(action.triggered):
        button.click()


def test_a_figure_can_be_opened_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    card = KpiCard("Active members", icon="users")
    qtbot.addWidget(card)
    card.set_value("1,284", "+3 %", Tone.GREEN)
    card.show()
    assert card.accessibleName() == "Active members: 1,284"
    with qtbot.waitSignal(card.opened):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.opened):
        QTest.keyClick(card, Qt.Key.Key_Return)
    card.set_openable(False)
    with qtbot.assertNotEmitted(card.opened):
        QTest.keyClick(card, Qt.Key.Key_Space)


def test_search_waits_for_a_pause(qtbot: QtBot) -> None:
    field = SearchField("Search clients…")
    qtbot.addWidget(field)
    told: list[str] = []
    field.searched.connect(told.append)
    with qtbot.waitSignal(field.searched):
        QTest.keyClicks(field, "anna")
    assert told == ["anna"]
    assert field.accessibleName() == "Search clients"
    with qtbot.waitSignal(field.entered):
        QTest.keyClicks(field, "b")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == ["anna", "annab"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert told[-1] == ""
    assert field.text() == ""


def test_segments_are_chosen_by_click_and_arrow(qtbot: QtBot) -> None:
    control = SegmentedControl([("day", "Day"), ("week", "Week"), ("month", "Month")], name="Period")
    qtbot.addWidget(control)
    control.show()
    told: list[str] = []
    control.chosen.connect(told.append)
    assert control.current() == "day"
    control.button("week").click()
    QTest.keyClick(control.button("week"), Qt.Key.Key_Right)
    QTest.keyClick(control.button("month"), Qt.Key.Key_Right)
    assert told == ["week", "month"]
    control.set_current("day")
    assert told == ["week", "month"]
    assert control.button("day").accessibleName() == "Period: Day"


@pytest.fixture
def sidebar(qtbot: QtBot) -> Sidebar:
    made = Sidebar()
    qtbot.addWidget(made)
    for key, label, icon in (
        ("home", "Home", "home"),
        ("clients", "Clients", "users"),
        ("pay", "Payments", "wallet"),
    ):
        made.add_page(key, label, icon)
    made.show()
    return made


def test_the_sidebar_says_how_much_of_a_page_waits(sidebar: Sidebar) -> None:
    sidebar.set_count("clients", 3, "3 wait")
    assert (sidebar.count_text("clients"), sidebar.count_text("home")) == ("3", "")
    assert sidebar.button("clients").accessibleDescription() == "3 wait"
    sidebar.set_count("clients", 1234)
    assert sidebar.count_text("clients") == "99+"
    sidebar.set_count("clients", 0)
    assert sidebar.count_text("clients") == ""


def test_pages_are_chosen_by_keyboard(qtbot: QtBot, sidebar: Sidebar) -> None:
    told: list[str] = []
    sidebar.page_chosen.connect(told.append)
    sidebar.button("home").setFocus()
    QTest.keyClick(sidebar.button("home"), Qt.Key.Key_Down)
    qtbot.waitUntil(sidebar.button("clients").hasFocus)
    QTest.keyClick(sidebar.button("clients"), Qt.Key.Key_Return)
    QTest.keyClick(sidebar.button("clients"), Qt.Key.Key_End)
    QTest.keyClick(sidebar.button("pay"), Qt.Key.Key_Space)
    assert told == ["clients", "pay"]
    assert sidebar.current() == "pay"


def test_the_sidebar_marks_without_a_signal(qtbot: QtBot, sidebar: Sidebar) -> None:
    with qtbot.assertNotEmitted(sidebar.page_chosen):
        sidebar.set_current("pay")
        assert sidebar.current() == "pay"
        sidebar.set_current("unknown")
        assert sidebar.current() == ""
        sidebar.set_current("home")
    assert sidebar.current() == "home"
    with pytest.raises(ValueError, match="there already"):
        sidebar.add_page("home", "Home", "home")
    sidebar.set_visible("clients", False)
    sidebar.button("home").setFocus()
    QTest.keyClick(sidebar.button("home"), Qt.Key.Key_Down)
    qtbot.waitUntil(sidebar.button("pay").hasFocus)
    sidebar.clear()
    assert sidebar.pages() == []


def test_rows_are_38_high(sidebar: Sidebar) -> None:
    assert sidebar.button("home").height() >= 38


def test_a_form_says_what_is_wrong_where_it_is(qtbot: QtBot) -> None:
    form, name, mail = Form(), QLineEdit(), QLineEdit()
    qtbot.addWidget(form)
    form.add("Name", name, required=True)
    form.add("E-mail", mail, hint="For receipts")
    form.show()
    assert name.accessibleName() == "Name"
    assert not form.focus_first_error()
    form.set_error(mail, "No domain.")
    assert form.error(mail) == "No domain."
    assert mail.property("invalid") is True
    assert mail.accessibleDescription() == "No domain."
    assert form.focus_first_error()
    qtbot.waitUntil(mail.hasFocus)
    form.clear_errors()
    assert form.error(mail) == ""
    assert mail.property("invalid") is False
    with pytest.raises(KeyError):
        form.set_error(QLineEdit(), "x")


def test_a_form_in_columns_keeps_its_fields(qtbot: QtBot) -> None:
    form = Form(above=True, columns=2)
    qtbot.addWidget(form)
    fields = [QLineEdit() for _ in range(4)]
    form.add("First", fields[0])
    form.add("Last", fields[1])
    form.add("Street", fields[2], wide=True)
    form.add("Town", fields[3])
    form.resize(600, 300)
    form.show()
    assert fields[0].y() == fields[1].y()
    assert fields[2].width() > 1.8 * fields[0].width()
    assert fields[3].y() > fields[2].y()
    form.set_visible(fields[3], False)
    assert not fields[3].isVisible()


def test_the_wheel_changes_no_value(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    number, clock, day = (
        NumberField(0, 10, value=5),
        TimeField(time(9, 30)),
        DateField(TODAY, today=lambda: TODAY),
    )
    for field in (number, clock, day):
        layout.addWidget(field)
    page.show()
    for box in (number, clock, day.edit):
        place = QPointF(box.mapTo(page, box.rect().center()))
        QTest.wheelEvent(page.windowHandle(), place, QPoint(0, -120))
    assert (number.value(), clock.value(), day.value()) == (5, time(9, 30), TODAY)


def test_occupancy_says_how_many_are_inside(qtbot: QtBot) -> None:
    bar = OccupancyBar()
    qtbot.addWidget(bar)
    bar.set_value(37, 120)
    assert bar.text() == "37 of 120 inside"
    assert bar.accessibleName() == bar.text()
    bar.set_value(200, 120)
    assert not bar.grab().isNull()
    bar.set_value(3, None)
    assert bar.text() == "3 inside"
    bar.set_value(3, 0)
    assert bar.text() == "3 inside"


def test_a_photo_is_round(qtbot: QtBot) -> None:
    photo = QImage(60, 40, QImage.Format.Format_RGB32)
    photo.fill(QColor("#FF0000"))
    avatar = Avatar(40)
    qtbot.addWidget(avatar)
    avatar.set_person("Ann", photo)
    avatar.resize(40, 40)
    shot = avatar.grab().toImage()
    assert shot.pixelColor(20, 20).red() > 200
    assert shot.pixelColor(20, 20).green() < 60
    assert shot.pixelColor(1, 1) != shot.pixelColor(20, 20)


def test_an_empty_page_offers_the_first_step(qtbot: QtBot) -> None:
    empty = EmptyState("users", "No clients yet", "They show up here.", "Add a client")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.acted):
        empty.findChildren(PrimaryButton)[0].click()
    empty.set_text("Nothing found")
    assert empty.accessibleName() == "Nothing found"


def test_an_error_can_be_copied_and_retried(qtbot: QtBot) -> None:
    panel = ErrorPanel("Not saved", "The disk is full.", "OSError 28")
    qtbot.addWidget(panel)
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Not saved\nThe disk is full.\nOSError 28"
    with qtbot.waitSignal(panel.retried):
        panel.retry_button.click()


def test_a_banner_acts_and_closes(qtbot: QtBot) -> None:
    banner = Banner("Backup is old.", Tone.AMBER, action="Back up", closable=True)
    qtbot.addWidget(banner)
    banner.show()
    with qtbot.waitSignal(banner.acted):
        banner.action_button.click()
    with qtbot.waitSignal(banner.dismissed):
        banner.close_button.click()
    assert not banner.isVisible()


def test_a_header_holds_controls_and_goes_back(qtbot: QtBot) -> None:
    header, button = PageHeader("Ann", "Member since 2019", back=True), Button("Edit")
    qtbot.addWidget(header)
    header.add(button)
    with qtbot.waitSignal(header.back_pressed):
        header.findChildren(IconButton)[0].click()
    assert button.parent() is header


def test_a_skeleton_is_drawn(qtbot: QtBot) -> None:
    skeleton = Skeleton(3)
    qtbot.addWidget(skeleton)
    skeleton.resize(300, 120)
    assert len({skeleton.grab().toImage().pixel(x, 19) for x in range(300)}) > 1
    assert skeleton.accessibleName()


def test_a_sidebar_that_is_too_low_scrolls_to_the_page_that_is_open(qtbot: QtBot) -> None:
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    for number in range(20):
        sidebar.add_page(f"page {number}", f"Page {number}", "home")
    assert sidebar.minimumSizeHint().height() < 300
    sidebar.resize(sidebar.width(), 300)
    with qtbot.waitExposed(sidebar):
        sidebar.show()
    last = sidebar.button("page 19")
    assert last.visibleRegion().isEmpty()
    sidebar.set_current("page 19")
    assert not last.visibleRegion().isEmpty()
    QTest.keyClick(last, Qt.Key.Key_Home)
    assert not sidebar.button("page 0").visibleRegion().isEmpty()
