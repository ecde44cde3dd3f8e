"""Look at a PDF, print it, save it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.saved_file import write_whole
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.saved_files import open_folder_of, open_folder_text, saved_text
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.core.tokens import XS, M, S, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

SMALLEST, LARGEST, STEP = 0.25, 5.0, 1.25
PRINT_DPI = 200


class PdfView(QWidget):
    """``view.show_bytes(pdf, "receipt-17.pdf")``: the document with zoom, fit, page number, print and save.

    ``file_name`` is what the save dialog suggests. Saving runs as a task; printing opens the system's dialog.
    """

    def __init__(self, tasks: TaskRunner, dialogs: Dialogs, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        self._tasks, self._dialogs = tasks, dialogs
        self._bytes = b""
        self.store: Callable[[Path], object] | None = None
        """Writes the document to a file, where more belongs to that than writing its bytes."""
        self._file_name = "document.pdf"
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view = QPdfView(self)
        self._view.setObjectName("pages")
        self._view.setDocument(self._document)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setAccessibleName(self.tr("Document"))
        self._fit_mode, self._custom_mode = QPdfView.ZoomMode.FitToWidth, QPdfView.ZoomMode.Custom
        self._page = Label("", "muted")
        self._view.pageNavigator().currentPageChanged.connect(self._say_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addLayout(self._bar())
        self._saved_as: Path | None = None
        self.saved = Banner("", Tone.GREEN, closable=True)
        self.saved.hide()
        self.saved.acted.connect(self._open_folder)
        layout.addWidget(self.saved)
        layout.addWidget(self._view, 1)
        self._say_page()

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(XS)
        self.zoom_out_button = IconButton("zoom-out", self.tr("Zoom out"), lambda: self._zoom(1 / STEP))
        self.zoom_in_button = IconButton("zoom-in", self.tr("Zoom in"), lambda: self._zoom(STEP))
        self.fit_button = IconButton("fit-width", self.tr("Fit to width"), self._fit)
        self.print_button = Button(self.tr("Print…"), self._print, icon="printer")
        self.save_button = Button(self.tr("Save as…"), self._save, icon="save")
        for button in (self.zoom_out_button, self.zoom_in_button, self.fit_button):
            bar.addWidget(button)
        bar.addSpacing(M)
        bar.addWidget(self._page)
        bar.addStretch(1)
        bar.addWidget(self.print_button)
        bar.addSpacing(XS)
        bar.addWidget(self.save_button)
        return bar

    def show_bytes(self, pdf: bytes, file_name: str = "document.pdf") -> bool:
        """Show a document; False if it is not a PDF that can be read."""
        self._document.close()
        self._buffer.close()
        self._bytes, self._file_name = pdf, file_name
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.saved.hide()
        readable = self.page_count() > 0
        for button in (self.print_button, self.save_button):
            button.setEnabled(readable)
        self._say_page()
        return readable

    def page_count(self) -> int:
        """How many pages it has."""
        return max(self._document.pageCount(), 0)

    def document(self) -> QPdfDocument:
        """The document itself."""
        return self._document

    def zoom_factor(self) -> float:
        """The present zoom, 1 is 100 %."""
        return self._view.zoomFactor()

    def sizeHint(self) -> QSize:
        """Room for a page."""
        return QSize(640, 720)

    def _say_page(self) -> None:
        pages = self.page_count()
        page = min(self._view.pageNavigator().currentPage() + 1, pages)
        text = self.tr("Page {page} of {pages}").format(page=page, pages=pages) if pages else ""
        self._page.setText(text)

    def _zoom(self, factor: float) -> None:
        now = self._view.zoomFactor()
        self._view.setZoomMode(self._custom_mode)
        self._view.setZoomFactor(min(max(now * factor, SMALLEST), LARGEST))

    def _fit(self) -> None:
        self._view.setZoomMode(self._fit_mode)

    def _save(self) -> None:
        path = self._dialogs.choose_save_file(
            self.tr("Save document"), Path.home() / self._file_name, self.tr("PDF documents (*.pdf)")
        )
        if path is None:
            return
        pdf, store = self._bytes, self.store
        self._tasks.write(
            lambda: write_whole(pdf, path) if store is None else store(path),
            done=lambda _written: self._say_saved(path),
            failed=self._not_saved,
            owner=self,
        )

    def _say_saved(self, path: Path) -> None:
        """Here and not in passing: a message below a dialog could not be pressed."""
        self._saved_as = path
        self.saved.set_text(saved_text(path), Tone.GREEN, open_folder_text())
        self.saved.show()

    def _open_folder(self) -> None:
        if self._saved_as is not None:
            open_folder_of(self._saved_as)

    def _not_saved(self, error: Exception) -> None:
        """In the same place: what went wrong, and nothing to close before one can save again."""
        self._saved_as = None
        self.saved.set_text(str(error), Tone.RED)
        self.saved.show()

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self._dialogs.tell(
                self.tr("There is no printer"),
                self.tr(
                    "Add a printer in the system's settings, or save the document and print it elsewhere."
                ),
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        printer.setDocName(self._file_name)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.page_count())
        if self._dialogs.show(dialog):
            self.paint_on(printer)

    def paint_on(self, printer: QPrinter) -> None:
        """Draw the chosen pages onto *printer*."""
        first = max(printer.fromPage(), 1) - 1
        last = (printer.toPage() or self.page_count()) - 1
        painter = QPainter(printer)
        for number in range(first, min(last, self.page_count() - 1) + 1):
            if number > first:
                printer.newPage()
            target = printer.pageLayout().paintRectPixels(printer.resolution())
            painter.drawImage(self._fitted(target, number), self.page_image(number, target.width()))
        painter.end()

    def page_image(self, number: int, width: int) -> QImage:
        """A page as a picture *width* pixels wide, on white: Qt renders onto transparency."""
        points = self._document.pagePointSize(number)
        size = QSize(width, round(width * points.height() / max(points.width(), 1.0)))
        page = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        page.fill(QColor(Qt.GlobalColor.white))
        painter = QPainter(page)
        painter.drawImage(0, 0, self._document.render(number, size))
        painter.end()
        return page

    def _fitted(self, target: QRect, number: int) -> QRect:
        points = self._document.pagePointSize(number)
        size = points.toSize().scaled(target.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect((target.width() - size.width()) // 2, 0, size.width(), size.height())
