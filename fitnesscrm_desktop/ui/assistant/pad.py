"""Where the worker writes what the window reads: texts that grow, and those that are finished."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from fitnesscrm_desktop.ui.assistant.draft_state import VARIANTS, Variant

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.communication.results import Draft
    from fitnesscrm_desktop.ui.core.tasks import Progress


class Pad:
    """Made for one order; everything on it may be asked from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._progress: Progress | None = None
        self._variants = [Variant() for _ in range(VARIANTS)]

    def take(self, progress: Progress) -> None:
        """Tell *progress* of everything that is written from now on."""
        self._progress = progress

    def hear(self, number: int, text: str) -> None:
        """Variant *number* has come so far."""
        with self._guard:
            self._variants[number] = Variant(text=text)
        self._tell()

    def finish(self, number: int, draft: Draft) -> None:
        """Variant *number* is done."""
        with self._guard:
            self._variants[number] = _variant(draft)
        self._tell()

    def variants(self) -> tuple[Variant, ...]:
        """As they are now."""
        with self._guard:
            return tuple(self._variants)

    def stop(self) -> None:
        """Nobody wants the rest."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody pressed Stop."""
        return self._stopped.is_set()

    def is_set(self) -> bool:
        """Whether to stop writing: somebody said so, or the dialog is gone."""
        return self.stopped or (self._progress is not None and self._progress.cancelled)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress.report(sum(each.done for each in self.variants()), VARIANTS)


def _variant(draft: Draft) -> Variant:
    return Variant(
        subject=draft.subject,
        text=draft.text,
        done=True,
        fallback=draft.fallback,
        why=draft.why_fallback,
        model=draft.model,
        facts=draft.facts,
        language=draft.language,
        run_id=draft.run_id,
        ms=draft.ms,
        remark=draft.remark,
    )
