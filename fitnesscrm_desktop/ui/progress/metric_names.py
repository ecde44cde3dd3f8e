"""The names of the metrics that every studio has."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Metrics", text)


def metric_names() -> dict[str, str]:
    """By key; metrics of a studio's own are called what the studio calls them."""
    return {
        "weight": _tr("Weight"),
        "height": _tr("Height"),
        "body_fat": _tr("Body fat"),
        "muscle_mass": _tr("Muscle mass"),
        "skeletal_muscle": _tr("Skeletal muscle mass"),
        "water": _tr("Body water"),
        "bone_mass": _tr("Bone mass"),
        "neck": _tr("Neck"),
        "shoulders": _tr("Shoulders"),
        "chest": _tr("Chest"),
        "waist": _tr("Waist"),
        "abdomen": _tr("Abdomen at the navel"),
        "hips": _tr("Hips"),
        "upper_arm_left": _tr("Upper arm, left"),
        "upper_arm_right": _tr("Upper arm, right"),
        "thigh_left": _tr("Thigh, left"),
        "thigh_right": _tr("Thigh, right"),
        "calf_left": _tr("Calf, left"),
        "calf_right": _tr("Calf, right"),
        "fold_chest": _tr("Skinfold, chest"),
        "fold_midaxillary": _tr("Skinfold, midaxillary"),
        "fold_triceps": _tr("Skinfold, triceps"),
        "fold_subscapular": _tr("Skinfold, subscapular"),
        "fold_abdomen": _tr("Skinfold, abdomen"),
        "fold_suprailiac": _tr("Skinfold, suprailiac"),
        "fold_thigh": _tr("Skinfold, thigh"),
        "resting_pulse": _tr("Resting pulse"),
        "systolic": _tr("Blood pressure, upper"),
        "diastolic": _tr("Blood pressure, lower"),
        "vo2max": _tr("VO2max"),
        "flexibility": _tr("Flexibility, sit and reach"),
        "plank": _tr("Plank"),
        "bmi": _tr("Body mass index"),
        "bmr": _tr("Energy at rest"),
        "tdee": _tr("Energy of a usual day"),
        "waist_hip": _tr("Waist to hips"),
        "waist_height": _tr("Waist to height"),
        "body_fat_navy": _tr("Body fat (US Navy)"),
        "body_fat_jp3": _tr("Body fat (3 skinfolds)"),
        "body_fat_jp7": _tr("Body fat (7 skinfolds)"),
    }


def panel_names() -> dict[str, str]:
    """Metrics that share one axis: both sides of a body, both values of the blood pressure."""
    sides = {
        "upper_arm": _tr("Upper arm"),
        "thigh": _tr("Thigh"),
        "calf": _tr("Calf"),
    }
    shared = {f"{key}_{side}": name for key, name in sides.items() for side in ("left", "right")}
    return shared | dict.fromkeys(("systolic", "diastolic"), _tr("Blood pressure"))
