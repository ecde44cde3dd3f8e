"""``poe gallery``: pictures of every page and dialog, light and dark, empty and full, with an index."""

from __future__ import annotations

import html
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QElapsedTimer,
    QMessageLogContext,
    QPoint,
    QRectF,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fitnesscrm_desktop.app import make_application
from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.values import MembershipState, PlanKind, Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.demo.staff import PASSWORD, STAFF
from fitnesscrm_desktop.services.settings.results import SetUp
from fitnesscrm_desktop.ui.billing.cancel import CancelDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.settings.page import SettingsPage
from fitnesscrm_desktop.ui.shell.opened import Opened, Tell
from fitnesscrm_desktop.ui.shell.samples import samples
from fitnesscrm_desktop.ui.shell.self_test import CLIENT_PAGE, HARMLESS, PLACES, wanted
from fitnesscrm_desktop.ui.widgets.states import Skeleton
from tests.support.assistant_pictures import visit_assistant
from tests.support.clock import FakeClock
from tests.support.door_pictures import MOST_TRIED, running, visit_door, visit_resting_door
from tests.support.drawn_files import give_files, give_photos
from tests.support.file_pictures import visit_files, visit_photos
from tests.support.measured import plan_and_remark, somebody_to_measure
from tests.support.progress_pictures import visit_progress
from tests.support.trainer_pictures import visit_trainer
from tests.support.window import StudioWindow

Mode = Literal["light", "dark"]
MODES: tuple[Mode, ...] = ("light", "dark")
SIZE = (1280, 800)
LAYOUT_MS = 80
"""Dialogs grow by and by, as their layouts find out how much there is to say."""
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 18, 15, tzinfo=UTC)
BODY = frozenset({"progress", "photos", "files"})
"""Parts of the client's page, and dialogs, that show somebody who was measured for long."""
FOLDER = Path(__file__).parents[2] / "gallery"


@dataclass
class Gallery:
    """Takes the pictures whose names hold *only* (all, if it is empty) and writes the index."""

    folder: Path
    only: str = ""
    names: list[str] = field(default_factory=list)

    def wants(self, name: str) -> bool:
        """Whether this picture is to be taken."""
        return self.only in name or (name == "door-" and self.only.startswith("door"))

    def take(self, name: str, window: StudioWindow, *, at_rest: bool = True) -> None:
        """Take a picture of the window and of the dialogs over it; not *at_rest*: in the middle of work."""
        if not self.wants(name):
            return
        if at_rest:
            window.until(lambda: _is_at_rest(window))
        passed = QElapsedTimer()
        passed.start()
        window.until(lambda: passed.elapsed() > LAYOUT_MS)
        picture = window.frame.grab()
        for dialog in dialogs():
            paste(picture, dialog)
        self.folder.mkdir(parents=True, exist_ok=True)
        picture.save(str(self.folder / f"{name}.png"))
        self.names.append(name)

    def write_index(self) -> None:
        """Write a page with all pictures that are there."""
        found = sorted(file.stem for file in self.folder.glob("*.png"))
        figures = "\n".join(
            f'<figure><a href="{name}.png"><img loading="lazy" src="{name}.png"></a>'
            f"<figcaption>{html.escape(name)}</figcaption></figure>"
            for name in found
        )
        style = (
            "body{font:14px sans-serif;display:grid;grid-template-columns:1fr 1fr;gap:16px}img{width:100%}"
        )
        page = f"<!doctype html><meta charset=utf-8><title>FitnessCRM</title><style>{style}</style>{figures}"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "index.html").write_text(page, encoding="utf-8")


def _is_at_rest(window: StudioWindow) -> bool:
    """Whether nothing is on its way any more, and nothing is about to be asked for."""
    waits = any(bars.isVisible() for bars in window.frame.findChildren(Skeleton))
    return not waits and window.program.tasks.idle() and window.frame.status.busy.is_resting()


def dialogs() -> list[QWidget]:
    """The dialogs that are open, the one in front last."""
    shown = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
    ]
    return sorted(shown, key=lambda each: each.isModal())


def paste(picture: QPixmap, dialog: QWidget) -> None:
    """Draw *dialog* in the middle of *picture*, which is dimmed."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(picture.rect(), QColor(10, 15, 30, 110))
    spot = QPoint((picture.width() - dialog.width()) // 2, (picture.height() - dialog.height()) // 2)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(spot.x(), spot.y(), dialog.width(), dialog.height()), 10, 10)
    painter.setClipPath(frame)
    painter.drawPixmap(spot, dialog.grab())
    painter.setClipping(False)
    painter.setPen(QColor(theme().colors.border_strong))
    painter.drawPath(frame)
    painter.end()


def full_studio(home: Home) -> tuple[Services, Actor]:
    """A studio with 400 people, at a quarter past six in the evening."""
    services = start(home, clock=FakeClock(NOW))
    services.demo.fill(command_line(), clients=400, years=2, seed=7, today=TODAY)
    services.jobs.tick()
    actor = services.staff.sign_in(STAFF[0].login, PASSWORD)
    give_rules(services, actor)
    give_tasks(services, actor)
    return services, actor


def give_rules(services: Services, actor: Actor) -> None:
    """The usual rules, two of them off, and what they find today."""
    if services.rules.list(actor):
        return
    for row in services.rules.add_starters(actor)[:-2]:
        services.rules.enable(actor, row.id)
    services.rules.look(actor)


def give_tasks(services: Services, actor: Actor) -> None:
    """Something to do for the one who looks at the pictures, and something that is done."""
    if services.staff_tasks.rows(actor, TaskList.MINE, limit=1).rows:
        return
    someone, other = services.directory.ids(actor, ListQuery(saved=SavedList.ACTIVE))[:2]
    add = partial(services.staff_tasks.add, actor)
    add("Call back about the kick-off session", client_id=someone, for_staff_id=actor.staff_id)
    add("Look for the blue bottle", client_id=other, for_role=Role.FRONT_DESK)
    add("Order chalk", due_on=TODAY + timedelta(days=1))
    add("Check the lights over the rack", for_role=Role.MANAGER, due_on=TODAY + timedelta(days=9))
    services.staff_tasks.done(actor, add("Water the plants").id)


def empty_studio(home: Home) -> tuple[Services, Actor]:
    """A studio on its first day."""
    services = start(home, clock=FakeClock(NOW))
    answers = SetUp(
        "Northside Gym", "IE", "EUR", "Europe/Dublin", "en_IE", "Nora Brennan", "nora", "first-day-2026"
    )
    return services, services.settings.set_up(answers)


@contextmanager
def opened(make: Callable[[Home], tuple[Services, Actor]], mode: Mode) -> Iterator[StudioWindow]:
    """A window of the right size and look on a studio that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fitnesscrm-gallery-", ignore_cleanup_errors=True) as folder:
        home = Home(Path(folder))
        services, actor = make(home)
        window = StudioWindow(home)
        window.frame.resize(*SIZE)
        window.open(services, actor)
        window.work.look.choose(mode)
        window.work.toaster.clear()
        yield window
        window.throw_away()


def visit_pages(
    gallery: Gallery,
    window: StudioWindow,
    state: str,
    mode: Mode,
    known: dict[str, object],
    measured_id: int | None = None,
) -> None:
    """Take a picture of every page there is something to show on; whose body is shown has *measured_id*."""
    for page_id in window.work.window.pages.all_ids():
        needed = PLACES.get(page_id, ())
        name = f"page-{page_id}-{state}-{mode}"
        if gallery.wants(name) and all(each in known for each in needed):
            window.go(page_id, **{each: known[each] for each in needed})
            gallery.take(name, window)
    for part in window.work.window.client_parts():
        name = f"page-{CLIENT_PAGE}.{part.id}-{state}-{mode}"
        if gallery.wants(name) and "client_id" in known:
            client_id = known["client_id"] if measured_id is None or part.id not in BODY else measured_id
            window.go(CLIENT_PAGE, client_id=client_id, tab=part.id)
            gallery.take(name, window)


def visit_settings(gallery: Gallery, window: StudioWindow, state: str, mode: Mode) -> None:
    """Take a picture of every section of the settings."""
    if gallery.only and not gallery.only.startswith("settings"):
        return
    window.go("settings.main")
    page = window.frame.findChild(SettingsPage)
    assert page is not None
    for section in page.section_ids():
        name = f"settings-{section}-{state}-{mode}"
        if gallery.wants(name):
            window.go("settings.main", section=section)
            gallery.take(name, window)


def visit_dialogs(
    gallery: Gallery, window: StudioWindow, mode: Mode, known: dict[str, object], measured_id: int
) -> None:
    """Take a picture of every dialog; those about a body are about whom *measured_id* says."""
    for dialog_id in window.work.window.dialog_ids():
        name = f"dialog-{dialog_id}-{mode}"
        if not gallery.wants(name):
            continue
        window.go(window.work.window.pages.home() or "")
        about = known | {"client_id": measured_id} if dialog_id.split(".")[0] in BODY else known
        window.work.window.open_dialog(
            dialog_id, **wanted(dialog_id, window.work.window.dialog_builder(dialog_id), about)
        )
        gallery.take(name, window)
        close_dialogs()


def close_dialogs() -> None:
    """Leave all dialogs; one in which something was typed asks once."""
    for dialog in reversed(dialogs()):
        for _ in range(2):
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()


def visit_early_end(gallery: Gallery, window: StudioWindow, mode: Mode) -> None:
    """Take a picture of a cancellation that takes back what is charged for a term that never begins."""
    name = f"dialog-memberships.cancel-charged-{mode}"
    if not gallery.wants(name):
        return
    services, actor = window.work.services, window.work.desk.actor
    for client_id in running(window)[MOST_TRIED:]:
        for each in services.memberships.of_client(actor, client_id):
            if each.plan_kind is PlanKind.RECURRING and each.state is MembershipState.RUNNING:
                services.memberships.renew(actor, each.id)
                window.work.window.open_dialog("memberships.cancel", membership_id=each.id)
                window.settle()
                (dialog,) = dialogs()
                assert isinstance(dialog, CancelDialog)
                dialog.last.set_value(TODAY)
                gallery.take(name, window)
                close_dialogs()
                return


def visit_jobs(gallery: Gallery, window: StudioWindow, mode: Mode) -> None:
    """Take pictures of the log, and of a backup that failed."""
    if gallery.only in "jobs-log jobs-failed":
        window.go("jobs.main", tab="log")
        gallery.take(f"jobs-log-{mode}", window)
        backups = window.work.services.home.backups
        shutil.rmtree(backups)
        backups.write_text("in the way", encoding="utf-8")
        window.go("jobs.main", tab="jobs", run="backup", time=1)
        gallery.take(f"jobs-failed-{mode}", window)
        backups.unlink()
        window.go("jobs.main", run="backup", time=2)
        window.work.toaster.clear()


def visit_shell(gallery: Gallery, window: StudioWindow, mode: Mode) -> None:
    """Take pictures of what the window itself shows."""
    window.work.window.go_home()
    window.work.palette.open("an")
    window.until(lambda: not window.work.palette.is_waiting())
    gallery.take(f"shell-palette-{mode}", window)
    window.work.palette.close_palette()
    window.work.show_shortcuts()
    gallery.take(f"shell-shortcuts-{mode}", window)
    close_dialogs()
    window.work.show_help()
    gallery.take(f"shell-help-{mode}", window)
    close_dialogs()
    window.work.toaster.show_toast("Anna Ivanova is frozen until 3 May.", undo=lambda: None, tone="good")
    window.program.errors.report(
        StorageTrouble("The database server does not answer. Nothing of the last step was stored.")
    )
    gallery.take(f"shell-messages-{mode}", window)
    window.program.errors.notice.hide()
    window.frame.resize(1024, 700)
    gallery.take(f"shell-narrow-{mode}", window)
    window.frame.resize(*SIZE)
    window.work.session.lock()
    gallery.take(f"shell-sign-in-{mode}", window)


def visit_beginnings(gallery: Gallery, mode: Mode) -> None:
    """Take pictures of the window before a studio is open."""

    def nobody_yet(_tell: Tell) -> Opened:
        raise StorageTrouble("The database file is damaged. It was left as it is. Restore the latest copy.")

    with tempfile.TemporaryDirectory(prefix="fitnesscrm-gallery-", ignore_cleanup_errors=True) as folder:
        window = StudioWindow(Home(Path(folder)))
        window.frame.resize(*SIZE)
        window.look.choose(mode)
        gallery.take(f"shell-opening-{mode}", window, at_rest=False)
        window.program.open(nobody_yet)
        window.until(lambda: window.frame.covered)
        gallery.take(f"shell-trouble-{mode}", window)
        window.open(start(Home(Path(folder) / "new"), clock=FakeClock(NOW)))
        gallery.take(f"shell-wizard-{mode}", window)
        window.throw_away()


def complain(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt complains about, but for window tricks it cannot do without a screen."""
    if not text.startswith(HARMLESS):
        print(text, file=sys.stderr)


def main(only: str = "") -> None:
    """Take the pictures whose names hold *only*."""
    make_application()
    qInstallMessageHandler(complain)
    gallery = Gallery(FOLDER, only)
    for mode in MODES:
        visit_beginnings(gallery, mode)
        with opened(empty_studio, mode) as window:
            visit_pages(gallery, window, "empty", mode, {})
            visit_settings(gallery, window, "empty", mode)
        with opened(full_studio, mode) as window:
            known = samples(window.work.services, window.work.desk.actor)
            at_work = (window.work.services, window.work.desk.actor)
            measured_id = somebody_to_measure(*at_work, TODAY)
            measured = (*at_work, measured_id, TODAY)
            plan_and_remark(*measured)
            give_files(*measured)
            give_photos(*measured)
            visit_pages(gallery, window, "full", mode, known, measured_id)
            visit_settings(gallery, window, "full", mode)
            visit_dialogs(gallery, window, mode, known, measured_id)
            visit_progress(gallery, window, mode, measured_id)
            visit_assistant(gallery, window, mode, known)
            both = measured_id, int(str(known["other_id"]))
            visit_files(gallery, window, mode, *both)
            visit_photos(gallery, window, mode, *both)
            if gallery.wants("door-"):
                visit_door(gallery, window, mode)
                visit_resting_door(gallery, window, mode)
            visit_early_end(gallery, window, mode)
            visit_jobs(gallery, window, mode)
            visit_trainer(gallery, window, mode, measured_id)
            visit_shell(gallery, window, mode)
    gallery.write_index()
    print(f"{len(gallery.names)} pictures in {FOLDER}")


if __name__ == "__main__":
    main(*sys.argv[1:])
