"""Clients: the list, the page of one client, and the dialogs about them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog

__all__ = ["FEATURE"]

_tr = QCoreApplication.translate


def _list(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.clients.list_page import ClientsPage

    return ClientsPage(desk)


def _client(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.clients.client_page import ClientPage

    return ClientPage(desk)


def _new(desk: Desk, *, name: str = "", phone: str = "", email: str = "") -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.new_dialog import NewClientDialog

    return NewClientDialog(desk, name=name, phone=phone, email=email)


def _edit(desk: Desk, *, client_id: int, field: str = "first_name") -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.edit_dialog import EditClientDialog

    return EditClientDialog(desk, client_id=client_id, field=field)


def _merge(desk: Desk, *, client_id: int, other_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.merge_dialog import MergeDialog

    return MergeDialog(desk, client_id=client_id, other_id=other_id)


def _note(desk: Desk, *, client_id: int, note_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.small_dialogs import NoteDialog

    return NoteDialog(desk, client_id=client_id, note_id=note_id)


def _consent(desk: Desk, *, client_id: int, kind: str = "", given: bool = True) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.small_dialogs import ConsentDialog

    return ConsentDialog(desk, client_id=client_id, kind=kind, given=given)


def _tag(
    desk: Desk, *, client_id: int | None = None, client_ids: Sequence[int] = (), remove: bool = False
) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.tag_dialog import TagDialog

    return TagDialog(desk, client_id=client_id, client_ids=client_ids, remove=remove)


def _card(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.card_dialog import CardDialog

    return CardDialog(desk, client_id=client_id)


def _code(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.small_dialogs import CodeDialog

    return CodeDialog(desk, client_id=client_id)


def _block(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.small_dialogs import BlockDialog

    return BlockDialog(desk, client_id=client_id)


def _link(desk: Desk, *, client_id: int, link: str = "payer") -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.small_dialogs import LinkDialog

    return LinkDialog(desk, client_id=client_id, link=link)


def _trainer(desk: Desk, *, client_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.trainer_dialog import TrainerDialog

    return TrainerDialog(desk, client_id=client_id)


def _fields(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.clients.fields_dialog import FieldsDialog

    return FieldsDialog(desk)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "clients.new",
            _tr("clients", "New client…"),
            lambda: desk.window.open_dialog(
                "clients.new", then=lambda client_id: desk.window.go("clients.client", client_id=client_id)
            ),
            shortcut="Ctrl+N",
            permission=Permission.EDIT_CLIENTS.value,
            section=_tr("clients", "Clients"),
            icon="plus",
            keywords=_tr("clients", "add walk-in member person"),
        ),
        ActionSpec(
            "clients.fields",
            _tr("clients", "Fields of your own…"),
            lambda: desk.window.open_dialog("clients.fields"),
            permission=Permission.MANAGE_SETTINGS.value,
            section=_tr("clients", "Clients"),
            icon="list",
            keywords=_tr("clients", "custom field settings"),
        ),
    )


FEATURE = Feature(
    id="clients",
    pages=(
        PageSpec("clients.list", _tr("clients", "Clients"), "users", _list, Permission.VIEW_CLIENTS, 20),
        PageSpec("clients.client", _tr("clients", "Client"), "user", _client, Permission.VIEW_CLIENTS),
    ),
    dialogs={
        "clients.new": _new,
        "clients.edit": _edit,
        "clients.merge": _merge,
        "clients.note": _note,
        "clients.consent": _consent,
        "clients.tag": _tag,
        "clients.card": _card,
        "clients.code": _code,
        "clients.block": _block,
        "clients.link": _link,
        "clients.trainer": _trainer,
        "clients.fields": _fields,
    },
    actions=_actions,
)
