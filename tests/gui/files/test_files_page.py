"""The page over all files: what expires soon stands there first, and leads to its client."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.desk import PageSpec
from fitnesscrm_desktop.ui.files import FEATURE
from fitnesscrm_desktop.ui.files.page import FilesPage
from tests.gui.files.screen import FilesScreen
from tests.support.drawn_files import contract

(SPEC,) = FEATURE.pages


def page_of(screen: FilesScreen, spec: PageSpec = SPEC) -> FilesPage:
    page = spec.build(screen.at_hand.desk)
    assert isinstance(page, FilesPage)
    screen.show(page, (1040, 640))
    page.arrive()
    screen.settle()
    return page


def some_files(screen: FilesScreen, client_id: int) -> None:
    for name, until in (
        ("Expired.pdf", date(2026, 2, 1)),
        ("Today.pdf", date(2026, 3, 4)),
        ("Soon.pdf", date(2026, 3, 30)),
        ("Later.pdf", date(2026, 9, 30)),
        ("For ever.pdf", None),
    ):
        screen.keep(client_id, name, content=contract(name), expires_on=until)


def test_what_expires_within_thirty_days_or_has_expired_stands_there_first(
    screen: FilesScreen, anna: int
) -> None:
    some_files(screen, anna)
    page = page_of(screen)
    assert sorted(screen.names(page.browser)) == ["Expired", "Soon", "Today"]
    assert screen.cells(page.browser)[1] == "Anna Ivanova"
    screen.choose(page.browser, "all")
    assert len(screen.names(page.browser)) == 5
    page.arrive()
    screen.settle()
    assert len(screen.names(page.browser)) == 5  # what was shown last stays
    page.arrive(show="expiring")
    screen.settle()
    assert len(screen.names(page.browser)) == 3


def test_each_leads_to_its_client(screen: FilesScreen, anna: int) -> None:
    file = screen.keep(anna, expires_on=date(2026, 3, 10))
    page = page_of(screen)
    screen.press(page.browser.table, Qt.Key.Key_O, ctrl=True)
    wanted = {"client_id": anna, "tab": "files", "file_id": file.id}
    assert screen.at_hand.window.went == [("clients.client", wanted)]


def test_nothing_expires_soon_says_so(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna)
    assert "Nothing expires soon" in screen.said(page_of(screen).browser.table)


def test_the_number_counts_what_holds_no_longer(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    some_files(screen, anna)
    assert SPEC.count is not None
    assert SPEC.count.read(services, owner) == 2
    assert SPEC.count.say(1) == "One file has expired, or ends today"
    assert SPEC.count.say(2) == "2 files have expired, or end today"


def test_files_of_the_staff_are_for_those_who_look_after_files(
    screen: FilesScreen, screen_of: Callable[..., FilesScreen], anna: int
) -> None:
    page = page_of(screen)
    page.browser.add.click()
    assert screen.at_hand.window.opened == [("files.add", {"paths": ()})]
    desk = screen_of(Role.FRONT_DESK)
    seen = page_of(desk)
    assert not seen.browser.add.isVisibleTo(seen)
    desk.drop(seen.browser, [desk.bring()])
    desk.press(seen.browser.table, Qt.Key.Key_Insert)
    assert desk.at_hand.window.opened == []
