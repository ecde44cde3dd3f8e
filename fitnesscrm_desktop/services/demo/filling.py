"""Makes a studio that looks as if it had been running for years, and stores it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, RECEIPT_NUMBERS
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.takings import rebuild_takings
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import local_day
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.demo.aims import follow_all_goals
from fitnesscrm_desktop.services.demo.bodies import BodyStore
from fitnesscrm_desktop.services.demo.files import keep_files
from fitnesscrm_desktop.services.demo.forms import sign_forms
from fitnesscrm_desktop.services.demo.furnish import ZONE, furnish, hire, stock
from fitnesscrm_desktop.services.demo.insert import Rows
from fitnesscrm_desktop.services.demo.lives import Life, World
from fitnesscrm_desktop.services.demo.outreach import reach_out
from fitnesscrm_desktop.services.demo.people import Crowd
from fitnesscrm_desktop.services.demo.present import celebrate, come_in
from fitnesscrm_desktop.services.demo.records import History, Visits
from fitnesscrm_desktop.services.demo.results import DemoFilled, DemoOutcome
from fitnesscrm_desktop.services.demo.seasons import Almanac
from fitnesscrm_desktop.services.demo.staff import Roster
from fitnesscrm_desktop.services.demo.store_history import HistoryStore, Ids
from fitnesscrm_desktop.services.demo.store_people import PeopleStore
from fitnesscrm_desktop.services.forms.signing import Store
from fitnesscrm_desktop.services.lifecycle.rebuild import rebuild
from fitnesscrm_desktop.services.settings.profile import studio_profile

MOST_CLIENTS, MOST_YEARS = 200_000, 20
EVENING = time(18, 15)
"""The time it is in a demo studio that is made for a given day."""
GRACE_DAYS = 7
OPENING_MINUTE = 9 * 60

Tell = Callable[[int, int], None]


def fill_studio(
    core: Core,
    content: Store,
    actor: Actor,
    *,
    clients: int,
    years: int,
    seed: int,
    today: date | None,
    progress: Tell | None,
) -> DemoOutcome:
    """What ``DemoService.fill`` does."""
    actor.require(Permission.MAINTAIN_DATABASE)
    _check(clients, years, today)
    with core.read() as session:
        _refuse_clients(session)
    world = _world(core, years, seed, today)
    tell = progress or (lambda _done, _total: None)
    history = _live(world, clients, tell)
    with core.write() as work:
        _refuse_clients(work.session)
        if today is not None:
            work.now = datetime.fromtimestamp(world.now, work.now.tzinfo)
        _store(work, content, world, history, tell)
        work.audit(actor, "demo.create", "studio", 1, clients=clients, years=years, seed=seed)
        work.record(DemoFilled())
    return DemoOutcome(
        clients=len(history.people),
        memberships=len(history.sold),
        visits=history.visits.count,
        payments=len(history.payments),
        first_day=world.almanac.first,
        today=world.today,
    )


def _world(core: Core, years: int, seed: int, today: date | None) -> World:
    now = core.clock.now()
    if today is not None:
        now = datetime.combine(today, EVENING, ZoneInfo(ZONE))
    day = local_day(now, ZONE)
    almanac = Almanac(day - relativedelta(years=years), day, ZONE)
    return World(almanac, day, int(now.timestamp()), seed, GRACE_DAYS)


def _check(clients: int, years: int, today: date | None) -> None:
    wrong = {}
    if not 1 <= clients <= MOST_CLIENTS:
        wrong["clients"] = f"1 to {MOST_CLIENTS}"
    if not 1 <= years <= MOST_YEARS:
        wrong["years"] = f"1 to {MOST_YEARS}"
    if today is not None and not date(1990, 1, 1) <= today <= date(2100, 1, 1):
        wrong["today"] = "1990 to 2100"
    if wrong:
        told = "; ".join(f"{name}: {text}" for name, text in wrong.items())
        raise RuleBroken(f"The demo studio was not made. {told}.", fields=wrong)


def _refuse_clients(session: Session) -> None:
    if session.scalar(select(Client.id).limit(1)) is not None:
        raise RuleBroken(
            "This studio has clients already. A demo studio can only be made in an empty database; "
            "nothing was changed. Choose another file with --db, or start with --demo."
        )


def _live(world: World, clients: int, tell: Tell) -> History:
    history = History(Visits(world.almanac))
    step = max(1, clients // 50)
    for person in Crowd(world.seed, clients, world.almanac.first, world.today).people():
        history.people.append(person)
        Life(person, world, history).live()
        if len(history.people) % step == 0:
            tell(len(history.people), 4 * clients)
    come_in(history, world)
    celebrate(history, world)
    return history


def _store(work: Work, content: Store, world: World, history: History, tell: Tell) -> None:
    session = work.session
    quarter = max(1, len(history.people))
    expected = 30 * quarter + history.visits.count + 3 * (len(history.charges) + len(history.payments))
    done = 0

    def stored(count: int) -> None:
        nonlocal done
        done = min(done + count, expected)
        tell(quarter + 2 * quarter * done // expected, 4 * quarter)

    opened_at = world.almanac.at(world.almanac.first, OPENING_MINUTE)
    rows = Rows(session, stored)
    furnish(session, rows, opened_at, quarter)
    roster = Roster(hire(session, rows, opened_at))
    plans, products = stock(rows, world.almanac.first, world.today)
    number = work.next_number(MEMBER_NUMBERS, len(history.people))
    ids = Ids(PeopleStore(world, rows, roster).store(history, number), plans, products)
    receipt = work.next_number(RECEIPT_NUMBERS, len(history.payments)) if history.payments else 0
    HistoryStore(world, history, rows, roster, ids).store(receipt)
    BodyStore(world, history, rows, roster).store(ids.clients)
    rows.finish()
    tell(3 * quarter, 4 * quarter)
    rebuild_takings(session)
    profile = studio_profile(session)
    rebuild(session, profile)
    follow_all_goals(session)
    reach_out(work, profile, world.today, world.seed)
    sign_forms(work, content, profile, world.today, world.seed)
    keep_files(work, content, world.today, world.seed)
    tell(4 * quarter, 4 * quarter)
