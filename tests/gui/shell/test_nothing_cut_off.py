"""Every text can be read to its end: in the smallest window, in the largest type, in a longer language."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QDialog

from fitnesscrm_desktop.ui.shell.features import FEATURES
from fitnesscrm_desktop.ui.shell.look import application
from fitnesscrm_desktop.ui.shell.samples import samples
from fitnesscrm_desktop.ui.shell.self_test import CLIENT_PAGE, PLACES, wanted
from tests.support.cut_off import cut_off
from tests.support.demo_file import DemoFile
from tests.support.long_words import long_words, right_to_left
from tests.support.window import StudioWindow

PAGES = [page.id for feature in FEATURES for page in feature.pages]
DATA = ("cell of", "choice")
"""What the studio has written itself may be longer than any column."""


LAYOUT_MS = 5000
LOW_SCREEN = 736
"""What a screen of 1024 x 768 leaves a dialog below its title."""


@dataclass(frozen=True)
class Setting:
    """One way to look at the window."""

    width: int = 1280
    height: int = 800
    steps: int = 0
    long: bool = False
    mirrored: bool = False


SETTINGS = {
    "as it comes": Setting(),
    "in the smallest window": Setting(1024, 700),
    "in the largest type": Setting(steps=5),
    "in a longer language": Setting(long=True),
    "from right to left": Setting(mirrored=True),
}


@pytest.fixture(params=[*SETTINGS.values()], ids=[*SETTINGS])
def setting(request: pytest.FixtureRequest) -> Iterator[Setting]:
    """Speak and lay out as the setting says, before anything is built."""
    made: Setting = request.param
    with ExitStack() as stack:
        if made.long:
            stack.enter_context(long_words(application()))
        if made.mirrored:
            stack.enter_context(right_to_left(application()))
        yield made


@pytest.fixture
def full(
    setting: Setting, window: StudioWindow, demo_file: DemoFile, tmp_path: Path
) -> Iterator[StudioWindow]:
    """The window on a studio full of people, looked at in this setting."""
    window.open(demo_file.open(tmp_path / "full"), demo_file.owner)
    for _ in range(setting.steps):
        window.work.look.resize_text(1)
    window.frame.resize(setting.width, setting.height)
    yield window
    window.work.look.resize_text(0)


def unreadable(window: StudioWindow, setting: Setting) -> list[str]:
    """What is cut off; cells only where the window is as large as it comes."""
    patience = QElapsedTimer()
    patience.start()
    found = _looked_at(window, setting)
    while found and patience.elapsed() < LAYOUT_MS:  # dialogs grow by and by, as their layouts find out
        found = _looked_at(window, setting)
    return found


def _looked_at(window: StudioWindow, setting: Setting) -> list[str]:
    window.settle()
    found = [each for place in (window.frame, *open_dialogs()) for each in cut_off(place)]
    roomy = setting == Setting()
    return [each for each in found if roomy or not each.startswith(DATA)]


def open_dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def test_pages_can_be_read(full: StudioWindow, setting: Setting) -> None:
    known = samples(full.work.services, full.work.desk.actor)
    found = {}
    for page_id in PAGES:
        full.go(page_id, **{name: known[name] for name in PLACES.get(page_id, ())})
        found[page_id] = unreadable(full, setting)
    for part in full.work.window.client_parts():
        full.go(CLIENT_PAGE, client_id=known["client_id"], tab=part.id)
        found[part.id] = unreadable(full, setting)
    assert {page_id: cut for page_id, cut in found.items() if cut} == {}


def test_dialogs_can_be_read(full: StudioWindow, setting: Setting) -> None:
    known = samples(full.work.services, full.work.desk.actor)
    found, window = {}, full.work.window
    for dialog_id in window.dialog_ids():
        window.open_dialog(dialog_id, **wanted(dialog_id, window.dialog_builder(dialog_id), known))
        full.settle()
        (dialog,) = open_dialogs()
        fits = dialog.width() <= setting.width and dialog.height() <= max(setting.height, LOW_SCREEN)
        found[dialog_id] = [*unreadable(full, setting), *([] if fits else [f"too large: {dialog.size()}"])]
        dialog.reject()
        dialog.hide()
    assert {dialog_id: cut for dialog_id, cut in found.items() if cut} == {}
