"""What holds for every page there is, whoever made it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.ui.core.desk import Page
from fitnesscrm_desktop.ui.settings.section_list import SectionList
from fitnesscrm_desktop.ui.shell.features import FEATURES
from fitnesscrm_desktop.ui.shell.samples import samples
from fitnesscrm_desktop.ui.shell.self_test import CLIENT_PAGE, PLACES, wanted
from tests.support.demo_file import DemoFile
from tests.support.window import StudioWindow

PAGES = [page for feature in FEATURES for page in feature.pages]
ALONE = [page.id for page in PAGES if page.id not in PLACES]
CLIENT_PARTS = [f"{CLIENT_PAGE} {part.id}" for feature in FEATURES for part in feature.client_parts]
EVERY = [*(page.id for page in PAGES), *CLIENT_PARTS]
"""All pages, and what features add to the page of a client."""
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
PRESSED = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
LOWEST = 32
PARTS = (QAbstractSpinBox, QComboBox, QCalendarWidget, QLineEdit)
"""Widgets whose insides belong to Qt."""


@pytest.fixture
def full(window: StudioWindow, demo_file: DemoFile, tmp_path: Path) -> StudioWindow:
    """The window on a studio full of people, its owner signed in."""
    return window.open(demo_file.open(tmp_path / "full"), demo_file.owner)


def show(window: StudioWindow, page_id: str) -> Page:
    return window.go(page_id.partition(" ")[0], **where(window, page_id))


def where(window: StudioWindow, page_id: str) -> dict[str, object]:
    """What the page has to be told to show something."""
    page_id, _, part = page_id.partition(" ")
    known = samples(window.work.services, window.work.desk.actor) if page_id in PLACES else {}
    found = {name: known[name] for name in PLACES.get(page_id, ())}
    return {**found, "tab": part} if part else found


def visible(page: QWidget) -> Iterator[QWidget]:
    return (each for each in page.findChildren(QWidget) if each.isVisibleTo(page))


def is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, PARTS):
        parent = parent.parentWidget()
    return parent is not None or isinstance(widget, QHeaderView | QScrollBar | QAbstractSlider)


def spoken_name(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or spoken.text(QAccessible.Text.Name)


def too_low(place: QWidget) -> list[str]:
    """What can be pressed or typed into and is hard to hit."""
    found = (each for each in visible(place) if isinstance(each, PRESSED) and not is_part(each))
    return [f"{described(each)}: {each.height()}" for each in found if each.height() < LOWEST]


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"


@contextmanager
def no_query_on_the_ui_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Notice every transaction that is begun where the window is painted."""
    noticed: list[str] = []
    for name in ("read", "write"):
        original = getattr(Core, name)

        def watched(core: Core, *, original: Any = original, name: str = name, **said: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                noticed.append(name)
            return original(core, **said)

        monkeypatch.setattr(Core, name, watched)
    yield noticed


class StrayWindows(QObject):
    """Notices widgets that are shown before they have a place: they flash as windows of their own."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._application = application

    def __enter__(self) -> list[str]:
        self._application.installEventFilter(self)
        return self.seen

    def __exit__(self, *_: object) -> None:
        self._application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(described(watched))
        return False


@pytest.mark.parametrize("page_id", EVERY)
def test_nothing_of_it_flashes_as_a_window_of_its_own(
    full: StudioWindow, qapp: QApplication, page_id: str
) -> None:
    full.work.window.pages.forget()
    with StrayWindows(qapp) as seen:
        page = show(full, page_id)
        for sections in page.findChildren(SectionList):
            for button in sections.buttons.values():
                full.click(button)
    assert seen == []


@pytest.mark.parametrize("page_id", ALONE)
def test_it_opens_on_the_first_day_of_a_studio(
    window: StudioWindow, services: Services, owner: Actor, page_id: str
) -> None:
    told: list[str] = []
    window.program.errors.told.connect(told.append)
    window.open(services, owner)
    window.go(page_id)
    assert window.page_id == page_id
    assert told == []


@pytest.mark.parametrize("page_id", EVERY)
def test_it_opens_full_and_asks_the_database_elsewhere(
    full: StudioWindow, page_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    full.program.errors.told.connect(told.append)
    place = where(full, page_id)
    with no_query_on_the_ui_thread(monkeypatch) as noticed:
        full.go(page_id.partition(" ")[0], **place)
        full.work.window.again()
        full.settle()
    assert told == []
    assert noticed == []


@pytest.mark.parametrize("page_id", EVERY)
def test_it_fits_the_smallest_window(full: StudioWindow, page_id: str) -> None:
    show(full, page_id)
    full.frame.resize(1024, 700)
    full.settle()
    assert (full.frame.width(), full.frame.height()) == (1024, 700)
    hint = full.frame.workspace.minimumSizeHint()
    assert (hint.width() <= 1024, hint.height() <= 700) == (True, True), hint


@pytest.mark.parametrize("page_id", EVERY)
def test_it_fits_with_large_text(full: StudioWindow, page_id: str) -> None:
    show(full, page_id)
    for _ in range(5):
        full.work.look.resize_text(1)
    full.settle()
    hint = full.frame.workspace.minimumSizeHint()
    full.work.look.resize_text(0)
    assert (hint.width() <= 1280, hint.height() <= 800) == (True, True), hint


@pytest.mark.parametrize("page_id", EVERY)
def test_it_can_be_worked_by_keyboard(full: StudioWindow, page_id: str) -> None:
    page = show(full, page_id)
    stops = [
        each for each in visible(page) if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()
    ]
    assert stops != []


@pytest.mark.parametrize("page_id", EVERY)
def test_everything_one_can_press_is_tall_enough(full: StudioWindow, page_id: str) -> None:
    page = show(full, page_id)
    full.work.toaster.show_toast("Done.", undo=lambda: None)
    full.settle()
    found = too_low(full.frame)
    for sections in page.findChildren(SectionList):
        for button in sections.buttons.values():
            full.click(button)
            full.settle()
            found += too_low(page)
    assert found == []


def test_everything_one_can_press_in_a_dialog_is_tall_enough(full: StudioWindow) -> None:
    known = samples(full.work.services, full.work.desk.actor)
    found = {}
    for dialog_id in full.work.window.dialog_ids():
        about = wanted(dialog_id, full.work.window.dialog_builder(dialog_id), known)
        full.work.window.open_dialog(dialog_id, **about)
        full.settle()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                found[dialog_id] = too_low(dialog)
                dialog.reject()
    assert {dialog_id: low for dialog_id, low in found.items() if low} == {}


@pytest.mark.parametrize("page_id", EVERY)
def test_everything_one_can_use_has_a_name(full: StudioWindow, page_id: str) -> None:
    page = show(full, page_id)
    usable = [each for each in visible(page) if isinstance(each, INTERACTIVE) and not is_part(each)]
    assert [described(each) for each in usable if not spoken_name(each).strip()] == []


@pytest.mark.parametrize("page_id", EVERY)
def test_all_its_words_are_plain_text(full: StudioWindow, page_id: str) -> None:
    page = show(full, page_id)
    labels = [each for each in page.findChildren(QLabel) if each.text()]
    assert [each.text() for each in labels if each.textFormat() is not Qt.TextFormat.PlainText] == []


@pytest.mark.parametrize("page_id", EVERY)
def test_it_changes_with_the_theme(full: StudioWindow, page_id: str) -> None:
    page = show(full, page_id)
    light = page.grab().toImage().pixelColor(3, 3)
    full.work.look.choose("dark")
    full.settle()
    dark = page.grab().toImage().pixelColor(3, 3)
    assert dark.lightness() < light.lightness()
