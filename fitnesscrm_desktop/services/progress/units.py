"""The one place that knows units: reads what was typed, stores SI, shows what the client thinks in.

What was typed as 82.5 cm is stored as 0.825 m and shown as 82.5 cm: the sums are made in decimals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fitnesscrm_desktop.models.values import Quantity, UnitSystem
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened

MOST_DIGITS = 15
SHOWN = 40
_HUNDREDTHS = Decimal("0.01")
_WHOLE = Decimal(1)
_TENTHS = Decimal("0.1")
_DUST = Decimal("0.000001")
_NUMBER = re.compile(r"([+\-−]?)(\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)
_WITH_UNIT = re.compile(r"([+\-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*((?!e[+\-\d])[^\d\s.,+\-−].*)?", re.ASCII)
_THOUSANDS = re.compile(r"[+\-−]?[1-9]\d{0,2}[.,]\d{3}(?![\d.,])", re.ASCII)
_FEET = re.compile(
    r"(\d{1,2})\s*(?:ft|feet|foot|['’\u2032])\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:in|inch|inches|[\"”″]|'')?)?"
)
_STONES = re.compile(
    r"(\d{1,2})\s*(?:st|stones?)\.?\s*((?:1[0-3]|\d)(?:[.,]\d+)?)\s*(?:lbs?\.?|pounds?|#)?", re.ASCII
)
_MINUTES = re.compile(r"(\d{1,3}):([0-5]\d)")
_INCHES_A_FOOT = 12
_POUNDS_A_STONE = 14
_SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how it is written, and what one of it is in what is stored."""

    code: str
    """As it is shown: ``kg``."""
    quantity: Quantity
    factor: Decimal = Decimal(1)
    also: tuple[str, ...] = ()
    """Other ways to write it, in lower case."""


KILOGRAM = Unit("kg", Quantity.MASS, also=("kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramm"))
POUND = Unit("lb", Quantity.MASS, Decimal("0.45359237"), ("lbs", "lb.", "lbs.", "pound", "pounds", "#"))
STONE = Unit("st", Quantity.MASS, Decimal("6.35029318"), ("stone", "stones"))
GRAM = Unit("g", Quantity.MASS, Decimal("0.001"), ("gram", "grams", "gramm"))
METRE = Unit("m", Quantity.LENGTH, also=("metre", "metres", "meter", "meters"))
CENTIMETRE = Unit(
    "cm",
    Quantity.LENGTH,
    Decimal("0.01"),
    ("centimetre", "centimetres", "centimeter", "centimeters", "zentimeter"),
)
MILLIMETRE = Unit(
    "mm", Quantity.LENGTH, Decimal("0.001"), ("millimetre", "millimetres", "millimeter", "millimeters")
)
INCH = Unit("in", Quantity.LENGTH, Decimal("0.0254"), ("inch", "inches", "in.", '"', "”", "″"))
FOOT = Unit("ft", Quantity.LENGTH, Decimal("0.3048"), ("foot", "feet"))
PER_CENT = Unit("%", Quantity.SHARE, also=("percent", "per cent", "pct", "prozent"))
SECOND = Unit("s", Quantity.DURATION, also=("sec", "secs", "second", "seconds", "sek"))
MINUTE = Unit("min", Quantity.DURATION, Decimal(60), ("mins", "minute", "minutes"))
BEATS = Unit("bpm", Quantity.RATE, also=("beats/min", "/min", "1/min"))
MERCURY = Unit("mmHg", Quantity.PRESSURE, also=("mmhg", "mm hg"))
UPTAKE = Unit("ml/kg/min", Quantity.UPTAKE, also=("ml/min/kg", "ml/(kg·min)", "ml/kg·min"))
KILOCALORIE = Unit("kcal", Quantity.ENERGY, also=("kcal/day", "cal"))
KILOJOULE = Unit("kJ", Quantity.ENERGY, Decimal(1) / Decimal("4.184"), ("kj",))
PLAIN = Unit("", Quantity.RATIO)
PER_AREA = Unit("kg/m²", Quantity.MASS_PER_AREA, also=("kg/m2",))

_ALL: Mapping[Quantity, tuple[Unit, ...]] = {
    Quantity.MASS: (KILOGRAM, POUND, STONE, GRAM),
    Quantity.LENGTH: (METRE, CENTIMETRE, MILLIMETRE, INCH, FOOT),
    Quantity.THICKNESS: (METRE, CENTIMETRE, MILLIMETRE, INCH),
    Quantity.SHARE: (PER_CENT,),
    Quantity.DURATION: (SECOND, MINUTE),
    Quantity.RATE: (BEATS,),
    Quantity.PRESSURE: (MERCURY,),
    Quantity.UPTAKE: (UPTAKE,),
    Quantity.ENERGY: (KILOCALORIE, KILOJOULE),
    Quantity.RATIO: (PLAIN,),
    Quantity.MASS_PER_AREA: (PER_AREA,),
}
"""The first one of each is what is stored."""
_SHOWN: Mapping[Quantity, tuple[Unit, Unit]] = {
    Quantity.MASS: (KILOGRAM, POUND),
    Quantity.LENGTH: (CENTIMETRE, INCH),
    Quantity.THICKNESS: (MILLIMETRE, MILLIMETRE),
}
"""What is shown in metric and in imperial, where it is not what is stored."""


def stored_unit(quantity: Quantity, own: str = "") -> Unit:
    """What values of this *quantity* are stored in; *own* is the unit of a metric of its own."""
    return Unit(own, Quantity.OWN) if quantity is Quantity.OWN else _ALL[quantity][0]


def shown_unit(quantity: Quantity, system: UnitSystem, own: str = "") -> Unit:
    """What values of this *quantity* are shown in, and what a number without a unit is taken for."""
    if quantity in _SHOWN:
        metric, imperial = _SHOWN[quantity]
        return imperial if system is UnitSystem.IMPERIAL else metric
    return stored_unit(quantity, own)


def unit_named(text: str, quantity: Quantity, own: str = "") -> Unit | None:
    """The unit of this *quantity* that is written as *text*; None: there is none."""
    word = " ".join(text.split()).casefold()
    if quantity is Quantity.OWN:
        return stored_unit(quantity, own) if word in {"", own.casefold()} else None
    return next((unit for unit in _ALL[quantity] if word == unit.code.casefold() or word in unit.also), None)


def any_unit(text: str) -> Unit | None:
    """The unit that is written as *text*, whatever it measures."""
    found = (unit_named(text, quantity) for quantity in _ALL if text.strip())
    return next((unit for unit in found if unit is not None), None)


def to_stored(number: Decimal, unit: Unit) -> float:
    """*number* of *unit* in what is stored."""
    return float(number * unit.factor)


def from_stored(value: float, unit: Unit) -> float:
    """A stored *value* in *unit*, for charts and sums; what people read comes from ``shown``."""
    return value / float(unit.factor)


def all_from_stored(values: Sequence[float], unit: Unit) -> tuple[float, ...]:
    """Many at once."""
    factor = float(unit.factor)
    return tuple(values) if factor == 1 else tuple(value / factor for value in values)


def number_shown(value: float, unit: Unit) -> str:
    """A stored *value* in *unit* as people write it: with what was typed, without the dust of computers.

    Two decimals if that is exactly what it is, else one: 82.25 cm stays, 80 kg are 176.4 lb. Energy is whole:
    nobody knows what a body needs to the hundredth of a kilocalorie.
    """
    exact = Decimal(repr(value)) / unit.factor
    if unit.quantity is Quantity.ENERGY:
        return f"{exact.quantize(_WHOLE) + 0}"
    hundredths = exact.quantize(_HUNDREDTHS)
    fits = abs(exact - hundredths) < _DUST or unit.quantity is Quantity.RATIO
    text = f"{hundredths if fits else exact.quantize(_TENTHS)}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if plain in {"-0", ""} else plain


def shown(value: float, unit: Unit) -> str:
    """With its unit: ``82.5 cm``."""
    number = number_shown(value, unit)
    return f"{number} {unit.code}".strip()


def read(typed: str, quantity: Quantity, usual: Unit) -> float:
    """What was *typed*, in what is stored; *usual* is the unit of a number without one.

    Raises ``RuleBroken`` with a sentence for what is no number, or has a unit of something else.
    """
    text = typed.strip()
    if quantity is Quantity.LENGTH and (feet := _FEET.fullmatch(text.casefold())):
        return _feet(feet)
    if quantity is Quantity.MASS and (stones := _STONES.fullmatch(text.casefold())):
        pounds = Decimal(stones[2].replace(",", "."))
        return to_stored(int(stones[1]) * _POUNDS_A_STONE + pounds, POUND)
    if quantity is Quantity.DURATION and (clock := _MINUTES.fullmatch(text)):
        return float(int(clock[1]) * _SECONDS_A_MINUTE + int(clock[2]))
    parts = _WITH_UNIT.fullmatch(text)
    number = None if parts is None else a_number(parts[1])
    if parts is None or number is None:
        example = f"82.5 {usual.code}".strip()
        raise RuleBroken(f"“{shortened(text, SHOWN)}” is not a number. Write it like {example}.")
    if not parts[2]:
        return to_stored(number, usual)
    unit = unit_named(parts[2], quantity, usual.code)
    if unit is None:
        raise RuleBroken(_wrong_unit(parts[2], quantity, usual))
    return to_stored(number, unit)


def as_thousands(typed: str) -> Decimal | None:
    """What 10,250 is if its mark stands between thousands; None: it cannot stand there."""
    found = _THOUSANDS.match(typed.strip())
    return None if found is None else a_number(re.sub("[.,]", "", found[0]))


def two_ways(typed: str, whole: Decimal, number: Decimal) -> RuleBroken:
    """The refusal of what may be *whole* as well as *number*."""
    told, small = shortened(typed.strip(), SHOWN), f"{number:f}".rstrip("0").rstrip(".")
    return RuleBroken(f"“{told}” can be read in two ways. Write {whole} or {small}.")


def unit_typed(typed: str, quantity: Quantity, usual: Unit) -> Unit:
    """The unit that stands in what was *typed*; *usual* if there is none."""
    parts = _WITH_UNIT.fullmatch(typed.strip())
    named = unit_named(parts[2], quantity, usual.code) if parts is not None and parts[2] else None
    return named or usual


def a_number(text: str) -> Decimal | None:
    """A plain decimal number, with a point or a comma; None: it is none."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or len(found[2]) > MOST_DIGITS:
        return None
    number = Decimal(found[2].replace(",", "."))
    return -number if found[1] in {"-", "−"} else number


def _feet(found: re.Match[str]) -> float:
    inches = Decimal((found[2] or "0").replace(",", "."))
    return to_stored(int(found[1]) * _INCHES_A_FOOT + inches, INCH)


def _wrong_unit(text: str, quantity: Quantity, usual: Unit) -> str:
    known = [usual.code] if quantity is Quantity.OWN else [unit.code for unit in _ALL[quantity]]
    units = " or ".join(", ".join(filter(None, known)).rsplit(", ", 1))
    told = shortened(text.strip(), SHOWN)
    return (
        f"“{told}” is not a unit of this. Write {units}."
        if units
        else f"“{told}” is too much: it has no unit."
    )
