"""The overview of one client: membership and money, how to reach them, family, tags, cards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import MembershipState, Permission
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.results import ClientDetail, CodeInfo, PersonLink, TagInfo
from fitnesscrm_desktop.services.memberships.results import MembershipView
from fitnesscrm_desktop.services.settings.languages import language_name
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.details_fields import shown_value
from fitnesscrm_desktop.ui.clients.parts import Columns, Facts, beside, breakable, empty
from fitnesscrm_desktop.ui.clients.words import (
    STATE_TONES,
    days_word,
    reason_word,
    state_word,
)
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plain import clipped, tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import CONTROL_HEIGHT, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton, LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.flow import FlowLayout
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill

SOON = 14
LONGEST_NAME = 40
"""On a button; its tooltip has all of it."""


class _Part(Card):
    """A card whose content is made anew when what it shows is different."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.body.setContentsMargins(L, M, L, L)
        self.title.setMinimumHeight(theme().px(CONTROL_HEIGHT))  # titles with and without a button alike
        self.content = QVBoxLayout()
        self.content.setSpacing(S)
        self.body.addLayout(self.content)

    def fresh(self) -> QVBoxLayout:
        """The content, emptied."""
        empty(self.content)
        return self.content


class Overview(Columns):
    """Two columns of cards."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__()
        self._desk, self._presenter = desk, presenter
        self._shown: ClientState | None = None
        self.membership = _Part(self.tr("Membership"))
        self.contact = _Part(self.tr("Contact"))
        self.emergency = _Part(self.tr("In an emergency"))
        self.own = _Part(self.tr("More about this client"))
        self.family = _Part(self.tr("Family and payer"))
        self.tags = _Part(self.tr("Tags"))
        self.codes = _Part(self.tr("Cards and fobs"))
        self._add_head_buttons()
        for card in (self.membership, self.contact, self.own):
            self.columns[0].addWidget(card)
        for card in (self.emergency, self.tags, self.codes, self.family):
            self.columns[1].addWidget(card)
        for column in self.columns:
            column.addStretch(1)

    def _add_head_buttons(self) -> None:
        ask = self._presenter
        if not ask.may(Permission.EDIT_CLIENTS):
            return
        for card, icon, label, run in (
            (
                self.contact,
                "edit",
                self.tr("Edit contact"),
                lambda: ask.open_dialog("clients.edit", field="phone"),
            ),
            (
                self.emergency,
                "edit",
                self.tr("Edit emergency contact"),
                lambda: ask.open_dialog("clients.edit", field="emergency_name"),
            ),
            (self.own, "edit", self.tr("Edit more"), lambda: ask.open_dialog("clients.edit", field="goals")),
            (self.tags, "plus", self.tr("Add a tag"), lambda: ask.open_dialog("clients.tag")),
            (self.codes, "plus", self.tr("Add a card or fob"), lambda: ask.open_dialog("clients.code")),
        ):
            card.head.addWidget(IconButton(icon, label, run))

    def show_state(self, state: ClientState) -> None:
        """Show this client; cards that show the same stay untouched."""
        detail, before = state.detail, self._shown
        if detail is None:
            return
        self._shown = state
        same = before is not None and before.detail == detail
        if (
            not same
            or before is None
            or before.memberships != state.memberships
            or before.ledger != state.ledger
        ):
            self._show_membership(state, detail)
        if not same:
            self._show_contact(detail)
            self._show_emergency(detail)
            self._show_own(detail)
            self._show_tags(detail)
            self._show_codes(detail)
            self._show_family(detail)

    # --- membership and money ---------------------------------------------------------------------------

    def _show_membership(self, state: ClientState, detail: ClientDetail) -> None:
        content, ask = self.membership.fresh(), self._presenter
        current = next(iter(state.memberships), None)
        if current is None:
            content.addWidget(
                Label(self.tr("None yet: {why}.").format(why=reason_word(detail.reason)), wrap=True)
            )
            if ask.may(Permission.SELL):
                sell = PrimaryButton(
                    self.tr("Sell a membership"), lambda: ask.open_dialog("memberships.sell")
                )
                content.addLayout(beside(sell))
        else:
            self._show_current(content, current)
        self._show_money(content, state, detail)

    def _show_current(self, content: QVBoxLayout, current: MembershipView) -> None:
        ask, formats = self._presenter, self._desk.formats
        head = beside(
            Label(breakable(current.plan_name), "strong", wrap=True),
            Pill(state_word(current.state), STATE_TONES[current.state]),
        )
        content.addLayout(head)
        facts = [(self.tr("Valid"), self._days(current))]
        if current.visits_left is not None:
            left = self.tr("{left} of {total} visits left").format(
                left=current.visits_left, total=current.visits_total or current.visits_left
            )
            facts.append((self.tr("Pack"), left))
        facts.append((self.tr("Price"), formats.money(current.price) if current.price else ""))
        content.addWidget(Facts(facts))
        if current.state is MembershipState.FROZEN and ask.may(Permission.CHANGE_MEMBERSHIPS):
            resume = PrimaryButton(
                self.tr("Resume…"), lambda: ask.open_other("memberships.resume", membership_id=current.id)
            )
            content.addLayout(beside(resume))
        elif ask.may(Permission.SELL) and current.state is not MembershipState.UPCOMING:
            renew = Button(
                self.tr("Renew"), lambda: ask.open_other("memberships.renew", membership_id=current.id)
            )
            content.addLayout(beside(renew))

    def _days(self, view: MembershipView) -> str:
        formats = self._desk.formats
        if view.ends_on is None:
            return self.tr("from {start}, rests until it is resumed").format(
                start=formats.day(view.starts_on)
            )
        if view.never_ran:
            return self.tr("on no day; it was to begin on {day}").format(day=formats.day(view.starts_on))
        text = self.tr("{start} – {end}").format(
            start=formats.day(view.starts_on), end=formats.day(view.ends_on)
        )
        today = self._desk.today()
        left = (view.ends_on - today).days
        if view.state is MembershipState.RUNNING and 0 <= left <= SOON:
            rest = self.tr("today is the last day") if left == 0 else days_word(left)
            return f"{text}  ({rest})"
        return text

    def _show_money(self, content: QVBoxLayout, state: ClientState, detail: ClientDetail) -> None:
        ask, formats = self._presenter, self._desk.formats
        if detail.balance is None:
            return
        if detail.balance > 0:
            words, tone = self.tr("Unpaid: {amount}").format(amount=formats.money(detail.balance)), Tone.RED
        elif detail.balance < 0:
            words = self.tr("Paid ahead: {amount}").format(amount=formats.money(-detail.balance))
            tone = Tone.GREEN
        else:
            words, tone = self.tr("Everything is paid"), Tone.GREEN
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(Label(words, "strong", tone=tone), 1)
        if ask.may(Permission.TAKE_PAYMENT):
            row.addWidget(Button(self.tr("Charge…"), lambda: ask.open_dialog("billing.charge")))
            if detail.balance > 0:
                row.addWidget(
                    Button(self.tr("Take payment"), lambda: ask.open_dialog("billing.take_payment"))
                )
        content.addLayout(row)
        for entry in [] if state.ledger is None else state.ledger.entries:
            if entry.open > 0 and entry.amount > 0 and not entry.reversed:
                due = formats.day(entry.due_on)
                text = self.tr("{amount} for {what}, due {day}").format(
                    amount=formats.money(entry.open), what=entry.text, day=due
                )
                content.addWidget(Label(breakable(text), "muted", wrap=True))

    # --- the person -------------------------------------------------------------------------------------

    def _show_contact(self, detail: ClientDetail) -> None:
        content, typed, formats = self.contact.fresh(), detail.details, self._desk.formats
        town = " ".join(part for part in (typed.postal_code, typed.city) if part)
        address = "\n".join(part for part in (typed.street, town, typed.country) if part)
        born = formats.day(typed.born)
        facts = [
            (self.tr("Phone"), shown_phone(typed.phone)),
            (self.tr("E-mail"), typed.email or ""),
            (self.tr("Address"), address),
            (self.tr("Born"), born),
            (self.tr("Language"), language_name(typed.language) if typed.language else ""),
        ]
        if not any(value for _, value in facts):
            content.addWidget(Label(self.tr("Nothing is known yet."), "muted"))
            return
        content.addWidget(Facts(facts))
        copies = [
            self._copy_button(self.tr("Copy phone"), shown_phone(typed.phone)),
            self._copy_button(self.tr("Copy e-mail"), typed.email or ""),
        ]
        content.addLayout(beside(*(button for button in copies if button is not None)))

    def _copy_button(self, text: str, value: str) -> LinkButton | None:
        if not value:
            return None

        def copy() -> None:
            QGuiApplication.clipboard().setText(value)
            self._desk.toasts.show_toast(self.tr("{value} is copied").format(value=value))

        return LinkButton(text, copy, icon="copy")

    def _show_emergency(self, detail: ClientDetail) -> None:
        content, typed = self.emergency.fresh(), detail.details
        if typed.emergency_name or typed.emergency_phone:
            content.addWidget(Label(breakable(typed.emergency_name), "strong", wrap=True, selectable=True))
            content.addWidget(Label(shown_phone(typed.emergency_phone), "heading", selectable=True))
        else:
            content.addWidget(Label(self.tr("No emergency contact is known."), "muted", wrap=True))
        if typed.medical_alert:
            content.addWidget(
                Label(breakable(typed.medical_alert), "body", tone=Tone.RED, wrap=True, selectable=True)
            )

    def _show_own(self, detail: ClientDetail) -> None:
        typed, trainer = detail.details, detail.trainer
        facts = [
            (self.tr("Trainer"), trainer.name if trainer else ""),
            (self.tr("Goals"), typed.goals),
            (self.tr("Found us by"), typed.referral_source),
        ]
        facts += [
            (each.field.name, shown_value(each.field, each.value, self._desk.formats.day))
            for each in detail.fields
        ]
        content, ask = self.own.fresh(), self._presenter
        content.addWidget(Facts(facts))
        if ask.may(Permission.EDIT_CLIENTS):
            content.addLayout(
                beside(LinkButton(self.tr("Trainer…"), lambda: ask.open_dialog("clients.trainer")))
            )
        self.own.setVisible(ask.may(Permission.EDIT_CLIENTS) or any(value for _, value in facts))

    def _show_tags(self, detail: ClientDetail) -> None:
        content = self.tags.fresh()
        if not detail.tags:
            content.addWidget(Label(self.tr("No tags."), "muted"))
            return
        chips = QWidget()
        flow = FlowLayout(S, chips)
        for tag in detail.tags:
            flow.addWidget(self._chip(tag))
        content.addWidget(chips)

    def _chip(self, tag: TagInfo) -> QWidget:
        chip = QWidget()
        row = QHBoxLayout(chip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Pill(tag.name, Tone.ACCENT))
        if self._presenter.may(Permission.EDIT_CLIENTS):
            label = self.tr("Remove the tag {tag}").format(tag=tag.name)
            row.addWidget(IconButton("x", label, lambda: self._presenter.records.remove_tag(tag)))
        return chip

    def _show_codes(self, detail: ClientDetail) -> None:
        content, ask = self.codes.fresh(), self._presenter
        number = Label(self.tr("Member number {number}").format(number=detail.member_number), selectable=True)
        card = LinkButton(self.tr("Print the card"), lambda: ask.open_dialog("clients.card"), icon="printer")
        row = beside(number)
        row.addWidget(card)
        content.addLayout(row)
        for code in detail.codes:
            content.addLayout(self._code_row(code))

    def _code_row(self, code: CodeInfo) -> QHBoxLayout:
        words = " · ".join(part for part in (code.code, code.label) if part)
        row = QHBoxLayout()
        row.addWidget(Label(words, "body", elide=True, selectable=True), 1)
        if self._presenter.may(Permission.EDIT_CLIENTS):
            label = self.tr("Remove the code {code}").format(code=code.code)
            row.addWidget(IconButton("x", label, lambda: self._presenter.records.remove_code(code)))
        return row

    def _show_family(self, detail: ClientDetail) -> None:
        content, ask = self.family.fresh(), self._presenter
        if detail.payer is not None:
            content.addWidget(self._person(self.tr("Paid for by {name}"), detail.payer))
        for person in detail.pays_for:
            content.addWidget(self._person(self.tr("Pays for {name}"), person))
        if detail.household is not None:
            for person in detail.household.others:
                content.addWidget(self._person(self.tr("Lives with {name}"), person))
        if not (detail.payer or detail.pays_for or detail.household):
            content.addWidget(Label(self.tr("Nobody else is linked to this client."), "muted", wrap=True))
        if ask.may(Permission.EDIT_CLIENTS):
            content.addLayout(
                beside(
                    LinkButton(self.tr("Payer…"), _opens(ask, "payer")),
                    LinkButton(self.tr("Household…"), _opens(ask, "household")),
                )
            )

    def _person(self, text: str, person: PersonLink) -> QWidget:
        name = clipped(person.name, LONGEST_NAME)
        button = LinkButton(text.format(name=name).replace("&", "&&"), icon="user")
        button.setToolTip(tooltip(person.name))
        button.clicked.connect(
            lambda _checked=False: self._desk.window.go("clients.client", client_id=person.id)
        )
        return button


def _opens(ask: ClientPresenter, link: str) -> Callable[[], None]:
    return lambda: ask.open_dialog("clients.link", link=link)
