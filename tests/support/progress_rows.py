"""Everything there is about the progress of a client, written straight into the tables."""

from __future__ import annotations

from datetime import date

from fitnesscrm_desktop.models.progress import (
    Annotation,
    ClientBody,
    Goal,
    Injury,
    Measurement,
    Phase,
    ProgressImport,
    ProgressReport,
)
from fitnesscrm_desktop.models.values import (
    ActivityLevel,
    GoalDirection,
    InjuryKind,
    Method,
    PhaseKind,
    ReportState,
    Sex,
)
from fitnesscrm_desktop.services.core.unit_of_work import Work


def measured_once(work: Work, client_id: int, day: date) -> None:
    """Give a client one row of every table of progress but that of the body."""
    now = work.now
    work.session.add_all(
        [
            Measurement(
                client_id=client_id,
                metric="weight",
                at=now,
                day=day,
                value=80.0,
                method=Method.SCALES,
                created_at=now,
            ),
            ProgressImport(client_id=client_id, at=now, file_name="scan.csv"),
            Goal(
                client_id=client_id,
                metric="weight",
                direction=GoalDirection.DOWN,
                start_value=80.0,
                start_on=day,
                target_value=74.0,
                created_at=now,
            ),
            Injury(
                client_id=client_id,
                kind=InjuryKind.INJURY,
                text="Knee",
                avoids=[],
                from_day=day,
                created_at=now,
            ),
            Annotation(client_id=client_id, day=day, text="New shoes", created_at=now),
            Phase(client_id=client_id, kind=PhaseKind.CUT, from_day=day, created_at=now),
            ProgressReport(
                client_id=client_id,
                from_day=day,
                to_day=day,
                metrics=[],
                state=ReportState.DRAFT,
                created_at=now,
            ),
        ]
    )


def body_known(work: Work, client_id: int) -> None:
    """Say what the formulas have to know of a client."""
    work.session.add(ClientBody(client_id=client_id, sex=Sex.FEMALE, activity=ActivityLevel.LIGHT))
