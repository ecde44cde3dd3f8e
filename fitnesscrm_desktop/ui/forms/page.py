"""The page "Forms": what is missing or has expired, and the forms that the studio hands out."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.services.forms.events import FormsChanged, FormTemplatesChanged
from fitnesscrm_desktop.services.forms.results import FormTemplateRow, MissingForm
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M
from fitnesscrm_desktop.ui.forms import lists
from fitnesscrm_desktop.ui.forms.presenter import MISSING, TEMPLATES, FormsPresenter, FormsState
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl


class FormsPage(Page):
    """``arrive(tab="missing"|"templates")``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        services = desk.services
        self.presenter = FormsPresenter(
            services.forms, services.form_templates, desk.actor, desk.tasks, self, self
        )
        self.header = PageHeader(tr("Forms"))
        self.new = PrimaryButton(tr("New form"), lambda: desk.window.open_dialog("forms.edit"), icon="plus")
        self.header.add(self.new)
        self.new.setVisible(desk.actor.may(Permission.MANAGE_FORMS))
        self.tabs = SegmentedControl(
            [(MISSING, tr("Missing or expired")), (TEMPLATES, tr("Forms to hand out"))], name=tr("Show")
        )
        self.tabs.chosen.connect(self.presenter.turn_to)
        self.missing, self.templates = lists.missing_table(desk), lists.templates_table(desk)
        self.missing.wanted.connect(self._about_client)
        self.templates.wanted.connect(self._about_form)
        self._lay_out()
        for kind in (FormsChanged, FormTemplatesChanged, ClientsMerged):
            desk.bridge.on(kind, lambda _event: self._changed(), owner=self)

    def _lay_out(self) -> None:
        self.halves = QStackedWidget()
        self.halves.addWidget(self.missing)
        self.halves.addWidget(self.templates)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.tabs)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addLayout(row)
        layout.addWidget(self.halves, 1)

    def arrive(self, **where: Any) -> None:
        """Show the lists as they are now."""
        self.presenter.turn_to(where.get("tab") or self.presenter.state.tab)
        (self.missing if self.presenter.state.tab == MISSING else self.templates).table.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self.presenter.load()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: FormsState) -> None:
        """Show it."""
        self.tabs.set_current(state.tab)
        self.halves.setCurrentWidget(self.missing if state.tab == MISSING else self.templates)
        if state.missing is not None:
            self.missing.model.show_rows(state.missing)
        if state.templates is not None:
            self.templates.model.show_rows(state.templates)

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    def said(self, text: str, undo: Any) -> None:
        """Say it in a toast."""
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def _about_client(self, deed: str, row: MissingForm) -> None:
        window = self._desk.window
        if deed == lists.FILL:
            window.open_dialog("forms.fill", client_id=row.client_id, template_id=row.template_id)
        elif deed == lists.CLEAR:
            window.open_dialog("forms.clearance", form_id=row.form_id)
        else:
            window.go("clients.client", client_id=row.client_id)

    def _about_form(self, deed: str, row: FormTemplateRow) -> None:
        if deed == lists.EDIT:
            self._desk.window.open_dialog("forms.edit", template_id=row.id)
        else:
            self.presenter.put_away(row, archive=deed == lists.ARCHIVE)
