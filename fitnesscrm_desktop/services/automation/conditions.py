"""What else has to be true of a client for a rule to act: tests joined by and, and by or."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.values import ClientStage, ConsentKind
from fitnesscrm_desktop.services.core.errors import RuleBroken

DEEPEST = 5
MOST_TESTS = 40


class Field(enum.StrEnum):
    """What a condition may ask about a client."""

    STAGE = "stage"
    PLAN = "plan"
    TAG = "tag"
    AGE = "age"
    TRAINER = "trainer"
    LANGUAGE = "language"
    CONSENT = "consent"
    BALANCE = "balance"
    CUSTOM = "custom"


class Op(enum.StrEnum):
    """How it is compared."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


ORDERED = frozenset({Field.AGE, Field.BALANCE, Field.CUSTOM})
"""Fields that have more and less."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison. *value* is a stable word, an id or a number, as text.

    ``stage is active``, ``plan is 3``, ``tag is_not 7``, ``age at_least 60``, ``balance at_least 5000``
    (minor units), ``consent is marketing``, ``trainer is 2``, ``language is de``, and with *custom* the id of
    one of the studio's own fields.
    """

    field: Field
    op: Op
    value: str
    custom: int | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold; none at all: always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Every | Some
ALWAYS = Every()


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions may ask about one client, as of one day."""

    stage: ClientStage = ClientStage.LEAD
    plan_ids: frozenset[int] = frozenset()
    """Of the membership the occasion is about, else of those that run."""
    tag_ids: frozenset[int] = frozenset()
    age: int | None = None
    trainer_id: int | None = None
    language: str = ""
    consents: frozenset[ConsentKind] = frozenset()
    """Kinds of which the last word was a yes."""
    balance: int = 0
    custom: Mapping[int, str] = field(default_factory=dict)

    def about_plan(self, plan_id: int) -> Facts:
        """The same client, for an occasion that is about a membership of this plan."""
        return replace(self, plan_ids=frozenset({plan_id}))

    def at_age(self, age: int) -> Facts:
        """The same client on a day on which the client is so old."""
        return replace(self, age=age)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether *condition* is true of a client."""
    match condition:
        case Every(parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts):
            return any(holds(part, facts) for part in parts)
        case Comparison():
            return _holds(condition, facts)


def _holds(test: Comparison, facts: Facts) -> bool:
    if test.op in {Op.AT_LEAST, Op.AT_MOST}:
        return _compares(test, facts)
    return _is(test, facts) is (test.op is Op.IS)


def _is(test: Comparison, facts: Facts) -> bool:
    value = test.value
    asked: dict[Field, Callable[[], bool]] = {
        Field.STAGE: lambda: facts.stage.value == value,
        Field.PLAN: lambda: value in map(str, facts.plan_ids),
        Field.TAG: lambda: value in map(str, facts.tag_ids),
        Field.AGE: lambda: str(facts.age) == value,
        Field.TRAINER: lambda: str(facts.trainer_id or "") == value,
        Field.LANGUAGE: lambda: facts.language == value,
        Field.CONSENT: lambda: value in {kind.value for kind in facts.consents},
        Field.BALANCE: lambda: str(facts.balance) == value,
        Field.CUSTOM: lambda: facts.custom.get(test.custom or 0, "").casefold() == value.casefold(),
    }
    return asked[test.field]()


def _compares(test: Comparison, facts: Facts) -> bool:
    """Nothing is more or less than what is not known; a day is not compared with a number."""
    known = {Field.AGE: facts.age, Field.BALANCE: facts.balance}
    theirs = measure(known.get(test.field, facts.custom.get(test.custom or 0)))
    other = measure(test.value)
    if theirs is None or other is None or theirs.is_day != other.is_day:
        return False
    return theirs.size >= other.size if test.op is Op.AT_LEAST else theirs.size <= other.size


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, or a day as the number of days since the year 1."""

    size: Decimal
    is_day: bool = False


def measure(value: object) -> Measure | None:
    """What can be more or less: a number or an ISO day; None for everything else."""
    text = "" if value is None else str(value)
    try:
        return Measure(Decimal(date.fromisoformat(text).toordinal()), is_day=True)
    except ValueError:
        return _number(text)


def _number(text: str) -> Measure | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Measure(number) if number.is_finite() else None


def fields_of(condition: Condition) -> frozenset[Field]:
    """What has to be known to judge *condition*."""
    match condition:
        case Comparison():
            return frozenset({condition.field})
        case Every(parts) | Some(parts):
            return frozenset().union(*(fields_of(part) for part in parts))


def comparisons_in(condition: Condition) -> tuple[Comparison, ...]:
    """All comparisons in it, left to right."""
    match condition:
        case Comparison():
            return (condition,)
        case Every(parts) | Some(parts):
            return tuple(test for part in parts for test in comparisons_in(part))


def has_empty_choice(condition: Condition) -> bool:
    """Whether a part of it can hold for nobody, because there is nothing to choose from."""
    match condition:
        case Comparison():
            return False
        case Some(()):
            return True
        case Every(parts) | Some(parts):
            return any(map(has_empty_choice, parts))


def written(condition: Condition) -> str:
    """*condition* as it is stored. Raises ``RuleBroken`` when it is too large to be meant."""
    if condition == ALWAYS:
        return ""
    if _depth(condition) > DEEPEST or len(comparisons_in(condition)) > MOST_TESTS:
        raise RuleBroken("These conditions are too many. Make two rules of them.")
    text = json.dumps(_plain(condition), ensure_ascii=False, separators=(",", ":"))
    if len(text) > TEXT_LENGTH:
        raise RuleBroken("These conditions are too long. Make two rules of them.")
    return text


def read(text: str) -> Condition:
    """A condition from its stored form, or from the command line. Raises ``RuleBroken``."""
    if not text:
        return ALWAYS
    try:
        return _condition(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RuleBroken("The conditions cannot be understood.") from error


def _depth(condition: Condition) -> int:
    if isinstance(condition, Comparison):
        return 0
    return 1 + max((_depth(part) for part in condition.parts), default=0)


def _plain(condition: Condition) -> dict[str, Any]:
    match condition:
        case Every(parts):
            return {"every": [_plain(part) for part in parts]}
        case Some(parts):
            return {"some": [_plain(part) for part in parts]}
        case Comparison():
            plain: dict[str, Any] = {
                "field": condition.field.value,
                "op": condition.op.value,
                "value": condition.value,
            }
            return plain if condition.custom is None else {**plain, "custom": condition.custom}


def _condition(plain: Any) -> Condition:
    if not isinstance(plain, dict):
        message = "a condition is an object"
        raise TypeError(message)
    if "every" in plain:
        return Every(tuple(map(_condition, plain["every"])))
    if "some" in plain:
        return Some(tuple(map(_condition, plain["some"])))
    custom = plain.get("custom")
    number = None if custom is None else int(custom)
    return Comparison(Field(plain["field"]), Op(plain["op"]), str(plain["value"]), number)
