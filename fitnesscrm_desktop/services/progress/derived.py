"""What follows from measurements: computed as of a day, never typed and never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import ActivityLevel, Better, Quantity, Sex
from fitnesscrm_desktop.services.clients.rules import age_on
from fitnesscrm_desktop.services.progress import formulas
from fitnesscrm_desktop.services.progress.results import BodyInfo, MetricInfo

GROUP = "derived"
SEX, BORN, ACTIVITY, GROWN_UP = "sex", "born", "activity", "grown_up"
"""Needs that are not measured."""
YOUNGEST = 18
"""The formulas that ask for the age were made for grown-ups."""
_FAT = range(2, 76)
"""What is outside of it says that the girths or folds were not those of a body."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known as of one day; ``of`` holds stored values."""

    of: Mapping[str, float]
    sex: Sex
    activity: ActivityLevel
    age: int | None

    def cm(self, key: str) -> float:
        return self.of[key] * 100

    def folds(self, keys: Iterable[str]) -> float:
        return sum(self.of[key] * 1000 for key in keys)

    def has(self, need: str) -> bool:
        match need:
            case "sex":
                return self.sex is not Sex.UNKNOWN
            case "activity":
                return self.activity is not ActivityLevel.UNKNOWN
            case "born":
                return self.age is not None
            case _:
                return need in self.of


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived metric and how it is computed."""

    metric: MetricInfo
    needs: Callable[[Sex], tuple[str, ...]]
    compute: Callable[[_Facts], float | None]

    def all_needs(self) -> tuple[str, ...]:
        """Whatever the sex is."""
        return tuple(dict.fromkeys(need for sex in (Sex.FEMALE, Sex.MALE) for need in self.needs(sex)))


def _bmr(facts: _Facts) -> float:
    return formulas.bmr(facts.of["weight"], facts.cm("height"), facts.age or 0, facts.sex)


def _navy(facts: _Facts) -> float | None:
    neck, height = facts.cm("neck"), facts.cm("height")
    if facts.sex is Sex.FEMALE:
        return formulas.navy_female(height, facts.cm("waist"), facts.cm("hips"), neck)
    at_navel = "abdomen" if "abdomen" in facts.of else "waist"
    return formulas.navy_male(height, facts.cm(at_navel), neck)


def _three(facts: _Facts) -> float:
    folds = facts.folds(formulas.THREE_FOLDS[facts.sex])
    return formulas.siri(formulas.density_of_three(folds, facts.age or 0, facts.sex))


def _seven(facts: _Facts) -> float:
    folds = facts.folds(formulas.SEVEN_FOLDS)
    return formulas.siri(formulas.density_of_seven(folds, facts.age or 0, facts.sex))


def _bounded(compute: Callable[[_Facts], float | None]) -> Callable[[_Facts], float | None]:
    def in_range(facts: _Facts) -> float | None:
        found = compute(facts)
        return found if found is not None and _FAT[0] <= found <= _FAT[-1] else None

    return in_range


def _always(*needs: str) -> Callable[[Sex], tuple[str, ...]]:
    return lambda _sex: needs


def _metric(
    key: str, name: str, quantity: Quantity, better: Better, *, formula: str, source: str
) -> MetricInfo:
    return MetricInfo(
        key, name, quantity, better, 0, 1e6, GROUP, derived=True, formula=formula, source=source
    )  # fmt: skip


def _all() -> Iterator[Derived]:
    share, ratio, energy = Quantity.SHARE, Quantity.RATIO, Quantity.ENERGY
    down, neither = Better.DOWN, Better.NEITHER
    yield Derived(
        _metric(
            "bmi", "Body mass index", Quantity.MASS_PER_AREA, neither,
            formula="weight in kg / (height in m)²",
            source="Quetelet 1832; named by Keys and others, J Chronic Dis 1972; 25: 329–343",
        ),
        _always("weight", "height"),
        lambda facts: formulas.bmi(facts.of["weight"], facts.cm("height")),
    )  # fmt: skip
    yield Derived(
        _metric(
            "bmr", "Energy at rest", energy, neither,
            formula="10 × kg + 6.25 × cm − 5 × years, + 5 for men, − 161 for women",
            source="Mifflin and others, Am J Clin Nutr 1990; 51: 241–247",
        ),
        _always("weight", "height", SEX, BORN),
        _bmr,
    )  # fmt: skip
    yield Derived(
        _metric(
            "tdee", "Energy of a usual day", energy, neither,
            formula="energy at rest × 1.2 (sitting), 1.375 (light), 1.55 (moderate), 1.725 (high) or 1.9",
            source="Mifflin–St Jeor, with the activity factors of McArdle, Katch and Katch",
        ),
        _always("weight", "height", SEX, BORN, ACTIVITY),
        lambda facts: formulas.tdee(_bmr(facts), facts.activity),
    )  # fmt: skip
    yield Derived(
        _metric(
            "waist_hip", "Waist to hips", ratio, down,
            formula="waist / hips",
            source="WHO, Waist Circumference and Waist–Hip Ratio, Geneva 2008",
        ),
        _always("waist", "hips"),
        lambda facts: facts.of["waist"] / facts.of["hips"],
    )  # fmt: skip
    yield Derived(
        _metric(
            "waist_height", "Waist to height", ratio, down,
            formula="waist / height",
            source="Ashwell and Hsieh, Int J Food Sci Nutr 2005; 56: 303–307",
        ),
        _always("waist", "height"),
        lambda facts: facts.of["waist"] / facts.of["height"],
    )  # fmt: skip
    yield Derived(
        _metric(
            "body_fat_navy", "Body fat (US Navy)", share, down,
            formula="495 / density − 450; men 1.0324 − 0.19077 log(abdomen − neck) + 0.15456 log(height), "
            "women 1.29579 − 0.35004 log(waist + hips − neck) + 0.22100 log(height), in cm",
            source="Hodgdon and Beckett, Naval Health Research Center reports 84-11 and 84-29, 1984",
        ),
        lambda sex: ("height", "waist", "hips", "neck", SEX) if sex is Sex.FEMALE
        else ("height", "abdomen", "neck", SEX),
        _bounded(_navy),
    )  # fmt: skip
    yield Derived(
        _metric(
            "body_fat_jp3", "Body fat (3 skinfolds)", share, down,
            formula="495 / density − 450; S = sum of three folds in mm, men (chest, abdomen, thigh) "
            "1.10938 − 0.0008267 S + 0.0000016 S² − 0.0002574 years, women (triceps, suprailiac, thigh) "
            "1.0994921 − 0.0009929 S + 0.0000023 S² − 0.0001392 years",
            source="Jackson and Pollock, Br J Nutr 1978; 40: 497–504; Jackson, Pollock and Ward, "
            "Med Sci Sports Exerc 1980; 12: 175–181; Siri 1961",
        ),
        lambda sex: (*formulas.THREE_FOLDS.get(sex, ("fold_thigh",)), SEX, BORN),
        _bounded(_three),
    )  # fmt: skip
    yield Derived(
        _metric(
            "body_fat_jp7", "Body fat (7 skinfolds)", share, down,
            formula="495 / density − 450; S = sum of seven folds in mm, men 1.112 − 0.00043499 S "
            "+ 0.00000055 S² − 0.00028826 years, women 1.097 − 0.00046971 S + 0.00000056 S² "
            "− 0.00012828 years",
            source="Jackson and Pollock, Br J Nutr 1978; 40: 497–504; Jackson, Pollock and Ward, "
            "Med Sci Sports Exerc 1980; 12: 175–181; Siri 1961",
        ),
        _always(*formulas.SEVEN_FOLDS, SEX, BORN),
        _bounded(_seven),
    )  # fmt: skip


DERIVED: Mapping[str, Derived] = {each.metric.key: each for each in _all()}
_FOR_GROWN_UPS = frozenset({"bmr", "tdee", "body_fat_navy", "body_fat_jp3", "body_fat_jp7"})


def inputs_of(keys: Iterable[str]) -> frozenset[str]:
    """What has to be read to compute *keys*."""
    return frozenset(
        need
        for key in keys
        for sex in Sex
        for need in (*DERIVED[key].needs(sex), *(("waist",) if key == "body_fat_navy" else ()))
        if need not in {SEX, BORN, ACTIVITY}
    )


def follows_from(key: str, sex: Sex, of: Mapping[str, float]) -> frozenset[str]:
    """What *key* is computed from for a body of this *sex*, of which *of* is known."""
    needs = set(DERIVED[key].needs(sex)) - {SEX, BORN, ACTIVITY}
    if "abdomen" in needs and "abdomen" not in of:
        needs.add("waist")  # stands in for it
    return frozenset(needs)


def missing_for(key: str, of: Mapping[str, float], body: BodyInfo, day: date) -> tuple[str, ...]:
    """What a derived metric lacks on *day*; empty: it can be computed.

    Formulas that were made for grown-ups would be wrong for others, so these get none.
    """
    facts = _facts(of, body, day)
    if key in _FOR_GROWN_UPS and facts.age is not None and facts.age < YOUNGEST:
        return (GROWN_UP,)
    lacking = tuple(need for need in DERIVED[key].needs(body.sex) if not facts.has(need))
    return () if lacking == ("abdomen",) and "waist" in of else lacking


def value_of(key: str, of: Mapping[str, float], body: BodyInfo, day: date) -> float | None:
    """A derived metric from what was known on *day*; None: it cannot be computed."""
    if missing_for(key, of, body, day):
        return None
    return DERIVED[key].compute(_facts(of, body, day))


def _facts(of: Mapping[str, float], body: BodyInfo, day: date) -> _Facts:
    age = None if body.born is None or body.born > day else age_on(body.born, day)
    return _Facts(of, body.sex, body.activity, age)
