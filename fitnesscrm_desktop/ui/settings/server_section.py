"""A model server of the studio's own: for the owner, and off until it is set up."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, TOLD
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.settings import model_work
from fitnesscrm_desktop.ui.settings.assistant_records import ServerRecord, ServerSource
from fitnesscrm_desktop.ui.settings.profile_presenter import EditState
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.settings.record_source import RecordSource
from fitnesscrm_desktop.ui.settings.secret_fields import secret_field
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.form import Form

LONGEST_ADDRESS, LONGEST_NAME = 200, 200
_SECOND_MS = 1000


class ServerSection(ProfileSection):
    """Address, model and key; a public address is agreed to by a sentence that is typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.away = Banner("", Tone.AMBER)
        self.away.hide()
        self.column.addWidget(self.away)
        self._add_server()
        self._add_test()
        self.ready()

    def source(self) -> RecordSource:
        """The server."""
        return ServerSource(self.desk)

    def show_state(self, state: EditState, fresh: frozenset[str]) -> None:
        """The field for the sentence appears when it is asked for."""
        super().show_state(state, fresh)  # which empties the field once its sentence is stored
        asked = "typed" in state.errors
        if asked or (state.profile is not None and not self.typed_field.text()):
            self.form.set_visible(self.typed_field, asked)

    def filled(self) -> None:
        """Say whether there is a key, never which; and where texts go."""
        record = self._record()
        there = record is not None and bool(record.has_key)
        self.key.setPlaceholderText(self.tr("Kept. Type to replace it.") if there else "")
        self.away.setVisible(record is not None and record.leaves_studio)
        if record is not None:
            self.away.set_text(
                f"{self.tr('{url} is outside the studio.').format(url=record.url)} {self.tr(TOLD)}",
                Tone.AMBER,
            )

    def edited(self) -> None:
        """A test uses what is stored."""
        if hasattr(self, "test_button"):
            record = self._record()
            stored = record is not None and bool(record.url) and not self.save_button.isEnabled()
            self.test_button.setEnabled(stored)

    def _record(self) -> ServerRecord | None:
        profile = self.presenter.state.profile if self.presenter is not None else None
        return profile if isinstance(profile, ServerRecord) else None

    def _add_server(self) -> None:
        self.form = Form(above=True)
        card = self.card(
            self.tr("Model server"),
            self.tr(
                "A server in the studio that speaks as OpenAI’s do: llama.cpp, Ollama, LM Studio. Empty: "
                "none. Choose it as a model under “Assistant” once it is set up."
            ),
        )
        card.add(self.form)
        self.bind(
            "url",
            self.form,
            self.tr("Address"),
            _line(LONGEST_ADDRESS),
            hint=self.tr("Such as http://127.0.0.1:8080 or http://192.168.1.20:11434"),
        )
        self.bind("model", self.form, self.tr("Name of the model"), _line(LONGEST_NAME))
        self.key = secret_field()
        self.bind("key", self.form, self.tr("Key"), self.key)
        self.typed_field = _line(LONGEST_NAME)
        self.typed_field.setPlaceholderText(CONFIRMATION)
        self.bind("typed", self.form, self.tr("Type this sentence to allow it"), self.typed_field)
        self.form.set_visible(self.typed_field, False)

    def _add_test(self) -> None:
        card = self.card(self.tr("Test"), self.tr("Asks the server for one word, with what is saved above."))
        self.test_button = Button(self.tr("Test"), self._test, icon="check")
        row = QHBoxLayout()
        row.addWidget(self.test_button)
        row.addStretch(1)
        card.body.addLayout(row)
        self.answer = Banner("", Tone.GREEN)
        self.answer.hide()
        card.add(self.answer)

    def _test(self) -> None:
        services, actor = self.desk.services, self.desk.actor
        self.test_button.setEnabled(False)
        self.answer.set_text(self.tr("Asking…"), Tone.BLUE)
        self.answer.show()
        self.desk.tasks.long(
            lambda _progress: model_work.try_server(services, actor),
            progress=lambda _done, _total: None,
            done=self._answered,
            failed=self._refused,
            owner=self,
        )

    def _answered(self, ms: int) -> None:
        seconds = f"{ms / _SECOND_MS:.1f}"
        self.answer.set_text(self.tr("It has answered in {seconds} s.").format(seconds=seconds), Tone.GREEN)
        self.edited()

    def _refused(self, error: Exception) -> None:
        self.edited()
        if isinstance(error, StudioError):
            self.answer.set_text(error.text, Tone.RED)
            return
        self.answer.hide()
        self.desk.window.report(error)


def _line(longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(longest)
    return field
