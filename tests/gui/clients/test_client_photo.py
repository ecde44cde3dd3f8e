"""The photo of a client: stored, taken back, and asking for consent."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import (
    ConsentKind,
)
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.clients.screen import ClientsScreen
from tests.support.people import People
from tests.support.studio_rows import StudioRows


@pytest.fixture
def anna(people: People, rows: StudioRows) -> int:
    """A member who owes something."""
    client_id = people.add(
        "Anna Ivanova",
        date(1990, 5, 6),
        phone="0151 1058756",
        emergency_name="Maria Ivanova",
        emergency_phone="0151 1111111",
        medical_alert="Asthma",
    )
    rows.membership(client_id, rows.plan("Gold"), ends_on=rows.today + timedelta(days=20))
    rows.debt(client_id, 4900, rows.today)
    return client_id


def test_a_photo_is_taken_back_to_the_one_before(
    screen: ClientsScreen, services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    services.records.record_consent(owner, anna, ConsentKind.PHOTO, given=True, source="paper")
    page = screen.client_page(anna)
    for colour in ("red", "blue"):
        path = tmp_path / f"{colour}.png"
        Image.new("RGB", (300, 200), colour).save(path)
        screen.at_hand.dialogs.then(path)
        page.presenter.records.choose_photo()
        screen.settle()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    stored = services.directory.photo(owner, anna)
    assert stored is not None
    red, _green, blue = Image.open(io.BytesIO(stored)).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert red > 200 > blue
    screen.at_hand.toasts.said[0].undo()  # type: ignore[misc]
    screen.settle()
    assert services.directory.photo(owner, anna) is None


def test_a_photo_is_stored_and_asks_for_consent(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, anna: int, tmp_path: Path
) -> None:
    path, bad = tmp_path / "anna.png", tmp_path / "bad.png"
    Image.new("RGB", (300, 200), (255, 0, 0)).save(path)
    bad.write_bytes(b"no picture")
    page = screen.client_page(anna)
    screen.at_hand.dialogs.then(path, bad)
    page.presenter.records.choose_photo()
    screen.settle()
    assert people.detail(anna).has_photo
    toast = screen.at_hand.toasts.said[-1]
    assert (toast.tone, toast.action) == ("warn", "Record consent")
    assert screen.at_hand.toasts.said[-2].undo is not None, "and it can be taken back"
    assert screen.at_hand.toasts.said[-2].action == ""
    page.presenter.records.choose_photo()
    screen.settle()
    assert "not a picture" in str(screen.at_hand.window.reported[-1])
    page.presenter.records.remove_photo()
    screen.settle()
    assert not people.detail(anna).has_photo
    screen.at_hand.toasts.undo_last()
    screen.settle()
    stored = services.directory.photo(owner, anna)
    assert stored is not None
    assert Image.open(io.BytesIO(stored)).size == (200, 200)
