"""What follows, in the same transaction, when something was measured, corrected or taken away."""

from __future__ import annotations

from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.goal_following import follow_goals


def measurements_changed(work: Work, client_id: int, metrics: frozenset[str]) -> None:
    """Let the goals in *metrics* (keys) and in what follows from them go on; tell those who look on."""
    follow_goals(work.session, client_id, metrics)
    work.record(ProgressChanged(client_id))
