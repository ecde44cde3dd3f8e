"""Where the data is, whether it is healthy, and which copies there are."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.maintenance.results import Finding, FindingState, RepairOutcome
from fitnesscrm_desktop.services.settings.storage import StorageFacts
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import Progress
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label
from fitnesscrm_desktop.ui.widgets.states import Skeleton

KILOBYTE = 1024
SUMS = frozenset({"client figures", "visit hours", "takings", "packs", "due days"})
"""What the doctor can make anew."""
SIGNS = {
    FindingState.OK: ("check-circle", Tone.GREEN),
    FindingState.WARNING: ("alert-triangle", Tone.AMBER),
    FindingState.BAD: ("x-circle", Tone.RED),
}


class DatabaseSection(Section):
    """Facts, an examination on demand, and the copies made before upgrades."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts: StorageFacts | None = None
        self._add_facts()
        self._add_examination()
        self._add_copies()

    def arrive(self) -> None:
        """Look at files and database."""
        settings, actor = self.desk.services.settings, self.desk.actor
        self.desk.tasks.run(
            lambda: settings.storage(actor), done=self._show, failed=self.desk.window.report, owner=self
        )

    def _add_facts(self) -> None:
        card = self.card(self.tr("The studio’s data"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(1, 1)
        self.values: dict[str, Label] = {}
        for row, (name, caption) in enumerate(
            (
                ("label", self.tr("Where")),
                ("kind", self.tr("Kind")),
                ("size", self.tr("Size")),
                ("revision", self.tr("Schema")),
            )
        ):
            self.values[name] = Label("…", "body", wrap=True, selectable=True)
            grid.addWidget(Label(caption, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.values[name], row, 1)
        card.body.addLayout(grid)
        self.copy_button = IconButton("copy", self.tr("Copy where it is"), self._copy_label)
        self.folder_button = Button(self.tr("Open folder"), self._open_folder, icon="file")
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(S)
        row_of_buttons.addWidget(self.folder_button)
        row_of_buttons.addWidget(self.copy_button)
        row_of_buttons.addStretch(1)
        card.body.addLayout(row_of_buttons)

    def _add_examination(self) -> None:
        card = self.card(
            self.tr("Is everything healthy?"),
            self.tr("Reads the whole database and compares all sums with their parts. Nothing is changed."),
        )
        self.check_button = Button(self.tr("Check now"), self.examine, icon="shield")
        self.repair_button = Button(self.tr("Make sums anew"), self._repair, icon="refresh")
        self.repair_button.hide()
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.check_button)
        row.addWidget(self.repair_button)
        row.addStretch(1)
        card.body.addLayout(row)
        self._waiting = Skeleton(4, row_height=30)
        self._waiting.hide()
        card.add(self._waiting)
        self._found = QVBoxLayout()
        self._found.setSpacing(S)
        card.body.addLayout(self._found)
        self.findings: list[Finding] = []

    def _add_copies(self) -> None:
        card = self.card(
            self.tr("Copies"),
            self.tr("Before an upgrade changes the database, a proven copy is made. The last five are kept."),
        )
        self._copies = QVBoxLayout()
        self._copies.setSpacing(S)
        card.body.addLayout(self._copies)
        self.copies_button = Button(self.tr("Open the folder of copies"), self._open_copies, icon="file")
        row = QHBoxLayout()
        row.addWidget(self.copies_button)
        row.addStretch(1)
        card.body.addLayout(row)

    def _show(self, facts: StorageFacts) -> None:
        self._facts = facts
        self.values["label"].setText(facts.label)
        self.values["kind"].setText(facts.kind)
        self.values["size"].setText(self._size(facts.size))
        self.values["revision"].setText(self.tr("Revision {number}").format(number=facts.revision))
        self.folder_button.setVisible(facts.folder is not None)
        _empty(self._copies)
        for copy in facts.copies:
            made = self.desk.formats.moment(copy.made_at)
            words = f"{copy.file.name}   ·   {self._size(copy.size)}   ·   {made}"
            self._copies.addWidget(Label(words, "body", elide=True))
        if not facts.copies:
            self._copies.addWidget(Label(self.tr("None so far: nothing has been upgraded yet."), "muted"))
        self.copies_button.setEnabled(bool(facts.copies))

    def examine(self) -> None:
        """Look at everything; it may take a while."""
        doctor, actor = self.desk.services.doctor, self.desk.actor
        self.check_button.setEnabled(False)
        self.check_button.setText(self.tr("Checking…"))
        _empty(self._found)
        self._waiting.show()

        def work(_progress: Progress) -> list[Finding]:
            return doctor.examine(actor)

        self.desk.tasks.long(
            work, progress=lambda *_: None, done=self._examined, failed=self._not_examined, owner=self
        )

    def _examined(self, found: list[Finding]) -> None:
        self._rest()
        self.findings = found
        for finding in found:
            self._found.addWidget(_FindingLine(finding))
        wrong = any(each.state is not FindingState.OK and each.name in SUMS for each in found)
        self.repair_button.setVisible(wrong)

    def _not_examined(self, error: Exception) -> None:
        self._rest()
        self.desk.window.report(error)

    def _rest(self) -> None:
        self._waiting.hide()
        self.check_button.setEnabled(True)
        self.check_button.setText(self.tr("Check again"))

    def _repair(self) -> None:
        doctor, actor = self.desk.services.doctor, self.desk.actor
        self.repair_button.setEnabled(False)
        self.desk.tasks.write(
            lambda: doctor.repair_roll_ups(actor), done=self._repaired, failed=self._not_repaired, owner=self
        )

    def _repaired(self, outcome: RepairOutcome) -> None:
        self.repair_button.setEnabled(True)
        self.desk.toasts.show_toast(
            self.tr("The sums of {count} clients were made anew.").format(
                count=self.desk.formats.number(outcome.clients)
            ),
            tone="good",
        )
        self.examine()

    def _not_repaired(self, error: Exception) -> None:
        self.repair_button.setEnabled(True)
        self.desk.window.report(error)

    def _copy_label(self) -> None:
        QGuiApplication.clipboard().setText(self.values["label"].text())
        self.desk.toasts.show_toast(self.tr("Copied."))

    def _open_folder(self) -> None:
        if self._facts is not None and self._facts.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._facts.folder)))

    def _open_copies(self) -> None:
        if self._facts is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._facts.copies_folder)))

    def _size(self, size: int) -> str:
        number = self.desk.formats.number
        if size < KILOBYTE**2:
            return self.tr("{size} kB").format(size=number(max(1, round(size / KILOBYTE))))
        return self.tr("{size} MB").format(size=number(round(size / KILOBYTE**2)))


class _FindingLine(QWidget):
    """A sign and a sentence."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        icon, tone = SIGNS[finding.state]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(IconLabel(icon, color=tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(finding.text, "body", wrap=True, selectable=True), 1)


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
