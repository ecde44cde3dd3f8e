"""What a trainer shows a client: brief, values in pounds, form, photos, file, and the report on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import (
    ActivityLevel,
    ConsentKind,
    FileCategory,
    Pose,
    ReportState,
    Role,
    Sex,
    UnitSystem,
)
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewFile, NewPhoto
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.ui.files.compare_dialog import CompareDialog
from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab
from fitnesscrm_desktop.ui.files.tab import FilesTab
from fitnesscrm_desktop.ui.forms.fill_dialog import FillFormDialog
from fitnesscrm_desktop.ui.progress.brief_dialog import BriefDialog
from fitnesscrm_desktop.ui.progress.mark_dialogs import RemarkDialog
from fitnesscrm_desktop.ui.progress.quick_entry import QuickEntry
from fitnesscrm_desktop.ui.progress.report_dialog import ReportDialog
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from tests.support.actors import an_actor
from tests.support.drawn_files import contract, lay, silhouette
from tests.support.people import People
from tests.support.scripted_dialogs import ScriptedDialogs
from tests.support.window import StudioWindow, window_on

TODAY = date(2026, 3, 4)


@pytest.fixture
def anna(services: Services, owner: Actor, tmp_path: Path) -> int:
    """Somebody who thinks in pounds, was weighed every week, wants to be lighter and has signed once."""
    client_id = People(services).add("Anna Ivanova", date(1990, 3, 8))
    services.bodies.save(
        owner, client_id, 0, sex=Sex.FEMALE, activity=ActivityLevel.MODERATE, units=UnitSystem.IMPERIAL
    )
    for week in range(8):
        weight = f"{80 - 0.5 * week + (0.1, -0.1)[week % 2]:.1f} kg"
        services.progress.measure(owner, client_id, {"weight": weight}, on=TODAY - timedelta(weeks=8 - week))
    services.goals.add(owner, client_id, NewGoal("weight", 72, TODAY + timedelta(days=90)))
    services.files.add(
        owner, NewFile(lay(tmp_path, "Contract.pdf", contract()), FileCategory.CONTRACT, client_id=client_id)
    )
    for day, waist in ((TODAY - timedelta(days=60), 1.0), (TODAY, 0.9)):
        new = NewPhoto(client_id, Pose.FRONT, silhouette(Pose.FRONT.value, waist), day)
        services.photos.add(owner, new, confirmed=True)
    return client_id


@pytest.fixture
def window(qapp: object, services: Services, anna: int, tmp_path: Path) -> Iterator[StudioWindow]:
    """Open the studio with a trainer."""
    with window_on(services, an_actor(Role.TRAINER), tmp_path) as driven:
        yield driven


def test_from_the_brief_to_a_report_on_paper(
    window: StudioWindow, services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    read_and_measure(window, services, owner, anna)
    look_at_the_chart(window)
    sign_the_consent(window, services, owner, anna)
    compare_photos(window, anna)
    keep_a_version(window, anna, tmp_path)
    approve_the_report(window, services, owner, anna)


def read_and_measure(window: StudioWindow, services: Services, owner: Actor, anna: int) -> None:
    """The brief from the search, and a weight in pounds beside a girth in centimetres."""
    window.press("Ctrl+K")
    window.write("ivan")
    window.until(lambda: not window.work.palette.is_waiting())
    window.settle()
    window.press("Ctrl+Return")
    brief = window.dialog
    assert isinstance(brief, BriefDialog)
    lines = {row.line.name: row.line.text for row in brief.card.rows()}
    assert (lines["Weight"], lines["Goal"]) == ("168.4 lb", "Weight: 158.7 lb by 2 Jun 2026")
    window.press("Return")
    entry = window.dialog
    assert isinstance(entry, QuickEntry)
    for metric, text in (("weight", "167 lb"), ("waist", "82.5 cm")):
        entry.rows.field(metric).setFocus()
        window.write(text)
    window.press("Ctrl+Return")
    window.until(lambda: services.progress.listed(owner, anna, "waist"))
    stored = {
        metric: services.progress.listed(owner, anna, metric)[0].value for metric in ("weight", "waist")
    }
    assert stored == {"weight": pytest.approx(167 * 0.45359237), "waist": pytest.approx(0.825)}


def look_at_the_chart(window: StudioWindow) -> None:
    """The goal is drawn with what is to come, and a remark stands on its day."""
    part = window.frame.findChild(ProgressTab)
    assert part is not None
    assert part.isVisible()
    part.presenter.open_dialog("progress.remark")
    window.settle()
    assert isinstance(window.dialog, RemarkDialog)
    window.write("Knee injury")
    window.press("Return")
    window.until(lambda: part.chart.lines().marks)
    (mark,) = part.chart.lines().marks
    (line,) = part.chart.lines().lines
    assert (mark.text, line.unit) == ("Knee injury", "lb")
    assert line.aim is not None
    assert line.aim.projection is not None
    assert " to go · between " in part.goal.text()


def sign_the_consent(window: StudioWindow, services: Services, owner: Actor, anna: int) -> None:
    """A form on the screen, signed with the mouse; it says that photos may go into reports."""
    template = services.form_templates.named(owner, "photo_consent")
    window.work.window.open_dialog("forms.fill", client_id=anna, template_id=template.id)
    window.settle()
    form = window.dialog
    assert isinstance(form, FillFormDialog)
    assert form.questions is not None
    for key in ("photos", "report"):
        field = form.questions.field(key)
        assert isinstance(field, SegmentedControl)
        field.button("yes").click()
    start = form.pad.rect().center()
    QTest.mousePress(form.pad, Qt.MouseButton.LeftButton, pos=start)
    for step in (20, 40, 60):
        spot = start.__class__(start.x() + step, start.y() - step // 3)
        QTest.mouseMove(form.pad, spot)
    QTest.mouseRelease(form.pad, Qt.MouseButton.LeftButton, pos=spot)
    window.click(form.verb)
    window.until(lambda: services.forms.of_client(owner, anna))
    consents = services.directory.consents(owner, anna)
    assert any(each.kind is ConsentKind.PHOTO and each.given for each in consents)


def compare_photos(window: StudioWindow, anna: int) -> None:
    """Two photos side by side on the bench."""
    window.go("clients.client", client_id=anna, tab="photos")
    photos = window.frame.findChild(PhotosTab)
    assert photos is not None
    days: list[date] = []

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, CompareDialog)
        dialog.show()
        window.until(lambda: dialog.canvas.photos is not None)
        days.extend(photo.day for photo in dialog.photos())
        dialog.close()
        return True

    window.work.desk.dialogs = ScriptedDialogs(look)
    photos.open_bench()
    assert days == [TODAY - timedelta(days=60), TODAY]


def keep_a_version(window: StudioWindow, anna: int, folder: Path) -> None:
    """A newer contract is the next version of the one that is there."""
    window.go("clients.client", client_id=anna, tab="files")
    files = window.frame.findChild(FilesTab)
    assert files is not None
    files.browser.table.select_row(0)
    window.work.desk.dialogs = ScriptedDialogs(lay(folder, "Newer.pdf", contract("Newer")))
    files.browser.table.setFocus()
    window.press("Ctrl+U")
    window.until(lambda: "Version 2 of “Contract” is stored." in window.toasts())


def approve_the_report(window: StudioWindow, services: Services, owner: Actor, anna: int) -> None:
    """A draft with photos is read, approved, and stays as it is."""
    window.go("clients.client", client_id=anna, tab="progress")
    part = window.frame.findChild(ProgressTab)
    assert part is not None
    (report_action,) = (each for each in part.menu_actions() if each.text() == "Report…")
    report_action.trigger()
    window.settle()
    dialog = window.dialog
    assert isinstance(dialog, ReportDialog)
    assert dialog.photos.isEnabled(), "the client has just agreed"
    dialog.photos.setChecked(True)
    dialog.comment.setPlainText("Nine weeks of steady work.")
    window.click(dialog.draft)
    window.until(lambda: dialog.view.page_count() >= 1)
    window.click(dialog.approve)
    window.until(lambda: not dialog.approve.isVisibleTo(dialog))
    (report,) = services.progress_reports.list(owner, anna)
    assert (report.state, report.with_photos) == (ReportState.APPROVED, True)
    assert report.approved_by == "Test trainer"
    assert services.progress_reports.pdf(owner, report.id).startswith(b"%PDF")
