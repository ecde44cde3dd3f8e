"""What the services of progress answer. Values are in what is stored (see ``units``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fitnesscrm_desktop.models.values import ActivityLevel, Better, Method, Quantity, Sex, UnitSystem


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """Something that can be measured, or follows from what was."""

    key: str
    """A word that stays the same: ``weight``."""
    name: str
    quantity: Quantity
    better: Better
    least: float
    most: float
    """What is outside of these two cannot be meant."""
    group: str = ""
    """Where it stands: ``body``, ``girths``, ``folds``, ``heart``, ``fitness``, ``own`` or ``derived``."""
    unit: str = ""
    """Of a quantity of its own."""
    method: Method = Method.NOT_SAID
    """How it is usually measured."""
    at_once: float = 0.0
    """A change from one time to the next by more than this share of the value is asked about; 0: by none."""
    a_week: float = 0.0
    """What is added to that for each week between them."""
    derived: bool = False
    """Computed, never typed."""
    formula: str = ""
    source: str = ""
    """Where the formula was published."""
    needs: tuple[str, ...] = ()
    """What a derived one is computed from, for telling what is missing."""
    id: int | None = None
    """Of a metric of the studio's own."""
    archived: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class OwnMetric:
    """What a person says about a metric of the studio's own."""

    name: str
    unit: str = ""
    better: Better = Better.UP
    least: float = 0.0
    most: float = 1000.0
    quantity: Quantity = Quantity.OWN
    """Of its own, or one whose units are converted."""


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """What the formulas know of a client, and the units that hold for the client."""

    client_id: int
    sex: Sex
    activity: ActivityLevel
    own_units: UnitSystem | None
    """None: the studio's."""
    units: UnitSystem
    """What holds."""
    born: date | None
    version: int


@dataclass(frozen=True, slots=True)
class MeasurementInfo:
    """One measured value."""

    id: int
    client_id: int
    metric: str
    value: float
    at: datetime
    day: date
    method: Method
    note: str
    staff: str
    import_id: int | None
    replaces_id: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value and its day; ``id`` is 0 for a derived one."""

    value: float
    at: datetime
    day: date
    id: int = 0


@dataclass(frozen=True, slots=True)
class Latest:
    """The last value of a metric, and what it was before."""

    metric: MetricInfo
    now: Value
    before: Value | None

    @property
    def change(self) -> float | None:
        """By how much it is more than before."""
        return None if self.before is None else self.now.value - self.before.value


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about one body at a glance. What was never measured is not in ``latest``."""

    body: BodyInfo
    latest: Mapping[str, Latest]
    """By key, derived ones too, in the order of lists."""
    missing: Mapping[str, tuple[str, ...]]
    """Key of a derived metric -> what it lacks, as words: ``height``, ``sex``, ``date of birth``."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the quick entry: what it was yesterday and the last time."""

    metric: MetricInfo
    yesterday: Value | None
    last: Value | None
    """Before the day of the entry."""
    today: Value | None
    """On the day of the entry, if it was measured already."""


@dataclass(frozen=True, slots=True)
class Series:
    """All values of a metric in order, as plain tuples of one length."""

    metric: str
    at: tuple[float, ...] = ()
    """Seconds since 1970, UTC."""
    values: tuple[float, ...] = ()
    ids: tuple[int, ...] = ()
    """0 for derived ones."""


@dataclass(frozen=True, slots=True)
class ListedValue:
    """A row of a list: measured or derived."""

    metric: str
    name: str
    value: float
    unit: str
    """What ``value`` is in."""
    on: date
    at: datetime
    id: int
    """0 for derived ones."""
    derived: bool
    method: Method = Method.NOT_SAID
    note: str = ""
    staff: str = ""
    import_id: int | None = None
