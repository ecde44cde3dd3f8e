"""Messages: the page of templates."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec

__all__ = ["FEATURE"]

TEMPLATES = "templates.main"


def _tr(text: str) -> str:
    return QCoreApplication.translate("messaging", text)


def _templates(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.messaging.templates_page import TemplatesPage

    return TemplatesPage(desk)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "templates.add",
            _tr("New template"),
            lambda: desk.window.go(TEMPLATES, new=True),
            permission=Permission.MANAGE_RULES.value,
            section=_tr("Messages"),
            icon="plus",
            keywords=_tr("message e-mail words letter"),
        ),
    )


FEATURE = Feature(
    "messaging",
    pages=(PageSpec(TEMPLATES, _tr("Templates"), "message", _templates, Permission.MANAGE_RULES, 65),),
    actions=_actions,
)
