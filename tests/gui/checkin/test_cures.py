"""Every cure, through the real dialogs; after each the check-in is tried again by itself."""

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CheckInReason
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.billing.renew import RenewDialog
from fitnesscrm_desktop.ui.billing.sell_membership import SellMembershipDialog
from fitnesscrm_desktop.ui.checkin.override_dialog import OverrideDialog
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from tests.gui.checkin.conftest import Door
from tests.support.clock import FakeClock
from tests.support.studio_rows import StudioRows
from tests.support.visits import pack_of, stored_visits

TODAY = date(2026, 3, 4)


def accept(door: Door) -> None:
    dialog = door.window.dialog
    assert isinstance(dialog, FormDialog)
    door.window.until(dialog.verb.isEnabled)
    door.window.click(dialog.verb)
    door.look()


def arrive(door: Door, rows: StudioRows, client: int) -> None:
    door.scan(rows.number_of(client).zfill(6))


def test_take_payment(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    rows.debt(anna, 9000, TODAY - timedelta(days=40))
    arrive(door, rows, anna)
    assert door.verdict == "Refused"
    door.cure("Take payment…")
    accept(door)
    assert (door.verdict, door.reasons) == ("Admitted", [])


def test_renew(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    arrive(door, rows, anna)
    door.cure("Renew…")
    dialog = door.window.dialog
    assert isinstance(dialog, RenewDialog)
    door.window.until(dialog.verb.isEnabled)
    dialog.pay_now.setChecked(False)
    accept(door)
    assert door.verdict == "Admitted, but…"
    assert door.reasons[0].startswith("€45.00 to pay")


def test_what_is_paid_after_the_renewal_need_not_be_said_again(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    arrive(door, rows, anna)
    door.cure("Renew…")
    accept(door)
    assert door.verdict == "Admitted, but…"
    accept(door)  # the payment follows by itself
    assert (door.verdict, door.reasons) == ("Admitted", [])


def test_extend(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    arrive(door, rows, anna)
    door.cure("Extend…")
    accept(door)
    assert door.verdict == "Admitted, but…"
    assert door.reasons[0].startswith("Monthly ends on")


def test_sell(door: Door, rows: StudioRows) -> None:
    rows.plan("Monthly")
    anna = rows.client("Anna Ivanova")
    arrive(door, rows, anna)
    assert door.reasons == ["There is no membership."]
    door.cure("Sell…")
    dialog = door.window.dialog
    assert isinstance(dialog, SellMembershipDialog)
    door.window.until(dialog.verb.isEnabled)
    dialog.pay_now.setChecked(False)
    accept(door)
    assert door.verdict == "Admitted, but…"


def test_book_the_pack(door: Door, rows: StudioRows, services: Services, clock: FakeClock) -> None:
    anna = rows.client("Anna Ivanova")
    rows.membership(anna, rows.plan(visits_per_week=1))
    pack = rows.pack(anna, 5)
    arrive(door, rows, anna)
    clock.advance(hours=24)
    arrive(door, rows, anna)
    assert door.cures == ["Book 10 visits (5 left)", "Sell…", "Let in with a reason…"]
    door.cure("Book 10 visits (5 left)")
    assert (door.verdict, door.page.card.number.text()) == ("Admitted", "4")
    assert pack_of(services, pack) == (4, 4)


def test_resume_and_back(door: Door, rows: StudioRows, services: Services, owner: Actor) -> None:
    anna = rows.client("Anna Ivanova")
    membership = rows.membership(anna, rows.plan())
    rows.hold(membership, TODAY - timedelta(days=2), TODAY + timedelta(days=9))
    arrive(door, rows, anna)
    assert door.reasons == ["Monthly is frozen until 13 March 2026."]
    door.cure("Resume")
    assert door.verdict == "Admitted"
    assert door.window.toasts()[-1] == "Monthly of Anna Ivanova runs again."
    assert door.page.field.hasFocus()
    assert door.window.work.toaster.host.undo_newest()
    door.look()
    holds = services.memberships.get(owner, membership).holds
    assert [(hold.from_day, hold.to_day) for hold in holds][-1] == (TODAY, TODAY + timedelta(days=9))
    assert (door.verdict, door.reasons) == ("Refused", ["Monthly is frozen until 13 March 2026."])
    assert len(stored_visits(services)) == 1


def test_the_way_back_leaves_somebody_else_on_the_card(door: Door, rows: StudioRows) -> None:
    anna, ben = rows.client("Anna Ivanova"), rows.member("Ben Okoye")
    rows.hold(rows.membership(anna, rows.plan()), TODAY - timedelta(days=2), TODAY + timedelta(days=9))
    arrive(door, rows, anna)
    door.cure("Resume")
    arrive(door, rows, ben)
    shown = len(door.chips)
    assert door.window.work.toaster.host.undo_newest()
    door.look()
    assert (door.verdict, len(door.chips)) == ("Admitted", shown)


def test_record_the_guardian_s_consent(door: Door, rows: StudioRows) -> None:
    leo = rows.member("Leo Klein", born=date(2012, 5, 5))
    arrive(door, rows, leo)
    assert door.reasons == ["13 years old, under 18, and no guardian has agreed."]
    door.cure("Record consent…")
    accept(door)
    assert door.verdict == "Admitted"


def test_unblock_and_back(door: Door, rows: StudioRows, services: Services, owner: Actor) -> None:
    anna = rows.member("Anna Ivanova", blocked_reason="Threw a weight")
    arrive(door, rows, anna)
    door.cure("Unblock")
    assert door.verdict == "Admitted"
    assert door.window.work.toaster.host.undo_newest()
    door.look()
    assert services.directory.detail(owner, anna).blocked_reason == "Threw a weight"
    assert door.verdict == "Refused"


def test_restore_from_the_archive(door: Door, rows: StudioRows, services: Services, owner: Actor) -> None:
    anna = rows.member("Anna Ivanova")
    services.clients.archive(owner, anna)
    arrive(door, rows, anna)
    assert door.reasons == ["This client is in the archive."]
    door.cure("Restore")
    assert door.verdict == "Admitted"


def test_let_in_with_a_reason(door: Door, rows: StudioRows, services: Services) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    arrive(door, rows, anna)
    door.cure("Let in with a reason…")
    dialog = door.window.dialog
    assert isinstance(dialog, OverrideDialog)
    assert "Monthly ended on 1 March 2026, 3 days ago." in door.window.words(dialog)
    accept(door)
    assert dialog.form.error(dialog.reason) == "Say why, for whoever reads the log."
    door.window.write("Pays tomorrow", on=dialog.reason)
    door.window.press("Return", on=dialog.reason)
    door.look()
    assert door.verdict == "Admitted, but…"
    assert door.reasons[0] == "Let in by decision: Pays tomorrow."
    assert [visit.override_reason for visit in stored_visits(services)] == ["Pays tomorrow"]


def test_a_dialog_that_is_left_changes_nothing(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    arrive(door, rows, anna)
    door.cure("Let in with a reason…")
    door.window.press("Escape")
    door.look()
    assert (door.verdict, len(door.chips)) == ("Refused", 1)


def test_every_cure_has_a_key(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova", days=-3, blocked_reason="Threw a weight")
    arrive(door, rows, anna)
    assert [each.button.accessibleDescription() for each in door.page.card.cures] == [
        f"Alt+{place}" for place in range(1, 6)
    ]
    door.press("Alt+1")
    assert door.cures == ["Renew…", "Extend…", "Sell…", "Let in with a reason…"]
    door.press("Alt+4")
    assert isinstance(door.window.dialog, OverrideDialog)


def test_who_may_not_decide_is_told_who_may(clerk: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    arrive(clerk, rows, anna)
    assert clerk.cures == ["Renew…", "Extend…", "Sell…"]
    assert "Somebody who may decide can let in with a reason" in clerk.window.words(clerk.page)


def test_somebody_new_is_added_and_comes_to_the_door(door: Door, rows: StudioRows) -> None:
    door.scan("4711-X")
    door.window.click(door.window.find(type(door.page.kiosk), "New client…"))
    dialog = door.window.dialog
    fields = {each.accessibleName(): each for each in dialog.findChildren(QLineEdit)}
    door.window.write("Nina", on=fields["First name"])
    door.window.write("Neu", on=fields["Last name"])
    accept(door)
    assert (door.name, door.verdict) == ("Nina Neu", "Refused")
    assert door.reasons == ["There is no membership."]


@pytest.mark.parametrize("word", [each for each in CheckInReason if each is not CheckInReason.UNKNOWN_CODE])
def test_every_reason_has_a_sign(word: CheckInReason) -> None:
    from fitnesscrm_desktop.ui.checkin.words import REASON_SIGNS
    from fitnesscrm_desktop.ui.core.icons import icon_names

    assert REASON_SIGNS.get(word, ("alert-circle", None))[0] in icon_names()
