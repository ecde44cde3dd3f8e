"""Messages: the outbox, writing to clients, and the templates."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog

__all__ = ["FEATURE"]

OUTBOX, TEMPLATES = "outbox.main", "templates.main"


def _tr(text: str) -> str:
    return QCoreApplication.translate("messaging", text)


def _outbox(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.messaging.outbox_page import OutboxPage

    return OutboxPage(desk)


def _templates(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.messaging.templates_page import TemplatesPage

    return TemplatesPage(desk)


def _edit(desk: Desk, message_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.messaging.edit_dialog import EditMessageDialog

    return EditMessageDialog(desk, message_id=message_id)


def _letters(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.messaging.letters_dialog import LettersDialog

    return LettersDialog(desk, **about)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "messages.letters",
            _tr("Print letters…"),
            lambda: desk.window.open_dialog("messages.letters"),
            permission=Permission.WRITE_MESSAGES.value,
            section=_tr("Messages"),
            icon="printer",
            keywords=_tr("letter post label address"),
        ),
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
    pages=(
        PageSpec(TEMPLATES, _tr("Templates"), "message", _templates, Permission.MANAGE_RULES, 65),
        PageSpec(OUTBOX, _tr("Outbox"), "mail", _outbox, Permission.WRITE_MESSAGES, 45),
    ),
    dialogs={"messages.edit": _edit, "messages.letters": _letters},
    actions=_actions,
)
