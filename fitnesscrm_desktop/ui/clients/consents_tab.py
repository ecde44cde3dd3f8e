"""What a client has agreed to: how it stands now, and every yes and no before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from fitnesscrm_desktop.models.values import ConsentKind, Permission
from fitnesscrm_desktop.services.clients.results import ConsentInfo
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.parts import Columns, breakable, empty
from fitnesscrm_desktop.ui.clients.words import consent_meaning, consent_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill


class ConsentsTab(Columns):
    """One line per kind, and the history below."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__(1)
        self._desk, self._presenter = desk, presenter
        self._shown: tuple[tuple[ConsentInfo, ...], bool] | None = None

    def show_state(self, state: ClientState) -> None:
        """Show the consents of this client."""
        detail = state.detail
        if detail is None or self._shown == (state.consents, detail.minor):
            return
        self._shown = (state.consents, detail.minor)
        column = self.columns[0]
        empty(column)
        now = Card(self.tr("As it stands"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(M)
        grid.setColumnStretch(0, 1)
        now.body.addLayout(grid)
        for place, kind in enumerate(ConsentKind):
            if kind is not ConsentKind.GUARDIAN or detail.minor or kind in detail.consents:
                self._line(grid, place, kind, detail.consents.get(kind))
        column.addWidget(now)
        if state.consents:
            history = Card(self.tr("Everything that was said"))
            lines = [self._said(each) for each in state.consents]
            history.add(Label(breakable("\n".join(lines)), "body", wrap=True, selectable=True))
            column.addWidget(history)
        column.addStretch(1)

    def _line(self, grid: QGridLayout, place: int, kind: ConsentKind, last: ConsentInfo | None) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(consent_word(kind), "strong"))
        about = consent_meaning(kind)
        if last is not None:
            day = self._desk.formats.day(last.on_day)
            about = self.tr("{meaning} · {source}, {day}").format(meaning=about, source=last.source, day=day)
        words.addWidget(Label(about, "muted", elide=True))
        grid.addLayout(words, place, 0)
        grid.addWidget(
            self._pill(last), place, 1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        )
        if self._presenter.may(Permission.EDIT_CLIENTS):
            turn = last is not None and last.given
            text = self.tr("Take back…") if turn else self.tr("Record…")
            button = Button(
                text,
                lambda: self._presenter.open_dialog("clients.consent", kind=kind.value, given=not turn),
            )
            button.setAccessibleName(f"{consent_word(kind)}: {text.rstrip('…')}")
            grid.addWidget(button, place, 2)

    def _pill(self, last: ConsentInfo | None) -> Pill:
        if last is None:
            return Pill(self.tr("Not asked"), Tone.NEUTRAL)
        return Pill(self.tr("Agreed"), Tone.GREEN) if last.given else Pill(self.tr("Said no"), Tone.RED)

    def _said(self, consent: ConsentInfo) -> str:
        answer = self.tr("agreed") if consent.given else self.tr("said no")
        parts = (
            self._desk.formats.day(consent.on_day),
            f"{consent_word(consent.kind)}: {answer}",
            consent.source,
            consent.staff,
        )
        return " · ".join(part for part in parts if part)
