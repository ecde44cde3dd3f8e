"""What follows, in the same transaction, when something was measured, corrected or taken away."""

from __future__ import annotations

from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.progress.events import ProgressChanged


def measurements_changed(work: Work, client_id: int, metrics: frozenset[str]) -> None:
    """Tell those who look at the client. *metrics* are the keys of what is different now."""
    del metrics
    work.record(ProgressChanged(client_id))
