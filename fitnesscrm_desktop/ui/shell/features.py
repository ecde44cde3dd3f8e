"""THE list of features: what is in here has its pages, dialogs and commands in the window."""

from __future__ import annotations

from fitnesscrm_desktop.ui import (
    automation,
    billing,
    checkin,
    clients,
    home,
    imports,
    jobs,
    messaging,
    plans,
    reports,
    settings,
)
from fitnesscrm_desktop.ui.core.desk import Feature

FEATURES: tuple[Feature, ...] = (
    automation.FEATURE,
    billing.FEATURE,
    checkin.FEATURE,
    clients.FEATURE,
    home.FEATURE,
    imports.FEATURE,
    jobs.FEATURE,
    messaging.FEATURE,
    plans.FEATURE,
    reports.FEATURE,
    settings.FEATURE,
)
