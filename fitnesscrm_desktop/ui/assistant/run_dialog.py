"""One piece of writing, with everything that led to it."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from fitnesscrm_desktop.services.assistant.results import RunDetail
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.assistant.facts_card import FactsList
from fitnesscrm_desktop.ui.assistant.words import (
    VERDICT_TONES,
    stored_kind_name,
    took_text,
    tr,
    verdict_name,
)
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill

WIDTH, HEIGHT, FACTS_HEIGHT = 860, 600, 140
HASH_SHOWN = 16


class RunDialog(StudioDialog):
    """Reads it off the UI thread; there is nothing to change."""

    def __init__(self, desk: Desk, run_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._whole = ""
        self.setWindowTitle(tr("What was written"))
        self.setAccessibleName(self.windowTitle())
        self.title = Label(self.windowTitle(), "title", elide=True)
        self.pill = Pill("")
        self.pill.hide()
        self.about = Label("", "muted", wrap=True)
        self.problems = Banner("", Tone.AMBER)
        self.problems.hide()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The text"))
        self.facts = FactsList()
        self.facts.setMinimumHeight(theme().px(FACTS_HEIGHT))
        self.numbers = Label("", "muted", wrap=True, selectable=True)
        self.copy_button = Button(tr("Copy all"), self._copy, icon="copy")
        self.copy_button.setEnabled(False)
        self.close_button = PrimaryButton(tr("Close"), self.accept)
        self.close_button.setDefault(True)
        self._lay_out()
        self.resize_on_screen(theme().px(WIDTH), theme().px(HEIGHT))
        runs, actor = desk.services.runs, desk.actor
        desk.tasks.run(lambda: runs.get(actor, run_id), done=self._show, failed=self._failed, owner=self)
        self.close_button.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.pill)
        words = Card(tr("The text"))
        words.add(self.text, 1)
        given = Card(tr("Facts it was given"))
        given.add(self.facts, 1)
        given.add(self.numbers)
        halves = QHBoxLayout()
        halves.setSpacing(L)
        halves.addWidget(words, 1)
        halves.addWidget(given, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self.about)
        layout.addWidget(self.problems)
        layout.addLayout(halves, 1)
        layout.addLayout(foot)

    def _show(self, run: RunDetail) -> None:
        row = run.row
        self.title.setText(stored_kind_name(row.kind))
        self.pill.set_state(verdict_name(row.verdict), VERDICT_TONES[row.verdict])
        self.pill.show()
        self.about.setText(
            tr("To {client}, asked for by {staff} on {moment}").format(
                client=row.client_name or tr("nobody: it is a template"),
                staff=row.staff_name,
                moment=self._desk.formats.moment(row.at),
            )
        )
        self.text.setPlainText(row.text or tr("There is no text: it was stopped, or failed."))
        self.facts.show_facts(run.facts)
        self.problems.set_text("\n".join(tr(each) for each in run.problems), Tone.AMBER)
        self.problems.setVisible(bool(run.problems))
        self.numbers.setText("\n".join(self._numbers(run)))
        self.copy_button.setEnabled(True)
        self._whole = "\n\n".join(
            part
            for part in (
                f"{self.title.text()}: {self.pill.text()}",
                self.about.text(),
                self.problems.text(),
                row.text,
                "\n".join(f"{fact.key}: {fact.text}" for fact in run.facts),
                "\n".join(self._numbers(run)),
            )
            if part
        )

    def _numbers(self, run: RunDetail) -> list[str]:
        row, number = run.row, self._desk.formats.number
        model = tr("No model took part.")
        if row.model:
            model = tr("Model: {name}, {hash}").format(
                name=row.model, hash=run.model_sha256[:HASH_SHOWN] or tr("on a server")
            )
        took = tr("{tokens} tokens written, {read} read, in {seconds}").format(
            tokens=number(row.tokens), read=number(run.prompt_tokens), seconds=took_text(row.ms)
        )
        tries = tr("Tries: {count}. Seed: {seed}. Prompt: {version}").format(
            count=run.attempts, seed=run.seed, version=run.prompt_version
        )
        return [line for line in (model, took, tries) if line]

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.problems.set_text(error.text, Tone.RED)
            self.problems.show()
        else:
            self._desk.window.report(error)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self._desk.toasts.show_toast(tr("Copied."), tone="good")
