"""Where clients and their memberships stand."""

from __future__ import annotations

import enum


class ClientStage(enum.StrEnum):
    """Where a client stands in the life cycle on a given day."""

    LEAD = "lead"
    TRIAL = "trial"
    ACTIVE = "active"
    FROZEN = "frozen"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FORMER = "former"


class StageReason(enum.StrEnum):
    """Why a client stands there."""

    NEVER_JOINED = "never_joined"
    TRIAL_RUNNING = "trial_running"
    MEMBERSHIP_RUNNING = "membership_running"
    HOLD = "hold"
    UNPAID = "unpaid"
    CANCELLED_BY_CLIENT = "cancelled_by_client"
    CANCELLED_BY_STUDIO = "cancelled_by_studio"
    RAN_OUT = "ran_out"
    USED_UP = "used_up"
    LONG_GONE = "long_gone"


class CancelReason(enum.StrEnum):
    """Why a membership was cancelled."""

    MOVED = "moved"
    PRICE = "price"
    HEALTH = "health"
    NO_TIME = "no_time"
    DISSATISFIED = "dissatisfied"
    BY_STUDIO = "by_studio"
    OTHER = "other"


class PlanKind(enum.StrEnum):
    """How a plan lets people in."""

    RECURRING = "recurring"
    PACK = "pack"
    DAY = "day"
    TRIAL = "trial"


class Period(enum.StrEnum):
    """How long one paid period of a recurring plan lasts."""

    MONTH = "month"
    FOUR_WEEKS = "4weeks"
    QUARTER = "quarter"
    YEAR = "year"


class MembershipState(enum.StrEnum):
    """What a membership is on a given day."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    FROZEN = "frozen"
    ENDED = "ended"
    CANCELLED = "cancelled"


class FactKind(enum.StrEnum):
    """What happened to a membership, each with its day."""

    SOLD = "sold"
    RENEWED = "renewed"
    FROZEN = "frozen"
    RESUMED = "resumed"
    EXTENDED = "extended"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    """A cancellation was taken back."""
    WITHDRAWN = "withdrawn"
    """A sale or renewal was taken back, with its charge."""
