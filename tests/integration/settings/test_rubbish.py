"""The studio's settings, asked for with what nobody can mean."""

from __future__ import annotations

from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import tidy_line, tidy_paragraphs
from fitnesscrm_desktop.services.settings.rules import LIMITS, SETTINGS
from tests.support.rubbish import NUMBERS, TEXTS, try_all
from tests.support.staff import make_hashing_cheap

IN_LINES = {"name", "phone", "tax_number"}
IN_PARAGRAPHS = {"address", "receipt_footer"}


def changed(services: Services, owner: Actor, field: str, value: Any) -> None:
    version = services.settings.profile().version
    kept = getattr(services.settings.change(owner, version, **{field: value}), field)
    if field in IN_LINES:
        assert kept == tidy_line(value)
    elif field in IN_PARAGRAPHS:
        assert kept == tidy_paragraphs(value)


@pytest.mark.parametrize("field", SETTINGS)
def test_any_setting_is_kept_or_refused(services: Services, owner: Actor, field: str) -> None:
    try_all(services, TEXTS, lambda text: changed(services, owner, field, text))
    if field in LIMITS:
        try_all(services, NUMBERS, lambda number: changed(services, owner, field, number))
    assert services.settings.profile().currency == "EUR" or field == "currency"


def test_any_name_of_a_setting_is_refused(services: Services, owner: Actor) -> None:
    before = services.settings.profile()
    try_all(services, TEXTS, lambda text: services.settings.change(owner, before.version, **{text: "x"}))
    assert services.settings.profile() == before


def test_any_logo_and_pin_is_kept_or_refused(
    services: Services, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    try_all(services, TEXTS, lambda text: services.settings.set_kiosk_pin(owner, text))
    try_all(
        services, TEXTS, lambda text: services.settings.set_logo(owner, text.encode("utf-8", "surrogatepass"))
    )
    try_all(services, TEXTS, services.settings.kiosk_pin_fits)
    assert services.settings.logo() is None
