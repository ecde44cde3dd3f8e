"""Messages: the outbox, writing to clients, and the templates."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Channel, Permission
from fitnesscrm_desktop.services.clients.events import ClientChanged, ClientsMerged
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageCount, PageSpec, StudioDialog

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


def _waiting(services: Services, actor: Actor) -> int:
    found = services.outbox.counts(actor)
    return found.draft + found.failed + found.to_hand_over


def _waiting_text(count: int) -> str:
    if count == 1:
        return _tr("1 message needs somebody")
    return _tr("{count} messages need somebody").format(count=count)


def _write(
    desk: Desk,
    client_id: int | None = None,
    channel: Channel | None = None,
    subject: str = "",
    text: str = "",
    language: str = "",
    *,
    offer: bool = False,
) -> StudioDialog:
    from fitnesscrm_desktop.ui.messaging.composer import ComposerDialog

    dialog = ComposerDialog(desk, client_id=client_id, channel=channel)
    if text:
        dialog.begin_with(subject, text, language, offer=offer)
    return dialog


def _edit(desk: Desk, message_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.messaging.edit_dialog import EditMessageDialog

    return EditMessageDialog(desk, message_id=message_id)


def _letters(desk: Desk, message_ids: Sequence[int] = ()) -> StudioDialog:
    from fitnesscrm_desktop.ui.messaging.letters_dialog import LettersDialog

    return LettersDialog(desk, message_ids=message_ids)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    times = itertools.count(1)
    return (
        ActionSpec(
            "messages.write",
            _tr("Write a message…"),
            lambda: desk.window.open_dialog("messages.write"),
            shortcut="Ctrl+M",
            permission=Permission.WRITE_MESSAGES.value,
            section=_tr("Messages"),
            icon="mail",
            keywords=_tr("e-mail text sms letter send"),
        ),
        ActionSpec(
            "outbox.send",
            _tr("Send what is due now"),
            lambda: desk.window.go(OUTBOX, send=next(times)),
            permission=Permission.APPROVE_MESSAGES.value,
            section=_tr("Messages"),
            icon="refresh",
            keywords=_tr("outbox mail deliver send now"),
        ),
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
        PageSpec(
            OUTBOX,
            _tr("Outbox"),
            "mail",
            _outbox,
            Permission.WRITE_MESSAGES,
            45,
            PageCount(_waiting, (MessagesChanged, ClientChanged, ClientsMerged), _waiting_text),
            keys=(
                ("A", _tr("Approve")),
                ("E", _tr("Edit")),
                ("Del", _tr("Drop")),
                ("R", _tr("Try again")),
                ("Space", _tr("Select this line too")),
                ("Ctrl+A", _tr("Select all")),
            ),
        ),
    ),
    dialogs={"messages.write": _write, "messages.edit": _edit, "messages.letters": _letters},
    actions=_actions,
)
