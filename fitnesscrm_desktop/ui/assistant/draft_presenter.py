"""Has the assistant write, and keeps what was written; knows no widget."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.models.values import Tone as DraftTone
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.assistant.draft_state import DraftState, Phase, Variant
from fitnesscrm_desktop.ui.assistant.pad import Pad
from fitnesscrm_desktop.ui.assistant.place import writing_place
from fitnesscrm_desktop.ui.assistant.results import Drafted
from fitnesscrm_desktop.ui.assistant.words import kind_name, kinds_for, tr
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress

OFFERS = frozenset({DraftKind.WIN_BACK})
"""What is sent to those only who have agreed to offers, as the template about it is."""
_SEEDS = 2**31
CLIENT = "client"
"""The field that says for whom it is."""


class DraftView(Protocol):
    """What the presenter needs of the dialog."""

    def render_state(self, state: DraftState) -> None:
        """Show *state*."""
        ...

    def show_words(self, variant: Variant | None) -> None:
        """Put the words of the chosen variant into the fields."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong that nobody foresaw."""
        ...


@dataclass(frozen=True, slots=True)
class About:
    """What a text is to be about, as whoever opens the dialog knows it."""

    client_id: int | None = None
    kind: DraftKind | None = None
    tone: DraftTone | None = None
    as_template: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Texts:
    """What was there before others were asked for."""

    variants: tuple[Variant, ...]
    written_kind: DraftKind | None
    chosen: int | None


class DraftPresenter:
    """One order after another; the texts of the last one are there to choose from."""

    def __init__(self, desk: Desk, view: DraftView, owner: QObject, about: About) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._language = about.language
        self._given: dict[str, str] = {}
        self._pad = Pad()
        self._writing = CancelToken()
        self._before: _Texts | None = None
        kinds = kinds_for(desk.actor, as_template=about.as_template)
        self.state = DraftState(
            kind=about.kind if about.kind in kinds else kinds[0],
            tone=about.tone or DraftTone.FRIENDLY,
            client_id=None if about.as_template else about.client_id,
            as_template=about.as_template,
        )

    def begin(self) -> None:
        """Look up whom it is for, and who writes it."""
        client_id, actor, directory = self.state.client_id, self._desk.actor, self._desk.services.directory
        self._view.render_state(self.state)
        self.look_who_writes()
        if client_id is None:
            return

        def arrived(name: str) -> None:
            if self.state.client_id == client_id:
                self._show(client_name=name)

        self._desk.tasks.run(
            lambda: next((row.name for row in directory.rows(actor, [client_id])), ""),
            done=arrived,
            failed=self._failed,
            owner=self._owner,
        )

    def look_who_writes(self) -> None:
        """Find out where texts are written now."""
        actor, assistant = self._desk.actor, self._desk.services.assistant
        self._desk.tasks.run(
            lambda: writing_place(assistant, actor),
            done=lambda place: self._show(place=place),
            failed=self._failed,
            owner=self._owner,
        )

    # --- the order --------------------------------------------------------------------------------------

    def write_to(self, client_id: int | None, name: str = "") -> None:
        """It is for this client."""
        self._order(client_id=client_id, client_name=name)

    def choose_kind(self, kind: DraftKind) -> None:
        """What is to be written."""
        self._order(kind=kind, keep=True)

    def choose_tone(self, tone: DraftTone) -> None:
        """How it is to speak."""
        self._order(tone=tone, keep=True)

    def write(self, given: Mapping[str, str]) -> None:
        """Begin; *given* is what was typed for this kind."""
        state = self.state
        if state.phase is Phase.WRITING:
            return
        if state.client_id is None and not state.as_template:
            self._show(errors={CLIENT: tr("Choose a client first.")})
            return
        self._given = dict(given)
        self._begin_writing(secrets.randbelow(_SEEDS))

    def write_again(self) -> None:
        """The same order once more, with other words."""
        self.write(self._given)

    def stop(self) -> None:
        """Write no more; what is finished stays."""
        self._pad.stop()

    def _order(self, *, keep: bool = False, **changes: object) -> None:
        """Something else is wanted. What was written for another client is put away.

        Otherwise finished texts are kept until others are there: they may be better after all.
        """
        if self.state.phase is Phase.WRITING:
            self._pad.stop()
            self._writing.cancel()
            self._pad = Pad()
            self._close_pad()
        if keep and self.state.variants:
            self._show(**changes, can_try_again=False, errors={})
            self._show(trouble=_written_for(self.state))
            return
        self._before = None
        self._show(
            **changes,
            phase=Phase.ORDER,
            variants=(),
            written_kind=None,
            chosen=None,
            trouble="",
            can_try_again=False,
            errors={},
        )
        self._view.show_words(None)

    # --- writing ----------------------------------------------------------------------------------------

    def _begin_writing(self, seed: int) -> None:
        pad = self._pad = Pad()
        old = self.state
        self._before = _Texts(old.variants, old.written_kind, old.chosen) if old.finished else None
        self._show(
            phase=Phase.WRITING,
            variants=pad.variants(),
            written_kind=self.state.kind,
            chosen=None,
            trouble="",
            can_try_again=False,
            errors={},
        )
        self._view.show_words(None)
        services, actor, state = self._desk.services, self._desk.actor, self.state
        given, language = dict(self._given), self._language

        def work(progress: Progress) -> None:
            # The agents are loaded when somebody first wants something written.
            from fitnesscrm_desktop.agents.communication.results import DraftOrder

            pad.take(progress)
            order = DraftOrder(
                kind=state.kind,
                client_id=state.client_id,
                tone=state.tone,
                seed=seed,
                given=given,
                as_template=state.as_template,
                language=language,
            )
            found = services.agents.communication.drafts(actor, order, hear=pad.hear, stop=pad)
            for number, draft in enumerate(found):
                pad.finish(number, draft)

        self._writing = self._desk.tasks.long(
            work,
            progress=lambda _done, _total: self._grown(pad),
            done=lambda _nothing: self._ended(pad),
            failed=lambda error: self._broke_off(pad, error),
            owner=self._owner,
        )

    def _grown(self, pad: Pad) -> None:
        if pad is self._pad and self.state.phase is Phase.WRITING:
            self._take(pad)

    def _take(self, pad: Pad) -> None:
        """What is on the pad is shown; what somebody has changed meanwhile is left as it is."""
        variants = tuple(
            old if old.edited else new for old, new in zip(self.state.variants, pad.variants(), strict=True)
        )
        first = self.state.chosen is None and variants[0].done
        why = next((each.why for each in variants if each.why), "")
        self._show(
            variants=variants,
            chosen=0 if first else self.state.chosen,
            trouble=_told(why, next((each.remark for each in variants if each.remark), "")),
            # A model that took part may do better; one that is not there will not.
            can_try_again=bool(why) and any(each.model for each in variants),
        )
        if first:
            self._view.show_words(self.state.variant)

    def _ended(self, pad: Pad) -> None:
        if pad is not self._pad:
            return
        self._take(pad)
        self._close_pad()
        if pad.stopped and not any(each.done for each in pad.variants()):
            self._show(trouble=tr("Stopped before a text was finished."), can_try_again=True)

    def _broke_off(self, pad: Pad, error: Exception) -> None:
        if pad is not self._pad:
            return
        self._take(pad)
        self._close_pad()
        if pad.stopped:
            if not any(each.done for each in pad.variants()):
                self._show(trouble=tr("Stopped before a text was finished."), can_try_again=True)
        else:
            self._failed(error)

    def _close_pad(self) -> None:
        """Texts that were not finished go; if none was, those come back that were there before."""
        finished = tuple(each for each in self.state.variants if each.done)
        before, self._before = self._before, None
        if finished or before is None:
            self._show(phase=Phase.DONE if finished else Phase.ORDER, variants=finished)
            return
        self._show(
            phase=Phase.DONE,
            variants=before.variants,
            written_kind=before.written_kind,
            chosen=before.chosen,
        )
        self._view.show_words(self.state.variant)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._view.report(error)
        elif error.fields:
            self._show(errors=dict(error.fields))
        else:
            self._show(trouble=error.text, can_try_again=False)

    # --- choosing ---------------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Take this text, if it is finished."""
        if 0 <= number < len(self.state.variants) and self.state.variants[number].done:
            self._show(chosen=number)
            self._view.show_words(self.state.variant)

    def edit(self, subject: str, text: str) -> None:
        """The person has changed the chosen text."""
        variant, chosen = self.state.variant, self.state.chosen
        if variant is None or (variant.subject, variant.text) == (subject, text):
            return
        changed = replace(variant, subject=subject, text=text, edited=True)
        variants = tuple(
            changed if place == chosen else each for place, each in enumerate(self.state.variants)
        )
        self._show(variants=variants)

    def drafted(self) -> Drafted | None:
        """The chosen text; None while there is none."""
        state, variant = self.state, self.state.variant
        if variant is None:
            return None
        return Drafted(
            variant.subject,
            variant.text,
            variant.language,
            variant.edited,
            variant.run_id,
            state.client_id,
            state.written_kind in OFFERS,
        )

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)


def _written_for(state: DraftState) -> str:
    """That the texts are about something else than what is asked for now; empty if they are not."""
    if state.written_kind is None or state.written_kind is state.kind:
        return ""
    words = tr("These texts were written for “{kind}”. They stay until others are written.")
    return words.format(kind=kind_name(state.written_kind))


def _told(why: str, remark: str) -> str:
    """What stands above the texts: why they are plain, and what is to be known about them."""
    plain = tr("{why} What no model has written is plain text.").format(why=tr(why)) if why else ""
    return " ".join(filter(None, [tr(remark) if remark else "", plain]))
