"""The session brief: one card with what a trainer should know; Enter leads to where a line comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.progress.brief import SessionBrief
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M
from fitnesscrm_desktop.ui.progress.brief_lines import CLIENT_PAGE, BriefLine, brief_lines
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label

SIZE = (860, 560)


class BriefDialog(StudioDialog):
    """Read in a minute, from the gravest line to the birthday."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__()
        self.desk, self._client_id = desk, client_id
        self.setWindowTitle(self.tr("Session brief"))
        self._title, self._sub = Label(self.tr("Session brief"), "title", elide=True), Label("", "muted")
        self.model: RowsTableModel[BriefLine] = RowsTableModel(
            [
                Column(self.tr("About"), lambda line: line.kind, tone=lambda line: line.tone, width=190),
                Column(self.tr("What"), lambda line: line.text, tooltip=lambda line: line.text),
                Column(self.tr("Day"), lambda line: line.day, width=150),
            ],
            parent=self,
        )
        self.table = DataTable(self.tr("Session brief"))
        self.table.setModel(self.model)
        self.table.row_activated.connect(self.follow)
        close = Button(self.tr("Close"), self.accept)
        close.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(Label(self.tr("Enter leads to where a line comes from."), "muted"))
        foot.addStretch(1)
        foot.addWidget(close)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addLayout(words)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.resize_on_screen(theme().px(SIZE[0]), theme().px(SIZE[1]))
        brief, actor = desk.services.brief, desk.actor
        desk.tasks.run(
            lambda: brief.of(actor, client_id), done=self._show, failed=desk.window.report, owner=self
        )

    def _show(self, brief: SessionBrief) -> None:
        self._title.setText(brief.name)
        parts = [self.tr("Session brief"), self.desk.formats.long_day(brief.day)]
        if brief.age is not None:
            parts.append(self.tr("{age} years").format(age=brief.age))
        self._sub.setText(" · ".join(parts))
        self.model.show_rows(brief_lines(brief, self.desk.formats))
        self.table.select_row(0)
        self.table.setFocus()

    def follow(self, line: BriefLine) -> None:
        """Go to where it comes from."""
        window, client_id = self.desk.window, self._client_id
        self.accept()
        if line.dialog:
            window.open_dialog(line.dialog, client_id=client_id, **line.about)
        else:
            window.go(CLIENT_PAGE, client_id=client_id, **line.about)
