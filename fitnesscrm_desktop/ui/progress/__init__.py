"""Progress: what was measured of a client, as a part of the client's page, and the dialogs about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.charts.keys import chart_keys
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import ClientPart, ClientPartSpec, Desk, Feature, StudioDialog

__all__ = ["FEATURE"]

PART, MEASURE, VALUES, BRIEF = "progress", "progress.measure", "progress.values", "progress.brief"
BRIEF_KEYS = "Ctrl+B"
MEASURE_KEYS = "Ctrl+E"
BEHIND_THE_OVERVIEW = 10


def _tr(text: str) -> str:
    return QCoreApplication.translate("Progress", text)


def _brief(desk: Desk, *, client_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.brief_dialog import BriefDialog

    return BriefDialog(desk, client_id=client_id)


def _part(desk: Desk) -> ClientPart:
    from fitnesscrm_desktop.ui.progress.tab import ProgressTab

    return ProgressTab(desk)


def _measure(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.quick_entry import QuickEntry

    return QuickEntry(desk, client_id=client_id)


def _body(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.body_dialog import BodyDialog

    return BodyDialog(desk, client_id=client_id)


def _values(desk: Desk, *, client_id: int, metric: str = "weight") -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.values_dialog import ValuesDialog

    return ValuesDialog(desk, client_id=client_id, metric=metric)


def _goal(desk: Desk, *, client_id: int, metric: str = "", goal_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.goal_dialog import GoalDialog

    return GoalDialog(desk, client_id=client_id, metric=metric, goal_id=goal_id)


def _remark(desk: Desk, *, client_id: int, remark_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.mark_dialogs import RemarkDialog

    return RemarkDialog(desk, client_id=client_id, remark_id=remark_id)


def _phase(desk: Desk, *, client_id: int, phase_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.mark_dialogs import PhaseDialog

    return PhaseDialog(desk, client_id=client_id, phase_id=phase_id)


def _injury(desk: Desk, *, client_id: int, injury_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.injury_dialog import InjuryDialog

    return InjuryDialog(desk, client_id=client_id, injury_id=injury_id)


def _import(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.import_dialog import ImportDialog

    return ImportDialog(desk, client_id=client_id)


def _report(desk: Desk, *, client_id: int, report_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.report_dialog import ReportDialog

    return ReportDialog(desk, client_id=client_id, report_id=report_id)


def _plan(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.progress.plan_dialog import PlanDialog

    return PlanDialog(desk, client_id=client_id)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            BRIEF,
            _tr("Session brief…"),
            lambda: desk.window.open_dialog(BRIEF, client_id=desk.window.client_in_hand()),
            shortcut=BRIEF_KEYS,
            permission=Permission.VIEW_PROGRESS.value,
            section=_tr("Clients"),
            icon="heart-pulse",
            keywords=_tr("prepare trainer before training"),
        ),
    )


FEATURE = Feature(
    id="progress",
    actions=_actions,
    dialogs={
        BRIEF: _brief,
        MEASURE: _measure,
        "progress.body": _body,
        VALUES: _values,
        "progress.goal": _goal,
        "progress.remark": _remark,
        "progress.phase": _phase,
        "progress.injury": _injury,
        "progress.plan": _plan,
        "progress.report": _report,
        "progress.import": _import,
    },
    client_parts=(
        ClientPartSpec(
            PART,
            _tr("Progress"),
            _part,
            Permission.VIEW_PROGRESS,
            BEHIND_THE_OVERVIEW,
            keys=((MEASURE_KEYS, _tr("Measure")), *chart_keys()),
        ),
    ),
)
