"""Settings of the studio, its staff and this PC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec

if TYPE_CHECKING:  # sections and dialogs are loaded when they are first wanted
    from fitnesscrm_desktop.ui.core.desk import StudioDialog

PAGE = "settings.main"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.settings.page import SettingsPage

    return SettingsPage(desk)


def _staff_add(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.staff_dialogs import AddStaffDialog

    return AddStaffDialog(desk)


def _staff_edit(desk: Desk, *, staff_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.staff_dialogs import EditStaffDialog

    return EditStaffDialog(desk, staff_id=staff_id)


def _staff_rights(desk: Desk, *, staff_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.staff_dialogs import RightsDialog

    return RightsDialog(desk, staff_id=staff_id)


def _staff_password(desk: Desk, *, staff_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.secret_dialogs import PasswordForDialog

    return PasswordForDialog(desk, staff_id=staff_id)


def _staff_pin(desk: Desk, *, staff_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.secret_dialogs import PinForDialog

    return PinForDialog(desk, staff_id=staff_id)


def _own_password(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.secret_dialogs import OwnPasswordDialog

    return OwnPasswordDialog(desk)


def _own_pin(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.secret_dialogs import OwnPinDialog

    return OwnPinDialog(desk)


def _kiosk_pin(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.secret_dialogs import KioskPinDialog

    return KioskPinDialog(desk)


def _master_password(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.secret_dialogs import MasterPasswordDialog

    return MasterPasswordDialog(desk)


def _recovery_code(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.key_dialogs import RecoveryCodeDialog

    return RecoveryCodeDialog(desk)


def _enter_code(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.key_dialogs import EnterCodeDialog

    return EnterCodeDialog(desk)


def _new_key(desk: Desk) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.key_dialogs import NewKeyDialog

    return NewKeyDialog(desk)


def _metric(desk: Desk, *, metric_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.settings.metric_dialog import MetricDialog

    return MetricDialog(desk, metric_id=metric_id)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    staff, settings = _tr("Staff"), _tr("Settings")
    has_account = "actor"

    def own(context: dict[str, object]) -> bool:
        return getattr(context.get(has_account), "staff_id", None) is not None

    return (
        ActionSpec(
            "settings.own_password",
            _tr("Change your password"),
            lambda: desk.window.open_dialog("settings.own_password"),
            enabled=own,
            section=staff,
            icon="key",
        ),
        ActionSpec(
            "settings.own_pin",
            _tr("Set or change your PIN"),
            lambda: desk.window.open_dialog("settings.own_pin"),
            enabled=own,
            section=staff,
            icon="lock",
        ),
        ActionSpec(
            "settings.staff_add",
            _tr("Add somebody to the staff"),
            lambda: desk.window.open_dialog("settings.staff_add"),
            permission="staff.manage",
            section=staff,
            icon="users",
        ),
        ActionSpec(
            "settings.metrics",
            _tr("Metrics of your own"),
            lambda: desk.window.go(PAGE, section="progress"),
            permission="progress.metrics",
            section=settings,
            icon="trend-up",
            keywords=_tr("measure custom metric units kilograms pounds"),
        ),
        ActionSpec(
            "settings.check_database",
            _tr("Check the database"),
            lambda: desk.window.go(PAGE, section="database"),
            permission="database.maintain",
            section=settings,
            icon="shield",
            keywords=_tr("doctor integrity repair"),
        ),
    )


FEATURE = Feature(
    id="settings",
    pages=(PageSpec(PAGE, _tr("Settings"), "settings", _page, order=90),),
    dialogs={
        "settings.staff_add": _staff_add,
        "settings.staff_edit": _staff_edit,
        "settings.staff_rights": _staff_rights,
        "settings.staff_password": _staff_password,
        "settings.staff_pin": _staff_pin,
        "settings.own_password": _own_password,
        "settings.own_pin": _own_pin,
        "settings.kiosk_pin": _kiosk_pin,
        "settings.master_password": _master_password,
        "settings.recovery_code": _recovery_code,
        "settings.enter_code": _enter_code,
        "settings.new_key": _new_key,
        "settings.metric": _metric,
    },
    actions=_actions,
)
