"""What is measured of a body, and what it is to come to."""

from __future__ import annotations

import enum


class Sex(enum.StrEnum):
    """What the formulas of a body ask for; never guessed."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class ActivityLevel(enum.StrEnum):
    """How much somebody moves on a usual day."""

    UNKNOWN = "unknown"
    SEDENTARY = "sedentary"
    LIGHT = "light"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"


class UnitSystem(enum.StrEnum):
    """What values are typed and shown in; they are stored in SI."""

    METRIC = "metric"
    IMPERIAL = "imperial"


class Quantity(enum.StrEnum):
    """What a metric is a measure of; decides the unit it is stored in."""

    MASS = "mass"
    """Kilograms."""
    LENGTH = "length"
    """Metres."""
    THICKNESS = "thickness"
    """Metres, too, but of folds of skin, which are shown in millimetres everywhere."""
    SHARE = "share"
    """Per cent."""
    DURATION = "duration"
    """Seconds."""
    RATE = "rate"
    """Beats a minute."""
    PRESSURE = "pressure"
    """Millimetres of mercury, as everywhere in medicine."""
    UPTAKE = "uptake"
    """Millilitres of oxygen a minute and kilogram."""
    ENERGY = "energy"
    """Kilocalories a day, as everywhere in training."""
    RATIO = "ratio"
    """A plain number, one length to another."""
    MASS_PER_AREA = "mass_per_area"
    """Kilograms a square metre."""
    OWN = "own"
    """In the unit that the studio has given it."""


class Better(enum.StrEnum):
    """Which way a metric has to go to get better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"
    """Depends on the person."""


class Method(enum.StrEnum):
    """How something was measured."""

    NOT_SAID = "not_said"
    SCALES = "scales"
    TAPE = "tape"
    CALIPERS = "calipers"
    SCANNER = "scanner"
    MONITOR = "monitor"
    """Pulse and blood pressure."""
    TEST = "test"
    """Plank, flexibility, a run."""
    TOLD = "told"
    """The client says so."""


class GoalDirection(enum.StrEnum):
    """Which way a goal lies from where it starts."""

    UP = "up"
    DOWN = "down"


class GoalState(enum.StrEnum):
    """Where a goal stands on a given day."""

    ACTIVE = "active"
    REACHED = "reached"
    MISSED = "missed"
    DROPPED = "dropped"


class InjuryKind(enum.StrEnum):
    """What speaks against an exercise."""

    INJURY = "injury"
    CONTRAINDICATION = "contraindication"


class PhaseKind(enum.StrEnum):
    """What a stretch of training is for."""

    BULK = "bulk"
    CUT = "cut"
    MAINTAIN = "maintain"
    REHAB = "rehab"
    OTHER = "other"


class ReportState(enum.StrEnum):
    """Where a progress report is on its way to the client."""

    DRAFT = "draft"
    APPROVED = "approved"
