"""The screen the studio lives on: one field, one verdict, who is in."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission, Verdict
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.checkin.chips import ChipRow
from fitnesscrm_desktop.ui.checkin.entry import DoorField
from fitnesscrm_desktop.ui.checkin.hit_list import HitList
from fitnesscrm_desktop.ui.checkin.intents import intents
from fitnesscrm_desktop.ui.checkin.presenter import DoorPresenter
from fitnesscrm_desktop.ui.checkin.quiet_panels import KeptNotice
from fitnesscrm_desktop.ui.checkin.reason_rows import MOST_KEYS
from fitnesscrm_desktop.ui.checkin.side_column import SideColumn
from fitnesscrm_desktop.ui.checkin.sounds import Sounds
from fitnesscrm_desktop.ui.checkin.state import DoorState, Hits, InsideState
from fitnesscrm_desktop.ui.checkin.verdict_card import VerdictCard
from fitnesscrm_desktop.ui.checkin.words import kept_at_closing
from fitnesscrm_desktop.ui.core.columns import LoadState
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.core.typed import typed_text
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.pills import Pill

LOW_PAGE = 440
"""Below this the last verdicts are in the list at the side only."""


class CheckInPage(Page):
    """Everything works by keyboard and scanner; the mouse is welcome."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[int | None, bool] = (None, False)
        self.setProperty("kind", "page")
        self.field = DoorField()
        self.sounds = Sounds(self)
        self.chips = ChipRow()
        self.side = SideColumn(desk)
        self.presenter = DoorPresenter(desk, self, self)
        self.card = VerdictCard(desk, self.presenter.cures.allowed)
        self.kept = KeptNotice()
        self.waiting = Pill("", Tone.BLUE)
        self._lay_out()
        self.hit_list = HitList(desk.formats, self)
        self._connect()
        self._show_sound()

    def _lay_out(self) -> None:
        self.header = PageHeader(self.tr("Check-in"))
        self.sound = IconButton("volume-on", "", self.toggle_sound, outline=True)
        self.kiosk = Button(self.tr("Kiosk"), self._open_kiosk, icon="monitor")
        self.header.add(self.waiting, self.sound, self.kiosk)
        left = QVBoxLayout()
        left.setSpacing(M)
        left.addWidget(self.field)
        left.addWidget(self.card, 1)
        left.addWidget(self.kept)
        left.addWidget(self.chips)
        halves = QHBoxLayout()
        halves.setSpacing(L)
        halves.addLayout(left, 1)
        halves.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addLayout(halves, 1)
        theme_changed.connect(self._share_height)
        theme_changed.connect(self._place_hits)

    def _connect(self) -> None:
        presenter = self.presenter
        self.field.searched.connect(presenter.lookup.search)
        self.field.entered.connect(self._entered)
        self.field.moved.connect(self.hit_list.move_by)
        self.hit_list.chosen.connect(self._chosen)
        self.card.cure_wanted.connect(presenter.cure)
        self.card.client_wanted.connect(self._open_client)
        self.card.retry_wanted.connect(presenter.kept.ask)
        self.card.drop_wanted.connect(presenter.kept.drop)
        self.kept.retry.clicked.connect(presenter.kept.ask)
        self.kept.drop.clicked.connect(presenter.kept.drop)
        self.card.idle.first_step.clicked.connect(presenter.cures.add_client)
        self.card.new_client_wanted.connect(presenter.cures.add_client)
        self.chips.chosen.connect(presenter.show_answer)
        self.side.leaving.connect(presenter.check_out)
        self.side.undo_wanted.connect(lambda row: presenter.undo(row.id))
        self.side.client_wanted.connect(self._open_client)
        self.side.visit_rows.state_changed.connect(self._first_visit)
        intents().undo_wanted.connect(self._undo_wanted)
        intents().sound_wanted.connect(self._sound_wanted)
        for number in range(1, MOST_KEYS + 1):
            keys = QShortcut(QKeySequence(f"Alt+{number}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(lambda which=number: self._press(which))

    # --- what the shell says ----------------------------------------------------------------------------

    def arrive(self, **where: Any) -> None:
        """Be ready for the next scan."""
        del where
        self.kiosk.setVisible(self._desk.actor.may(Permission.CHECK_IN))
        self.presenter.arrive()
        self.field.setFocus()

    def leave(self) -> None:
        """Keep what is typed and shown."""
        self.presenter.leave()

    def unfinished(self) -> str:
        """Check-ins that the database has not taken yet."""
        return kept_at_closing(len(self.presenter.kept.scans))

    def scanned(self, code: str) -> bool:
        """A scan counts wherever the focus is; what of it was led into the field is taken out."""
        self.hit_list.hide()
        typed = self.field.text()
        if typed.endswith(code):
            self.field.setText(typed.removesuffix(code))
        self.presenter.scan(code)
        return True

    def typed(self, text: str) -> None:
        """A slow scanner and a hand are heard beside the page, too."""
        self.field.type_in(text)

    def searched(self, text: str) -> bool:
        """The search of the top line looks for somebody to let in."""
        self.field.setText(text)
        self.field.setFocus()
        self.presenter.lookup.search(text)
        return True

    # --- what the presenter says ------------------------------------------------------------------------

    def show_door(self, state: DoorState) -> None:
        """Show verdict, chips, and how many wait."""
        focus = QApplication.focusWidget()
        shown = (state.shown, state.trouble is not None and not state.trouble.folded)
        leaving: list[QWidget] = [self.card] if shown != self._shown else []
        if state.trouble is None or not state.trouble.folded:
            leaving.append(self.kept)
        if focus is not None and any(part.isAncestorOf(focus) for part in leaving):
            self.field.setFocus()  # the button that was pressed goes away with what it belongs to
        self._shown = shown
        self.card.show_state(state)
        self.kept.show_trouble(state.trouble, len(self.card.keyed) + 1)
        self._order_tabs()
        self.chips.show_state(state, self._desk.formats)
        self.waiting.setVisible(state.waiting > 1)
        self.waiting.set_state(self.tr("{count} waiting").format(count=state.waiting), Tone.BLUE)

    def _order_tabs(self) -> None:
        """From the field through the cures to the lists; the controls of the page come last."""
        stops = [self.field, *self.card.keyed]
        stops += [
            self.kept.retry,
            self.kept.drop,
            *self.chips.chips,
            self.side.inside,
            self.side.visits,
            self.sound,
            self.kiosk,
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def show_hits(self, hits: Hits) -> None:
        """Show who fits, unless something else is in the field by now."""
        if hits.text == self.field.text():
            self.hit_list.show_hits(hits, self.field)

    def show_inside(self, state: InsideState) -> None:
        """Show who is in."""
        self.side.show_inside(state)

    def reload_visits(self) -> None:
        """The newest visit belongs on top."""
        self.side.load_visits()

    def play(self, verdict: Verdict) -> None:
        """Let it be heard, if the sound is on."""
        if self._desk.preferences.chosen.sound:
            self.sounds.play(verdict)

    def put_back(self, text: str) -> bool:
        """The typed name stays while one chooses."""
        return self.field.put_back(text)

    # --- keys -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever is typed on this page is meant for the field; Esc takes list and verdict away."""
        if event.key() == Qt.Key.Key_Escape and self._put_away():
            event.accept()
        elif text := typed_text(event):
            self.field.type_in(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width, and keep the list below the field."""
        super().resizeEvent(event)
        self._share_height()
        self.side.updateGeometry()
        self._place_hits()

    def _share_height(self) -> None:
        """What is said about the one at the door goes before what was said about others."""
        low = self.height() < theme().px(LOW_PAGE)
        self.field.set_low(low=low)
        self.chips.set_low(low=low)

    def _place_hits(self) -> None:
        if self.hit_list.isVisible():
            self.hit_list.place(self.field)

    def _entered(self, text: str) -> None:
        marked, last = self.hit_list.marked(text), self.field.last_typed
        self.hit_list.hide()
        self.presenter.lookup.enter(self.field.take(), marked, last)

    def _chosen(self, hit: ClientHit) -> None:
        self.hit_list.hide()
        self.field.take()
        self.field.setFocus()
        self.presenter.choose(hit, self.hit_list.hits.text)

    def _press(self, number: int) -> None:
        if self.kept.isVisibleTo(self) and number == self.kept.number:
            self.kept.retry.click()
        else:
            self.card.press(number)

    def _put_away(self) -> bool:
        """Whether there was something to put away."""
        if self.hit_list.isVisible():
            self.hit_list.hide()
            return True
        return self.presenter.dismiss()

    # --- the rest ---------------------------------------------------------------------------------------

    def _undo_wanted(self) -> None:
        if self.isVisible():
            self.presenter.undo_last()

    def _sound_wanted(self) -> None:
        if self.isVisible():
            self.toggle_sound()

    def toggle_sound(self) -> None:
        """Turn the sound on or off, on this computer."""
        self._desk.preferences.change(sound=not self._desk.preferences.chosen.sound)
        self._show_sound()
        if self._desk.preferences.chosen.sound:
            self.sounds.play(Verdict.ADMITTED)

    def _show_sound(self) -> None:
        on = self._desk.preferences.chosen.sound
        self.sound.set_icon("volume-on" if on else "volume-off")
        self.sound.set_label(self.tr("Sound is on") if on else self.tr("Sound is off"))

    def _open_kiosk(self) -> None:
        from fitnesscrm_desktop.ui.checkin.kiosk import open_kiosk

        open_kiosk(self._desk)

    def _open_client(self, client_id: int) -> None:
        self._desk.window.go("clients.client", client_id=client_id)

    def _first_visit(self, state: LoadState) -> None:
        if state is LoadState.EMPTY:
            self._ask_whether_empty()
        elif state is LoadState.READY:
            self.card.idle.say_ready()

    def _ask_whether_empty(self) -> None:
        """There was never a visit: perhaps there is nobody yet."""
        directory, actor = self._desk.services.directory, self._desk.actor

        def counted(people: int) -> None:
            if people:
                self.card.idle.say_ready()
            else:
                self.card.idle.say_empty(may_add=actor.may(Permission.EDIT_CLIENTS))

        self._desk.tasks.run(
            lambda: directory.counts(actor).current, done=counted, failed=lambda _error: None, owner=self
        )
