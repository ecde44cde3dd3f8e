"""One message as its reader gets it, and everything that happened to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.messaging.results import MessageDetail
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S
from fitnesscrm_desktop.ui.messaging.mail_view import SafeBrowser
from fitnesscrm_desktop.ui.messaging.outbox_words import (
    event_text,
    from_text,
    going_text,
    has_subject,
    state_tone,
    state_word,
    trouble_text,
)
from fitnesscrm_desktop.ui.messaging.words import channel_word
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill
from fitnesscrm_desktop.ui.widgets.states import EmptyState

HISTORY_HEIGHT, WORDS_HEIGHT = 84, 120


class ReadingPane(Card):
    """Empty until a message is chosen.

    Signals:
        client_wanted(int): open this client.
        copy_wanted: put the words into the clipboard.
        passed_on: somebody has passed the message on.
    """

    client_wanted = Signal(int)
    copy_wanted = Signal()
    passed_on = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._client_id: int | None = None
        self.setAccessibleName(self.tr("The message"))
        self.to = Label("", "heading", elide=True, selectable=True)
        self.address = Label("", "muted", elide=True, selectable=True)
        self.state = Pill("")
        self.about = Label("", "muted", wrap=True)
        self.client = IconButton("user", self.tr("Open client"), self._open_client, outline=True)
        self.subject = Label("", "strong", wrap=True, selectable=True)
        self.notice = Banner("")
        self.words = SafeBrowser(self.tr("The words of the message"))
        self.files = Label("", "muted", wrap=True)
        self.copy_button = Button(self.tr("Copy text"), self.copy_wanted.emit, icon="copy")
        self.passed_button = Button(self.tr("Passed on"), self.passed_on.emit, icon="check")
        self.history = Label("", "small", wrap=True, selectable=True)
        self.history_area = QScrollArea()
        self.nothing = EmptyState("mail", self.tr("No message is chosen"))
        self._pages = QStackedWidget()
        self._lay_out()
        self.show_detail(None)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self.to, 1)
        top.addWidget(self.client)
        where = QHBoxLayout()
        where.setSpacing(M)
        where.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        where.addWidget(self.about, 1)
        self.history.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.history_area.setWidget(self.history)
        self.history_area.setWidgetResizable(True)
        self.history_area.setFrameShape(QFrame.Shape.NoFrame)
        self.history_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words.setMinimumHeight(theme().px(WORDS_HEIGHT))
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        by_hand = QHBoxLayout()
        by_hand.setSpacing(S)
        by_hand.addWidget(self.copy_button)
        by_hand.addWidget(self.passed_button)
        by_hand.addStretch(1)
        page = QWidget()
        page.setProperty("kind", "plain")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(top)
        column.addWidget(self.address)
        column.addLayout(where)
        column.addWidget(self.notice)
        column.addWidget(self.subject)
        column.addWidget(self.words, 1)
        column.addWidget(self.files)
        column.addLayout(by_hand)
        column.addSpacing(M - S)
        column.addWidget(Label(self.tr("What happened to it"), "strong"))
        column.addWidget(self.history_area)
        self._pages.addWidget(self.nothing)
        area = QScrollArea()  # in a low window one scrolls, and nothing is squeezed
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.addWidget(area)
        self.body.setContentsMargins(L, M, L, M)
        self.add(self._pages, 1)

    def show_detail(self, detail: MessageDetail | None) -> None:
        """Show this message; None: none is chosen."""
        self._pages.setCurrentIndex(0 if detail is None else 1)
        if detail is None:
            return
        row, now = detail.row, self._desk.services.core.clock.now()
        self.to.setText(row.to_name)
        self.address.setText(", ".join(row.to_address.splitlines()) or self.tr("No address"))
        self.address.setVisible(bool(row.to_address) or row.channel is not Channel.COPY)
        self.state.set_state(state_word(row, now), state_tone(row))
        self.about.setText(" · ".join(self._about(detail)))
        self._client_id = row.client_id
        self.client.setVisible(row.client_id is not None)
        text, tone = trouble_text(detail)
        self.notice.set_text(text, tone)
        self.notice.setVisible(bool(text))
        self.subject.setText(row.subject)
        self.subject.setVisible(bool(row.subject) and has_subject(row.channel))
        self.words.show_words(detail.html, detail.text)
        names = ", ".join(each.file_name for each in detail.attachments)
        self.files.setText(self.tr("With {files}").format(files=names))
        self.files.setVisible(bool(names))
        self.copy_button.setVisible(row.channel in {Channel.COPY, Channel.SMS})
        self.passed_button.setVisible(row.channel is Channel.COPY and row.state is MessageState.APPROVED)
        self.history.setText("\n".join(event_text(each, self._desk.formats) for each in detail.events))
        self._fit_history()

    def _about(self, detail: MessageDetail) -> list[str]:
        row, now = detail.row, self._desk.services.core.clock.now()
        parts = [channel_word(row.channel), from_text(row), going_text(row, now, self._desk.formats)]
        if row.client_id is not None and row.client_name != row.to_name:
            parts.insert(1, self.tr("About {name}").format(name=row.client_name))
        return [part for part in parts if part]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The history is as high as its lines, up to a few."""
        super().resizeEvent(event)
        self._fit_history()

    def _fit_history(self) -> None:
        wanted = self.history.heightForWidth(max(self.history_area.viewport().width(), 1))
        self.history_area.setFixedHeight(min(max(wanted, 0) + 2, theme().px(HISTORY_HEIGHT)))

    def _open_client(self) -> None:
        if self._client_id is not None:
            self.client_wanted.emit(self._client_id)
