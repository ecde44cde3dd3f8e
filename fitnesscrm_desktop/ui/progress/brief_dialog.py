"""The brief from anywhere: type a name, read the card, go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.progress.brief_card import BriefCard
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from fitnesscrm_desktop.ui.widgets.states import EmptyState

HITS = 12
SIZE = (960, 600)


@dataclass(frozen=True, slots=True)
class BriefHit:
    """Somebody who was looked for."""

    id: int
    name: str
    about: str = ""


class BriefDialog(StudioDialog):
    """Without a *client_id* it begins with the search."""

    def __init__(self, desk: Desk, *, client_id: int | None = None) -> None:
        super().__init__()
        self._desk, self._client_id = desk, client_id
        self.setWindowTitle(self.tr("Session brief"))
        self.setAccessibleName(self.tr("Session brief"))
        self._title = Label(self.tr("Session brief"), "title", elide=True)
        self.search: PickerField[BriefHit] = PickerField(
            self._find,
            desk.tasks,
            label=lambda hit: hit.name,
            detail=lambda hit: hit.about,
            hint=self.tr("Type a name…") if client_id is None else self.tr("Somebody else…"),
        )
        self.search.picked.connect(self._picked)
        self.card = BriefCard(desk)
        self.card.leaving.connect(self.accept)
        self.card.shown.connect(self._title.setText)
        self.measure = PrimaryButton(self.tr("Measure"), self._measure, icon="plus")
        self.open_page = Button(self.tr("Open the page"), self._open_page, icon="user")
        self.close_button = Button(self.tr("Close"), self.reject)
        self._nobody = EmptyState(
            "users",
            self.tr("Whom do you train next?"),
            self.tr("Type a name above. What matters before a session is on one card."),
        )
        self._lay_out()
        self.resize_on_screen(*(theme().px(side) for side in SIZE))
        self._show(client_id)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(self._title, 1)
        top.addWidget(self.search)
        middle = QWidget()
        self._layers = QStackedLayout(middle)
        for layer in (self._nobody, self.card):
            self._layers.addWidget(layer)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.open_page)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.measure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(middle, 1)
        layout.addLayout(foot)

    def _find(self, text: str) -> Sequence[BriefHit]:
        """Runs off the UI thread."""
        return [
            BriefHit(hit.id, hit.name, " · ".join(filter(None, (hit.plan_name, str(hit.member_number)))))
            for hit in self._desk.services.directory.search(self._desk.actor, text, HITS)
        ]

    def _picked(self, hit: BriefHit | None) -> None:
        if hit is not None:
            self._show(hit.id)
            self.search.set_value(None)

    def _show(self, client_id: int | None) -> None:
        self._client_id = client_id
        known = client_id is not None
        self.measure.setVisible(known and self._desk.actor.may(Permission.RECORD_PROGRESS))
        self.open_page.setVisible(known)
        if client_id is None:
            self._layers.setCurrentWidget(self._nobody)
            self.search.setFocus()
            return
        self._layers.setCurrentWidget(self.card)
        self.card.show_client(client_id)
        first = self.measure if self.measure.isVisibleTo(self) else self.open_page
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _measure(self) -> None:
        self._leave_for("progress")
        self._desk.window.open_dialog("progress.measure", client_id=self._client_id)

    def _open_page(self) -> None:
        self._leave_for("overview")

    def _leave_for(self, part: str) -> None:
        self.accept()
        self._desk.window.go("clients.client", client_id=self._client_id, tab=part)
