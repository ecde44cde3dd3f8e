"""Says where a file was saved, the same everywhere, and leads to its folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from fitnesscrm_desktop.ui.core.desk import Toasts


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavedFiles", text)


def saved_text(path: Path) -> str:
    """``clients.csv is in /home/anna``."""
    return _tr("{file} is in {folder}").format(file=path.name, folder=path.absolute().parent)


def open_folder_text() -> str:
    """What the button is called that leads there."""
    return _tr("Open folder")


def open_folder_of(path: Path) -> None:
    """Show the folder of *path* in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute().parent)))


def tell_saved(toasts: Toasts, path: Path, more: str = "") -> None:
    """Say in passing where *path* is; *more* is what else there is to say of it."""
    text = f"{saved_text(path)} · {more}" if more else saved_text(path)
    toasts.show_toast(text, undo=partial(open_folder_of, path), tone="good", action=open_folder_text())
