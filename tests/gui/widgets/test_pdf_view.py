from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QDesktopServices, QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from tests.support.inline_tasks import InlineTasks
from tests.support.scripted_dialogs import ScriptedDialogs


@pytest.fixture
def pdf(qapp: object) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.setPageMargins(QMarginsF(10, 10, 10, 10))
    painter = QPainter(writer)
    painter.setFont(QFont("Inter", 12))  # in points: the application's own font counts pixels
    painter.drawText(200, 200, "Receipt")
    writer.newPage()
    painter.drawText(200, 200, "Page two")
    painter.end()
    return bytes(buffer.data().data())


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def view(qtbot: QtBot, dialogs: ScriptedDialogs, pdf: bytes) -> PdfView:
    made = PdfView(InlineTasks(), dialogs)
    qtbot.addWidget(made)
    made.resize(640, 700)
    made.show()
    assert made.show_bytes(pdf, "receipt-17.pdf")
    return made


def test_a_document_is_shown(view: PdfView) -> None:
    assert view.page_count() == 2
    assert view.save_button.isEnabled()


def test_pages_are_on_white(view: PdfView) -> None:
    page = view.page_image(0, 900)
    assert page.pixelColor(2, 2).name() == "#ffffff"
    assert page.pixelColor(2, 2).alpha() == 255
    assert any(page.pixelColor(x, y).lightness() < 128 for x in range(300) for y in range(200))


def test_zoom_and_fit(view: PdfView) -> None:
    view.zoom_in_button.click()
    first = view.zoom_factor()
    view.zoom_in_button.click()
    assert view.zoom_factor() > first
    for _ in range(40):
        view.zoom_out_button.click()
    assert view.zoom_factor() >= 0.25
    view.fit_button.click()


def test_saving_asks_where(view: PdfView, dialogs: ScriptedDialogs, tmp_path: Path, pdf: bytes) -> None:
    dialogs.then(tmp_path / "out.pdf", None)
    view.save_button.click()
    assert (tmp_path / "out.pdf").read_bytes() == pdf
    assert dialogs.asked[0][2].endswith("receipt-17.pdf")
    view.save_button.click()


def test_it_says_where_it_was_saved_and_leads_there(
    view: PdfView, dialogs: ScriptedDialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    assert not view.saved.isVisibleTo(view)
    dialogs.then(tmp_path / "out.pdf")
    view.save_button.click()
    assert view.saved.isVisibleTo(view)
    assert view.saved.text() == f"out.pdf is in {tmp_path}"
    view.saved.action_button.click()
    assert opened == [str(tmp_path)]


def test_a_failed_save_is_told(view: PdfView, dialogs: ScriptedDialogs, tmp_path: Path) -> None:
    dialogs.then(tmp_path / "missing" / "out.pdf")
    view.save_button.click()
    assert "missing/out.pdf could not be written: No such file" in view.saved.text()
    assert view.saved.isVisibleTo(view)
    assert dialogs.told == [], "nothing to close before it is saved elsewhere"


def test_a_full_disk_is_named(
    view: PdfView, dialogs: ScriptedDialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    dialogs.then(tmp_path / "out.pdf")
    view.save_button.click()
    assert "the disk is full" in view.saved.text()
    assert not list(tmp_path.glob("*out*"))


def test_without_a_printer_the_cure_is_told(view: PdfView, dialogs: ScriptedDialogs) -> None:
    view.print_button.click()
    assert "no printer" in dialogs.told[0][0]


def test_printing_draws_every_page(view: PdfView, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    view.paint_on(printer)
    assert view.show_bytes((tmp_path / "printed.pdf").read_bytes())
    assert view.page_count() == 2


def test_something_else_is_no_document(view: PdfView) -> None:
    assert not view.show_bytes(b"not a pdf")
    assert not view.save_button.isEnabled()
