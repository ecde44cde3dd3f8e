"""How staff get in, and how others do not."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.staff import AuditEntry, Staff
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor, command_line
from fitnesscrm_desktop.services.core.engine import open_database
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.security.hashing import PASSWORDS, PINS, Hasher
from fitnesscrm_desktop.services.security.rules import WRONG_PINS
from tests.support.clock import FakeClock
from tests.support.staff import PASSWORD, PIN, hire

WRONG = "Login or password is wrong."


def refusal(attempt: Callable[[], Actor]) -> SignInRefused:
    with pytest.raises(SignInRefused) as refused:
        attempt()
    return refused.value


def fail(services: Services, login: str, times: int, clock: FakeClock) -> SignInRefused:
    """Type *times* wrong passwords, waiting as told in between; the last refusal."""
    for _ in range(times):
        found = refusal(lambda: services.staff.sign_in(login, "wrong password"))
        clock.advance(seconds=found.wait_seconds)
    clock.advance(seconds=-found.wait_seconds)
    return found


def audited(services: Services) -> list[tuple[str, str, int | None, str]]:
    query = select(AuditEntry).order_by(AuditEntry.id)
    with services.core.read() as session:
        return [(row.action, row.actor, row.entity_id, row.detail) for row in session.scalars(query)]


def test_the_right_password_lets_in(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    actor = services.staff.sign_in(" DESK ", PASSWORD)
    assert actor == Actor("Desk", Role.FRONT_DESK, desk.id, ROLE_PERMISSIONS[Role.FRONT_DESK])


def test_the_right_pin_lets_in(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    assert services.staff.sign_in_by_pin(desk.id, PIN).name == "Desk"
    assert refusal(lambda: services.staff.sign_in_by_pin(desk.id, "2581")).text == "The PIN is wrong."


def test_unknown_login_and_wrong_password_look_alike(
    services: Services, boss: Actor, clock: FakeClock
) -> None:
    known = [fail(services, "boss", 1, clock) for _ in range(3)]
    unknown = [fail(services, "nobody", 1, clock) for _ in range(3)]
    assert [each.text for each in known] == [each.text for each in unknown]
    assert known[-1].text == f"{WRONG} Try again in 5 seconds."
    for login in ("boss", "nobody"):
        early = refusal(partial(services.staff.sign_in, login, "x"))
        assert early.text == "Too many wrong tries. Try again in 5 seconds."


def test_unknown_login_and_wrong_password_cost_the_same_work(
    services: Services, boss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify

    def counting(hasher: PasswordHasher, stored: str, secret: bytes) -> bool:
        verified.append(stored.rpartition("$")[0].rpartition("$")[0])
        return real(hasher, stored, secret)

    PASSWORDS.fits(None, "x")  # the hash of nobody is made once per program
    monkeypatch.setattr(PasswordHasher, "verify", counting)
    refusal(lambda: services.staff.sign_in("boss", "wrong password"))
    refusal(lambda: services.staff.sign_in("nobody", "wrong password"))
    assert len(verified) == 2
    assert verified[0] == verified[1]


@pytest.mark.parametrize("password", ["", "\0", "\ud800", "x" * 100_000])
def test_odd_passwords_are_just_wrong(services: Services, boss: Actor, password: str) -> None:
    assert refusal(lambda: services.staff.sign_in("boss", password)).text == WRONG


@pytest.mark.parametrize("login", ["", "%", "boss\0", "x" * 100_000, "\ud800"])
def test_odd_logins_are_just_wrong(services: Services, boss: Actor, login: str) -> None:
    assert refusal(lambda: services.staff.sign_in(login, PASSWORD)).text == WRONG


def test_the_delay_grows_and_holds_for_the_right_password_too(
    services: Services, boss: Actor, clock: FakeClock
) -> None:
    waits = []
    for _ in range(9):
        waits.append(fail(services, "boss", 1, clock).wait_seconds)
        if waits[-1]:
            early = refusal(lambda: services.staff.sign_in("boss", PASSWORD))
            assert early.wait_seconds == waits[-1]
        clock.advance(seconds=waits[-1])
    assert waits == [0, 0, 5, 15, 30, 60, 120, 300, 300]
    assert services.staff.sign_in("boss", PASSWORD).name == "Boss"
    assert fail(services, "boss", 1, clock).wait_seconds == 0


def test_an_early_try_does_not_lengthen_the_wait(services: Services, boss: Actor, clock: FakeClock) -> None:
    fail(services, "boss", 3, clock)
    for _ in range(10):
        refusal(lambda: services.staff.sign_in("boss", "wrong password"))
    clock.advance(seconds=5)
    assert services.staff.sign_in("boss", PASSWORD).name


def test_a_restart_does_not_help(
    services: Services, boss: Actor, clock: FakeClock, database_url: str
) -> None:
    fail(services, "boss", 5, clock)
    restarted = build(open_database(database_url), services.home, clock=clock)
    assert refusal(lambda: restarted.staff.sign_in("boss", PASSWORD)).wait_seconds == 30
    restarted.close()


def test_guesses_at_the_same_time_share_no_free_try(services: Services, boss: Actor) -> None:
    refused: list[SignInRefused] = []
    start = threading.Barrier(8)

    def guess() -> None:
        start.wait()
        refused.append(refusal(lambda: services.staff.sign_in("boss", "wrong password")))

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    looked_at = [each for each in refused if each.text.startswith(WRONG)]
    assert len(refused) == 8
    assert len(looked_at) == 3


def test_a_clock_set_back_locks_nobody_out(services: Services, boss: Actor, clock: FakeClock) -> None:
    fail(services, "boss", 9, clock)
    clock.advance(days=-400)
    assert services.staff.sign_in("boss", PASSWORD).name


def test_pins_and_passwords_share_the_delay(services: Services, boss: Actor, clock: FakeClock) -> None:
    desk = hire(services, "desk")
    fail(services, "desk", 2, clock)
    found = refusal(lambda: services.staff.sign_in_by_pin(desk.id, "9753"))
    assert (found.text, found.wait_seconds) == ("The PIN is wrong. Try again in 5 seconds.", 5)
    assert refusal(lambda: services.staff.sign_in("desk", PASSWORD)).wait_seconds == 5


def test_a_pin_goes_off_after_many_wrong_tries(services: Services, boss: Actor, clock: FakeClock) -> None:
    desk = hire(services, "desk")
    for _ in range(WRONG_PINS):
        clock.advance(seconds=refusal(lambda: services.staff.sign_in_by_pin(desk.id, "9753")).wait_seconds)
    with pytest.raises(RuleBroken, match="Sign in with the password"):
        services.staff.sign_in_by_pin(desk.id, PIN)
    services.staff.sign_in("desk", PASSWORD)
    assert services.staff.sign_in_by_pin(desk.id, PIN).name


def test_who_was_picked_types_no_login(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk", pin=None)
    assert services.staff.sign_in_as(desk.id, PASSWORD).name == "Desk"
    assert refusal(lambda: services.staff.sign_in_as(desk.id, "wrong")).text == "The password is wrong."
    assert refusal(lambda: services.staff.sign_in_as(999, PASSWORD)).text == "The password is wrong."


def test_without_a_pin_there_is_none_to_guess(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk", pin=None)
    with pytest.raises(RuleBroken, match="Desk has no PIN yet"):
        services.staff.sign_in_by_pin(desk.id, "")


def test_who_left_is_a_stranger(services: Services, boss: Actor, clock: FakeClock) -> None:
    desk = hire(services, "desk")
    services.staff.leave(boss, desk.id)
    assert refusal(lambda: services.staff.sign_in("desk", PASSWORD)).text == WRONG
    assert refusal(lambda: services.staff.sign_in_by_pin(desk.id, PIN)).text == "The PIN is wrong."
    assert refusal(lambda: services.staff.sign_in_by_pin(999, PIN)).text == "The PIN is wrong."
    assert fail(services, "desk", 1, clock).wait_seconds == 5
    assert [badge.name for badge in services.staff.who_can_switch()] == ["Boss"]


def test_the_lock_screen_knows_names_only(services: Services, boss: Actor) -> None:
    hire(services, "anna", Role.TRAINER, pin=None)
    found = services.staff.who_can_switch()
    assert [(badge.name, badge.role, badge.pin_length, badge.has_pin) for badge in found] == [
        ("Anna", Role.TRAINER, 0, False),
        ("Boss", Role.OWNER, 4, True),
    ]


def test_nothing_secret_is_audited_or_kept(services: Services, boss: Actor, clock: FakeClock) -> None:
    desk = hire(services, "desk")
    refusal(lambda: services.staff.sign_in("desk", "a wrong secret"))
    refusal(lambda: services.staff.sign_in("typed into the wrong field", "x"))
    services.staff.sign_in_by_pin(desk.id, PIN)
    services.staff.set_password(boss, desk.id, "another secret")
    entries = audited(services)
    assert [entry[:3] for entry in entries[-4:]] == [
        ("staff.wrong_try", "somebody", desk.id),
        ("staff.wrong_try", "somebody", None),
        ("staff.sign_in", "Desk", desk.id),
        ("staff.set_password", "Boss", desk.id),
    ]
    text = repr(entries)
    assert not any(secret in text for secret in ("secret", "typed into", PASSWORD, PIN, "argon2"))
    with services.core.read() as session:
        row = session.get_one(Staff, desk.id)
        assert PIN not in f"{row.password_hash} {row.pin_hash}"


def test_a_dated_hash_is_renewed_by_signing_in(
    services: Services, boss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = hire(services, "desk")
    dearer = Hasher(memory_kib=16, rounds=2, lanes=1)
    for hasher in (PASSWORDS, PINS):
        monkeypatch.setattr(hasher, "_hasher", dearer._hasher)  # noqa: SLF001 - as a new version would
    services.staff.sign_in("desk", PASSWORD)
    services.staff.sign_in_by_pin(desk.id, PIN)
    with services.core.read() as session:
        row = session.get_one(Staff, desk.id)
        assert row.pin_hash is not None
        assert not PASSWORDS.is_dated(row.password_hash)
        assert not PINS.is_dated(row.pin_hash)
        assert "m=16,t=2" in row.password_hash
        assert "m=16,t=2" in row.pin_hash
    assert services.staff.sign_in("desk", PASSWORD).name


def test_signing_in_spoils_no_edit(services: Services, boss: Actor, clock: FakeClock) -> None:
    desk = hire(services, "desk")
    fail(services, "desk", 2, clock)
    services.staff.sign_in("desk", PASSWORD)
    edited = services.staff.edit(boss, desk.id, desk.version, name="Dora", login="desk", role=desk.role)
    assert edited.name == "Dora"


def test_rights_can_be_read_again_while_at_work(services: Services, boss: Actor) -> None:
    desk = hire(services, "desk")
    actor = services.staff.sign_in("desk", PASSWORD)
    services.staff.grant(boss, desk.id, Permission.REFUND)
    assert not actor.may(Permission.REFUND)
    assert services.staff.current(actor).may(Permission.REFUND)
    assert services.staff.current(command_line()) == command_line()


def test_the_real_cost_works_as_well(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    hire(services, "boss", Role.OWNER)
    assert services.staff.sign_in("boss", PASSWORD).name == "Boss"
