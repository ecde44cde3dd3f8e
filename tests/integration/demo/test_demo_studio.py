"""A demo studio is believable, always the same, and keeps every rule of a real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import StaffTask
from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, PlanPrice
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.progress import Goal, Measurement
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import ClientStage, FormKind, MessageState, Role
from fitnesscrm_desktop.models.visit import Visit, VisitHour
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.automation import rhythm
from fitnesscrm_desktop.services.billing.takings import takings_differences
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken
from fitnesscrm_desktop.services.demo.results import DemoFilled, DemoOutcome, ToldSecrets
from fitnesscrm_desktop.services.demo.staff import KIOSK_PIN, PASSWORD, STAFF
from fitnesscrm_desktop.services.lifecycle.rebuild import differences
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import studio_profile
from tests.support.actors import an_actor
from tests.support.soundness import NEVER
from tests.support.staff import make_hashing_cheap

TODAY = date(2026, 3, 12)
CLIENTS = 160
COUNTED_BY_THE_SERVER = (
    "audit",
    "client_form",
    "client_stage",
    "consent",
    "file_version",
    "form_template",
    "form_version",
    "client_trainer",
    "message",
    "message_event",
    "message_template",
    "progress_photo",
    "rule",
    "rule_match",
    "staff_task",
    "studio_file",
    "template_text",
)


def a_demo(services: Services, owner: Actor, seed: int = 1, clients: int = CLIENTS) -> DemoOutcome:
    return services.demo.fill(owner, clients=clients, years=1, seed=seed, today=TODAY)


@pytest.fixture
def demo(services: Services, owner: Actor) -> DemoOutcome:
    return a_demo(services, owner)


@pytest.fixture
def session(services: Services, demo: DemoOutcome) -> Iterator[Session]:
    with services.core.read() as opened:
        yield opened


def everything(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with services.core.read() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def test_some_clients_are_measured_and_believably_so(
    session: Session, services: Services, owner: Actor
) -> None:
    weights: dict[int, list[float]] = {}
    query = select(Measurement).where(Measurement.metric == "weight").order_by(Measurement.at)
    trainers = set(session.scalars(select(Staff.id).where(Staff.role == Role.TRAINER)))
    for row in session.scalars(query):
        weights.setdefault(row.client_id, []).append(row.value)
        assert row.staff_id in trainers
        assert row.day <= TODAY
    assert 10 <= len(weights) <= CLIENTS / 2
    metrics = services.metrics.list(owner)
    bounds = {metric.key: (metric.least, metric.most) for metric in metrics}
    for metric, value in session.execute(select(Measurement.metric, Measurement.value)):
        least, most = bounds[metric]
        assert least <= value <= most, metric
    for series in weights.values():
        steps = [abs(after - before) for before, after in pairwise(series)]
        assert max(steps, default=0) < 0.05 * series[0]
    some_client = max(weights, key=lambda client: len(weights[client]))
    latest = services.progress.overview(owner, some_client).latest
    assert {"weight", "bmi", "body_fat"} <= set(latest)


def test_goals_are_set_and_some_are_reached(session: Session) -> None:
    goals = session.scalars(select(Goal)).all()
    assert len(goals) >= 5
    assert all(goal.start_value is not None for goal in goals)
    assert 0 < sum(goal.reached_on is not None for goal in goals) < len(goals)


def made_up(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but the key that content is encrypted with, and what is encrypted: those are drawn anew."""
    rows = everything(services)
    drawn = {"file_key", "stored_piece"}
    kept = {name: found for name, found in rows.items() if name not in drawn}
    kept["audit"] = [row for row in rows["audit"] if "files.key_make" not in row]
    return kept


def empty(services: Services) -> None:
    with services.core.write() as work:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != "studio":
                work.session.execute(table.delete())
        if not services.core.database.is_sqlite:
            for name in COUNTED_BY_THE_SERVER:
                work.session.execute(text(f"ALTER SEQUENCE {name}_id_seq RESTART"))


def test_the_same_arguments_make_the_same_data(services: Services, owner: Actor) -> None:
    a_demo(services, owner, seed=5)
    first = made_up(services)
    empty(services)
    a_demo(services, owner, seed=5)
    assert made_up(services) == first
    empty(services)
    a_demo(services, owner, seed=6)
    assert made_up(services)["client"] != first["client"]


def test_there_is_something_of_everything(services: Services, demo: DemoOutcome) -> None:
    rows = everything(services)
    unused = {"import_run", "import_change", "client_photo", "staff_permission", "alembic_version"}
    unused |= {"job", "job_run", "job_lease", "messaging_settings", "template_attachment"}
    unused |= {"assistant_settings", "assistant_model", "assistant_run"}  # what a model writes is not made up
    unused |= {"metric", "progress_settings", "progress_import", "progress_mapping", "progress_report"}
    unused |= {"studio_file", "file_version", "file_tag", "progress_photo"}
    unused |= {"channel_pause", "sms_receipt"}  # servers that answer are not made up either
    unused |= {"stored_piece"}  # where a server keeps what is in a folder beside a file
    assert {name for name, found in rows.items() if not found} <= unused | {"visit_cancellation"}
    assert demo.clients == CLIENTS == len(rows["client"])
    assert demo.visits == len(rows["visit"])
    assert demo.payments == len(rows["payment"])


def test_rules_have_been_at_work_and_have_nothing_left_to_find(
    services: Services, session: Session, owner: Actor
) -> None:
    states = set(session.scalars(select(Message.state).distinct()))
    assert {MessageState.DRAFT, MessageState.APPROVED, MessageState.SENT} <= states
    assert session.scalar(select(func.count()).where(StaffTask.done_at.is_(None)).select_from(StaffTask))
    assert rhythm.differing(session) == []
    looked = [row for row in services.rules.list(owner) if row.enabled]
    assert sum(row.counts.matched for row in looked) > 10
    assert services.rules.look(owner).total == 0


def test_every_roll_up_is_right(session: Session) -> None:
    assert list(differences(session, studio_profile(session))) == []
    assert takings_differences(session) == []
    profile = studio_profile(session)
    visits = session.execute(select(Visit.at).where(Visit.cancelled_at.is_(None))).scalars()
    counted = Counter(
        (local.date(), local.hour) for local in (at.astimezone(ZoneInfo(profile.zone)) for at in visits)
    )
    kept = {(row.day, row.hour): row.count for row in session.scalars(select(VisitHour))}
    assert kept == counted


def test_it_is_as_sound_as_a_real_studio(session: Session) -> None:
    asked = {what: query for what, query in NEVER.items() if "audit" not in what}
    found = {what: session.execute(text(query)).all() for what, query in asked.items()}
    assert {what: rows for what, rows in found.items() if rows} == {}


def test_keeping_one_client_up_to_date_changes_nothing(services: Services, demo: DemoOutcome) -> None:
    with services.core.write() as work:
        profile = studio_profile(work.session)
        before = _figures_and_stages(work.session)
        for client_id in work.session.scalars(select(Client.id).limit(60)).all():
            refresh_client(work.session, client_id, profile)
        assert _figures_and_stages(work.session) == before


def _figures_and_stages(session: Session) -> tuple[list[Any], list[Any]]:
    figures = session.execute(select(*ClientFigures.__table__.c).order_by(ClientFigures.client_id)).all()
    columns = (StageSpan.client_id, StageSpan.stage, StageSpan.reason, StageSpan.from_day, StageSpan.to_day)
    return list(figures), list(session.execute(select(*columns).order_by(*columns[:1], columns[3])))


def test_nobody_trains_without_a_running_membership(session: Session) -> None:
    for visit, sold in session.execute(
        select(Visit, Membership).join(Membership, Membership.id == Visit.membership_id)
    ):
        last = sold.ends_on if sold.cancelled_on is None else sold.cancelled_on - timedelta(days=1)
        assert sold.starts_on <= visit.day <= last
    asleep = select(Visit.id).join(MembershipHold, MembershipHold.membership_id == Visit.membership_id)
    asleep = asleep.where(Visit.day.between(MembershipHold.from_day, MembershipHold.to_day))
    assert session.scalars(asleep).all() == []


def test_nothing_happens_in_the_future(session: Session, demo: DemoOutcome) -> None:
    latest = [
        session.scalar(select(func.max(column))) for column in (Visit.at, Payment.at, Client.created_at)
    ]
    evening = session.scalars(select(Membership.sold_at)).all()
    assert all(moment.date() <= TODAY for moment in [*latest, *evening] if moment is not None)
    assert demo.today == TODAY
    assert demo.first_day == date(2025, 3, 12)


def test_the_studio_looks_alive_right_now(session: Session) -> None:
    inside = select(func.count()).where(Visit.left_at.is_(None), Visit.cancelled_at.is_(None))
    assert (session.scalar(inside) or 0) >= 4
    on_day = select(StageSpan.stage, func.count()).where(
        StageSpan.from_day <= TODAY, (StageSpan.to_day.is_(None)) | (StageSpan.to_day >= TODAY)
    )
    stages = dict(session.execute(on_day.group_by(StageSpan.stage)).all())
    assert stages[ClientStage.ACTIVE] > CLIENTS / 4
    assert {ClientStage.LEAD, ClientStage.EXPIRED} <= stages.keys()
    birthdays = [
        born for born in session.scalars(select(Client.born)) if born and (born.month, born.day) == (3, 12)
    ]
    assert len(birthdays) >= 2


def test_evenings_and_januaries_are_busy(services: Services, owner: Actor) -> None:
    services.demo.fill(owner, clients=250, years=2, seed=3, today=date(2026, 11, 23))
    with services.core.read() as session:
        hours = dict(
            session.execute(select(VisitHour.hour, func.sum(VisitHour.count)).group_by(VisitHour.hour)).all()
        )
        days = session.execute(select(VisitHour.day, func.sum(VisitHour.count)).group_by(VisitHour.day)).all()
    assert max(hours, key=lambda hour: hours[hour]) in {16, 17, 18}
    months = Counter[tuple[int, int]]()
    for day, count in days:
        months[day.year, day.month] += count
    assert months[2026, 1] > months[2025, 12]
    assert months[2026, 1] > months[2026, 8]
    assert date(2025, 12, 25) not in {day for day, _count in days}


def test_prices_have_a_history(session: Session) -> None:
    rows = session.execute(select(PlanPrice.plan_id, PlanPrice.price).order_by(PlanPrice.from_day)).all()
    by_plan: dict[int, list[int]] = {}
    for plan_id, price in rows:
        by_plan.setdefault(plan_id, []).append(price)
    assert any(len(prices) > 1 for prices in by_plan.values())
    assert all(prices == sorted(prices) for prices in by_plan.values())


def test_the_staff_can_sign_in(services: Services, demo: DemoOutcome) -> None:
    actor = services.staff.sign_in("owner", PASSWORD)
    assert actor.role is Role.OWNER
    assert actor.name == STAFF[0].name


def test_the_pins_are_those_of_the_help(services: Services, demo: DemoOutcome) -> None:
    told = resource("help", "database.md").read_text(encoding="utf-8")
    badges = {badge.name: badge.id for badge in services.staff.who_can_switch()}
    for each in STAFF:
        assert services.staff.sign_in_by_pin(badges[each.name], each.pin).role is each.role
        assert f"| {each.login} | {each.name}" in told
        assert f"| {each.pin} |" in told
    assert services.settings.kiosk_pin_fits(KIOSK_PIN)
    assert KIOSK_PIN in told


def test_life_goes_on_after_it(services: Services, owner: Actor, demo: DemoOutcome) -> None:
    added = services.clients.add(owner, NewClient("Walk", "In"))
    assert added.member_number == CLIENTS + 1
    with services.core.read() as session:
        assert list(differences(session, studio_profile(session))) == []


def test_a_studio_with_clients_is_left_alone(services: Services, owner: Actor) -> None:
    services.clients.add(owner, NewClient("Real", "Person"))
    before = everything(services)
    with pytest.raises(RuleBroken, match="has clients already"):
        a_demo(services, owner)
    assert everything(services) == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FRONT_DESK, Role.TRAINER])
def test_only_the_owner_may(services: Services, role: Role) -> None:
    with pytest.raises(NotAllowed):
        a_demo(services, an_actor(role))


@pytest.mark.parametrize(("clients", "years"), [(0, 1), (-5, 1), (10**9, 1), (10, 0), (10, 500)])
def test_senseless_sizes_are_refused(services: Services, owner: Actor, clients: int, years: int) -> None:
    with pytest.raises(RuleBroken, match="was not made"):
        services.demo.fill(owner, clients=clients, years=years, seed=1, today=TODAY)


def test_one_client_is_enough(services: Services, owner: Actor) -> None:
    assert a_demo(services, owner, clients=1).clients == 1


def test_it_says_how_far_it_is_and_tells_the_window(services: Services, owner: Actor) -> None:
    told: list[tuple[int, int]] = []
    seen: list[DemoFilled] = []
    services.core.bus.subscribe(DemoFilled, seen.append)
    services.demo.fill(
        owner, clients=60, years=1, seed=1, today=TODAY, progress=lambda done, all_: told.append((done, all_))
    )
    assert len(seen) == 1
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_without_a_day_it_is_now(services: Services, owner: Actor) -> None:
    made = services.demo.fill(owner, clients=80, years=1, seed=2)
    now = services.core.clock.now()
    assert made.today == now.date()
    with services.core.read() as session:
        last = session.scalar(select(func.max(Visit.at)))
    assert last is not None
    assert now - timedelta(hours=2) < last <= now


def test_what_opens_a_made_up_studio_is_told_until_it_is_changed(
    services: Services, owner: Actor, demo: DemoOutcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    told = services.demo.told_secrets()
    assert (told.password, told.kiosk_pin) == (PASSWORD, KIOSK_PIN)
    assert ("Nora Brennan", "4711") in told.pins
    assert len(told.pins) == len(STAFF)
    services.settings.set_kiosk_pin(owner, "246813")
    (nora,) = [one for one in services.staff.who_can_switch() if one.name == "Nora Brennan"]
    services.staff.set_pin(owner, nora.id, "135792")
    told = services.demo.told_secrets()
    assert told.kiosk_pin == ""
    assert "Nora Brennan" not in dict(told.pins)


def test_a_real_studio_tells_nothing(services: Services, owner: Actor, demo: DemoOutcome) -> None:
    with services.core.write() as work:
        work.session.get_one(Studio, 1).demo = False
    assert services.demo.told_secrets() == ToldSecrets()


def test_some_have_signed_forms_and_one_waits_for_somebody_to_look(
    services: Services, demo: DemoOutcome, owner: Actor
) -> None:
    signed = services.forms.newest(owner)
    assert {each.kind for each in signed} >= {FormKind.HEALTH, FormKind.PHOTO_CONSENT}
    assert all(services.forms.paper(owner, each.id).startswith(b"%PDF") for each in signed)
    assert sum(each.waits_for_clearance for each in signed) == 1
    assert any(each.asks_clearance and each.cleared_on for each in signed)
