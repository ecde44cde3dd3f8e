"""Who works here: adding, changing, leaving, permissions."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor, command_line
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken, StudioError
from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.services.security.results import NewStaff, StaffMember
from tests.support.staff import PASSWORD, PIN, hire, signed_in


def a_deputy(services: Services, boss: Actor) -> Actor:
    """A manager who may manage staff."""
    deputy = hire(services, "deputy", Role.MANAGER)
    services.staff.grant(boss, deputy.id, Permission.MANAGE_STAFF)
    return signed_in(services, "deputy")


def test_the_first_account_is_an_owners(services: Services) -> None:
    with pytest.raises(RuleBroken, match="has to be an owner"):
        hire(services, "desk", Role.FRONT_DESK)
    assert hire(services, "boss", Role.OWNER).permissions == frozenset(Permission)


def test_all_that_is_wrong_is_told_by_field(services: Services, boss: Actor) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.staff.add(boss, NewStaff(" ", "a b", "short", Role.TRAINER, "1111"))
    assert set(broken.value.fields) == {"name", "login", "password", "pin"}
    assert [one.name for one in services.staff.everybody(boss)] == ["Boss"]


def test_a_login_belongs_to_one(services: Services, boss: Actor) -> None:
    hire(services, "anna")
    with pytest.raises(RuleBroken) as broken:
        services.staff.add(boss, NewStaff("Other", "ANNA", PASSWORD, Role.TRAINER))
    assert set(broken.value.fields) == {"login"}
    bob = hire(services, "bob")
    with pytest.raises(RuleBroken, match="login already"):
        services.staff.edit(boss, bob.id, bob.version, name="Bob", login="anna", role=bob.role)
    assert services.staff.sign_in("bob", PASSWORD).name == "Bob"


def test_html_in_a_name_is_text(services: Services, boss: Actor) -> None:
    added = services.staff.add(boss, NewStaff("<b>Ann</b> 🦊", "ann", PASSWORD, Role.TRAINER))
    assert added.name == "<b>Ann</b> 🦊"


def test_changes_are_told_and_audited(services: Services, boss: Actor) -> None:
    told: list[StaffChanged] = []
    services.core.bus.subscribe(StaffChanged, told.append)
    desk = hire(services, "desk")
    services.staff.edit(boss, desk.id, desk.version, name="Dora", login="desk", role=Role.MANAGER)
    assert told == [StaffChanged(desk.id)] * 2
    with services.core.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last is not None
        assert (last.action, last.actor) == ("staff.edit", "Boss")
        assert last.detail == '{"name": ["Desk", "Dora"], "role": ["front_desk", "manager"]}'


def test_a_stale_edit_shows_both_sides(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    services.staff.edit(boss, desk.id, desk.version, name="Dora", login="desk", role=desk.role)
    with pytest.raises(Conflict) as conflict:
        services.staff.edit(boss, desk.id, desk.version, name="Doris", login="desk", role=desk.role)
    assert conflict.value.mine == {"name": "Doris"}
    assert conflict.value.theirs == {"name": "Dora"}


def test_the_last_owner_stays(services: Services, boss: Actor) -> None:
    assert boss.staff_id is not None
    attempts: tuple[Callable[[], object], ...] = (
        lambda: services.staff.leave(command_line(), boss.staff_id or 0),
        lambda: services.staff.edit(boss, boss.staff_id or 0, 1, name="B", login="boss", role=Role.MANAGER),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken, match="last owner"):
            attempt()
    other = hire(services, "other", Role.OWNER)
    services.staff.leave(boss, other.id)
    with pytest.raises(RuleBroken, match="last owner"):
        attempts[1]()
    services.staff.return_(boss, other.id)
    demoted = services.staff.edit(boss, boss.staff_id, 1, name="B", login="boss", role=Role.MANAGER)
    assert demoted.role is Role.MANAGER


def test_two_owners_cannot_remove_each_other_at_once(services: Services, boss: Actor) -> None:
    other = hire(services, "other", Role.OWNER)
    second = signed_in(services, "other")
    failed: list[StudioError] = []
    start = threading.Barrier(2)

    def remove(actor: Actor, staff_id: int) -> None:
        start.wait()
        try:
            services.staff.leave(actor, staff_id)
        except StudioError as error:
            failed.append(error)

    threads = [
        threading.Thread(target=remove, args=(boss, other.id)),
        threading.Thread(target=remove, args=(second, boss.staff_id)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(services.staff.who_can_switch()) == 1
    assert [type(error) for error in failed] == [RuleBroken]


def test_nobody_ends_the_own_account(services: Services, boss: Actor) -> None:
    hire(services, "other", Role.OWNER)
    with pytest.raises(RuleBroken, match="your own account"):
        services.staff.leave(boss, boss.staff_id or 0)


def test_leaving_and_coming_back_keeps_everything(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    services.staff.grant(boss, desk.id, Permission.REFUND)
    left = services.staff.leave(boss, desk.id)
    assert left.left_at is not None
    assert services.staff.leave(boss, desk.id).left_at == left.left_at
    actor = Actor("Desk", Role.FRONT_DESK, desk.id, ROLE_PERMISSIONS[Role.FRONT_DESK])
    with pytest.raises(NotAllowed, match="not work here any more"):
        services.staff.current(actor)
    services.staff.return_(boss, desk.id)
    assert signed_in(services, "desk").may(Permission.REFUND)


def test_permissions_come_and_go(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    given = services.staff.grant(boss, desk.id, Permission.REFUND)
    assert (given.granted, given.denied) == (frozenset({Permission.REFUND}), frozenset())
    taken = services.staff.deny(boss, desk.id, Permission.SELL)
    assert taken.permissions == (ROLE_PERMISSIONS[Role.FRONT_DESK] | {Permission.REFUND}) - {Permission.SELL}
    assert services.staff.member(boss, desk.id) == taken
    services.staff.reset(boss, desk.id, Permission.SELL)
    reset = services.staff.reset(boss, desk.id, Permission.REFUND)
    assert (reset.granted, reset.denied) == (frozenset(), frozenset())
    assert reset.permissions == ROLE_PERMISSIONS[Role.FRONT_DESK]


def test_all_extras_go_at_once(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    services.staff.grant(boss, desk.id, Permission.REFUND)
    services.staff.deny(boss, desk.id, Permission.SELL)
    assert services.staff.reset(boss, desk.id).permissions == ROLE_PERMISSIONS[Role.FRONT_DESK]


def test_what_the_role_says_anyway_is_no_extra(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    services.staff.deny(boss, desk.id, Permission.SELL)
    assert services.staff.grant(boss, desk.id, Permission.SELL).granted == frozenset()
    assert services.staff.deny(boss, desk.id, Permission.REFUND).denied == frozenset()


def test_a_new_role_brings_its_own_permissions(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    desk = services.staff.grant(boss, desk.id, Permission.REFUND)
    edited = services.staff.edit(boss, desk.id, desk.version, name="Desk", login="desk", role=Role.TRAINER)
    assert edited.permissions == ROLE_PERMISSIONS[Role.TRAINER]


def test_an_owner_may_do_everything(services: Services, boss: Actor) -> None:
    other = hire(services, "other", Role.OWNER)
    for change in (services.staff.deny, services.staff.grant, services.staff.reset):
        with pytest.raises(RuleBroken, match="owner may do everything"):
            change(boss, other.id, Permission.SELL)


def test_nobody_gives_more_than_they_have(services: Services, boss: Actor) -> None:
    deputy = a_deputy(services, boss)
    own_id = deputy.staff_id or 0
    desk = hire(services, "desk")
    owner_id = boss.staff_id or 0
    member = next(one for one in services.staff.everybody(deputy) if one.id == own_id)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: services.staff.add(deputy, NewStaff("X", "xx", PASSWORD, Role.OWNER)),
        lambda: services.staff.grant(deputy, desk.id, Permission.MAINTAIN_DATABASE),
        lambda: services.staff.edit(
            deputy, own_id, member.version, name="D", login="deputy", role=Role.OWNER
        ),
        lambda: services.staff.edit(deputy, owner_id, 1, name="B", login="boss", role=Role.TRAINER),
        lambda: services.staff.set_password(deputy, owner_id, "taken over"),
        lambda: services.staff.set_pin(deputy, owner_id, PIN),
        lambda: services.staff.leave(deputy, owner_id),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert services.staff.grant(deputy, desk.id, Permission.REFUND).granted == {Permission.REFUND}


def test_others_get_a_new_password_and_pin(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    for _ in range(3):
        with pytest.raises(SignInRefused):
            services.staff.sign_in("desk", "wrong password")
    services.staff.set_password(boss, desk.id, "fresh password")
    services.staff.set_pin(boss, desk.id, "9753")
    assert services.staff.sign_in("desk", "fresh password").name
    assert services.staff.sign_in_by_pin(desk.id, "9753").name
    assert not services.staff.set_pin(boss, desk.id, None).has_pin
    with pytest.raises(RuleBroken) as broken:
        services.staff.set_password(boss, desk.id, "DESK")
    assert set(broken.value.fields) == {"password"}


def test_ones_own_secrets_need_the_old_password(services: Services, boss: Actor) -> None:
    hire(services, "desk")
    desk = signed_in(services, "desk")
    with pytest.raises(SignInRefused):
        services.staff.change_own_password(desk, "wrong password", "fresh password")
    with pytest.raises(SignInRefused):
        services.staff.change_own_pin(desk, "wrong password", "9753")
    with pytest.raises(RuleBroken, match="at least 8"):
        services.staff.change_own_password(desk, PASSWORD, "short")
    services.staff.change_own_password(desk, PASSWORD, "fresh password")
    services.staff.change_own_pin(desk, "fresh password", "9753")
    assert services.staff.sign_in("desk", "fresh password").name
    assert services.staff.sign_in_by_pin(desk.staff_id or 0, "9753").name


def test_the_old_password_cannot_be_guessed_there_either(services: Services, boss: Actor) -> None:
    waits = []
    for _ in range(3):
        with pytest.raises(SignInRefused) as refused:
            services.staff.change_own_password(boss, "wrong password", "fresh password")
        waits.append(refused.value.wait_seconds)
    assert waits == [0, 0, 5]
    with pytest.raises(SignInRefused, match="Too many"):
        services.staff.change_own_password(boss, PASSWORD, "fresh password")


def test_ones_own_secrets_are_not_set_like_those_of_others(services: Services, boss: Actor) -> None:
    with pytest.raises(RuleBroken, match="old one"):
        services.staff.set_password(boss, boss.staff_id or 0, "fresh password")
    with pytest.raises(RuleBroken, match="with your password"):
        services.staff.set_pin(boss, boss.staff_id or 0, "9753")
    with pytest.raises(NotAllowed, match="no account"):
        services.staff.change_own_password(command_line(), "x", "fresh password")


def test_nobody_is_not_found(services: Services, boss: Actor) -> None:
    with pytest.raises(NotFound):
        services.staff.leave(boss, 999)
    with pytest.raises(NotFound):
        services.staff.member(boss, 999)
    with pytest.raises(NotFound):
        services.staff.set_password(boss, 999, "fresh password")


def test_staff_can_be_written_to(services: Services, boss: Actor) -> None:
    new = NewStaff("Mia", "mia", PASSWORD, Role.TRAINER, email="Mia@Example.org", phone="030 1234567")
    mia = services.staff.add(boss, new)
    assert (mia.email, mia.phone) == ("mia@example.org", "+49301234567")

    def edit(version: int, email: str | None = None, phone: str | None = None) -> StaffMember:
        return services.staff.edit(
            boss, mia.id, version, name="Mia", login="mia", role=Role.TRAINER, email=email, phone=phone
        )

    kept = edit(mia.version)
    assert (kept.email, kept.phone) == (mia.email, mia.phone)
    changed = edit(kept.version, "", "+43 1 5130000")
    assert (changed.email, changed.phone) == ("", "+4315130000")
    with pytest.raises(RuleBroken) as refused:
        edit(changed.version, "nowhere", "?")
    assert set(refused.value.fields) == {"email", "phone"}
