"""Files and privacy: where the key of the files is, how another PC gets it, and how much is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.photos import MAX_BYTES
from fitnesscrm_desktop.services.files.events import FileKeyAdded
from fitnesscrm_desktop.services.files.keys import KeyPlace, KeyState
from fitnesscrm_desktop.services.files.results import KeyInfo
from fitnesscrm_desktop.services.files.store import MEGABYTE, MOST_BYTES
from fitnesscrm_desktop.services.files.tidying import KEPT_DAYS
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import L, S, Tone
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label

KILOBYTE = 1024


class FilesSection(Section):
    """What is told openly: whoever has the recovery code and the data can read every file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.values: dict[str, Label] = {}
        self.state = Banner("", Tone.BLUE)
        card = self.card(
            self.tr("The key"),
            self.tr(
                "Files, photos and signed forms are encrypted with a key of this studio. It is never in the "
                "database or in a backup."
            ),
        )
        card.add(self.state)
        self.facts_of_key = self._facts(
            {
                "place": self.tr("Kept in"),
                "fingerprint": self.tr("Fingerprint"),
            }
        )
        card.body.addLayout(self.facts_of_key)
        self.show_code = Button(
            self.tr("Show the recovery code…"), lambda: self._open("settings.recovery_code"), icon="key"
        )
        self.enter_code = Button(
            self.tr("Enter a recovery code…"), lambda: self._open("settings.enter_code"), icon="lock"
        )
        self.unlock = Button(
            self.tr("Type the master password…"), lambda: self._open("settings.master_password"), icon="lock"
        )
        self.new_key = Button(
            self.tr("Start anew with another key…"),
            lambda: self._open("settings.new_key"),
            icon="alert-triangle",
        )
        row = QHBoxLayout()
        row.setSpacing(S)
        for button in (self.show_code, self.enter_code, self.unlock, self.new_key):
            row.addWidget(button)
            button.hide()
        row.addStretch(1)
        card.body.addLayout(row)
        self._add_store()
        desk.bridge.on(FileKeyAdded, lambda _event: self.arrive(), owner=self)

    def _add_store(self) -> None:
        card = self.card(self.tr("What is kept"))
        card.body.addLayout(
            self._facts(
                {
                    "contents": self.tr("Now"),
                    "lost": self.tr("Cannot be opened"),
                    "most": self.tr("Largest file"),
                    "photo": self.tr("Largest photo"),
                    "removed": self.tr("Removed files"),
                    "seen": self.tr("Who looked"),
                }
            )
        )
        number = self.desk.formats.number
        self.values["most"].setText(self.tr("{size} MB").format(size=number(MOST_BYTES // MEGABYTE)))
        photo = self.tr("{size} MB; it is turned upright, and place and camera are taken out of it")
        self.values["photo"].setText(photo.format(size=number(MAX_BYTES // MEGABYTE)))
        removed = self.tr("can be brought back for {days} days, then they are gone for good")
        self.values["removed"].setText(removed.format(days=number(KEPT_DAYS)))
        self.values["seen"].setText(
            self.tr("at a photo or a file, or took one out, is written down, once for each look")
        )

    def _facts(self, captions: dict[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(1, 1)
        for row, (name, caption) in enumerate(captions.items()):
            self.values[name] = Label("…", "body", wrap=True, selectable=True)
            grid.addWidget(Label(caption, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.values[name], row, 1)
        return grid

    def arrive(self) -> None:
        """Look for the key."""
        keys, actor = self.desk.services.file_keys, self.desk.actor
        self.desk.tasks.run(
            lambda: keys.info(actor), done=self._show, failed=self.desk.window.report, owner=self
        )

    def _show(self, info: KeyInfo) -> None:
        self.state.set_text(*self._state(info.state))
        self.values["place"].setText(self._place(info))
        self.values["fingerprint"].setText(_in_groups(info.fingerprint) or self.tr("none yet"))
        contents = (
            self.tr("one content, {size}") if info.contents == 1 else self.tr("{count} contents, {size}")
        )
        count = self.desk.formats.number(info.contents)
        self.values["contents"].setText(contents.format(count=count, size=self._size(info.size)))
        self.values["lost"].setText(self._lost(info.lost))
        is_owner = self.desk.actor.may(Permission.MAINTAIN_DATABASE)
        here = info.state in {KeyState.READY, KeyState.NONE_YET}
        self.show_code.setVisible(is_owner and here)
        away = info.state in {KeyState.MISSING, KeyState.WRONG}
        self.enter_code.setVisible(is_owner and (away or info.lost > 0))
        self.new_key.setVisible(is_owner and away)
        self.unlock.setVisible(info.state is KeyState.LOCKED)

    def _state(self, state: KeyState) -> tuple[str, Tone]:
        return {
            KeyState.READY: (
                self.tr(
                    "The key is on this PC. Write the recovery code down and lock it away: without key and "
                    "code nobody can ever read the files again."
                ),
                Tone.GREEN,
            ),
            KeyState.NONE_YET: (self.tr("There is no key yet: the first file makes one."), Tone.BLUE),
            KeyState.LOCKED: (
                self.tr("The key may be in the vault of this PC, which is locked."),
                Tone.AMBER,
            ),
            KeyState.MISSING: (
                self.tr(
                    "The key is not on this PC: files cannot be read or stored. Enter the recovery code. If "
                    "it is lost on every PC, too, start anew."
                ),
                Tone.RED,
            ),
            KeyState.WRONG: (
                self.tr("What lies in the place of the key is not this studio’s. Enter the recovery code."),
                Tone.RED,
            ),
        }[state]

    def _place(self, info: KeyInfo) -> str:
        if info.state is KeyState.NONE_YET:
            return self.tr("nowhere yet")
        if info.place is None:
            return self.tr("not on this PC")
        place = {
            KeyPlace.KEYRING: self.tr("the keyring of this PC"),
            KeyPlace.VAULT: self.tr("the vault of this PC, behind its master password"),
            KeyPlace.KEY_FILE: self.tr("a file that only you can read, because this PC has no keyring"),
            KeyPlace.DEMO_FILE: self.tr("a file beside the data: in a made-up studio nothing is secret"),
        }[info.place]
        return place if info.file is None else f"{place}: {info.file}"

    def _lost(self, lost: int) -> str:
        if lost == 0:
            return self.tr("nothing")
        what = self.tr("one content") if lost == 1 else self.tr("{count} contents")
        text = self.tr(
            "{what}, stored with a former key. They stay: the recovery code of that key opens them again."
        )
        return text.format(what=what.format(count=self.desk.formats.number(lost)))

    def _size(self, size: int) -> str:
        number = self.desk.formats.number
        if size < MEGABYTE:
            return self.tr("{size} kB").format(size=number(round(size / KILOBYTE)))
        return self.tr("{size} MB").format(size=number(round(size / MEGABYTE)))

    def _open(self, dialog_id: str) -> None:
        self.desk.window.open_dialog(dialog_id, then=lambda _outcome: self.arrive())


def _in_groups(fingerprint: str) -> str:
    """The fingerprint as one compares it with another."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
