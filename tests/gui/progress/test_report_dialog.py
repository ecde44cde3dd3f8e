"""A report is a draft until somebody approves it, and stays as it is afterwards."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, Pose, ReportState, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.places import content_folder
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.services.progress.report_results import NewReport, ReportInfo
from fitnesscrm_desktop.ui.core.tasks import READERS
from fitnesscrm_desktop.ui.progress.report_dialog import ReportDialog
from tests.gui.progress.screen import ProgressScreen
from tests.integration.files.test_photos import shot
from tests.support.actors import an_actor
from tests.support.gui_desk import desk_for
from tests.support.visits import audited

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


def test_what_is_typed_is_shown_before_it_is_approved_and_stays(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    services.progress_reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Draft"))
    dialog = opened(screen, measured)
    assert dialog.comment.toPlainText() == "Draft", "one goes on with what was begun"
    dialog.comment.setPlainText("Final words")
    assert "is not in these pages yet" in screen.said(dialog)
    dialog.approve.click()
    screen.settle()
    (draft,) = services.progress_reports.list(owner, measured)
    assert (draft.state, draft.comment) == (ReportState.DRAFT, "Final words")
    assert "Read them, then approve" in screen.said(dialog)
    dialog.approve.click()
    screen.settle()
    (report,) = services.progress_reports.list(owner, measured)
    assert (report.state, report.comment) == (ReportState.APPROVED, "Final words")
    assert not dialog.approve.isVisibleTo(dialog)
    assert not dialog.comment.isEnabled()
    assert "It stays as it is." in screen.said(dialog)


def test_what_was_measured_since_is_shown_before_it_is_approved(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    reports = services.progress_reports
    reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Draft"))
    dialog = opened(screen, measured)
    screen.measure(measured, waist="90 cm")
    dialog.approve.click()
    screen.settle()
    assert [each.state for each in reports.list(owner, measured)] == [ReportState.DRAFT]
    assert "has changed since its pages were made" in screen.said(dialog)
    dialog.approve.click()
    screen.settle()
    assert [each.state for each in reports.list(owner, measured)] == [ReportState.APPROVED]


def test_a_draft_is_deleted_after_a_question(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    reports = services.progress_reports
    month = NewReport(TODAY - timedelta(days=30), TODAY, "Draft")
    reports.write(owner, measured, month)
    dialog = opened(screen, measured)
    screen.at_hand.dialogs.then(False)
    dialog.delete.click()
    screen.settle()
    assert len(reports.list(owner, measured)) == 1
    screen.at_hand.dialogs.then(True)
    dialog.delete.click()
    screen.settle()
    assert reports.list(owner, measured) == []
    assert len(audited(services, "progress_report.drop")) == 1
    assert not dialog.delete.isVisibleTo(dialog)
    assert dialog.comment.toPlainText() == ""


def test_a_comment_that_is_in_no_draft_is_not_lost_by_one_key(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    dialog = opened(screen, measured)
    dialog.comment.setPlainText("A year of hard work.")
    screen.press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "The comment is in no draft yet" in screen.said(dialog)
    dialog.comment.setPlainText("A year of hard work, Anna.")
    dialog.close_button.click()
    assert dialog.isVisible(), "another comment is asked about anew"
    dialog.draft.click()
    screen.settle()
    dialog.close_button.click()
    assert not dialog.isVisible()
    assert [each.comment for each in services.progress_reports.list(owner, measured)] == [
        "A year of hard work, Anna."
    ]
    again = opened(screen, measured)
    again.comment.setPlainText("")
    screen.press(again, Qt.Key.Key_Escape)
    screen.press(again, Qt.Key.Key_Escape)
    assert not again.isVisible(), "who asks twice means it"


@pytest.fixture
def two_drafts(services: Services, owner: Actor, measured: int) -> tuple[ReportInfo, ReportInfo]:
    """An older report and the one that is gone on with."""
    reports = services.progress_reports
    older = reports.write(owner, measured, NewReport(TODAY - timedelta(days=60), TODAY, "Older"))
    newer = reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Newer"))
    return older, newer


def choose(screen: ProgressScreen, dialog: ReportDialog, words: str) -> None:
    """Type a part of what a report is called, and press Enter."""
    line = dialog.which.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(dialog.which, words)
    QTest.keyClick(dialog.which, Qt.Key.Key_Return)
    screen.settle()


def test_a_comment_that_is_in_no_draft_is_not_lost_by_choosing_another_report(
    screen: ProgressScreen, measured: int, two_drafts: tuple[ReportInfo, ReportInfo]
) -> None:
    older, newer = two_drafts
    dialog = opened(screen, measured)
    dialog.comment.setPlainText("A year of hard work.")
    first = screen.at_hand.desk.formats.day(older.first)
    choose(screen, dialog, first)
    assert dialog.comment.toPlainText() == "A year of hard work."
    assert dialog.which.code() == str(newer.id), "what is typed belongs to the report in the box"
    assert "show the draft to keep it, or choose once more" in screen.said(dialog)
    choose(screen, dialog, "New report")
    assert dialog.comment.toPlainText() == "A year of hard work.", "something else is asked about anew"
    choose(screen, dialog, first)
    choose(screen, dialog, first)
    assert (dialog.which.code(), dialog.comment.toPlainText()) == (str(older.id), "Older")
    choose(screen, dialog, screen.at_hand.desk.formats.day(newer.first))
    assert dialog.comment.toPlainText() == "Newer", "nothing was typed, nothing is asked"


@pytest.mark.parametrize("pressed", ["approve", "draft", "delete"])
def test_what_is_pressed_before_another_report_is_there_is_done_to_neither(
    screen: ProgressScreen,
    services: Services,
    owner: Actor,
    measured: int,
    two_drafts: tuple[ReportInfo, ReportInfo],
    pressed: str,
) -> None:
    older, _newer = two_drafts
    dialog = opened(screen, measured)
    gate = threading.Event()
    for _reader in range(READERS):
        screen.at_hand.tasks.run(lambda: gate.wait(20), done=lambda _there: None)
    dialog.which.set_code(str(older.id))
    dialog.which.chosen.emit(str(older.id))
    screen.at_hand.dialogs.then(True)
    getattr(dialog, pressed).click()
    gate.set()
    screen.settle()
    assert dialog.comment.toPlainText() == "Older"
    kept = services.progress_reports.list(owner, measured)
    assert {(each.id, each.state, each.comment, each.version) for each in kept} == {
        (each.id, ReportState.DRAFT, each.comment, each.version) for each in two_drafts
    }


def test_a_new_report_begins_without_the_comment_of_another(
    screen: ProgressScreen,
    services: Services,
    owner: Actor,
    measured: int,
    two_drafts: tuple[ReportInfo, ReportInfo],
) -> None:
    dialog = opened(screen, measured)
    choose(screen, dialog, "New report")
    assert dialog.comment.toPlainText() == ""
    dialog.comment.setPlainText("A third one")
    dialog.draft.click()
    screen.settle()
    comments = {each.comment for each in services.progress_reports.list(owner, measured)}
    assert comments == {"Older", "Newer", "A third one"}
    assert len(two_drafts) == 2


def test_an_approved_report_has_no_button_to_delete_it(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    reports = services.progress_reports
    draft = reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Done"))
    reports.approve(owner, draft.id, draft.version)
    dialog = screen.dialog(ReportDialog, "progress.report", client_id=measured, report_id=draft.id)
    assert not dialog.delete.isVisibleTo(dialog)


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


def test_what_another_desk_has_written_is_read_before_it_is_approved(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    reports = services.progress_reports
    report = reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Draft"))
    dialog = opened(screen, measured)
    reports.edit(owner, report.id, report.version, NewReport(report.first, report.last, "Theirs"))
    dialog.approve.click()
    screen.settle()
    (kept,) = reports.list(owner, measured)
    assert (kept.state, dialog.comment.toPlainText()) == (ReportState.DRAFT, "Theirs")
    assert "changed" in screen.said(dialog)
    dialog.approve.click()
    screen.settle()
    (kept,) = reports.list(owner, measured)
    assert (kept.state, kept.comment) == (ReportState.APPROVED, "Theirs")


def test_the_usual_periods_are_one_press_away(screen: ProgressScreen, measured: int) -> None:
    dialog = opened(screen, measured)
    dialog.period.button("month").click()
    assert (dialog.first.value(), dialog.last.value()) == (TODAY - timedelta(days=27), TODAY)


def test_only_the_metrics_that_are_ticked_stand_in_it(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    screen.measure(measured, waist="90 cm")
    dialog = opened(screen, measured)
    assert dialog.metrics.text() == "All metrics that were measured"
    lines = {action.text(): action for action in dialog.metrics.choices().actions()}
    lines["Waist"].trigger()
    assert dialog.metrics.text() == "Waist"
    dialog.draft.click()
    screen.settle()
    assert [each.metrics for each in services.progress_reports.list(owner, measured)] == [("waist",)]
    again = opened(screen, measured)
    assert again.metrics.text() == "Waist"
    {action.text(): action for action in again.metrics.choices().actions()}["All that was measured"].trigger()
    again.draft.click()
    screen.settle()
    assert [each.metrics for each in services.progress_reports.list(owner, measured)] == [()]


def test_photos_say_why_they_cannot_go_with_it(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    dialog = opened(screen, measured)
    assert not dialog.photos.isEnabled()
    assert "has not agreed to photos" in screen.said(dialog)
    services.records.record_consent(owner, measured, ConsentKind.PHOTO, given=True, source="at the desk")
    dialog = opened(screen, measured)
    assert dialog.photos.isEnabled()
    assert "agreed" not in screen.said(dialog)
    no = ConsentKind.PHOTO_REPORT
    services.records.record_consent(owner, measured, no, given=False, source="on the form")
    dialog = opened(screen, measured)
    assert not dialog.photos.isEnabled()
    assert "wants no photos in reports" in screen.said(dialog)


def test_a_photo_that_does_not_open_is_named_before_the_report_is_approved(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int
) -> None:
    services.records.record_consent(owner, measured, ConsentKind.PHOTO, given=True, source="at the desk")
    services.photos.add(owner, NewPhoto(measured, Pose.SIDE, shot(), TODAY - timedelta(days=2)))
    month = NewReport(TODAY - timedelta(days=30), TODAY, with_photos=True)
    services.progress_reports.write(owner, measured, month)
    for content in content_folder(services.core.database.file, services.home).glob("*/*"):
        content.unlink()
    dialog = opened(screen, measured)
    left_out = "A photo cannot be opened here and is not in this report: Side, 2 Mar 2026."
    assert left_out in screen.said(dialog)
    assert "A draft: read it, then approve it." in screen.said(dialog)
    dialog.comment.setPlainText("Well done")
    assert left_out not in screen.said(dialog)
    dialog.approve.click()
    screen.settle()
    assert f"Read them, then approve. {left_out}" in screen.said(dialog)


def test_who_may_not_see_photos_reads_that(qtbot: QtBot, services: Services, measured: int) -> None:
    at_hand = desk_for(services, an_actor(Role.MANAGER))
    screen = ProgressScreen(qtbot, at_hand)
    dialog = opened(screen, measured)
    assert not dialog.photos.isEnabled()
    assert "You may not see photos of clients." in screen.said(dialog)
    at_hand.close()


def test_an_approved_report_is_opened_and_saved_with_a_record_of_it(
    screen: ProgressScreen, services: Services, owner: Actor, measured: int, tmp_path: Path
) -> None:
    reports = services.progress_reports
    first = reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Approved"))
    reports.approve(owner, first.id, first.version)
    reports.write(owner, measured, NewReport(TODAY - timedelta(days=30), TODAY, "Draft"))
    dialog = screen.dialog(ReportDialog, "progress.report", client_id=measured, report_id=first.id)
    assert dialog.comment.toPlainText() == "Approved"
    assert not dialog.approve.isVisibleTo(dialog)
    screen.at_hand.dialogs.then(tmp_path / "report.pdf")
    dialog.view.save_button.click()
    screen.settle()
    assert (tmp_path / "report.pdf").read_bytes() == reports.pdf(owner, first.id)
    assert len(audited(services, "progress_report.save")) == 1
