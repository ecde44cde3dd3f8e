"""All memberships of one client, what happened to each, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from fitnesscrm_desktop.models.values import FactKind, MembershipState, Permission
from fitnesscrm_desktop.services.memberships.results import FactView, MembershipView
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.parts import Columns, Facts, breakable, empty
from fitnesscrm_desktop.ui.clients.words import STATE_TONES, days_word, state_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill
from fitnesscrm_desktop.ui.widgets.states import EmptyState

OVER = {MembershipState.ENDED, MembershipState.CANCELLED}
MOST_FACTS = 8


class MembershipTab(Columns):
    """One card per membership, the one that lasts longest on top."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__(1)
        self._desk, self._presenter = desk, presenter
        self._shown: tuple[MembershipView, ...] | None = None

    def show_state(self, state: ClientState) -> None:
        """Show the memberships of this client."""
        if state.detail is None or state.memberships == self._shown:
            return
        self._shown = state.memberships
        column = self.columns[0]
        empty(column)
        for place, view in enumerate(state.memberships):
            column.addWidget(self._card(view, lasts_longest=place == 0))
        if not state.memberships:
            nothing = EmptyState(
                "id-card",
                self.tr("No membership yet"),
                self.tr("Sell one, and its days, rests and renewals are told here."),
                self.tr("Sell a membership") if self._presenter.may(Permission.SELL) else "",
            )
            nothing.acted.connect(lambda: self._presenter.open_dialog("memberships.sell"))
            column.addWidget(nothing, 1)
        else:
            column.addStretch(1)

    def _card(self, view: MembershipView, *, lasts_longest: bool) -> Card:
        card = Card(view.plan_name)
        card.head.addWidget(Pill(state_word(view.state), STATE_TONES[view.state]))
        formats = self._desk.formats
        end = formats.day(view.ends_on) if view.ends_on else self.tr("until it is resumed")
        valid = f"{formats.day(view.starts_on)} – {end}"
        if view.never_ran:
            valid = self.tr("on no day; it was to begin on {day}").format(day=formats.day(view.starts_on))
        facts = [
            (self.tr("Valid"), valid),
            (self.tr("Price"), formats.money(view.price) if view.price else ""),
            (self.tr("Rests until"), formats.day(view.frozen_until)),
            (self.tr("Cancelled"), formats.day(view.cancelled_on)),
        ]
        if view.visits_left is not None:
            left = self.tr("{left} of {total}").format(
                left=view.visits_left, total=view.visits_total or view.visits_left
            )
            facts.insert(1, (self.tr("Visits left"), left))
        card.add(Facts(facts))
        if lasts_longest or view.state not in OVER:
            card.body.addLayout(self._buttons(view))
        history = [self._fact(fact) for fact in reversed(view.facts)][:MOST_FACTS]
        card.add(Label(breakable("\n".join(history)), "muted", wrap=True, selectable=True))
        return card

    def _buttons(self, view: MembershipView) -> QHBoxLayout:
        ask = self._presenter
        row = QHBoxLayout()
        row.setSpacing(S)
        change, sell = ask.may(Permission.CHANGE_MEMBERSHIPS), ask.may(Permission.SELL)
        frozen = view.state is MembershipState.FROZEN
        if frozen and change:
            row.addWidget(self._opener(self.tr("Resume…"), "memberships.resume", view, PrimaryButton))
        if sell and not frozen and view.state is not MembershipState.UPCOMING:
            again = any(each.comes_again_after(view) for each in self._shown or ())
            row.addWidget(
                self._button(self.tr("Sell…"), view, lambda: ask.open_dialog("memberships.sell"))
                if again
                else self._opener(self.tr("Renew…"), "memberships.renew", view)
            )
        if change and view.state not in OVER:
            if not frozen:
                row.addWidget(self._opener(self.tr("Freeze…"), "memberships.freeze", view))
            row.addWidget(self._opener(self.tr("Extend…"), "memberships.extend", view))
            row.addWidget(self._opener(self.tr("Cancel…"), "memberships.cancel", view))
        row.addStretch(1)
        return row

    def _opener(self, text: str, dialog_id: str, view: MembershipView, kind: type[Button] = Button) -> Button:
        return self._button(
            text, view, lambda: self._presenter.open_other(dialog_id, membership_id=view.id), kind
        )

    @staticmethod
    def _button(
        text: str, view: MembershipView, run: Callable[[], None], kind: type[Button] = Button
    ) -> Button:
        button = kind(text, run)
        button.setAccessibleName(f"{text.rstrip('…')}: {view.plan_name}")
        return button

    def _fact(self, fact: FactView) -> str:
        word = {
            FactKind.SOLD: self.tr("Sold"),
            FactKind.RENEWED: self.tr("Renewed"),
            FactKind.FROZEN: self.tr("Frozen"),
            FactKind.RESUMED: self.tr("Resumed"),
            FactKind.EXTENDED: self.tr("Extended"),
            FactKind.CANCELLED: self.tr("Cancelled"),
        }.get(fact.kind, self.tr("Changed"))
        parts = [self._desk.formats.day(fact.on_day), word]
        if fact.days:
            parts.append(days_word(fact.days))
        parts.append(fact.reason)
        text = " · ".join(part for part in parts if part)
        return self.tr("{what} (taken back)").format(what=text) if fact.undone else text
