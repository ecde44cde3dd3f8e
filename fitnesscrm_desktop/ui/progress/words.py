"""How metrics, values and changes are called and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import ActivityLevel, Better, Method, Quantity, Sex, UnitSystem
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.results import Latest, MetricInfo
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.metric_names import metric_names

WHOLE = {Quantity.RATE, Quantity.PRESSURE, Quantity.ENERGY, Quantity.DURATION}
MINUS, NO_CHANGE = "−", "±0"


def tr(text: str) -> str:
    """Translate a text of this feature."""
    return QCoreApplication.translate("Progress", text)


def metric_word(metric: MetricInfo) -> str:
    """What a metric is called."""
    return metric_names().get(metric.key, metric.name)


def unit_of(metric: MetricInfo, system: UnitSystem) -> units.Unit:
    """The unit in which a metric is shown."""
    return units.shown_unit(metric.quantity, system, metric.unit)


def decimals_of(metric: MetricInfo) -> int:
    """How many digits behind the point a chart shows."""
    if metric.quantity is Quantity.RATIO:
        return 2
    return 0 if metric.quantity in WHOLE else 1


def number_text(value: float, unit: units.Unit, formats: Formats, least: int = 0) -> str:
    """A stored value as a number of *unit*, as the studio writes it, with at *least* so many decimals."""
    number = Decimal(units.number_shown(value, unit))
    if unit.quantity in WHOLE:
        number = number.quantize(Decimal(1))
    return formats.decimal(number, least)


def aligned_text(value: float, metric: MetricInfo, system: UnitSystem, formats: Formats) -> str:
    """A stored value with its unit, for a column in which all have as many decimals."""
    unit = unit_of(metric, system)
    return f"{number_text(value, unit, formats, decimals_of(metric))} {unit.code}".strip()


def value_text(value: float, metric: MetricInfo, system: UnitSystem, formats: Formats) -> str:
    """A stored value with its unit."""
    unit = unit_of(metric, system)
    return f"{number_text(value, unit, formats)} {unit.code}".strip()


def typed_text(value: float, metric: MetricInfo, system: UnitSystem, formats: Formats) -> str:
    """A stored value with its unit as a field offers it to be changed; what it says can be read again."""
    unit = unit_of(metric, system)
    return f"{typed_number(value, unit, formats)} {unit.code}".strip()


def typed_number(value: float, unit: units.Unit, formats: Formats) -> str:
    """The same without the unit."""
    return formats.typed(Decimal(units.number_shown(value, unit)))


def change_text(latest: Latest, system: UnitSystem, formats: Formats) -> str:
    """By how much it is more or less than before; empty: there was nothing before."""
    change = latest.change
    if change is None:
        return ""
    number = number_text(abs(change), unit_of(latest.metric, system), formats)
    if number.strip("0.,") == "":
        return NO_CHANGE
    return f"{'+' if change > 0 else MINUS}{number}"


def change_tone(latest: Latest, system: UnitSystem, formats: Formats) -> Tone | None:
    """Green for the better; nothing is said against anybody, or of what is too little to be seen."""
    change, better = latest.change, latest.metric.better
    if not change or change_text(latest, system, formats) == NO_CHANGE:
        return None
    good = (change > 0 and better is Better.UP) or (change < 0 and better is Better.DOWN)
    return Tone.GREEN if good else Tone.NEUTRAL


def about_metric(latest: Latest, formats: Formats) -> str:
    """Name, day, and for what is computed the formula and where it was published."""
    metric = latest.metric
    words = [metric_word(metric), tr("Last value: {day}").format(day=formats.day(latest.now.day))]
    if latest.before is not None:
        words.append(tr("Before: {day}").format(day=formats.day(latest.before.day)))
    if metric.derived:
        words.append(about_formula(metric))
    return "\n".join(words)


def about_formula(metric: MetricInfo) -> str:
    """How it is computed, and where that was published."""
    computed = tr("Computed: {formula}").format(formula=metric.formula)
    source = tr("Source: {source}").format(source=metric.source)
    return f"{computed}\n{source}"


def missing_text(missing: Mapping[str, Sequence[str]]) -> str:
    """What is computed as soon as something more is known; the one that lacks least."""
    key = min(missing, key=lambda key: len(missing[key]), default="")
    if not key:
        return ""
    names = metric_names()
    others = {
        "sex": tr("sex"),
        "born": tr("date of birth"),
        "activity": tr("activity"),
        "grown_up": tr("an age of 18 or more"),
    }
    needs = [others.get(need) or names.get(need, need) for need in missing[key]]
    text = tr("“{metric}” is computed as soon as this is known: {needs}.")
    return text.format(metric=names.get(key, key), needs="; ".join(needs))


def method_word(method: Method) -> str:
    """How something was measured."""
    return {
        Method.NOT_SAID: "",
        Method.SCALES: tr("Scales"),
        Method.TAPE: tr("Tape"),
        Method.CALIPERS: tr("Calipers"),
        Method.SCANNER: tr("Body scanner"),
        Method.MONITOR: tr("Monitor"),
        Method.TEST: tr("Test"),
        Method.TOLD: tr("The client says so"),
    }[method]


def sex_words() -> list[tuple[str, str]]:
    """What the formulas ask for."""
    return [(Sex.UNKNOWN, tr("Not known")), (Sex.FEMALE, tr("Female")), (Sex.MALE, tr("Male"))]


def activity_words() -> list[tuple[str, str]]:
    """How much somebody moves."""
    return [
        (ActivityLevel.UNKNOWN, tr("Not known")),
        (ActivityLevel.SEDENTARY, tr("Sits most of the day")),
        (ActivityLevel.LIGHT, tr("Light: trains 1 to 3 days a week")),
        (ActivityLevel.MODERATE, tr("Moderate: trains 3 to 5 days a week")),
        (ActivityLevel.HIGH, tr("High: trains 6 or 7 days a week")),
        (ActivityLevel.VERY_HIGH, tr("Very high: hard work or two trainings a day")),
    ]


def unit_system_words(studio: str) -> list[tuple[str, str]]:
    """In which units a client thinks."""
    return [
        ("", studio),
        (UnitSystem.METRIC, tr("Kilograms and centimetres")),
        (UnitSystem.IMPERIAL, tr("Pounds and inches")),
    ]
