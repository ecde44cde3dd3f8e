"""Roles and permissions in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission, Role


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def role_name(role: Role) -> str:
    """The name of a role."""
    return {
        Role.OWNER: _tr("Owner"),
        Role.MANAGER: _tr("Manager"),
        Role.FRONT_DESK: _tr("Front desk"),
        Role.TRAINER: _tr("Trainer"),
    }[role]


def role_text(role: Role) -> str:
    """What a role is for, in one sentence."""
    return {
        Role.OWNER: _tr("May do everything, staff and database included."),
        Role.MANAGER: _tr("Runs the studio: everything but staff and database."),
        Role.FRONT_DESK: _tr("Checks in, sells, takes payments, edits clients."),
        Role.TRAINER: _tr("Sees clients and their health notes, checks in, writes notes."),
    }[role]


def permission_groups() -> tuple[tuple[str, tuple[tuple[Permission, str], ...]], ...]:
    """All permissions, grouped, in words."""
    p = Permission
    return (
        (
            _tr("Clients"),
            (
                (p.VIEW_CLIENTS, _tr("See clients")),
                (p.EDIT_CLIENTS, _tr("Add and edit clients")),
                (p.ARCHIVE_CLIENTS, _tr("Archive and restore clients")),
                (p.MERGE_CLIENTS, _tr("Merge two clients into one")),
                (p.IMPORT_CLIENTS, _tr("Import a list")),
                (p.EXPORT_CLIENTS, _tr("Export a list")),
                (p.VIEW_HEALTH, _tr("See health data")),
                (p.WRITE_NOTES, _tr("Write notes")),
            ),
        ),
        (
            _tr("At the door"),
            (
                (p.CHECK_IN, _tr("Check in and out")),
                (p.UNDO_CHECK_IN, _tr("Take a check-in back")),
                (p.OVERRIDE_CHECK_IN, _tr("Let in against the rules, with a reason")),
            ),
        ),
        (
            _tr("Memberships and money"),
            (
                (p.SELL, _tr("Sell memberships and products")),
                (p.CHANGE_MEMBERSHIPS, _tr("Renew, freeze, extend, cancel")),
                (p.VIEW_MONEY, _tr("See accounts and debts")),
                (p.TAKE_PAYMENT, _tr("Take payments")),
                (p.REFUND, _tr("Refund and reverse")),
                (p.VIEW_TAKINGS, _tr("See the day’s takings")),
                (p.MANAGE_PLANS, _tr("Edit plans, prices and products")),
            ),
        ),
        (
            _tr("Progress"),
            (
                (p.VIEW_PROGRESS, _tr("See measurements and goals")),
                (p.RECORD_PROGRESS, _tr("Measure, set goals, write reports")),
                (p.MANAGE_METRICS, _tr("Add metrics of the studio’s own")),
            ),
        ),
        (
            _tr("Messages and rules"),
            (
                (p.WRITE_MESSAGES, _tr("Write messages")),
                (p.APPROVE_MESSAGES, _tr("Approve and send messages")),
                (p.MANAGE_RULES, _tr("Edit rules and templates")),
                (p.MANAGE_JOBS, _tr("Look after the jobs")),
                (p.USE_ASSISTANT, _tr("Have the assistant write drafts")),
                (p.MANAGE_ASSISTANT, _tr("Look after the assistant")),
                (p.CONNECT_ASSISTANT, _tr("Connect the assistant to a server")),
            ),
        ),
        (
            _tr("The studio"),
            (
                (p.VIEW_REPORTS, _tr("See and print reports")),
                (p.VIEW_AUDIT, _tr("See who did what")),
                (p.MANAGE_SETTINGS, _tr("Change settings")),
                (p.MANAGE_STAFF, _tr("Manage staff")),
                (p.MAINTAIN_DATABASE, _tr("Look after the database")),
            ),
        ),
    )
