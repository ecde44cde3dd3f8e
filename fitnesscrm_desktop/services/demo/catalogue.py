"""What the demo studio sells, and what it cost when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import Period, PlanKind

SIGNUP_FEE = 2000
MEMBERSHIP_TAX = 900
PRODUCT_TAX = 2300
WORKING_DAYS = 0b0011111


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One plan; the price is today's, each January before it was a little lower."""

    name: str
    description: str
    kind: PlanKind
    price: int
    period: Period | None = None
    visits: int | None = None
    days: int | None = None
    visits_per_week: int | None = None
    signup_fee: int = 0
    weekdays: int = 127
    from_minute: int = 0
    to_minute: int = 1440
    wanted: int = 0
    """How many of a hundred new members choose it."""

    def price_on(self, day: date, today: date) -> int:
        """What it cost on *day*: 4 % less for each first of January since, in whole half euros."""
        if not self.price:
            return 0
        rises = max(0, today.year - max(day.year, today.year - 8))
        return max(50, round(self.price * 0.96**rises / 50) * 50)


MONTHLY = DemoPlan(
    "Monthly",
    "All areas, all hours. Runs month by month.",
    PlanKind.RECURRING,
    5200,
    Period.MONTH,
    signup_fee=SIGNUP_FEE,
    wanted=34,
)
OFF_PEAK = DemoPlan(
    "Off-peak",
    "Monday to Friday from 9 to 16.",
    PlanKind.RECURRING,
    3600,
    Period.MONTH,
    weekdays=WORKING_DAYS,
    from_minute=9 * 60,
    to_minute=16 * 60,
    wanted=9,
)
STUDENT = DemoPlan(
    "Student",
    "With a student card. Four weeks at a time.",
    PlanKind.RECURRING,
    3300,
    Period.FOUR_WEEKS,
    wanted=11,
)
TWICE = DemoPlan(
    "Twice a week",
    "Two visits in each week, all hours.",
    PlanKind.RECURRING,
    3900,
    Period.MONTH,
    visits_per_week=2,
    signup_fee=SIGNUP_FEE,
    wanted=10,
)
QUARTERLY = DemoPlan(
    "Quarterly",
    "All areas, all hours, three months.",
    PlanKind.RECURRING,
    14400,
    Period.QUARTER,
    signup_fee=SIGNUP_FEE,
    wanted=9,
)
ANNUAL = DemoPlan(
    "Annual",
    "All areas, all hours, twelve months for ten.",
    PlanKind.RECURRING,
    52000,
    Period.YEAR,
    wanted=10,
)
JUNIOR = DemoPlan(
    "Junior",
    "From 12 to 17 years, afternoons.",
    PlanKind.RECURRING,
    2500,
    Period.MONTH,
    from_minute=14 * 60,
    to_minute=20 * 60,
)
TEN = DemoPlan(
    "10 visits", "Ten visits within half a year.", PlanKind.PACK, 9900, visits=10, days=180, wanted=9
)
TWENTY = DemoPlan(
    "20 visits", "Twenty visits within a year.", PlanKind.PACK, 17900, visits=20, days=365, wanted=5
)
DAY_PASS = DemoPlan("Day pass", "One day, everything.", PlanKind.DAY, 1400, days=1)
TRIAL = DemoPlan("Trial week", "Seven days to get to know us.", PlanKind.TRIAL, 0, days=7)

PLANS = (MONTHLY, ANNUAL, QUARTERLY, TWICE, OFF_PEAK, STUDENT, JUNIOR, TEN, TWENTY, DAY_PASS, TRIAL)
CHOSEN = tuple(plan for plan in PLANS if plan.wanted)


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """Something on the counter."""

    name: str
    barcode: str
    price: int
    stock: int | None
    wanted: int


PRODUCTS = (
    DemoProduct("Water 0.5 l", "2000000000015", 180, 96, 34),
    DemoProduct("Isotonic drink", "2000000000022", 290, 48, 18),
    DemoProduct("Protein shake", "2000000000039", 450, 30, 16),
    DemoProduct("Protein bar", "2000000000046", 320, 60, 14),
    DemoProduct("Towel rental", "2000000000053", 200, None, 8),
    DemoProduct("Padlock", "2000000000060", 1200, 14, 4),
    DemoProduct("Studio T-shirt", "2000000000077", 2490, 22, 3),
    DemoProduct("Skipping rope", "2000000000084", 1450, 9, 2),
    DemoProduct("Lifting straps", "2000000000091", 1690, 7, 1),
)
