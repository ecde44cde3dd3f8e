"""The outbox: what waits for a yes, what is on its way, what failed, what was sent."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.clients.events import ClientChanged, ClientsMerged
from fitnesscrm_desktop.services.messaging.events import MessagesChanged, MessagingSettingsChanged
from fitnesscrm_desktop.services.messaging.outbox_results import Which
from fitnesscrm_desktop.services.messaging.results import MessageRow
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.messaging.notices import notice_of, pause_notice
from fitnesscrm_desktop.ui.messaging.outbox_list import OutboxList
from fitnesscrm_desktop.ui.messaging.outbox_presenter import OutboxPresenter
from fitnesscrm_desktop.ui.messaging.outbox_state import Deed, Messages, Narrowing, OutboxState, suits
from fitnesscrm_desktop.ui.messaging.outbox_words import deed_word, which_count, which_word
from fitnesscrm_desktop.ui.messaging.reading_pane import ReadingPane
from fitnesscrm_desktop.ui.messaging.waiting_words import waiting_text
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, DangerButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

PAUSE_MS = 150
"""A round of sending brings many events; the list is loaded once for all of them."""
LEAST_LIST, LEAST_PANE = 380, 300
EDIT_DIALOG, WRITE_DIALOG, LETTERS_DIALOG = "messages.edit", "messages.write", "messages.letters"
DEED_KEYS = {Deed.APPROVE: "A", Deed.EDIT: "E", Deed.DROP: "Del", Deed.RETRY: "R"}


class OutboxPage(Page):
    """The page "Outbox"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._came_about: dict[str, Any] | None = None
        self._asked = 0
        self.header = PageHeader(self.tr("Outbox"))
        self.presenter = OutboxPresenter(desk, self, self)
        self.send = Button(self.tr("Send now"), self.presenter.send_now, icon="refresh")
        self.write = PrimaryButton(self.tr("Write"), self._write, icon="edit")
        if self.presenter.state.may_approve:
            self.header.add(self.send)
        self.header.add(self.write)
        self.parts = SegmentedControl(
            [(each.value, which_word(each)) for each in Which], name=self.tr("Show")
        )
        self.parts.chosen.connect(lambda key: self.presenter.choose(Which(key)))
        self.only = Button("", self.presenter.widen, icon="x")
        self.only.setToolTip(self.tr("Show all messages again"))
        self.notice = Banner("")
        self.notice.acted.connect(self._cure)
        self._section = ""
        self.table = OutboxList(desk)
        self.table.wanted.connect(self._do)
        self.table.chosen.connect(self.presenter.select)
        self.table.everything_chosen.connect(self.presenter.select_everything)
        self.table.loaded.connect(self._loaded)
        self.table.write_wanted.connect(self._write)
        self.pane = ReadingPane(desk)
        self.pane.client_wanted.connect(
            lambda client_id: desk.window.go("clients.client", client_id=client_id)
        )
        self.pane.copy_wanted.connect(self._copy)
        self.pane.passed_on.connect(lambda: self._do(Deed.HAND_OVER))
        self.selection = Label("", "muted", elide=True)
        self.selection.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
        self._make_deeds()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._refresh_if_shown)
        # what waits goes along with a new address, and once only when two clients become one
        for event in (MessagesChanged, MessagingSettingsChanged, ClientChanged, ClientsMerged):
            desk.bridge.on(event, lambda _event: self._pause.start(), owner=self)
        self.render_state(self.presenter.state)

    def _make_deeds(self) -> None:
        approves = self.presenter.state.may_approve
        self.deeds: dict[Deed, Button] = {
            Deed.APPROVE: self._deed_button(Deed.APPROVE, "check"),
            Deed.EDIT: self._deed_button(Deed.EDIT, "edit"),
            Deed.RETRY: self._deed_button(Deed.RETRY, "refresh"),
            Deed.DROP: self._deed_button(Deed.DROP, "trash"),
            Deed.PRINT: self._deed_button(Deed.PRINT, "printer"),
        }
        if not approves:
            for deed in (Deed.APPROVE, Deed.RETRY):
                self.deeds.pop(deed).deleteLater()
        self.table.allow(frozenset(self.deeds))

    def _deed_button(self, deed: Deed, icon: str) -> Button:
        kind = DangerButton if deed is Deed.DROP else Button
        button = kind(deed_word(deed), lambda: self._do(deed), icon=icon)
        if deed in DEED_KEYS:
            button.setToolTip(self.tr("Key: {key}").format(key=DEED_KEYS[deed]))
        return button

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(S)
        upper.addWidget(self.parts)
        upper.addStretch(1)
        upper.addWidget(self.only)
        lower = QHBoxLayout()
        lower.setSpacing(S)
        for button in self.deeds.values():
            lower.addWidget(button)
        lower.addWidget(self.selection, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(lower)
        column.addWidget(self.table, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(M)
        both.addWidget(left)
        both.addWidget(self.pane)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 1)
        self.table.setMinimumWidth(theme().px(LEAST_LIST))
        self.pane.setMinimumWidth(theme().px(LEAST_PANE))
        both.setSizes([theme().px(680), theme().px(350)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addLayout(upper)
        layout.addWidget(both, 1)

    # --- what the window asks ---------------------------------------------------------------------------

    def arrive(self, **where: Any) -> None:
        """``client_id`` and ``rule_id`` narrow it down; ``which="failed"`` and so on shows a part.

        The same question once more (F5) does not take back what was chosen since. ``send`` counts how often
        somebody asked to send now: who only comes back to the page sends nothing again.
        """
        if where.get("send", 0) > self._asked:
            self._asked = where["send"]
            self.presenter.send_now()
        about = {name: value for name, value in where.items() if name.endswith("_id")}
        which = Which(where["which"]) if where.get("which") else None
        again = about == self._came_about and which is None
        self._came_about = about
        if again:
            self.presenter.refresh()
            return
        self.presenter.arrive(which, Narrowing(where.get("client_id"), where.get("rule_id")))
        self.table.setFocus()

    def leave(self) -> None:
        """Whoever comes back with a question gets its answer."""
        self._came_about = None

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.presenter.refresh()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: OutboxState) -> None:
        """Show it."""
        self.parts.set_current(state.which.value)
        for which in Which:
            count = which_count(which, state.counts)
            word = which_word(which)
            self.parts.button(which.value).setText(f"{word}  {count}" if count else word)
        sub = "" if state.counts is None else waiting_text(state.counts, self._desk.formats)
        self.header.set_title(self.tr("Outbox"), sub)
        self._show_narrowing(state)
        self._show_notice(state)
        for deed, button in self.deeds.items():
            button.setEnabled(state.allows(deed))
        self.deeds[Deed.PRINT].setVisible(self.deeds[Deed.PRINT].isEnabled())
        count = len(state.ids)
        whole = state.everything is not None
        words = self.tr("All {count} selected") if whole else self.tr("{count} selected")
        shown = self._desk.formats.number(count)
        self.selection.setText(words.format(count=shown) if count > 1 else "")
        self.send.setEnabled(not state.sending)
        self.send.setText(self.tr("Sending…") if state.sending else self.tr("Send now"))
        self.pane.show_detail(state.detail)

    def _show_narrowing(self, state: OutboxState) -> None:
        only = state.narrowing
        self.only.setVisible(bool(only))
        words = self.tr("Only to {name}") if only.client_id is not None else self.tr("Only of “{name}”")
        self.only.setText(words.format(name=only.name or "…").replace("&", "&&"))

    def _show_notice(self, state: OutboxState) -> None:
        if state.error:
            self._section = ""
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
            self.notice.show()
            return
        found = None
        if (counts := state.counts) is not None:
            found = notice_of(counts, may_set_up=state.may_set_up) or pause_notice(
                counts, self._desk.formats, may_set_up=state.may_set_up
            )
        self.notice.setVisible(found is not None)
        if found is not None:
            self._section = found.section
            self.notice.set_text(found.text, found.tone, found.action)

    def show_messages(self, source: Messages) -> None:
        """Show these from their start."""
        self.table.show_messages(source, self.presenter.state.which)

    def refresh_messages(self) -> None:
        """Load the list anew, where it stands."""
        self.table.feed.refresh()

    # --- deeds ------------------------------------------------------------------------------------------

    def _loaded(self, first: MessageRow | None) -> None:
        self.presenter.loaded(first)

    def _do(self, deed: Deed) -> None:
        state = self.presenter.state
        if deed is Deed.EDIT:
            if state.allows(deed):
                self._desk.window.open_dialog(EDIT_DIALOG, message_id=state.selected[0].id)
        elif deed is Deed.PRINT:
            letters = [row.id for row in state.selected if suits(deed, row)]
            if state.everything is not None:
                letters = list(state.everything)
            self._desk.window.open_dialog(LETTERS_DIALOG, message_ids=letters)
        elif deed is Deed.HAND_OVER or deed in self.deeds:
            self.presenter.do(deed)

    def _write(self) -> None:
        client_id = self.presenter.state.narrowing.client_id
        self._desk.window.open_dialog(WRITE_DIALOG, client_id=client_id)

    def _copy(self) -> None:
        self.presenter.pass_on(self._to_clipboard)

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.toasts.show_toast(self.tr("The text is in the clipboard."))

    def _cure(self) -> None:
        if self._section:
            self._desk.window.go("settings.main", section=self._section)
        else:
            self.presenter.refresh()
