"""Every verdict in large type, with its reasons."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel

from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.ui.checkin.reason_rows import CureButton, ReasonRow
from fitnesscrm_desktop.ui.core.tokens import Tone
from tests.gui.checkin.conftest import Door
from tests.support.clock import FakeClock
from tests.support.cut_off import cut_off
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)


def test_nobody_is_there_yet(door: Door) -> None:
    assert door.page.card.idle.title.text() == "Nobody to let in yet"
    assert "Nobody is in" in door.window.words(door.page)


def test_the_first_step_is_offered(door: Door) -> None:
    door.window.click(door.page.card.idle.first_step)
    assert door.window.dialog.windowTitle() == "New client"


def test_ready_for_the_next(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.page.arrive()
    door.look()
    assert door.page.card.idle.title.text() == "Ready"
    assert door.page.field.hasFocus()


def test_admitted(door: Door, rows: StudioRows, heard: list[Verdict]) -> None:
    anna = rows.member("Anna Ivanova", days=23)
    door.scan(rows.number_of(anna).zfill(6))
    card = door.page.card
    assert (door.verdict, card.band.tone()) == ("Admitted", Tone.GREEN)
    assert (door.name, card.plan.text()) == ("Anna Ivanova", "Monthly · until 27 Mar 2026")
    assert (card.number.text(), card.counts.text()) == ("23", "days left")
    assert card.remark.text() == "The first visit. Say hello!"
    assert (door.reasons, door.cures) == ([], [])
    assert (door.inside, door.last_visits) == (["Anna Ivanova"], ["Anna Ivanova"])
    assert door.page.side.bar.text() == "1 of 60 inside"
    assert heard == [Verdict.ADMITTED]


def test_admitted_but(door: Door, rows: StudioRows, heard: list[Verdict]) -> None:
    tom = rows.member("Tom Becker", days=5, medical_alert="Asthma", born=date(1988, 3, 4))
    rows.note(tom, "Has our locker key 14")
    rows.debt(tom, 4500, TODAY + timedelta(days=3))
    door.scan(rows.number_of(tom).zfill(6))
    assert (door.verdict, door.page.card.band.tone()) == ("Admitted, but…", Tone.AMBER)
    assert door.reasons == [
        "Asthma",
        "Has our locker key 14",
        "€45.00 to pay, first due on 7 March 2026.",
        "Monthly ends on 9 March 2026, in 5 days.",
        "Birthday: 38 today.",
    ]
    assert door.cures == ["Take payment…", "Renew…"]
    assert heard == [Verdict.NOTICE]


def test_refused_with_every_reason(door: Door, rows: StudioRows, heard: list[Verdict]) -> None:
    hugo = rows.member("Hugo Brandt", days=-12, blocked_reason="Threw a weight")
    rows.debt(hugo, 9000, TODAY - timedelta(days=40))
    rows.note(hugo, "Ask for the fob")
    door.scan(rows.number_of(hugo).zfill(6))
    assert (door.verdict, door.page.card.band.tone()) == ("Refused", Tone.RED)
    assert door.reasons == [
        "Blocked: Threw a weight",
        "Overdue: €90.00 to pay, first due on 23 January 2026, 40 days ago.",
        "Monthly ended on 20 February 2026, 12 days ago.",
        "Ask for the fob",
    ]
    assert door.cures == [
        "Unblock",
        "Take payment…",
        "Renew…",
        "Extend…",
        "Sell…",
        "Let in with a reason…",
    ]
    assert (door.page.card.number.text(), door.page.card.counts.text()) == ("12", "days over")
    assert heard == [Verdict.REFUSED]
    assert door.inside == []


def test_a_code_nobody_has(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.scan("4711-X")
    assert (door.verdict, door.reasons) == ("Refused", ["Nobody has the code “4711-X”."])
    assert not door.page.card.person.isVisibleTo(door.page)
    assert door.cures == []


def test_a_second_scan_is_already_in(door: Door, rows: StudioRows, clock: FakeClock) -> None:
    anna = rows.member("Anna Ivanova")
    door.scan(rows.number_of(anna).zfill(6))
    clock.advance(minutes=4)
    door.scan(rows.number_of(anna).zfill(6))
    assert door.verdict == "Already in"
    assert door.reasons == ["Already in since 10:00; this scan is not counted again."]
    assert door.last_visits == ["Anna Ivanova"]


def test_a_pack_counts_visits(door: Door, rows: StudioRows) -> None:
    paul = rows.client("Paul Lange")
    rows.pack(paul, 1)
    door.scan(rows.number_of(paul).zfill(6))
    assert (door.page.card.number.text(), door.page.card.counts.text()) == ("0", "visits left")
    assert door.reasons == ["This is the last visit of 10 visits."]


def test_the_photo_is_shown(door: Door, rows: StudioRows) -> None:
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (60, 60), "#336699").save(picture, "JPEG")
    anna = rows.member("Anna Ivanova")
    rows.photo(anna, picture.getvalue())
    door.scan(rows.number_of(anna).zfill(6))
    assert door.page.presenter.state.photo is not None
    middle = door.page.card.face.grab().toImage().pixelColor(40, 40)
    assert middle.blue() > middle.red()


@pytest.mark.parametrize(
    "name", ["<b>Bold</b> <img src=x>", "😀 Emoji", "آنا إيفانوفا", "Zoe\u0301 Ko\u0308nig", "A" * 100 + " B"]
)
def test_names_are_shown_as_they_are(door: Door, rows: StudioRows, name: str) -> None:
    client = rows.member(name)
    door.scan(rows.number_of(client).zfill(6))
    assert door.name == name
    labels = door.page.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if label.text())


def test_the_last_eight_stay_in_sight(door: Door, rows: StudioRows) -> None:
    clients = [rows.member(f"Client{place} Number") for place in range(10)]
    for client in clients:
        door.scan(rows.number_of(client).zfill(6), settle=False)
    door.look()
    assert [chip.split(", ")[0] for chip in door.chips] == [
        f"Admitted: Client{place} Number" for place in range(9, 1, -1)
    ]
    assert sorted(door.inside) == sorted(f"Client{place} Number" for place in range(10))
    door.window.click(door.page.chips.chips[3])
    assert door.name == "Client6 Number"


def test_escape_is_ready_for_the_next(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    door.scan(rows.number_of(anna).zfill(6))
    door.page.field.setFocus()
    door.press("Escape")
    assert door.page.presenter.state.shown is None
    assert door.window.page_id == "checkin.desk"


@pytest.fixture
def small_and_large(door: Door) -> Iterator[Door]:
    """Give the page in the smallest window, in the largest type."""
    look = door.window.work.look
    for _ in range(5):
        look.resize_text(1)
    door.window.frame.resize(1024, 700)
    door.look()
    yield door
    look.resize_text(0)


@pytest.mark.parametrize(
    ("fields", "days", "debt"),
    [
        pytest.param({}, 30, 0, id="admitted"),
        pytest.param({}, 3, 1500, id="admitted, but"),
        pytest.param({"blocked_reason": "Took the towels of everybody else."}, -9, 152500, id="refused"),
    ],
)
def test_a_verdict_is_whole_in_the_smallest_window_and_the_largest_type(
    small_and_large: Door, rows: StudioRows, fields: dict[str, Any], days: int, debt: int
) -> None:
    door = small_and_large
    marco = rows.member("Marco Lucabernardi", days=days, **fields)
    if debt:
        rows.debt(marco, debt, TODAY - timedelta(days=40))
    height = door.page.field.height()
    door.scan(rows.number_of(marco).zfill(6))
    door.window.settle()
    assert cut_off(door.page.card) == []
    assert door.page.field.height() == height
    card = door.page.card
    assert card.name.fontMetrics().horizontalAdvance(card.name.text()) <= card.name.contentsRect().width()
    for row in card.findChildren(ReasonRow):
        assert row.text.width() >= row.width() * 0.6, f"two words a line: {row.line.text}"
        for button in row.findChildren(CureButton):
            place = QRect(button.mapTo(card, QPoint(0, 0)), button.size())
            assert card.rect().contains(QRect(place.left(), 0, place.width(), 1)), "cut off at the side"


@pytest.mark.parametrize(
    "name", ["Maximiliane Winterhalder-Schmidt", "Maria del Carmen Guadalupe Hernández de la Cruz"]
)
@pytest.mark.parametrize("page", ["door", "small_and_large"])
def test_a_long_name_of_somebody_who_is_admitted_is_read_to_its_end(
    request: pytest.FixtureRequest, rows: StudioRows, page: str, name: str
) -> None:
    door: Door = request.getfixturevalue(page)
    long = rows.member(name)
    door.scan(rows.number_of(long).zfill(6))
    door.window.settle()
    shown = door.page.card.name
    assert shown.wordWrap()
    assert shown.heightForWidth(shown.width()) <= shown.height()
    assert cut_off(door.page.card) == []


@pytest.mark.parametrize("name", ["Ab" * 50 + " B", "Maria " + "Hohenstein " * 17])
def test_an_endless_name_is_shortened_and_leaves_room_for_the_rest(
    door: Door, rows: StudioRows, name: str
) -> None:
    door.scan(rows.number_of(rows.member(name)).zfill(6))
    door.window.settle()
    shown = door.page.card.name
    assert not shown.wordWrap()
    assert shown.sizeHint().height() <= shown.height()
    assert "…" in shown.accessibleDescription() or shown.toolTip()
