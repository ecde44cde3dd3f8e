"""A day at the desk in the real window: thirty check-ins with every verdict and cure, and the money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CheckInReason, Cure, FormAudience, Role, Verdict
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.billing.money_page import MoneyPage
from fitnesscrm_desktop.ui.billing.take_payment import TakePaymentDialog
from fitnesscrm_desktop.ui.checkin.sounds import Sounds
from fitnesscrm_desktop.ui.forms.fill_dialog import FillFormDialog
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButtons
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.door_page import DoorPage
from tests.support.form_desk import HEALTHY, FormDesk
from tests.support.soundness import assert_sound
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow

WEDNESDAY = 1 << 2
ALL_DAYS = 127
HEART = {"heart": "yes", "heart.more": "An arrhythmia, since 2019"}


@pytest.fixture
def manager() -> Actor:
    """Somebody who may also let in against the rules, and give money back."""
    return an_actor(Role.MANAGER, "Mara")


@pytest.fixture
def window(
    qapp: object, services: Services, manager: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StudioWindow]:
    """Open the studio with the manager at the desk, without the noise."""
    monkeypatch.setattr(Sounds, "play", lambda _self, _verdict: None)
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    driven.frame.resize(1280, 800)
    driven.open(services, manager)
    yield driven
    assert driven.errors == []
    driven.throw_away()


class Regulars:
    """The people who come today, each with a story; ``self.anna`` and so on are their ids."""

    def __init__(self, services: Services) -> None:
        rows = self.rows = StudioRows(services)
        today = self.today = rows.today
        self.monthly = rows.plan("Monthly")
        self.member = rows.member("Anna Ivanova", plan=self.monthly)
        rows.code(self.member, "CARD-4711")
        self.other = rows.member("Bodil Hansen", plan=self.monthly)
        self.by_name = rows.member("Cosima Quandt", plan=self.monthly)
        self.ends_soon = rows.member("Dora Ende", plan=self.monthly, days=5)
        self.owes = rows.member("Emil Offen", plan=self.monthly)
        rows.debt(self.owes, 1250, today + timedelta(days=3))
        self.birthday = rows.member("Frida Fest", plan=self.monthly, born=date(1990, today.month, today.day))
        self.noted = rows.member("Gero Zettel", plan=self.monthly)
        rows.note(self.noted, "Wants the locker key of number 12.")
        self.alert = rows.member("Hedda Herz", plan=self.monthly, medical_alert="Pacemaker")
        self.last_visit = rows.client("Ivo Letzt")
        rows.pack(self.last_visit, 1)
        self.nobody = rows.client("Jana Neu")
        self.ended = rows.client("Kai Vorbei")
        self.also_ended = rows.client("Lena Knapp")
        for client in (self.ended, self.also_ended):
            rows.membership(
                client, self.monthly, starts_on=today - timedelta(days=40), ends_on=today - timedelta(days=3)
            )
        self.early = rows.client("Milo Morgen")
        rows.membership(
            self.early, self.monthly, starts_on=today + timedelta(days=4), ends_on=today + timedelta(days=34)
        )
        self.frozen = rows.client("Nele Frost")
        rows.hold(rows.membership(self.frozen, self.monthly), today - timedelta(days=5))
        self.wrong_day = rows.member("Otto Tag", plan=rows.plan("Weekend", weekdays=ALL_DAYS & ~WEDNESDAY))
        self.wrong_time = rows.member("Pia Zeit", plan=rows.plan("Evening", from_minute=1080, to_minute=1320))
        self.week = rows.plan("Once a week", visits_per_week=1)
        self.week_used_up = rows.member("Quirin Woche", plan=self.week)
        rows.pack(self.week_used_up, 5, name="5 visits")
        self.pack_used_up = rows.client("Rosa Leer")
        rows.pack(self.pack_used_up, 0)
        self.overdue = rows.member("Sven Schuld", plan=self.monthly)
        rows.debt(self.overdue, 4500, today - timedelta(days=30))
        self.minor = rows.member("Tessa Jung", plan=self.monthly, born=today - timedelta(days=15 * 365))
        self.unsigned = rows.member("Wanda Jung", plan=self.monthly, born=today - timedelta(days=14 * 365))
        self.has_a_history = rows.member("Xaver Alt", plan=self.monthly, born=date(1950, 5, 5))
        self.blocked = rows.member("Udo Sperre", plan=self.monthly, blocked_reason="Broke the mirror")
        self.archived = rows.member("Vera Keller", plan=self.monthly)
        rows.change_client(self.archived, archived_at=services.core.clock.now())

    def number(self, client_id: int) -> str:
        """The member number, as it is on the card."""
        return self.rows.number_of(client_id).zfill(5)


def test_a_day_at_the_desk(
    window: StudioWindow, services: Services, manager: Actor, clock: FakeClock
) -> None:
    people = Regulars(services)
    door = DoorPage(window)
    let_in(door, people, clock)
    warned(door, people, clock)
    refused_and_cured(door, people, clock)
    signed_at_the_door(door, people, FormDesk(services, manager), clock)
    walked_in(door, clock)
    taken_back(door, people, clock)
    frozen_and_thawed(door, people, clock)
    paid_and_given_back(door, people, services, manager)
    next_morning(door, people, clock)
    assert door.verdicts() == set(Verdict)
    assert set(CheckInReason) - door.reasons() == set()
    assert set(Cure) - door.cures_offered() == set()
    assert len(door.seen) >= 30
    assert_sound(services)


def let_in(door: DoorPage, people: Regulars, clock: FakeClock) -> None:
    """Whoever has paid comes in by card, number or name, and only once."""
    assert door.scan("CARD4711".replace("D4", "D-4")).verdict is Verdict.ADMITTED
    assert "Admitted" in door.word
    clock.advance(minutes=1)
    assert door.enter(people.number(people.other)).verdict is Verdict.ADMITTED
    assert door.enter("quandt").verdict is Verdict.ADMITTED
    again = door.scan(people.number(people.other))
    assert again.words == (CheckInReason.ALREADY_IN,)
    assert len(door.inside()) == 3


def warned(door: DoorPage, people: Regulars, clock: FakeClock) -> None:
    """Amber: comes in, and there is something to say."""
    stories = {
        people.owes: CheckInReason.BALANCE_DUE,
        people.birthday: CheckInReason.BIRTHDAY,
        people.noted: CheckInReason.PINNED_NOTE,
        people.alert: CheckInReason.MEDICAL_ALERT,
        people.last_visit: CheckInReason.LAST_PACK_VISIT,
        people.ends_soon: CheckInReason.ENDS_SOON,
    }
    for client_id, word in stories.items():
        clock.advance(minutes=3)
        result = door.scan(people.number(client_id))
        assert (result.verdict, word in result.words) == (Verdict.NOTICE, True)
    renewed = door.cured(Cure.RENEW)
    assert CheckInReason.ENDS_SOON not in renewed.words


def refused_and_cured(door: DoorPage, people: Regulars, clock: FakeClock) -> None:
    """Red: every reason has its cure, and after the cure the door opens."""
    stories: list[tuple[int, CheckInReason, Callable[[], CheckInResult]]] = [
        (people.nobody, CheckInReason.NO_MEMBERSHIP, lambda: door.cured(Cure.SELL)),
        (people.ended, CheckInReason.MEMBERSHIP_ENDED, lambda: door.cured(Cure.RENEW)),
        (people.also_ended, CheckInReason.MEMBERSHIP_ENDED, lambda: door.cured(Cure.EXTEND)),
        (
            people.early,
            CheckInReason.NOT_STARTED,
            lambda: door.cured(Cure.OVERRIDE, "Starts today after all"),
        ),
        (people.frozen, CheckInReason.FROZEN, lambda: door.cured_at_once(Cure.RESUME)),
        (people.wrong_day, CheckInReason.WRONG_DAY, lambda: door.cured(Cure.OVERRIDE, "First time")),
        (people.wrong_time, CheckInReason.WRONG_TIME, lambda: door.cured(Cure.SELL)),
        (people.pack_used_up, CheckInReason.PACK_USED_UP, lambda: door.cured(Cure.RENEW)),
        (people.overdue, CheckInReason.OVERDUE, lambda: door.cured(Cure.TAKE_PAYMENT)),
        (people.minor, CheckInReason.NO_GUARDIAN_CONSENT, lambda: door.cured(Cure.RECORD_CONSENT)),
        (people.blocked, CheckInReason.BLOCKED, lambda: door.cured_at_once(Cure.UNBLOCK)),
        (people.archived, CheckInReason.ARCHIVED, lambda: door.cured_at_once(Cure.RESTORE)),
    ]
    for client_id, word, cure in stories:
        clock.advance(minutes=2)
        refused = door.scan(people.number(client_id))
        assert (refused.verdict, word in refused.words) == (Verdict.REFUSED, True), refused.text
        assert door.page.card.result() is refused
        cured = cure()
        assert cured.verdict is not Verdict.REFUSED, f"{word}: {cured.text}"


def signed_by_the_mother(dialog: FormDialog) -> None:
    """A child does not sign alone."""
    assert isinstance(dialog, FillFormDialog)
    dialog.signed_by.setText("Ida Jung")
    dialog.relation.setText("mother")


def signed_at_the_door(door: DoorPage, people: Regulars, forms: FormDesk, clock: FakeClock) -> None:
    """A form that is missing is filled in at the counter, and a yes to a question of health is cleared."""
    clock.advance(minutes=2)
    forms.require("contract", required_for=FormAudience.MINORS, blocks_checkin=True)
    refused = door.scan(people.number(people.unsigned))
    assert CheckInReason.FORM_MISSING in refused.words
    assert CheckInReason.FORM_MISSING in door.cured(Cure.RECORD_CONSENT).words
    assert door.cured_by(Cure.FILL_FORM, signed_by_the_mother).verdict is not Verdict.REFUSED
    clock.advance(minutes=2)
    forms.sign(people.has_a_history, "health", HEALTHY | HEART, signed_by="Xaver Alt")
    assert CheckInReason.CLEARANCE_OPEN in door.scan(people.number(people.has_a_history)).words
    assert CheckInReason.CLEARANCE_OPEN not in door.cured(Cure.GIVE_CLEARANCE).words


def walked_in(door: DoorPage, clock: FakeClock) -> None:
    """A card nobody knows is somebody new: name, membership, payment, and in."""
    clock.advance(minutes=2)
    unknown = door.scan("NEW-0001")
    assert (unknown.verdict, unknown.words) == (Verdict.REFUSED, (CheckInReason.UNKNOWN_CODE,))
    added = door.new_client("Wanda", "Neumann")
    assert added.words == (CheckInReason.NO_MEMBERSHIP,)
    assert door.cured(Cure.SELL).verdict is Verdict.ADMITTED
    assert door.inside()[0] == "Wanda Neumann"


def taken_back(door: DoorPage, people: Regulars, clock: FakeClock) -> None:
    """Ctrl+Z takes the last check-in back, and the message offers the way forward again."""
    clock.advance(minutes=45)
    assert door.scan(people.number(people.member)).verdict is Verdict.ADMITTED
    assert door.inside()[0] == "Anna Ivanova"
    door.undo()
    assert "Taken back" in door.word
    assert "Anna Ivanova" not in door.inside()
    door.press_toast()
    assert door.inside()[0] == "Anna Ivanova"


def frozen_and_thawed(door: DoorPage, people: Regulars, clock: FakeClock) -> None:
    """A membership is frozen on the client's page, and Undo thaws it as if nothing had been."""
    window = door.window
    page = window.go("clients.client", client_id=people.by_name, tab="membership")
    window.click(window.find(QPushButton, "Freeze…", page))
    door.accept(door.dialog())
    clock.advance(minutes=45)
    door = back_at(door)
    assert door.scan(people.number(people.by_name)).words == (CheckInReason.FROZEN,)
    door.press_toast()
    assert door.scan(people.number(people.by_name)).verdict is Verdict.ADMITTED


def back_at(door: DoorPage) -> DoorPage:
    """Return to the check-in page."""
    door.window.go("checkin.desk")
    return door


def paid_and_given_back(door: DoorPage, people: Regulars, services: Services, manager: Actor) -> None:
    """What is owed is paid by Ctrl+P; the payment stands in the day's till and can be given back there."""
    window = door.window
    assert services.billing.account(manager, people.owes).balance == 1250
    window.press("Ctrl+P")
    dialog = door.dialog()
    assert isinstance(dialog, TakePaymentDialog)
    window.write("Offen", dialog.picker)
    window.until(dialog.picker.hits)
    window.press("Return", dialog.picker)
    window.until(dialog.verb.isEnabled)
    door.accept(dialog)
    assert services.billing.account(manager, people.owes).balance == 0
    page = window.go("billing.money", tab="takings")
    assert isinstance(page, MoneyPage)
    till = services.billing.day_takings(manager)
    assert page.takings.model.rowCount() == len(till.payments)
    press_in_row(window, page.takings.table, 0, "refund")
    refund = door.dialog()
    window.write("Paid by the partner already")
    door.accept(refund)
    assert services.billing.account(manager, people.owes).balance == 1250
    assert services.billing.day_takings(manager).total == till.total - 1250


def press_in_row(window: StudioWindow, table: DataTable, row: int, key: str) -> None:
    """Click a button that is painted into a row of a table."""
    last = table.model().columnCount() - 1
    buttons = table.itemDelegateForColumn(last)
    assert isinstance(buttons, RowButtons)
    place = buttons.button_rect(key, table.model().index(row, last)).center().toPoint()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.settle()


def next_morning(door: DoorPage, people: Regulars, clock: FakeClock) -> None:
    """Everybody has left by themselves; the week's one visit is used up, and the pack beside it is booked."""
    clock.advance(minutes=10)
    assert back_at(door).scan(people.number(people.week_used_up)).verdict is Verdict.ADMITTED
    clock.advance(days=1)
    used_up = door.scan(people.number(people.week_used_up))
    assert (used_up.verdict, used_up.words) == (Verdict.REFUSED, (CheckInReason.WEEK_USED_UP,))
    booked = door.cured_at_once(Cure.BOOK_PACK)
    assert booked.verdict is Verdict.ADMITTED
    assert booked.client is not None
    assert booked.client.visits_left == 4
    assert door.inside() == ["Quirin Woche"]
