"""The page of one client: who it is on top, everything about them below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.clients.account_tab import AccountTab
from fitnesscrm_desktop.ui.clients.client_header import Alerts, ClientHeader
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.consents_tab import ConsentsTab
from fitnesscrm_desktop.ui.clients.contributed import Contributed, in_order
from fitnesscrm_desktop.ui.clients.feeds import ClientTimeline, VisitsTable
from fitnesscrm_desktop.ui.clients.membership_tab import MembershipTab
from fitnesscrm_desktop.ui.clients.notes_tab import NotesTab
from fitnesscrm_desktop.ui.clients.overview import Overview
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton


class ClientPage(Page):
    """``arrive(client_id=7)``, and ``tab="account"`` if another part is wanted first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        self.presenter = ClientPresenter(desk, self, self)
        self.header = ClientHeader(desk, self.presenter)
        self.alerts = Alerts(desk, self.presenter)
        self.timeline = ClientTimeline(desk)
        self.visits = VisitsTable(desk)
        own: dict[str, tuple[int, str, QWidget]] = {
            "overview": (0, self.tr("Overview"), Overview(desk, self.presenter)),
            "timeline": (20, self.tr("Timeline"), self.timeline),
            "membership": (30, self.tr("Membership"), MembershipTab(desk, self.presenter)),
            "account": (40, self.tr("Account"), AccountTab(desk, self.presenter)),
            "visits": (50, self.tr("Visits"), self.visits),
            "notes": (60, self.tr("Notes"), NotesTab(desk, self.presenter)),
            "consents": (70, self.tr("Consents"), ConsentsTab(desk, self.presenter)),
        }
        if not desk.actor.may(Permission.VIEW_MONEY):
            del own["account"]
        self.parts = in_order(own, desk)
        self._sought: dict[str, Any] = {}
        """What somebody was led here to see, until the part that shows it is there."""
        self._lay_out()
        self.show_state(self.presenter.state)

    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Parts of this page"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.stack = QStackedWidget()
        for title, part in self.parts.values():
            self.tabs.addTab(title)
            self.stack.addWidget(part)
        self.tabs.currentChanged.connect(self._turn_to)
        self._whole = QWidget()
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addWidget(self.header)
        whole.addWidget(self.alerts)
        whole.addWidget(self.tabs)
        whole.addWidget(self.stack, 1)
        whole.setSpacing(S)
        self._loading = Skeleton(8)
        self._nobody = EmptyState(
            "users", self.tr("This client is not there any more"), "", self.tr("All clients")
        )
        self._nobody.acted.connect(lambda: self._desk.window.go("clients.list"))
        self._layers = QStackedWidget()
        for layer in (self._loading, self._whole, self._nobody):
            self._layers.addWidget(layer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, S)
        layout.addWidget(self._layers)

    def event(self, event: QEvent) -> bool:
        """Who it is takes less room where there is little: the part below is what one looks at."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.header.fit_into(self.height())
        return super().event(event)

    # --- what the shell says ----------------------------------------------------------------------------

    def arrive(self, **where: Any) -> None:
        """Show the client with this id."""
        fresh = int(where["client_id"]) != self.presenter.state.client_id
        self._sought = {name: value for name, value in where.items() if name not in {"client_id", "tab"}}
        self.presenter.arrive(int(where["client_id"]))
        if "tab" in where or fresh:
            self.show_part(str(where.get("tab", "overview")))
        self.tabs.setFocus()  # and not a button: Enter that has opened this page must not check anybody in

    def leave(self) -> None:
        """Keep everything as it is."""
        self.presenter.leave()
        self._leave_part()

    def unfinished(self) -> str:
        """What is typed on parts that other features add."""
        parts = (part for _, part in self.parts.values() if isinstance(part, Contributed))
        return " ".join(filter(None, (part.unfinished() for part in parts)))

    def client_in_hand(self) -> int | None:
        """The client of the page."""
        return self.presenter.state.client_id or None

    def scanned(self, code: str) -> bool:
        """The card of somebody else leads to their page."""
        directory, actor = self._desk.services.directory, self._desk.actor
        self._desk.tasks.run(
            lambda: directory.by_code(actor, code),
            done=lambda found: self._scanned(found, code),
            owner=self,
        )
        return True

    def _scanned(self, client_id: int | None, code: str) -> None:
        if client_id is None:
            text = self.tr("Nobody has the code {code}").format(code=code)
            self._desk.toasts.show_toast(text, tone="warn")
        else:
            self._desk.window.go("clients.client", client_id=client_id)

    # --- showing ----------------------------------------------------------------------------------------

    def show_state(self, state: ClientState) -> None:
        """Show this client in all parts."""
        if state.trouble:
            self._nobody.set_text(
                self.tr("This client cannot be shown"), state.trouble, self.tr("All clients")
            )
            self._layers.setCurrentWidget(self._nobody)
            return
        if state.detail is None:
            self._layers.setCurrentWidget(self._loading)
            return
        for _, part in self.parts.values():
            show = getattr(part, "show_state", None)
            if show is not None:
                show(state)
        self.header.show_state(state)
        self.alerts.show_state(state)
        self._name_tabs(state)
        self._layers.setCurrentWidget(self._whole)
        self._show_in_part()

    def reload_feeds(self) -> None:
        """Something has happened: the feed in sight shows it, the other one when it is turned to."""
        for feed in (self.timeline, self.visits):
            feed.feed.refresh()

    def show_part(self, name: str) -> None:
        """Turn to another part of the page."""
        if name in self.parts:
            self.tabs.setCurrentIndex(list(self.parts).index(name))

    def shown_part(self) -> str:
        """The name of the part that is shown."""
        return list(self.parts)[self.tabs.currentIndex()]

    def _turn_to(self, place: int) -> None:
        self._leave_part()
        self.stack.setCurrentIndex(place)
        self._show_in_part()

    def _leave_part(self) -> None:
        part = self.stack.currentWidget()
        if isinstance(part, Contributed):
            part.leave()

    def _show_in_part(self) -> None:
        """Feeds, and what other features add, are loaded when somebody looks at them."""
        detail, part = self.presenter.state.detail, self.stack.currentWidget()
        if detail is None:
            return
        if isinstance(part, Contributed):
            part.show_client(detail.id, self._sought)
            self._sought = {}
        elif part is self.timeline or part is self.visits:
            part.show_client(detail.id)

    def _name_tabs(self, state: ClientState) -> None:
        counts = {
            "notes": 0 if state.detail is None else len(state.detail.notes),
            "membership": len(state.memberships) if len(state.memberships) > 1 else 0,
        }
        for place, (name, (title, _)) in enumerate(self.parts.items()):
            count = counts.get(name, 0)
            self.tabs.setTabText(place, f"{title} ({count})" if count else title)
