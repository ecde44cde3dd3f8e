"""Pictures of measuring that need a person: a value that is questioned, a file with its columns."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fitnesscrm_desktop.services.progress.report_results import NewReport
from fitnesscrm_desktop.ui.progress.comparing import Against
from fitnesscrm_desktop.ui.progress.import_dialog import ImportDialog
from fitnesscrm_desktop.ui.progress.quick_entry import QuickEntry
from fitnesscrm_desktop.ui.progress.state import Period
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from tests.support.window import StudioWindow

if TYPE_CHECKING:
    from tests.support.gallery import Gallery

SCAN = """Date;Weight (kg);Body Fat (%);Visc Fat;Muscle Mass (kg);Body Water (%)
14/09/2026 08:04:19;74,1;28,9;6;27,9;50,1
21/09/2026 08:01:00;73,9;28,5;6;28,0;50,2
28/09/2026 08:03:00;7,39;28,4;6;28,0;50,2
"""


def visit_progress(gallery: Gallery, window: StudioWindow, mode: str, client_id: int) -> None:
    """Take the pictures; somebody was measured for a while."""
    if not gallery.wants(f"progress-{mode}") and not gallery.only.startswith("progress"):
        return
    window.go("clients.client", client_id=client_id, tab="progress")
    part = window.frame.findChild(ProgressTab)
    assert part is not None
    part.presenter.choose(["weight", "body_fat", "systolic", "diastolic"])
    gallery.take(f"progress-several-{mode}", window)
    part.presenter.choose(["weight"])
    window.settle()
    part.presenter.look_back(Period.QUARTER)
    part.compared.take(Against.BEFORE)
    gallery.take(f"progress-compared-{mode}", window)
    part.compared.take(Against.OTHER)
    part.compared.begins.setFocus()
    gallery.take(f"progress-other-days-{mode}", window)
    part.compared.take(Against.NOTHING)
    part.averaged.setChecked(True)
    gallery.take(f"progress-averaged-{mode}", window)
    part.averaged.setChecked(False)
    part.presenter.look_back(Period.YEAR)
    window.work.window.open_dialog("progress.measure", client_id=client_id)
    window.settle()
    entry = window.dialog
    assert isinstance(entry, QuickEntry)
    for metric, text in (("weight", "52"), ("body_fat", "abc"), ("waist", "81.5")):
        field = entry.rows.field(metric)
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    gallery.take(f"progress-questioned-{mode}", window)
    entry.remember_typed()
    entry.reject()
    window.work.window.open_dialog("progress.import", client_id=client_id)
    window.settle()
    scan = window.dialog
    assert isinstance(scan, ImportDialog)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tanita-september.csv"
        path.write_text(SCAN, encoding="utf-8")
        scan.take(path)
        window.settle()
        gallery.take(f"progress-scanner-{mode}", window)
    scan.reject()
    services, actor = window.work.services, window.work.desk.actor
    today = window.work.desk.profile.day_of(services.core.clock.now())
    report = NewReport(today - timedelta(days=150), today, "You have come a long way. Keep the pace.")
    services.progress_reports.write(actor, client_id, report)
    window.work.window.open_dialog("progress.report", client_id=client_id)
    window.settle()
    gallery.take(f"progress-report-{mode}", window)
    window.dialog.reject()
