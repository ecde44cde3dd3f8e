"""How a made-up studio opens, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:  # a real studio never needs it
    from fitnesscrm_desktop.services.demo.results import ToldSecrets


def _tr(text: str) -> str:
    return QCoreApplication.translate("SignIn", text)


def told_text(told: ToldSecrets) -> str:
    """Password and PINs of the colleagues who are made up; empty if there are none."""
    password = _tr("Password of everybody who is made up: {password}.").format(password=told.password)
    each = ", ".join(f"{name} {pin}" for name, pin in told.pins)
    pins = _tr("PINs: {pins}.").format(pins=each)
    said = [password if told.password else "", pins if told.pins else ""]
    return " ".join([_tr("A demo studio."), *filter(None, said)]) if any(said) else ""
