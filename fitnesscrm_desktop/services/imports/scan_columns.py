"""What the columns of a body scanner's file mean: by the words of their headings, with the units in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.imports.scan_results import DAY, PERSON, TIME, ScanChoice, ScanColumn
from fitnesscrm_desktop.services.imports.table import Row
from fitnesscrm_desktop.services.progress.catalogue import ALSO_CALLED
from fitnesscrm_desktop.services.progress.derived import DERIVED
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.services.progress.units import KILOGRAM, any_unit

HEADING_WITHIN = 10
SAMPLES, LONGEST_SAMPLE = 3, 80
COMPUTED = "computed"
LITRE = "l"
"""Body water in litres is as many kilograms."""

_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s*")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_LAST_WORD = re.compile(r"[\s,_/-]+(\S+)$")
_NO_WORD = re.compile(r"[\s_.:;,/\\()\[\]*#-]+")

_WORDS: Mapping[str, str] = {
    DAY: "date|datum|day|tag|test date|test date time|date time|datetime|timestamp|"
    "measurement date|measured at|date of measurement|measurement time|"
    "time of measurement|messdatum|messzeitpunkt|fecha|date de mesure|data",
    TIME: "time|uhrzeit|zeit|hora|heure|test time",
    PERSON: "name|user|user name|username|client|client name|member|member name|patient|"
    "kunde|nutzer|id|user id",
    "weight": "weight|body weight|bodyweight|gewicht|korpergewicht|peso|poids|wt",
    "height": "height|body height|grosse|korpergrosse|estatura|altura|taille",
    "body_fat": "body fat|fat|bodyfat|percent body fat|body fat percentage|pbf|fat percent|"
    "fat ratio|body fat ratio|percentage body fat|fat percentage|korperfett|"
    "korperfettanteil|fett|grasa corporal|masse grasse|fat mass|body fat mass|"
    "bfm|fettmasse",
    "muscle_mass": "muscle mass|muscle|muskelmasse|muskel|masa muscular|masse musculaire|muscles",
    "skeletal_muscle": "skeletal muscle mass|skeletal muscle|smm|skelettmuskelmasse|skelettmuskel",
    "water": "body water|water|total body water|tbw|hydration|body water percentage|"
    "total body water percentage|korperwasser|wasser|wasseranteil|agua corporal|"
    "eau|masse hydrique",
    "bone_mass": "bone mass|bone|bone mineral content|bmc|knochenmasse|masa osea|masse osseuse",
    "neck": "neck|neck circumference|hals|halsumfang",
    "chest": "chest|chest circumference|brust|brustumfang",
    "waist": "waist|waist circumference|taille umfang|taillenumfang|bauchumfang",
    "abdomen": "abdomen|abdomen circumference|abdominal circumference|abdominal girth",
    "hips": "hip|hips|hip circumference|hips circumference|huftumfang|hufte",
    "upper_arm_left": "left arm circumference|left upper arm circumference|arm circumference left",
    "upper_arm_right": "right arm circumference|right upper arm circumference|arm circumference right",
    "thigh_left": "left thigh circumference|thigh circumference left",
    "thigh_right": "right thigh circumference|thigh circumference right",
    "calf_left": "left calf circumference|calf circumference left",
    "calf_right": "right calf circumference|calf circumference right",
    "resting_pulse": "heart rate|resting heart rate|pulse|resting pulse|puls|ruhepuls",
    "systolic": "systolic|systolic blood pressure|systolisch|sys",
    "diastolic": "diastolic|diastolic blood pressure|diastolisch|dia",
    "vo2max": "vo2max|vo2 max",
    "bmi": "bmi|body mass index",
    "bmr": "bmr|basal metabolic rate|basal metabolism|grundumsatz|metabolism",
    "waist_hip": "whr|waist hip ratio|waist to hip ratio",
}
"""How the headings are written, without accents and punctuation."""
_OF_WORD = {word: target for target, words in _WORDS.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class ScanLayout:
    """Where the values start, and the columns."""

    heading_row: int
    columns: tuple[ScanColumn, ...]

    @property
    def fingerprint(self) -> str:
        """What files with the same headings have in common."""
        titles = "\n".join(fold(column.title) for column in self.columns)
        return hashlib.sha256(titles.encode()).hexdigest()


def find_scan_layout(head: Sequence[Row], metrics: Mapping[str, MetricInfo]) -> ScanLayout:
    """Look at the first rows of a file. Raises ``RuleBroken`` when no row has headings that are known."""
    filled = [(number, row) for number, row in head if any(cell.strip() for cell in row)]
    known = [sum(choice_of(cell, metrics) is not None for cell in row) for _n, row in filled[:HEADING_WITHIN]]
    if not known or not max(known):
        raise RuleBroken(
            "No row of the file has headings such as “Date” and “Weight (kg)”. Export it again with headings."
        )
    place = known.index(max(known))
    number, titles = filled[place]
    below = [row for _number, row in filled[place + 1 :]]
    columns = [_column(index, titles[index], below, metrics) for index in range(len(titles))]
    return ScanLayout(number, _once_each(columns))


def choice_of(title: str, metrics: Mapping[str, MetricInfo]) -> ScanChoice | None:
    """What a column of this *title* holds; None: not known."""
    words, unit = split_unit(_NUMBERED.sub("", title))
    inside = _BRACKETS.search(words)
    before = words[: inside.start()] if inside else words
    for way in (words, before, inside[1] if inside else ""):
        folded = fold(_NO_WORD.sub(" ", way))
        target = _OF_WORD.get(folded) or _own(folded, metrics)
        if target is not None:
            return ScanChoice(target, unit)
    return None


def split_unit(title: str) -> tuple[str, str]:
    """A heading without its unit, and the unit: ``Weight (kg)``, ``Body Fat %``, ``weight_lb``."""
    for found in reversed(list(_BRACKETS.finditer(title))):
        unit = _unit(found[1])
        if unit:
            return (title[: found.start()] + title[found.end() :]).strip(), unit
    last = _LAST_WORD.search(title.strip())
    unit = _unit(last[1]) if last else ""
    return (title.strip()[: last.start()], unit) if last and unit else (title.strip(), "")


def _unit(text: str) -> str:
    word = text.strip().casefold()
    if word == LITRE:
        return LITRE
    unit = any_unit(word)
    return "" if unit is None else unit.code


def _own(folded: str, metrics: Mapping[str, MetricInfo]) -> str | None:
    key = folded.replace(" ", "_")
    if ALSO_CALLED.get(key, key) in metrics:
        return ALSO_CALLED.get(key, key)
    return next((metric.key for metric in metrics.values() if fold(metric.name) == folded), None)


def _column(
    index: int, title: str, rows: Sequence[Sequence[str]], metrics: Mapping[str, MetricInfo]
) -> ScanColumn:
    values = dict.fromkeys(row[index].strip() for row in rows if index < len(row) and row[index].strip())
    samples = tuple(value[:LONGEST_SAMPLE] for value in values)[:SAMPLES]
    choice = choice_of(title, metrics)
    if choice is not None and choice.target in DERIVED:
        return ScanColumn(index, _short(title), samples, None, COMPUTED)
    return ScanColumn(index, _short(title), samples, choice)


def _short(title: str) -> str:
    return " ".join(title.split())[:LONGEST_SAMPLE]


def _once_each(columns: Sequence[ScanColumn]) -> tuple[ScanColumn, ...]:
    """A metric is taken from one column only; per cent before kilograms, as that is how it is stored."""
    best: dict[str, ScanColumn] = {}
    for column in columns:
        if column.suggestion is None:
            continue
        target = column.suggestion.target
        if target not in best or (_in_kilograms(best[target]) and not _in_kilograms(column)):
            best[target] = column
    return tuple(
        column
        if column.suggestion is None or best[column.suggestion.target] is column
        else ScanColumn(column.index, column.title, column.samples, None)
        for column in columns
    )


def _in_kilograms(column: ScanColumn) -> bool:
    return column.suggestion is not None and column.suggestion.unit in {KILOGRAM.code, LITRE, "lb"}
