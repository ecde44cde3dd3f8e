"""Roles and permissions in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.permission_words import PERMISSION_WORDS


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
    return tuple(
        (title, tuple((each, _tr(PERMISSION_WORDS[each])) for each in permissions))
        for title, permissions in _groups()
    )


def _groups() -> tuple[tuple[str, tuple[Permission, ...]], ...]:
    p = Permission
    return (
        (
            _tr("Clients"),
            (
                p.VIEW_CLIENTS,
                p.EDIT_CLIENTS,
                p.ARCHIVE_CLIENTS,
                p.MERGE_CLIENTS,
                p.IMPORT_CLIENTS,
                p.EXPORT_CLIENTS,
                p.VIEW_HEALTH,
                p.WRITE_NOTES,
            ),
        ),
        (
            _tr("At the door"),
            (
                p.CHECK_IN,
                p.UNDO_CHECK_IN,
                p.OVERRIDE_CHECK_IN,
            ),
        ),
        (
            _tr("Memberships and money"),
            (
                p.SELL,
                p.CHANGE_MEMBERSHIPS,
                p.VIEW_MONEY,
                p.TAKE_PAYMENT,
                p.REFUND,
                p.VIEW_TAKINGS,
                p.MANAGE_PLANS,
            ),
        ),
        (
            _tr("Progress"),
            (
                p.VIEW_PROGRESS,
                p.RECORD_PROGRESS,
                p.MANAGE_METRICS,
            ),
        ),
        (
            _tr("Files and photos"),
            (
                p.VIEW_FILES,
                p.ADD_FILES,
                p.MANAGE_FILES,
                p.VIEW_PHOTOS,
                p.ADD_PHOTOS,
            ),
        ),
        (
            _tr("Messages and rules"),
            (
                p.WRITE_MESSAGES,
                p.APPROVE_MESSAGES,
                p.MANAGE_RULES,
                p.MANAGE_JOBS,
                p.USE_ASSISTANT,
                p.MANAGE_ASSISTANT,
                p.CONNECT_ASSISTANT,
            ),
        ),
        (
            _tr("Forms"),
            (
                p.FILL_FORMS,
                p.MANAGE_FORMS,
            ),
        ),
        (
            _tr("The studio"),
            (
                p.VIEW_REPORTS,
                p.VIEW_AUDIT,
                p.MANAGE_SETTINGS,
                p.MANAGE_STAFF,
                p.MAINTAIN_DATABASE,
            ),
        ),
    )
