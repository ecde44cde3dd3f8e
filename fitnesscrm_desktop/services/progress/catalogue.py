"""The metrics that every studio has. Those of its own are in the table ``metric``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fitnesscrm_desktop.models.values import Better, Method, Quantity
from fitnesscrm_desktop.services.progress.results import MetricInfo

_MM = 0.001
_CM = 0.01


def _body() -> Iterator[MetricInfo]:
    def one(key: str, name: str, quantity: Quantity, better: Better, least: float, most: float) -> MetricInfo:
        return MetricInfo(
            key, name, quantity, better, least, most, "body", method=_METHODS.get(key, Method.SCALES),
            at_once=_AT_ONCE.get(key, 0.15), a_week=_A_WEEK.get(key, 0.03),
        )  # fmt: skip

    yield one("weight", "Weight", Quantity.MASS, Better.NEITHER, 2, 400)
    yield one("height", "Height", Quantity.LENGTH, Better.NEITHER, 0.4, 2.6)
    yield one("body_fat", "Body fat", Quantity.SHARE, Better.DOWN, 2, 75)
    yield one("muscle_mass", "Muscle mass", Quantity.MASS, Better.UP, 2, 200)
    yield one("skeletal_muscle", "Skeletal muscle mass", Quantity.MASS, Better.UP, 1, 150)
    yield one("water", "Body water", Quantity.SHARE, Better.UP, 20, 85)
    yield one("bone_mass", "Bone mass", Quantity.MASS, Better.NEITHER, 0.3, 12)


_AT_ONCE = {"weight": 0.05, "height": 0.02}
_A_WEEK = {"weight": 0.01, "height": 0.0005}
_METHODS = {"height": Method.TAPE}

_GIRTHS: Mapping[str, tuple[str, Better, float, float]] = {
    "neck": ("Neck", Better.NEITHER, 15, 80),
    "shoulders": ("Shoulders", Better.NEITHER, 50, 220),
    "chest": ("Chest", Better.NEITHER, 40, 220),
    "waist": ("Waist", Better.DOWN, 35, 250),
    "abdomen": ("Abdomen at the navel", Better.DOWN, 35, 260),
    "hips": ("Hips", Better.DOWN, 40, 260),
    "upper_arm_left": ("Upper arm, left", Better.UP, 10, 80),
    "upper_arm_right": ("Upper arm, right", Better.UP, 10, 80),
    "thigh_left": ("Thigh, left", Better.UP, 20, 130),
    "thigh_right": ("Thigh, right", Better.UP, 20, 130),
    "calf_left": ("Calf, left", Better.UP, 12, 90),
    "calf_right": ("Calf, right", Better.UP, 12, 90),
}
"""Name, which way is better, and centimetres."""
_FOLDS: Mapping[str, str] = {
    "fold_chest": "Skinfold, chest",
    "fold_midaxillary": "Skinfold, midaxillary",
    "fold_triceps": "Skinfold, triceps",
    "fold_subscapular": "Skinfold, subscapular",
    "fold_abdomen": "Skinfold, abdomen",
    "fold_suprailiac": "Skinfold, suprailiac",
    "fold_thigh": "Skinfold, thigh",
}


def _girths() -> Iterator[MetricInfo]:
    for key, (name, better, least, most) in _GIRTHS.items():
        yield MetricInfo(
            key,
            name,
            Quantity.LENGTH,
            better,
            round(least * _CM, 2),
            round(most * _CM, 2),
            "girths",
            method=Method.TAPE,
            at_once=0.08,
            a_week=0.02,
        )


def _folds() -> Iterator[MetricInfo]:
    for key, name in _FOLDS.items():
        yield MetricInfo(
            key,
            name,
            Quantity.THICKNESS,
            Better.DOWN,
            _MM,
            0.1,
            "folds",
            method=Method.CALIPERS,
            at_once=0.5,
            a_week=0.05,
        )


def _heart() -> Iterator[MetricInfo]:
    monitor = Method.MONITOR
    rate, pressure = Quantity.RATE, Quantity.PRESSURE
    down = Better.DOWN
    yield MetricInfo(
        "resting_pulse", "Resting pulse", rate, down, 25, 150, "heart", method=monitor, at_once=0.5
    )
    yield MetricInfo(
        "systolic", "Blood pressure, upper", pressure, down, 60, 260, "heart", method=monitor, at_once=0.45
    )
    yield MetricInfo(
        "diastolic", "Blood pressure, lower", pressure, down, 30, 160, "heart", method=monitor, at_once=0.45
    )


def _fitness() -> Iterator[MetricInfo]:
    test, up = Method.TEST, Better.UP
    yield MetricInfo("vo2max", "VO2max", Quantity.UPTAKE, up, 8, 100, "fitness", method=test, at_once=0.3)
    yield MetricInfo(
        "flexibility", "Flexibility, sit and reach", Quantity.LENGTH, up, -0.6, 0.8, "fitness", method=test
    )
    yield MetricInfo("plank", "Plank", Quantity.DURATION, up, 1, 36000, "fitness", method=test)


SHIPPED: Mapping[str, MetricInfo] = {
    metric.key: metric
    for metrics in (_body(), _girths(), _folds(), _heart(), _fitness())
    for metric in metrics
}
"""By key, in the order of lists."""

USUAL = ("weight", "body_fat", "muscle_mass", "waist", "hips", "resting_pulse")
"""What the quick entry offers to somebody who was never measured."""

ALSO_CALLED: Mapping[str, str] = {
    "fat": "body_fat",
    "bodyfat": "body_fat",
    "body_fat_percentage": "body_fat",
    "muscle": "muscle_mass",
    "body_water": "water",
    "hip": "hips",
    "pulse": "resting_pulse",
    "heart_rate": "resting_pulse",
    "resting_heart_rate": "resting_pulse",
    "vo2": "vo2max",
    "bp_systolic": "systolic",
    "bp_diastolic": "diastolic",
    "arm_left": "upper_arm_left",
    "arm_right": "upper_arm_right",
    "navel": "abdomen",
}
PRESSURE = frozenset({"blood_pressure", "bp"})
"""Typed as 120/80: two metrics in one."""
UPPER, LOWER = "systolic", "diastolic"
