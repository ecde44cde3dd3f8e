"""The short dialogs: a note, a consent, a code, a block, and who belongs to whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.clients.results import (
    ClientDetail,
    ClientHit,
    CodeInfo,
    ConsentInfo,
    NoteInfo,
)
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.clients.words import consent_meaning, consent_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, Tone
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog, ConflictRow
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

HITS = 12
YES, NO = "yes", "no"


class AboutClientDialog(FormDialog):
    """Says about whom it is; ``detail`` is there as soon as it is loaded."""

    def __init__(self, desk: Desk, title: str, verb: str, client_id: int, *, danger: bool = False) -> None:
        super().__init__(desk, title, verb, danger=danger)
        self.client_id = client_id
        self.detail: ClientDetail | None = None

    def begin(self) -> None:
        """Load whom it is about; called at the end of the constructor of each dialog."""
        directory, actor, client_id = self.desk.services.directory, self.desk.actor, self.client_id
        self.load(lambda: directory.detail(actor, client_id), self._loaded)

    def _loaded(self, detail: ClientDetail) -> None:
        self.detail = detail
        self.set_sub(detail.name)
        self.client_shown(detail)
        self.remember_typed()

    def offer_undo(self, text: str, back: Callable[[], Any]) -> None:
        """Say *text*; Undo does *back* off the UI thread."""
        tasks = self.desk.tasks

        def undo() -> None:
            tasks.write(back, done=lambda _done: None)

        self.desk.toasts.show_toast(text, undo=undo, tone="good")

    def client_shown(self, detail: ClientDetail) -> None:
        """The client is there: fill in what depends on it."""


class NoteDialog(AboutClientDialog):
    """``outcome`` is the ``NoteInfo``. With a *note_id* that note is changed."""

    def __init__(self, desk: Desk, *, client_id: int, note_id: int | None = None) -> None:
        title = self.tr("Note") if note_id is None else self.tr("Change the note")
        super().__init__(desk, title, self.tr("Save"), client_id)
        self._note_id, self._note = note_id, None
        self._version = 0
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme().px(110))
        self.pinned = QCheckBox(self.tr("Pinned: shows at every check-in"))
        self.private = QCheckBox(self.tr("Private: for me and those who may see health data"))
        self.add_field("text", self.tr("What should others know?"), self.text, required=True)
        boxes = QWidget()
        column = QVBoxLayout(boxes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.pinned)
        column.addWidget(self.private)
        boxes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.form.add_wide(boxes)
        self.text.setFocus()
        self.begin()

    def client_shown(self, detail: ClientDetail) -> None:
        """Show the note that is to be changed."""
        note = next((each for each in detail.notes if each.id == self._note_id), None)
        if note is not None:
            self._version = note.version
            self.text.setPlainText(note.text)
            self.pinned.setChecked(note.pinned)
            self.private.setChecked(note.private)

    def deed(self) -> Callable[[], NoteInfo] | None:
        """Write it down."""
        records, actor, client_id = self.desk.services.records, self.desk.actor, self.client_id
        text, note_id, version = self.text.toPlainText(), self._note_id, self._version
        pinned, private = self.pinned.isChecked(), self.private.isChecked()
        if not text.strip():
            self.form.set_error(self.text, self.tr("A note needs some text."))
            return None
        if note_id is None:
            return lambda: records.add_note(actor, client_id, text, pinned=pinned, private=private)
        return lambda: records.edit_note(actor, note_id, version, text, pinned=pinned, private=private)

    def succeeded(self, outcome: NoteInfo) -> None:
        """Offer to take a new note back."""
        if self._note_id is None:
            records, actor = self.desk.services.records, self.desk.actor
            self.offer_undo(self.tr("The note is added"), lambda: records.remove_note(actor, outcome.id))
        super().succeeded(outcome)

    def show_error(self, error: Exception) -> None:
        """Somebody else has changed the note: mine or theirs."""
        if not isinstance(error, Conflict) or not error.mine:
            super().show_error(error)
            return
        captions = {
            "text": self.tr("Text"),
            "pinned": self.tr("Pinned"),
            "private": self.tr("Private"),
        }
        rows = [
            ConflictRow(name, captions[name], self._said(mine), self._said(error.theirs[name]))
            for name, mine in error.mine.items()
        ]
        dialog = ConflictDialog(error.text, rows)
        if self.desk.dialogs.show(dialog):
            self._keep({name: error.theirs[name] for name in error.theirs}, dialog.keeps_mine())

    def _keep(self, theirs: dict[str, Any], mine: frozenset[str]) -> None:
        if "text" in theirs and "text" not in mine:
            self.text.setPlainText(str(theirs["text"]))
        for name, box in (("pinned", self.pinned), ("private", self.private)):
            if name in theirs and name not in mine:
                box.setChecked(bool(theirs[name]))
        directory, actor, client_id = self.desk.services.directory, self.desk.actor, self.client_id
        self.load(lambda: directory.detail(actor, client_id), self._try_again)

    def _try_again(self, detail: ClientDetail) -> None:
        note = next((each for each in detail.notes if each.id == self._note_id), None)
        if note is not None:
            self._version = note.version
        self.submit()

    def _said(self, value: object) -> str:
        if isinstance(value, bool):
            return self.tr("Yes") if value else self.tr("No")
        return str(value)


class ConsentDialog(AboutClientDialog):
    """``outcome`` is the ``ConsentInfo``."""

    def __init__(self, desk: Desk, *, client_id: int, kind: str = "", given: bool = True) -> None:
        super().__init__(desk, self.tr("Record a consent"), self.tr("Record"), client_id)
        today = desk.today()
        self.kind = ChoiceField([(each.value, consent_word(each)) for each in ConsentKind])
        self.kind.set_code(kind or ConsentKind.PHOTO)
        self.kind.chosen.connect(lambda _code: self._explain())
        self.given = SegmentedControl(
            [(YES, self.tr("Has agreed")), (NO, self.tr("Has said no"))], name=self.tr("Answer")
        )
        self.given.set_current(YES if given else NO)
        self.source = QLineEdit(self.tr("At the desk"))
        self.source.setMaxLength(200)
        self.day = DateField(today, optional=False, today=lambda: today)
        self.day.set_range(date(1900, 1, 1), today)
        self.add_field("kind", self.tr("To what"), self.kind)
        self.add_field("given", self.tr("Answer"), self.given)
        self.add_field(
            "source",
            self.tr("Where it came from"),
            self.source,
            hint=self.tr("Paper form, e-mail, at the desk …"),
        )
        self.add_field("on_day", self.tr("On"), self.day)
        self._explain()
        self.kind.setFocus()
        self.begin()

    def deed(self) -> Callable[[], ConsentInfo] | None:
        """Write it down."""
        records, actor, client_id = self.desk.services.records, self.desk.actor, self.client_id
        kind, given = ConsentKind(self.kind.code()), self.given.current() == YES
        source, day = self.source.text(), self.day.value()
        return lambda: records.record_consent(actor, client_id, kind, given=given, source=source, on_day=day)

    def _explain(self) -> None:
        self.say("")
        self.kind.setToolTip(consent_meaning(ConsentKind(self.kind.code())))


class CodeDialog(AboutClientDialog):
    """``outcome`` is the ``CodeInfo``. A scanner types the code and presses Enter."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__(desk, self.tr("Add a card or fob"), self.tr("Add"), client_id)
        self.code, self.label = QLineEdit(), QLineEdit()
        self.code.setMaxLength(80)
        self.label.setMaxLength(60)
        self.add_field(
            "code",
            self.tr("Code"),
            self.code,
            required=True,
            hint=self.tr("Scan it now, or type what is printed on it."),
        )
        self.add_field("label", self.tr("What it is"), self.label, hint=self.tr("Blue fob, old card …"))
        self.code.setFocus()
        self.begin()

    def deed(self) -> Callable[[], CodeInfo] | None:
        """Give it to the client."""
        records, actor, client_id = self.desk.services.records, self.desk.actor, self.client_id
        code, label = self.code.text(), self.label.text()
        if not code.strip():
            self.form.set_error(self.code, self.tr("A code needs at least one character."))
            return None
        return lambda: records.add_code(actor, client_id, code, label)

    def succeeded(self, outcome: CodeInfo) -> None:
        """Offer to take it away again."""
        records, actor = self.desk.services.records, self.desk.actor
        text = self.tr("The code {code} is added").format(code=outcome.code)
        self.offer_undo(text, lambda: records.remove_code(actor, outcome.id))
        super().succeeded(outcome)


class BlockDialog(AboutClientDialog):
    """Keep a client out; ``outcome`` is the ``ClientCard``."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__(desk, self.tr("Block this client"), self.tr("Block"), client_id, danger=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.add_field(
            "reason",
            self.tr("Why"),
            self.reason,
            required=True,
            hint=self.tr("The desk sees this at the next check-in."),
        )
        self.reason.setFocus()
        self.begin()

    def deed(self) -> Callable[[], Any] | None:
        """Block."""
        clients, actor, client_id = self.desk.services.clients, self.desk.actor, self.client_id
        reason = self.reason.text()
        if not reason.strip():
            self.form.set_error(self.reason, self.tr("Say why, so that the desk can explain it."))
            return None
        return lambda: clients.block(actor, client_id, reason)


def client_picker(desk: Desk, hint: str, *, without: int) -> PickerField[ClientHit]:
    """A field that finds any client but one."""
    actor = desk.actor

    def search(text: str) -> Sequence[ClientHit]:
        hits = desk.services.directory.search(actor, text, HITS + 1, archived=True)
        return [hit for hit in hits if hit.id != without][:HITS]

    return PickerField(search, desk.tasks, label=lambda hit: hit.name, detail=_about, hint=hint)


def _about(hit: ClientHit) -> str:
    return " · ".join(
        part for part in (f"# {hit.member_number}", hit.plan_name, hit.phone or hit.email) if part
    )


class LinkDialog(AboutClientDialog):
    """Say who pays for a client (*link* "payer"), or with whom a client lives ("household")."""

    def __init__(self, desk: Desk, *, client_id: int, link: str = "payer") -> None:
        self._pays = link == "payer"
        title = self.tr("Who pays for this client?") if self._pays else self.tr("Who belongs together?")
        super().__init__(desk, title, self.tr("Save"), client_id)
        self.other = client_picker(desk, self.tr("Name, phone or number"), without=client_id)
        hint = (
            self.tr("A parent also signs for a child. Empty: the client pays for themselves.")
            if self._pays
            else self.tr("Both are shown together from now on. Empty: leave the household.")
        )
        caption = self.tr("Payer") if self._pays else self.tr("Lives with")
        self.add_field("other", caption, self.other, hint=hint)
        self.other.setFocus()
        self.begin()

    def deed(self) -> Callable[[], Any] | None:
        """Link them."""
        clients, actor, client_id = self.desk.services.clients, self.desk.actor, self.client_id
        picked = self.other.value()
        if picked is None and self.other.text().strip():
            self.form.set_error(self.other, self.tr("Pick somebody from the list, or leave it empty."))
            return None
        other = None if picked is None else picked.id
        if self._pays:
            return lambda: clients.set_payer(actor, client_id, other)
        return lambda: clients.set_household(actor, client_id, other)

    def show_error(self, error: Exception) -> None:
        """Say it beside the field."""
        super().show_error(error)
        self.notice.set_text(self.notice.text(), Tone.AMBER)
