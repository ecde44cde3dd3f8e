"""The models of this PC, which of them writes, and what they may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from fitnesscrm_desktop.services.assistant.events import AssistantChanged
from fitnesscrm_desktop.services.assistant.results import ModelRow
from fitnesscrm_desktop.services.assistant.settings import SERVER
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.tokens import S, Tone
from fitnesscrm_desktop.ui.settings import model_rows, model_work
from fitnesscrm_desktop.ui.settings.assistant_records import LimitsSource
from fitnesscrm_desktop.ui.settings.model_rows import ModelLines
from fitnesscrm_desktop.ui.settings.model_work import ModelsLook
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.settings.record_source import RecordSource
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.runtime.trial import Trial

MOST_THREADS, LEAST_CONTEXT, LARGEST_CONTEXT = 64, 512, 131_072
MOST_AN_HOUR, LONGEST_IDLE = 100_000, 24 * 60
SHIPPED = "-"
"""The code of the model that ships; an empty one would mean that nothing is chosen."""


class AssistantSection(ProfileSection):
    """Models are looked at and tried in the background; the window goes on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._look: ModelsLook | None = None
        self._tried = False
        self._measured: dict[int, Trial] = {}
        self._working = CancelToken()
        self.engine = Banner("", Tone.AMBER)
        self.engine.hide()
        self.column.addWidget(self.engine)
        self._add_models()
        self._add_choice()
        self._add_limits()
        self.ready()
        desk.bridge.on(AssistantChanged, lambda _event: self.look(), owner=self)

    def source(self) -> RecordSource:
        """The limits."""
        return LimitsSource(self.desk)

    def arrive(self) -> None:
        """Read what is stored, and which models there are."""
        super().arrive()
        self.look()

    # --- what it is made of -----------------------------------------------------------------------------

    def _add_models(self) -> None:
        card = self.card(
            self.tr("Language models on this PC"),
            self.tr(
                "A file with a chat model in the GGUF format. It is opened in a process of its own first, so "
                "that a damaged one does no harm, and stays where it is."
            ),
        )
        self.models = ModelLines()
        self.models.wanted.connect(self._do)
        card.add(self.models)
        self.add_button = Button(self.tr("Add a model…"), self._add, icon="plus")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Under way"))
        self.doing = Label("", "muted", elide=True)
        self.cancel_button = Button(self.tr("Cancel"), self._cancel)
        self.under_way = QWidget()
        self.under_way.setProperty("kind", "plain")
        busy = QHBoxLayout(self.under_way)
        busy.setContentsMargins(0, 0, 0, 0)
        busy.setSpacing(S)
        busy.addWidget(self.doing, 2)
        busy.addWidget(self.bar, 1)
        busy.addWidget(self.cancel_button)
        self.under_way.hide()
        self.answer = Banner("", Tone.GREEN)
        self.answer.hide()
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.add(self.under_way)
        card.add(self.answer)

    def _add_choice(self) -> None:
        self.choices: dict[str, ChoiceField] = {}
        self.choice_form = Form(above=True)
        self.card(self.tr("Who writes with which model")).add(self.choice_form)

    def _add_limits(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("What a model may take")).add(form)
        self.bind(
            "threads",
            form,
            self.tr("Threads"),
            NumberField(1, MOST_THREADS),
            hint=self.tr("More than one is faster only on a PC with nothing else to do."),
        )
        self.bind(
            "context",
            form,
            self.tr("Context, in tokens"),
            NumberField(LEAST_CONTEXT, LARGEST_CONTEXT),
            hint=self.tr("How much it reads at once; more takes more memory."),
        )
        self.bind(
            "per_hour",
            form,
            self.tr("Requests an hour"),
            NumberField(0, MOST_AN_HOUR),
            hint=self.tr("Each try of a text is one. 0: as many as you like."),
        )
        self.bind(
            "idle_minutes",
            form,
            self.tr("Rests after, in minutes"),
            NumberField(1, LONGEST_IDLE),
            hint=self.tr("Then it gives its memory back."),
        )

    # --- showing ----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask which models there are."""
        services, actor = self.desk.services, self.desk.actor
        self.desk.tasks.run(
            lambda: model_work.look_at_models(services, actor),
            done=self._show,
            failed=self.desk.window.report,
            owner=self,
        )

    def _try_engine(self) -> None:
        """Once, when all else is shown: files that look right may still be no engine for this PC."""
        if self._tried:
            return
        self._tried = True
        self.desk.tasks.run(
            self.desk.services.agents.look_at_engine,
            done=lambda trouble: self.look() if trouble else None,
            failed=self.desk.window.report,
            owner=self,
        )

    def _show(self, found: ModelsLook) -> None:
        self._look = found
        self._try_engine()
        self.engine.setVisible(bool(found.no_engine))
        self.engine.set_text(
            self.tr(
                "{reason} The set-up builds it: run it once more, without “--no-ai”. Until then the "
                "assistant writes plain texts, and everything else works."
            ).format(reason=self.tr(found.no_engine)),
            Tone.AMBER,
        )
        self.models.show_rows(found.rows, self._measured)
        self._offer(found)
        self._allow()

    def _offer(self, found: ModelsLook) -> None:
        offered = [(SHIPPED if row.shipped else row.facts.name, row.facts.name) for row in found.rows]
        server = found.setup.settings.server
        if server.url:
            offered.append((SERVER, self.tr("{model} on {url}").format(model=server.model, url=server.url)))
        for agent in found.agents:
            if agent not in self.choices:
                field = self.choices[agent] = ChoiceField()
                field.chosen.connect(lambda code, agent=agent: self._choose(agent, code))
                self.choice_form.add(self._agent_name(agent), field)
            self.choices[agent].set_choices(offered)
            self.choices[agent].set_code(found.setup.settings.models.get(agent, "") or SHIPPED)

    def _agent_name(self, agent: str) -> str:
        return {"communication": self.tr("Drafts of messages")}.get(agent, agent)

    # --- deeds ------------------------------------------------------------------------------------------

    def _choose(self, agent: str, code: str) -> None:
        before = self._look.setup.settings.models.get(agent, "") if self._look is not None else ""
        self._store_choice(agent, "" if code == SHIPPED else code, before)

    def _store_choice(self, agent: str, name: str, before: str | None) -> None:
        service, actor = self.desk.services.assistant, self.desk.actor

        def stored(_setup: object) -> None:
            undo = None if before is None else (lambda: self._store_choice(agent, before, None))
            self.desk.toasts.show_toast(self.tr("Saved."), undo=undo, tone="good")

        self.desk.tasks.write(
            lambda: service.choose_model(actor, agent, name),
            done=stored,
            failed=self.desk.window.report,
            owner=self,
        )

    def _add(self) -> None:
        file = self.desk.dialogs.choose_open_file(
            self.tr("Add a language model"), self.tr("Language models (*.gguf);;All files (*)")
        )
        if file is None:
            return
        services, actor = self.desk.services, self.desk.actor
        self._begin(self.tr("Looking at {file}…").format(file=file.name))
        self._working = self.desk.tasks.long(
            lambda progress: model_work.add_model(services, actor, file, progress),
            progress=lambda _done, _total: None,
            done=lambda row: self._done(self.tr("{name} is in the list.").format(name=row.facts.name)),
            failed=self._failed,
            owner=self,
        )

    def _do(self, deed: str, row: ModelRow) -> None:
        if deed == model_rows.TEST:
            self._test(row)
        else:
            self._remove(row)

    def _test(self, row: ModelRow) -> None:
        services, actor = self.desk.services, self.desk.actor
        self._begin(self.tr("{name} reads and writes…").format(name=row.facts.name))

        def measured(trial: Trial) -> None:
            self._measured[row.id] = trial
            self._done(self.tr("{name} works.").format(name=row.facts.name))

        self._working = self.desk.tasks.long(
            lambda progress: model_work.try_model(services, actor, row, progress),
            progress=lambda _done, _total: None,
            done=measured,
            failed=self._failed,
            owner=self,
        )

    def _remove(self, row: ModelRow) -> None:
        catalogue, actor, facts = self.desk.services.catalogue, self.desk.actor, row.facts

        def take_back() -> None:
            self.desk.tasks.write(
                lambda: catalogue.add(actor, facts),
                done=lambda _row: self.look(),
                failed=self.desk.window.report,
                owner=self,
            )

        def removed(_nothing: object) -> None:
            self.desk.toasts.show_toast(
                self.tr("{name} is no longer in the list; its file stays.").format(name=facts.name),
                undo=take_back,
                tone="good",
            )

        self.desk.tasks.write(
            lambda: catalogue.remove(actor, row.id),
            done=removed,
            failed=self.desk.window.report,
            owner=self,
        )

    # --- what takes a while -----------------------------------------------------------------------------

    def _begin(self, text: str) -> None:
        self.answer.hide()
        self.doing.setText(text)
        self.under_way.show()
        self._allow()
        self.cancel_button.setFocus()

    def _end(self) -> None:
        self.under_way.hide()
        self._allow()
        self.add_button.setFocus()

    def _allow(self) -> None:
        """One thing at a time; without an engine there is nothing to look at a model with."""
        there = self._look is not None and not self._look.no_engine
        idle = self.under_way.isHidden()
        self.add_button.setEnabled(there and idle)
        rows = self._look.rows if self._look is not None else ()
        for made, row in zip(self.models.lines, rows, strict=True):
            made.test.setEnabled(there and idle and row.there)

    def _cancel(self) -> None:
        self._working.cancel()
        self._end()
        self.answer.set_text(self.tr("Cancelled. Nothing was changed."), Tone.BLUE)
        self.answer.show()

    def _done(self, text: str) -> None:
        self._end()
        self.answer.set_text(text, Tone.GREEN)
        self.answer.show()
        self.look()

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, StudioError):
            self.answer.set_text(error.text, Tone.RED)
            self.answer.show()
        else:
            self.desk.window.report(error)
