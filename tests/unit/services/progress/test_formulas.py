"""Each formula gives what was published for it; the source stands beside the figures."""

from __future__ import annotations

from math import log, log10

import pytest

from fitnesscrm_desktop.models.values import ActivityLevel, Sex
from fitnesscrm_desktop.services.progress import formulas

INCH = 2.54


def test_body_mass_index_is_the_one_of_the_cdc() -> None:
    """Centers for Disease Control and Prevention, About Adult BMI, "How is BMI calculated"."""
    assert round(formulas.bmi(68, 165), 2) == 24.98
    assert formulas.bmi(150 * 0.45359237, 65 * INCH) == pytest.approx(24.96, abs=0.01)


@pytest.mark.parametrize(
    ("sex", "kilograms", "height", "age", "at_rest", "usual"),
    [
        # Worked example of superglobalcalculator.com, Daily Calorie Need (read November 2026)
        (Sex.MALE, 80, 178, 35, 1742.5, 2701),
        # Worked example of ntro.it.com, guide to estimating daily needs (read November 2026)
        (Sex.FEMALE, 68, 165, 30, 1400.25, 2170),
    ],
)
def test_energy_is_that_of_mifflin_and_st_jeor(
    sex: Sex, kilograms: float, height: float, age: int, at_rest: float, usual: float
) -> None:
    """Mifflin and others, Am J Clin Nutr 1990; 51: 241-247."""
    found = formulas.bmr(kilograms, height, age, sex)
    assert found == at_rest
    assert formulas.tdee(found, ActivityLevel.MODERATE) == pytest.approx(usual, abs=1)


def test_girths_of_a_man_give_what_the_tables_of_the_us_forces_give() -> None:
    """Worked example of qcalculator.pages.dev: 70 in tall, abdomen 34 in, neck 15 in: 17.5 %."""
    found = formulas.navy_male(70 * INCH, 34 * INCH, 15 * INCH)
    assert found == pytest.approx(17.5, abs=0.1)


@pytest.mark.parametrize(("height", "waist", "hips", "neck"), [(64, 28, 38, 12.5), (66, 34, 42, 13.5)])
def test_girths_of_a_woman_give_what_the_equation_of_the_us_forces_gives(
    height: float, waist: float, hips: float, neck: float
) -> None:
    """DoD Instruction 1308.3 (2002), enclosure 3, gives per cent straight from inches."""
    published = 163.205 * log10(waist + hips - neck) - 97.684 * log10(height) - 78.387
    found = formulas.navy_female(height * INCH, waist * INCH, hips * INCH, neck * INCH)
    assert found == pytest.approx(published, abs=0.3)


def test_girths_that_fit_no_body_give_nothing() -> None:
    assert formulas.navy_male(180, 38, 40) is None
    assert formulas.navy_female(170, 20, 20, 40) is None


FOLDS_OF_ZAHARIEV = {
    "fold_chest": 5.5,
    "fold_abdomen": 10.5,
    "fold_thigh": 7.5,
    "fold_triceps": 5,
    "fold_subscapular": 12.5,
    "fold_suprailiac": 6.5,
    "fold_midaxillary": 8,
}
"""F. Zahariev, Body Fat sheet (University of Victoria; scribd.com/document/172535347): a man of 29."""


def test_three_folds_of_a_man_are_those_of_the_worked_sheet() -> None:
    """Zahariev: sum 23.5 mm, density 1.083372, 6.9 %; formula of Jackson and Pollock 1978."""
    folds = sum(FOLDS_OF_ZAHARIEV[key] for key in formulas.THREE_FOLDS[Sex.MALE])
    density = formulas.density_of_three(folds, 29, Sex.MALE)
    assert (folds, round(density, 6), round(formulas.siri(density), 1)) == (23.5, 1.083372, 6.9)


def test_three_folds_of_another_man() -> None:
    """Worked example of calculatorlib.com, Jackson-Pollock caliper: 30 years, 53 mm: 1.0623372, 16.0 %."""
    density = formulas.density_of_three(53, 30, Sex.MALE)
    assert density == pytest.approx(1.0623372, abs=2e-7)
    assert round(formulas.siri(density), 1) == 16.0


def test_seven_folds_of_a_man_are_those_of_the_worked_sheet() -> None:
    """Zahariev: sum 55.5 mm, density 1.08119, 7.8 %."""
    folds = sum(FOLDS_OF_ZAHARIEV[key] for key in formulas.SEVEN_FOLDS)
    density = formulas.density_of_seven(folds, 29, Sex.MALE)
    assert (folds, round(density, 5), round(formulas.siri(density), 1)) == (55.5, 1.08119, 7.8)


@pytest.mark.parametrize(("folds", "age"), [(60, 25), (100, 30), (140, 45)])
def test_seven_folds_of_a_woman_agree_with_the_other_equation_of_the_same_paper(
    folds: float, age: int
) -> None:
    """Jackson, Pollock and Ward 1980: the logarithm of the sum predicts the same density (error 0.0084)."""
    by_logarithm = 1.23173 - 0.03841 * log(folds) - 0.00015 * age
    assert formulas.density_of_seven(folds, age, Sex.FEMALE) == pytest.approx(by_logarithm, abs=0.0042)


def test_three_folds_of_a_woman_by_hand() -> None:
    """Coefficients of Jackson, Pollock and Ward, Med Sci Sports Exerc 1980; 12: 175-181: 47 mm, 22 years."""
    density = 1.0994921 - 0.0466663 + 0.0050807 - 0.0030624
    assert formulas.density_of_three(47, 22, Sex.FEMALE) == pytest.approx(density, abs=1e-7)


def test_fat_of_a_density_is_that_of_siri() -> None:
    """Siri 1961; the example of calculadora.co.uk, body density: 1.0650 is 14.8 %."""
    assert round(formulas.siri(1.0650), 1) == 14.8
