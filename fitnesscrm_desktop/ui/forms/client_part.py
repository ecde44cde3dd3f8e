"""The forms of one client, on the client's page: what is signed, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.models.values import FormState
from fitnesscrm_desktop.services.forms.events import FormsChanged, FormTemplatesChanged
from fitnesscrm_desktop.services.forms.results import MissingForm, SignedForm
from fitnesscrm_desktop.ui.core.desk import ClientPart, Desk
from fitnesscrm_desktop.ui.core.saved_files import tell_saved
from fitnesscrm_desktop.ui.core.tokens import M, Tone
from fitnesscrm_desktop.ui.forms import signed_table
from fitnesscrm_desktop.ui.forms.signed_table import SignedTable
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label

_DIALOGS = {
    signed_table.OPEN: "forms.paper",
    signed_table.CLEAR: "forms.clearance",
    signed_table.VOID: "forms.void",
}


@dataclass(frozen=True, slots=True)
class _Found:
    signed: Sequence[SignedForm]
    lacking: tuple[MissingForm, ...]


class FormsPart(ClientPart):
    """``show_client`` lists what the client has signed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._client_id = 0
        self._lacking: tuple[MissingForm, ...] = ()
        self.lacking = Banner("", Tone.AMBER)
        self.lacking.hide()
        self.lacking.acted.connect(self._fill_lacking)
        self.fill = PrimaryButton(tr("Fill in a form…"), self._fill, icon="edit")
        self.signed = SignedTable(desk)
        self.signed.wanted.connect(self._do)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(Label(tr("Signed forms"), "heading"), 1)
        row.addWidget(self.fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, M, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self.lacking)
        layout.addLayout(row)
        layout.addWidget(self.signed, 1)
        desk.bridge.on(FormsChanged, self._changed, owner=self)
        desk.bridge.on(FormTemplatesChanged, lambda _event: self._load(), owner=self)

    def show_client(self, client_id: int) -> None:
        """List the forms of this client."""
        if client_id != self._client_id:
            self._client_id = client_id
            self.signed.model.show_loading()
            self.lacking.hide()
        self._load()

    def _changed(self, event: FormsChanged) -> None:
        if event.client_id == self._client_id:
            self._load()

    def _load(self) -> None:
        forms, actor, client_id = self._desk.services.forms, self._desk.actor, self._client_id
        if not client_id:
            return

        def read() -> _Found:
            lacking = [
                each
                for each in forms.missing(actor, client_id)
                if each.state in {FormState.MISSING, FormState.EXPIRED}
            ]
            return _Found(forms.of_client(actor, client_id), tuple(lacking))

        self._desk.tasks.run(
            read,
            done=lambda found: self._show(client_id, found),
            failed=self._desk.window.report,
            owner=self,
        )

    def _show(self, client_id: int, found: _Found) -> None:
        if client_id != self._client_id:
            return
        self.signed.model.show_rows(found.signed)
        self._lacking = found.lacking
        self.lacking.setVisible(bool(found.lacking))
        if found.lacking:
            named = ", ".join(f"“{each.name}”" for each in found.lacking)
            red = any(each.blocks_checkin for each in found.lacking)
            text = tr("Missing or expired: {forms}.").format(forms=named)
            self.lacking.set_text(text, Tone.RED if red else Tone.AMBER, tr("Fill in now…"))

    def _fill(self) -> None:
        self._desk.window.open_dialog("forms.fill", client_id=self._client_id)

    def _fill_lacking(self) -> None:
        if self._lacking:
            self._desk.window.open_dialog(
                "forms.fill", client_id=self._client_id, template_id=self._lacking[0].template_id
            )

    def _do(self, deed: str, row: SignedForm) -> None:
        if deed == signed_table.LETTER:
            self._save_letter(row)
            return
        self._desk.window.open_dialog(_DIALOGS[deed], form_id=row.id)

    def _save_letter(self, row: SignedForm) -> None:
        """The paper that was handed in for clearance: ask where to, and write it there."""
        path = self._desk.dialogs.choose_save_file(
            tr("Save “{name}”").format(name=row.clearance_name),
            Path.home() / row.clearance_name,
            tr("All files (*)"),
        )
        if path is None:
            return
        forms, actor = self._desk.services.forms, self._desk.actor
        self._desk.tasks.write(
            lambda: forms.save_clearance_file(actor, row.id, path),
            done=lambda _none: tell_saved(self._desk.toasts, path),
            failed=self._desk.window.report,
            owner=self,
        )
