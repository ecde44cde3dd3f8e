"""Check-in: the page at the door, the dialog that lets in with a reason, and the kiosk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec, Context
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog

PAGE = "checkin.desk"


def _tr(text: str) -> str:
    return QCoreApplication.translate("CheckIn", text)


def _desk_page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.checkin.desk_page import CheckInPage

    return CheckInPage(desk)


def _override(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.checkin.override_dialog import OverrideDialog

    return OverrideDialog(desk, **about)


def _undo() -> None:
    from fitnesscrm_desktop.ui.checkin.intents import intents

    intents().undo_wanted.emit()


def _sound() -> None:
    from fitnesscrm_desktop.ui.checkin.intents import intents

    intents().sound_wanted.emit()


def _kiosk(desk: Desk) -> None:
    from fitnesscrm_desktop.ui.checkin.kiosk import open_kiosk

    open_kiosk(desk)


def _on_page(context: Context) -> bool:
    return context.get("page") == PAGE


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    section = _tr("Check-in")
    return (
        ActionSpec(
            "checkin.open",
            _tr("Check somebody in"),
            lambda: desk.window.go(PAGE),
            shortcut="F2",
            permission=Permission.CHECK_IN.value,
            section=section,
            icon="scan",
            keywords=_tr("scan card door visit"),
        ),
        ActionSpec(
            "checkin.undo",
            _tr("Take the last check-in back"),
            _undo,
            shortcut="Ctrl+Z",
            permission=Permission.UNDO_CHECK_IN.value,
            enabled=_on_page,
            section=section,
            icon="undo",
        ),
        ActionSpec(
            "checkin.kiosk",
            _tr("Open the kiosk"),
            lambda: _kiosk(desk),
            permission=Permission.CHECK_IN.value,
            section=section,
            icon="monitor",
            keywords=_tr("self check-in second screen"),
        ),
        ActionSpec(
            "checkin.sound",
            _tr("Turn the sound of check-ins on or off"),
            _sound,
            permission=Permission.CHECK_IN.value,
            enabled=_on_page,
            section=section,
            icon="volume-on",
        ),
    )


FEATURE = Feature(
    "checkin",
    pages=(PageSpec(PAGE, _tr("Check-in"), "scan", _desk_page, Permission.CHECK_IN, 10),),
    dialogs={"checkin.override": _override},
    actions=_actions,
)
