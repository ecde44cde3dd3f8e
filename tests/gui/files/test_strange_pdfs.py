"""PDFs of strangers: said what is in them, shown without running it, and never the end of the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.tasks import READERS
from fitnesscrm_desktop.ui.files.looking import FileLooks, SeenFiles
from fitnesscrm_desktop.ui.files.pdf_trial import Verdict, try_pdf
from fitnesscrm_desktop.ui.files.preview_pane import PreviewPane
from tests.gui.files.screen import FilesScreen
from tests.support import strange_pdfs
from tests.support.drawn_files import contract

SOON, LATE = 1.5, 20.0
"""Seconds that a document in circles is waited for here, and that nobody may have to wait."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds in a test."""
    monkeypatch.setattr(
        "fitnesscrm_desktop.ui.files.looking.try_pdf",
        lambda data, given_up: try_pdf(data, SOON, given_up=given_up),
    )


def pane_on(screen: FilesScreen, anna: int, content: bytes) -> PreviewPane:
    screen.keep(anna, content=content)
    pane = screen.tab(anna).browser.preview
    screen.settle()
    return pane


@pytest.mark.usefixtures("impatient")
def test_one_that_runs_in_circles_is_kept_and_not_shown(screen: FilesScreen, anna: int) -> None:
    pane = pane_on(screen, anna, strange_pdfs.in_circles())
    assert "This PDF is not shown here" in screen.said(pane)
    assert pane.pdf is None


def test_one_with_a_script_is_said_to_hold_it_and_shown(screen: FilesScreen, anna: int) -> None:
    script = screen.bring(content=strange_pdfs.with_script())
    dialog = screen.add_dialog(anna, script)
    screen.submit(dialog)
    [kept] = dialog.outcome
    assert kept.remark.startswith("This PDF holds a script.")
    pane = screen.tab(anna).browser.preview
    screen.settle()
    assert pane.pdf is not None
    assert pane.stack.currentWidget() is pane.pdf


class Followed(QObject):
    """Hears which links are followed."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    @Slot(QUrl)
    def follow(self, url: QUrl) -> None:
        """Remember it, open nothing."""
        self.heard.append(url.toString())


@pytest.mark.parametrize("action", [b"/S /URI /URI (http://example.org)", b"/S /Launch /F (/bin/true)"])
def test_a_click_on_a_link_starts_nothing(screen: FilesScreen, anna: int, action: bytes) -> None:
    followed = Followed()
    for scheme in ("http", "file"):
        QDesktopServices.setUrlHandler(scheme, followed, "follow")  # type: ignore[arg-type]  # stubs err
    pane = pane_on(screen, anna, strange_pdfs.with_link(action))
    assert pane.pdf is not None
    pages = pane.pdf.findChild(QAbstractScrollArea, "pages")
    assert isinstance(pages, QAbstractScrollArea)
    place = pages.viewport()
    QTest.qWait(50)
    for share in (0.2, 0.5, 0.8):
        middle = QPoint(place.width() // 2, round(place.height() * share))
        QTest.mouseMove(place, middle)
        QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=middle)
    for scheme in ("http", "file"):
        QDesktopServices.unsetUrlHandler(scheme)
    assert followed.heard == []


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        pytest.param(contract(pages=4), Verdict.SHOWN, id="a contract"),
        pytest.param(strange_pdfs.plain(), Verdict.SHOWN, id="plain"),
        pytest.param(b"%PDF-1.7\nnothing", Verdict.UNREADABLE, id="damaged"),
        pytest.param(
            strange_pdfs.plain().replace(b"/Count 1", b"/Count 999999"), Verdict.UNREADABLE, id="many"
        ),
    ],
)
def test_what_can_be_shown_is_found_out_elsewhere(data: bytes, verdict: Verdict) -> None:
    assert try_pdf(data) is verdict


def test_what_never_ends_is_given_up() -> None:
    began = time.monotonic()
    assert try_pdf(strange_pdfs.in_circles(), SOON) is Verdict.HARMFUL
    assert time.monotonic() - began < 10 * SOON


def test_what_nobody_waits_for_any_more_is_given_up_at_once() -> None:
    began = time.monotonic()
    assert try_pdf(strange_pdfs.in_circles(), 10 * LATE, given_up=lambda: True) is Verdict.HARMFUL
    assert time.monotonic() - began < LATE


class SlowTrials:
    """Trials that last until nobody waits for them any more."""

    def __init__(self) -> None:
        self.begun = self.under_way = 0
        self._nothing = threading.Event()

    def __call__(self, _data: bytes, given_up: Callable[[], bool]) -> Verdict:
        """As ``try_pdf`` does."""
        self.begun += 1
        self.under_way += 1
        ends = time.monotonic() + LATE
        while not given_up() and time.monotonic() < ends:
            self._nothing.wait(0.01)
        self.under_way -= 1
        return Verdict.HARMFUL


def test_lists_are_read_while_pdfs_are_tried_and_who_walks_on_ends_the_trial(
    qtbot: QtBot, screen: FilesScreen, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials, tasks = SlowTrials(), screen.at_hand.tasks
    monkeypatch.setattr("fitnesscrm_desktop.ui.files.looking.try_pdf", trials)
    files = [screen.keep(anna, f"{number}.pdf", content=contract(str(number))) for number in range(READERS)]
    looks, read = [FileLooks(screen.at_hand.desk, SeenFiles()) for _file in files], list[str]()
    for each, file in zip(looks, files, strict=True):
        each.look(file.id, None, done=lambda _look: None, failed=screen.at_hand.window.report)
    qtbot.waitUntil(lambda: trials.begun > 0)
    tasks.run(lambda: "a list", done=read.append)
    qtbot.waitUntil(lambda: read == ["a list"])
    assert trials.under_way
    for each in looks:
        each.drop()
    qtbot.waitUntil(tasks.idle)
    assert not trials.under_way
    assert screen.at_hand.window.reported == []


def test_the_trial_knows_nothing_of_the_program() -> None:
    source = Path(try_pdf.__code__.co_filename).read_text(encoding="utf-8")
    assert "import fitnesscrm_desktop" not in source
    assert "from fitnesscrm_desktop" not in source
