"""Who it is, at a glance: face, name, status, what to beware of, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import MembershipState, Permission
from fitnesscrm_desktop.services.clients.results import ClientDetail
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.parts import breakable, empty
from fitnesscrm_desktop.ui.clients.words import STAGE_TONES, stage_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.flow import FlowLayout
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill

UNBROKEN = "\u00a0"
"""A blank at which no line ends: a date stays in one piece."""
MOST_TAGS = 4
MOST_ALERTS = 6
ACROSS = 2
HEIGHT = 50
LONGEST_ALERT, MOST_LINES = 220, 3
ROOMY = 900
"""From this width on (at 100 % text size) all buttons stand beside the name."""
LOW = 500
"""Below this height of the page (at 100 % text size) the card leaves what it can to the part below it."""
FACE, SMALL_FACE = 68, 40
RENEWABLE = {MembershipState.RUNNING, MembershipState.ENDED}


class ClientHeader(QFrame):
    """The card on top of the client page."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__()
        self._desk, self._presenter = desk, presenter
        self.setProperty("kind", "card")
        self._low = False
        self.avatar = Avatar(FACE)
        self.name = Label("", "title", elide=True, selectable=True)
        self.about = Label("", "muted", wrap=True)
        self._pill_row = QWidget()
        self._pills = FlowLayout(S, self._pill_row)
        self._line = QHBoxLayout()
        self._line.setSpacing(L)
        self._line.addWidget(self.name, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self._line)
        words.addWidget(self.about)
        upper = QHBoxLayout()
        upper.setSpacing(L)
        upper.addLayout(words, 1)
        self._button_row = self._buttons()
        upper.addLayout(self._button_row)
        self._right = QVBoxLayout()
        self._right.setSpacing(XS)
        self._right.addLayout(upper)
        self._right.addWidget(self._pill_row)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(L)
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._right, 1)
        self._fit()

    def _buttons(self) -> QHBoxLayout:
        ask = self._presenter
        self.check_in = PrimaryButton(self.tr("Check in"), ask.check_in, icon="door-in")
        self.pay = Button(
            self.tr("Take payment"), lambda: ask.open_dialog("billing.take_payment"), icon="coins"
        )
        self.sell = Button(self.tr("Sell"), self._sell, icon="id-card")
        self.edit = Button(self.tr("Edit"), lambda: ask.open_dialog("clients.edit"), icon="edit")
        self.write = IconButton(
            "mail", self.tr("Write a message"), lambda: ask.open_dialog("messages.write"), outline=True
        )
        self.emergency = IconButton(
            "heart-pulse", self.tr("Emergency contact"), ask.show_emergency, outline=True, color="red"
        )
        self.more = IconButton("more", self.tr("More"), self._open_menu, outline=True)
        for button, permission in (
            (self.check_in, Permission.CHECK_IN),
            (self.pay, Permission.TAKE_PAYMENT),
            (self.sell, Permission.SELL),
            (self.edit, Permission.EDIT_CLIENTS),
            (self.write, Permission.WRITE_MESSAGES),
        ):
            if not ask.may(permission):
                button.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        for each in (self.check_in, self.pay, self.sell, self.edit, self.write, self.emergency, self.more):
            buttons.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        return buttons

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name is the last thing to be cut: what is done less often goes into the menu."""
        super().resizeEvent(event)
        self._fit()

    def fit_into(self, height: int) -> None:
        """Be lower on a page of little *height*."""
        low = height < theme().px(LOW)
        if low != self._low:
            self._low = low
            self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= theme().px(ROOMY)
        for button, permission in ((self.sell, Permission.SELL), (self.edit, Permission.EDIT_CLIENTS)):
            button.setVisible(roomy and self._presenter.may(permission))
        self.avatar.set_size(SMALL_FACE if self._low else FACE)
        above = S if self._low else M
        self._row.setContentsMargins(L, above, L, above)
        self._place_pills()

    def _place_pills(self) -> None:
        """Beside the name where the card has to be low and they fit, else below all of it."""
        pills = [self._pills.itemAt(place) for place in range(self._pills.count())]
        width = sum(pill.sizeHint().width() + S for pill in pills if pill is not None)
        room = self.width() - self.avatar.sizeHint().width() - self._button_row.sizeHint().width() - 5 * L
        beside = self._low and self.name.sizeHint().width() + width <= room
        self._pill_row.setMinimumWidth(width if beside else 0)
        if beside and self._line.indexOf(self._pill_row) < 0:
            self._line.insertWidget(1, self._pill_row, 0, Qt.AlignmentFlag.AlignVCenter)
        elif not beside and self._right.indexOf(self._pill_row) < 0:
            self._right.addWidget(self._pill_row)

    def show_state(self, state: ClientState) -> None:
        """Show this client."""
        detail = state.detail
        if detail is None:
            return
        image = QImage()
        if state.photo is not None:
            image.loadFromData(state.photo)
        self.avatar.set_person(detail.name, image)
        self.name.setText(detail.name)
        self.about.setText(self._about(detail))
        self._show_pills(detail)
        renew = self._renewable(state) is not None
        self.sell.setText(self.tr("Renew") if renew else self.tr("Sell"))
        self.check_in.setEnabled(detail.archived_at is None)

    def _about(self, detail: ClientDetail) -> str:
        parts = [self.tr("No. {number}").format(number=detail.member_number)]
        if detail.age is not None:
            parts.append(self.tr("{age} years").format(age=detail.age))
        since = self._desk.formats.day(self._desk.profile.day_of(detail.created_at))
        parts.append(self.tr("since {day}").format(day=since))
        if detail.last_visit_on is not None:
            last = self._desk.formats.day(detail.last_visit_on)
            parts.append(self.tr("last visit {day}").format(day=last))
        return f"{UNBROKEN}· ".join(part.replace(" ", UNBROKEN) for part in parts)

    def _show_pills(self, detail: ClientDetail) -> None:
        empty(self._pills)
        pills = [Pill(stage_word(detail.stage), STAGE_TONES[detail.stage])]
        if detail.plan_name:
            pills.append(Pill(detail.plan_name, Tone.NEUTRAL))
        if detail.archived_at is not None:
            pills.append(Pill(self.tr("Archived"), Tone.NEUTRAL))
        if detail.minor:
            pills.append(Pill(self.tr("Minor"), Tone.BLUE))
        pills += [Pill(tag.name, Tone.ACCENT) for tag in detail.tags[:MOST_TAGS]]
        more = len(detail.tags) - MOST_TAGS
        if more > 0:
            pills.append(Pill(f"+{more}", Tone.ACCENT))
        for pill in pills:
            self._pills.addWidget(pill)
        self._place_pills()

    def _renewable(self, state: ClientState) -> int | None:
        """The membership a renewal goes on from: the one that lasts longest."""
        first = next(iter(state.memberships), None)
        return first.id if first is not None and first.state in RENEWABLE else None

    def _sell(self) -> None:
        membership_id = self._renewable(self._presenter.state)
        if membership_id is None:
            self._presenter.open_dialog("memberships.sell")
        else:
            self._presenter.open_other("memberships.renew", membership_id=membership_id)

    def menu_actions(self) -> list[QAction]:
        """Everything else one can do with this client."""
        ask, detail = self._presenter, self._presenter.state.detail
        if detail is None:
            return []
        actions: list[QAction] = []

        def add(text: str, permission: Permission, run: Callable[[], object]) -> None:
            if ask.may(permission):
                action = QAction(text, self)
                action.triggered.connect(lambda _checked=False: run())
                actions.append(action)

        edit, archive = Permission.EDIT_CLIENTS, Permission.ARCHIVE_CLIENTS
        if not self.edit.isVisibleTo(self):
            add(self.tr("Edit…"), edit, lambda: ask.open_dialog("clients.edit"))
            if self._renewable(ask.state) is not None:
                add(self.tr("Renew…"), Permission.SELL, self._sell)
        add(self.tr("Sell a membership…"), Permission.SELL, lambda: ask.open_dialog("memberships.sell"))
        add(self.tr("Sell a product…"), Permission.SELL, lambda: ask.open_dialog("products.sell"))
        add(self.tr("Charge…"), Permission.TAKE_PAYMENT, lambda: ask.open_dialog("billing.charge"))
        write = Permission.WRITE_MESSAGES
        add(self.tr("Write a message…"), write, lambda: ask.open_dialog("messages.write"))
        if ask.may(Permission.USE_ASSISTANT):
            add(self.tr("Draft a message…"), write, self.draft_message)
        add(self.tr("Messages"), write, self._show_messages)
        add(self.tr("Write a note…"), Permission.WRITE_NOTES, lambda: ask.open_dialog("clients.note"))
        add(self.tr("Add a task…"), Permission.WRITE_NOTES, lambda: ask.open_dialog("tasks.add"))
        add(self.tr("Tag…"), edit, lambda: ask.open_dialog("clients.tag"))
        add(self.tr("Print the card…"), Permission.VIEW_CLIENTS, lambda: ask.open_dialog("clients.card"))
        add(self.tr("Choose a photo…"), edit, ask.records.choose_photo)
        if detail.has_photo:
            add(self.tr("Remove the photo"), edit, ask.records.remove_photo)
        if detail.blocked_reason:
            add(self.tr("Unblock"), edit, ask.unblock)
        else:
            add(self.tr("Block…"), edit, lambda: ask.open_dialog("clients.block"))
        add(self.tr("Merge with another…"), Permission.MERGE_CLIENTS, ask.merge)
        if detail.archived_at is None:
            add(self.tr("Archive"), archive, ask.archive)
        else:
            add(self.tr("Restore"), archive, ask.restore)
        return actions

    def draft_message(self, **about: Any) -> None:
        """Let the assistant write; the text that is chosen goes on to the composer."""
        window, client_id = self._desk.window, self._presenter.client_id

        def write(drafted: Any) -> None:
            window.open_dialog(
                "messages.write",
                client_id=client_id,
                subject=drafted.subject,
                text=drafted.text,
                language=drafted.language,
                offer=drafted.offer,
            )

        window.open_dialog("assistant.draft", client_id=client_id, then=write, **about)

    def _show_messages(self) -> None:
        self._desk.window.go("outbox.main", client_id=self._presenter.client_id)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class Alerts(QWidget):
    """What one has to know before talking to this client, each with its cure."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__()
        self._desk, self._presenter = desk, presenter
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(S)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)
        self._shown: tuple[tuple[str, Tone, str], ...] = ()

    def show_state(self, state: ClientState) -> None:
        """Show what there is to beware of; nothing flickers where nothing is different."""
        alerts = self._alerts(state)[:MOST_ALERTS]
        shown = tuple((text, tone, action) for text, tone, action, _ in alerts)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._grid)
        for place, (text, tone, action, run) in enumerate(alerts):
            banner = Banner(breakable(text), tone, action=action)
            banner.setMinimumHeight(theme().px(HEIGHT))
            banner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            banner.acted.connect(run)
            alone = place == len(alerts) - 1 and place % ACROSS == 0
            self._grid.addWidget(banner, place // ACROSS, place % ACROSS, 1, ACROSS if alone else 1)
        self.setVisible(bool(alerts))

    def texts(self) -> list[str]:
        """What is said, the gravest first."""
        return [text for text, _, _ in self._shown]

    def _alerts(self, state: ClientState) -> list[tuple[str, Tone, str, object]]:
        ask, detail = self._presenter, state.detail
        if detail is None:
            return []
        alerts: list[tuple[str, Tone, str, object]] = []
        if state.refused:
            text = self.tr("Not let in: {reasons}").format(reasons=state.refused)
            alerts.append((text, Tone.RED, self.tr("To check-in"), self._go_to_desk))
        if detail.blocked_reason:
            text = self.tr("Blocked: {reason}").format(reason=detail.blocked_reason)
            action = self.tr("Unblock") if ask.may(Permission.EDIT_CLIENTS) else ""
            alerts.append((text, Tone.RED, action, ask.unblock))
        if detail.details.medical_alert:
            text = self.tr("Medical alert: {text}").format(text=detail.details.medical_alert)
            alerts.append((*_short(text, Tone.RED, self.tr("Read all")), ask.show_emergency))
        elif detail.has_medical_alert:
            alerts.append(
                (self.tr("There is a medical alert; check-in shows it."), Tone.RED, "", ask.refresh)
            )
        more = self.tr("Read all")
        alerts += [(*_short(note.text, Tone.AMBER, more), self._go_to_notes) for note in detail.pinned_notes]
        if detail.balance and detail.balance > 0:
            text = self.tr("Owes {amount}").format(amount=self._desk.formats.money(detail.balance))
            if detail.oldest_due_on is not None:
                due = self._desk.formats.day(detail.oldest_due_on)
                text = self.tr("{owes}, the oldest part due {day}").format(owes=text, day=due)
            pay = self.tr("Take payment") if ask.may(Permission.TAKE_PAYMENT) else ""
            alerts.append((text, Tone.AMBER, pay, lambda: ask.open_dialog("billing.take_payment")))
        if detail.birthday_today:
            alerts.append((self.tr("Has a birthday today"), Tone.ACCENT, "", ask.refresh))
        return alerts

    def _go_to_notes(self) -> None:
        client_id = self._presenter.client_id
        self._desk.window.go("clients.client", client_id=client_id, tab="notes")

    def _go_to_desk(self) -> None:
        self._desk.window.go("checkin.desk")


def _short(text: str, tone: Tone, more: str) -> tuple[str, Tone, str]:
    """A text that leaves room for the page below, and a button if that is not all of it."""
    whole = len(text) <= LONGEST_ALERT and text.count("\n") < MOST_LINES
    lines = "\n".join(text.split("\n")[:MOST_LINES])
    return clipped(lines, LONGEST_ALERT), tone, "" if whole else more
