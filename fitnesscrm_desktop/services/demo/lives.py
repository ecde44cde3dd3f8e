"""One person's time at the demo studio: trial, memberships, freezes, debts, leaving, coming back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fitnesscrm_desktop.models.values import (
    CancelReason,
    ChargeKind,
    FactKind,
    PaymentMethod,
    Period,
    PlanKind,
)
from fitnesscrm_desktop.services.demo import catalogue, words
from fitnesscrm_desktop.services.demo.catalogue import DemoPlan
from fitnesscrm_desktop.services.demo.days import shown_day
from fitnesscrm_desktop.services.demo.people import ADULT, Person
from fitnesscrm_desktop.services.demo.purse import Purse
from fitnesscrm_desktop.services.demo.records import Charged, Fact, History, Hold, Sold, SoldTerm
from fitnesscrm_desktop.services.demo.rhythm import Rhythm
from fitnesscrm_desktop.services.demo.seasons import LEAVING, Almanac
from fitnesscrm_desktop.services.demo.temper import RETIRED_AGE, STUDENT_AGE, Temper
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.memberships.rules import PlanTerms, due_day, term_from

ONLY_ASKED = 0.075
DAY_GUESTS = 0.065
TRIES_FIRST = 0.3
STAYS_AFTER_TRIAL = 0.72
COMES_BACK = 0.24
BUYS = 0.022
GIVES_BACK = 0.02
UNPAID_UNTIL_DISMISSED = 48
MONTHS = {Period.MONTH: 1.0, Period.FOUR_WEEKS: 0.92, Period.QUARTER: 3.0, Period.YEAR: 12.0}

_REASONS = (
    CancelReason.MOVED,
    CancelReason.PRICE,
    CancelReason.HEALTH,
    CancelReason.NO_TIME,
    CancelReason.DISSATISFIED,
    CancelReason.OTHER,
)
_REASON_SHARES = (22, 21, 11, 30, 7, 9)


@dataclass(frozen=True, slots=True)
class World:
    """What is the same for everybody: the studio's days, the moment it is now, and its rules."""

    almanac: Almanac
    today: date
    now: int
    seed: int
    grace_days: int

    def past(self, day: date, minute: int, hurry: int) -> int:
        """A moment of *day* that is not to come: on the last day at least *hurry* seconds ago."""
        return max(min(self.almanac.at(day, minute), self.now - hurry), self.almanac.at(day, 0))

    def known_at(self, person: Person) -> int:
        """When *person* was written down."""
        return self.past(person.joined, person.minute, 3900 + person.index * 37 % 3000)


class Life:
    """Lives one person's time at the studio and writes it into the history."""

    def __init__(self, person: Person, world: World, history: History) -> None:
        self._person, self._world, self._history = person, world, history
        self._draw = Random(f"life {world.seed} {person.index}")
        self._temper = Temper.of(person, self._draw)
        self._rhythm = Rhythm(self._temper, world.almanac, self._draw)
        self._rhythm.plan_holidays(person.joined, world.today)
        self._purse = Purse(person, history)
        self._to_visit: list[tuple[Sold, bool]] = []
        self._visits: list[tuple[date, int]] = []
        self._has_been = self._stopped_paying = False

    def live(self) -> None:
        """From the first day at the desk until today."""
        chance = self._draw.random()
        first = self._person.joined
        if chance < ONLY_ASKED:
            return
        if chance < ONLY_ASKED + DAY_GUESTS:
            self._come_by_the_day(first)
        else:
            start = self._try_out(first) if self._draw.random() < TRIES_FIRST else first
            while start is not None and start <= self._world.today:
                gone = self._be_a_member(start)
                start = self._back_again(gone) if gone is not None else None
        self._purse.settle(self._world.now)
        self._visit()
        self._shop()

    def _come_by_the_day(self, day: date) -> None:
        for _ in range(self._draw.choice((1, 1, 2, 3, 5))):
            if day > self._world.today:
                return
            sold = self._sell(catalogue.DAY_PASS, day)
            self._come(day, min(sold.at + 240, self._world.now), sold)
            day += timedelta(days=self._draw.randrange(5, 90))

    def _try_out(self, day: date) -> date | None:
        sold = self._sell(catalogue.TRIAL, day)
        self._to_visit.append((sold, False))
        if self._draw.random() > STAYS_AFTER_TRIAL:
            return None
        return sold.ends_on + timedelta(days=self._draw.choice((1, 1, 1, 2, 4)))

    def _back_again(self, gone: date) -> date | None:
        if self._stopped_paying or self._draw.random() > COMES_BACK:
            return None
        return gone + timedelta(days=self._draw.randrange(45, 420))

    def _be_a_member(self, start: date) -> date | None:
        """Be one from *start*; the day somebody was gone, None while they are still here."""
        plan = self._choose_plan(start)
        if plan.kind is PlanKind.PACK:
            return self._use_packs(plan, start)
        while True:
            sold = self._sell(plan, start)
            again = self._run(sold)
            if again is None or again > self._world.today:
                break
            start = again
        return None if sold.last_day >= self._world.today else sold.last_day

    def _choose_plan(self, day: date) -> DemoPlan:
        age = self._person.age_on(day)
        if age < ADULT:
            return catalogue.JUNIOR
        if age < STUDENT_AGE and self._draw.random() < 0.5:
            return catalogue.STUDENT
        if age >= RETIRED_AGE and self._draw.random() < 0.55:
            return catalogue.OFF_PEAK
        plans = [plan for plan in catalogue.CHOSEN if plan is not catalogue.STUDENT]
        return self._draw.choices(plans, [plan.wanted for plan in plans])[0]

    def _use_packs(self, plan: DemoPlan, start: date) -> date | None:
        while start <= self._world.today:
            sold = self._sell(plan, start)
            last = self._spend(sold, min(sold.ends_on, self._world.today))
            if sold.visits_left and sold.ends_on >= self._world.today:
                return None
            again = 0.74 if not sold.visits_left else 0.3
            if self._draw.random() > again:
                return last
            start = max(last + timedelta(days=self._draw.randrange(1, 12)), start + ONE_DAY)
        return None

    def _spend(self, sold: Sold, last: date) -> date:
        day = sold.starts_on
        for day, at in self._rhythm.visits(sold, last, leaving=False):
            if at > self._world.now:
                break
            if at < sold.at:
                continue
            self._come(day, at, sold)
            sold.visits_left = (sold.visits_left or 0) - 1
            if not sold.visits_left:
                break
        return day if not sold.visits_left else sold.ends_on

    def _sell(self, plan: DemoPlan, day: date) -> Sold:
        new = not self._has_been and day == self._person.joined
        at = self._world.known_at(self._person) + 60 + self._draw.randrange(600) if new else self._moment(day)
        visits = plan.visits if plan.kind is PlanKind.PACK else None
        sold = Sold(len(self._history.sold), self._person, plan, at, day, day, is_first=not self._has_been)
        sold.visits_left = visits
        self._history.sold.append(sold)
        self._add_term(sold, day, day, at)
        sold.facts.append(Fact(FactKind.SOLD, at, day))
        if plan.signup_fee and not self._has_been and self._draw.random() < 0.8:
            fee = Charged(
                self._person,
                ChargeKind.SIGNUP_FEE,
                "Sign-up fee",
                plan.signup_fee,
                day,
                at,
                catalogue.MEMBERSHIP_TAX,
            )
            fee.sold = sold
            self._purse.charge(fee)
        if plan.kind is PlanKind.RECURRING:
            self._intend_to_pay(at, day)
        elif plan.price:
            method = self._temper.method
            self._purse.plan_payment(at, PaymentMethod.CARD if method is PaymentMethod.TRANSFER else method)
        self._has_been = True
        return sold

    def _run(self, sold: Sold) -> date | None:
        """Renew until somebody leaves or today is reached; the day of a late new start, if there is one."""
        draw, today = self._draw, self._world.today
        while True:
            months = MONTHS[sold.plan.period] if sold.plan.period else 1.0
            self._rest(sold, months)
            stays = (1 - self._temper.leaves * LEAVING[min(sold.ends_on, today).month - 1]) ** min(months, 6)
            leaves = draw.random() > stays
            if leaves:
                self._leave(sold)
                return None
            if draw.random() < 0.05:
                self._to_visit.append((sold, False))
                return sold.ends_on + timedelta(days=draw.randrange(2, 9))
            renewed_on = max(sold.ends_on - timedelta(days=draw.choice((0, 0, 1, 2, 4))), sold.starts_on)
            if renewed_on > today or (self._stopped_paying and self._is_dismissed(sold)):
                self._to_visit.append((sold, False))
                return None
            at = self._moment(renewed_on)
            self._add_term(sold, sold.ends_on + ONE_DAY, renewed_on, at)
            sold.facts.append(Fact(FactKind.RENEWED, at, sold.terms[-1].term.from_day))
            self._intend_to_pay(at, sold.terms[-1].term.from_day)

    def _rest(self, sold: Sold, months: float) -> None:
        draw, term = self._draw, sold.terms[-1].term
        room = (sold.ends_on - term.from_day).days
        if draw.random() > 0.016 * months or room < 12:
            return
        first = term.from_day + timedelta(days=draw.randrange(4, room - 4))
        if first > self._world.today:
            return
        length = draw.choice((7, 10, 14, 14, 21, 28))
        hold = Hold(first, first + timedelta(days=length - 1), draw.choice(words.HOLD_REASONS))
        sold.holds.append(hold)
        sold.ends_on += timedelta(days=length)
        sold.facts.append(Fact(FactKind.FROZEN, self._moment(first), first, length, hold.reason))
        if hold.last < self._world.today:
            awake = hold.last + ONE_DAY
            sold.facts.append(Fact(FactKind.RESUMED, self._world.almanac.at(awake, 1), awake))

    def _leave(self, sold: Sold) -> None:
        draw = self._draw
        term = sold.terms[-1].term
        if draw.random() < 0.55:
            notice = max(term.from_day, sold.ends_on - timedelta(days=draw.randrange(6, 30)))
            if notice <= self._world.today:
                day = max(notice, sold.ends_on - timedelta(days=draw.randrange(8)))
                self._cancel(sold, day, notice, draw.choices(_REASONS, _REASON_SHARES)[0])
        self._to_visit.append((sold, True))

    def _cancel(self, sold: Sold, day: date, said_on: date, reason: CancelReason) -> None:
        sold.cancelled_on, sold.cancel_reason = day, reason
        sold.facts.append(Fact(FactKind.CANCELLED, self._moment(said_on), day, reason=reason.value))

    def _is_dismissed(self, sold: Sold) -> bool:
        """Whether the studio ends it because nothing is paid any more; else it waits another period."""
        unpaid = sold.terms[-1].term.from_day
        day = unpaid + timedelta(days=UNPAID_UNTIL_DISMISSED)
        if day <= min(self._world.today, sold.ends_on):
            self._cancel(sold, day, day, CancelReason.BY_STUDIO)
            return True
        return self._draw.random() < 0.5

    def _add_term(self, sold: Sold, first: date, day: date, at: int) -> None:
        plan = sold.plan
        terms = PlanTerms(plan.kind, plan.period, plan.days, plan.visits)
        term = term_from(terms, first, [each.term for each in sold.terms])
        price = plan.price_on(day, self._world.today)
        charge = None
        if price:
            text = f"{plan.name}, {shown_day(term.from_day)} – {shown_day(term.to_day)}"
            due = due_day(first, day)
            charge = Charged(
                self._person, ChargeKind.MEMBERSHIP, text, price, due, at, catalogue.MEMBERSHIP_TAX, sold
            )
            self._purse.charge(charge)
        sold.terms.append(SoldTerm(term, price, charge))
        sold.ends_on = term.to_day

    def _intend_to_pay(self, at: int, due: date) -> None:
        draw, method = self._draw, self._temper.method
        if self._stopped_paying:
            return
        long_here = (due - self._person.joined).days > 150
        if self._temper.stops_paying and long_here and draw.random() < 0.2:
            self._stopped_paying = True
            settled_on = due + timedelta(days=draw.randrange(40, 160))
            if settled_on <= self._world.today and draw.random() < 0.55:
                self._purse.plan_payment(self._moment(settled_on), method)
            return
        if draw.random() < self._temper.pays_late:
            later = due + timedelta(days=draw.randrange(2, 26))
            if later <= self._world.today:
                self._purse.plan_payment(self._moment(later), method, 1.0 if draw.random() < 0.9 else 0.5)
        elif method is PaymentMethod.TRANSFER and due > self._world.almanac.day_at(at):
            if due <= self._world.today:
                self._purse.plan_payment(self._moment(due), method)
        else:
            self._purse.plan_payment(at + 60, method)

    def _visit(self) -> None:
        shut = self._purse.overdue(self._world.grace_days, self._world.almanac)
        for sold, leaving in self._to_visit:
            last = min(sold.last_day, self._world.today)
            for day, at in self._rhythm.visits(sold, last, shut=shut, leaving=leaving):
                if sold.at < at <= self._world.now:
                    self._come(day, at, sold)

    def _come(self, day: date, at: int, sold: Sold) -> None:
        self._history.visits.add(day, at, sold)
        self._visits.append((day, at))

    def _shop(self) -> None:
        """Take a drink or a bar along now and then; not with a debt, or the money would settle that."""
        draw, products = self._draw, catalogue.PRODUCTS
        for day, visited_at in self._visits:
            at = visited_at + 90
            if draw.random() >= BUYS or at > self._world.now or self._purse.owes_at(at):
                continue
            position = draw.choices(range(len(products)), [each.wanted for each in products])[0]
            product = products[position]
            charge = Charged(
                self._person, ChargeKind.PRODUCT, product.name, product.price, day, at, catalogue.PRODUCT_TAX
            )
            charge.product = position
            self._purse.buy(charge, draw.choice((PaymentMethod.CASH, PaymentMethod.CARD)))
            returned_at = at + draw.randrange(2 * 3600, 60 * 3600)
            if draw.random() < GIVES_BACK and returned_at < self._world.now - 60:
                self._purse.give_back(charge, returned_at, self._world.almanac.day_at(returned_at))

    def _moment(self, day: date) -> int:
        """Some moment of *day* at which somebody is at the desk; today one that is over."""
        minute = self._draw.randrange(9 * 60, 19 * 60 + 30)
        return self._world.past(day, minute, self._draw.randrange(120, 3000)) + self._draw.randrange(60)
