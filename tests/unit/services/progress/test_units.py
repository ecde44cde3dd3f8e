"""What is typed is what is shown, and a wrong unit is said in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import Quantity, UnitSystem
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.progress import units


@pytest.mark.parametrize(
    ("typed", "quantity", "stored"),
    [
        ("80kg", Quantity.MASS, 80),
        ("80,5 kg", Quantity.MASS, 80.5),
        ("180 lbs", Quantity.MASS, 81.6466266),
        ("12 st", Quantity.MASS, 76.20351816),
        ("82.5 cm", Quantity.LENGTH, 0.825),
        ("32.5 in", Quantity.LENGTH, 0.8255),
        ("5'11\"", Quantity.LENGTH, 1.8034),
        ("5 ft 11 in", Quantity.LENGTH, 1.8034),
        ("6ft", Quantity.LENGTH, 1.8288),
        ("12st 4lb", Quantity.MASS, 78.01788764),
        ("12 stone 4.5 lbs", Quantity.MASS, 78.244683825),
        ("12st", Quantity.MASS, 76.20351816),
        ("12.5 mm", Quantity.THICKNESS, 0.0125),
        ("21 %", Quantity.SHARE, 21),
        ("1:30", Quantity.DURATION, 90),
        ("2 min", Quantity.DURATION, 120),
        ("58 bpm", Quantity.RATE, 58),
        ("-4 cm", Quantity.LENGTH, -0.04),
    ],
)
def test_a_value_with_its_unit(typed: str, quantity: Quantity, stored: float) -> None:
    usual = units.shown_unit(quantity, UnitSystem.METRIC)
    assert units.read(typed, quantity, usual) == pytest.approx(stored, rel=1e-12)


@pytest.mark.parametrize(
    "typed", ["nan", "NaN kg", "inf", "1e308", "1e3 kg", "", "kg", "8o", "80 82", "9" * 30, "٨٠", "0x50"]
)
def test_what_is_no_number_is_told(typed: str) -> None:
    with pytest.raises(RuleBroken, match=r"not a number|not a unit"):
        units.read(typed, Quantity.MASS, units.KILOGRAM)


def test_a_unit_of_something_else_is_told_with_those_that_fit() -> None:
    with pytest.raises(RuleBroken, match=r"“cm” is not a unit of this. Write kg, lb, st or g."):
        units.read("80 cm", Quantity.MASS, units.KILOGRAM)


@given(hundredths=st.integers(-100_000, 100_000))
@pytest.mark.parametrize(
    "unit", [units.KILOGRAM, units.POUND, units.CENTIMETRE, units.INCH, units.MILLIMETRE, units.PER_CENT]
)
def test_what_was_typed_is_shown(unit: units.Unit, hundredths: int) -> None:
    typed = Decimal(hundredths) / 100
    stored = units.to_stored(typed, unit)
    assert Decimal(units.number_shown(stored, unit)) == typed


def test_another_unit_shows_one_decimal() -> None:
    assert units.shown(80, units.POUND) == "176.4 lb"
    assert units.shown(0.825, units.CENTIMETRE) == "82.5 cm"
    assert units.shown(80.0, units.KILOGRAM) == "80 kg"
    assert units.shown(0.87, units.PLAIN) == "0.87"


@pytest.mark.parametrize(("stored", "text"), [(1648.75, "1649 kcal"), (1648.0, "1648 kcal"), (0.2, "0 kcal")])
def test_energy_is_whole(stored: float, text: str) -> None:
    assert units.shown(stored, units.KILOCALORIE) == text


def test_a_number_without_a_unit_is_in_the_units_of_the_client() -> None:
    usual = units.shown_unit(Quantity.MASS, UnitSystem.IMPERIAL)
    assert units.read("100", Quantity.MASS, usual) == pytest.approx(45.359237)


def test_folds_of_skin_are_in_millimetres_everywhere() -> None:
    assert units.shown_unit(Quantity.THICKNESS, UnitSystem.IMPERIAL) is units.MILLIMETRE
