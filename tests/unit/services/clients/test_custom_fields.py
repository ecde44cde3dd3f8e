"""What may stand in a field of the studio's own."""

import pytest

from fitnesscrm_desktop.models.values import CustomFieldKind
from fitnesscrm_desktop.services.clients.custom_fields import check_value
from fitnesscrm_desktop.services.core.errors import RuleBroken

CHOICES = ("S", "M", "L")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (CustomFieldKind.TEXT, "  a\x00 b ", "a b"),
        (CustomFieldKind.NUMBER, "42,50", "42.50"),
        (CustomFieldKind.NUMBER, "-3", "-3"),
        (CustomFieldKind.NUMBER, "1e3", "1000"),
        (CustomFieldKind.DATE, "2026-03-04", "2026-03-04"),
        (CustomFieldKind.YES_NO, "yes", "yes"),
        (CustomFieldKind.CHOICE, "M", "M"),
        (CustomFieldKind.CHOICE, "  ", ""),
    ],
)
def test_a_value_of_its_kind_is_taken(kind: CustomFieldKind, typed: str, stored: str) -> None:
    assert check_value(kind, CHOICES, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (CustomFieldKind.NUMBER, "nan"),
        (CustomFieldKind.NUMBER, "Infinity"),
        (CustomFieldKind.NUMBER, "1e999"),
        (CustomFieldKind.NUMBER, "1_000"),
        (CustomFieldKind.NUMBER, "9" * 31),
        (CustomFieldKind.NUMBER, "six"),
        (CustomFieldKind.DATE, "4.3.2026"),
        (CustomFieldKind.DATE, "1899-12-31"),
        (CustomFieldKind.DATE, "2101-01-01"),
        (CustomFieldKind.YES_NO, "maybe"),
        (CustomFieldKind.CHOICE, "XL"),
        (CustomFieldKind.TEXT, "x" * 4001),
    ],
)
def test_anything_else_is_refused(kind: CustomFieldKind, typed: str) -> None:
    with pytest.raises(RuleBroken):
        check_value(kind, CHOICES, typed)
