"""The formulas of bodies as they were published. Kilograms, centimetres, millimetres of skin, years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log10
from types import MappingProxyType

from fitnesscrm_desktop.models.values import ActivityLevel, Sex

ACTIVITY_FACTORS: Mapping[ActivityLevel, float] = MappingProxyType(
    {
        ActivityLevel.SEDENTARY: 1.2,
        ActivityLevel.LIGHT: 1.375,
        ActivityLevel.MODERATE: 1.55,
        ActivityLevel.HIGH: 1.725,
        ActivityLevel.VERY_HIGH: 1.9,
    }
)
MIFFLIN = {Sex.MALE: 5.0, Sex.FEMALE: -161.0}
INCH = 2.54


def bmi(weight: float, height: float) -> float:
    """Kilograms a square metre."""
    return weight / (height / 100) ** 2


def bmr(weight: float, height: float, age: float, sex: Sex) -> float:
    """Kilocalories a day at rest, Mifflin and others 1990."""
    return 10 * weight + 6.25 * height - 5 * age + MIFFLIN[sex]


def tdee(at_rest: float, activity: ActivityLevel) -> float:
    """Kilocalories of a usual day."""
    return at_rest * ACTIVITY_FACTORS[activity]


def navy_male(height: float, abdomen: float, neck: float) -> float | None:
    """Per cent of fat from girths in centimetres (Hodgdon and Beckett 1984); None: the girths do not fit."""
    if abdomen <= neck:
        return None
    return siri(1.0324 - 0.19077 * log10(abdomen - neck) + 0.15456 * log10(height))


def navy_female(height: float, waist: float, hips: float, neck: float) -> float | None:
    """The same for women."""
    if waist + hips <= neck:
        return None
    return siri(1.29579 - 0.35004 * log10(waist + hips - neck) + 0.22100 * log10(height))


@dataclass(frozen=True, slots=True)
class _Folds:
    """A regression of body density on a sum of skinfolds and the age."""

    constant: float
    linear: float
    square: float
    age: float

    def density(self, folds: float, age: float) -> float:
        return self.constant - self.linear * folds + self.square * folds**2 - self.age * age


_THREE = {
    Sex.MALE: _Folds(1.10938, 0.0008267, 0.0000016, 0.0002574),
    Sex.FEMALE: _Folds(1.0994921, 0.0009929, 0.0000023, 0.0001392),
}
_SEVEN = {
    Sex.MALE: _Folds(1.112, 0.00043499, 0.00000055, 0.00028826),
    Sex.FEMALE: _Folds(1.097, 0.00046971, 0.00000056, 0.00012828),
}
THREE_FOLDS = {
    Sex.MALE: ("fold_chest", "fold_abdomen", "fold_thigh"),
    Sex.FEMALE: ("fold_triceps", "fold_suprailiac", "fold_thigh"),
}
SEVEN_FOLDS = (
    "fold_chest",
    "fold_midaxillary",
    "fold_triceps",
    "fold_subscapular",
    "fold_abdomen",
    "fold_suprailiac",
    "fold_thigh",
)


def density_of_three(folds: float, age: float, sex: Sex) -> float:
    """Body density from the sum of three skinfolds in millimetres (Jackson and Pollock 1978, 1980)."""
    return _THREE[sex].density(folds, age)


def density_of_seven(folds: float, age: float, sex: Sex) -> float:
    """The same from seven."""
    return _SEVEN[sex].density(folds, age)


def siri(density: float) -> float:
    """Per cent of fat from the density of the body in grams a millilitre (Siri 1961)."""
    return 495 / density - 450
