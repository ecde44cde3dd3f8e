"""Letters and their address labels, to be printed and put into the post."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.core.errors import RuleBroken, StudioError
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, Labels, Letters
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone
from fitnesscrm_desktop.ui.messaging.outbox_words import ended_text
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.states import EmptyState

LETTERS, LABELS = "letters", "labels"
A_SHEET = 24
_NAMED = 5
"""Readers that a notice names; of more it says that there are."""


class LettersDialog(StudioDialog):
    """Without ids: all letters that are approved. ``outcome`` is the ``Bulk`` of those in the post."""

    def __init__(self, desk: Desk, *, message_ids: Sequence[int] = ()) -> None:
        super().__init__()
        self._desk, self._ids = desk, tuple(message_ids)
        self._letters: Letters | None = None
        title = self.tr("Letters")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize_on_screen(theme().px(680), theme().px(720))
        self.view = PdfView(desk.tasks, desk.dialogs)
        self.what = SegmentedControl(
            [(LETTERS, self.tr("Letters")), (LABELS, self.tr("Address labels"))], name=self.tr("Show")
        )
        self.what.chosen.connect(lambda _key: self._show())
        self.used = NumberField(0, A_SHEET - 1)
        self.used.setAccessibleName(self.tr("Labels of the first sheet that are used already"))
        self.used.valueChanged.connect(lambda _value: self._show())
        self.used_label = Label(self.tr("used already"), "muted")
        self.nothing = EmptyState(
            "printer",
            self.tr("There is no letter to print"),
            self.tr("Write a letter to a client, or let a rule do it, and approve it in the outbox."),
        )
        self.nothing.hide()
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.back = Button(self.tr("Close"), self.reject)
        self.posted = PrimaryButton(self.tr("They are in the post"), self._mark, icon="check")
        self.posted.setEnabled(False)
        self._lay_out()
        self._load()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.what)
        head.addStretch(1)
        head.addWidget(self.used)
        head.addWidget(self.used_label)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.posted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.nothing, 1)
        layout.addLayout(foot)
        self._show_used(shown=False)

    def _load(self) -> None:
        outbox, actor, ids = self._desk.services.outbox, self._desk.actor, self._ids
        self._desk.tasks.write(
            lambda: outbox.letters(actor, ids), done=self._loaded, failed=self._failed, owner=self
        )

    def _loaded(self, letters: Letters) -> None:
        self._letters = letters
        self.posted.setEnabled(True)
        self._show()
        if letters.waiting > len(letters.ids):
            text = self.tr(
                "{count} of {waiting} letters that wait: those that are selected. Ctrl+A selects all."
            )
            self._say(text.format(count=len(letters.ids), waiting=letters.waiting), Tone.BLUE)
        if letters.dropped:
            reasons = " ".join(dict.fromkeys(ended_text(each.reason) for each in letters.dropped))
            one, many = self.tr("1 letter is left out."), self.tr("{count} letters are left out.")
            count = len(letters.dropped)
            self._say(f"{(one if count == 1 else many).format(count=count)} {reasons}", Tone.AMBER)
        self._say_boxed(letters.boxed)

    def _show(self) -> None:
        letters = self._letters
        labels = self.what.current() == LABELS
        self._show_used(shown=labels)
        self.notice.hide()
        if letters is None:
            return
        if not labels:
            self.view.show_bytes(letters.pdf, self.tr("letters.pdf"))
            return
        outbox, actor, skip = self._desk.services.outbox, self._desk.actor, self.used.value()
        self._desk.tasks.run(
            lambda: outbox.labels(actor, letters.client_ids, skip),
            done=self._show_labels,
            failed=self._failed,
            owner=self,
        )

    def _show_labels(self, labels: Labels) -> None:
        if self.what.current() != LABELS:
            return
        if labels.pdf:
            self.view.show_bytes(labels.pdf, self.tr("labels.pdf"))
        if labels.without_address:
            count = len(labels.without_address)
            text = self.tr("1 has no postal address and no label.")
            many = self.tr("{count} have no postal address and no label.")
            self._say((text if count == 1 else many).format(count=count), Tone.AMBER)
        self._say_boxed(labels.boxed)

    def _say_boxed(self, names: Sequence[str]) -> None:
        """Whose letters or address no font shows is said before anything is handed over."""
        if not names:
            return
        text = self.tr(
            "No font on this PC shows every letter for {names}: boxes are printed. F1 names fonts."
        )
        shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        before = f"{self.notice.text()} " if self.notice.isVisibleTo(self) else ""
        self._say(before + text.format(names=shown), Tone.AMBER)

    def _show_used(self, *, shown: bool) -> None:
        self.used.setVisible(shown)
        self.used_label.setVisible(shown)

    def _mark(self) -> None:
        letters = self._letters
        if letters is None:
            return
        self.posted.setEnabled(False)
        outbox, actor = self._desk.services.outbox, self._desk.actor
        self._desk.tasks.write(
            lambda: outbox.mark_copied(actor, letters.ids),
            done=self._marked,
            failed=self._failed,
            owner=self,
        )

    def _marked(self, bulk: Bulk) -> None:
        count = len(bulk.done)
        one, many = self.tr("1 letter is in the post."), self.tr("{count} letters are in the post.")
        self._desk.toasts.show_toast((one if count == 1 else many).format(count=count), tone="good")
        self.outcome = bulk
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.posted.setEnabled(self._letters is not None)
        if isinstance(error, RuleBroken) and self._letters is None:
            for part in (self.view, self.what, self.posted):
                part.hide()
            self.nothing.show()
        elif isinstance(error, StudioError):
            self._say(error.text, Tone.RED)
        else:
            self._desk.window.report(error)

    def _say(self, text: str, tone: Tone) -> None:
        self.notice.set_text(text, tone)
        self.notice.show()
