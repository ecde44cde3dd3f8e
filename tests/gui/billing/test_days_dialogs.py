"""The dialogs that change the days of a membership, by keyboard, with their way back."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FactKind, MembershipState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.billing.cancel import CancelDialog
from fitnesscrm_desktop.ui.billing.extend import ExtendDialog
from fitnesscrm_desktop.ui.billing.freeze import FreezeDialog
from fitnesscrm_desktop.ui.billing.resume import ResumeDialog
from tests.gui.billing.screen import opened, undo
from tests.support.clock import FakeClock
from tests.support.sales import Till
from tests.support.scripted_dialogs import ScriptedDialogs
from tests.support.window import StudioWindow

TODAY = date(2026, 3, 4)


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


@pytest.fixture
def member(services: Services, owner: Actor, till: Till, anna: int) -> int:
    return services.memberships.sell(owner, anna, till.plan().id).membership_id


def test_freezing_and_undo(window: StudioWindow, till: Till, member: int) -> None:
    dialog = opened(window, "memberships.freeze", membership_id=member)
    assert isinstance(dialog, FreezeDialog)
    dialog.last.set_value(TODAY + timedelta(days=9))
    assert dialog.effect.text() == "10 days are added to its end."
    window.click(dialog.verb)
    assert till.membership(member).state is MembershipState.FROZEN
    undo(window)
    view = till.membership(member)
    assert (view.state, view.ends_on) == (MembershipState.RUNNING, date(2026, 4, 3))


def test_a_freeze_to_a_day_that_does_not_exist_is_none_without_an_end(
    window: StudioWindow, till: Till, member: int
) -> None:
    dialog = opened(window, "memberships.freeze", membership_id=member)
    assert isinstance(dialog, FreezeDialog)
    dialog.last.edit.setText("31/04/2026")
    window.click(dialog.verb)
    assert "April 2026 has 30 days" in dialog.form.error(dialog.last)
    assert till.membership(member).holds == ()


def test_a_freeze_after_the_end_names_it_as_the_studio_writes_days(
    window: StudioWindow, services: Services, owner: Actor, member: int
) -> None:
    dialog = opened(window, "memberships.freeze", membership_id=member)
    assert isinstance(dialog, FreezeDialog)
    dialog.first.set_value(date(2026, 5, 1))
    window.click(dialog.verb)
    assert dialog.form.error(dialog.first) == ("The membership ends on 3 Apr 2026, before the freeze begins.")


def test_a_freeze_that_cannot_be_is_said_beside_the_field(
    window: StudioWindow, services: Services, owner: Actor, member: int
) -> None:
    services.memberships.freeze(owner, member, date(2026, 3, 10), date(2026, 3, 12))
    dialog = opened(window, "memberships.freeze", membership_id=member)
    assert isinstance(dialog, FreezeDialog)
    window.click(dialog.verb)
    assert "frozen on some of these days" in dialog.form.error(dialog.first)


def test_resuming_today_and_undo(
    window: StudioWindow, services: Services, owner: Actor, till: Till, clock: FakeClock, member: int
) -> None:
    services.memberships.freeze(owner, member, reason="holiday")
    clock.advance(days=4)
    dialog = opened(window, "memberships.resume", membership_id=member)
    assert isinstance(dialog, ResumeDialog)
    assert "rests until it is resumed" in dialog.what.text()
    assert dialog.effect.text() == "It has rested for 4 days then; they are added to its end."
    window.press("Return", on=dialog.first)
    view = till.membership(member)
    assert (view.state, view.ends_on) == (MembershipState.RUNNING, date(2026, 4, 7))
    assert "runs again from 8 Mar 2026" in window.toasts()[-1]
    undo(window)
    view = till.membership(member)
    assert (view.state, view.ends_on, view.holds[-1].reason) == (MembershipState.FROZEN, None, "holiday")
    services.memberships.resume(owner, member, TODAY + timedelta(days=10))
    assert till.membership(member).ends_on == date(2026, 4, 13), "every day of rest counts, once"


def test_resuming_before_a_freeze_ends(
    window: StudioWindow, services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.freeze(owner, member, TODAY, TODAY + timedelta(days=9))
    dialog = opened(window, "memberships.resume", membership_id=member)
    assert isinstance(dialog, ResumeDialog)
    dialog.first.set_value(TODAY + timedelta(days=10))
    window.click(dialog.verb)
    assert "by itself" in dialog.form.error(dialog.first)
    assert dialog.effect.text() == ""
    dialog.first.set_value(TODAY + timedelta(days=3))
    assert dialog.effect.text() == "It has rested for 3 days then and ends on 6 Apr 2026."
    window.click(dialog.verb)
    assert till.membership(member).ends_on == date(2026, 4, 6)
    undo(window)
    assert till.membership(member).ends_on == date(2026, 4, 13)


def test_a_freeze_to_come_is_called_off_and_back(
    window: StudioWindow, services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.freeze(owner, member, TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    dialog = opened(window, "memberships.resume", membership_id=member)
    assert isinstance(dialog, ResumeDialog)
    assert dialog.effect.text() == "The freeze from 9 Mar 2026 on is called off."
    window.click(dialog.verb)
    assert till.membership(member).ends_on == date(2026, 4, 3)
    undo(window)
    assert till.membership(member).ends_on == date(2026, 4, 8)


def test_what_is_not_frozen_cannot_be_resumed(window: StudioWindow, member: int) -> None:
    dialog = opened(window, "memberships.resume", membership_id=member)
    assert isinstance(dialog, ResumeDialog)
    assert "is not frozen" in dialog.notice.text()
    assert not dialog.verb.isEnabled()


def test_extending_and_undo(window: StudioWindow, till: Till, member: int) -> None:
    dialog = opened(window, "memberships.extend", membership_id=member)
    assert isinstance(dialog, ExtendDialog)
    dialog.days.setValue(10)
    assert dialog.effect.text() == "Then it ends on 13 Apr 2026."
    window.press("Return", on=dialog.days)
    assert till.membership(member).ends_on == date(2026, 4, 13)
    undo(window)
    assert till.membership(member).ends_on == date(2026, 4, 3)


@pytest.mark.parametrize(("gone", "offered"), [(40, 10 + 7), (61, 31 + 7), (62, 7), (300, 7)])
def test_a_membership_that_has_just_ended_is_offered_enough_days(
    window: StudioWindow, clock: FakeClock, member: int, gone: int, offered: int
) -> None:
    clock.advance(days=gone)
    dialog = opened(window, "memberships.extend", membership_id=member)
    assert isinstance(dialog, ExtendDialog)
    assert dialog.days.value() == offered


def test_cancelling_and_undo(window: StudioWindow, till: Till, member: int) -> None:
    dialog = opened(window, "memberships.cancel", membership_id=member)
    assert isinstance(dialog, CancelDialog)
    assert "still owes €49.00" in dialog.money.text()
    dialog.last.set_value(date(2026, 3, 20))
    dialog.reason.set_code("price")
    window.click(dialog.verb)
    view = till.membership(member)
    assert (view.ends_on, view.cancel_reason) == (date(2026, 3, 20), "price")
    undo(window)
    assert till.membership(member).facts[-1].kind is FactKind.REINSTATED


def test_what_never_begins_is_offered_to_be_taken_back(
    window: StudioWindow, services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.renew(owner, member)
    client = till.membership(member).client_id
    before = till.balance(client)
    dialog = opened(window, "memberships.cancel", membership_id=member)
    assert isinstance(dialog, CancelDialog)
    assert not dialog.take_back.isVisibleTo(dialog)
    dialog.last.set_value(date(2026, 3, 20))
    assert dialog.take_back.isVisibleTo(dialog)
    assert dialog.take_back.text() == "Take back €49.00 charged for terms that never begin"
    assert dialog.money.text() == "What was charged besides stays charged. Anna Example still owes €49.00."
    dialog.take_back.setChecked(False)
    assert dialog.money.text() == "What was charged stays charged. Anna Example still owes €98.00."
    dialog.take_back.setChecked(True)
    window.click(dialog.verb)
    assert till.balance(client) == before - 4900
    assert "€49.00 for terms that never begin are taken back." in window.toasts()[-1]
    undo(window)
    assert till.balance(client) == before


def test_on_the_day_of_a_visit_the_dialog_promises_what_is_done(
    window: StudioWindow, services: Services, owner: Actor, till: Till, anna: int
) -> None:
    member = services.memberships.sell(owner, anna, till.plan(signup_fee=600).id).membership_id
    services.memberships.renew(owner, member)
    services.checkin.check_in(owner, client_id=anna)
    dialog = opened(window, "memberships.cancel", membership_id=member)
    assert isinstance(dialog, CancelDialog)
    dialog.last.set_value(TODAY)
    assert not dialog.used.isVisibleTo(dialog)
    dialog.last.set_value(TODAY - timedelta(days=1))
    assert dialog.take_back.text() == "Take back €49.00 charged for terms that never begin"
    assert dialog.used.isVisibleTo(dialog)
    assert dialog.used.text() == (
        "It was used on 4 Mar 2026, after this last day. What had begun by then stays charged."
    )
    assert dialog.money.text().endswith("still owes €55.00.")
    window.click(dialog.verb)
    assert till.balance(anna) == 5500
    assert "€49.00 for terms that never begin are taken back." in window.toasts()[-1]


def test_the_fee_of_what_never_begins_is_in_the_sum_that_is_promised(
    window: StudioWindow, services: Services, owner: Actor, till: Till, anna: int
) -> None:
    member = services.memberships.sell(owner, anna, till.plan(signup_fee=600).id).membership_id
    dialog = opened(window, "memberships.cancel", membership_id=member)
    assert isinstance(dialog, CancelDialog)
    dialog.last.set_value(TODAY - timedelta(days=1))
    assert dialog.take_back.text() == "Take back €55.00 charged for terms that never begin"
    window.click(dialog.verb)
    assert till.balance(anna) == 0


@pytest.mark.parametrize(("goes_on", "owed"), [(False, 4900), (True, 2 * 4900)])
def test_undoing_a_cancellation_asks_if_it_was_sold_again_since(
    window: StudioWindow,
    services: Services,
    owner: Actor,
    till: Till,
    anna: int,
    member: int,
    goes_on: bool,
    owed: int,
) -> None:
    dialog = opened(window, "memberships.cancel", membership_id=member)
    assert isinstance(dialog, CancelDialog)
    dialog.last.set_value(TODAY - timedelta(days=1))
    window.click(dialog.verb)
    services.memberships.sell(owner, anna, till.membership(member).plan_id)
    window.work.desk.dialogs = asked = ScriptedDialogs(goes_on)
    undo(window)
    assert len(asked.asked) == 1
    assert till.balance(anna) == owed
