"""A report is a draft until somebody approves it, and stays as it is afterwards."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ReportState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.report_results import NewReport
from fitnesscrm_desktop.ui.progress.report_dialog import ReportDialog
from tests.gui.progress.screen import ProgressScreen

TODAY = date(2026, 3, 4)


@pytest.fixture
def measured(screen: ProgressScreen, anna: int) -> int:
    """Somebody with something to tell about."""
    for week in range(6):
        screen.measure(anna, TODAY - timedelta(weeks=5 - week), weight=f"{80 - 0.4 * week:.1f} kg")
    return anna


def opened(screen: ProgressScreen, client_id: int) -> ReportDialog:
    return screen.dialog(ReportDialog, "progress.report", client_id=client_id)


def test_a_draft_is_seen_as_it_will_be_on_paper(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    dialog = opened(screen, measured)
    assert not dialog.approve.isEnabled()
    dialog.comment.setPlainText("Well done!")
    dialog.draft.click()
    screen.settle()
    (report,) = services.progress_reports.list(owner, measured)
    assert (report.state, report.comment, report.last) == (ReportState.DRAFT, "Well done!", TODAY)
    assert dialog.view.page_count() >= 1
    dialog.comment.setPlainText("Very well done!")
    dialog.draft.click()
    screen.settle()
    assert [each.comment for each in services.progress_reports.list(owner, measured)] == ["Very well done!"]


def test_it_is_approved_as_it_is_typed_and_stays(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    services.progress_reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Draft"))
    dialog = opened(screen, measured)
    assert dialog.comment.toPlainText() == "Draft", "one goes on with what was begun"
    dialog.comment.setPlainText("Final words")
    dialog.approve.click()
    screen.settle()
    (report,) = services.progress_reports.list(owner, measured)
    assert (report.state, report.comment) == (ReportState.APPROVED, "Final words")
    assert not dialog.approve.isVisibleTo(dialog)
    assert not dialog.comment.isEnabled()
    assert "It stays as it is." in screen.said(dialog)


def test_days_in_the_wrong_order_are_said(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    dialog = opened(screen, measured)
    dialog.first.set_value(TODAY)
    dialog.last.set_value(TODAY - timedelta(days=3))
    dialog.draft.click()
    screen.settle()
    assert services.progress_reports.list(owner, measured) == []
    assert "The period ends before it begins" in screen.said(dialog)


def test_another_desk_that_was_quicker_is_not_overwritten(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    reports = services.progress_reports
    report = reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Draft"))
    dialog = opened(screen, measured)
    reports.edit(owner, report.id, report.version, NewReport(report.first, report.last, "Theirs"))
    dialog.comment.setPlainText("Mine")
    dialog.approve.click()
    screen.settle()
    (kept,) = reports.list(owner, measured)
    assert (kept.state, kept.comment) == (ReportState.DRAFT, "Theirs")
    assert dialog.comment.toPlainText() == "Mine"
    assert "changed" in screen.said(dialog)
    dialog.approve.click()
    screen.settle()
    assert [each.comment for each in reports.list(owner, measured)] == ["Mine"], "a second press is meant"
