"""One file, as large as the screen allows."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.files.results import FileInfo
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.tokens import L, M
from fitnesscrm_desktop.ui.files.looking import SeenFiles
from fitnesscrm_desktop.ui.files.preview_pane import PreviewPane
from fitnesscrm_desktop.ui.files.words import tr
from fitnesscrm_desktop.ui.widgets.buttons import Button

SIZE = (980, 760)


class ViewDialog(StudioDialog):
    """Shows what the list shows beside itself; what was seen there is not looked up again."""

    def __init__(self, desk: Desk, seen: SeenFiles, file: FileInfo) -> None:
        super().__init__()
        self.setWindowTitle(file.name)
        self.pane = PreviewPane(desk, seen, large=True)
        self.pane.show_file(file)
        close = Button(tr("Close"), self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addWidget(self.pane, 1)
        layout.addLayout(foot)
        self.resize_on_screen(*SIZE)
        close.setFocus()
