"""Decides which report is made for which period, and where it is saved; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.reports.results import Report, ReportFile, ReportKind
from fitnesscrm_desktop.services.reports.service import ReportService
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.reports.periods import Preset, period, preset_of
from fitnesscrm_desktop.ui.reports.state import Form, Made, ReportState
from fitnesscrm_desktop.ui.reports.words import saving_words

NEEDED = {ReportKind.TAKINGS: Permission.VIEW_TAKINGS, ReportKind.CLIENTS: Permission.EXPORT_CLIENTS}


class ReportView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: ReportState) -> None:
        """Show *state*."""
        ...

    def saved(self, form: Form, file: ReportFile) -> None:
        """Say where a report was written to."""
        ...


class ReportPresenter:
    """A report is made anew whenever something else is asked for; the last question wins."""

    def __init__(self, desk: Desk, view: ReportView, owner: QObject) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._making = CancelToken()
        kinds = tuple(kind for kind in ReportKind if desk.actor.may(NEEDED[kind]))
        first, last = period(Preset.MONTH, self.today(), self._weekday)
        self.state = ReportState(kinds, next(iter(kinds), ReportKind.TAKINGS), Preset.MONTH, first, last)

    def today(self) -> date:
        """The studio's day."""
        return self._desk.today()

    def arrive(
        self, kind: ReportKind | None = None, first: date | None = None, last: date | None = None
    ) -> None:
        """The page is shown, perhaps with a report that somebody asked for elsewhere."""
        state = self.state
        if kind is not None and kind in state.kinds:
            state = replace(state, kind=kind)
        if first is not None:
            state = self._between(state, first, last or first)
        elif state.preset is not Preset.CUSTOM:
            # "Today" is another day now than it was when the page was last looked at.
            state = self._named(state, state.preset)
        self._ask(state)

    def choose_kind(self, kind: ReportKind) -> None:
        """Show the other report, for the same period."""
        self._ask(replace(self.state, kind=kind))

    def choose_preset(self, preset: Preset) -> None:
        """Show another period; the custom one begins with the days that are shown."""
        if preset is Preset.CUSTOM:
            self._become(replace(self.state, preset=preset))
        else:
            self._ask(self._named(self.state, preset))

    def choose_days(self, first: date, last: date) -> None:
        """Show the days somebody chose."""
        if (first, last) != (self.state.first, self.state.last):
            self._ask(self._between(self.state, first, last))

    def refresh(self) -> None:
        """Make the same report once more."""
        self._ask(self.state)

    def save(self, form: Form) -> None:
        """Ask for a file and write the report that is shown to it."""
        made = self.state.made
        if made is None or self.state.saving is not None:
            return
        path = self._choose_file(form, made.report)
        if path is None:
            return
        self._become(replace(self.state, saving=form))
        reports, actor, report = self._desk.services.reports, self._desk.actor, made.report
        write = reports.save_pdf if form is Form.PDF else reports.save_csv
        # Not with the changes, which wait for each other: a check-in must not wait for a PDF.
        self._desk.tasks.long(
            lambda _progress: write(actor, report, path),
            progress=lambda _done, _total: None,
            done=lambda file: self._saved(form, file),
            failed=self._not_saved,
            owner=self._owner,
        )

    @property
    def _weekday(self) -> int:
        return int(self._desk.formats.locale.first_week_day)

    def _named(self, state: ReportState, preset: Preset) -> ReportState:
        first, last = period(preset, self.today(), self._weekday)
        return replace(state, preset=preset, first=first, last=last)

    def _between(self, state: ReportState, first: date, last: date) -> ReportState:
        preset = preset_of(first, last, self.today(), self._weekday)
        return replace(state, preset=preset, first=first, last=last)

    def _ask(self, state: ReportState) -> None:
        before = self.state
        same = (before.kind, before.first, before.last) == (state.kind, state.first, state.last)
        self._making.cancel()
        self._become(replace(state, made=state.made if same else None, error=""))
        if not state.kinds:
            return
        make = maker(self._desk.services.reports, state.kind)
        actor, first, last = self._desk.actor, state.first, state.last
        self._making = self._desk.tasks.run(
            lambda: Made.of(make(actor, first, last)),
            done=lambda made: self._become(replace(self.state, made=made, error="")),
            failed=self._failed,
            owner=self._owner,
        )

    def _become(self, state: ReportState) -> None:
        self.state = state
        self._view.render_state(state)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self._become(replace(self.state, error=error.text))
        else:
            self._desk.window.report(error)

    def _choose_file(self, form: Form, report: Report) -> Path | None:
        named = saving_words(form)
        suggested = Path.home() / file_name(report, form)
        return self._desk.dialogs.choose_save_file(named[0], suggested, named[1])

    def _saved(self, form: Form, file: ReportFile) -> None:
        self._become(replace(self.state, saving=None))
        self._view.saved(form, file)

    def _not_saved(self, error: Exception) -> None:
        self._become(replace(self.state, saving=None))
        self._desk.window.report(error)


def maker(reports: ReportService, kind: ReportKind) -> Callable[[Actor, date, date], Report]:
    """What makes this report."""
    return {ReportKind.TAKINGS: reports.takings, ReportKind.CLIENTS: reports.clients}[kind]


def file_name(report: Report, form: Form) -> str:
    """``takings-2026-11-01-2026-11-30.pdf``; one day is named once."""
    days = dict.fromkeys((report.first.isoformat(), report.last.isoformat()))
    return f"{'-'.join([report.kind.value, *days])}.{form.value}"
