"""Which program this is, and whose work it stands on."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from fitnesscrm_desktop import __version__
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import L, S
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label

DISTRIBUTION = "fitnesscrm-desktop"
FONTS = (("Inter", "SIL Open Font License 1.1"), ("DejaVu Sans", "Bitstream Vera License"))
LONGEST_LICENCE = 60


@dataclass(frozen=True, slots=True)
class Library:
    """Something the program is made of."""

    name: str
    version: str
    licence: str


def libraries() -> tuple[Library, ...]:
    """What is installed of what the program asks for, by name."""
    try:
        wanted = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # a copy of the source that was never installed
        return ()
    always = [line for line in wanted if "extra ==" not in line]
    names = sorted({re.split(r"[^\w.-]", line)[0] for line in always}, key=str.casefold)
    found = []
    for name in names:
        try:
            facts = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # for another system
            continue
        found.append(Library(facts["Name"] or name, facts["Version"] or "", _licence(facts)))
    return tuple(found)


def _licence(facts: metadata.PackageMetadata) -> str:
    """The short name of the licence; packages say it in three different places."""
    lines = [str(line) for line in facts.get_all("Classifier") or []]
    classified = [line.rpartition(" :: ")[2] for line in lines if line.startswith("License :: ")]
    text = _said(facts, "License-Expression") or next(iter(classified), "") or _said(facts, "License")
    return text.splitlines()[0][:LONGEST_LICENCE] if text.strip() else ""


def _said(facts: metadata.PackageMetadata, name: str) -> str:
    return str(facts[name]) if name in facts else ""


class AboutSection(Section):
    """Version, licence, fonts and libraries."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card("FitnessCRM Desktop")
        version = self.tr("Version {version}").format(version=__version__)
        self.version = Label(version, "strong", selectable=True)
        card.add(self.version)
        words = self.tr("Free software under the MIT licence, without an account and without telemetry.")
        card.add(Label(words, "body", wrap=True))
        self._home = Label(
            self.tr("Data folder: {folder}").format(folder=desk.services.home.root),
            "muted",
            wrap=True,
            selectable=True,
        )
        card.add(self._home)
        row = QHBoxLayout()
        row.addWidget(Button(self.tr("Copy for support"), self._copy, icon="copy"))
        row.addStretch(1)
        card.body.addLayout(row)
        fonts = self.card(self.tr("Fonts"))
        for name, licence in FONTS:
            fonts.add(Label(f"{name} – {licence}", "body", wrap=True))
        parts = self.card(self.tr("Libraries"), self.tr("Thank you to everybody who makes them."))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(2, 1)
        parts.body.addLayout(self._grid)
        self.shown: tuple[Library, ...] = ()

    def arrive(self) -> None:
        """Look what is installed, once."""
        if not self.shown:
            self.desk.tasks.run(libraries, done=self._show, owner=self)

    def _show(self, found: tuple[Library, ...]) -> None:
        self.shown = found
        top = Qt.AlignmentFlag.AlignTop
        for row, library in enumerate(found):
            self._grid.addWidget(Label(library.name, "body"), row, 0, top)
            self._grid.addWidget(Label(library.version, "muted"), row, 1, top)
            self._grid.addWidget(Label(library.licence, "muted", elide=True), row, 2, top)

    def _copy(self) -> None:
        lines = [
            f"FitnessCRM Desktop {__version__}",
            f"Python {platform.python_version()} on {platform.platform()}",
            f"Database: {self.desk.services.core.database.url.get_backend_name()}",
            *(f"{each.name} {each.version}" for each in self.shown),
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.desk.toasts.show_toast(self.tr("Copied."))
